"""The experiments of the lesson `sparse-autoencoder`: addresses, with a sentence before and a sentence after.

Numbers in the words are placeholders, filled in from the address that a look goes to or, with @k, from that
of the k-th look: {SSE[1,1]}, {SSE[1,1]@1}; {f:active} counts the cells above 0, {f:silent} names the features
that are active for no token. The few that are typed are held by tests.
"""

from app.core.extras import Experiment, Look

HALVED = (
    "W_enc=-0.5,-0.5,0;0.5,0,0.5;0.5,0.5,0;0,0,-0.5;0,0.5,0.5;-1,0,0&b_enc=-0.5;-0.5;0.5;0;-0.5;-0.5"
    "&W_dec=-2,2,0,2,0,-2;-2,-2,2,-4,0,0;2,0,0,-4,4,-4"
)
MUTE = "b_enc=-1;-1;1;-2;-1;-1"
MIRROR = (
    "W_enc=1,0,0;0,1,0;0,0,1;-1,0,0;0,-1,0;0,0,-1&b_enc=0;0;0;0;0;0"
    "&W_dec=1,0,0,-1,0,0;0,1,0,0,-1,0;0,0,1,0,0,-1&b_dec=0;0;0"
)
ONE = "X=3;-6;-6&W_enc=1/9,-2/9,-2/9&b_enc={}&W_dec=1;-2;-2&b_dec=0;0;0&tokens=salt&features=food&lambda={}"

EXPERIMENTS = (
    Experiment(
        "mixed-signs",
        "Two signs that must not be added",
        "Step 6 shows a push, step 10 a gradient. What happens if they are added as they stand?",
        (
            Look(
                "6?cell=1,2",
                "The push on *Europe* for Alps",
                "An active feature costs something. Which sign will the arrow have that makes it smaller?",
                "It is {g[1,2]}: the way `f` should move. Descent follows it.",
            ),
            Look(
                "10?cell=G,1,2",
                "The gradient in dimension 1 of Alps",
                "`X_hat` has {X_hat[1,2]} where {X[1,2]} was wanted, so it should rise. Is the gradient "
                "positive?",
                "It is {G[1,2]}: the way the loss grows. Descent goes against it, and so upwards. The "
                "article's two steps speak of opposite directions.",
            ),
            Look(
                "12?lambda=1&cell=df,1,2",
                "Where the two meet",
                "Here `B` is {B[1,2]} and `S` is {S[1,2]}. Both say that *Europe* is too strong for Alps. "
                "Added as they stand, would they help each other?",
                "They would cancel in part. `df = B - lambda S` turns the push round first, and gives "
                "{df[1,2]}: both losses together ask for less.",
            ),
            Look(
                "8?lambda=1&updates=1&cell=L1_weighted,1,1",
                "One update with the right sign",
                "With `lambda` at 1, will the weighted L1 loss fall?",
                "It falls, from {L1_weighted[1,1]@3} to {L1_weighted[1,1]}.",
            ),
            Look(
                "8?lambda=-1&updates=1&cell=L1_weighted,1,1",
                "One update with the push taken for a gradient",
                "Give `lambda` the value −1, and every sign of sparsity is turned round: the pushes are "
                "added as they stand, and the norm term of step 11 turns with them. And now?",
                "It rises, to {L1_weighted[1,1]}: the features are rewarded for being active.",
            ),
        ),
        "A push and a gradient are the same fact with opposite signs. Either will do, as long as all of "
        "them are of one kind before they are added.",
    ),
    Experiment(
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
    ),
    Experiment(
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
        "resampling gives it new weights, ghost gradients let one through its closed gate, and an auxiliary "
        "loss asks the dead features to rebuild what the others missed.",
    ),
    Experiment(
        "tug-of-war",
        "A tug of war",
        "At which `lambda` does sparsity win against reconstruction?",
        (
            Look(
                "12?lambda=0&cell=dZ,2,4",
                "Capital for Tokyo, sparsity left out",
                "Dimension 2 of Tokyo came out as {X_hat[2,4]}, and {X[2,4]} was wanted. The column of "
                "*capital* has {W_dec[2,2]} there. Should the feature be stronger or weaker?",
                "`dZ` is {dZ[2,4]}, so descent makes it stronger.",
            ),
            Look(
                "12?lambda=1&cell=dZ,2,4",
                "With λ = 1",
                "Sparsity pulls the other way, with the length of the column, {n[1,2]}. Who wins?",
                "Reconstruction, but not by much: {dZ[2,4]}.",
            ),
            Look(
                "12?lambda=1.414&cell=dZ,2,4",
                "With λ = 1.414",
                "How near to a draw is this?",
                "{dZ[2,4]}. A draw needs `lambda` times √2 to be exactly 2.",
            ),
            Look(
                "12?lambda=1.415&cell=dZ,2,4",
                "With λ = 1.415",
                "And with a thousandth more?",
                "{dZ[2,4]}: the sign has changed, and *capital* is now pushed down though Tokyo needs it.",
            ),
        ),
        "Two losses meet in one cell, and their sum has a single sign. `lambda` decides which.",
    ),
    Experiment(
        "eta-too-large",
        "A step too far",
        "The gradient points downhill. Can following it lead up?",
        (
            Look(
                "10?cell=loss,1,1",
                "Before the first update",
                "The total loss will be compared after one update with `eta` 0.02, and with `eta` 0.1.",
                "It is {loss[1,1]}.",
            ),
            Look(
                "10?updates=1&cell=loss,1,1",
                "One update, η = 0.02",
                "Will it fall?",
                "It falls to {loss[1,1]}.",
            ),
            Look(
                "10?eta=0.1&updates=1&cell=loss,1,1",
                "One update, η = 0.1",
                "Five times as far in the same direction. Will it fall further?",
                "It rises to {loss[1,1]}. The slope was true where we stood, not that far away.",
            ),
            Look(
                "2?eta=0.1&updates=1",
                "What the leap has done to the features",
                "Look at the rows of `f`. Is each feature still active for some token?",
                "Silent everywhere: {f:silent}.",
            ),
            Look(
                "2?eta=0.1&updates=3",
                "Two updates later",
                "The loss has gone on leaping. How many active cells are left?",
                "{f:active}. Every feature is dead: {f:silent}.",
            ),
            Look(
                "9?eta=0.1&updates=100",
                "A hundred updates",
                "No feature can learn any more. What is there still that can?",
                "The bias `b_dec` alone. It settles at the mean of the tokens, the best single answer for "
                "all of them, and the squared error at {SSE[1,1]}.",
            ),
        ),
        "Too large a step need not end in infinity. It can end in silence, where every gradient is 0 and "
        "the loss looks calm.",
    ),
    Experiment(
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
    ),
    Experiment(
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
    ),
    Experiment(
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
                "less than the mirror's {loss[1,1]@3}.",
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
    ),
    Experiment(
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
    ),
)
