"""The plan of a class: read from text, and one that comes with every lesson."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.core.lesson import Lesson
from app.lessons import LESSONS
from app.live.class_plan import PlanError, lesson_plan, minutes_of, read_plan

LISTED = [lesson for lesson in LESSONS.values() if lesson.is_listed]


@pytest.mark.parametrize("lesson", LISTED, ids=lambda lesson: lesson.slug)
def test_a_lesson_brings_a_plan_of_45_minutes_whose_pages_are_there(
    client: TestClient, lesson: Lesson
) -> None:
    stops = read_plan(lesson_plan(lesson))
    assert minutes_of(stops) == 45
    assert [client.get(stop.address).status_code for stop in stops] == [200] * len(stops)
    assert all(len(stop.note) > 10 for stop in stops)


@pytest.mark.parametrize("lesson", LISTED, ids=lambda lesson: lesson.slug)
def test_what_a_plan_asks_for_is_not_told_there(lesson: Lesson) -> None:
    asked = [stop for stop in read_plan(lesson_plan(lesson)) if stop.note.startswith("Ask")]
    assert len(asked) >= 6
    assert all("reveal=cells&ask=1" in stop.address for stop in asked)


@pytest.mark.parametrize(
    ("line", "address", "minutes", "note"),
    [
        ("/a-lesson/1?cell=2,3 | 5 | Why | so", "/a-lesson/1?cell=2,3", 5, "Why | so"),
        ("/a-lesson\t2,5\tTalk", "/a-lesson", 2.5, "Talk"),
        ("https://school.example/hand/a-lesson/2", "/hand/a-lesson/2", 0, ""),
        ("  /a-lesson/3 ||", "/a-lesson/3", 0, ""),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, address: str, minutes: float, note: str) -> None:
    assert read_plan(f"# a comment\n\n{line}\n") == [(address, minutes, note)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/a-lesson/1 | 5 | fine\nnowhere | 5", "Line 2 of the plan begins with no address"),
        ("//evil.example/1 | 5", "Line 1 of the plan begins with no address"),
        ("/a-lesson/1 | soon", "Line 1 of the plan has no minutes after its address"),
        ("/a-lesson/1 | nan", "Line 1 of the plan has no minutes after its address"),
        ("/a-lesson/1 | -3", "Line 1 of the plan has no minutes after its address"),
        ("/a-lesson/1\n" * 61, "at most 60 stops"),
        ("#" * 20_001, "at most 20,000 characters"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text: str, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        read_plan(text)
