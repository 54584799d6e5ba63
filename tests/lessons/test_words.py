"""The lessons' words: every figure typed in them is worked out here and found in the text, word for word."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from app.core.lesson import Plan
from app.lessons import LESSONS
from app.lessons.autoencoder.lesson import plan
from app.lessons.sparse_autoencoder.experiments.meaning import MIRROR
from app.lessons.sparse_autoencoder.lesson import PLAN
from app.notation.number_text import short
from app.teaching import prose
from tests.lessons.said import (
    AE,
    COUNTS,
    FEATURES,
    SAE,
    TOKENS,
    active,
    ae_says,
    at,
    changed,
    held,
    per_token,
    places,
    says,
    sheet,
    silent,
)


def test_figures_of_the_encoder_and_decoder() -> None:
    """Steps 1 to 4; the cheat halves f and doubles the norms."""
    sae = sheet(SAE)
    says("encoder-linear.example", f"product is {short(at(sae, 'W_enc', 6, 1) * at(sae, 'X', 1, 2))}, and")
    assert not sae.values["W_enc"][5, 1:].any(), "it looks at dimension 1 alone"
    assert [t for t, x in zip(TOKENS, sae.values["X"][0], strict=True) if x] == list(TOKENS[1:])
    assert [t for t, f in zip(TOKENS, sae.values["f"][5], strict=True) if f] == ["Alps", "Fuji"]
    squares = short((sae.values["W_dec"][:, 3] ** 2).sum())
    half = {name: sae.values[name] / 2 for name in ("W_enc", "b_enc")}
    cheat = changed(W_dec=sae.values["W_dec"] * 2, **half)
    says("decoder-norms.example", f"squares add up to {squares},", f"to {short(at(cheat, 'L1_total'))}, but")
    assert np.array_equal(cheat.values["X_hat"], sae.values["X_hat"])
    assert np.isclose(at(cheat, "L1_weighted"), at(sae, "L1_weighted"))


def test_figures_of_sparsity() -> None:
    """Steps 5 to 8, and the article's push taken for a gradient."""
    sae = sheet(SAE)
    f, loss = short(at(sae, "f", 1, 2) + 0.1), short(at(sae, "L1", 1, 2) + 0.1)
    pushes, cells = active(sae), sae.values["g"].size
    filled = f"Of the {COUNTS[cells]} cells of `g`, {COUNTS[pushes]} are filled"
    says("sparsity-gradient.example", f"Nudge it to {f}, and", f"to {loss}: a slope", filled)
    zeros = f"are filled: {COUNTS[pushes]} pushes and {COUNTS[cells - pushes]} zeros"
    says("sparsity-zero.example", f"Raise that to {short(at(sae, 'Z', 4, 1) + 0.1)} and", zeros)
    assert at(sae, "f", 3, 5) == 3 * at(sae, "f", 4, 5)
    says("sparsity-weight.example", "{f[3,5]} three times as active as *food* at {f[4,5]}")
    turned = [sheet(SAE, query) for query in ("", "lambda=-1&updates=1", "lambda=1&updates=1")]
    before, worse, better = (places(at(found, "L1_weighted"), 3) for found in turned)
    rises = f"one update of the lesson's exercise raises the weighted L1 loss from {before} to {worse}."
    says(
        "sparsity-gradient.note",
        "`lambda` −1 turns all that sparsity asks for round",
        rises,
        f"With `lambda` 1 it falls to {better}.",
    )


def test_figures_of_reconstruction() -> None:
    """Steps 9 and 10."""
    sae = sheet(SAE)
    alps, tokyo = at(sae, "E", 1, 2), at(sae, "E", 2, 4)
    exact = [token for token, miss in per_token(sae).items() if miss == 0]
    says("mse-loss.example", "{}, {} and {} come back exactly".format(*exact))
    mean = f"their mean over {COUNTS[sae.values['E'].size]} entries"
    says("mse-loss.example", f"The squares are {short(alps**2)} and {short(tokyo**2)}, their sum", mean)
    nudged = (alps + 0.1) ** 2
    goes = f"Its error goes from {{E[1,2]}} to {short(alps + 0.1)}, and the square from {short(alps**2)}"
    says("mse-gradient.example", f"to {short(at(sae, 'X_hat', 1, 2) + 0.1)}. {goes} to {short(nudged)}.")
    fall = alps**2 - nudged
    says("mse-gradient.example", f"a fall of {short(fall)} for 0.1, or about {short(round(-10 * fall))}")
    assert np.count_nonzero(sae.values["G"]) == 2, "every other cell is 0"
    many, entries = len(TOKENS), sae.values["E"].size
    by_entries = f"`eta` {short(0.02 * entries)} on means over the {COUNTS[entries]} entries"
    by_tokens = f"or `eta` {short(0.02 * many)} on means over the {COUNTS[many]} tokens"
    says("mse-gradient.note", f"With {COUNTS[many]} tokens of three numbers", by_entries, by_tokens)


