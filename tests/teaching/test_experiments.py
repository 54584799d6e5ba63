"""The experiments: every address is one, every figure is worked out, and what they say is so."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest

from app.core.extras import Experiment
from app.core.lesson import Lesson
from app.core.sheet import Sheet
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.notation.number_text import short
from app.pages import page
from app.teaching.experiments import PLACE, filled_scene, inline, look_address, looks_of, scene
from app.training.descent import worked

SAE, AE = LESSONS["sparse-autoencoder"], LESSONS["autoencoder"]
EVERY = [(lesson, one) for lesson in LESSONS.values() for one in lesson.experiments]
IDS = [one.slug for _, one in EVERY]
TYPED = {
    "mixed-signs": {"6", "10", "11", "1", "−1"},
    "norm-cheat": set(),
    "dead-feature": {"−2", "4"},
    "tug-of-war": {"2", "1", "1.414", "1.415", "√2"},
    "eta-too-large": {"0", "0.02", "0.1"},
    "shrinkage": {"0", "1", "6", "1/6"},
    "lambda": {"0", "0.1", "0.3", "1", "4"},
    "meaningless": {"0.5"},
    "bias-first": {"2", "3", "4", "5"},
    "stranded": {"0", "−1", "1", "7", "4"},
}
"""The figures that stand typed in an experiment: settings of its addresses, and what is tested below."""


def sheets(lesson: Lesson, slug: str) -> list[Sheet]:
    """What every look of an experiment shows."""
    return [scene(lesson, look).sheet for look in lesson.experiment(slug).looks]


def at(sheet: Sheet, name: str, row: int = 1, column: int = 1) -> float:
    """The number in a cell."""
    return float(sheet.values[name][row - 1, column - 1])


@pytest.mark.parametrize(("lesson", "experiment"), EVERY, ids=IDS)
def test_every_look_leads_straight_to_its_page(lesson: Lesson, experiment: Experiment) -> None:
    for look in experiment.looks:
        path, _, query = look_address(lesson, look).partition("?")
        _, slug, step = path.split("/")
        assert page(read_state(LESSONS[slug], query), int(step)).canonical == look_address(lesson, look)


@pytest.mark.parametrize(("lesson", "experiment"), EVERY, ids=IDS)
def test_every_text_is_filled_in(lesson: Lesson, experiment: Experiment) -> None:
    for look in looks_of(lesson, experiment):
        for text in (look.does, look.predict, look.compare):
            assert not re.search(r"[{}]", text), text
            ET.fromstring(f"<div>{text}</div>")


@pytest.mark.parametrize(("lesson", "experiment"), EVERY, ids=IDS)
def test_a_figure_is_of_the_look_that_it_speaks_of(lesson: Lesson, experiment: Experiment) -> None:
    scenes = [scene(lesson, look) for look in experiment.looks]
    for here, look in enumerate(experiment.looks):
        for spoken in PLACE.finditer(" ".join(look[1:])):
            sheet = scenes[int(spoken["look"]) - 1 if spoken["look"] else here].sheet
            if spoken["row"]:
                figure = short(at(sheet, spoken["name"], int(spoken["row"]), int(spoken["column"])))
            elif spoken["count"] == "active":
                figure = str(np.count_nonzero(sheet.values[spoken["name"]] > 0))
            else:
                continue
            assert inline(filled_scene(spoken[0], scenes, here)) == figure, (spoken[0], here)


@pytest.mark.parametrize("experiment", [one for _, one in EVERY], ids=IDS)
def test_no_figure_is_merely_typed(experiment: Experiment) -> None:
    """Digits outside placeholders and names are those that TYPED answers for."""
    texts = [experiment.question, experiment.conclusion, *(t for look in experiment.looks for t in look[1:])]
    plain = " ".join(re.sub(r"\b(?:[A-Za-z_]+\d|x\d)\b", "", PLACE.sub("", text)) for text in texts)
    assert set(re.findall(r"√?−?\d+(?:[./]\d+)?", plain)) == TYPED[experiment.slug]


def test_mixed_signs() -> None:
    """Steps 6 and 10 are those of the two signs; the right sign lowers the loss, the wrong one raises it."""
    assert (SAE.plan(()).step(6).results[0].name, SAE.plan(()).step(10).results[0].name) == ("g", "G")
    push, gradient, meet, right, wrong = sheets(SAE, "mixed-signs")
    assert at(push, "g", 1, 2) < 0 < at(push, "f", 1, 2)
    assert at(gradient, "X_hat", 1, 2) < at(gradient, "X", 1, 2)
    assert at(gradient, "G", 1, 2) < 0
    assert abs(at(meet, "B", 1, 2) + at(meet, "S", 1, 2)) < at(meet, "B", 1, 2) < at(meet, "df", 1, 2)
    assert at(right, "L1_weighted") < at(meet, "L1_weighted") < at(wrong, "L1_weighted")


def test_norm_cheat() -> None:
    """Nothing changes but the plain L1 loss, which is halved."""
    before, *after = sheets(SAE, "norm-cheat")
    for sheet in after:
        assert np.array_equal(sheet.values["X_hat"], before.values["X_hat"])
        assert np.array_equal(sheet.values["W_enc"] * 2, before.values["W_enc"])
        assert np.array_equal(sheet.values["b_enc"] * 2, before.values["b_enc"])
        assert np.array_equal(sheet.values["W_dec"], before.values["W_dec"] * 2)
        assert at(sheet, "L1_total") * 2 == at(before, "L1_total")
        assert np.isclose(at(sheet, "L1_weighted"), at(before, "L1_weighted"), rtol=1e-14)


def test_dead_feature() -> None:
    """Food, row 4, speaks for sushi alone; muted by −2 it has no gradient, then or ever after."""
    before, *after = sheets(SAE, "dead-feature")
    assert list(before.values["f"][3] > 0) == [False, False, False, False, True]
    for sheet in after:
        assert not any(sheet.values[name][3].any() for name in ("f", "dZ", "dW_enc", "db_enc"))
        assert at(sheet, "b_enc", 4) == -2
    errors = (after[0].values["E"] ** 2).sum(axis=0)
    assert errors.argmax() == 4
    assert at(before, "SSE") < at(after[0], "SSE")
    assert at(after[-1], "SSE") < at(after[0], "SSE")


def test_tug_of_war() -> None:
    """The sign turns between 1.414 and 1.415, since λ times the length √2 meets a slope of 2."""
    signs = [np.sign(at(sheet, "dZ", 2, 4)) for sheet in sheets(SAE, "tug-of-war")]
    assert signs == [-1, -1, -1, 1]
    sheet = sheets(SAE, "tug-of-war")[0]
    assert (at(sheet, "n", 1, 2), at(sheet, "B", 2, 4)) == (2**0.5, -2)
    assert at(sheet, "X", 2, 4) < at(sheet, "X_hat", 2, 4)
    assert at(sheet, "W_dec", 2, 2) < 0


def test_eta_too_large() -> None:
    """Up instead of down, then silence; the bias alone is left, and finds the mean."""
    start, small, large, silent, dead, end = sheets(SAE, "eta-too-large")
    assert at(small, "loss") < at(start, "loss") < at(large, "loss")
    assert (at(start, "eta"), at(large, "eta")) == (0.02, 0.1)
    assert [bool(row.any()) for row in silent.values["f"]] == [False, True, True, True, True, True]
    assert not dead.values["f"].any()
    assert np.allclose(
        [abs(end.values[f"d{name}"]).max() for name in ("W_enc", "b_enc", "W_dec", "b_dec")], 0
    )
    X = end.values["X"]
    assert np.allclose(end.values["b_dec"], X.mean(axis=1, keepdims=True))
    assert np.isclose(at(end, "SSE"), ((X - X.mean(axis=1, keepdims=True)) ** 2).sum())


def test_shrinkage() -> None:
    """The best f is w·x / |w|² − λ / (2|w|), and at rest there."""
    fit, pushed, *rests = sheets(SAE, "shrinkage")
    assert (at(fit, "SSE"), at(fit, "dZ")) == (0, 0)
    assert at(pushed, "dZ") > 0
    for sheet in rests:
        w, x, weight = sheet.values["W_dec"][:, 0], sheet.values["X"][:, 0], at(sheet, "lambda")
        best = w @ x / (w @ w) - weight / (2 * np.sqrt(w @ w))
        assert np.isclose(at(sheet, "f"), best)
        assert at(sheet, "dZ") == 0
        assert at(sheet, "SSE") > 0
    assert [at(sheet, "lambda") for sheet in rests] == [1, 6]
    assert rests[1].values["db_dec"].any(), "the decoder is not at rest"
    look = SAE.experiment("shrinkage").looks[3].at.partition("?")[2]
    after = worked(read_state(SAE, f"{look}&updates=1000").exercise)[0]
    assert at(after, "SSE") < at(rests[1], "SSE") / 100, "the bias learns what the feature lost"
    assert at(rests[0], "b_enc") == -1 / 6


def test_lambda() -> None:
    """The more it weighs, the fewer cells are active and the larger the error."""
    found = sheets(SAE, "lambda")
    assert [at(sheet, "lambda") for sheet in found] == [0, 0.1, 0.3, 1, 4]
    counts = [int((sheet.values["f"] > 0).sum()) for sheet in found]
    assert counts == [11, 8, 6, 5, 1]
    assert all(at(a, "SSE") < at(b, "SSE") for a, b in pairwise(found))
    assert at(found[2], "f", 6, 2) > 0 == at(found[2], "f", 6, 3)
    once = [k for k, row in enumerate(found[0].values["f"], start=1) if np.count_nonzero(row) == 1]
    assert once == [4, 5], "food and volcano are active for one token each"
    died = [next(k for k, sheet in enumerate(found) if not sheet.values["f"][row - 1].any()) for row in once]
    assert died == [1, 3]


def test_meaningless() -> None:
    """Ours once trained beats the mirror, but not a trained one; with more lambda a token has its feature."""
    ours, mirror, _, _, trained, mirrored, by_heart = sheets(SAE, "meaningless")
    assert at(mirrored, "loss") < at(trained, "loss") < at(mirror, "loss") < at(ours, "loss")
    assert (at(by_heart, "lambda"), at(trained, "lambda")) == (0.5, at(mirror, "lambda"))
    assert sorted((by_heart.values["f"] > 0).sum(axis=1)) == [0, 1, 1, 1, 1, 1]
    assert list((by_heart.values["f"] > 0).sum(axis=0)) == [1] * 5
    assert list(mirror.values["f"][3] > 0) == list(ours.values["f"][5] > 0)
    assert at(mirror, "SSE") == 0 < at(ours, "SSE")
    assert at(mirror, "L1_weighted") < at(ours, "L1_weighted")
    positive = mirror.values["X"][0] > 0
    assert list(positive) == list(mirror.values["f"][0] > 0) == [False, False, False, True, True]
    assert all(np.count_nonzero(row) == 1 for row in mirror.values["W_enc"])


def test_bias_first() -> None:
    """Rows 2, 4 and 5 hear the third dimension; with other biases all is as before but the gradient."""
    lesson, lowered, mended, before, after, ten, other = sheets(SAE, "bias-first")
    assert list(np.flatnonzero(lesson.values["W_enc"][:, 2]) + 1) == [2, 4, 5]
    assert lesson.values["b_dec"].T.tolist() == [[0, 0, 1]]
    assert not np.array_equal(lowered.values["f"], lesson.values["f"])
    assert np.array_equal(mended.values["f"], lesson.values["f"])
    assert at(before, "db_dec", 1) < 0 < at(after, "db_dec", 1)
    assert at(ten, "SSE") < at(other, "SSE") < at(lesson, "SSE")


def test_stranded() -> None:
    """Closed, opened, closed again after one update; a start with every gate of row 4 open ends better."""
    low, high, closed, trained, raised, again, opened, better = sheets(AE, "stranded")
    assert at(low, "T", 2, 1) == -1 < 0 == at(low, "Y", 2, 1)
    assert at(low, "E", 2, 1) == 0 - at(low, "T", 2, 1), "the output cannot come nearer than 0"
    assert at(high, "T", 4, 2) > 0 > at(high, "G", 4, 2)
    assert at(closed, "Z4", 4, 2) < 0 == at(closed, "dZ4", 4, 2)
    misses = trained.values["E"][trained.values["T"] == -1]
    assert np.allclose(misses**2, 1)
    assert (at(trained, "Y", 4, 2), at(raised, "b4", 4)) == (0, 7)
    assert at(raised, "Z4", 4, 2) > 0 > at(raised, "dZ4", 4, 2)
    assert at(raised, "db4", 4) > 0 > at(again, "Z4", 4, 2)
    assert at(again, "b4", 4) < at(raised, "b4", 4)
    assert opened.values["M4"][3].all()
    assert (at(high, "W4", 4, 1), at(opened, "W4", 4, 1)) == (-1, 0)
    assert at(opened, "SSE") > at(high, "SSE")
    assert at(better, "SSE") < at(trained, "SSE")
    assert 1 < at(better, "Y", 4, 2) < at(better, "T", 4, 2)
