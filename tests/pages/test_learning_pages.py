"""The pages of training, of the balance and of the features: what they show is what the oracle finds."""

from __future__ import annotations

import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from app import pages
from app.core.sheet import compute
from app.exercise.edits import EditError, edited, undo
from app.exercise.parse_exercise import read_state
from app.exercise.rounding import ROUNDINGS
from app.exercise.state import State, query_of
from app.exercise.urls import Urls
from app.lessons import LESSONS
from app.notation import number_text
from app.pages.balance import BalancePage
from app.pages.features import FeaturesPage
from app.pages.training import LADDER, TrainingPage
from app.training.descent import history, key_of, moment, worked
from app.training.interventions import Feature
from app.training.lambda_sweep import LAMBDAS, balances
from tests import golden
from tests.oracle import changed, sparse_autoencoder

SAE, AE = "sparse-autoencoder", "autoencoder"


def training(query: str, slug: str = SAE) -> TrainingPage:
    """The page of training for a query."""
    page = pages.page(read_state(LESSONS[slug], query), "training")
    assert isinstance(page, TrainingPage)
    return page


def balance(query: str) -> BalancePage:
    """The page of the balance for a query."""
    page = pages.page(read_state(LESSONS[SAE], query), "balance")
    assert isinstance(page, BalancePage)
    return page


def features(query: str = "") -> FeaturesPage:
    """The page of the features for a query."""
    page = pages.page(read_state(LESSONS[SAE], query), "features")
    assert isinstance(page, FeaturesPage)
    return page


# --- Training ------------------------------------------------------------------------------------


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
        assert f"after {last} update" in html
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


# --- The balance ---------------------------------------------------------------------------------


def test_the_stack_trains_as_each_exercise_alone() -> None:
    """Every point is the model that its link opens."""
    for query in ("", "lambda=0.07&eta=1/64", "seed=3&dims=3,5"):
        of = read_state(LESSONS[SAE], query).exercise
        for found in balances(of):
            alone = read_state(
                LESSONS[SAE], f"{query}&lambda={found.weight}".replace("lambda=0.07&", "")
            ).exercise
            values = compute(alone.plan, moment(key_of(alone), 1000)[0])
            assert found.error == pytest.approx(values["SSE"][0, 0], rel=1e-6, abs=1e-9)
            assert found.active == (values["f"] > 0).sum()


def test_the_exercise_s_own_lambda_is_marked_once() -> None:
    """Between the others, in order, and its link leads to its own end."""
    page = balance("lambda=0.15")
    weights = [found.weight for found in page.found]
    assert weights == sorted({*LAMBDAS, 0.15})
    assert page.chart is not None
    current = [point for point in page.chart.points if point.current]
    assert [point.name for point in current] == ["λ 0.15"]
    assert current[0].href == f"/{SAE}/training?lambda=0.15&updates=1000"


def test_dead_features_are_named_where_they_die() -> None:
    """At lambda 1 volcano and mountain, by the independent loops' count."""
    page = balance("")
    assert page.chart is not None
    notes = {point.name: point.note for point in page.chart.points}
    assert notes["λ 1"] == "volcano, mountain die"
    mute = balance("b_enc=-1;-1;1;-2;-1;-1")
    assert mute.chart is not None
    assert mute.chart.points[0].note == "food is dead already", "dead at lambda 0, so not by lambda"
    of = read_state(LESSONS[SAE], "lambda=1").exercise
    given = {n: a.tolist() for n, a in moment(key_of(of), 1000)[0].items() if n not in ("lambda", "eta")}
    f = sparse_autoencoder(given, 1, golden.SAE_ETA)["f"]
    assert {golden.FEATURES[k] for k, row in enumerate(f) if not any(row)} == {"food", "volcano", "mountain"}


def test_lambdas_with_which_training_bursts_are_left_out_and_named() -> None:
    """A large eta: some points, or none, never an error."""
    page = balance("eta=0.2")
    named = page.burst.removeprefix("With λ = ").partition(" training")[0].split(", ")
    assert len(page.found) + len(named) == len(LAMBDAS)
    assert page.burst.endswith("cannot go on to the end: the step η is too large.")
    assert (page.chart is None) == (not page.found)


