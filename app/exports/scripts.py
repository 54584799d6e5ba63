"""The whole exercise as a script in NumPy or PyTorch that prints what the page shows.

A script is made from the plan: one line a result, each operation as somebody would type it. The PyTorch one
ends by letting autograd differentiate the loss, and asserts that it finds the gradients worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from operator import attrgetter

from app.core.lesson import Lesson, Plan, Result, Step, Texts
from app.core.needs import DESCENT, lacking
from app.core.operation import Operation
from app.exercise.exercise import Exercise
from app.notation import numerals
from app.notation.number_text import so_many

TAKEN = {
    *("np", "torch", "show", "print", "abs", "snap_to_zero"),
    *("parameters", "parameter", "gradient", "updated", "name"),
}
ENCODING = "# coding: utf-8"
"""Python looks for it in the first two lines and believes the first: names may read alike and stand below."""
FINE = 2.0**20
"""Numbers that are whole after this are added and multiplied without any rounding."""

NUMPY_OPENING = '''\
import numpy as np

np.set_printoptions(precision=6, suppress=True, linewidth=160)


def show(name, value):
    """Prints a matrix; the 0 that is added makes 0 of -0."""
    print(f"{name} =", np.round(value, 6) + 0.0, sep="\\n")
'''
TORCH_OPENING = '''\
import torch

torch.set_printoptions(precision=6, sci_mode=False, linewidth=160)


def show(name, value):
    """Prints a matrix; the 0 that is added makes 0 of -0."""
    print(f"{name} =", value.detach().round(decimals=6) + 0.0, sep="\\n")
'''
NUMPY_SETTLED = '''\
def snap_to_zero(A):
    """0.1 + 0.2 - 0.3 is 0 on paper, and almost 0 here: only what is truly above 0 is to pass a ReLU."""
    return np.where(abs(A) < 1e-12, 0, A)
'''
TORCH_SETTLED = '''\
def snap_to_zero(A):
    """0.1 + 0.2 - 0.3 is 0 on paper, and almost 0 here: only what is truly above 0 is to pass a ReLU."""
    return A - torch.where(abs(A) < 1e-12, A, 0).detach()
'''
PROOF = """\
# The proof: autograd knows nothing of the steps above but the loss, and finds the same gradients.
{loss}.backward()
parameters = {{
{parameters}
}}
for name, (parameter, gradient, _) in parameters.items():
    assert torch.allclose(parameter.grad, gradient), f"d{{name}} differs"
    print(f"d{{name}}: the same by hand and by autograd")

# And an optimiser's step is the update.
torch.optim.SGD([parameter for parameter, _, _ in parameters.values()], lr={rate}).step()
for name, (parameter, _, updated) in parameters.items():
    assert torch.allclose(parameter, updated), f"{{name}} differs after the update"
