"""The pages of training show what the oracle finds, and all three pages hold at the edges."""

from __future__ import annotations

import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from app import pages
from app.exercise.edits import EditError, edited, undo
from app.exercise.parse_exercise import read_state
from app.exercise.rounding import ROUNDINGS
from app.exercise.state import query_of
from app.exercise.urls import Urls
from app.lessons import LESSONS
from app.notation import number_text
from app.pages.training import LADDER, TrainingPage
from app.training.descent import history, key_of, moment, worked
from tests import golden

SAE, AE = "sparse-autoencoder", "autoencoder"


def training(query: str, slug: str = SAE) -> TrainingPage:
    """The page of training for a query."""
    page = pages.page(read_state(LESSONS[slug], query), "training")
    assert isinstance(page, TrainingPage)
    return page


def test_the_page_of_training_shows_the_moment_asked_for() -> None:
    """The values at the ends of the curves are those of the sheet after so many updates."""
    page = training("updates=300")
    shown = {line.name: line.value for line in page.loss.lines}
    values = worked(page.exercise)[0].values
    called = page.sheet.plan.curves
    assert shown == {words: number_text.short(values[name][0, 0]) for name, words in called.items()}
    assert page.active is not None
    assert page.active.lines[0].value == "10"
    assert [panel.lines[0].value for panel in page.panels] == [
        number_text.short(s) for s in values["s"][:, 0]
    ]


def test_the_table_tells_what_is_printed() -> None:
    """After 300 and 1,000 updates: squares, active cells, who has died."""
    rows = {row.link.text: row for row in training("").moments}
    for row in golden.TRAINED:
        found = rows[str(row.updates)]
        assert float(found.losses[1].replace("−", "-")) == pytest.approx(float(row.squares), abs=5e-4)
        assert found.active == row.active
        assert found.dead == ", ".join(f"f{golden.FEATURES.index(name) + 1} {name}" for name in row.dead)


@pytest.mark.parametrize(("eta", "last"), [("100", "1 update"), ("0.01", "1000 updates")])
def test_a_chart_counts_in_words_that_fit_its_last_number(client: TestClient, eta: str, last: str) -> None:
    """A run that bursts at once has none, and its chart ends at 1."""
    text = client.get(f"/{SAE}/training?eta={eta}").text
    number, _, unit = last.partition(" ")
    assert re.findall(r'>([0-9]+)<tspan class="unit"[^>]*>(\w+)<', text)[0] == (number, unit)


def test_next_and_back_walk_the_whole_of_training() -> None:
    """One ladder up and down, the ends without a link."""
    page, seen = training(""), [0]
    while page.moves["next"].href:
        page = training(page.moves["next"].href.partition("?")[2])
        seen.append(page.context.updates)
    assert tuple(seen) == LADDER
    assert not page.moves["last"].href
    while page.moves["back"].href:
        page = training(page.moves["back"].href.partition("?")[2])
        assert page.context.updates == seen[seen.index(page.context.updates)]
    assert page.context.updates == 0
    assert not page.moves["first"].href


def test_between_two_rungs_back_and_next_lead_to_them() -> None:
    """From 123: 100 and 150."""
    moves = training("updates=123").moves
    assert [re.search(r"updates=(\d+)", moves[name].href) for name in ("back", "next")]
    assert (moves["back"].href[-3:], moves["next"].href[-3:]) == ("100", "150")


@pytest.mark.parametrize("query", ["eta=0.2", "eta=0.2&updates=900", "eta=1000&updates=5"])
def test_a_step_too_large_is_said_in_words(client: TestClient, query: str) -> None:
    """Where the training stopped and why, on its page and on every page that shows a later moment."""
    page = training(query)
    last = history(page.exercise).updates
    assert page.stopped.startswith(f"At update {last + 1} the loss passed 1×10¹²: the step η is too large.")
    assert page.context.updates == min(page.exercise.updates, last)
    assert client.get(f"/{SAE}/training?{query}").status_code == 200
    if page.exercise.updates:
        html = client.get(f"/{SAE}/9?{query}").text
        assert (f"after {last} update" if last else "before the first update") in html
        assert f"At update {last + 1} the loss passed" in html


def test_every_page_says_which_moment_it_shows(client: TestClient) -> None:
    """With a way back, to training, and a button that keeps the numbers; nothing of it without updates."""
    html = client.get(f"/{SAE}/3?updates=300").text
    assert "<strong>after 300 updates</strong>" in html
    assert f'href="/{SAE}/3"' in html
    assert 'form="exercise" name="do" value="keep"' in html
    assert "Keep these numbers" not in client.get(f"/{SAE}/3").text


@pytest.mark.parametrize("name", ROUNDINGS)
def test_numbers_are_kept_as_the_button_says(name: str) -> None:
    """They become the given ones, rounded; X and the settings stay; the loss is the one announced."""
    page = training("updates=300&X=1/3,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1&lambda=1/7")
    announced = {keep.button: keep.loss for keep in page.keeps}
    state = edited(page.state, page.context.given, [("do", name)])
    assert state.exercise.updates == 0
    assert state.exercise.given["X"][0][0] == "1/3"
    assert state.exercise.given["lambda"] == (("1/7",),)
    values = worked(state.exercise)[0].values
    assert number_text.short(values["loss"][0, 0]) == announced[name]
    step = {"keep": None, "keep-2": 0.01, "keep-1": 0.1, "keep-0": 1, "keep-halves": 0.5}[name]
    exact = moment(key_of(page.exercise), 300)[0]
    for matrix in ("W_enc", "b_enc", "W_dec", "b_dec"):
        if step is None:
            assert np.array_equal(values[matrix], exact[matrix])
        else:
            assert np.allclose(values[matrix] / step, np.round(values[matrix] / step), atol=1e-9)
            assert abs(values[matrix] - exact[matrix]).max() <= step / 2 + 1e-12
    back = undo(state)
    assert back is not None
    assert back.exercise == page.exercise
    assert read_state(LESSONS[SAE], query_of(state)) == state