TRAINED = [
    ("0", 3, "cells, no feature dead", set()),
    ("0.1", 3, "cells; food is dead", {"food"}),
    ("1", 3, "cells; food, volcano and mountain are dead", {"food", "volcano", "mountain"}),
    ("4", 2, "cell; only Japan is left", set(FEATURES) - {"Japan"}),
]


def test_figures_of_training() -> None:
    """Step 14 and the closing: one update and a thousand, at several lambdas."""
    one, far = sheet(SAE, "updates=1"), sheet(SAE, "eta=0.1&updates=1")
    squares, weighted, loss = (places(at(one, name), 3) for name in ("SSE", "L1_weighted", "loss"))
    says("update.example", f"to {squares}, the weighted", f"to {weighted}, and the total", f"to {loss}. With")
    start, total = places(at(sheet(SAE), "loss"), 3), places(at(far, "loss"), 3)
    says("update.example", f"With `eta` at 0.1 the total would have jumped to {total}.")
    says("closing", f"Set `eta` to 0.1 and make one update. The total rises from {start} to {total}.")
    assert silent(far) == {"Europe"}
    says("closing", "after 1,000 updates with `eta` 0.02:")
    for lambda_, decimals, words, dead in TRAINED:
        found = sheet(SAE, f"lambda={lambda_}&updates=1000")
        squares = ("sum of squares " if lambda_ == "0" else "") + places(at(found, "SSE"), decimals)
        says("closing", f"- `lambda` {lambda_}: {squares}, {active(found)} active {words}.")
        assert silent(found) == dead
    says("closing", "for 1,000 updates with `lambda` 0.3, and feature 6 is silent for Fuji")
    assert at(sheet(SAE, "lambda=0.3&updates=1000"), "f", 6, 3) == 0


def test_figures_of_the_things_to_try() -> None:
    """The mirror, and each suggestion at the end."""
    sae, eye = sheet(SAE), np.eye(3)
    none = {"b_enc": np.zeros((6, 1)), "b_dec": np.zeros((3, 1))}
    mirror = changed(W_enc=np.vstack([eye, -eye]), W_dec=np.hstack([eye, -eye]), **none)
    assert at(mirror, "SSE") == 0
    mirrored = f"with a weighted L1 loss of {short(at(mirror, 'L1_weighted'))}: a total of"
    trained = [sheet(SAE, f"updates=100{given}") for given in ("", f"&{MIRROR}")]
    totals = [short(at(found, "loss")) for found in (mirror, sae, *trained)]
    says("closing", mirrored, "total of {} at `lambda` 0.1, where the lesson's".format(*totals))
    says("closing", "weights have {1}. After 100 updates of either it is {3}, where".format(*totals))
    says("closing", "where the lesson's weights have come to {2}.".format(*totals))
    both = [[t for t, f in zip(TOKENS, row, strict=True) if f] for row in mirror.values["f"]]
    assert ["Alps", "Fuji"] in both, "one of its rows is active for Alps and Fuji alone"
    mute = sheet(SAE, "b_enc=-1;-1;1;-2;-1;-1")
    says("closing", "Give food the bias −2. It falls silent for every token")
    assert silent(mute) == {"food"}
    gradients = [mute.values["dW_dec"].T, *(mute.values[name] for name in ("dZ", "dW_enc", "db_enc", "r"))]
    assert not any(gradient[3].any() for gradient in gradients)
    flat = changed(W_dec=sae.values["W_dec"] * [1, 1, 1, 1, 1, 0])
    errors = [short(per_token(found)[token]) for token in ("Alps", "Fuji") for found in (sae, flat)]
    says("closing", "error of Alps goes from {} to {}, and Fuji's from {} to {}.".format(*errors))
    says("closing", f"the square root of 2, about {places(2**0.5, 3)}, and watch `dZ` of capital for Tokyo")
    below, above = (at(sheet(SAE, f"lambda={lambda_}"), "dZ", 2, 4) for lambda_ in ("1.414", "1.415"))
    assert below < 0 < above


