"""The way back and the update: what steps 11 to 14 say."""

from app.core.lesson import Words

STEPS = {
    "backward-decoder": Words(
        title="Backward: decoder",
        reason="""\
Each decoder weight is blamed in proportion to what it carried: multiply the slope at its output, the blame,
by the feature that went through it, and add over the tokens. That is the product `D = G f^T`, with `f`
transposed. A silent feature carried nothing and takes no blame. The tokens are summed away, since one weight
serves them all. The weighted L1 loss adds a term, because norms are made of decoder weights: where `lambda`
is above 0 it asks each active column to be shorter, with `r[i] = lambda s[i] / n[i]` and
`dW_dec[k,i] = D[k,i] + r[i] W_dec[k,i]`. The bias carried 1 every time, so `db_dec` is the row sums of `G`.
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
This is where `lambda` meets the push, and where the sign of step 6 is settled. In a cell with `f = 0`, `df`
holds `B` alone. One could argue about the slope of the L1 loss at its corner, but nothing hangs on it: `M` is
0 there, and closes the cell.
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
With `eta` above 0 every weight and every bias takes one small step against its gradient, such as
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
at 0; they can carry a score past it. It is ReLU that makes a zero in `f` exact. The published trainers of
OpenAI's sparse_autoencoder and of dictionary_learning do not take plain steps as here but those of Adam,
which gives every weight a step size of its own. Often `lambda` is raised from 0 during the first part of
training, its *warm-up*.
""",
    ),
}

# Typed figures, for a test to hold. Preset with lambda 0.1 and eta 0.02 unless said.
#
# update              after one update SSE 2.513, L1_weighted 20.824, loss 4.595; with eta 0.1 loss 31.368
