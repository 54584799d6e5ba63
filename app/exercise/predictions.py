"""An experiment being tried, as an address has it: the look that led to a page, and what was predicted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from app.exercise.exercise import Problem
from app.exercise.screen import Trial
from app.lessons import EXPERIMENTS

LONGEST_PREDICTION: Final = 80
PARTS = re.compile(r"((?:[^;\\]|\\.?)*)(?:;|$)", re.S)
"""What stands between semicolons; one after a backslash is a part's own."""


def read_trial(values: Mapping[str, str], problems: list[Problem]) -> Trial | None:
    """The trial that look and predicted describe; an experiment's own page has no look."""
    parts = [re.sub(r"\\(.)", r"\1", part, flags=re.S) for part in PARTS.findall(values.get("predicted", ""))]
    predicted = read_predictions(parts, problems)
    typed = values.get("look")
    if typed is None:
        return Trial("", 0, predicted) if predicted else None
    name, _, number = typed.rpartition(",")
    looks = len(EXPERIMENTS[name][1].looks) if name in EXPERIMENTS else 0
    if re.fullmatch("[1-9]", number, re.ASCII) and int(number) <= looks:
        return Trial(name, int(number), predicted)
    says = "look takes an experiment and the number of one of its looks, such as lambda,2."
    problems.append(Problem("look", typed, says))
    return None


def read_predictions(typed: Sequence[str], problems: list[Problem]) -> tuple[str, ...]:
    """The predictions, a text a look, up to the last that is not empty."""
    texts = [text.strip() for text in typed]
    for text in texts:
        if len(text) > LONGEST_PREDICTION or not text.isprintable():
            says = f"A prediction has at most {LONGEST_PREDICTION} visible characters."
            problems.append(Problem("predicted", text, says))
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def look_text(trial: Trial | None) -> str | None:
    """The look that led to a page."""
    return f"{trial.experiment},{trial.look}" if trial and trial.look else None


def predicted_text(trial: Trial | None) -> str | None:
    """What was predicted, between semicolons."""
    return ";".join(re.sub(r"([;\\])", r"\\\1", text) for text in trial.predicted) or None if trial else None
