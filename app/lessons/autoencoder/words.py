"""The words of the lesson `autoencoder`, for any depth.

The introduction and the closing describe the preset. Placeholders in `title`, `reason` and `note`: {l} the
layer, {k} its place in the decoder (l minus the number of encoder layers), {n_in} and {n_out} its sizes.
`example` has cells as placeholders and none of these; "backward-layer" has one for each layer of the preset
in BACKWARD_EXAMPLES. The recap of "encoder-layer" belongs to the lesson's first layer, whichever template
that is. `example` tells results: show it only while the numbers are the preset's, and not while a class is
being asked or practising. The typed figures are listed at the end.
"""

from app.core.extras import Introduction
from app.core.lesson import Words

SUMMARY = "Four numbers go through a bottleneck of two and come back as well as they can."

TEACHES = (
    "How weights, a bias and ReLU make a layer",
    "What a bottleneck keeps, and what it loses",
    "How an error finds its way back to every weight",
)

INTRODUCTION = Introduction(
    given="""\
You are given four examples of four numbers each. They are the columns of the matrix `X`. Think of readings
from four sensors, if you like.

You are also given a network of four layers, whose sizes run 4, 3, 2, 3, 4. Each layer has a matrix of weights
and a vector of biases, from `W1` and `b1` to `W4` and `b4`. The first two layers are the encoder, the last
two the decoder. The weights that you start from are small whole numbers, which no training has moved yet.
`eta` says how far one update will move them.

You may change any given number; everything that depends on it will follow.
""",
    question="""\
In the middle the network is only two numbers wide. That narrow place is called the **bottleneck**, and
whatever the decoder is to know about an example has to pass through it.

So we ask: **can four numbers go through two and come back?**

If the four have nothing to do with each other, something will be lost. But the numbers of real data seldom
vary freely. Where two of them can be told from the other two, two numbers may be enough to describe four. No
one tells the network what to keep. It has to find out, and its only guide is how well the four come back.
""",
    coming="""\
The four layers make eleven steps.

- **Targets** (step 1): the examples become their own targets.
- **Encoder** (steps 2 and 3): down from four numbers to three, and to two.
- **Decoder** (steps 4 and 5): up again to three, and to four.
- **Loss** (step 6): how far each number missed, and which way is uphill.
- **Backward and update** (steps 7 to 11): the blame travels back, layer by layer, and one update is made. The
  article that this lesson follows stops before them.

With more layers, or fewer, the steps adjust. Try to work out each cell before you reveal it.
""",
)

