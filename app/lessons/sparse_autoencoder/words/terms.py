"""Words that the lesson defines by its own numbers: those between braces are its preset's."""

from app.core.extras import DefinedTerm

TERMS = (
    DefinedTerm(
        "bias",
        "A number that a layer adds, whatever comes in. In the lesson on the sparse autoencoder the first "
        "feature's bias is {b_enc[1,1]}: that is its score for a token whose product with its weights is 0.",
        ("bias", "biases"),
    ),
    DefinedTerm(
        "dead feature",
        "A feature that is active for none of the tokens. Its own weights and its bias then get no "
        "gradient, so training on the same tokens cannot wake it, unless `b_dec` is part of its score and "
        "moves. Papers count over millions of tokens. “Towards Monosemanticity” gives the dead new weights "
        "(resampling); ghost gradients put a function in ReLU's place that lets a gradient through; an "
        "auxiliary loss, in “Scaling and evaluating sparse autoencoders” (Gao and others), asks them to "
        "rebuild what the living missed.",
        ("dead feature", "dead features", "dead"),
    ),
    DefinedTerm(
        "dimension",
        "A row of `X`: one of the numbers held for every token. In the lesson on the sparse autoencoder "
        "there are {rows:X}.",
        ("dimension", "dimensions"),
    ),
    DefinedTerm(
        "feature",
        "One of the numbers in the middle of a sparse autoencoder; the hope is that it stands for one "
        "thing. A feature has a row of `W_enc`, an entry of `b_enc` and a column of `W_dec`. In the "
        "lesson there are {rows:W_enc}.",
        ("feature", "features"),
    ),
    DefinedTerm(
        "learning rate η",
        "How far an update moves a weight against its gradient, per unit of gradient. It is {eta[1,1]} in "
        "the lesson on the sparse autoencoder.",
        ("learning rate",),
    ),
    DefinedTerm(
        "sparse autoencoder",
        "SAE for short: an autoencoder with more numbers in the middle than at the ends, of which only a few "
        "should be other than 0 for any one token. In the lesson there are {rows:W_enc} features "
        "for {rows:X} dimensions.",
        ("sparse autoencoder", "sparse autoencoders", "SAE", "SAEs"),
    ),
    DefinedTerm(
        "sparsity weight λ",
        "How much the weighted L1 loss counts beside the squared error. At 0 only the error counts; the "
        "lesson begins with {lambda[1,1]}. Raising it from 0 in the first part of training is called "
        "its warm-up.",
    ),
    DefinedTerm(
        "token",
        "A word, or a piece of one, that a language model reads as one unit. In the lesson there are "
        "{columns:X}, the columns of `X`.",
        ("token", "tokens"),
    ),
)