def test_figures_of_the_autoencoder() -> None:
    """The slope, the blame that grows, the shapes at the bottleneck."""
    ae = sheet(AE)
    square, nudged = at(ae, "E", 3, 1) ** 2, (at(ae, "E", 3, 1) + 0.1) ** 2
    slope = f"from {short(square)} to {short(nudged)}, which is {short((nudged - square) / 0.1)} per unit"
    ae_says("loss.example", f"Raise it by 0.1, and the square goes {slope}")
    ae_says("backward-1.example", "the blame on one cell has grown to four times that")
    assert at(ae, "dZ1", 3, 1) == 4 * at(ae, "G", 3, 1) == 4 * ae.values["G"].max()
    gradients = [ae.values[f"d{name}"] for name in ae.plan.given if f"d{name}" in ae.values]
    assert at(ae, "dW4", 3, 1) == max(float(abs(g).max()) for g in gradients), "the largest gradient"
    shapes = ["{} × {}".format(*ae.shapes[name]) for name in ("W2", "A2")]
    ae_says(
        "layer-2.note",
        f"the weights `W2` are {shapes[0]},",
        f"With the lesson's four examples it is {shapes[1]}.",
    )
    ae_says("closing", f"fourth entry of `b4` from {short(at(ae, 'b4', 4))} to 7. The stranded cell opens.")
    assert at(ae, "Z4", 4, 2) < 0 < at(sheet(AE, "b4=2;3;2;7"), "Z4", 4, 2)


def test_figures_of_the_autoencoder_in_training() -> None:
    """One update, two, ten and a thousand; what is left then; a larger eta."""
    after = {k: at(sheet(AE, f"updates={k}"), "SSE") for k in (0, 1, 2, 10, 1000)}
    one, two, ten, end = (places(after[k], 1 if k < 1000 else 2) for k in (1, 2, 10, 1000))
    ae_says("update.example", f"to {one}, a second to {two}, ten to {ten}, a thousand to {end}.")
    ae_says("closing", f"bring the squared error from {short(after[0])} to {end}, and the bottleneck is not")
    found = sheet(AE, "updates=1000")
    squares, low = found.values["E"] ** 2, found.values["T"] == -1
    ae_says("update.example", f"{COUNTS[int(low.sum())]} targets of −1, and the 2 in row 4 of the second")
    ae_says("closing", "Four targets are −1, out of its reach, and each of them costs 1.")
    assert np.allclose(squares[low], 1)
    ae_says("closing", f"A fifth miss costs {short(squares[3, 1])}: a target of 2 that stays at 0")
    assert (at(found, "T", 4, 2), at(found, "Y", 4, 2)) == (2, 0)
    assert after[1000] - squares[low].sum() - squares[3, 1] < 0.1, "nearly all that is left"
    once, often = (at(sheet(AE, f"eta=0.005&updates={k}"), "SSE") for k in (1, 1000))
    faster = f"Set `eta` to 0.005. One update now reaches {places(once, 1)} instead of {one}"
    ae_says("closing", f"{faster}, but a thousand reach only {short(often)} instead of {end}.")


PLANS: list[tuple[str, str, Plan]] = [(SAE, "", PLAN), (AE, "", plan(4))]
PLANS += [(AE, f"seed=1&dims={'3,' * layers}3", plan(layers)) for layers in (2, 3, 5, 8, 12)]
RECAPS = {"encoder-linear", "encoder-relu", "decoder-norms", "l1-loss", "layer-1"}
TITLES = """
Encoder: linear layer / Encoder: ReLU / Decoder: reconstruction / Decoder: weights / Sparsity: L1 loss /
Sparsity: gradient / Sparsity: zero / Sparsity: weight / Reconstruction: MSE loss / Reconstruction: gradient /
Backward: decoder / Backward: features / Backward: encoder / Update
"""


