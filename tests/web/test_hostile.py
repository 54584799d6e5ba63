"""Hostile addresses and forms: a 422 that names the place, never a 500, never unescaped text."""

import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.web.headers import SECURITY
from tests.long import examples, fuzzed, light_work

SAE, AE = "/sparse-autoencoder", "/autoencoder"
PAGES = [
    SAE,
    f"{SAE}/1",
    f"{SAE}/6",
    f"{SAE}/sheet",
    AE,
    f"{AE}/2",
    f"{AE}/11",
    f"{AE}/sheet",
    f"{SAE}/1/practice",
    f"{AE}/practice",
]
MARK = "\"'--><zq zq=1>&zq;"
CHECKED = settings(deadline=None, derandomize=True, max_examples=fuzzed(examples(60), 25_000))
# fmt: off
VALUES = st.text(max_size=30) | st.integers(-(10**30), 10**30).map(str) | st.sampled_from([
    MARK, "", "0", "-1", "NaN", "inf", "1e999", "1e-999", "1e6", "1,2;3", ";", ",", "1" * 41, "1" * 400, "٣",
    "²", "１", "\x00", "\x1b[1m", "\u202e", "\u200b", "é", "日本", "🗻", "%", "%zz", "%u202e", "+", "=",
    "../../etc", "{{7*7}}", "{X[1,1]}", "' OR 1=1", "A1,1,1", "0,0", "2,3", "seed=1", "was=was%3D",
    "X[1,1]=x", "at=X&paste=1\t2", "tokens[1]=%00&guess=é",
])
NAMES = st.sampled_from([
    "X", "W_enc", "b_enc", "W_dec", "b_dec", "W1", "b1", "W4", "b4", "W9", "Z", "lambda", "eta", "seed",
    "tokens", "features", "dims", "examples", "updates", "view", "cell", "reveal", "ask", "guess", "pace",
    "compare", "nudge", "present", "was", "undone", "typed", "utm_source", "W_dec[1,1]", "<zq>",
    "__class__", "self", "answers", "record", "fade", "check", "start",
])
FIELDS = NAMES | st.sampled_from([
    "X[1,1]", "W_dec[3,6]", "W4[1,2]", "eta[1,1]", "lambda[1,1]", "X[99,99]", "X[1,1", "tokens[1]", "Q[1,1]",
    "tokens[99]", "features[2]", "do",
])
# fmt: on
BUTTONS = st.sampled_from(["add-token", "remove-token-2", "add-feature", "remove-feature-99"])
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=6)


def checked(answer: Response, *statuses: int) -> str:
    """The HTML of an answer with one of these statuses, its headers there and nothing of it unescaped."""
    assert answer.status_code in statuses, (answer.status_code, answer.text[:300])
    for name, value in SECURITY.items():
        assert answer.headers.get_list(name) == [value], name
    html: str = answer.text
    assert not re.search(r"<zq|&zq;|" + MARK[:5], html)
    return html


def refused(client: TestClient, url: str, place: str) -> str:
    """The page that refuses an address; it names the place."""
    html = checked(client.get(url), 422)
    assert f"<strong>{place}</strong>" in html, re.findall(r"<li>.*", html)
    return html