STEPS = {
    "auto": Words(
        title="Auto: the examples as targets",
        reason="""\
The targets are the examples themselves, `T = X`, so nobody has to supply the right answers. *Auto* is Greek
for self. Elsewhere somebody must label every example; here each example is its own label. Copying sounds like
no work at all, and in a network wide enough throughout it need not be any. What makes it worth learning is
what stands between `X` and `T`. Both hold the same numbers, but they play two roles: `X` enters at one end,
and `T` waits at the other, to be compared with whatever arrives.
""",
        example="""\
The first example is ({X[1,1]}, {X[2,1]}, {X[3,1]}, {X[4,1]}), and so is its target: ({T[1,1]}, {T[2,1]},
{T[3,1]}, {T[4,1]}). Some targets are negative, such as {T[2,1]} here and {T[1,2]} in the second example.
Remember them when you reach the last layer.
""",
        note="""\
The article calls the target Y′. In its lesson on sparse autoencoders the prime marks an output instead. To
keep the two apart, this lesson writes `T` for the target and `Y` for what the network puts out.
""",
    ),
    "encoder-layer": Words(
        title="Encoder: layer {l} + ReLU",
        reason="""\
Layer {l} takes every example from size {n_in} to size {n_out}; each new number is a weighted sum with a bias,
cut off at 0. Each row of `W{l}` puts one question to every example; row times column is the answer, one cell
of `Z{l}`. The row of ones lets the bias join in as one more product. Then ReLU keeps what is positive.
Without that bend, two layers would be no better than one, since the product of two matrices is again a
matrix. What is left, `A{l}`, is all that the next layer will ever see.
""",
        example="""\
Row 2 of `W1` is ({W1[2,1]}, {W1[2,2]}, {W1[2,3]}, {W1[2,4]}) with bias {b1[2,1]}. For the first example it
adds {X[2,1]}, {X[3,1]} and the bias, and gets {Z1[2,1]}, which ReLU keeps. Row 3 gives {Z1[3,2]} for the
second example, and ReLU writes {A1[3,2]} instead.
""",
        recap="""\
A **linear layer** multiplies its input by a matrix of weights and adds a vector of biases, `Z = W X + b`.
Every output is a weighted sum of all the inputs. **ReLU**, the rectified linear unit, is
`ReLU(Z) = max(0, Z)`, taken entry by entry: positive numbers pass, and negative ones become 0. Its slope is 1
on the right of 0 and 0 on the left.
""",
    ),
    "bottleneck": Words(
        title="Encoder: layer {l} + ReLU, the code",
        reason="""\
The encoder's last layer writes each example as a code of size {n_out}, and the decoder will be shown nothing
else. The arithmetic is that of any layer; what depends on it is new. If the code has fewer numbers
than the example, something must be given up, unless the examples follow a pattern that fewer numbers can
express. Which numbers are worth keeping? Training has one test: do they help to rebuild the example? Compare
the columns of `A{l}`. Two examples with the same code will come out the same, however clever the decoder.
""",
        example="""\
The first example becomes ({A2[1,1]}, {A2[2,1]}), where ReLU cut its {Z2[2,1]} to {A2[2,1]}. The second
becomes ({A2[1,2]}, {A2[2,2]}) and the fourth ({A2[1,4]}, {A2[2,4]}). Those two codes lie close together.
Whether the decoder can tell the examples apart depends on its weights, which may magnify a small difference.
""",
        note="""\
Shapes are easily mixed up at this step. In the article's exercise the weights `W2` are 2 × 3, and that is the
shape it gives. The output has a row for each number of the code and a column for each example. With the
lesson's four examples it is 2 × 4.
""",
    ),
    "decoder-layer": Words(
        title="Decoder: layer {k} + ReLU",
        reason="""\
Layer {l} of the network belongs to the decoder, and goes from size {n_in} to size {n_out} with the same
arithmetic as before. This time, read the weights by columns. Each column of `W{l}` says what one unit of an
incoming number adds to all the outgoing ones. So the incoming column is a list of amounts, the columns of
`W{l}` are what is mixed, and the bias is what is there before anything is added. However many numbers come
out, they are made from the code and from nothing else. A decoder can spread information out. It cannot bring
back what the code has left out.
""",
        example="""\
The code of the second example is ({A2[1,2]}, {A2[2,2]}). Take {A2[1,2]} times the column ({W3[1,1]},
{W3[2,1]}, {W3[3,1]}), {A2[2,2]} times the column ({W3[1,2]}, {W3[2,2]}, {W3[3,2]}), and once the bias
({b3[1,1]}, {b3[2,1]}, {b3[3,1]}). The sum is ({Z3[1,2]}, {Z3[2,2]}, {Z3[3,2]}), and ReLU leaves it as it is.
""",
    ),
    "decoder-output": Words(
        title="Decoder: layer {k} + ReLU",
        reason="""\
The last layer has as many rows as `X`, so its output `Y` can be laid over the target `T` and compared number
for number. The weights and biases are the same for every example; whatever differs between columns of `Y`
came in with the layer's input. ReLU stands at the exit too, and that has a price. No entry of `Y` can be
negative, so a negative target is out of reach whatever the weights. A positive one can be stranded as well.
Where `Z{l}` is negative, `Y` is 0, and that cell passes back no gradient. What other cells ask of the
weights and biases that they share with it can still open it.
""",
        example="""\
The first example comes out as ({Y[1,1]}, {Y[2,1]}, {Y[3,1]}, {Y[4,1]}), where ({T[1,1]}, {T[2,1]}, {T[3,1]},
{T[4,1]}) was wanted. The first number is right. For the second, {Z4[2,1]} was cut to {Y[2,1]}, and that is as
near to {T[2,1]} as ReLU can come. The other two are far too large.
""",
        note="""\
A ReLU at the output is the article's choice. It suits data that are never negative. Where targets may be
negative, the last layer is often left linear, and the sparse autoencoder of the other lesson has no output
ReLU.
""",
    ),
    "loss": Words(
        title="Loss gradients and backpropagation",
        reason="""\
The error `E = Y - T` says by how much each number missed, and `G = 2E` how fast the squared error grows if
that number is raised. Nudge one entry of `Y` by a small `h`. Its square goes from `E^2` to
`E^2 + 2E h + h^2`, and the last term is too small to matter, so the slope is `2E`. The sign says which way is
uphill; large errors have steep slopes, and where a number is exact the slope is 0. Backpropagation takes `G`
as its starting point. It goes back through the layers and asks of every weight: how much of this is yours?
""",
        example="""\
In the first example the third number is {Y[3,1]} where {T[3,1]} was wanted: an error of {E[3,1]}. Raise it by
0.1, and the square goes from 289 to 292.41, which is 34.1 per unit; the exact slope is {G[3,1]}. The first
number is exact, so its slope is {G[1,1]}. All the squares add up to {SSE[1,1]}.
""",
        note="""\
`2 (Y - T)` belongs to the *sum* of squares. For the mean it would be divided by the number of entries; `eta`
can absorb the difference. The article stops here, and on paper so might you: in the lesson's exercise,
gradients further on run into the hundreds. Let the page do that arithmetic, and follow the roles.
""",
    ),
    "backward-layer": Words(
        title="Backward: layer {l}",
        reason="""\
Blame reaches the output of layer {l}, is gated by ReLU, credited to the weights, and handed down to the layer
before. *Gate*: `dZ{l}` keeps the blame where `Z{l}` is positive and is 0 elsewhere, since a closed ReLU let
nothing out. *Credit*: a weight's gradient is the blame at its output times what it carried there, added over
the examples; a bias always carried 1, so `db{l}` is the row sums of `dZ{l}`. *Hand down*: `W{l}^T dZ{l}`,
with `W{l}` transposed, returns the blame along the weights by which the numbers came.
""",
        note="""\
This step goes beyond the article. It needs one convention. At a `Z` of exactly 0, ReLU has a corner and no
slope of its own. We take it to be 0 there, as it is for every negative number, so the gate counts as closed.
""",
    ),
    "backward-first": Words(
        title="Backward: layer {l}",
        reason="""\
Layer {l} is where the blame ends: what its weights carried was `X` itself, so `dW{l} = dZ{l} X^T`, and
nothing is handed further down. The gate works as before, and so do the row sums for the bias. There is no
gradient for `X` to compute, because the examples are given and will not be moved. Each row of `dW{l}` is a
mixture of examples, each multiplied by its cell of `dZ{l}`. The update subtracts it, turning that row away
from examples that should score lower. Look back at `G` too. Every layer that
the blame came through has multiplied it by weights, and it may have grown or faded.
""",
        example="""\
In row 3 only the first example passes the gate, with {dZ1[3,1]}. So row 3 of `dW1` is {dZ1[3,1]} times the
first example: ({dW1[3,1]}, {dW1[3,2]}, {dW1[3,3]}, {dW1[3,4]}). The steepest slope at the output was
{G[3,1]}. On its way down the blame on one cell has grown to four times that.
""",
    ),
    "backward-only": Words(
        title="Backward: layer {l}",
        reason="""\
Blame reaches the output of the only layer: it is `G`. *Gate*: `dZ{l}` keeps the blame where `Z{l}` is
positive and is 0 elsewhere, since a closed ReLU let nothing out. *Credit*: what the weights carried was `X`
itself, so `dW{l} = dZ{l} X^T`. A bias always carried 1, so `db{l}` is the row sums of `dZ{l}`. Nothing is
handed further down, because the examples are given and will not be moved.
""",
    ),
    "update": Words(
        title="Update",
        reason="""\
Every weight and every bias takes one small step against its gradient, such as `W1_new = W1 - eta dW1`. A
gradient is a slope at the place where we stand, and it promises a lower loss only nearby. `eta` says how far
we trust it. With too large an `eta` the step overshoots; with too small a one, training takes for ever. All
layers move together, though each gradient was worked out as if the others stood still. Then the round begins
again at the first layer, with new weights and the same examples. Training is this round, many times over.
""",
        example="""\
The largest gradient, {dW4[3,1]}, moves its weight from {W4[3,1]} to {W4_new[3,1]}. One update takes the
squared error from {SSE[1,1]} to 122.4, a second to 79.2, ten to 24.5, a thousand to 8.06. Nearly all that is
left comes from five cells: four targets of −1, and the 2 in row 4 of the second example, stranded behind a
closed ReLU.
""",
    ),
}

