"""Experiments about other weights for the same tokens: what a loss says of them, and what it does not."""

from app.core.extras import Experiment, Look

MIRROR = (
    "W_enc=1,0,0;0,1,0;0,0,1;-1,0,0;0,-1,0;0,0,-1&b_enc=0;0;0;0;0;0"
    "&W_dec=1,0,0,-1,0,0;0,1,0,0,-1,0;0,0,1,0,0,-1&b_dec=0;0;0"
)

MEANINGLESS = Experiment(
    "meaningless",
    "A smaller loss that means nothing",
    "If one autoencoder has a smaller loss than another, do its features mean more?",
    (
        Look(
            "10?cell=loss,1,1",
            "The lesson's weights",
            "Six features with names. Keep their losses in mind.",
            "Squared error {SSE[1,1]}, weighted L1 {L1_weighted[1,1]}, together {loss[1,1]}.",
        ),
        Look(
            f"1?{MIRROR}",
            "The mirror",
            "The identity over its negative, and no biases. What does each row of this `W_enc` measure?",
            "One dimension of the token, and one sign of it.",
        ),
        Look(
            f"10?{MIRROR}&cell=loss,1,1",
            "The mirror's losses",
            "It was made without a look at the tokens. Will it lose?",
            "Squared error {SSE[1,1]}, weighted L1 {L1_weighted[1,1]}, together {loss[1,1]}: less "
            "than the lesson's weights have before they are trained. It would rebuild any token.",
        ),
        Look(
            f"2?{MIRROR}",
            "The mirror's features",
            "For how many tokens is its first feature active, and what do they have in common?",
            "It is active for Tokyo and sushi, with {f[1,4]} and {f[1,5]}: whatever has a positive "
            "first number. Its fourth is active for Alps and Fuji alone, as *mountain* is, and "
            "nothing made it mean that. {f:active} cells are active, {f:active@1} in the lesson.",
        ),
        Look(
            "10?updates=100&cell=loss,1,1",
            "The lesson's weights after a hundred updates",
            "Can training do better than the mirror?",
            "Squared error {SSE[1,1]}, weighted L1 {L1_weighted[1,1]}, together {loss[1,1]}: a little "
            "less than the mirror's {loss[1,1]@3}, which nobody has trained.",
        ),
        Look(
            f"10?{MIRROR}&updates=100&cell=loss,1,1",
            "The mirror after a hundred updates",
            "And the mirror, trained just as long?",
            "Squared error {SSE[1,1]}, weighted L1 {L1_weighted[1,1]}, together {loss[1,1]}: less than "
            "the lesson's {loss[1,1]@5} again.",
        ),
        Look(
            "2?lambda=0.5&updates=1000",
            "Learning by heart",
            "With `lambda` 0.5 and a thousand updates, how few cells can stay active?",
            "{f:active}, one for each token, and no two tokens share a feature; silent: {f:silent}. The "
            "squared error is {SSE[1,1]}. Five tokens fit into six features one by one.",
        ),
    ),
    "The losses cannot tell a concept from a coordinate, or from a token learnt by heart. Real SAEs are "
    "trained on far more tokens than they have features. Whether a feature means something has to be "
    "found out by looking at what sets it off, and at what changes without it.",
)

BIAS_FIRST = Experiment(
    "bias-first",
    "The decoder's bias taken away first",
    "Many libraries subtract `b_dec` from a token before they encode it. What does that change?",
    (
        Look(
            "2",
            "The features, as in the lesson",
            "The third number of `b_dec` is {b_dec[3,1]}, the others are {b_dec[1,1]}. Which features "
            "read the third dimension, and will score differently?",
            "{f:active} cells are active here, and the squared error is {SSE[1,1]}. Rows 2, 4 and 5 of "
            "`W_enc` have something in their third column.",
        ),
        Look(
            "/sparse-autoencoder-centred/2?b_enc=-1;-1;1;0;-1;-1",
            "`b_dec` taken away, all else the same",
            "Every token is now lower in dimension 3. More active cells, or fewer?",
            "{f:active}, and a squared error of {SSE[1,1]}.",
        ),
        Look(
            "/sparse-autoencoder-centred/2",
            "The encoder's biases make up for it",
            "Add to each bias of the encoder what its row has lost. Is this still a different model?",
            "No: {f:active} active cells again, and a squared error of {SSE[1,1]}. Every `f` is that of "
            "the lesson.",
        ),
        Look(
            "11?cell=db_dec,1,1",
            "The gradient of `b_dec`, as in the lesson",
            "The two models compute the same. Must their gradients be the same?",
            "Here `db_dec` is ({db_dec[1,1]}, {db_dec[2,1]}, {db_dec[3,1]}). Look at the other one "
            "before you answer.",
        ),
        Look(
            "/sparse-autoencoder-centred/13?cell=db_dec,1,1",
            "The gradient of `b_dec`, taken away first",
            "Here `b_dec` is also in the scores. Which way does that push it?",
            "`db_dec` is ({db_dec[1,1]}, {db_dec[2,1]}, {db_dec[3,1]}): the same function, and another "
            "gradient.",
        ),
        Look(
            "9?updates=10",
            "Ten updates, as in the lesson",
            "The squared error began at {SSE[1,1]@1}. How far will it have come?",
            "To {SSE[1,1]}.",
        ),
        Look(
            "/sparse-autoencoder-centred/9?updates=10",
            "Ten updates, taken away first",
            "The same start, the same `eta`. Will it come as far?",
            "{SSE[1,1]}. What a model can compute and how it learns are two things.",
        ),
    ),
    "Writing the same function with other parameters changes the slopes, and so the way that training "
    "takes. With `b_dec` taken away, the features describe how a token differs from what the decoder "
    "adds to every one.",
)
