"""What stands before and after the steps: the introduction, the closing, the credits.

The introduction and the closing describe the preset.
"""

from app.core.extras import Introduction

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
six. Its decoder, `W_dec` and `b_dec`, turns six back into three. The numbers that you start from were made by
hand, so that it gets most things right and a few things wrong. You will find out which.

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
- **Training: reconstruction** (steps 9 and 10): what errors cost, and which way is uphill.
- **Backward and update** (steps 11 to 14): the gradients travel back to every weight, and one update is made.
  The article that this lesson follows stops before them.

The numbers are small on purpose. Try to work out each cell before you reveal it.
""",
)

CLOSING = """\
**What you have learnt.** An encoder scores every token on every feature. ReLU silences what is not positive.
A decoder rebuilds each token as a sum of columns. Two losses judge the result, one for activity and one for
error. Their gradients meet in the decoder and at the features, go on to the encoder through the gate of ReLU,
and move every weight a little.

And the question of the beginning? On the lesson's numbers, dimension 1 responds to tokens of several kinds,
and feature 6 only to the two that are mountains. That is the kind of answer we hoped for, on a toy that was
built to show it.

**The balance.** Sparsity alone would be best served with everything off. Reconstruction alone does not care
how many features are active. `lambda` decides between them. Here is the lesson's exercise after 1,000 updates
with `eta` 0.02:

- `lambda` 0: sum of squares 0.000, 11 active cells, no feature dead.
- `lambda` 0.1: 0.020, 8 active cells; food is dead.
- `lambda` 1: 3.196, 5 active cells; food, volcano and mountain are dead.
- `lambda` 4: 17.75, 1 active cell; only Japan is left.

Set it low, and cells stay active that are hardly needed. Set it high, and even mountain goes. We know of no
formula for the right value. One has to look.

**Less loss, more meaning?** Not necessarily. Let the top half of `W_enc` be the identity matrix and the
bottom half its negative. Put the same two side by side in `W_dec`, and set both biases to 0. Every token
comes back exactly, with a weighted L1 loss of 18: a total of 1.8 at `lambda` 0.1, where the lesson's weights
have 7.491. After 100 updates of either it is 1.501, where the lesson's weights have come to 1.627. Yet those
six features are only the three old dimensions, split by sign. With a feature for each sign of each dimension,
*any* token can be rebuilt, so nothing had to be learnt about these five. One of its rows is active for Alps
and Fuji alone, just as mountain is. A low loss did not make it mean that: nothing made it mean anything.

**Learning by heart.** Train the lesson's exercise for 1,000 updates with `lambda` 0.5. The sum of squares is
0.313, food is dead, and each of the five tokens has one active feature, which no other token shares. That is
as sparse as can be while each token still has a feature, and nothing is explained: with six features for five
tokens, every token can have a name of its own. The article says that sparsity keeps a model from overfitting
and helps it to generalise. Here it kept nothing from being learnt by heart. It may help where there are far
more tokens than features, and real SAEs are trained on millions or billions of tokens.

**A name is a hypothesis.** We settled our names beforehand, and chose the numbers to fit. Training undoes
some of them: after 1,000 updates at the lesson's settings, Japan is silent for Tokyo, and capital for Paris.
In a real SAE no feature comes with one. Somebody, or another model, reads the tokens for which it is active,
proposes a name, and then has to test it. What else sets the feature off? What changes when it is switched
off? Train the lesson's exercise for 1,000 updates with `lambda` 0.3, and feature 6 is silent for Fuji. The
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
exercises by Prof. Tom Yeh, of which this is the twenty-fifth, “Sparse Auto-Encoder (SAE)”. The article shows
its numbers in pictures alone, so this lesson brings its own. They were made up for it, in the same shapes, so
that one feature is active for Alps and Fuji alone, which the article says have mountain in common; no
language model produced them. SAELens uses the same names for the weights but, with its tokens in rows, the
transposed matrices. The article refers to Bricken et al. 2023, "Towards Monosemanticity", and Templeton et
al. 2024, "Scaling Monosemanticity". The glossary names the other papers beside the words that are theirs.
"""

# Typed figures, for a test to hold. Preset with lambda 0.1 and eta 0.02 unless said.
#
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
