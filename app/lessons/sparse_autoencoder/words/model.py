"""Encoder and decoder: what steps 1 to 4 say."""

from app.core.lesson import Words

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
The article speaks of only one or two positive features for a token. In the lesson's exercise Fuji has three,
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
}

# Typed figures, for a test to hold. Preset with lambda 0.1 and eta 0.02 unless said.
#
# encoder-linear      2 = W_enc[6,1] X[1,2]
# decoder-norms       9 = sum of squares of W_dec column 4; 8 = L1_total with W_enc, b_enc halved and W_dec
#                     doubled (X_hat, L1_weighted unchanged)
