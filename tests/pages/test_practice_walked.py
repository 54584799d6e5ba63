"""Practice as one works: answers kept and explained, hints, blocks, the attempt handed on."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from app.core.cell import Ref
from app.exercise.attempt import CellRecord, read_attempt
from tests.pages.test_practice_pages import SAE, sheet_of


def test_an_answer_is_kept_in_the_address_and_explained(client: TestClient) -> None:
    answer = client.post(
        f"{SAE}/1/practice", data={"Z[1,1]": "1", "Z[1,2]": "3", "Z[2,1]": "x", "do": "keep"}
    )
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where == f"{SAE}/1/practice?cell=2,1&answers=1,3,,,,x&record=.5b"
    page = client.get(where).text
    assert "The bias is missing: add" in page
    assert 'value="x" aria-label="Z, row 2 capital, column 1 Paris"' in page
    for kind, word in (
        ("right", "right"),
        ("not-yet", "not yet"),
        ("unreadable", "cannot be read"),
        ("blank", "blank"),
    ):
        assert re.search(rf'<li class="{kind}">.*? {word}</li>', page), kind
    assert page.count('aria-invalid="true"') == 2
    assert (
        '<p id="spoken" class="hidden" role="status">Z, row 2 capital, column 1 Paris: cannot be read.'
        in page
    )


def test_a_rounded_answer_is_right_and_its_exact_form_is_shown(client: TestClient) -> None:
    page = client.get(f"{SAE}/4/practice?answers=;;;1.73,1.4,1.41").text
    assert page.count('<small class="before" aria-hidden="true">≈ √3</small>') == 1
    assert page.count('<small class="before" aria-hidden="true">≈ √2</small>') == 1
    assert 'id="n-1-1-mark">right, ≈ √3</span>' in page


def test_at_the_end_nothing_is_said_before(client: TestClient) -> None:
    fields = {"Z[1,1]": "5", "Z[1,2]": "2"}
    where = client.post(f"{SAE}/1/practice?check=end", data=fields).headers["location"]
    assert "record" not in where
    page = client.get(where).text
    assert "not yet" not in page
    assert '<li class="noted">2 noted</li>' in page
    done = client.post(where, data={**fields, "do": "check"}).headers["location"]
    assert "check=done" in done
    assert "record=5" in done
    assert "1 right" in client.get(done).text


def test_what_waits_for_the_end_waits_at_the_next_step_again(client: TestClient) -> None:
    """One step was checked at its end; nothing is said of the next before its own, nor counted twice."""
    fields = {"Z[1,1]": "5", "Z[1,2]": "2"}
    done = client.post(f"{SAE}/1/practice?check=end", data={**fields, "do": "check"}).headers["location"]
    there = client.post(done, data={**fields, "do": "next"}).headers["location"]
    assert there.startswith(f"{SAE}/2/practice?check=end&")
    page = client.get(client.post(there, data={"f[1,1]": "7"}).headers["location"]).text
    assert "1 noted" in page
    assert "not yet" not in page
    again = client.post(there, data={"f[1,1]": "7", "do": "check"}).headers["location"]
    attempt = read_attempt(*re.findall("answers=([^&]*)&record=(.*)", again)[0], *plan_and_shapes())
    assert {ref: record.wrong for ref, record in attempt.records.items()} == {
        Ref("Z", 1, 1): 1, Ref("f", 1, 1): 1,
    }  # fmt: skip
    last = client.post(f"{SAE}/14/practice?check=done&answers=5", data={"do": "next"}).headers["location"]
    assert last == f"{SAE}/practice?check=done&answers=5", "the summary is of what was checked"


def test_hints_are_asked_for_by_buttons(client: TestClient) -> None:
    where = f"{SAE}/1/practice"
    for rung in range(1, 4):
        where = client.post(where, data={"at": "Z[2,3]", "do": "hint"}).headers["location"]
        assert f"record=*7.{rung}" in where
    assert client.post(where, data={"at": "Z[2,3]", "do": "hint"}).headers["location"] == where
    assert "the value is told after a try" in client.get(where).text
    where = client.post(where, data={"Z[2,3]": "50", "do": "hint Z[2,3]"}).headers["location"]
    assert ", told<" in client.get(where).text
    attempt = read_attempt(*re.findall("answers=([^&]*)&record=(.*)", where)[0], *plan_and_shapes())
    assert attempt.records == {Ref("Z", 2, 3): CellRecord(1, 4)}


def plan_and_shapes() -> tuple:  # type: ignore[type-arg]
    """What an attempt is read by."""
    sheet = sheet_of("sparse-autoencoder", "")
    return sheet.plan, sheet.shapes


def test_a_block_is_pasted_from_a_spreadsheet(client: TestClient) -> None:
    data = {"do": "paste", "at": "Z[5,4]", "paste": "1\t2\n3\t4"}
    where = client.post(f"{SAE}/1/practice", data=data).headers["location"]
    assert "answers=*23,1,2,*3,3,4".replace("*3", ",,") in where or "answers=*23,1,2,,,,3,4" in where
    data = {"Z[1,1]": "77", "do": "paste", "at": "Z[1,1]", "paste": "1\t2\t3\t4\t5\t6\n1\t2\t3\t4\t5\t6"}
    answer = client.post(f"{SAE}/1/practice", data=data)
    assert answer.status_code == 422
    assert "2×6 and does not fit Z, which is 6×5" in answer.text
    assert "Transpose it to 6×2" in answer.text
    assert 'value="77"' in answer.text
    turned = client.post(f"{SAE}/1/practice", data={**data, "do": "paste-turned"}).headers["location"]
    assert "answers=1,1,,,,2,2" in turned
    words = client.post(f"{SAE}/1/practice", data={**data, "paste": "\n"})
    assert words.status_code == 303


def test_more_than_fits_is_said_and_nothing_is_lost(client: TestClient) -> None:
    long = "1/3 " + "9" * 400
    fields = {f"Z[{i},{j}]": f"{long}{i}{j}" for i in range(1, 7) for j in range(1, 6)}
    answer = client.post(f"{SAE}/1/practice", data=fields)
    assert answer.status_code == 422
    assert "do not fit" in answer.text
    assert all(f'value="{text}"' in answer.text for text in fields.values())
    assert f'action="{SAE}/1/practice"' in answer.text


def test_steps_and_the_summary_hand_the_attempt_on(client: TestClient) -> None:
    here = f"{SAE}/2/practice?answers=1,3;1&record=.5b"
    for button, there in (
        ("next", "/3/practice"),
        ("back", "/1/practice"),
        ("attempt", "/practice"),
        ("keep", "/2/practice"),
    ):
        where = client.post(here, data={"f[1,1]": "1", "do": button}).headers["location"]
        assert where.startswith(SAE + there)
        assert where.endswith("answers=1,3;1&record=.5b")
    page = client.get(here).text
    assert f'href="{SAE}/5/practice?answers=1,3;1&amp;record=.5b"' in page
    assert 'name="do" value="show r"' in client.get(f"{SAE}/11/practice").text
    assert "result=r" in client.post(f"{SAE}/11/practice", data={"do": "show r"}).headers["location"]


def test_other_pages_leave_the_attempt_behind(client: TestClient) -> None:
    assert client.get(f"{SAE}/2?answers=1,3&record=5-&check=end").headers["location"] == f"{SAE}/2"
    assert "answers=" not in re.sub(
        r'href="[^"]*practice[^"]*"|action="[^"]*"', "", client.get(f"{SAE}/2/practice?answers=1").text
    )


def test_the_summary_tells_how_the_cells_came_about(client: TestClient) -> None:
    """Right at once, right after a try, told, wrong twice by the same slip; and how it may be handed in."""
    page = client.get(f"{SAE}/practice?answers=1,2,~1,~1,~2&record=.5-9-5b5b").text
    row = re.search(r">1\. Encoder: linear layer</a></th>(.*?)</tr>", page)
    assert row
    assert re.findall("<td>(.*?)</td>", row[1]) == ["30", "1", "1", "1", "", "2", "25", "1"]
    assert "The bias is missing" in page
    assert f'href="{SAE}/1/practice?cell=1,4&amp;answers' in page
    assert "this is practice, not an exam" in page
    assert "A link can be edited" in page


def test_another_like_this_is_the_next_exercise_of_the_same_sizes_and_fades(client: TestClient) -> None:
    first = client.get(f"{SAE}/1/practice?fade=0&answers=1").text
    assert f'href="{SAE}/1/practice?seed=1&amp;fade=1"' in first
    second = client.get(f"{SAE}/1/practice?seed=1&fade=1").text
    assert f'href="{SAE}/1/practice?seed=2"' in second
    own = client.get(
        "/autoencoder/2/practice?X=1,2;0,1&W1=1,0&b1=0&W2=1;1&b2=0;0", follow_redirects=True
    ).text
    assert "seed=1&amp;dims=2,1,2&amp;examples=2" in own
