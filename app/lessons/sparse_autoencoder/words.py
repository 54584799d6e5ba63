"""The words of the lesson `sparse-autoencoder`.

The introduction and the closing describe the preset. `reason`, `recap` and `note` hold for any numbers; where
a note quotes figures it says whose they are. `example` tells results, its own step's and sometimes later
ones: show it only while the numbers are the preset's, and not while a class is being asked or practising.
The typed figures are listed at the end.
"""

from app.core.extras import Introduction
from app.core.lesson import Words

SUMMARY = (
    "Three numbers for each of five tokens become six features, few of them active, and three numbers again."
)

TEACHES = (
    "Why one number in a language model can mean several things",
    "How features that are mostly 0 rebuild a token",
    "How sparsity and reconstruction pull at the same weights",
)

INTRODUCTION = Introduction(
    given="""\
Picture a language model reading five tokens: Paris, Alps, Fuji, Tokyo, sushi. After a feed-forward layer it
holds three numbers for each of them. Those numbers are the matrix `X`, with a column for every token and a
row for every dimension. Nobody decided what a dimension should stand for. Training settled on whatever helped
the model to predict.

You are also given a sparse autoencoder, or SAE. Its encoder, `W_enc` and `b_enc`, turns three numbers into
six. Its decoder, `W_dec` and `b_dec`, turns six back into three. Its numbers were made by hand, so that it
gets most things right and a few things wrong. You will find out which.

Two single numbers complete the list. `lambda` says how much sparsity is worth to us, and `eta` how far one
update moves the weights. You may change any given number; everything that depends on it will follow.
""",
    question="""\
Read along the first row of `X`. In the exercise you start from, Alps, Fuji, Tokyo and sushi all have
something other than 0 there: a range of mountains, a volcano, a city and a dish. What does dimension 1 mean?
No single answer fits. A number that responds to several unrelated things is called **polysemantic**, from the
Greek words for *many* and *meaning*. A likely cause is shortage of room. A model may need to keep track of
more ideas than it has dimensions, and then ideas must share: this is called **superposition**.

So we ask: **can three numbers become six that each mean one thing?**

More room will not be enough, since six numbers can be as muddled as three. We shall ask for two things at
once. The six must be good enough to rebuild the three, and each token should use as few of them as possible.
Keep an eye on the sixth feature: in the exercise you start from, it is positive for Alps and Fuji, and for no
other token.
""",
    coming="""\
There are fourteen steps.

- **Encoder** (steps 1 and 2): from a token to its features.
- **Decoder** (steps 3 and 4): from the features back to the token, and how long each decoder column is.
- **Training: sparsity** (steps 5 to 8): what active features cost, and which way that cost pushes.
- **Training: reconstruction** (steps 9 and 10): what errors cost, and which way is uphill. - **Backward and
  update** (steps 11 to 14): the gradients travel back to every weight, and one update is made. The article
  that this lesson follows stops before them.

The numbers are small on purpose. Try to work out each cell before you reveal it.
""",
)

