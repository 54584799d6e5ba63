"""One weight under L1 and L2: the rules against closed forms, and the page."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.training.one_weight import RULES, WeightSetting, first_crossing, first_zero

PAGE = "/sparse-autoencoder/l1"
PLAIN, SOFT, DECAY = RULES
NUMBERS = st.integers(-300, 300).map(lambda k: k / 100)
RATES = st.integers(0, 300).map(lambda k: k / 100)
SETTINGS = st.builds(WeightSetting, NUMBERS, RATES, RATES, st.integers(0, 30))
CHECKED = settings(deadline=None, derandomize=True, max_examples=200)


@CHECKED
@given(SETTINGS)
def test_the_soft_threshold_never_passes_zero(setting: WeightSetting) -> None:
    """After k updates max(0, |w| - k eta lambda) is left, with the sign that it had."""
    for k, w in enumerate(SOFT.path(setting)):
        left = max(0.0, abs(setting.w) - k * setting.eta * setting.weight)
        assert w == pytest.approx(left if setting.w > 0 else -left, abs=1e-9)


@CHECKED
@given(SETTINGS)
def test_the_plain_rule_steps_by_the_same_amount(setting: WeightSetting) -> None:
    """Every step is eta lambda towards 0, until one has passed it; then it stays within one step of 0."""
    step = setting.eta * setting.weight
    path = PLAIN.path(setting)
    crossed = False
    for before, after in pairwise(path):
        if before == 0:
            assert after == 0
            continue
        towards = -step if before > 0 else step
        assert after == pytest.approx(before + towards, abs=1e-9)
        crossed = crossed or before * after <= 0
        if crossed:
            assert abs(after) <= step + 1e-9


@CHECKED
@given(SETTINGS)
def test_l2_keeps_the_same_share(setting: WeightSetting) -> None:
    """w (1 - eta lambda)^k."""
    for k, w in enumerate(DECAY.path(setting)):
        assert w == pytest.approx(setting.w * (1 - setting.eta * setting.weight) ** k, rel=1e-9, abs=1e-9)


def test_what_fits_on_paper_is_exactly_zero() -> None:
    """0.9 less 0.3 three times is 0, though binary fractions leave something."""
    setting = WeightSetting(0.9, 0.3, 1.0, 5)
    assert PLAIN.path(setting)[3:] == SOFT.path(setting)[3:] == [0, 0, 0]
    assert first_zero(DECAY.path(setting)) is None
    assert first_crossing(PLAIN.path(WeightSetting(1.0, 0.3, 1.0, 8))) == 4


def text(client: TestClient, query: str = "") -> str:
    """The page without its markup."""
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_page_tells_what_happens(client: TestClient) -> None:
    """The overshoot, the exact zero, and the number that is never 0; each with its working."""
    said = text(client)
    assert "It has passed 0 after 4 updates, and jumps between 0.1 and −0.2 from then on." in said
    assert "it is exactly 0 after 4 updates, and stays." in said
    assert "Each update keeps 0.7 of what was there" in said
    assert f"it is {round(0.7**8, 3)} after 8 updates." in said
    for row in ("4 1 0.1 − 0.3 = −0.2 −0.2", "5 -1 −0.2 + 0.3 = 0.1 0.1", "max(0, 0.1 − 0.3) = 0 0"):
        assert row.replace("-1", "−1") in said, row


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?w=0.9", "by luck: the steps fitted"),
        ("?w=5&updates=2", "Every step is 0.3 long. It is 4.4 after 2 updates."),
        ("?eta=0", "nothing moves"),
        ("?eta=3", "it grows, and never comes to rest"),
        ("?eta=1", "Each update keeps 0 of what was there, so it is 0 after 1 update."),
        ("?eta=1.5", "the sign turns each time"),
        ("?w=0.001&eta=0.0001&updates=5", "Each update keeps 0.9999 of what was there"),
        ("?updates=0", "It is 1 still."),
        ("?w=0&updates=0", "It is 0 and stays: sign(0) is 0."),
        ("?w=-1000000&eta=100&lambda=100&updates=60", "it grows, and never comes to rest"),
    ],
)
def test_every_case_is_told(client: TestClient, query: str, says: str) -> None:
    assert says in text(client, query)


def test_its_address(client: TestClient) -> None:
    """What is the default is left out; what cannot be read is a 422 that keeps all of it."""
    form = client.get(f"{PAGE}?w=1&eta=0.50&lambda=1&updates=8&utm_source=x")
    assert (form.status_code, form.headers["location"]) == (303, f"{PAGE}?eta=0.5")
    assert client.get(f"{PAGE}?w=").headers["location"] == PAGE
    for query in ("w=x&eta=0.5", "eta=-1&w=2", "lambda=101&w=2", "updates=61&w=2"):
        answer, place = client.get(f"{PAGE}?{query}"), query.partition("=")[0]
        assert answer.status_code == 422
        assert f"<strong>{place}</strong>" in answer.text
        assert 'action="/sparse-autoencoder/l1"' in answer.text
    assert client.get(f"{PAGE}?w=1&w=2").status_code == 422
    assert client.get("/autoencoder/l1").status_code == 404


def test_the_step_leads_there_and_back(client: TestClient) -> None:
    assert f'href="{PAGE}"' in client.get("/sparse-autoencoder/6").text
    assert f'href="{PAGE}"' not in client.get("/sparse-autoencoder/7").text
    assert 'href="/sparse-autoencoder/6"' in client.get(PAGE).text


@pytest.mark.parametrize("query", ["updates=0", "eta=1&updates=0", "eta=3&updates=0", "lambda=0&updates=0"])
def test_without_an_update_nothing_is_said_of_what_updates_do(client: TestClient, query: str) -> None:
    """With a share of 0 it would not be 0 yet, nor nearer to it."""
    html = client.get(f"{PAGE}?{query}").text
    assert html.count("It is 1 still.") == 3
    assert "nearer to 0" not in html