LAST_LAYER = "Here, in the last layer, the blame that arrives is `G`."

BACKWARD_EXAMPLES = {
    4: """\
Row 4 of the second example came out as {Y[4,2]} where {T[4,2]} was wanted, and {G[4,2]} asks for more. But
its `Z4` was {Z4[4,2]}, so the gate is {M4[4,2]} and `dZ4` is {dZ4[4,2]}: the request is lost. Elsewhere much
gets through. In `dW4`, row 3, column 1 is {dZ4[3,1]} × {A3[1,1]} + {dZ4[3,2]} × {A3[1,2]} + {dZ4[3,3]} ×
{A3[1,3]} + {dZ4[3,4]} × {A3[1,4]} = {dW4[3,1]}.
""",
    3: """\
In row 2 the first example arrives with {dA3[2,1]}, but its `Z3` was {Z3[2,1]}, so {dZ3[2,1]} is kept. In row
3 all the gates are open. The weight from the code's first number to that row collects {dZ3[3,1]} × {A2[1,1]}
+ {dZ3[3,2]} × {A2[1,2]} + {dZ3[3,3]} × {A2[1,3]} + {dZ3[3,4]} × {A2[1,4]} = {dW3[3,1]}.
""",
    2: """\
At the bottleneck the first example arrives with {dA2[2,1]} in row 2, meets a `Z2` of {Z2[2,1]}, and leaves
with {dZ2[2,1]}. The bias of that row collects {dZ2[2,1]} + {dZ2[2,2]} + {dZ2[2,3]} + {dZ2[2,4]} = {db2[2,1]}.
Handed down to row 3 of the first example is {W2[1,3]} × {dZ2[1,1]} + ({W2[2,3]}) × {dZ2[2,1]} = {dA1[3,1]}.
""",
}