# fmt: off
CELLS = [
    "nan", "inf", "-1e999", "1e-999", "1000001", "1/0", "0x10", "1_0", "", "%D9%A3", "%C2%B2", "%00",
    "%E2%80%AE", quote(MARK), "1" * 41,
]
UNREADABLE = {
    "X": ["1", "1,2;3", "1," * 17 + "1", "1;" * 3000 + "1", "1&X=1", "1,2;3,4&X="],
    "X, row 1, column 1": CELLS,
    "eta, row 1, column 1": CELLS,
    "eta": ["1,2", "1;2", "1&eta=1"],
    "W77": ["1"], "Q": ["1"], "b_": ["1"], "Z": ["1"],
    "seed": ["-1", "1000000001", "%D9%A1", "1.0", "", "1&seed=2", "9" * 5000],
    "dims": ["%C2%B2,3", "0,3", "", "9," * 3000, "3", "-3,6", "17,17", "3,6&dims=3,6"],
    "examples": ["1", "17", "", "x"],
    "updates": ["-1", "1001", "", "1e2"],
    "tokens": ["%FF", "%ED%A0%80",
               "a,b,c,d,e,f", "a" * 25, "%E2%80%AE", "a%0Ab", "%00", quote(MARK) + ";", "a&tokens=a"],
    "view": ["step", quote(MARK)],
    "reveal": ["all", ""],
    "ask": ["yes", "1&ask=1"],
    "pace": ["", "fast"],
    "present": ["2"],
    "compare": ["1"],
    "guess": ["%00", "1" * 41, "1&guess=1"],
    "cell": ["", "1", "-1,2", "0,0", "1,0", "1,", "1,1,1,1", "%EF%BC%91,1", "1.5,1", "1" * 5000, quote(MARK)],
    "was": ["X%3D1", "seed%3Dx", "X%3D1%2C2%3B3", "&was=", "X%3D%25FF", "eta%3D" + quote(quote(MARK))],
    "undone": ["X%3D1%26X%3D1", "tokens%3D%2500"],
    "typed": ["%26" * 1000, "X&typed=X"],
    "address": ["1" * 60_000, "&utm=" + "x" * 60_000, "&" * 7501,
                "&".join(f"p{k}=" for k in range(1500))],
}


@pytest.mark.parametrize("path", [f"{SAE}/1", f"{SAE}/sheet", AE, f"{AE}/2"])
def test_what_cannot_be_read_is_refused_at_its_place(client: TestClient, path: str) -> None:
    """Each by itself, on every kind of page."""
    for place, values in UNREADABLE.items():
        for value in values:
            refused(client, f"{path}?{place.partition(',')[0]}={value}", place)


@pytest.mark.parametrize("cell", ["999,999", "7,1", "1,6", "Q,1,1", "W_enc,1,1", "f,1,1", "ones,1,1"])
def test_a_cell_that_the_step_does_not_work_is_refused(client: TestClient, cell: str) -> None:
    """Beyond the matrix, of another step, given, or of no matrix at all."""
    assert "has no such cell" in refused(client, f"{SAE}/1?cell={cell}", "cell")
    assert refused(client, f"{SAE}/8?cell={cell.replace('f', 'Z')}", "cell")


def test_everything_else_is_kept_to_be_mended(client: TestClient) -> None:
    """All that stands in the address comes back in a form, the wrong with its sentence, escaped."""
    html = refused(client, f"{SAE}/3?X={quote(MARK)}&tokens=Rome&lambda=2&cell=1,1&updates=x", "updates")
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', html))
    assert fields.pop("X") == "&#34;&#39;--&gt;&lt;zq zq=1&gt;&amp;zq;"
    assert fields == {"tokens": "Rome", "lambda": "2", "cell": "1,1", "updates": "x"}
    assert html.count('aria-invalid="true"') == 2


def test_unknown_parameters_are_dropped(client: TestClient) -> None:
    """A mail program's tracking, whatever is in it, leads to the short address."""
    for page in PAGES:
        tracked = (
            f"{page}?utm_source=mail&lambda=2&fbclid={quote(MARK)}" if SAE in page else f"{page}?%3Czq%3E=1"
        )
        answer = client.get(tracked)
        checked(answer, 303)
        assert answer.headers["location"] == (f"{page}?lambda=2" if SAE in page else page)


def test_unknown_parameters_are_dropped_in_any_encoding(client: TestClient) -> None:
    """What is not ours need not be UTF-8."""
    answer = client.get(f"{SAE}/1?utm_campaign=caf%E9")
    assert (answer.status_code, answer.headers.get("location")) == (303, f"{SAE}/1")


@CHECKED
@given(st.sampled_from(PAGES), QUERIES)
def test_any_address_is_shown_refused_or_led_to_its_short_form(
    client: TestClient, path: str, query: list[tuple[str, str]]
) -> None:
    """A redirect is followed once, to a page."""
    with light_work():
        answer = client.get(f"{path}?{urlencode(query, errors='replace')}")
    checked(answer, 200, 303, 422)
    if answer.status_code == 303:
        checked(client.get(answer.headers["location"]), 200)


