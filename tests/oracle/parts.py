"""Both lessons worked out a second time, one token at a time, with nothing but loops.

This is the independent check: it imports no part of the application and no matrix library, so that
the two can only agree by both being right. A matrix is a list of rows; columns are tokens (examples).
Every function states the shapes: d dimensions, m features, t tokens; d0 .. dL the layer sizes.
Indices count from 0 here. Names are those of the lessons, except that lambda is `lambda_`.
"""

Vector = list[float]
Matrix = list[list[float]]
Matrices = dict[str, Matrix]

ROUNDING = 1e-12  # less than this beside the size of its terms, a sum is 0 but for binary fractions


def zeros(rows: int, columns: int) -> Matrix:
    """A rows x columns matrix of zeros."""
    return [[0.0] * columns for _ in range(rows)]


def column(matrix: Matrix, j: int) -> Vector:
    """Column j of a rows x columns matrix, as a list of `rows` numbers."""
    return [row[j] for row in matrix]


def put(matrix: Matrix, j: int, vector: Vector) -> None:
    """Write a list of `rows` numbers into column j of a rows x columns matrix."""
    for i, number in enumerate(vector):
        matrix[i][j] = number


def relu(z: float) -> float:
    """The number itself above zero, else zero."""
    return z if z > 0 else 0.0


def step(z: float) -> float:
    """The slope of relu: 1 above zero, else 0; at zero itself 0."""
    return 1.0 if z > 0 else 0.0


def neurons(weights: Matrix, bias: Matrix, inputs: Vector) -> Vector:
    """What each neuron adds up: weights out x in, bias out x 1, `in` inputs; gives `out` numbers.

    A sum that is 0 on paper is 0: 0.1 + 0.2 - 0.3 must not be taken for a neuron that is just above 0.
    """
    sums = []
    for i, row in enumerate(weights):
        total, size = bias[i][0], abs(bias[i][0])
        for weight, value in zip(row, inputs, strict=True):
            total += weight * value
            size += abs(weight * value)
        sums.append(total if abs(total) > ROUNDING * size else 0.0)
    return sums


def squares(matrix: Matrix) -> float:
    """The sum of the squares of all entries of a matrix of any shape."""
    total = 0.0
    for row in matrix:
        for number in row:
            total += number**2
    return total


def stepped(old: Matrix, gradient: Matrix, eta: float) -> Matrix:
    """One step downhill; all three of one shape."""
    new = zeros(len(old), len(old[0]))
    for i, row in enumerate(old):
        for j, number in enumerate(row):
            new[i][j] = number - eta * gradient[i][j]
    return new


def without_minus_zero(found: Matrices) -> Matrices:
    """The same matrices, where -0.0 has become 0.0."""
    return {name: [[number + 0.0 for number in row] for row in matrix] for name, matrix in found.items()}


def add_error(found: Matrices, output: Matrix, target: Matrix) -> None:
    """E, SSE, MSE and G from an output and its target, both d x t; E and G are d x t, the rest 1 x 1."""
    rows, columns = len(target), len(target[0])
    error, gradient = zeros(rows, columns), zeros(rows, columns)
    for t in range(columns):
        for k in range(rows):
            miss = output[k][t] - target[k][t]
            error[k][t] = miss
            gradient[k][t] = 2 * miss
    total = squares(error)
    found |= {"E": error, "SSE": [[total]], "MSE": [[total / (rows * columns)]], "G": gradient}
