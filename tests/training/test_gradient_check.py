"""Every gradient of both lessons checked by nudging: a mechanism that knows losses and no derivative."""

from __future__ import annotations

import numpy as np
import pytest

from app.core.cell import Ref
from app.core.sheet import Sheet, compute
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training.descent import worked
from app.training.gradient_check import Nudge, moved, slope_of

SAE, AE, CENTRED = "sparse-autoencoder", "autoencoder", "sparse-autoencoder-centred"
EXERCISES = [
    (SAE, ""),
    (SAE, "lambda=1.5&updates=3"),
    (SAE, "seed=3&dims=4,7&examples=4"),
    (CENTRED, ""),
    (CENTRED, "lambda=0.7&updates=5"),
    (CENTRED, "b_dec=0.3;-0.2;1/7"),
    (AE, ""),
    (AE, "updates=20"),
    (AE, "seed=5&dims=5,4,3,4,5&examples=3"),
]
UNCHECKED = {"r", "P"}
"""What is no slope of a loss by itself: a factor on the way to dW_dec, a share on the way to db_dec."""


def sheet_of(slug: str, query: str) -> Sheet:
    """An exercise worked out."""
    return worked(read_state(LESSONS[slug], query).exercise)[0]


def gradients(sheet: Sheet) -> list[Ref]:
    """Every cell of every matrix whose role is that of a gradient."""
    names = [name for name in sheet.results if sheet.plan.matrices[name].role == "gradient"]
    return [ref for name in names if name not in UNCHECKED for row in sheet.rows(name) for ref in row]


@pytest.mark.parametrize(("slug", "query"), EXERCISES)
def test_every_gradient_keeps_its_promise(slug: str, query: str) -> None:
    """The quotient from both sides is the worked-out gradient, wherever no ReLU is passed."""
    sheet = sheet_of(slug, query)
    checked = 0
    for ref in gradients(sheet):
        slope = slope_of(sheet, ref)
        assert slope is not None, ref
        nudge = Nudge(sheet, ref, slope, 1e-4)
        if nudge.kinks:
            continue
        quotient = nudge.quotient if nudge.central is None else nudge.central
        rough = 1e-2 if nudge.central is None else 1e-5
        assert np.isclose(quotient, nudge.promised, rtol=1e-6, atol=rough * max(1, abs(nudge.promised))), ref
        checked += 1
    assert checked > 0.9 * len(gradients(sheet))


def test_a_matrix_that_is_replaced_is_kept_and_what_follows_follows() -> None:
    """Plain loops downstream of an f that no encoder would give; what is upstream stays."""
    sheet = sheet_of(SAE, "")
    f = sheet.values["f"] + np.arange(30.0).reshape(6, 5)
    given = {name: sheet.values[name] for name in sheet.plan.given}
    values = compute(sheet.plan, {**given, "f": f})
    assert np.array_equal(values["Z"], sheet.values["Z"])
    W, b = given["W_dec"], given["b_dec"]
    for k in range(3):
        for j in range(5):
            assert np.isclose(values["X_hat"][k, j], sum(W[k, i] * f[i, j] for i in range(6)) + b[k, 0])
    assert values["L1_total"] == f.sum()


def test_the_example_that_makes_it_click() -> None:
    """E = −2, nudged by 0.1: the square goes from 4 to 3.61, so about −4 per unit; exactly −4."""
    sheet = sheet_of(SAE, "")
    ref = Ref("G", 1, 2)
    slope = slope_of(sheet, ref)
    assert slope is not None
    nudge = Nudge(sheet, ref, slope, 0.1)
    assert sheet.lookup(Ref("E", 1, 2)) == -2
    assert np.isclose(nudge.above["E"][0, 1] ** 2, 3.61)
    assert (nudge.loss(sheet.values), round(nudge.loss(nudge.above), 12)) == (5, 4.61)
    assert np.isclose(nudge.quotient, -3.9)
    assert nudge.central is not None
    assert np.isclose(nudge.central, -4)
    assert nudge.promised == -4
    assert nudge.changed("E") == [Ref("E", 1, 2)]


def test_a_silent_feature_is_moved_behind_its_relu() -> None:
    """Step 7: move Z from −2 to −1.9, and nothing notices."""
    sheet = sheet_of(SAE, "")
    ref = Ref("g", 4, 1)
    slope = slope_of(sheet, ref)
    assert slope is not None
    nudge = Nudge(sheet, ref, slope, 0.1)
    assert nudge.moved == Ref("Z", 4, 1)
    assert (nudge.quotient, nudge.central, nudge.promised) == (0, 0, 0)
    assert not nudge.changed("f")
    assert not nudge.kinks