def test_titles_are_the_articles() -> None:
    """In their order; no two steps of a lesson are called the same."""
    assert " / ".join(step.title for step in PLAN.steps) == " ".join(TITLES.split())
    assert len({step.title for step in plan(12).steps}) == 27


@pytest.mark.parametrize(("slug", "query", "steps"), PLANS, ids=[f"{s}-{q}" for s, q, _ in PLANS])
def test_every_text_is_filled_in_and_becomes_html(slug: str, query: str, steps: Plan) -> None:
    """No placeholder stays; every step has a reason; a recap stands where one is asked for, nowhere else."""
    found = sheet(slug, query)
    assert found.plan is steps
    for each in steps.steps:
        assert (bool(each.title and each.words.reason), bool(each.words.recap)) == (True, each.slug in RECAPS)
        # An example is only shown with the preset's numbers.
        for said in (said for part, said in vars(each.words).items() if part != "example" or not query):
            filled = prose.filled(said, found)
            assert not re.search(r"[{}]", filled), (each.slug, filled)
            ET.fromstring(f"<div>{prose.html(filled)}</div>")
        first = prose.first_sentence(prose.filled(each.words.reason, found))
        assert first.endswith("."), first
        assert len(first.split()) < 40, first
        assert first.count("`") % 2 == first.count("*") % 2 == first.count("(") - first.count(")") == 0, first


def test_every_text_of_a_lesson_is_plain() -> None:
    """Introduction, closing and credits have no placeholders and become HTML; what is unknown raises."""
    for lesson in LESSONS.values():
        for said in (*vars(lesson.introduction).values(), lesson.closing, lesson.credits, lesson.summary):
            assert not re.search(r"[{}]", said)
            ET.fromstring(f"<div>{prose.html(said)}</div>")
    with pytest.raises(KeyError):
        prose.filled("{Q[1,1]}", sheet(SAE))


def test_one_number_is_not_spoken_of_as_several() -> None:
    """Sizes are the layer's own; the closing itself proposes a bottleneck of one number."""
    narrow = sheet(AE, "seed=1&dims=4,3,1,3,4")
    reasons = [prose.filled(step.words.reason, narrow) for step in narrow.plan.steps]
    assert reasons[1].startswith("Layer 1 takes every example from size 4 to size 3;")
    assert not re.search(r"\b1 numbers", " ".join(reasons))


def test_the_introduction_counts_the_steps() -> None:
    """How many there are, and which belong to each group, each group an item of the list."""
    for slug, many in ((SAE, "fourteen steps"), (AE, "eleven steps")):
        groups: dict[str, list[int]] = {}
        for step in sheet(slug).plan.steps:
            groups.setdefault(step.group, []).append(step.number)
        held(slug, "coming", many)
        for group, (first, *rest) in groups.items():
            name = {"Given": "Targets", "Training": "Loss"}.get(group, group)
            span = f"steps {first} {'to' if rest[1:] else 'and'} {rest[-1]}" if rest else f"step {first}"
            held(slug, "coming", f"**{name}** ({span})")
            assert f"<li><strong>{name}</strong>" in prose.html(LESSONS[slug].introduction.coming)


MEANT = """
encoder-linear.reason      Step {mse-loss} will show where they fail
decoder-norms.reason       and use them in step {sparsity-weight}
decoder-norms.example      loss of step {l1-loss} falls
decoder-norms.example      loss of step {sparsity-weight} stays
decoder-norms.note         and step {sparsity-weight} changes nothing
l1-loss.reason             Step {mse-loss} brings the loss that objects
sparsity-gradient.note     at step {mse-gradient} it shows a true gradient
sparsity-gradient.note     Step {backward-features} puts the sign right
sparsity-gradient.view     step {backward-features} takes care of the sign
sparsity-weight.reason     the loophole of step {decoder-norms}
mse-gradient.note          as in the MSE of step {mse-loss}
mse-gradient.reason        Compare step {sparsity-gradient}
backward-features.note     the sign of step {sparsity-gradient} is settled
"""


def test_a_text_that_names_a_step_means_that_one() -> None:
    """By its number, which would move if a step were put in."""
    numbers = {step.slug: str(step.number) for step in PLAN.steps}
    for where, phrase in (line.split(maxsplit=1) for line in MEANT.strip().splitlines()):
        says(where, phrase.format_map(numbers))
