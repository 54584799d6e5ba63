"""The words of the field that every lesson uses, each in plain words."""

from __future__ import annotations

from app.core.extras import DefinedTerm

FIELD_TERMS = (
    DefinedTerm(
        "absolute value",
        "The size of a number, its sign left out: of −3 it is 3.",
        ("absolute value", "absolute values"),
    ),
    DefinedTerm(
        "activation",
        "What ReLU leaves of a pre-activation: a positive number, or 0. The activations are the matrix "
        "`f` in the sparse autoencoder, and `A1`, `A2` and so on in the autoencoder. A feature is "
        "*active* for a token where its activation is above 0, and *silent* where it is 0. Papers also call "
        "the numbers of `X` activations: those of the language model.",
        ("activation", "activations", "active", "silent"),
    ),
    DefinedTerm(
        "autoencoder",
        "A network that learns to give back what it was given. Something in the middle keeps it from "
        "merely copying: there are few numbers, or most of them must be 0.",
        ("autoencoder", "autoencoders"),
    ),
    DefinedTerm(
        "backpropagation",
        "Working out the gradients of all weights in one walk, from the loss back to the first layer. "
        "Each layer hands on to the one before it what that one needs.",
        ("backpropagation",),
    ),
    DefinedTerm(
        "blame",
        "These lessons' word for the gradient that arrives at a number on the way back: by how much the "
        "loss would grow, per unit, if that number were raised a little.",
        ("blame",),
    ),
    DefinedTerm(
        "decoder",
        "The second half of an autoencoder: from the numbers in the middle back to as many as went in.",
        ("decoder", "decoders"),
    ),
    DefinedTerm(
        "encoder",
        "The first half of an autoencoder: from what goes in to the numbers in the middle.",
        ("encoder", "encoders"),
    ),
    DefinedTerm(
        "feed-forward layer",
        "A part that a language model has many times over. It treats every token by itself: linear "
        "layers, with a bend such as that of ReLU in between.",
        ("feed-forward layer", "feed-forward layers"),
    ),
    DefinedTerm(
        "frame",
        "A step at one moment: the cells before the current one filled in, the later ones still blank.",
    ),
    DefinedTerm(
        "gate",
        "It is 1 where a ReLU was given a positive number, and 0 elsewhere: in a formula, `[Z > 0]`, a "
        "condition in square brackets, which is 1 where it holds. On the way back the gradient "
        "is multiplied by it: where nothing was let out, nothing is let in.",
        ("gate", "gates", "gated"),
    ),
    DefinedTerm(
        "gradient",
        "The slopes of the loss for all numbers of a matrix, laid out in its shape. Each says which way "
        "is uphill, and how steep it is there.",
        ("gradient", "gradients"),
    ),
    DefinedTerm(
        "gradient descent",
        "Making a loss smaller by many small steps: every weight moves against its gradient, and then the "
        "gradients are worked out anew.",
        ("gradient descent",),
    ),
    DefinedTerm(
        "identity matrix",
        "Ones along the diagonal from the upper left, and 0 everywhere else. A product with it leaves the "
        "other matrix as it was.",
        ("identity matrix", "identity"),
    ),
    DefinedTerm(
        "L1",
        "The sum of sizes, signs left out: of (3, −4) it is 7. As a loss on the activations it charges "
        "for how large they are. Gradient descent can make them smaller, down to 0, and that leaves few "
        "features active at a time.",
        ("L1 loss", "L1 norm", "L1"),
    ),
    DefinedTerm(
        "L2 norm",
        "The length of a vector: square the entries, add them, take the root. Of (3, −4) it is 5.",
        ("L2 norm", "L2 norms", "norm", "norms"),
    ),
    DefinedTerm(
        "language model",
        "A network that predicts how a text goes on. Inside it every token becomes a list of numbers, and "
        "the columns of `X` play the part of such lists.",
        ("language model", "language models"),
    ),
    DefinedTerm(
        "layer",
        "One stage of a network. A *linear layer* multiplies what comes in by its weights and adds its "
        "biases, `Z = W X + b`; often a ReLU follows.",
        ("layer", "layers", "linear layer", "linear layers"),
    ),
    DefinedTerm(
        "loss",
        "A single number that training tries to make small. The squared error says how far a result is "
        "from what is wanted; the L1 loss says how much a description costs.",
        ("loss", "losses"),
    ),
    DefinedTerm(
        "matrix",
        "Numbers in rows and columns. The shape 6×3 means 6 rows and 3 columns.",
        ("matrix", "matrices"),
    ),
    DefinedTerm(
        "polysemantic",
        "Responding to several things that have little to do with one another. A number that responds to "
        "one thing only is called monosemantic.",
        ("polysemantic", "monosemantic"),
    ),
    DefinedTerm(
        "pre-activation",
        "What a linear layer gives before ReLU, `Z`: positive, negative or 0. These lessons also call it "
        "a score.",
        ("pre-activation", "pre-activations", "score"),
    ),
    DefinedTerm(
        "product of matrices",
        "Its cell in row i and column j is made from row i of the left matrix and column j of the right "
        "one: multiply first by first, second by second and so on, and add.",
        ("row times column", "product of two matrices"),
    ),
    DefinedTerm(
        "push",
        "A slope with its sign turned round: the way in which gradient descent moves a number.",
        ("push",),
    ),
    DefinedTerm(
        "reconstruction",
        "What the decoder gives back, `X_hat` or `Y`. It is good where it equals what went in.",
        ("reconstruction", "reconstructions"),
    ),
    DefinedTerm(
        "ReLU",
        "The rectified linear unit. It lets a positive number pass and turns any other into 0: ReLU of 2 "
        "is 2, and ReLU of −3 is 0.",
        ("ReLU", "rectified linear unit"),
    ),
    DefinedTerm(
        "residual",
        "What came out minus what was wanted, `E = X_hat - X`; also called the error.",
        ("residual", "residuals"),
    ),
    DefinedTerm(
        "slope",
        "By how much a result grows, per unit, when one number is raised a little. The square of 3 has "
        "the slope 6: raise 3 to 3.1, and 9 becomes 9.61. Another word for it is derivative. In formulas, "
        "`∂L1/∂f` is the slope of `L1` where `f` is raised.",
        ("slope", "slopes", "derivative"),
    ),
    DefinedTerm(
        "sparse",
        "With few numbers other than 0.",
        ("sparse", "sparser", "sparsity"),
    ),
    DefinedTerm(
        "squared error",
        "An error times itself: never negative, and 4 for an error of 2. Added over all cells it is the "
        "loss of the reconstruction; the mean over the cells is called MSE.",
        ("squared error", "squared errors", "sum of squares", "MSE", "MSE loss"),
    ),
    DefinedTerm(
        "training",
        "Update after update, so that the loss becomes smaller.",
        ("training", "trained"),
    ),
    DefinedTerm(
        "transpose",
        "A matrix with its rows and columns exchanged, its first row the first column. That of `W` is "
        "written `W^T`, and the shape 6×3 becomes 3×6.",
        ("transpose", "transposed"),
    ),
    DefinedTerm(
        "update",
        "One small step of every weight and every bias against its gradient.",
        ("update", "updates"),
    ),
    DefinedTerm(
        "vector",
        "A list of numbers, such as one column of a matrix.",
        ("vector", "vectors"),
    ),
    DefinedTerm(
        "weight",
        "A number by which something that comes in is multiplied. A layer's weights make up a matrix with "
        "a row for every output and a column for every input.",
        ("weight", "weights"),
    ),
)