print("the update: the same by hand and by torch.optim.SGD")
"""


@dataclass(frozen=True)
class Library:
    """How a script is written in one library."""

    slug: str
    title: str
    opening: str
    snap_to_zero: str
    code: Callable[[Operation], str]
    """An operation as somebody would type it."""
    array: str
    weights: str
    """What is added where an array is a parameter."""
    proof: str


NUMPY = Library("numpy", "NumPy", NUMPY_OPENING, NUMPY_SETTLED, attrgetter("numpy"), "np.array", "", "")
TORCH = Library(
    "pytorch",
    "PyTorch",
    TORCH_OPENING,
    TORCH_SETTLED,
    lambda operation: operation.torch or operation.numpy,
    "torch.tensor",
    ", requires_grad=True",
    PROOF,
)
LIBRARIES = {library.slug: library for library in (NUMPY, TORCH)}


def script(exercise: Exercise, given: Mapping[str, Texts], library: Library) -> str:
    """The script. exercise: its updates are those made; given: the matrices after them, in exact text."""
    plan, is_exact = exercise.plan, has_exact_sums(given)
    parts = [
        heading(exercise, library),
        library.opening,
        *([] if is_exact else [library.snap_to_zero]),
        given_lines(exercise, given, library),
        *(step_lines(plan, step, library, is_exact=is_exact) for step in plan.steps),
        *([proof(plan, library)] if library.proof and has_proof(exercise.lesson) else []),
    ]
    return "".join(f"{part.strip()}\n{gap(part)}" for part in parts).rstrip() + "\n"


def gap(part: str) -> str:
    """One empty line after a part, two after a function."""
    return "\n\n" if "\ndef " in f"\n{part}" else "\n"


def has_exact_sums(given: Mapping[str, Texts]) -> bool:
    """Whether no sum on the way to a ReLU needs rounding."""
    cells = (cell for rows in given.values() if len(rows) > 1 for row in rows for cell in row)
    return all((numerals.value(cell) * FINE).is_integer() for cell in cells)


def heading(exercise: Exercise, library: Library) -> str:
    """What the script is, and what its columns and rows are called."""
    moment = f", after {so_many(exercise.updates, 'update')}" if exercise.updates else ""
    lines = [
        f"{exercise.lesson.title} by hand, in {library.title}{moment}: every matrix of the exercise.",
        *([f"Columns are examples: {', '.join(exercise.tokens)}."] if exercise.tokens else []),
    ]
    if any(exercise.features):
        of = exercise.plan.hidden
        lines.append(f"Rows of {of} are features: {', '.join(name or '-' for name in exercise.features)}.")
    return "\n".join([ENCODING, *(f"# {line}" for line in lines)])


def given_lines(exercise: Exercise, given: Mapping[str, Texts], library: Library) -> str:
    """Every given matrix with its numbers, exactly as they were typed."""
    lines = [f"{variable(name)} = {literal(exercise, name, given[name], library)}" for name in given]
    return "# What is given\n" + "\n".join(lines)


def literal(exercise: Exercise, name: str, rows: Texts, library: Library) -> str:
    """A given matrix, or a plain number for a setting."""
    if name in exercise.lesson.settings:
        return rows[0][0]
    is_learned = has_proof(exercise.lesson) and name in exercise.plan.learned
    return array(variable(name), rows, library.array, library.weights if is_learned else "")


def array(name: str, rows: Texts, make: str, more: str = "") -> str:
    """np.array([[..], [..]], dtype=float) as it stands behind `name = `: a row a line, a column in one."""
    indent = " " * (len(f"{name} = {make}(["))
    between = f",\n{indent}" if len(rows[0]) > 1 else ", "
    inner = between.join(f"[{', '.join(row)}]" for row in rows)
    return f"{make}([{inner}], dtype=float{more})"


def step_lines(plan: Plan, step: Step, library: Library, *, is_exact: bool) -> str:
    """A step: its title, one line a result, and what is printed."""
    title = f"# {step.number}. {step.title}"
    results = list(made_here(plan, step))
    if not results:
        return f"{title} (its cells stand in {step.results[0].name} already)"
    made = [made_by(plan, result, library, is_exact=is_exact) for result in results]
    shown = [f'show("{result.name}", {variable(result.name)})' for result in results]
    return "\n".join([title, *made, *shown])


def made_here(plan: Plan, step: Step) -> Iterator[Result]:
    """The results that no earlier step has made: an array is worked out at once, not cell by cell."""
    earlier = {result.name for before in plan.steps[: step.number - 1] for result in before.results}
    return (result for result in step.results if result.name not in earlier)


def made_by(plan: Plan, result: Result, library: Library, *, is_exact: bool) -> str:
    """The line of a result, and what it is."""
    names = {key: variable(name) for key, name in result.operation.bind(result.operands).items()}
    code = library.code(result.operation).format(**names)
    if not is_exact and is_gated(plan, result):
        code = f"snap_to_zero({code})"
    return f"{variable(result.name)} = {code}  # {plan.matrices[result.name].meaning}"


def is_gated(plan: Plan, result: Result) -> bool:
    """Whether the sums in a matrix pass a ReLU or a threshold, for which 0 and almost 0 differ."""
    gates = (r for r in plan.results() if r.operation.fn in ("relu", "step"))
    return result.operation.can_cancel and any(result.name in gate.operands for gate in gates)


def proof(plan: Plan, library: Library) -> str:
    """Autograd's gradients beside those made by hand."""
    learned = ((name, variable(name), variable(plan.gradients[name])) for name in plan.learned)
    lines = "\n".join(f'    "{name}": ({x}, {gradient}, {name}_new),' for name, x, gradient in learned)
    return library.proof.format(loss=variable(plan.loss), rate=variable(plan.rate), parameters=lines)


def has_proof(lesson: Lesson) -> bool:
    """Whether autograd and an optimiser can confirm the lesson's gradients and its update."""
    return not lacking(lesson, (DESCENT,))


def variable(name: str) -> str:
    """A matrix's name in the script: as on the page, unless that means something in the script already."""
    return f"{name}_" if iskeyword(name) or name in TAKEN else name
