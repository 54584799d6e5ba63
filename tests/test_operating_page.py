"""OPERATING.md says what there is: every setting, every number that is held, and files that can be read."""

from __future__ import annotations

import re
from pathlib import Path

from app.api.routes import LARGEST_BODY
from app.exports import workshop
from app.routes.files import LARGEST_FILE
from app.settings import SETTINGS
from app.teaching import pile_part
from app.web import concurrency, connections, second_process
from app.web.forms import LARGEST_FORM
from tests.test_architecture import ROOT

PAGE = (ROOT / "OPERATING.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())


def test_every_setting_is_on_the_page_and_no_other() -> None:
    assert {*re.findall(r"`(BY_HAND_[A-Z_]+)`", PAGE)} == {setting.variable for setting in SETTINGS}
    assert {*re.findall(r"`--([a-z-]+)`", PAGE)} == {setting.name for setting in SETTINGS}


def test_the_numbers_on_the_page_are_those_that_are_held() -> None:
    waiting = (concurrency.PLACES.most_waiting, concurrency.BRIEF_PLACES.most_waiting)
    assert "{} and {:,} wait".format(*waiting) in WORDS
    assert f"{workshop.LARGE.most_waiting} wait for each" in WORDS
    assert f"{workshop.PROCESSOR_SECONDS} seconds of processor, {workshop.SECONDS_OF_WORK} in all" in WORDS
    assert (LARGEST_BODY, LARGEST_FORM, LARGEST_FILE) == (100_000, 200_000, 1_000_000)
    assert "100 KB for JSON, 200 KB a form, 1 MB a file" in WORDS
    assert f"one at a time a worker, {concurrency.LONG_PLACE.most_waiting} wait" in WORDS
    held = (pile_part.MOST_LINKS, pile_part.MOST_ANSWERS, pile_part.MOST_EXPLAINED)
    assert (
        "{} lines, and in each half of a pile {:,} answers and {:,} that are explained".format(*held) in WORDS
    )
    assert second_process.SECONDS_UNWANTED == 10 * 60
    assert "until nobody has wanted it for ten to twenty minutes" in WORDS
    times = (connections.SECONDS_TO_ASK, connections.SECONDS_TO_SEND, connections.SECONDS_TO_TAKE)
    assert "{:.0f} seconds to ask, {:.0f} to send and {:.0f} to take".format(*times) in WORDS


def test_the_variables_of_compose_are_settings() -> None:
    named = re.findall(r"\b(BY_HAND_[A-Z_]+)", (ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert {*named} <= {setting.variable for setting in SETTINGS}
    assert len({*named}) > 8


def test_every_file_that_is_named_is_there() -> None:
    for text in (PAGE, (ROOT / "compose.yaml").read_text(encoding="utf-8")):
        for name in re.findall(r"operating/[\w.]+", text):
            assert Path(ROOT / name).is_file()
    assert "OPERATING.md" in (ROOT / "README.md").read_text(encoding="utf-8")
