"""An exercise in a word or two, where several stand in one list."""

from __future__ import annotations

from app.exercise.exercise import Exercise
from app.exercise.state import base_pairs, exercise_pairs


def exercise_name(exercise: Exercise) -> str:
    """What its numbers are: the lesson's own, drawn from a seed, or changed."""
    pairs, drawn = exercise_pairs(exercise), base_pairs(exercise.lesson, exercise.base)
    name = ", ".join(f"{name} {value}" for name, value in drawn) or "the lesson's numbers"
    return name if len(pairs) == len(drawn) else f"{name}, changed"
