"""Words that the lesson defines by its own numbers: those between braces are its preset's."""

from app.core.extras import DefinedTerm

TERMS = (
    DefinedTerm(
        "bottleneck",
        "The layer in the middle of an autoencoder, meant to be the narrowest. In the lesson it gives "
        "{rows:W2} numbers for an example of {rows:X}, and the decoder is told no more than these.",
        ("bottleneck",),
    ),
    DefinedTerm(
        "code",
        "The numbers that the encoder leaves of one example. The decoder is given nothing else.",
        ("code", "codes"),
    ),
    DefinedTerm(
        "example",
        "A column of `X`: one thing that the network is given and should give back.",
    ),
    DefinedTerm(
        "target",
        "What the network should give back. An autoencoder's targets are the examples themselves.",
        ("target", "targets"),
    ),
)
