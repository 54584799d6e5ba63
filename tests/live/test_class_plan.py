"""The plan of a class: read from text, and one that comes with every lesson."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.core.lesson import Lesson
from app.lessons import LESSONS
from app.live.class_answers import change_of
from app.live.class_plan import PlanError, lesson_plan, minutes_of, read_plan
from app.live.seen_step import step_at
from tests.live.class_calls import lead, opened

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


@pytest.mark.parametrize("lesson", LISTED, ids=lambda lesson: lesson.slug)
def test_what_a_plan_asks_up_or_down_goes_one_way(lesson: Lesson) -> None:
    """A gradient that is 0 leads nowhere, and would make the question a trick."""
    stops = [stop for stop in read_plan(lesson_plan(lesson)) if "up, down or 0" in stop.note]
    seen = [step_at(stop.address) for stop in stops]
    assert len(seen) >= 2
    assert all(each.current is not None and change_of(each, each.current) != 0 for each in seen)


def next_stop(client: TestClient, key: str) -> tuple[str, str]:
    """The address and the number of the stop that a bar offers; empty where there is none."""
    found = re.search(r'<a href="([^"]*)" data-stop="(\d+)"', client.get(f"/class/{key}/bar").text)
    return (found[1].replace("&amp;", "&"), found[2]) if found else ("", "")


@pytest.mark.parametrize("lesson", LISTED, ids=lambda lesson: lesson.slug)
def test_next_leads_through_all_stops_in_their_order(client: TestClient, lesson: Lesson) -> None:
    """Also where two are at one step, where the class was opened, or where phones cannot follow."""
    stops = read_plan(lesson_plan(lesson))
    key = opened(client, f"/{lesson.slug}/1")
    lead(client, key, "plan", plan=lesson_plan(lesson))
    for number, stop in enumerate(stops, 1):
        assert next_stop(client, key) == (stop.address, str(number))
        lead(client, key, "stop", stop=str(number))
        lead(client, key, "show", at=stop.address)
        if stop.note.startswith("Ask"):
            assert lead(client, key, "ask", at=stop.address)["says"] == ""
            lead(client, key, "close")
            lead(client, key, "show", at=lead(client, key, "reveal")["go"])
    assert next_stop(client, key) == ("", "")
    lead(client, key, "plan", plan=lesson_plan(lesson))
    assert next_stop(client, key) == (stops[0].address, "1"), "a plan that is taken anew begins anew"


def test_a_stop_is_not_taken_while_a_question_waits(client: TestClient) -> None:
    key = opened(client, "/sparse-autoencoder/1?cell=2,3")
    lead(client, key, "plan", plan="/sparse-autoencoder/2\n/sparse-autoencoder/3")
    lead(client, key, "ask", at="/sparse-autoencoder/1?cell=2,3")
    lead(client, key, "stop", stop="1")
    assert next_stop(client, key) == ("/sparse-autoencoder/2", "1")
    for do in ("close", "reveal"):
        lead(client, key, do)
    lead(client, key, "stop", stop="1")
    assert next_stop(client, key) == ("/sparse-autoencoder/3", "2")


@pytest.mark.parametrize("stop", ["", "0", "3", "-1", "one", "²", "9999"])
def test_a_plan_has_no_other_stops(client: TestClient, stop: str) -> None:
    key = opened(client, "/sparse-autoencoder/1?cell=2,3")
    lead(client, key, "plan", plan="/sparse-autoencoder/2\n/sparse-autoencoder/3")
    assert lead(client, key, "stop", stop=stop)["says"] == "The plan has no such stop."
    assert next_stop(client, key) == ("/sparse-autoencoder/2", "1")


def test_of_own_numbers_it_is_said_that_the_plan_is_of_others(client: TestClient) -> None:
    said = "This plan is of the lesson's own numbers"
    for at, is_said in (("/sparse-autoencoder/1?seed=7", True), ("/sparse-autoencoder/1?cell=2,3", False)):
        assert (said in client.get(f"/class/{opened(client, at)}").text) == is_said


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


@pytest.mark.parametrize(
    "address",
    ["/sparse-autoencoder/99", "/sparse-autoencoder/1?cell=9,9", "/sparse-autoencoder/1?X=a", "/nothing/1"],
)
def test_a_plan_whose_stop_leads_nowhere_is_refused_as_it_is_set(
    client: TestClient, key: str, address: str
) -> None:
    """It would be found out in front of the class; pages that are no steps are not asked about."""
    plan = f"/sparse-autoencoder/training | 5\n{address} | 5"
    says = lead(client, key, "plan", plan=plan)["says"]
    assert says == f"Stop 2 of the plan leads to no step: {address!r}."
    assert lead(client, key, "plan", plan="/sparse-autoencoder/training | 5")["says"] == ""
