"""Experiments about gradients: their signs, two that pull at one cell, how far to follow one."""

from app.core.extras import Experiment, Look

MIXED_SIGNS = Experiment(
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
)

TUG_OF_WAR = Experiment(
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
)

ETA_TOO_LARGE = Experiment(
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
)
