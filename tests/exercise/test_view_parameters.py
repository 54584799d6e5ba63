"""The table of view parameters: what it documents is what is read and written, and nothing else is."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.exercise.parameters import Parameter
from app.exercise.parse_exercise import read_state
from app.exercise.screen import Screen
from app.exercise.state import screen_pairs
from app.exercise.view_parameters import VIEW_PARAMETERS
from app.exports.worksheets.options import WORKSHEET_PARAMETERS, Options
from app.exports.worksheets.parse_order import read_order
from app.lessons import LESSONS

SAE = LESSONS["sparse-autoencoder"]
NEEDED = {"reveal": "cell=2,3", "guess": "cell=2,3", "on": "steer=6", "to": "steer=6", "pick": "share=50"}
"""What else must stand in the address for a parameter to mean something."""


@pytest.mark.parametrize("parameter", VIEW_PARAMETERS, ids=lambda parameter: parameter.name)
def test_every_example_of_the_table_is_read_and_written_back(parameter: Parameter[Screen]) -> None:
    example = f"{parameter.name}={parameter.example}"
    screen = read_state(SAE, "&".join(filter(None, [NEEDED.get(parameter.name), example]))).screen
    assert dict(screen_pairs(screen))[parameter.name] == parameter.example or parameter.name in {"on", "to"}
    assert screen != Screen()


def test_the_table_has_every_field_of_a_screen_and_no_parameter_twice() -> None:
    assert {parameter.field for parameter in VIEW_PARAMETERS} == {*Screen._fields}
    names = [parameter.name for parameter in VIEW_PARAMETERS]
    assert len(names) == len(set(names))
    assert screen_pairs(Screen()) == []


@pytest.mark.parametrize("parameter", WORKSHEET_PARAMETERS, ids=lambda parameter: parameter.name)
def test_a_worksheet_s_example_is_read_and_written_back(parameter: Parameter[Options]) -> None:
    example = f"{parameter.name}={parameter.example}"
    page = None if parameter.name == "steps" else 1
    order = read_order(SAE, page, "&".join(filter(None, [NEEDED.get(parameter.name), example])))
    assert example in order.query.split("&")


def test_the_page_of_addresses_shows_both_tables(client: TestClient) -> None:
    page = client.get("/docs").text
    views = [(p.name, p.example, p.says) for p in VIEW_PARAMETERS]
    for name, example, says in views + [(p.name, p.example, p.says) for p in WORKSHEET_PARAMETERS]:
        assert f"<code>{name}={example}</code>" in page
        assert says.replace("'", "&#39;") in page
