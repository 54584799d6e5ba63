"""Experiments about sparsity: what it costs, what it silences, how it is cheated and what it is worth."""

from app.core.extras import Experiment, Look

HALVED = (
    "W_enc=-0.5,-0.5,0;0.5,0,0.5;0.5,0.5,0;0,0,-0.5;0,0.5,0.5;-1,0,0&b_enc=-0.5;-0.5;0.5;0;-0.5;-0.5"
    "&W_dec=-2,2,0,2,0,-2;-2,-2,2,-4,0,0;2,0,0,-4,4,-4"
)
MUTE = "b_enc=-1;-1;1;-2;-1;-1"
ONE = "X=3;-6;-6&W_enc=1/9,-2/9,-2/9&b_enc={}&W_dec=1;-2;-2&b_dec=0;0;0&tokens=salt&features=food&lambda={}"

NORM_CHEAT = Experiment(
    "norm-cheat",
    "Cheating the L1 loss, and why it fails",
    "Halve the encoder, double the decoder. Is anything sparser?",
    (
        Look(
            "3",
            "The reconstruction, as in the lesson",
            "Every `f` will be half as large, and every decoder column twice as long. What becomes of "
            "`X_hat`?",
            "Remember its first column: ({X_hat[1,1]}, {X_hat[2,1]}, {X_hat[3,1]}).",
        ),
        Look(
            f"3?{HALVED}&compare=preset",
            "The same after the cheat",
            "Will any cell of `X_hat` be marked as changed?",
            "Not one. Its first column is ({X_hat[1,1]}, {X_hat[2,1]}, {X_hat[3,1]}) still, and "
            "{f:active} cells of `f` are active, as before ({f:active@1}).",
        ),
        Look(
            f"5?{HALVED}&compare=preset",
            "The plain L1 loss",
            "It was {L1_total[1,1]@1}. What is it now?",
            "{L1_total[1,1]}. The bill has been halved, and nothing has become sparser.",
        ),
        Look(
            f"8?{HALVED}&compare=preset",
            "The weighted L1 loss",
            "It was {L1_weighted[1,1]@1}. Does the cheat work here too?",
            "{L1_weighted[1,1]}: the columns have gained exactly what `f` has lost.",
        ),
    ),
    "A loss is a rule, and training looks for the cheapest way to keep it. Weighting by the norms "
    "charges for what a feature does, not for the number it is written with.",
)

DEAD_FEATURE = Experiment(
    "dead-feature",
    "Silencing a feature with one number",
    "Can one bias switch a feature off, and will training bring it back?",
    (
        Look(
            "2",
            "Food, as in the lesson",
            "*food* is active for sushi alone, with {f[4,5]}. Its bias is {b_enc[4,1]}. How low must "
            "the bias go to silence it?",
            "Its score for sushi is {Z[4,5]}, so a bias lower by that much is enough.",
        ),
        Look(
            f"2?{MUTE}&compare=preset",
            "Food with bias −2",
            "Now its bias is {b_enc[4,1]}. Which features will be silent for all tokens?",
            "{f:silent}. The squared error has gone from {SSE[1,1]@1} to {SSE[1,1]}: sushi misses it.",
        ),
        Look(
            f"13?{MUTE}&compare=preset",
            "What its weights are told",
            "Sushi is badly rebuilt. Will row 4 of `dW_enc` say that *food* should be active for it?",
            "No: the row is ({dW_enc[4,1]}, {dW_enc[4,2]}, {dW_enc[4,3]}), and its bias gets "
            "{db_enc[4,1]}. Every gate in the row is closed.",
        ),
        Look(
            f"2?{MUTE}&updates=1000",
            "A thousand updates later",
            "Others can learn to help sushi. Will *food* ever come back?",
            "It is silent still: {f:silent}. The others have taken over, and the squared error is "
            "{SSE[1,1]}.",
        ),
    ),
    "A feature that is active for no token gets no gradient anywhere. In papers a feature is called dead "
    "when it was active for none of very many tokens, millions for instance. Three cures have names: "
    "resampling gives it new weights, ghost gradients put a function in ReLU's place that lets a gradient "
    "through, and an auxiliary loss asks the dead features to rebuild what the others missed.",
)

