"""The page of marks, and its files: nothing lost, nothing kept, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.exercise.attempt_links import read_lines
from app.exports.marks_csv import harmless
from app.teaching import pile, pile_part
from tests.piles import piled

SAE = "sparse-autoencoder"
BIAS = f"https://example.org/{SAE}/1/practice?answers=2,3,0,~1,~2"


def rows(client: TestClient, links: str, wanted: str) -> list[list[str]]:
    """A file of the marks, read as a spreadsheet reads it."""
    answer = client.post("/marks", data={"links": links, "as": wanted})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    return [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]


def test_the_table_has_a_row_an_attempt_and_a_link_to_it(client: TestClient) -> None:
    answer = client.post("/marks", data={"links": f"Ada\t{BIAS}\nnothing here\n{BIAS}&amp;seed=7"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (
        f'<a href="/{SAE}/practice?answers=2,3,0,~1,~2" target="_blank" rel="noopener">Ada</a>' in answer.text
    )
    assert (
        f'<a href="/{SAE}/practice?seed=7&amp;answers=2,3,0,~1,~2" target="_blank" rel="noopener">line 3</a>'
        in answer.text
    )
    assert "<strong>Line 2</strong>: There is no link in this line." in answer.text
    assert "the bias is missing: Z[1,1], Z[1,2], Z[1,3], Z[1,4], Z[1,5]" in answer.text
    assert '<span class="not-yet">×&nbsp;5 </span>' in answer.text
    assert '<i class="hidden">5 not yet, 25 blank</i>' in answer.text
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.S)
    assert kept
    assert kept[1].startswith(f"\nAda\t{BIAS}\n")
    assert client.get(f"/{SAE}/practice?seed=7&answers=2,3,0,~1,~2").status_code == 200


def test_an_attempt_that_was_to_be_marked_at_the_end_is_shown_marked(client: TestClient) -> None:
    answer = client.post("/marks", data={"links": f"{BIAS}&check=end"})
    assert f'href="/{SAE}/practice?check=done&amp;answers=2,3,0,~1,~2"' in answer.text


def test_a_repeated_attempt_is_pointed_out_and_counted_once(client: TestClient) -> None:
    """The same answers of two people are pointed out too, and are two attempts."""
    html = client.post("/marks", data={"links": f"Ada\t{BIAS}\nAda\t{BIAS}\n{BIAS}\nEmmy\t{BIAS}"}).text
    assert html.count("the same attempt as line 1") == 2
    assert html.count("the same answers as line 1") == 1
    counts = re.search(r"The bias is missing\.</th><td>(\d+)</td><td>\d*</td><td>(\d+)</td>", html)
    assert counts
    assert counts.groups() == ("10", "2")


def test_an_empty_attempt_says_that_nothing_was_answered(client: TestClient) -> None:
    empty = f"https://example.org/{SAE}/1/practice"
    html = client.post("/marks", data={"links": f"Ada\t{empty}\nEmmy\t{empty}"}).text
    assert html.count("nothing answered") == 2
    assert "the same attempt" not in html


@pytest.mark.parametrize("name", ["Ada <ada@example.org>", "a > b", "<b>x</b>"])
def test_a_name_keeps_the_sign_that_it_ends_with(name: str) -> None:
    [line] = read_lines(f"{name}\t{BIAS}")
    assert line.label == name  # type: ignore[union-attr]


def test_names_are_text_and_never_markup(client: TestClient) -> None:
    answer = client.post("/marks", data={"links": f"A & B's \x00\u202e\t{BIAS}"})
    assert ">A &amp; B&#39;s</a>" in answer.text
    assert "<b>x" not in client.post("/marks", data={"links": f"<b>x\t{BIAS}"}).text


def test_the_files_hold_every_count_and_every_slip(client: TestClient) -> None:
    heads, first, second = rows(client, f"Ada\t{BIAS}\n{BIAS}", "table")
    assert heads[5:13] == [
        "cells", "right at once", "right in the end", "told", "right in method", "not yet", "blank",
        "with hints",
    ]  # fmt: skip
    assert first[:4] == ["1", "Ada", "Sparse autoencoder", "the lesson's numbers"]
    assert first[5:13] == first[13:] == ["30", "0", "0", "0", "0", "5", "25", "0"]
    assert second[:2] == ["2", ""]
    heads, *slips = rows(client, f"Ada\t{BIAS}", "slips")
    assert len(slips) == 5
    told = dict(zip(heads, slips[0], strict=True))
    assert [told[key] for key in ("name", "step", "matrix", "row", "column")] == ["Ada", "1", "Z", "1", "1"]
    assert [told[key] for key in ("slip", "sure", "the cell now")] == ["bias-left-out", "yes", "not yet"]


@pytest.mark.parametrize("wanted", ["table", "slips"])
def test_a_file_loses_no_line(client: TestClient, monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    """What is not marked is a row that says why, and so are lines beyond the last that is marked."""
    for module in (pile, pile_part):
        monkeypatch.setattr(module, "MOST_LINKS", 3)
    found = rows(client, f"Ada\t{BIAS}\nnothing here\nAda\t{BIAS}\nEmmy\t{BIAS}", wanted)
    assert found[0][:5] == ["line", "name", "lesson", "exercise", "note"]
    marked = [row for row in found[1:] if row[2]]
    assert {(row[0], row[1], row[4]) for row in marked} == {
        ("1", "Ada", ""), ("3", "Ada", "the same attempt as line 1"),
    }  # fmt: skip
    assert [row for row in found[1:] if not row[2]] == [
        ["2", "nothing here", "", "", "Not marked: There is no link in this line."],
        ["", "", "", "", "At most 3 lines are marked at once; what follows from line 4 on is left out here. "
         "Paste it by itself."],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+1 a", "@SUM(A1)", "=HYPERLINK(http)", "=cmd|' /C calc'!A0"])
def test_a_name_is_never_a_formula(client: TestClient, name: str) -> None:
    assert rows(client, f"{name}\t{BIAS}", "table")[1][1].startswith("'")


@given(st.text())
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    assert str(harmless(text)).lstrip()[:1] not in {"=", "+", "-", "@", "|", "%"}


def test_nothing_is_kept_in_a_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/marks", data={"links": f"Wilhelmina\t{BIAS}"})
    assert "Wilhelmina" not in caplog.text
    assert "answers" not in caplog.text


def test_the_page_before_and_with_nothing_to_mark(client: TestClient) -> None:
    assert "Nothing is kept" in client.get("/marks").text
    answer = client.post("/marks", data={"links": " \n"})
    assert answer.status_code == 200
    assert "There is no line to mark yet." in answer.text
    assert client.post("/marks").status_code == 200


def test_as_many_links_as_are_marked_fit_into_the_form(client: TestClient) -> None:
    """400 lines of 8,000 characters are read; what is larger is refused."""
    assert client.post("/marks", data={"links": "\n".join(["x" * 8000] * 400)}).status_code == 200
    assert client.post("/marks", content=b"links=" + b"x" * 4_100_000).status_code == 413


def test_home_leads_to_it(client: TestClient) -> None:
    assert '<a href="/marks">' in client.get("/").text


def test_several_lessons_have_a_table_each_and_only_steps_in_which_something_was_done(
    client: TestClient,
) -> None:
    links = "\n".join([*piled(2, steps=2), *piled(2, "autoencoder", steps=3)])
    text = client.post("/marks", data={"links": links}).text
    assert re.findall(r'<h2 id="table-\d">([^<]*)</h2>', text) == [
        "Sparse autoencoder: 2 attempts", "Autoencoder: 2 attempts",
    ]  # fmt: skip
    assert 'title="Encoder: ReLU">2<' in text
    assert 'title="Decoder: reconstruction">' not in text