STEPS = {
    "encoder-linear": Words(
        title="Encoder: linear layer",
        reason="""\
Each row of `W_enc` is a direction, and `Z` scores how far every token points along it, plus that feature's
bias. The product of row and column does the measuring. It is how far the token points along the row, times
the length of the row: positive when the token leans the same way, negative when it leans the opposite way, 0
when the two stand at right angles. The bias sets the bar. With a bias of −1, for instance, the feature is
active only where the product is above 1, because nothing but what is positive survives the next step. The
weights need not be perfect. Step 9 will show where they fail.
""",
        example="""\
Row 6, *mountain*, is ({W_enc[6,1]}, {W_enc[6,2]}, {W_enc[6,3]}) with bias {b_enc[6,1]}. It looks at dimension
1 alone, and wants it negative. Alps has {X[1,2]} there: the product is 2, and the bias brings it down to
{Z[6,2]}. Fuji has {X[1,3]} and scores {Z[6,3]} too. Paris has {X[1,1]}, so only the bias is left, and its
score is {Z[6,1]}.
""",
        recap="""\
A **linear layer** multiplies its input by a matrix of weights and adds a vector of biases: `Z = W X + b`.
Each output has its own row of `W` and its own entry of `b`, and is a weighted sum of all the inputs. In a
drawing of the network, each entry of `W` is one connecting line. Mathematicians say *affine*, because of the
bias.
""",
        note="""\
Many libraries take the decoder's bias away first, `Z = W_enc (X - b_dec) + b_enc`, so that the encoder
measures from the point at which the decoder starts. "Towards Monosemanticity" does so; "Scaling
Monosemanticity" does not, and nor does this lesson. If your library does, two gradients change:
`dW_enc = dZ (X - b_dec)^T`, and `db_dec` is the row sums of `G - W_enc^T dZ`.
""",
    ),
    "encoder-relu": Words(
        title="Encoder: ReLU",
        reason="""\
ReLU keeps every positive score and turns the rest into 0, so that a token is left with the features that are
active for it. Without it, encoder and decoder would merge into a single matrix, `W_dec W_enc`, with a single
bias: dimensions straight to dimensions. However many features stood in between, they would add nothing. The
bend at 0 makes extra features worth having. It also makes the zeros, and a zero is information too: this
feature is silent for this token. Read `f` along a row to see what a feature responds to, and down a column to
see what a token is made of.
""",
        example="""\
Row 6 of `f` is {f[6,2]} for Alps and {f[6,3]} for Fuji. For Paris, Tokyo and sushi it is {f[6,1]}, {f[6,4]}
and {f[6,5]}. That is why it carries the name *mountain*. Compare the first row of `X`, which is {X[1,2]} and
{X[1,3]} for the same two tokens, but also {X[1,4]} for Tokyo and {X[1,5]} for sushi.
""",
        recap="""\
The **rectified linear unit** acts on each entry by itself: `ReLU(Z) = max(0, Z)`. A positive number passes
unchanged; a negative number becomes 0. Its slope is 1 to the right of 0 and 0 to the left. It costs almost
nothing to compute, and its one bend is enough to keep two linear layers from merging into one.
""",
        note="""\
The article speaks of only one or two positive features for a token. In the starting exercise Fuji has three,
and the others have two. It also tells of an assistant who keeps a desk tidy, with only what the task needs on
it, and of the brain, where few cells are active at a time. Pictures like these say why one might try
sparsity. They do not show that sparse features mean something.
""",
    ),
    "decoder-reconstruction": Words(
        title="Decoder: reconstruction",
        reason="""\
Each column of `W_dec` is an ingredient, and a token's column of `f` is the recipe: how much of each to take.
Add the portions, add `b_dec` once, and you have the token's column of `X_hat`. It is the same product as row
times column, read the other way, and on paper it is quicker, because every 0 in `f` is a column you may skip.
Here a feature gets its second half. Its row in the encoder, with its bias, decides *when* it is active; its
column in the decoder says *what* it then contributes. A token becomes a sum of parts that can carry names.
""",
        example="""\
Fuji takes {f[3,3]} of *Japan* ({W_dec[1,3]}, {W_dec[2,3]}, {W_dec[3,3]}), {f[5,3]} of *volcano*
({W_dec[1,5]}, {W_dec[2,5]}, {W_dec[3,5]}), {f[6,3]} of *mountain* ({W_dec[1,6]}, {W_dec[2,6]}, {W_dec[3,6]})
and the bias ({b_dec[1,1]}, {b_dec[2,1]}, {b_dec[3,1]}). The sum is ({X_hat[1,3]}, {X_hat[2,3]},
{X_hat[3,3]}). Fuji's column of `X` was ({X[1,3]}, {X[2,3]}, {X[3,3]}): nothing is missing.
""",
        note="""\
The article writes a prime for two different things: Y′ is the target in its autoencoder, X′ is the output in
its SAE. To keep them apart, a reconstruction is `X_hat` here. Notice too that no ReLU follows. What a
language model computes may be negative, and so the reconstruction must be free to be negative as well.
""",
    ),
    "decoder-norms": Words(
        title="Decoder: weights",
        reason="""\
The L2 norm `n[i]` is the length of column `i` of `W_dec`: how far one unit of feature `i` moves the
reconstruction. What is it for? Soon we shall charge for the size of `f`, and there is a way to cheat. Halve
`W_enc` and `b_enc`, and double `W_dec`. Every reconstruction stays as it was, yet `f` is halved and so is the
bill. Nothing has become any sparser. If the charge is for `f` times the norm, the trick fails, because the
norm gains exactly what `f` loses. So we measure the columns now, and use them in step 8.
""",
        example="""\
*food* has the column ({W_dec[1,4]}, {W_dec[2,4]}, {W_dec[3,4]}). The squares add up to 9, so its length is
{n[1,4]}. Now try the cheat on all features: halve `W_enc` and `b_enc`, double `W_dec`. `X_hat` does not
change. The plain L1 loss of step 5 falls from {L1_total[1,1]} to 8, but the weighted loss of step 8 stays at
{L1_weighted[1,1]}.
""",
        recap="""\
The **L2 norm** of a vector is its length: square the entries, add them, take the root. For a column of
`W_dec` that is `n[i] = sqrt(sum_k W_dec[k,i]^2)`. It is Pythagoras in as many dimensions as there are
entries. It is never negative, it is 0 only for the zero vector, and doubling the vector doubles it.
""",
        note="""\
There is one norm for each *column* of `W_dec`, so one for each feature. Libraries that store `W_dec`
transposed take it for each row. There is another cure for the cheat: hold every column at length 1 throughout
training, as "Towards Monosemanticity" does. Then all norms are 1 and step 8 changes nothing.
""",
    ),
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
an SAE is charged for is `f`, the activations: nothing in this loss asks a weight to become 0. An L1 loss
together with ReLU makes the classic SAE. There are others: TopK SAEs keep the few largest scores of each
token, JumpReLU SAEs let a score through only above a learnt threshold, and Gated SAEs decide in one place
whether a feature is active and in another how strongly.
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
opposite signs and must not be added as they stand. Step 12 puts the sign right, and brings in `lambda`. What
the wrong sign does can be tried: `lambda` −1 turns all that sparsity asks for round, and one update of the
starting exercise raises the weighted L1 loss from 24.911 to 28.134. With `lambda` 1 it falls to 15.336.
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
    "backward-decoder": Words(
        title="Backward: decoder",
        reason="""\
Each decoder weight is blamed in proportion to what it carried: multiply the slope at its output, the blame,
by the feature that went through it, and add over the tokens, `D = G f^T`. A silent feature carried nothing
and takes no blame. The tokens are summed away, since one weight serves them all. The weighted L1 loss adds a
term, because norms are made of decoder weights: it asks each active column to be shorter, with
`r[i] = lambda s[i] / n[i]` and `dW_dec[k,i] = D[k,i] + r[i] W_dec[k,i]`. The bias carried 1 every time, so
`db_dec` is the row sums of `G`.
""",
        example="""\
In dimension 1 only Alps has blame, {G[1,2]}. *Europe* carried {f[1,2]} there, so its weight gets {D[1,1]};
*mountain* carried {f[6,2]} and gets {D[1,6]}. *capital* carried {f[2,2]} and gets {D[1,2]}. The norm term for
*Europe* is {r[1,1]} × ({W_dec[1,1]}), and brings its gradient to {dW_dec[1,1]}.
""",
        note="""\
From here the lesson goes beyond the article, which stops once the gradients of the two losses are known. One
convention is needed. A column of length 0 has no direction in which it could become shorter, so `r` is taken
to be 0 where `n` is 0.
""",
    ),
    "backward-features": Words(
        title="Backward: features",
        reason="""\
Blame at the reconstruction returns to a feature through its decoder column, `B = W_dec^T G`, and there it
meets the push for sparsity. `B[i,j]` says what more of feature `i` would do to the squared error of token
`j`. Sparsity joins in `df = B - lambda S`: `S` is a push, so its minus is a slope, and `lambda` is the
exchange rate between the two losses. They may agree, or have a tug of war. Last comes the gate. `M` is 1
where `Z` is positive and 0 elsewhere, and `dZ[i,j] = df[i,j] M[i,j]`. A closed ReLU let nothing out, so it
lets no blame in.
""",
        example="""\
Alps has {X_hat[1,2]} in dimension 1 instead of {X[1,2]}. Two features did it: *Europe* added {f[1,2]} ×
({W_dec[1,1]}), *mountain* {f[6,2]} × ({W_dec[1,6]}). Both are blamed, with {B[1,2]} and {B[6,2]}. *capital*
could have helped, as its {B[2,2]} says, but its gate is {M[2,2]} and its `dZ` is {dZ[2,2]}. It is not told.
""",
        note="""\
This is where `lambda` comes in, and where the sign of step 6 is settled. In a cell with `f = 0`, `df` holds
`B` alone. One could argue about the slope of the L1 loss at its corner, but nothing hangs on it: `M` is 0
there, and closes the cell.
""",
    ),
    "backward-encoder": Words(
        title="Backward: encoder",
        reason="""\
The encoder follows the decoder's rule, blame times what was carried, with the blame now at the scores and the
token itself as what was carried: `dW_enc = dZ X^T`. So row `i` of `dW_enc` is a mixture of tokens, each
multiplied by its cell of `dZ`. The update will subtract that mixture, and so turn the row away from tokens
that should score lower and towards those that should score higher. Tokens behind a closed gate add nothing. A
feature that is silent for all of them learns nothing. The bias always carried 1, so `db_enc` is the row sums
of `dZ`.
""",
        example="""\
For *mountain*, only Alps and Fuji have open gates. Both should score lower: Alps with {dZ[6,2]}, and Fuji
with {dZ[6,3]}, which is sparsity's doing alone. Row 6 of `dW_enc` is {dZ[6,2]} times Alps plus {dZ[6,3]}
times Fuji: ({dW_enc[6,1]}, {dW_enc[6,2]}, {dW_enc[6,3]}). Its bias collects both, ≈ {db_enc[6,1]}: what is
shown is rounded, what is added is not.
""",
    ),
    "update": Words(
        title="Update",
        reason="""\
Every weight and every bias takes one small step against its gradient, such as
`W_enc_new = W_enc - eta dW_enc`. A gradient is a slope at the place where we stand. It promises a lower loss
only nearby, and `eta` says how far we trust it. Step too far, and you land higher up on the other side of the
valley. Besides, all four move at once, though each gradient was worked out as if the others stood still. Then
step 1 begins again with the new weights. Training is this round, many times over. Whether the features then
mean anything is a question that no loss can answer.
""",
        example="""\
The weight from *Europe* to dimension 1 has gradient {dW_dec[1,1]}, so it moves from {W_dec[1,1]} to
{W_dec_new[1,1]}. Work through all the steps again and the sum of squares has gone from {SSE[1,1]} to 2.513,
the weighted L1 loss from {L1_weighted[1,1]} to 20.824, and the total from {loss[1,1]} to 4.595. With `eta` at
0.1 the total would have jumped to 31.368.
""",
        note="""\
The article speaks of a constant `lambda`, subtracted from the value of a weight. Here `f` is charged for, so
the constant is `eta lambda` times the norm, and it reaches `f` by way of the weights. Such steps do not stop
at 0; they can carry a score past it. It is ReLU that makes a zero in `f` exact. SAEs are usually trained not
by plain descent but with Adam, which gives every weight a step size of its own. Often `lambda` is raised from
0 during the first part of training, its *warm-up*.
""",
    ),
}

