"""Pasted links to attempts: with a name or without, mangled on their way; lines in which none is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exercise.attempt_links import LinkLine, LostLine, read_lines

SAE = "sparse-autoencoder"
LINK = f"https://example.org/{SAE}/1/practice?answers=1,2,~1&record=5b"


def read(text: str) -> list[tuple[str, str, str]]:
    """The names, lessons and queries that are found."""
    return [(each.label, each.slug, each.query) for each in read_lines(text) if isinstance(each, LinkLine)]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (LINK, ""),
        (f"Ada {LINK}", "Ada"),
        (f"{LINK}\tAda Lovelace", "Ada Lovelace"),
        (f"Ada Lovelace, {LINK}", "Ada Lovelace"),
        (f"{LINK}, Ada", "Ada"),
        (f"{LINK},Ada", "Ada"),
        (f'"Lovelace, Ada","{LINK}"', "Lovelace, Ada"),
        (f"3\t{LINK}", "3"),
        (f"Ada: <{LINK}>.", "Ada"),
        (f"• Ada – {LINK}", "Ada"),
        (f"({LINK})", ""),
        (f"=1+1\t{LINK}", "=1+1"),
        (LINK.replace("https://example.org", "http://127.0.0.1:8000/some/where"), ""),
        (LINK.replace("https://", ""), ""),
        (LINK.replace("https://example.org", ""), ""),
        (LINK.upper().replace(LINK.upper(), LINK.replace("https", "HTTPS")), ""),
    ],
)
def test_a_name_stands_before_or_after_a_link_of_any_host(line: str, label: str) -> None:
    assert read(line) == [(label, SAE, "answers=1,2,~1&record=5b")]


def test_a_spreadsheet_s_columns_and_several_links_of_one_person() -> None:
    other = "https://example.org/autoencoder/practice?answers=1"
    assert read(f"Ada\t{LINK}\t{other}\r\nEmmy\t{other}\r\n\r\n") == [
        ("Ada", SAE, "answers=1,2,~1&record=5b"),
        ("Ada", "autoencoder", "answers=1"),
        ("Emmy", "autoencoder", "answers=1"),
    ]


def test_a_mail_filter_s_wrapping_is_taken_off() -> None:
    wrapped = "https%3A%2F%2Fexample.org%2Fsparse-autoencoder%2F1%2Fpractice%3Fanswers%3D1%2C2%26record%3D5b"
    line = f"Ada https://filter.example/?url={wrapped}&data=05%7C01&reserved=0"
    assert read(line) == [("Ada", SAE, "answers=1,2&record=5b")]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("answers=sqrt(3)", "answers=sqrt(3)"),
        ("answers=sqrt(3)).", "answers=sqrt(3)"),
        ("answers=1!.", "answers=1!."),
        ("answers=1,2.", "answers=1,2"),
        ("answers=1,sqrt3", "answers=1,sqrt3"),
        ("answers=1,no!sidea", "answers=1,no!sidea"),
        ("seed=3&amp;answers=1", "seed=3&amp;answers=1"),
    ],
)
def test_the_punctuation_of_a_sentence_is_no_answer_and_an_answer_s_is(query: str, kept: str) -> None:
    assert read(f"https://example.org/{SAE}/practice?{query}") == [("", SAE, kept)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Name,Link", "There is no link in this line."),
        ("https://example.org/sparse-autoencoder/1", "The path of an attempt ends with /practice."),
        (
            "https://example.org/attention/practice?answers=1",
            "There is no lesson here that is called “attention”.",
        ),
        (f"Ada {'x' * 20_000}", "This line is longer than any link to an attempt."),
    ],
)
def test_a_line_without_an_attempt_is_told_so_and_the_others_are_kept(line: str, says: str) -> None:
    first, lost, last = read_lines(f"{LINK}\n\n{line}\n{LINK}")
    assert isinstance(lost, LostLine)
    assert (lost.number, lost.text) == (3, line[:80])
    assert lost.says.endswith(says)
    assert isinstance(first, LinkLine)
    assert isinstance(last, LinkLine)
    assert (first.number, last.number) == (1, 4)


@given(st.text(max_size=200))
def test_any_line_is_read_or_told_why_not(text: str) -> None:
    """Each line that is not blank comes back, in order."""
    found = [each.number for each in read_lines(f"{text}\n{LINK}")]
    assert found == sorted(found)
    assert found


def test_a_long_line_without_a_slash_takes_no_time_to_speak_of() -> None:
    """The reading is of as many steps as there are characters, not of their square: 400 such lines end."""
    lines = ["a" * 19_000, "a." * 9_000, "/" * 19_000, "a/" * 9_000, ",aa" * 6_000, "/a" * 9_000]
    assert all(isinstance(each, LostLine) for line in lines for each in read_lines("\n".join([line] * 20)))
