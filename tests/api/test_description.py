"""The page that describes the JSON API: complete, valid, and true to the description it is made from."""

import json
import re
import shlex

import html5lib
import pytest
from starlette.testclient import TestClient

from app.api import answers
from app.api.description import described_api, example_json, type_of
from app.main import app


def test_every_endpoint_and_type_is_on_the_page(client: TestClient) -> None:
    """Each with a heading, and each named link leads to one."""
    page = described_api(app.openapi(), answers(), "http://here")
    html = client.get("/docs").text
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {endpoint.anchor for endpoint in page.endpoints} <= set(ids)
    assert {schema.anchor for schema in page.schemas} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_page_is_valid_and_plain(client: TestClient) -> None:
    """No script and no style of its own, nothing from elsewhere."""
    response = client.get("/docs")
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert not re.findall(r"<style| style=| on\w+=|<script(?! src=)", response.text)
    assert not re.findall(r'(?:src|href)="(?!/|#)', response.text)
    assert "{{" not in response.text


@pytest.mark.parametrize("served_at", ["http://127.0.0.1:9123", "http://hand.example"])
def test_the_commands_name_the_address_that_the_page_was_asked_at(client: TestClient, served_at: str) -> None:
    asked = client.get("/docs", headers={"host": served_at.removeprefix("http://")})
    hosts = set(re.findall(r"http://[\w.:]+", asked.text))
    assert hosts == {served_at}


def test_the_commands_can_be_run(client: TestClient) -> None:
    """Each command's address and body are accepted, and its answer is the one shown."""
    for endpoint in described_api(app.openapi(), answers(), base="http://here").endpoints:
        command, *options, url = shlex.split(endpoint.curl)
        assert command == "curl"
        path = url.removeprefix("http://here")
        if endpoint.method == "GET":
            response = client.get(path)
        else:
            assert options[:3] == ["--header", "Content-Type: application/json", "--data"]
            response = client.post(path, json=json.loads(options[3]))
        assert response.status_code == 200
        assert endpoint.response == example_json(response.json())
        assert endpoint.request == (example_json(json.loads(options[3])) if options else "")


def test_json_is_written_for_reading() -> None:
    """Rows on one line each, and only the first of many objects."""
    assert example_json({"X": [[1, 2], [3, None]]}) == '{\n  "X": [\n    [1, 2],\n    [3, null]\n  ]\n}'
    assert example_json([{"a": "é"}, {"a": 2}]) == '[\n  {\n    "a": "é"\n  },\n  …\n]'
    assert example_json({"a": {}, "b": [], "c": "x", "d": ["x", 1]}) == (
        '{\n  "a": {},\n  "b": [],\n  "c": "x",\n  "d": ["x", 1]\n}'
    )


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({}, "anything"),
        ({"type": "string"}, "string"),
        ({"$ref": "#/components/schemas/Marks"}, "Marks"),
        ({"enum": ["a", "b"]}, '"a" or "b"'),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number or null"),
        ({"type": "array", "items": {"type": "integer"}}, "list of integer"),
        ({"type": "array", "items": {"type": "array", "items": {"type": "number"}}}, "matrix of number"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "object of string"),
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}, "[string, integer]"),
    ],
)
def test_types_in_words(schema: dict[str, object], words: str) -> None:
    """What a field holds, said shortly."""
    assert type_of(schema) == words