def test_what_is_to_blame_where_training_runs_away() -> None:
    """The step, where it is one downhill; a rate or a penalty's weight below 0, where that is the reason."""
    assert balance("").burst == ""
    assert balance("lambda=-1").burst == (
        "With λ = −1 training cannot go on to the end: λ below 0 rewards what it should charge for."
    )
    turned, uphill = training("lambda=-1"), training("eta=-1", AE)
    assert ": λ below 0 rewards what it should charge for. Update 52 is the last." in turned.stopped
    assert not history(read_state(LESSONS[SAE], "lambda=1").exercise).stopped, "the step is small enough"
    assert ": with η below 0 every step goes uphill." in uphill.stopped


# --- Features ------------------------------------------------------------------------------------


def test_each_feature_removed_in_turn() -> None:
    """The squared error without it, as printed; and without it in the oracle, its decoder column 0."""
    sheet = features().sheet
    found = [Feature(sheet, row).without().error for row in range(1, 7)]
    assert found == golden.ABLATED_SSE
    for i in range(6):
        given = golden.SAE_GIVEN
        for k in range(3):
            given = changed(given, "W_dec", k, i, 0)
        assert sparse_autoencoder(given, golden.LAMBDA, golden.SAE_ETA)["SSE"][0][0] == found[i]


def test_mountain_removed_token_by_token() -> None:
    """Alps and Fuji lose it, nobody else."""
    page = features()
    errors = Feature(page.sheet, 6).without().errors
    for token, (_, after) in golden.ABLATED_MOUNTAIN.items():
        assert errors[golden.TOKENS.index(token)] == after
    assert page.cards[5].without == "5 → 11; most at Fuji, 0 → 5"


def test_tokyo_steered_to_the_mountains() -> None:
    """The reconstruction that is printed, and the rest of the sheet as it was."""
    page = features("steer=6&on=4")
    forced = Feature(page.sheet, 6).with_strength(4, 1.0)
    assert forced.values["X_hat"][:, 3].tolist() == golden.STEERED_TOKYO
    others = [0, 1, 2, 4]
    assert np.array_equal(forced.values["X_hat"][:, others], page.sheet.values["X_hat"][:, others])
    assert page.steered is not None
    assert [row[2] for row in page.steered.rows] == [number_text.short(x) for x in golden.STEERED_TOKYO]


def test_density_and_death() -> None:
    """How often each fires, and who never does."""
    page = features()
    assert [f.fires / 5 for f in page.features] == golden.DENSITY
    assert all(card.alive for card in page.cards)
    dead = features("b_enc=-1;-1;1;-2;-1;-1")
    assert [card.alive for card in dead.cards] == [True, True, True, False, True, True]
    assert dead.cards[3].without.endswith("nothing changes")


def test_length_and_direction() -> None:
    """The columns of W_dec, and their lengths as roots."""
    cards = features().cards
    assert [card.norm.split(" ")[0] for card in cards] == ["√3", "√2", "1", "3", "2", "√5"]
    assert cards[5].direction == "(−1, 0, −2)"


@pytest.mark.parametrize("query", ["steer=7&on=1", "steer=1&on=6"])
def test_steering_what_is_not_there_is_forgotten(client: TestClient, query: str) -> None:
    """There is no such feature, or no such token: the address without it."""
    answer = client.get(f"/{SAE}/features?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{SAE}/features")


@pytest.mark.parametrize("query", ["steer=0", "steer=x", "steer=1&on=99", "steer=1&to=many"])
def test_steering_that_cannot_be_read_is_a_sentence(client: TestClient, query: str) -> None:
    """As everywhere: 422, everything kept."""
    answer = client.get(f"/{SAE}/features?lambda=2&{query}")
    assert answer.status_code == 422
    assert 'name="lambda" value="2"' in answer.text


def test_a_feature_is_named_at_its_card(client: TestClient) -> None:
    """One input for its name, and the name goes where names are."""
    html = client.get(f"/{SAE}/features").text
    assert html.count('name="features[2]"') == 1
    answer = client.post(f"/{SAE}/features", data={"features[2]": "seat of government"})
    assert "seat%20of%20government" in answer.headers["location"]


def test_steering_stays_on_its_page() -> None:
    """Links to other pages leave it."""
    page = features("steer=6&on=4&to=2")
    assert "steer=6&on=4&to=2" in page.canonical
    assert "steer" not in page.urls.training() + page.urls.entry(3)
    assert isinstance(page.state, State)


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
