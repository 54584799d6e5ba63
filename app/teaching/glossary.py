"""The words of the field as the lessons use them, each in plain words.

Numbers between braces are taken from a lesson's preset, and only from its given matrices, so that a
definition opened while a class is asked tells no result.
"""

from __future__ import annotations

from app.teaching.glossary_term import AUTOENCODER, GlossaryTerm
from app.teaching.paper_terms import PAPER_TERMS

LESSON_TERMS = (
    GlossaryTerm(
        "absolute value",
        "The size of a number, its sign left out: of −3 it is 3.",
        ("absolute value", "absolute values"),
    ),
    GlossaryTerm(
        "activation",
        "What ReLU leaves of a pre-activation: a positive number, or 0. The activations are the matrix "
        "`f` in the sparse autoencoder, and `A1`, `A2` and so on in the autoencoder. A feature is "
        "*active* for a token where its activation is above 0, and *silent* where it is 0. Papers also call "
        "the numbers of `X` activations: those of the language model.",
        ("activation", "activations", "active", "silent"),
    ),
    GlossaryTerm(
        "autoencoder",
        "A network that learns to give back what it was given. Something in the middle keeps it from "
        "merely copying: there are few numbers, or most of them must be 0.",
        ("autoencoder", "autoencoders"),
    ),
    GlossaryTerm(
        "backpropagation",
        "Working out the gradients of all weights in one walk, from the loss back to the first layer. "
        "Each layer hands on to the one before it what that one needs.",
        ("backpropagation",),
    ),
    GlossaryTerm(
        "bias",
        "A number that a layer adds, whatever comes in. In the lesson on the sparse autoencoder the first "
        "feature's bias is {b_enc[1,1]}: that is its score for a token whose product with its weights is 0.",
        ("bias", "biases"),
    ),
    GlossaryTerm(
        "blame",
        "These lessons' word for the gradient that arrives at a number on the way back: by how much the "
        "loss would grow, per unit, if that number were raised a little.",
        ("blame",),
    ),
    GlossaryTerm(
        "bottleneck",
        "The narrowest layer of an autoencoder. In the lesson it gives {rows:W2} numbers for an example "
        "of {rows:X}, and the decoder is told no more than these.",
        ("bottleneck",),
        AUTOENCODER,
    ),
    GlossaryTerm(
        "code",
        "The numbers at the bottleneck that stand for one example. The decoder is given nothing else.",
        ("code", "codes"),
        AUTOENCODER,
    ),
    GlossaryTerm(
        "dead feature",
        "A feature that is active for none of the tokens. Its own weights and its bias then get no "
        "gradient, so training on the same tokens cannot wake it, unless `b_dec` is part of its score and "
        "moves. Papers count over millions of tokens. “Towards Monosemanticity” gives the dead new weights "
        "(resampling); ghost gradients put a function in ReLU's place that lets a gradient through; an "
        "auxiliary loss, in “Scaling and evaluating sparse autoencoders” (Gao and others), asks them to "
        "rebuild what the living missed.",
        ("dead feature", "dead features", "dead"),
    ),
    GlossaryTerm(
        "decoder",
        "The second half of an autoencoder: from the numbers in the middle back to as many as went in.",
        ("decoder", "decoders"),
    ),
    GlossaryTerm(
        "dimension",
        "A row of `X`: one of the numbers held for every token. In the lesson on the sparse autoencoder "
        "there are {rows:X}.",
        ("dimension", "dimensions"),
    ),
    GlossaryTerm(
        "encoder",
        "The first half of an autoencoder: from what goes in to the numbers in the middle.",
        ("encoder", "encoders"),
    ),
    GlossaryTerm(
        "example",
        "A column of `X`: one thing that the network is given and should give back.",
        lesson=AUTOENCODER,
    ),
    GlossaryTerm(
        "feature",
        "One of the numbers in the middle of a sparse autoencoder; the hope is that it stands for one "
        "thing. A feature has a row of `W_enc`, an entry of `b_enc` and a column of `W_dec`. In the "
        "lesson there are {rows:W_enc}.",
        ("feature", "features"),
    ),
    GlossaryTerm(
        "feed-forward layer",
        "A part that a language model has many times over. It treats every token by itself: linear "
        "layers, with a bend such as that of ReLU in between.",
        ("feed-forward layer", "feed-forward layers"),
    ),
    GlossaryTerm(
        "frame",
        "A step at one moment: the cells before the current one filled in, the later ones still blank.",
    ),
    GlossaryTerm(
        "gate",
        "It is 1 where a ReLU was given a positive number, and 0 elsewhere: in a formula, `[Z > 0]`, a "
        "condition in square brackets, which is 1 where it holds. On the way back the gradient "
        "is multiplied by it: where nothing was let out, nothing is let in.",
        ("gate", "gates", "gated"),
    ),
    GlossaryTerm(
        "gradient",
        "The slopes of the loss for all numbers of a matrix, laid out in its shape. Each says which way "
        "is uphill, and how steep it is there.",
        ("gradient", "gradients"),
    ),
    GlossaryTerm(
        "gradient descent",
        "Making a loss smaller by many small steps: every weight moves against its gradient, and then the "
        "gradients are worked out anew.",
        ("gradient descent",),
    ),
    GlossaryTerm(
        "L1",
        "The sum of sizes, signs left out: of (3, −4) it is 7. As a loss on the activations it charges "
        "for how large they are. Gradient descent can make them smaller, down to 0, and that leaves few "
        "features active at a time.",
        ("L1 loss", "L1 norm", "L1"),
    ),
    GlossaryTerm(
        "L2 norm",
        "The length of a vector: square the entries, add them, take the root. Of (3, −4) it is 5.",
        ("L2 norm", "L2 norms", "norm", "norms"),
    ),
    GlossaryTerm(
        "language model",
        "A network that predicts how a text goes on. Inside it every token becomes a list of numbers, and "
        "the columns of `X` play the part of such lists.",
        ("language model", "language models"),
    ),
    GlossaryTerm(
        "layer",
        "One stage of a network. A *linear layer* multiplies what comes in by its weights and adds its "
        "biases, `Z = W X + b`; often a ReLU follows.",
        ("layer", "layers", "linear layer", "linear layers"),
    ),
    GlossaryTerm(
        "learning rate η",
        "How far an update moves a weight against its gradient, per unit of gradient. It is {eta[1,1]} in "
        "the lesson on the sparse autoencoder.",
        ("learning rate",),
    ),
    GlossaryTerm(
        "loss",
        "A single number that training tries to make small. The squared error says how far a result is "
        "from what is wanted; the L1 loss says how much a description costs.",
        ("loss", "losses"),
    ),
    GlossaryTerm(
        "matrix",
        "Numbers in rows and columns. The shape 6×3 means 6 rows and 3 columns.",
        ("matrix", "matrices"),
    ),
    GlossaryTerm(
        "polysemantic",
        "Responding to several things that have little to do with one another. A number that responds to "
        "one thing only is called monosemantic.",
        ("polysemantic", "monosemantic"),
    ),
    GlossaryTerm(
        "pre-activation",
        "What a linear layer gives before ReLU, `Z`: positive, negative or 0. These lessons also call it "
        "a score.",
        ("pre-activation", "pre-activations", "score"),
    ),
    GlossaryTerm(
        "product of matrices",
        "Its cell in row i and column j is made from row i of the left matrix and column j of the right "
        "one: multiply first by first, second by second and so on, and add.",
        ("row times column", "product of two matrices"),
    ),
    GlossaryTerm(
        "push",
        "A slope with its sign turned round: the way in which gradient descent moves a number.",
        ("push",),
    ),
    GlossaryTerm(
        "reconstruction",
        "What the decoder gives back, `X_hat` or `Y`. It is good where it equals what went in.",
        ("reconstruction", "reconstructions"),
    ),
    GlossaryTerm(
        "ReLU",
        "The rectified linear unit. It lets a positive number pass and turns any other into 0: ReLU of 2 "
        "is 2, and ReLU of −3 is 0.",
        ("ReLU", "rectified linear unit"),
    ),
    GlossaryTerm(
        "residual",
        "What came out minus what was wanted, `E = X_hat - X`; also called the error.",
        ("residual", "residuals"),
    ),
    GlossaryTerm(
        "slope",
        "By how much a result grows, per unit, when one number is raised a little. The square of 3 has "
        "the slope 6: raise 3 to 3.1, and 9 becomes 9.61. Another word for it is derivative.",
        ("slope", "slopes", "derivative"),
    ),
    GlossaryTerm(
        "sparse",
        "With few numbers other than 0.",
        ("sparse", "sparser", "sparsity"),
    ),
    GlossaryTerm(
        "sparse autoencoder",
        "SAE for short: an autoencoder with more numbers in the middle than at the ends, of which only a few "
        "should be other than 0 for any one token. In the lesson there are {rows:W_enc} features "
        "for {rows:X} dimensions.",
        ("sparse autoencoder", "sparse autoencoders", "SAE", "SAEs"),
    ),
    GlossaryTerm(
        "sparsity weight λ",
        "How much the weighted L1 loss counts beside the squared error. At 0 only the error counts; the "
        "lesson begins with {lambda[1,1]}. Raising it from 0 in the first part of training is called "
        "its warm-up.",
    ),
    GlossaryTerm(
        "squared error",
        "An error times itself: never negative, and 4 for an error of 2. Added over all cells it is the "
        "loss of the reconstruction; the mean over the cells is called MSE.",
        ("squared error", "squared errors", "sum of squares", "MSE", "MSE loss"),
    ),
    GlossaryTerm(
        "target",
        "What the network should give back. An autoencoder's targets are the examples themselves.",
        ("target", "targets"),
        AUTOENCODER,
    ),
    GlossaryTerm(
        "token",
        "A word, or a piece of one, that a language model reads as one unit. In the lesson there are "
        "{columns:X}, the columns of `X`.",
        ("token", "tokens"),
    ),
    GlossaryTerm(
        "training",
        "Update after update, so that the loss becomes smaller.",
        ("training", "trained"),
    ),
    GlossaryTerm(
        "update",
        "One small step of every weight and every bias against its gradient.",
        ("update", "updates"),
    ),
    GlossaryTerm(
        "vector",
        "A list of numbers, such as one column of a matrix.",
        ("vector", "vectors"),
    ),
    GlossaryTerm(
        "weight",
        "A number by which something that comes in is multiplied. A layer's weights make up a matrix with "
        "a row for every output and a column for every input.",
        ("weight", "weights"),
    ),
)

TERMS = tuple(sorted((*LESSON_TERMS, *PAPER_TERMS), key=lambda term: term.name.lower()))
"""All of them, in alphabetical order."""

TERM = {term.slug: term for term in TERMS}
FORMS = {form.lower(): term for term in TERMS for form in term.forms}
"""Every form in small letters, and the term it stands for."""
