"""Every page of both lessons: valid, labelled, linked, and saying what it should."""

from __future__ import annotations

import re
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
import pytest
from starlette.testclient import TestClient

from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.pages import page
from app.training.descent import worked
from tests.long import IS_LONG, sampled
from tests.pages.answered import get

STEPS = {slug: len(lesson.plan(tuple(lesson.preset.given)).steps) for slug, lesson in LESSONS.items()}
STEP_PAGES = [f"/{slug}/{n}" for slug, count in STEPS.items() for n in range(1, count + 1)]
FRAMED = [page for page in STEP_PAGES if IS_LONG or not page.startswith("/sparse-autoencoder/")]
"""The centred lesson has every step of the other sparse autoencoder."""
FRAMES = [f"{page}?{query}" for page in FRAMED for query in ("cell=0", "cell=0&ask=1", "compare=preset")]
NUDGES = [
    "/sparse-autoencoder/10?cell=G,1,2&nudge=0.1",
    "/sparse-autoencoder/12?cell=B,2,2&nudge=1/8",
    "/autoencoder/8?cell=dW3,1,1&nudge=0.5",
]
VIEWS = ["/sparse-autoencoder/3?view=recipe", "/sparse-autoencoder/6?view=derivative"]
OTHERS = [
    "/",
    "/docs",
    "/glossary",
    *(
        f"/{slug}{page}"
        for slug in LESSONS
        for page in ("", "/sheet", "?seed=7", "/sheet?ask=1", "/worksheet")
    ),
    "/sparse-autoencoder/12/worksheet?share=50",
    "/autoencoder/2/worksheet?key=1",
    "/sparse-autoencoder/l1",
    *(f"/{slug}/experiments" for slug, lesson in LESSONS.items() if lesson.experiments),
    *(f"/{slug}/experiments/{one.slug}" for slug, found in LESSONS.items() for one in found.experiments),
]
TRAINED = [
    *(f"/{slug}/training{query}" for slug in LESSONS for query in ("", "?updates=300", "?eta=0.2&updates=9")),
    *(
        f"/sparse-autoencoder/{page}"
        for page in ("balance", "balance?eta=0.3", "features", "features?steer=6&on=4&to=1")
    ),
    "/sparse-autoencoder/features?b_enc=-1;-1;1;-2;-1;-1",
    "/sparse-autoencoder/9?updates=300",
]
ANSWERED = "answers=7,3,~1,~2,~3,1,0,x;1;;1.73&record=6-5-"
PRACTICE = [
    *(f"/{slug}/practice" for slug in LESSONS),
    *(f"{page}/practice" for page in FRAMED),
    f"/sparse-autoencoder/1/practice?cell=1,2&{ANSWERED}",
    f"/sparse-autoencoder/4/practice?{ANSWERED}",
    f"/sparse-autoencoder/practice?{ANSWERED}",
    "/sparse-autoencoder/3/practice?fade=0&check=end&start=own&answers=8,8",
    "/autoencoder/2/practice?result=A1&fade=1",
]
PAGES = STEP_PAGES + FRAMES + PRACTICE + VIEWS + NUDGES + OTHERS + TRAINED
SMALL = {"autoencoder": "seed=3&dims=2,2,2,2&examples=2", "": "seed=3&dims=2,3&examples=2"}
PACES = ("guided", "row", "step", "cell", "step&ask=1", "guided&ask=1")
WALKS = sampled(
    [
        ("sparse-autoencoder-centred", "", "guided"),
        ("autoencoder", "", "step"),
        *((slug, SMALL.get(slug, SMALL[""]), pace) for slug in LESSONS for pace in PACES),
    ],
    [(slug, "", pace) for slug in LESSONS for pace in PACES],
)
"""A small exercise is walked as a large one is, its results have fewer cells."""
BIG = ["/autoencoder/5?seed=1&dims=6,5,4,3,2,3,4,5,6", "/sparse-autoencoder/12?seed=3&dims=8,16&examples=16"]
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("url", PAGES + BIG)
def test_a_page_is_valid_html(client: TestClient, url: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    root: Element = parser.parse(get(client, url))
    assert len(root.findall(f".//{XHTML}h1")) == 1
    ids = [element.attrib["id"] for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
    for table in root.iter(f"{XHTML}table"):
        assert table.find(f"{XHTML}caption") is not None
    for control in (c for c in root.iter(f"{XHTML}input") if c.get("type") != "hidden"):
        named = control.get("aria-label") or control.get("id") in labels(root)
        assert named or inside_label(root, control), control.attrib
    assert {element.tag.removeprefix(XHTML) for element in root.iter()} >= {"main", "header", "footer"}
    inline = [e.attrib for e in root.iter() if any(k == "style" or k.startswith("on") for k in e.attrib)]
    assert not inline, "the content security policy would drop it"


def labels(root: Element) -> set[str]:
    """The ids that labels point at."""
    return {label.get("for", "") for label in root.iter(f"{XHTML}label")}


def inside_label(root: Element, control: object) -> bool:
    """Whether a control stands inside its label."""
    return any(control in list(label) for label in root.iter(f"{XHTML}label"))


def test_every_link_of_every_page_resolves(client: TestClient) -> None:
    """One of each kind is asked for; of thousands of frames a page is made for one of each kind at a step."""
    found: dict[str, str] = {}
    for place in PAGES + BIG:
        for href in re.findall(r'(?:href|action|src)="([^"]+)"', get(client, place)):
            target = urljoin(place, href.replace("&amp;", "&"))
            found.setdefault(target.partition("#")[0], place)
    assert len(found) > 1500
    asked = {kind_of(target): target for target in reversed(found)}.values()
    for target in asked:
        assert client.get(target).status_code == 200, (target, "linked from", found[target])
    frames = [target for target in found if re.match(r"/[a-z-]+/\d+(\?|$)", target)]
    one_each = {(target.partition("?")[0], kind_of(target)): target for target in frames}.values()
    for target in frames if IS_LONG else one_each:
        assert is_canonical(target), (target, "linked from", found[target])


def test_reset_leaves_a_step_that_the_preset_does_not_have(client: TestClient) -> None:
    """An eight-layer net has nineteen steps, the preset fewer: reset leads to its introduction."""
    html = get(client, "/autoencoder/19?seed=1&dims=6,5,4,3,2,3,4,5,6")
    assert 'id="reset" href="/autoencoder"' in html


def kind_of(target: str) -> tuple[str, ...]:
    """An address without its numbers: which page, and the names of its parameters; files are alike in all
    lessons."""
    path, _, query = target.partition("?")
    place = re.sub(r"\d+", "n", re.sub(r"^/[a-z-]+(?=/.*worksheet\.)", "", path))
    return place, *sorted(name.partition("=")[0] for name in query.split("&"))


def is_canonical(target: str) -> bool:
    """Whether a frame's address is the one address of its page."""
    path, _, query = target.partition("?")
    _, slug, number = path.split("/")
    return page(read_state(LESSONS[slug], query), int(number)).canonical == target


@pytest.mark.parametrize("url", STEP_PAGES)
def test_every_computed_cell_links_to_its_frame_and_tells_its_line(client: TestClient, url: str) -> None:
    html = get(client, url)
    cells = re.findall(r'<td class="worked[^"]*"[^>]*>(.*?)</td>', html, flags=re.S)
    assert cells
    for cell in cells:
        assert re.search(r'href="[^"]*cell=[^"]*"', cell), cell
        assert re.search(r'title="[^"]+ [=≈] [^"]+"', cell), cell


def test_given_cells_are_inputs_with_their_exact_text(client: TestClient) -> None:
    html = get(client, "/sparse-autoencoder/1?W_enc=1/3,-1,0;1,0,1;1,1,0;0,0,-1;0,1,1;-2,0,0")
    assert 'name="W_enc[1,1]" value="1/3" aria-label="W enc"' in html
    assert '<small class="before">was −1</small>' in html


def test_blank_cells_tell_nothing_while_a_class_is_asked(client: TestClient) -> None:
    html = get(client, "/sparse-autoencoder/10?cell=0&ask=1")
    result = html[html.index('class="grid gradient result') :]
    assert "blank" in result
    assert not re.findall(r'<td class="[^"]*(?:plus|minus)\d[^"]*"', result.partition("</table>")[0])
    assert "Nudge dimension 1" not in html, "the example would give results away"


def test_the_frame_fills_in_what_comes_before_it(client: TestClient) -> None:
    html = get(client, "/sparse-autoencoder/1?cell=2,3&reveal=products")
    worked = re.findall(r'id="Z-(\d)-(\d)" aria-label="[^"]*: (?!blank)', html)
    assert worked == [("1", str(j)) for j in range(1, 6)] + [("2", "1"), ("2", "2")]


@pytest.mark.parametrize(("slug", "exercise", "pace"), WALKS)
def test_next_walks_a_lesson_to_its_end_and_back_returns(
    client: TestClient, slug: str, exercise: str, pace: str
) -> None:
    """Each page is asked for once: Next of one leads to another whose Back leads to it."""
    pace, _, ask = pace.partition("&")
    more = "".join(f"{each}&" for each in (exercise, "cell=0", ask) if each)
    seen = [f"/{slug}/1?{more}pace={pace}".removesuffix("&pace=guided")]
    steps = len(worked(read_state(LESSONS[slug], exercise).exercise)[0].plan.steps)
    following, before = around(client, seen[0])
    assert before.partition("?")[0] == f"/{slug}"
    while following:
        seen.append(following)
        following, before = around(client, seen[-1])
        assert before == seen[-2]
        assert len(seen) < 2000
    assert seen[-1].startswith(f"/{slug}/{steps}")


def around(client: TestClient, url: str) -> tuple[str, str]:
    """Where Next and Back of a page lead; an empty text where there is none."""
    html = get(client, url)
    nav = html[html.index('class="controls"') :]
    links = [re.search(rf'href="([^"]+)" rel="{rel}"', nav) for rel in ("next", "prev")]
    following, before = ("" if link is None else link[1].replace("&amp;", "&") for link in links)
    return following, before


def test_the_end_names_what_was_learnt(client: TestClient) -> None:
    html = get(client, "/sparse-autoencoder/14")
    assert "Towards Monosemanticity" in html
    assert "Scaling Monosemanticity" in html


def test_recap_and_notes_stand_at_their_steps(client: TestClient) -> None:
    recaps = [n for n in range(1, 15) if "<h2>Recap</h2>" in get(client, f"/sparse-autoencoder/{n}")]
    assert recaps == [1, 2, 4, 5]
    assert "<h2>Recap</h2>" in get(client, "/autoencoder/2")


@pytest.mark.parametrize(
    ("frame", "says"),
    [("cell=1,1", "cell 1 of 30"), ("cell=2,3", "cell 8 of 30"), ("cell=0", "cell 0 of 30")],
)
def test_a_frame_says_where_it_stands(client: TestClient, frame: str, says: str) -> None:
    assert says in get(client, f"/sparse-autoencoder/1?{frame}")


def test_the_switch_at_step_6_shows_the_derivative(client: TestClient) -> None:
    html = get(client, "/sparse-autoencoder/6?view=derivative")
    assert 'aria-label="d L1: 1"' in html
    assert 'aria-label="g: minus 1"' in get(client, "/sparse-autoencoder/6")


def test_step_6_leaves_the_cells_of_step_7_open(client: TestClient) -> None:
    assert get(client, "/sparse-autoencoder/6").count("not worked at this step") == 19
    assert "not worked at this step" not in get(client, "/sparse-autoencoder/7")


def test_the_recipe_of_fuji(client: TestClient) -> None:
    html = get(client, "/sparse-autoencoder/3?view=recipe")
    fuji = html[html.index("<caption>Fuji</caption>") :].partition("</table>")[0]
    heads = re.findall(r"<b>(.*?) ×</b> (.*?)</th>", fuji)
    assert heads == [("1", "f3 Japan"), ("1", "f5 volcano"), ("1", "f6 mountain"), ("1", "bias")]
    rows = [re.findall(r"<td[^>]*>([^ <]+)", row) for row in fuji.split("<tr>")[2:]]
    columns = [list(column) for column in zip(*rows, strict=True)]
    assert columns[:4] == [["0", "1", "0"], ["0", "0", "2"], ["−1", "0", "−2"], ["0", "0", "1"]]
    assert columns[4] == columns[5] == ["−1", "1", "1"], "what it makes together and what was wanted"


def test_errors_are_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/autoencoder/99").status_code == 404
    assert "There is no lesson of that name" in client.get("/nothing").text
    assert client.get("/sparse-autoencoder/1?X=a").status_code == 422
    quiet = TestClient(client.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    monkeypatch.setattr("app.pages.page", lambda *_: 1 / 0)
    answer = quiet.get("/sparse-autoencoder/1?lambda=78")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "place", ["1", "sheet", "matrix/Z", "practice", "1/practice", "worksheet", "features"]
)
def test_whatever_shows_numbers_says_after_how_many_updates_they_are(client: TestClient, place: str) -> None:
    """Those that were made, where training stopped before."""
    for query, moment in (
        ("updates=5", "after 5 updates"),
        ("eta=1000000&updates=3", "before the first update"),
    ):
        assert f"<strong>{moment}</strong>" in client.get(f"/sparse-autoencoder/{place}?{query}").text
    assert "<strong>before" not in client.get(f"/sparse-autoencoder/{place}").text
    varied = client.get("/sparse-autoencoder/worksheet?updates=5&variants=3").text
    assert "<strong>after" not in varied, "they are drawn anew"