SHRINKAGE = Experiment(
    "shrinkage",
    "What sparsity costs: shrinkage",
    "One token, one feature that fits it perfectly. Does the L1 loss leave it alone?",
    (
        Look(
            f"12?{ONE.format('0', '0')}&cell=dZ,1,1",
            "A perfect fit, λ = 0",
            "The token is exactly {f[1,1]} times the feature's column. Is there anything to improve?",
            "No. The squared error is {SSE[1,1]} and `dZ` is {dZ[1,1]}: at rest.",
        ),
        Look(
            f"12?{ONE.format('0', '1')}&cell=dZ,1,1",
            "The same, λ = 1",
            "Nothing else has changed. Is it still at rest?",
            "`dZ` is {dZ[1,1]}, so descent makes the feature weaker, though it was right.",
        ),
        Look(
            f"12?{ONE.format('-1/6', '1')}&cell=dZ,1,1",
            "Where it comes to rest, λ = 1",
            "Its bias has been lowered by 1/6. What is `f` now, and what is `dZ`?",
            "`f` is {f[1,1]} and `dZ` {dZ[1,1]}: as far as the feature's own row and bias are "
            "concerned, it is at rest, with a squared error of {SSE[1,1]}.",
        ),
        Look(
            f"12?{ONE.format('-1', '6')}&cell=dZ,1,1",
            "Where it comes to rest, λ = 6",
            "With `lambda` six times as large, how much of it is left?",
            "`f` is {f[1,1]} and `dZ` is {dZ[1,1]}, with a squared error of {SSE[1,1]}. The decoder "
            "is not at rest: `db_dec` is ({db_dec[1,1]}, {db_dec[2,1]}, {db_dec[3,1]}). For this one "
            "token its bias can learn what the feature lost; many tokens share one bias.",
        ),
    ),
    "The L1 loss not only silences features. It also makes those that remain too small, and not in "
    "proportion: what is missing is `lambda` divided by twice the length of the column, however strong "
    "the feature. Gated, TopK and JumpReLU autoencoders were made partly to avoid this.",
)

LAMBDA = Experiment(
    "lambda",
    "How much is sparsity worth?",
    "The same start, a thousand updates each time. What does `lambda` decide?",
    (
        Look(
            "2?lambda=0&updates=1000",
            "λ = 0",
            "Sparsity costs nothing. How many cells will stay active?",
            "{f:active} active cells, squared error {SSE[1,1]}. Silent: {f:silent}.",
        ),
        Look(
            "2?updates=1000",
            "λ = 0.1",
            "The lesson's own value. Fewer? And at what price?",
            "{f:active} active cells, squared error {SSE[1,1]}. Silent: {f:silent}.",
        ),
        Look(
            "2?lambda=0.3&updates=1000",
            "λ = 0.3",
            "Look at *mountain*. For which tokens is it still active?",
            "{f:active} active cells, squared error {SSE[1,1]}. Silent: {f:silent}. *mountain* has "
            "{f[6,2]} for Alps and {f[6,3]} for Fuji: does the name still fit?",
        ),
        Look(
            "2?lambda=1&updates=1000",
            "λ = 1",
            "Which features will be given up first: those for one token, or those for many?",
            "{f:active} active cells, squared error {SSE[1,1]}. Silent: {f:silent}. Look back: *food* "
            "and *volcano* were each active for one token, and only *food* went early.",
        ),
        Look(
            "2?lambda=4&updates=1000",
            "λ = 4",
            "What will be left?",
            "{f:active} active cell, squared error {SSE[1,1]}. Silent: {f:silent}.",
        ),
    ),
    "Set it low, and cells stay active that are hardly needed; set it high, and features die that were "
    "wanted. We know of no formula for the right value. One has to look.",
)