CLOSING = """\
**What you have learnt.** An autoencoder is its own teacher: the example goes in, and the same example is what
should come out. The encoder narrows it to a code. The decoder has the code and nothing else. The error is
squared, its slope travels back through every open gate, and each weight takes a small step.

**Can four numbers go through two and come back?** For the four examples you start from, nearly. A thousand
updates bring the squared error from 660 to 8.06, and the bottleneck is not to blame for what is left. ReLU
is. Four targets are −1, out of its reach, and each of them costs 1. A fifth miss costs 4: a target of 2 that
stays at 0. Its gate was closed when training began, so no gradient came through from there, and what was
asked for elsewhere did not open it.

**A small loss is not yet understanding.** Four examples are few, and a network may learn them by heart. Add a
fifth and see how it fares. Nor does the loss tell you what the two numbers of the code *mean*. It asked only
that they be useful to the decoder, and a useful number may mix several things at once.

**From narrow to wide.** The other lesson turns the shape around. A sparse autoencoder has *more* numbers in
the middle than at the ends, and asks for most of them to be 0. The hope is that each will then mean one
thing.

**Next things to try**

- Raise the fourth entry of `b4` from 5 to 7. The stranded cell opens. What is its gradient now?
- Change one number of `X`, and follow in the map how far the change reaches.
- Set `eta` to 0.005. One update now reaches 47.7 instead of 122.4, but a thousand reach only 14 instead of
  8.06. Look for the gates that closed.
- Ask for a random exercise with one number in the middle, and compare the codes.
"""

CREDITS = """\
This lesson follows the autoencoder in S. Dey, "Deep Dive into Anthropic's Sparse Autoencoders by Hand"
(2024), written after exercises by Prof. Tom Yeh. The weights and the first two examples come from the sheet
“small” in advanced/Autoencoder.xlsx, in the public repository ImagineAILab/ai-by-hand-excel (MIT licence, ©
2024 Tom Yeh). We added the third and the fourth example. Every cell is computed here, from these numbers.
"""

# Typed figures, for a test to hold. Preset with eta 0.0005.
#
# loss             289 = E[3,1]^2; 292.41 = (E[3,1] + 0.1)^2; 34.1 = (292.41 - 289) / 0.1
# backward-first   four times: dZ1[3,1] = 4 G[3,1]; G[3,1] is the largest of G
# update           dW4[3,1] is the largest gradient; SSE after 1, 2, 10 and 1,000 updates: 122.4, 79.2,
#                  24.5, 8.06; four targets are -1; T[4,2] = 2 and Y[4,2] = 0 after 1,000
# CLOSING          660 and 8.06; 4 x 1 + 4 = 8; b4[4,1] = 7: Z4[4,2] becomes positive (1)
#                  eta 0.005: SSE 47.7 after one update, 14.00 after 1,000; at eta 0.0005 122.4 and 8.06
# bottleneck note  2 x 3 is the shape of W2, 2 x 4 that of A2