@CHECKED
@given(st.sampled_from(PAGES), st.lists(st.tuples(FIELDS, VALUES | BUTTONS), max_size=6))
def test_any_form_is_an_edit_or_comes_back(
    client: TestClient, path: str, fields: list[tuple[str, str]]
) -> None:
    """An edit leads to a page; what cannot be read comes back with what was typed, escaped.

    htmx is handed that very page with its address.
    """
    body = urlencode(fields, errors="replace")
    kind = {"content-type": "application/x-www-form-urlencoded"}
    with light_work():
        answer = client.post(path, content=body, headers=kind)
    handed = client.post(path, content=body, headers={**kind, "hx-request": "true"})
    checked(answer, 303, 422)
    if answer.status_code == 303:
        page = client.get(answer.headers["location"])
        checked(page, 200)
        assert (handed.status_code, handed.headers["hx-push-url"]) == (200, answer.headers["location"])
        assert handed.text == page.text
    else:
        assert (handed.status_code, handed.text) == (422, answer.text)


@pytest.mark.parametrize("guess", ["x" * 39 + " and more", "\U0001f600" * 41, "x" * 99, "1" * 41])
@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["plain", "htmx"])
def test_a_guess_that_is_too_long_comes_back_whole(
    client: TestClient, guess: str, headers: dict[str, str]
) -> None:
    """With how long it may be; a guess at the bound is taken."""
    asked = f"{SAE}/1?cell=1,1&reveal=cells&ask=1"
    html = checked(client.post(asked, data={"guess": guess}, headers=headers), 422)
    assert f"A guess has at most 40 characters; this one has {len(guess)}." in html
    assert f'<input id="guess" name="guess" value="{guess}"' in html
    for taken in (guess[:40], " ", "\U0001f600" * 40):
        checked(client.post(asked, data={"guess": taken}, headers=headers), 303 - 103 * bool(headers))
    assert "cannot be seen" in checked(client.post(asked, data={"guess": "1\x00"}, headers=headers), 422)