CLOSING = """\
**What you have learnt.** An encoder scores every token on every feature. ReLU silences what is not positive.
A decoder rebuilds each token as a sum of columns. Two losses judge the result, one for activity and one for
error. Their gradients meet at the features, pass through the gate of ReLU, and move every weight a little.

And the question of the beginning? On the starting numbers, dimension 1 responds to tokens of several kinds,
and feature 6 only to the two that are mountains. That is the kind of answer we hoped for, on a toy that was
built to show it.

**The balance.** Sparsity alone would be best served with everything off. Reconstruction alone does not care
how many features are active. `lambda` decides between them. Here is the starting exercise after 1,000 updates
with `eta` 0.02:

- `lambda` 0: sum of squares 0.000, 11 active cells, no feature dead.
- `lambda` 0.1: 0.020, 8 active cells; food is dead.
- `lambda` 1: 3.196, 5 active cells; food, volcano and mountain are dead.
- `lambda` 4: 17.75, 1 active cell; only Japan is left.

Set it low, and cells stay active that are hardly needed. Set it high, and even mountain goes. We know of no
formula for the right value. One has to look.

**Less loss, more meaning?** Not necessarily. Let the top half of `W_enc` be the identity matrix and the
bottom half its negative. Put the same two side by side in `W_dec`, and set both biases to 0. Every token
comes back exactly, with a weighted L1 loss of 18: a total of 1.8 at `lambda` 0.1, where the starting weights
have 7.491, and 1.627 after 100 updates. Yet those six features are only the three old dimensions, split by
sign. With a feature for each sign of each dimension, *any* token can be rebuilt, so nothing had to be learnt
about these five. One of its rows is active for Alps and Fuji alone, just as mountain is. A low loss did not
make it mean that: nothing made it mean anything.

**Learning by heart.** Train the starting exercise for 1,000 updates with `lambda` 0.5. The sum of squares is
0.313, food is dead, and each of the five tokens has one active feature, which no other token shares. Nothing
could be sparser, and nothing is explained: with six features for five tokens, every token can have a name of
its own. The article says that sparsity keeps a model from overfitting and helps it to generalise. Here it did
the opposite. It may help where there are far more tokens than features, and real SAEs are trained on millions
or billions of tokens.

**A name is a hypothesis.** We settled our names beforehand, and chose the numbers to fit. Training undoes
some of them: after 1,000 updates at the starting settings, Japan is silent for Tokyo, and capital for Paris.
In a real SAE no feature comes with one. Somebody, or another model, reads the tokens for which it is active,
proposes a name, and then has to test it. What else sets the feature off? What changes when it is switched
off? Train the starting exercise for 1,000 updates with `lambda` 0.3, and feature 6 is silent for Fuji. The
label still says mountain. Does it still deserve to?

**Next things to try**

- Give food the bias −2. It falls silent for every token, and every gradient that belongs to it becomes 0.
- Write zeros into mountain's column of `W_dec`. The squared error of Alps goes from 4 to 5, and Fuji's from 0
  to 5.
- Raise `lambda` past the square root of 2, about 1.414, and watch `dZ` of capital for Tokyo change sign.
- Set `eta` to 0.1 and make one update. The total rises from 7.491 to 31.368. Which feature has fallen silent?
- Cover the feature names, read `f` by rows, and see whether you would choose the same ones.

**Reading.** Bricken et al. 2023, "Towards Monosemanticity", takes apart a model of one layer with this
method. Templeton et al. 2024, "Scaling Monosemanticity", carries it to a large one. With more features, one
may become several finer ones (feature splitting), or lose some of its tokens to a more special one (feature
absorption).
"""

