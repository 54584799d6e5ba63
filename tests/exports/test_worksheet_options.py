"""What a worksheet's address may ask for: read, written back, and refused in sentences."""

from __future__ import annotations

from dataclasses import fields

import pytest
from starlette.testclient import TestClient

from app.core.lesson import NoSuchStep
from app.exercise.parse_exercise import StateError
from app.exports.worksheets.options import MOST_VARIANTS, OPTION_NAMES, Options
from app.exports.worksheets.order import Order
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.variants import variants_of, varied
from app.lessons import LESSONS

SAE, AE = "sparse-autoencoder", "autoencoder"
GOOD = [
    (1, ""),
    (None, ""),
    (1, "key=1"),
    (1, "steps=1-3&paper=letter&earlier=blank"),
    (1, "steps=1-3&earlier=printed"),
    (None, "steps=2&blank=products"),
    (12, "lambda=0&matrix=dZ"),
    (1, "columns=1,4"),
    (1, "paper=a3&exam=1"),
    (1, "share=50&pick=3&key=1"),
    (1, "seed=7&variants=30"),
    (1, "seed=7003&variant=3"),
    (2, "X=1,2;3,4;5,6&tokens=%E6%9D%B1,b"),
]
BAD = [
    ("paper=a5", "paper", "takes one of: a4, letter, a3"),
    ("variants=10000", "variants", "from 1 to 200"),
    ("variants=0", "variants", "from 1 to 200"),
    ("steps=9-2", "steps", "the first and the last"),
    ("steps=1-99", "steps", "There are 14 steps"),
    ("steps=two", "steps", "such as 1-3"),
    ("share=140", "share", "from 1 to 100"),
    ("share=half", "share", "from 1 to 100"),
    ("pick=0", "pick", "from 1"),
    ("columns=6", "columns", "from 1 to 5"),
    ("columns=Paris", "columns", "the numbers of columns, such as 1,4"),
    ("columns=0", "columns", "from 1 to 5"),
    ("matrix=X", "matrix", "Z"),
    ("blank=everything", "blank", "results, products"),
    ("earlier=gone", "earlier", "carried, printed, blank"),
    ("key=yes", "key", "one of"),
    ("variants=3&variant=2", "variant", "leave one of them out"),
    ("variants=3&seed=1000000", "seed", "from 0 to 999,999"),
    ("steps=1-14&variants=200", "variants", "fit into one file"),
    ("paper=a4&paper=letter", "paper", "more than once"),
    ("steps=13&columns=1", "columns", "leave columns out"),
    ("X=1,a;2,3&paper=a5", "paper", "a4, letter, a3"),
]


def order(page: int | None, query: str, slug: str = SAE) -> Order:
    """A worksheet as asked for."""
    return read_order(LESSONS[slug], page, query)


@pytest.mark.parametrize(("page", "query"), GOOD)
def test_an_address_reads_back_as_itself(page: int | None, query: str) -> None:
    once = order(page, query)
    assert once.query == query
    assert order(page, once.query) == once


def test_defaults_and_empty_fields_are_left_out() -> None:
    form = "steps=1&paper=a4&blank=results&matrix=&earlier=carried&share=&pick=4&variants=&seed=&variant="
    assert order(1, form).query == ""
    assert order(1, "columns=4&columns=1").query == "columns=1,4"
    assert order(1, "columns=1,2,3,4,5").query == ""


@pytest.mark.parametrize(("query", "parameter", "says"), BAD)
@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_what_cannot_be_is_a_sentence(
    client: TestClient, query: str, parameter: str, says: str, ending: str
) -> None:
    with pytest.raises(StateError) as caught:
        order(1, query)
    assert says in next(p.says for p in caught.value.problems if p.parameter == parameter)
    answer = client.get(f"/{SAE}/1/worksheet{ending}?{query}")
    assert answer.status_code == 422
    assert says in answer.text


def test_every_problem_is_found_at_once() -> None:
    with pytest.raises(StateError) as caught:
        order(1, "paper=a5&share=140&X=1,a&steps=9-2")
    assert {p.parameter for p in caught.value.problems} == {"paper", "share", "steps", "X"}


def test_there_is_no_worksheet_of_a_step_beyond_the_last(client: TestClient) -> None:
    with pytest.raises(NoSuchStep):
        order(15, "")
    for path in ("15/worksheet", "15/worksheet.pdf", "sheet/worksheet", "x/worksheet.pdf"):
        assert client.get(f"/{SAE}/{path}").status_code == 404


def test_every_option_is_a_parameter() -> None:
    assert [field.name for field in fields(Options)] == [*OPTION_NAMES]


@pytest.mark.parametrize(("slug", "page"), [(SAE, 1), (SAE, 12), (AE, 2), (AE, None)])
def test_variants_differ_and_have_one_shape(slug: str, page: int | None) -> None:
    sheets = variants_of(order(page, "seed=7&variants=30", slug))
    exercises = [sheet.state.exercise for sheet in sheets]
    assert len({str(exercise.given) for exercise in exercises}) == 30
    own = order(page, "", slug).state.exercise
    for exercise in exercises:
        shapes = {name: (len(rows), len(rows[0])) for name, rows in exercise.given.items()}
        assert shapes == {name: (len(rows), len(rows[0])) for name, rows in own.given.items()}


def test_a_variant_is_the_same_from_its_own_address() -> None:
    for k, sheet in enumerate(variants_of(order(1, "seed=7&variants=30&key=1&paper=letter")), start=1):
        assert sheet.options.variant == k
        assert order(1, sheet.query) == sheet


def test_the_variants_of_neighbouring_seeds_do_not_meet() -> None:
    seeds = [
        {
            sheet.state.exercise.base.seed
            for sheet in variants_of(order(1, f"seed={seed}&variants={MOST_VARIANTS}"))
        }
        for seed in (7, 8)
    ]
    assert len(seeds[0] | seeds[1]) == 2 * MOST_VARIANTS


def test_a_variant_keeps_settings_and_names_but_no_numbers() -> None:
    made = varied(order(12, "lambda=0&tokens=a,b,c,d,e&X=1,2,3,4,5;1,2,3,4,5;1,2,3,4,5&updates=3"), 1)
    exercise = made.state.exercise
    assert exercise.given["lambda"] == (("0",),)
    assert exercise.tokens == ("a", "b", "c", "d", "e")
    assert exercise.given["X"][0] != ("1", "2", "3", "4", "5")
    assert exercise.updates == 0