def longest_exercise() -> str:
    """An exercise that leaves a query hardly any room: 7,500 characters are the most that it may have."""
    number, wide = "0." + "1" * 36, "%C3%A9" * 24
    short, tall = (";".join([",".join([number] * k)] * (48 // k)) for k in (16, 3))
    bias, tokens = ";".join("0" * 16), ",".join(["t" * 24] * 16)
    given = f"X={short}&W_enc={tall}&b_enc={bias}&W_dec={short}&tokens={tokens}"
    names = ",".join([wide] * 8 + ["f" * 24] * 7)
    left = 7500 - len(f"{given}&features={names},")
    return f"{given}&features={names}," + "%C3%A9" * (left // 6) + "f" * (left % 6)


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["plain", "htmx"])
def test_a_guess_for_which_there_is_no_room_comes_back(client: TestClient, headers: dict[str, str]) -> None:
    """The exercise fits into an address, and with the guess it does not."""
    asked = f"{SAE}/1?{longest_exercise()}&cell=1,1&reveal=cells&ask=1"
    assert client.get(asked).status_code == 200
    answer = client.post(asked, data={"guess": "\U0001f600" * 40}, headers=headers)
    if not headers:  # The address is too long for a header as well.
        onward = re.search(r'content="0; url=([^"]+)"', checked(answer, 200))
        assert onward
        answer = client.get(unescape(onward[1]))
    checked(answer, 422)
    assert "characters" in answer.text


FORMS = [
    ("text/plain", b"\xff\xfe", 415),
    ("application/x-www-form-urlencoded", b"tokens%5B1%5D=%ED%A0%80", 422),
    ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(4000)), 422),
    ("application/x-www-form-urlencoded", b"x" * 200_001, 413),
    ("application/x-www-form-urlencoded", b"", 303),
    ("application/x-www-form-urlencoded", b"nothing=of&ours=%3Czq%3E&X%5B1%5D=5", 303),
    ("application/json", b'{"X[1,1]": 5', 415),
    (
        "multipart/form-data; boundary=zz",
        b'--zz\r\ncontent-disposition: form-data; name="X[1,1]"\r\n\r\n5',
        422,
    ),
]


@pytest.mark.parametrize(("kind", "body", "status"), FORMS)
def test_what_is_no_form_changes_nothing(client: TestClient, kind: str, body: bytes, status: int) -> None:
    """Broken, huge, of another type or of other fields: refused, or the page as it was."""
    for page in PAGES:
        answer = client.post(page, content=body, headers={"content-type": kind})
        checked(answer, status)
        assert answer.headers.get("location", page) == page


def test_a_form_that_is_too_large_is_refused_on_its_own_page(client: TestClient) -> None:
    """Which says what fits and where the rest still is, and has what was refused before."""
    earlier = f"{SAE}/1?typed=W_enc%5B1,1%5D=xyz"
    places = ("1", "sheet", "matrix/X", "practice", "1/practice")
    for page in (*(f"{SAE}/{place}" for place in places), earlier):
        html = checked(client.post(page, data={"paste": "1\t" * 100_000, "at": "X[1,1]"}), 413)
        assert "<li" in html.partition("Not changed yet")[2]
        assert "at most 16 rows and columns. Your browser's way back leads to" in unescape(html)
        assert f'action="{page.partition("?")[0]}' in html
    assert 'name="W_enc[1,1]" value="xyz"' in html


def test_a_wrong_edit_comes_back_with_all_that_was_typed(client: TestClient) -> None:
    """The cell with its sentence, the other cells and the names as typed, and a status that says so."""
    fields = {"X[1,2]": MARK, "X[1,3]": "77", "tokens[1]": "Rome", "eta[1,1]": "1e999"}
    for page in (f"{SAE}/1?lambda=2", f"{SAE}?lambda=2", f"{SAE}/sheet?lambda=2"):
        html = checked(client.post(page, data=fields), 422)
        assert '<a href="#X-1-2">X, row 1, column 2</a>: “&#34;&#39;--&gt;&lt;zq zq=1&gt;' in html
        assert '<a href="#eta-1-1">eta, row 1, column 1</a>' in html
        values = dict(re.findall(r'name="([\w\[\],]+)" value="([^"]*)"', html))
        assert (values["X[1,3]"], values["tokens[1]"], values["eta[1,1]"]) == ("77", "Rome", "1e999")
        assert values["lambda[1,1]"] == "2"


@pytest.mark.parametrize("number", ["1e-99/3", "1e-99/1e99", "0.333333333333333333333333333333333333/3"])
def test_a_quotient_with_many_digits_is_no_error_of_ours(client: TestClient, number: str) -> None:
    """Kept exactly or refused at its place."""
    checked(client.get(f"{SAE}?b_enc={number};1;1;1;1;1"), 200, 303, 422)
    checked(client.post(f"{SAE}/1", data={"X[1,1]": number}), 303, 422)


@pytest.mark.parametrize("button", ["remove-token-" + "1" * 5000, "remove-token-٢", "remove-token-²", MARK])
def test_a_button_that_is_not_there_does_nothing(client: TestClient, button: str) -> None:
    """Only the page's own buttons do something."""
    answer = client.post(f"{SAE}/1", data={"do": button})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SAE}/1")


def test_characters_that_cannot_be_seen_are_shown_as_such(client: TestClient) -> None:
    """No control character anywhere, which no HTML may have, and none that turns the sentence around."""
    answers = [client.get(f"{SAE}?{name}=%00%1B%E2%80%AE") for name in ("X", "tokens", "seed", "cell", "utm")]
    answers += [client.post(SAE, data={name: "\x00\x1b\u202e"}) for name in ("X[1,1]", "tokens[1]")]
    for answer in answers:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", answer.text)
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", re.sub(r'value="[^"]*"', "", answer.text))
