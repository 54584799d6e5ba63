"""The two losses and their gradients: what steps 5 to 10 say."""

from app.core.lesson import Words

STEPS = {
    "l1-loss": Words(
        title="Sparsity: L1 loss",
        reason="""\
The L1 loss adds up the sizes of a token's features, so that describing a token with little costs little. What
we would like to charge for is the *number* of active features. But a count gives gradient descent no
direction: make an active feature a little smaller, and the count is what it was. Adding up sizes does give
one. Wherever a feature is active the sum slopes, and downhill is towards 0. ReLU leaves nothing negative, so
the bars of the absolute value change nothing here. By itself, this loss is smallest when every feature is
off. Step 9 brings the loss that objects.
""",
        example="""\
Fuji costs {f[3,3]} + {f[5,3]} + {f[6,3]} = {L1[1,3]}, with three active features. Alps costs {L1[1,2]} as
well, with only two: {f[1,2]} of *Europe* and {f[6,2]} of *mountain*. The L1 loss adds sizes; it does not
count. The count has a name of its own, L0: it is 3 for Fuji, 2 for every other token, and 2.2 on average. All
five tokens together cost {L1_total[1,1]}.
""",
        recap="""\
The **L1 norm** of a vector is the sum of the absolute values of its entries; for token `j` it is
`sum_i abs(f[i,j])`. As a penalty it favours exact zeros, and statisticians know it from the lasso. The slope
of a square fades as an entry shrinks. The slope of an absolute value keeps its full strength all the way to
0.
""",
        note="""\
Here the lesson departs from the article, which writes this loss over weights, `lambda sum_i abs(w[i])`. What
an SAE is charged for, in the papers and in Prof. Yeh's exercise, is `f`, the activations: nothing in this
loss asks a weight to become 0. An L1 loss together with ReLU makes the classic SAE. There are others: TopK
SAEs keep the few largest scores of each token, JumpReLU SAEs let a score through only above a learnt
threshold, and Gated SAEs decide in one place whether a feature is active and in another how strongly.
""",
    ),
    "sparsity-gradient": Words(
        title="Sparsity: gradient",
        reason="""\
Where a feature is active, the L1 loss pushes it down with the same force whatever its size, so every cell of
`g` with `f > 0` is −1. To see it, make one active feature 0.1 larger: the bill grows by 0.1 as well. That is
a slope of +1, and gradient descent goes the other way. Look at what is missing: the size of `f`. A feature
that is hardly active is pushed as hard as a strong one, and so it can go all the way to 0. In the formula,
`[f > 0]` is 1 where the condition holds and 0 where it does not. The cells with `f = 0` stay open until the
next step.
""",
        example="""\
For Alps, *Europe* is {f[1,2]}. Nudge it to 2.1, and the L1 loss of Alps goes from {L1[1,2]} to 3.1: a slope
of +1, a push of {g[1,2]}. For Paris, *Europe* is only {f[1,1]}, and the push is {g[1,1]} again. Of the thirty
cells of `g`, eleven are filled at this step.
""",
        note="""\
Here the article shows a push, the way `f` should move; at step 10 it shows a true gradient. The two have
opposite signs and must not be added as they stand. Step 12 puts the sign right where the two meet. What
the wrong sign does can be tried: `lambda` −1 turns all that sparsity asks for round, and one update of the
lesson's exercise raises the weighted L1 loss from 24.911 to 28.134. With `lambda` 1 it falls to 15.336.
""",
        view="""\
The switch shows one fact from its two sides. *Derivative* is +1: how the loss responds when an active feature
is raised. *Push* is −1: which way gradient descent moves that feature. Textbooks print the first, the article
the second. Nothing that matters depends on your choice: step 12 takes care of the sign, and `dZ` is the same
either way.
""",
    ),
    "sparsity-zero": Words(
        title="Sparsity: zero",
        reason="""\
Where a feature is silent its cell of `g` is 0, because the L1 loss does not notice small changes there.
Behind an `f` of 0 stands a `Z` that is not positive. Suppose it is −2 and move it to −1.9. ReLU still returns
0, so `f` is as before, and so is every loss. No change, no slope, no push. Sparsity leaves the silent in
peace, as it should. But a feature that *ought* to be active for this token is not told either. It can still
wake if its weights and bias are moved for the sake of tokens for which it is active.
""",
        example="""\
For Paris, *food* scores {Z[4,1]}. Raise that to −1.9 and `f` is still {f[4,1]}, so `g` is {g[4,1]}. The only
token for which *food* is active is sushi, with {f[4,5]}, and there its push is {g[4,5]}. With this step all
thirty cells of `g` are filled: eleven pushes and nineteen zeros.
""",
        note="""\
Neither loss, sparsity or reconstruction, sends a gradient through a zero in `f`, since the derivative of ReLU
is 0 to the left of its corner. At the corner itself there is no slope, and we agree on one: 0 for ReLU at 0,
0 for an absolute value at 0, 0 for a norm at 0.
""",
    ),
    "sparsity-weight": Words(
        title="Sparsity: weight",
        reason="""\
Each push is multiplied by the norm of its feature's decoder column, `S[i,j] = n[i] g[i,j]`. Think of what
feature `i` puts into token `j`: its column of `W_dec`, taken `f[i,j]` times. The length of that contribution
is `n[i] f[i,j]`, and the weighted loss adds up these lengths. However encoder and decoder share the work, the
contribution keeps its length, and that closes the loophole of step 4. The price of a feature is how far it
moves the reconstruction, not the size of a number that could be rescaled. If `f` rises by 1, that price rises
by `n[i]`, which is why the norm appears here.
""",
        example="""\
For sushi, *food* is pushed with {n[1,4]} × ({g[4,5]}) = {S[4,5]}. *Japan*, at {f[3,5]} three times as active
as *food* at {f[4,5]}, is pushed with only {S[3,5]}, since its column has length {n[1,3]}. Over all tokens the
plain L1 loss is {L1_total[1,1]} and the weighted one {L1_weighted[1,1]}.
""",
        note="""\
The article gives this step another reason: it prevents large weights. A long column does become dearer here,
but only as far as its feature is active, and a short one with a large `f` costs as much. Squared error plus
`lambda` times this weighted sum, with columns of any length, is the loss of "Scaling Monosemanticity".
"Towards Monosemanticity" holds each column at length 1, and adds up `f` alone.
""",
    ),
    "mse-loss": Words(
        title="Reconstruction: MSE loss",
        reason="""\
`E = X_hat - X` is what came out minus what was wanted, and its squares, added up, measure how much of the
tokens was lost. Squaring lets no error cancel another. It also weighs them: one error of 2 costs as much as
four errors of 1. Read `E` by columns. A column of zeros is a token rebuilt exactly; anything else is a place
where the weights still fail, with a sign that tells the direction of the miss. This is the loss that objects
when sparsity goes too far. Switch every feature off, and each token would be rebuilt as `b_dec`.
""",
        example="""\
Paris, Fuji and sushi come back exactly. For Alps, {X_hat[1,2]} came out in dimension 1 where {X[1,2]} was
wanted, an error of {E[1,2]}. For Tokyo, {X_hat[2,4]} came out in dimension 2 where {X[2,4]} was wanted, an
error of {E[2,4]}. The squares are 4 and 1, their sum is {SSE[1,1]}, and their mean over fifteen entries is
{MSE[1,1]}. Papers often give the *explained variance* as well: about the tokens' mean the numbers of `X` have
a sum of squares of 20.8, so it is 1 − 5/20.8 ≈ 0.76.
""",
        note="""\
Three words are easily confused. The *residual* is the difference `X_hat - X`. MSE is the *mean* of the
squared residuals. The loss in this lesson is their *sum*. Sum and mean are shown side by side, and the
divisor of the mean is named: the number of entries. Some libraries divide by the number of tokens instead,
and definitions of the explained variance differ too, so look before you compare.
""",
    ),
    "mse-gradient": Words(
        title="Reconstruction: gradient",
        reason="""\
`G = 2E` says how fast the squared error grows when a number in `X_hat` is raised. Nudge it by a small `h`.
The square goes from `E^2` to `E^2 + 2E h + h^2`, and the last term is too small to matter: the slope is `2E`.
Its sign says which way is uphill, and its size how urgent the repair is. Compare step 6. A square relents as
its error shrinks; the L1 push never does. With both losses known, the total can be written down:
`loss = SSE + lambda L1_weighted`.
""",
        example="""\
Nudge dimension 1 of Alps from {X_hat[1,2]} to −2.9. Its error goes from {E[1,2]} to −1.9, and the square from
4 to 3.61. That is a fall of 0.39 for 0.1, or about −4 per unit, and the exact slope is {G[1,2]}. For Tokyo,
an error of {E[2,4]} gives {G[2,4]}. Every other cell is 0.
""",
        note="""\
`2 (X_hat - X)` belongs to the *sum* of squares. The gradient of the mean is this, divided by however many
numbers the mean is over. The direction is the same, so `eta` can absorb the difference. With five tokens of
three numbers, `eta` 0.02 on sums makes the same update as `eta` 0.3 on means over the fifteen entries, as in
the MSE of step 9, or `eta` 0.1 on means over the five tokens, if both losses are divided alike.
""",
    ),
}

# Typed figures, for a test to hold. Preset with lambda 0.1 and eta 0.02 unless said.
#
# sparsity-gradient   2.1 = f[1,2] + 0.1; 3.1 = L1[1,2] + 0.1; eleven of thirty cells have f > 0
#                     note, one update: L1_weighted 24.911 -> 28.134 with lambda -1, -> 15.336 with lambda 1
# sparsity-zero       -1.9 = Z[4,1] + 0.1; eleven and nineteen cells
# sparsity-weight     three times: f[3,5] = 3 f[4,5]
# mse-loss            4 = E[1,2]^2; 1 = E[2,4]^2; fifteen entries; Paris, Fuji and sushi have zero columns
# mse-gradient        -2.9 = X_hat[1,2] + 0.1; -1.9 = E[1,2] + 0.1; 4 = E[1,2]^2; 3.61 = 1.9^2;
#                     0.39 = 4 - 3.61; -4 = about -0.39 / 0.1; all other cells of G are 0
#                     note: eta 0.02 on sums = eta 0.1 on sums divided by five tokens