ON_TRAINING = (
    "The lesson's numbers and names were made by hand, and training does not know the names. After 1,000 "
    "updates from the lesson's own numbers Japan is 0 for Tokyo, and capital is 0 for Paris."
)

CREDITS = """\
This lesson follows S. Dey, "Deep Dive into Anthropic's Sparse Autoencoders by Hand" (2024), written after
exercises by Prof. Tom Yeh. The article shows its numbers in pictures alone, so this lesson brings its own.
They were made up for it, in the same shapes, so that one feature is active for Alps and Fuji alone, which the
article says have mountain in common; no language model produced them. SAELens uses the same names for the
weights but, with its tokens in rows, the transposed matrices. The article refers to Bricken et al. 2023,
"Towards Monosemanticity", and Templeton et al. 2024, "Scaling Monosemanticity".
"""

# Typed figures, for a test to hold. Preset with lambda 0.1 and eta 0.02 unless said.
#
# encoder-linear      2 = W_enc[6,1] X[1,2]
# decoder-norms       9 = sum of squares of W_dec column 4; 8 = L1_total with W_enc, b_enc halved and W_dec
#                     doubled (X_hat, L1_weighted unchanged)
# sparsity-gradient   2.1 = f[1,2] + 0.1; 3.1 = L1[1,2] + 0.1; eleven of thirty cells have f > 0
#                     note, lambda 1, one update: L1_weighted 24.91 -> 25.58 with df = B + lambda S (dW_dec as
#                     it is), -> 15.34 as it is
# sparsity-zero       -1.9 = Z[4,1] + 0.1; eleven and nineteen cells
# sparsity-weight     three times: f[3,5] = 3 f[4,5]
# mse-loss            4 = E[1,2]^2; 1 = E[2,4]^2; fifteen entries; Paris, Fuji and sushi have zero columns
# mse-gradient        -2.9 = X_hat[1,2] + 0.1; -1.9 = E[1,2] + 0.1; 4 = E[1,2]^2; 3.61 = 1.9^2;
#                     0.39 = 4 - 3.61; -4 = about -0.39 / 0.1; all other cells of G are 0
#                     note: eta 0.02 on sums = eta 0.1 on sums divided by five tokens
# update              after one update SSE 2.513, L1_weighted 20.824, loss 4.595; with eta 0.1 loss 31.368
# CLOSING             1,000 updates: SSE, cells with f > 0, features with no such cell
#                       lambda 0: 0.000, 11, none; 0.1: 0.020, 8, f4;
#                       1: 3.196, 5, f4 f5 f6; 4: 17.75, 1, all but f3
#                       lambda 0.3: f[6,3] = 0 (f[6,2] = 0.653)
#                     W_enc = [I; -I], W_dec = [I, -I], biases 0: SSE 0, L1_weighted 18, 14 cells;
#                     preset 5, 24.911
#                     b_enc[4,1] = -2: row 4 of f is 0; dW_enc row 4, db_enc[4], dW_dec column 4 are 0
#                     W_dec column 6 = 0: squared error of Alps 4 -> 5, of Fuji 0 -> 5
#                     eta 0.1, one update: loss 7.491 -> 31.368, row 1 of f (Europe) becomes 0 for every token
#                     dZ[2,4] = -2 + lambda sqrt 2: negative below lambda = sqrt 2, positive above
# Symbols beyond CELLS.md: W, b, ReLU( ) in the recaps; h in mse-gradient; index t for the token.