def test_a_corner_is_found() -> None:
    """A bias that makes one Z exactly 0, and a nudge so large that it passes 0."""
    at_zero = sheet_of(SAE, "b_enc=-1;0;1;0;-1;-1")
    ref = Ref("db_enc", 2, 1)
    slope = slope_of(at_zero, ref)
    assert slope is not None
    assert [r for r in Nudge(at_zero, ref, slope, 0.001).kinks if r.stands]
    plain = sheet_of(SAE, "")
    assert not Nudge(plain, ref, slope, 0.5).kinks
    assert not Nudge(plain, ref, slope, 1).kinks, "one Z ends at 0, and none is on the other side"
    assert Nudge(plain, ref, slope, 1.5).kinks


def nudged(query: str, ref: Ref, h: float) -> Nudge:
    """A gradient of the sparse autoencoder, checked."""
    sheet = sheet_of(SAE, query)
    slope = slope_of(sheet, ref)
    assert slope is not None
    return Nudge(sheet, ref, slope, h)


def test_a_corner_that_the_loss_does_not_notice_is_none() -> None:
    """Where no decoder reads a feature, its ReLU may open and close: the loss has one slope, 0."""
    unread = "b_enc=-1;0;1;0;-1;-1&W_dec=0,0,0,0,0,0;0,0,0,0,0,0;0,0,0,0,0,0"
    for h in (0.001, 0.5, 2):
        nudge = nudged(unread, Ref("db_enc", 2, 1), h)
        assert (nudge.quotient, nudge.central, nudge.promised, nudge.kinks) == (0, 0, 0, [])
    one_read = "b_enc=-1;0;1;0;-1;-1&W_dec=0,1,0,0,0,0;0,0,0,0,0,0;0,0,0,0,0,0"
    assert {kink.made.row for kink in nudged(one_read, Ref("db_enc", 2, 1), 0.001).kinks} == {2}
    assert not nudged(one_read, Ref("db_enc", 1, 1), 2).kinks


def test_at_a_corner_the_slopes_of_the_two_sides_differ() -> None:
    """Wherever a corner is told of what stands on it, a quotient to the left is another than to the right."""
    for slug, query in ((SAE, "b_enc=-1;0;1;0;-1;-1"), (SAE, "X=0,0;0,0;0,0"), (AE, "b1=1;0;-1")):
        sheet = sheet_of(slug, query)
        for ref in gradients(sheet):
            slope = slope_of(sheet, ref)
            assert slope is not None
            nudge = Nudge(sheet, ref, slope, 1e-6)
            if nudge.below is None or not [kink for kink in nudge.kinks if kink.stands]:
                continue
            left = (nudge.loss(sheet.values) - nudge.loss(nudge.below)) / 1e-6
            assert abs(nudge.quotient - left) > 1e-3, (query, ref)


def test_a_length_that_passes_0_has_a_corner_on_the_way() -> None:
    """Column 3 of W_dec is (0, w, 0): its length is |w|, and the gradient is off by its corner."""
    short = "lambda=4&W_dec=-1,1,0,1,0,-1;-1,-1,0.1,-2,0,0;1,0,0,-2,2,-2"
    for query, h in ((short, 0.5), (short, 10.0), ("", 2.0)):
        nudge = nudged(query, Ref("dW_dec", 2, 3), h)
        assert [(kink.made, kink.fn, kink.stands) for kink in nudge.kinks] == [
            (Ref("n", 1, 3), "sqrt", False)
        ]
        assert nudge.central is not None
        assert abs(nudge.central - nudge.promised) > 0.1
    for query, h in ((short, 0.05), ("", 0.5), ("", 1.0)):
        nudge = nudged(query, Ref("dW_dec", 2, 3), h)
        assert not nudge.kinks
        assert nudge.central == pytest.approx(nudge.promised)
    assert not nudged("", Ref("dW_dec", 1, 1), 10).kinks, "the others of its column keep it from 0"


def test_what_is_no_gradient_has_nothing_to_check() -> None:
    """Neither a loss, nor a given matrix, nor the factor r."""
    sheet = sheet_of(SAE, "")
    assert not [name for name in ("X", "Z", "SSE", "M", "r") if slope_of(sheet, Ref(name, 1, 1))]


def test_nothing_below_what_a_relu_can_give() -> None:
    """f is never negative, so from f = 0 there is one side only."""
    sheet = sheet_of(SAE, "")
    ref = Ref("B", 2, 2)
    slope = slope_of(sheet, ref)
    assert slope is not None
    nudge = Nudge(sheet, ref, slope, 0.1)
    assert (sheet.lookup(Ref("f", 2, 2)), nudge.below, nudge.central) == (0, None, None)
    assert moved(sheet, Ref("f", 2, 2), 0.1)["f"][1, 1] == 0.1
