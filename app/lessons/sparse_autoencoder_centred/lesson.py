"""The sparse autoencoder that takes b_dec from every token before the encoder, as many libraries do.

Everything else is the lesson's: this file says where the plan and the words differ. b_dec is used twice, so
its gradient has two parts, and waits until the second is known. The encoder's biases of the preset make up
for what is taken away, so that its features are the lesson's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core import operations as op
from app.core.extras import Switch
from app.core.layers import Layer
from app.core.lesson import Matrix, Plan, Result, Slope, Step, Words
from app.lessons.sparse_autoencoder.lesson import LESSON as PLAIN
from app.lessons.sparse_autoencoder.lesson import PLAN as PLAIN_PLAN
from app.notation.numerals import rows_text

MATRICES = (
    Matrix(
        "X_c",
        "activation",
        "dimensions",
        "tokens",
        "the tokens, measured from the decoder's bias",
        "X - b_dec",
    ),
    Matrix("C", "gradient", "dimensions", "tokens", "the blame carried on to the tokens", "W_enc^T dZ"),
    Matrix("P", "gradient", "dimensions", "tokens", "what each token asks of the decoder's bias", "G - C"),
)

RESULTS = {
    "encoder-linear": (
        Result("X_c", op.subtract_column, ("X", "b_dec")),
        Result("Z", op.linear, ("W_enc", "X_c", "b_enc"), slowly=((1, 1), (2, 3), (6, 3))),
    ),
    "backward-decoder": tuple(r for r in PLAIN_PLAN.step(11).results if r.name != "db_dec"),
    "backward-encoder": (
        Result("dW_enc", op.outer, ("dZ", "X_c")),
        Result("db_enc", op.row_sums, ("dZ",)),
        Result("C", op.transpose_times, ("W_enc", "dZ")),
        Result("P", op.difference, ("G", "C")),
        Result("db_dec", op.row_sums, ("P",)),
    ),
}

FIRST = """\
`b_dec` is taken from every token first, `X_c = X - b_dec`, so that the encoder measures from the point at
which the decoder starts. Then all is as in the lesson.
"""
WAKES = """\
Here `b_dec` can wake it as well, since it is part of every score.
"""
WAITS = """\
`b_dec` has to wait: it is used twice, and what its first use asks for comes to light with the encoder.
"""
TWICE = """\
Last comes `b_dec`, which was added to every reconstruction and taken from every token. The first asks for
`G`. The second asks for the opposite of what reaches the tokens, `C = W_enc^T dZ`. So `P = G - C`, and
`db_dec` is the row sums of `P`.
"""


def _words(step: Step) -> Words:
    """The step's words; examples and notes tell the lesson's own numbers, and are left out."""
    words = replace(step.words, reason=" ".join(step.words.reason.split()), example="", note="")
    if step.slug == "encoder-linear":
        return replace(words, reason=f"{FIRST.rstrip()} {words.reason}")
    if step.slug == "sparsity-zero":
        return replace(words, reason=f"{words.reason} {WAKES}")
    if step.slug == "backward-decoder":
        ours = words.reason[: words.reason.index("The bias carried 1 every time")]
        return replace(words, reason=f"{ours}{WAITS}")
    if step.slug == "backward-encoder":
        ours = (
            words.reason.replace("dW_enc = dZ X^T", "dW_enc = dZ X_c^T")
            .replace("the token itself as what", "the token, measured from `b_dec`, as what")
            .replace("a mixture of tokens, each", "a mixture of tokens so measured, each")
        )
        return replace(words, reason=f"{ours} {TWICE}")
    return words


def _step(step: Step) -> Step:
    return replace(step, words=_words(step), results=RESULTS.get(step.slug, step.results))


PLAN: Plan = replace(
    PLAIN_PLAN,
    matrices={**PLAIN_PLAN.matrices, **{matrix.name: matrix for matrix in MATRICES}},
    steps=tuple(_step(step) for step in PLAIN_PLAN.steps),
    layers=(Layer("W_enc", "b_enc", centre="b_dec"), *PLAIN_PLAN.layers[1:]),
    slopes={**PLAIN_PLAN.slopes, "C": (Slope("loss", "X_c"),)},
)


def _plan(_: Sequence[str]) -> Plan:
    return PLAN


LESSON = replace(
    PLAIN,
    slug="sparse-autoencoder-centred",
    place=3,
    title="Sparse autoencoder, centred",
    summary="The sparse autoencoder with b_dec taken off each token before it is encoded, and added after.",
    preset=replace(PLAIN.preset, given={**PLAIN.preset.given, "b_enc": rows_text("-1;0;1;-1;0;-1")}),
    plan=_plan,
    switch=Switch(PLAIN.slug, "encoder-linear", "As in the lesson"),
    is_listed=False,
    closing="Another way to write the same model: what it can compute is the same, and how it learns is not.",
    on_training="",
    experiments=(),
    terms=(),
    examples={},
)
