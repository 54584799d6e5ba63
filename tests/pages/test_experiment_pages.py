"""The pages of the experiments: looks lead there and back, predictions are kept, own numbers stay."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.core.extras import Experiment
from app.core.lesson import Lesson, NoSuchPage
from app.exports.qr import scanned_path
from app.lessons import LESSONS
from app.teaching.experiments import look_address, looks_of

SAE = LESSONS["sparse-autoencoder"]
EVERY = [(lesson, one) for lesson in LESSONS.values() for one in lesson.experiments]
IDS = [one.slug for _, one in EVERY]


@pytest.mark.parametrize(("lesson", "experiment"), EVERY, ids=IDS)
def test_a_look_leads_back_and_to_the_next(
    client: TestClient, lesson: Lesson, experiment: Experiment
) -> None:
    """From every look: its question and what was predicted are there, and the ways, without a redirect."""
    path, many = f"/{lesson.slug}/experiments/{experiment.slug}", len(experiment.looks)
    for number, (look, told) in enumerate(
        zip(experiment.looks, looks_of(lesson, experiment), strict=True), 1
    ):
        fields = {f"predicted[{number}]": f"guess {number}", "do": f"look-{number}"}
        answer = client.post(path, data=fields, follow_redirects=False)
        assert answer.status_code == 303
        there = answer.headers["location"]
        step, _, query = look_address(lesson, look).partition("?")
        predicted = f"predicted={';' * (number - 1)}guess%20{number}"
        own = f"look={experiment.slug},{number}&{predicted}"
        assert there == f"{step}?{'&'.join(filter(None, [query, own]))}"
        html = client.get(there, follow_redirects=False).text
        bar = html.partition('<nav class="notice trial"')[2].partition("</nav>")[0]
        assert f"look {number} of {many}" in bar
        assert str(told.predict) in bar
        assert f"<q>guess {number}</q>" in bar
        back, *rest = re.findall('href="([^"]*)"', bar.replace("&amp;", "&"))
        assert back == f"{path}?{predicted}#look-{number}"
        assert f'value="guess {number}"' in client.get(back, follow_redirects=False).text
        assert len(rest) == (2 if number < many else 1)
        for href in rest:
            assert client.get(href, follow_redirects=False).status_code == 200, href
        assert f"look={experiment.slug},{number + 1}&{predicted}" in rest[0] or number == many
        assert "look=" not in rest[-1]


def test_predictions_stay_with_their_experiment(client: TestClient) -> None:
    """They are kept without a look too; the next experiment begins empty; one's own numbers stay."""
    path = f"/{SAE.slug}/experiments/lambda"
    kept = client.post(f"{path}?eta=0.5", data={"predicted[2]": "8; or less"}, follow_redirects=False)
    assert kept.headers["location"] == f"{path}?eta=0.5&predicted=;8%5C;%20or%20less"
    html = client.get(kept.headers["location"]).text
    assert 'value="8; or less"' in html
    assert "<q>8; or less</q>" in html
    assert f'href="/{SAE.slug}/experiments/meaningless?eta=0.5"' in html
    assert f'href="/{SAE.slug}/experiments?eta=0.5"' in html
    cleared = client.post(kept.headers["location"], data={"predicted[2]": ""}, follow_redirects=False)
    assert cleared.headers["location"] == f"{path}?eta=0.5"


def test_a_prediction_that_cannot_be_kept_is_refused_in_a_sentence(client: TestClient) -> None:
    answer = client.post(f"/{SAE.slug}/experiments/lambda", data={"predicted[1]": "x" * 81})
    assert answer.status_code == 422
    assert "A prediction has at most 80 visible characters." in answer.text
    assert client.post(f"/{SAE.slug}/experiments/none", data={}).status_code == 404
    for pressed in ("look-9", "look-0", "look-", "other"):
        answer = client.post(f"/{SAE.slug}/experiments/lambda", data={"do": pressed}, follow_redirects=False)
        assert answer.headers["location"] == f"/{SAE.slug}/experiments/lambda"


def test_an_edit_and_another_page_keep_the_way_back(client: TestClient) -> None:
    """A look is a place to go on from; who scans its code has the look and not the predictions."""
    look = f"/{SAE.slug}/2?look=dead-feature,1&predicted=lower"
    after = client.post(look, data={"X[1,1]": "5"}, follow_redirects=False).headers["location"]
    assert "&look=dead-feature,1&predicted=lower&was=" in after
    html = client.get(look).text
    assert f'href="/{SAE.slug}/sheet?look=dead-feature,1&amp;predicted=lower"' in html
    assert scanned_path(look) == f"/{SAE.slug}/2?look=dead-feature,1"


def test_the_pages(client: TestClient) -> None:
    """Each is listed and has its looks; what is not there is a 404; one's own numbers are kept."""
    for lesson, experiment in EVERY:
        listing = client.get(f"/{lesson.slug}/experiments").text
        assert f'href="/{lesson.slug}/experiments/{experiment.slug}"' in listing
        html = client.get(f"/{lesson.slug}/experiments/{experiment.slug}").text
        assert html.count("<summary>Compare with your answer</summary>") == len(experiment.looks)
    for path in ("autoencoder/experiments/norm-cheat", "sparse-autoencoder/experiments/x", "x/experiments"):
        assert client.get(f"/{path}").status_code == 404
    html = client.get("/sparse-autoencoder/experiments/lambda?eta=0.5").text
    assert 'href="/sparse-autoencoder/sheet?eta=0.5"' in html
    with pytest.raises(NoSuchPage):
        SAE.experiment("stranded")
