"""The pages of practice: what they show, keep and never tell, by form and by address."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import pages
from app.core.sheet import Sheet
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.notation import number_text
from app.notation.exact_forms import exact_form
from app.notation.numerals import from_float
from app.training.descent import worked
from app.views.answer_cells import LEAST_ROOM
from tests.long import examples

SAE = "/sparse-autoencoder"
ODD = {
    "sparse-autoencoder": (
        "X=0.137,-1.211,-1.353;-2.417,-2.089,1.173;2.311,1.291,1.423"
        "&W_enc=-1.619,-1.117,0.313;1.409,0.211,1.087;1.013,1.531,-0.347;0.227,0.419,-1.193"
        "&b_enc=-0.523;0.617;1.031;0.271&W_dec=-1.151,1.723,0.367,1.259;-1.319,-1.433,1.097,0.241;1.549,0.463,0.389,-1.627"
        "&b_dec=0.131;0.239;1.373&tokens=a,b,c&lambda=0.283&eta=0.037"
    ),
    "autoencoder": (
        "X=1.137,2.211;0.353,1.417;2.089,1.173&W1=0.619,1.117,0.313;1.409,-0.211,1.087&b1=0.523;0.617"
        "&W2=1.151,0.723;0.367,1.259;1.319,1.433&b2=0.131;0.239;1.373&tokens=a,b&eta=0.037"
    ),
}
"""Numbers with so many digits that no result is met by chance."""
FORM = ["Z[1,1]", "Z[6,5]", "Z[2,3]", "Z[0,0]", "do", "at", "paste", "X[1,1]"]


def sheet_of(slug: str, query: str) -> Sheet:
    """An exercise worked out."""
    return worked(read_state(LESSONS[slug], query).exercise)[0]


def spellings(value: float) -> set[str]:
    """A number as any part of the app may write it, without its sign."""
    size = abs(value)
    written = (number_text.short(size), number_text.fine(size), from_float(size), exact_form(size))
    return {text for text in (*written, f"{size:.2f}") if len(text) > 3}


def matrices_before(sheet: Sheet, number: int) -> set[str]:
    """What stands fixed before a step: what is given and what earlier steps work out."""
    return {*sheet.plan.given, *(r.name for s in sheet.plan.steps[: number - 1] for r in s.results)}


def told(sheet: Sheet, names: set[str]) -> set[str]:
    """Every spelling of the numbers of some matrices."""
    return {text for name in names for value in sheet.values[name].flat for text in spellings(float(value))}


@pytest.mark.parametrize("how", ["", "&fade=1", "&start=own", "&check=end", "&answers=8,8;8;8,8&record=7-2"])
@pytest.mark.parametrize("slug", ODD)
def test_no_page_of_practice_tells_what_it_asks_for(client: TestClient, slug: str, how: str) -> None:
    """Nor anything later: not in the text, not in a title, nowhere in the source."""
    sheet, found = sheet_of(slug, ODD[slug]), 0
    for step in sheet.plan.steps:
        before = matrices_before(sheet, step.number)
        hidden = told(sheet, set(sheet.values) - before) - told(sheet, before)
        found += len(hidden)
        for result in step.results:
            where = f"/{slug}/{step.number}/practice?{ODD[slug]}&result={result.name}{how}"
            answer = client.get(where, follow_redirects=True)
            assert answer.status_code == 200
            # Addresses hold what is given, digit by digit.
            page = re.sub(r'(href|action|value)="[^"]*"', "", unescape(answer.text))
            assert not hidden.intersection(re.findall(r"[\d√/.]+", page)), step.number
    assert found > 100


@pytest.mark.parametrize("slug", LESSONS)
def test_every_cell_that_is_asked_for_looks_the_same(client: TestClient, slug: str) -> None:
    """No tint, width, title or kind tells one from the other."""
    for step in sheet_of(slug, "").plan.steps:
        page = client.get(f"/{slug}/{step.number}/practice").text
        cells = re.findall(r"<td[^>]*>(?:(?!</td>).)*<input(?:(?!</td>).)*</td>", page, re.DOTALL)
        own = r' (id|name|aria-label|aria-describedby|data-from|data-line)="[^"]*"'
        assert cells
        assert len({re.sub(own, "", cell) for cell in cells}) == 1, step.number


@pytest.mark.parametrize(
    "query", ["", "updates=1000", "seed=5&dims=10,10&examples=10", "X=900,1,1;1,800,1;1,1,700&tokens=a,b,c"]
)
def test_a_column_is_as_wide_as_what_was_typed_whatever_its_values(query: str) -> None:
    page = pages.page(read_state(LESSONS["sparse-autoencoder"], query), "1/practice")
    assert isinstance(page, pages.PracticePage)
    assert page.cell_views.figures("Z") == LEAST_ROOM


@pytest.mark.parametrize("slug", LESSONS)
def test_the_values_of_a_step_are_right_in_practice(client: TestClient, slug: str) -> None:
    """Typed as the app prints them, all cells of all steps are right, and the summary counts each at once."""
    sheet = sheet_of(slug, "")
    where = f"/{slug}/1/practice"
    for step in sheet.plan.steps:
        cells = {ref for result in step.results for ref in sheet.cells(result)}
        fields = {f"{r.name}[{r.row},{r.column}]": number_text.short(sheet.lookup(r)) for r in cells}
        where = client.post(where, data={**fields, "do": "next"}).headers["location"]
    page = client.get(where).text
    assert "/practice" in where.partition("?")[0]
    total = re.findall(r"<th scope=\"row\">All steps</th><td>(\d+)</td><td>(\d+)</td>", page)
    assert total[0][0] == total[0][1]


def test_a_step_on_own_answers_shows_no_true_value_for_one_that_is_missing(client: TestClient) -> None:
    """What is blank or cannot be read stays so, and the page leads to the step that comes first."""
    page = client.get(f"{SAE}/2/practice?start=own&answers=5,x").text
    assert re.findall(r'<span id="Z-\d-\d">([^<]*)</span>', page) == ["5", "x"]
    missing = re.search(r'<p class="missing">.*?</p>', page, re.DOTALL)
    assert missing
    assert f'href="{SAE}/1/practice?start=own' in missing[0]
    for query in ("answers=5,x", "start=own&answers=" + ",".join("1" * 30)):
        assert 'class="missing"' not in client.get(f"{SAE}/2/practice?{query}").text


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("choose end", "check=end"),
        ("choose own", "start=own"),
        ("choose example", "fade=0"),
        ("choose half", "fade=1"),
    ],
)
def test_a_way_to_practise_is_chosen_with_what_was_typed_kept(
    client: TestClient, way: str, said: str
) -> None:
    """A button of the form, so that nothing typed is lost without JavaScript; choosing back leads back."""
    where = f"{SAE}/1/practice"
    assert f'value="{way}"' in client.get(where).text
    there = client.post(where, data={"Z[1,3]": "-1", "do": way}).headers["location"]
    assert said in there
    assert "answers=,,-1" in there
    back = {"check": "choose each", "start": "choose true", "fade": "choose blank"}[said.partition("=")[0]]
    again = client.post(there, data={"do": back}).headers["location"]
    assert said not in again
    assert "answers=,,-1" in again


def test_an_attempt_at_other_sizes_is_refused_with_a_sentence(client: TestClient) -> None:
    answer = client.get(f"{SAE}/1/practice?answers=*40,1")
    assert answer.status_code == 422
    assert "41 cells of Z, which has 30" in answer.text
    assert 'value="*40,1"' in answer.text


@pytest.mark.parametrize("path", ["/99/practice", "/0/practice", "/x/practice", "/sheet/practice"])
def test_there_is_no_practice_of_what_is_no_step(client: TestClient, path: str) -> None:
    assert client.get(SAE + path).status_code == 404
    assert client.post(SAE + path, data={"do": "keep"}).status_code == 404


@settings(deadline=None, derandomize=True, max_examples=examples(60))
@given(
    st.dictionaries(
        st.sampled_from(["Z[1,1]", "Z[6,5]", "Z[2,3]", "Z[0,0]", "do", "at", "paste", "X[1,1]"]),
        st.text(max_size=12),
    ),
    st.sampled_from(["", "?check=end", "?fade=0", "?answers=1,2&record=5b", "?start=own"]),
)
def test_no_form_breaks_practice(client: TestClient, fields: dict[str, str], query: str) -> None:
    for page in ("/1/practice", "/practice"):
        body = "&".join(f"{quote(name)}={quote(value, errors='ignore')}" for name, value in fields.items())
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = client.post(f"{SAE}{page}{query}", content=body, headers=headers)
        assert answer.status_code in {303, 422}
        if answer.status_code == 303:
            assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("slug", LESSONS)
def test_every_step_and_the_introduction_lead_to_practice(client: TestClient, slug: str) -> None:
    for step in LESSONS[slug].preset_plan.steps:
        for query in ("", "?cell=0", "?ask=1&cell=0"):
            page = client.get(f"/{slug}/{step.number}{query}", follow_redirects=True).text
            assert f'id="try" href="/{slug}/{step.number}/practice"' in page
    assert f'id="try" href="/{slug}/practice"' in client.get(f"/{slug}").text


def test_practice_is_of_the_numbers_on_the_page(client: TestClient) -> None:
    page = client.get(f"{SAE}/1?seed=7&lambda=0").text
    assert f'id="try" href="{SAE}/1/practice?seed=7&amp;lambda=0"' in page


def test_the_summary_leads_on_to_what_is_blank_or_not_right_yet(client: TestClient) -> None:
    """Step 2 blank: there. All filled in and one wrong at step 4: there. All right: none is left."""
    sheet = sheet_of("sparse-autoencoder", "")
    names = [result.name for result in sheet.plan.results()]
    cells = {name: [*map(number_text.digits, sheet.values[name].ravel().tolist())] for name in names}

    def leads(**changed: list[str]) -> str:
        answers = ";".join(",".join((cells | changed)[name]) for name in names)
        page = client.get(f"{SAE}/practice?answers={answers}", follow_redirects=True).text
        found = re.search("Go on with step [0-9]+|See step 1 again", page)
        return found[0] if found else ""

    assert leads() == "See step 1 again"
    assert leads(n=["77", *cells["n"][1:]]) == "Go on with step 4"
    assert leads(f=[""] * len(cells["f"])) == "Go on with step 2"
