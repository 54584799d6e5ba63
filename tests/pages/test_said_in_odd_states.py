"""What pages say where an exercise is odd: nothing to work, one of a thing, a division by 0."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.pages import page
from app.pages.step import StepPage
from tests.pages.answered import get

DEAD = "b_enc=-9;-9;-9;-9;-9;-9"


def test_a_step_without_a_cell_says_so(client: TestClient) -> None:
    """Where no feature is active, step 6 has nothing to work, and step 7 all thirty."""
    for frame in ("", "cell=0&"):
        html = get(client, f"/sparse-autoencoder/6?{frame}{DEAD}")
        assert "Sparsity: gradient: no cell to work." in html
        assert "0 cells" not in html
    practice = get(client, f"/sparse-autoencoder/6/practice?{DEAD}")
    assert "With these numbers the step has no cell to work." in practice
    assert "Every cell is right" not in practice
    assert "all 30 cells" in get(client, f"/sparse-autoencoder/7?{DEAD}")


def test_a_step_of_one_cell_is_spoken_of_as_one(client: TestClient) -> None:
    url = "/sparse-autoencoder/1/practice?X=1&W_enc=1&b_enc=0&W_dec=1&b_dec=0"
    assert "Encoder: linear layer: 1 cell to work." in get(client, url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("/sparse-autoencoder/7?cell=1,1", "With these numbers that cell is worked in step 6."),
        (f"/sparse-autoencoder/6?cell=1,1&{DEAD}", "With these numbers that cell is worked in step 7."),
        ("/sparse-autoencoder/1?cell=9,1", "This step works cells of Z (6×5); it has no such cell to work."),
        (
            "/autoencoder/10?cell=9,1",
            "This step works cells of M1 (3×4), dZ1 (3×4), dW1 (3×4) and db1 (3×1); it has no such",
        ),
    ],
)
def test_a_cell_that_a_step_does_not_work(client: TestClient, url: str, says: str) -> None:
    """Which step works it, with these numbers; else what the step works."""
    answer = client.get(url)
    assert (answer.status_code, says in answer.text) == (422, True)


def test_an_example_with_the_lessons_names_says_so_where_they_are_others(client: TestClient) -> None:
    """It tells of mountain, whatever that row is called now."""
    assert "<h2>On these numbers</h2>" in get(client, "/sparse-autoencoder/2")
    assert "<h2>On these numbers, with the lesson’s names</h2>" in get(
        client, "/sparse-autoencoder/2?tokens=a"
    )


def test_an_angle_is_written_as_its_cosine_needs(client: TestClient) -> None:
    """100·0.01 + 0.1·10 is 2: not 100 × 10 × cos 90°; and what binary fractions leave of 0 is 0."""
    rest = ";1,0,1;1,1,0;0,0,-1;0,1,1;-2,0,0"
    near = get(client, f"/sparse-autoencoder/1?cell=1,1&W_enc=100,0.1,0{rest}&X=0.01;10;0")
    assert "cos 89.885° ≈ 2" in near
    right = get(client, f"/sparse-autoencoder/1?cell=1,1&W_enc=0.1,0.2,-0.3{rest}&X=1;1;1")
    assert "cos 90° = 0; with the bias −1 that makes −1" in right
    bent = "X=1,-1,-1,2,1;1.0001,-2,1,-1,1;0,1,1,1,-1"
    assert "cos 179.997° ≈ −2" in get(client, f"/sparse-autoencoder/1?cell=1,1&{bent}")
    zero = get(client, "/sparse-autoencoder/1?cell=1,1&X=0;0;0")
    assert "has no direction, and the product is 0; with the bias −1 that makes −1" in zero


def test_a_tiny_number_that_was_twice_as_much_is_marked_as_changed() -> None:
    """A difference is small or not beside the numbers themselves."""
    found = page(read_state(LESSONS["sparse-autoencoder"], "X=1e-10;0;1&was=X%3D2e-10%3B0%3B1"), 1)
    assert isinstance(found, StepPage)
    assert found.map.changed("X") == 1


@pytest.mark.parametrize("step", ["/autoencoder/11", "/sparse-autoencoder/14"])
def test_the_end_says_whose_numbers_it_speaks_of(client: TestClient, step: str) -> None:
    """Where others are on the page, its figures are not theirs."""
    said = "It speaks of the lesson’s own numbers, not of those on this page"
    assert said not in get(client, step)
    assert said in get(client, f"{step}?eta=0.01")
    assert said in get(client, f"{step}?updates=5")


def test_a_division_by_0_is_taken_to_be_0_and_said_to_be_taken_so(client: TestClient) -> None:
    """In the tooltip, in the working and for a screen reader; other divisions are equal to what they make."""
    columns = ";".join(["0,1,0,1,0,-1"] * 3)
    html = get(client, f"/sparse-autoencoder/11?cell=r,1,1&W_dec={columns}")
    assert "0.1·3 / 0 := 0" in html
    assert "divided by 0, which is taken to be 0." in html
    assert "which makes" in get(client, f"/sparse-autoencoder/11?cell=r,2,1&W_dec={columns}")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("/sparse-autoencoder/1?X=0;-2;2&tokens=a,b", "2 names were given for 1 token."),
        ("/sparse-autoencoder/worksheet?steps=99", "There are 14 steps. Typed was <q>99</q>."),
        ("/sparse-autoencoder/worksheet?steps=3-99", "There are 14 steps. Typed was <q>3-99</q>."),
    ],
)
def test_what_is_refused_is_told_as_it_was_typed(client: TestClient, url: str, says: str) -> None:
    """And of one thing as of one."""
    assert says in client.get(url).text


def test_one_variant_is_one(client: TestClient) -> None:
    assert "The first of 1 variant is shown." in get(client, "/sparse-autoencoder/worksheet?variants=1")


def test_a_network_of_one_layer_is_not_told_of_layers_before(client: TestClient) -> None:
    """Its way back is the first and the last: the gate, the convention, and what the weights carried."""
    html = get(client, "/autoencoder/4?seed=4&dims=3,3")
    said = " ".join(re.sub(r"<[^>]*>", "", html).split())
    assert "the only layer" in said
    assert "It needs one convention" in said
    assert "works as before" not in said
    assert "the layers before" not in " ".join(get(client, "/autoencoder/2?seed=4&dims=3,3").split())
    assert "works as before" in " ".join(get(client, "/autoencoder/8?seed=4&dims=3,2,2,3").split())
