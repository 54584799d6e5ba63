"""The pages of the balance and of the features show what the oracle finds."""

from __future__ import annotations

import numpy as np
import pytest
from starlette.testclient import TestClient

from app import pages
from app.core.cell import Ref
from app.core.sheet import compute
from app.exercise.parse_exercise import read_state
from app.exercise.state import State
from app.lessons import LESSONS
from app.notation import number_text
from app.pages.balance import BalancePage
from app.pages.features import FeaturesPage, changed_error
from app.training.descent import history, key_of, moment
from app.training.interventions import Feature
from app.training.lambda_sweep import LAMBDAS, balances
from tests import golden
from tests.oracle.slopes import changed
from tests.oracle.sparse_autoencoder import sparse_autoencoder
from tests.pages.test_learning_pages import AE, SAE, training


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


def test_the_stack_trains_as_each_exercise_alone() -> None:
    """Every point is the model that its link opens, to the last bit."""
    for query in ("", "lambda=0.07&eta=1/64", "seed=3&dims=3,5"):
        of = read_state(LESSONS[SAE], query).exercise
        for found in balances(of):
            alone = read_state(
                LESSONS[SAE], f"{query}&lambda={found.weight}".replace("lambda=0.07&", "")
            ).exercise
            values = compute(alone.plan, moment(key_of(alone), 1000)[0])
            assert found.error == values["SSE"][0, 0]
            assert found.hidden.tobytes() == values["f"].tobytes()


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
        "With λ = −1 training cannot go on to the end: "
        "λ below 0 rewards what it should charge for, or the step η is too large."
    )
    turned, uphill = training("lambda=-1"), training("eta=-1", AE)
    assert (
        ": λ below 0 rewards what it should charge for, or the step η is too large. Update 52 is the last."
        in turned.stopped
    )
    assert not history(read_state(LESSONS[SAE], "lambda=1").exercise).stopped, "the step is small enough"
    assert ": with η below 0 the steps go uphill." in uphill.stopped


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
    alike = features("X=0,0,0,0,0;0,0,0,0,0;0,0,0,0,0").cards[2].without
    assert alike == "10 → 5; as much at every token"
    some = features("X=0,0,0,0,-1;0,0,0,0,-2;0,0,0,0,-2").cards[2].without
    assert some.endswith("; most, and as much, at Paris, Alps, Fuji and Tokyo"), some


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


def test_a_root_is_as_long_as_it_is_about_and_one_token_is_one(client: TestClient) -> None:
    html = client.get(f"/{SAE}/features").text
    assert "√3 ≈ 1.732" in html
    assert "= 1.732" not in html
    assert "of 1 token," in client.get(f"/{SAE}/features?X=1;1;1").text


def test_a_balance_begins_before_training_and_does_not_say_otherwise(client: TestClient) -> None:
    trained, untrained = (client.get(f"/{SAE}/balance{query}").text for query in ("?updates=1000", ""))
    assert "after 1000 updates" not in trained
    assert "from the numbers before training" in untrained
    assert "after 1 update," in client.get(f"/{SAE}/training?updates=1").text


BEYOND = "X=1e6,1e6;1e6,1e6;1e6,1e6&tokens=a,b"


def test_no_step_is_blamed_for_a_loss_that_was_there_before_it(client: TestClient) -> None:
    """Squares of a million come to more than 1e12 at once, even where an update moves nothing."""
    for eta in ("0.02", "0"):
        page = training(f"{BEYOND}&eta={eta}")
        assert page.sheet.lookup(Ref("loss", 1, 1)) > 1e12
        assert page.stopped == "The loss is above 1×10¹² from the beginning, so no update is shown."
        assert balance(f"{BEYOND}&eta={eta}").burst.endswith(
            " no training is shown: the loss is above 1×10¹² from the beginning."
        )
    html = client.get(f"/{SAE}/9?{BEYOND}&updates=5", follow_redirects=True).text
    assert "<strong>before the first update</strong>" in html
    assert "too large" not in html


def test_a_number_that_was_large_is_not_blamed_on_the_step_alone() -> None:
    """999,999 in a bias needs no long step to pass a million."""
    page = training("X=0,0;0,0&W1=0,0;0,0&b1=9;0&eta=60000", AE)
    assert (
        page.stopped == "At update 1 a number passed 1,000,000: the step η is too large, or the numbers are."
    )


def test_a_change_too_small_to_be_seen_is_told_by_itself() -> None:
    """Without capital 54999830000145 becomes 54999870000085: no digit of that is seen."""
    card = features("X=" + ";".join(["999999,999999,999999,999999,999999"] * 3)).cards[1]
    told = card.without.partition(";")[0]
    assert told == "5.5×10¹³ → 5.5×10¹³ (39999940 more)"
    assert changed_error(5.0, 12.0) == "5 → 12"
    assert changed_error(1e13, 1e13 + 2e6) == "1×10¹³ → 1×10¹³ (2000000 more)"


def test_one_token_is_not_the_one_where_most_changes() -> None:
    """There is no other."""
    assert features("X=0;-2;2").cards[0].without == "0 → 3"


def test_names_are_spoken_of_where_there_are_some(client: TestClient) -> None:
    assert "The names were chosen" in client.get(f"/{SAE}/features").text
    assert "The names were chosen" not in client.get(f"/{SAE}/features?seed=3").text


def test_a_name_from_right_to_left_does_not_turn_the_numbers_after_it() -> None:
    """4 → 8 would be read as 8 ← 4, and 1 in place of 0 as the other way round."""
    page = features("tokens=Paris,שלום&features=אא&steer=1&on=2")
    assert page.cards[0].without == "5 → 12; most at \u2068שלום\u2069, 4 → 8"
    assert page.steered is not None
    assert page.steered.sentence == "\u2068f1 אא\u2069 at \u2068שלום\u2069: 1 in place of 2."
    assert (
        balance("features=אא&lambda=4").dead(balance("features=אא&lambda=4").found[-1])[0] == "\u2068אא\u2069"
    )
    told = training("features=אא").panels[0].head.says
    assert told.startswith("\u2068f1 אא\u2069: 3 at first")