def test_keeping_without_updates_changes_nothing() -> None:
    """The numbers are the given ones already."""
    state = read_state(LESSONS[SAE], "lambda=1")
    assert edited(state, state.exercise.given, [("do", "keep")]) == state


def test_numbers_too_long_for_an_address_can_be_kept_rounded() -> None:
    """A large net after training: every digit is too much, two decimals are not."""
    page = training("seed=1&dims=16,12&examples=16&updates=50")
    with pytest.raises(EditError, match="So many long numbers"):
        edited(page.state, page.context.given, [("do", "keep")])
    assert edited(page.state, page.context.given, [("do", "keep-1")]).exercise.updates == 0


def test_names_alone_do_not_stop_training() -> None:
    """A feature renamed after 300 updates: still 300 updates from the same start."""
    page = training("updates=300")
    state = edited(page.state, page.context.given, [("features[2]", "seat")])
    assert state.exercise.updates == 300
    assert state.exercise.given == page.exercise.given
    assert state.exercise.features[1] == "seat"


def test_another_lambda_trains_from_the_same_start(client: TestClient) -> None:
    """Beside the slider, with no hidden copy of it."""
    html = client.get(f"/{SAE}/training?lambda=1&updates=20").text
    form = html[html.index('class="exact"') : html.index("</form>", html.index('class="exact"'))]
    assert re.findall(r'name="(\w+)" value="([^"]*)"', form) == [
        ("lambda", "1"),
        ("eta", "0.02"),
        ("updates", "20"),
    ]
    assert html.count('name="lambda[1,1]"') == 0


def test_the_slider_keeps_the_rest_of_the_address(client: TestClient) -> None:
    """Its form sends everything but updates along, once."""
    html = client.get(f"/{SAE}/training?lambda=1&updates=20&present=1").text
    form = html[html.index('id="slide"') : html.index("</form>", html.index('id="slide"'))]
    assert re.findall(r'name="(\w+)"', form) == ["lambda", "present", "updates"]


def test_pages_that_a_lesson_does_not_have(client: TestClient) -> None:
    """404, not an error."""
    for name in ("balance", "features"):
        assert client.get(f"/{AE}/{name}").status_code == 404


HUGE = "X=1e6,1e6;1e6,1e6;1e6,1e6"
NOTHING = "X=0;0;0&tokens=a&W_enc=0,0,0&b_enc=0&W_dec=0;0;0&b_dec=0;0;0&eta=0&features=b"
EDGES = [HUGE, NOTHING, "seed=3&dims=16,16&examples=16", "lambda=1e6", "lambda=-1&eta=-1&updates=77"]


@pytest.mark.parametrize("name", ["training", "balance", "features"])
@pytest.mark.parametrize("query", EDGES)
def test_exercises_at_the_edge_are_shown(client: TestClient, name: str, query: str) -> None:
    """Nothing but zeros, a million everywhere, the largest sizes, negative settings: a page each."""
    answer = client.get(f"/{SAE}/{name}?{query}")
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 200
    assert not re.search(r"\bnan\b|\binf\b|∞", answer.text)


def test_the_deepest_net_trains(client: TestClient) -> None:
    """Twelve layers, and one."""
    for dims in (",".join(["6"] * 13), "3,3"):
        assert client.get(f"/{AE}/training?seed=1&dims={dims}").status_code == 200


def test_lambda_is_at_hand_from_the_first_loss_on(client: TestClient) -> None:
    """One input for it on steps 5 to 14, its effect beside it; while a class is asked, no numbers."""
    for number in range(1, 15):
        html = client.get(f"/{SAE}/{number}").text
        assert html.count('name="lambda[1,1]"') == 1
        assert ("What λ does" in html) == (number >= 5)
    assert "20.824" in client.get(f"/{SAE}/6").text
    assert "20.824" not in client.get(f"/{SAE}/6?cell=0&ask=1").text
    assert "What λ does" not in client.get(f"/{AE}/6").text


@pytest.mark.parametrize(
    ("slug", "query"), [(s, q) for s, le in LESSONS.items() for q in le.examples.values()]
)
def test_other_exercises_are_offered(client: TestClient, slug: str, query: str) -> None:
    """Each by its canonical address, with hand-sized numbers, and training lowers its loss."""
    assert f'href="/{slug}?{query.replace("&", "&amp;")}"' in client.get(f"/{slug}").text
    state = read_state(LESSONS[slug], query)
    assert Urls(state).introduction() == f"/{slug}?{query}"
    page = pages.page(state, "training")
    assert not page.notices
    loss = history(state.exercise).records[page.sheet.plan.loss]
    assert loss[-1, 0, 0] < loss[0, 0, 0] / 2
