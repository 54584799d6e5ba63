"""The OpenAPI description as a page of our own: what its template is given, typed.

Everything is taken from the description itself, so that the page cannot say what the API does not do.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.web.paths import BUILD

Json = Mapping[str, Any]
Answers = Mapping[tuple[str, str], Any]
METHODS = ("get", "post")
MORE = "…"


class RouteName(NamedTuple):
    """Which endpoint."""

    method: str
    path: str


@dataclass(frozen=True)
class FieldRow:
    """A parameter, or a field of a schema. link is the anchor of the schema that its type speaks of."""

    name: str
    type: str
    says: str
    required: bool
    example: str = ""
    link: str = ""


@dataclass(frozen=True)
class Endpoint:
    """One endpoint; request, response and curl are examples, the first empty for GET."""

    anchor: str
    method: str
    path: str
    title: str
    says: str
    parameters: list[FieldRow]
    body: FieldRow | None
    request: str
    curl: str
    response: str
    errors: list[FieldRow]


@dataclass(frozen=True)
class Schema:
    """One type of what is sent or answered."""

    anchor: str
    name: str
    says: str
    fields: list[FieldRow]


class ParameterTable(NamedTuple):
    """Parameters of the pages' addresses: a title, and a row of name, example and meaning for each."""

    title: str
    rows: list[tuple[str, str, str]]


@dataclass(frozen=True)
class DocsPage:
    """The page."""

    title: str
    says: str
    endpoints: list[Endpoint]
    schemas: list[Schema]
    tables: Sequence[ParameterTable]
    build: str = BUILD


def described_api(
    openapi: Json, answers: Answers, base: str, tables: Sequence[ParameterTable] = ()
) -> DocsPage:
    """The page of an OpenAPI description; answers are the endpoints' to their examples, sent to base.

    tables are the parameters that only pages have.
    """
    schemas = openapi["components"]["schemas"]
    endpoints = [
        endpoint(RouteName(method.upper(), path), operations[method], schemas, answers, base)
        for path, operations in openapi["paths"].items()
        for method in METHODS
        if method in operations
    ]
    info = openapi["info"]
    return DocsPage(
        info["title"],
        info.get("description", ""),
        endpoints,
        [named_type(name, schemas[name]) for name in schemas],
        tables,
    )


def endpoint(place: RouteName, operation: Json, schemas: Json, answers: Answers, base: str) -> Endpoint:
    """One endpoint. KeyError where it has no example."""
    body = operation.get("requestBody")
    request = request_example(body, schemas)
    url = base + place.path.format(**path_examples(operation))
    return Endpoint(
        anchor=anchor(place.method + place.path),
        method=place.method,
        path=place.path,
        title=operation["summary"],
        says=operation.get("description", ""),
        parameters=[parameter(found) for found in operation.get("parameters", [])],
        body=body_row(body) if body else None,
        request=example_json(request) if body else "",
        curl=curl(url, request) if body else shlex.join(["curl", url]),
        response=example_json(answers[place]),
        errors=[
            error_row(status, found) for status, found in operation["responses"].items() if status != "200"
        ],
    )


def error_row(status: str, found: Json) -> FieldRow:
    """A status other than 200."""
    schema = content(found)["schema"] if "content" in found else {}
    kind = type_of(schema) if schema else ""
    return FieldRow(status, kind, found["description"], required=False, link=link_of(schema))


def curl(url: str, request: object) -> str:
    """The command that posts an example."""
    header, body = "Content-Type: application/json", json.dumps(request, ensure_ascii=False)
    return shlex.join(["curl", "--header", header, "--data", body, url])


def content(holder: Json) -> Json:
    """The JSON part of a request or response."""
    found: Json = holder["content"]["application/json"]
    return found


def request_example(body: Json | None, schemas: Json) -> object:
    """The first example of the body's schema."""
    if body is None:
        return None
    name = content(body)["schema"]["$ref"].rpartition("/")[2]
    return schemas[name]["examples"][0]


def body_row(body: Json) -> FieldRow:
    """The body as a row of the parameters."""
    schema = content(body)["schema"]
    return FieldRow("body", type_of(schema), "", body.get("required", False), link=link_of(schema))


def path_examples(operation: Json) -> dict[str, object]:
    """An example for every parameter in the path."""
    found = (p for p in operation.get("parameters", []) if p["in"] == "path")
    return {p["name"]: p["schema"]["examples"][0] for p in found}


def parameter(found: Json) -> FieldRow:
    """A parameter in the path or the query."""
    schema = found["schema"]
    example = found.get("example", next(iter(schema.get("examples", [])), ""))
    place = f"{type_of(schema)}, in the {found['in']}"
    return FieldRow(
        found["name"], place, found.get("description", ""), found.get("required", False), str(example)
    )


def named_type(name: str, schema: Json) -> Schema:
    """A named type."""
    required = schema.get("required", [])
    fields = [field(key, found, key in required) for key, found in schema.get("properties", {}).items()]
    fields += [one_value(option) for option in schema.get("oneOf", [])]
    return Schema(anchor(name), name, schema.get("description", ""), fields)


def one_value(option: Json) -> FieldRow:
    """One of the values that a named type may have."""
    return FieldRow(
        str(option["const"]), option.get("title", ""), option.get("description", ""), required=False
    )


def field(name: str, schema: Json, required: bool) -> FieldRow:
    """A field of a named type."""
    examples = schema.get("examples", [])
    example = json.dumps(examples[0], ensure_ascii=False) if examples else ""
    return FieldRow(name, type_of(schema), schema.get("description", ""), required, example, link_of(schema))


def type_of(schema: Json) -> str:
    """A schema in a few words: "matrix of number or null". Nothing at all is "anything"."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(option) for option in schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(json.dumps(value) for value in schema["enum"])
    return container(schema) or str(schema.get("type", "anything"))


def container(schema: Json) -> str:
    """A list, a matrix or matrices by name in a few words; empty for anything else."""
    if "prefixItems" in schema:
        return f"[{', '.join(type_of(item) for item in schema['prefixItems'])}]"
    items, values = schema.get("items"), schema.get("additionalProperties")
    if isinstance(items, Mapping):
        is_matrix = items.get("type") == "array" and "prefixItems" not in items
        return f"matrix of {type_of(items['items'])}" if is_matrix else f"list of {type_of(items)}"
    return f"object of {type_of(values)}" if isinstance(values, Mapping) else ""


def link_of(schema: Json) -> str:
    """The anchor of the named type that a schema speaks of, however deep inside; else empty."""
    if "$ref" in schema:
        return anchor(schema["$ref"].rpartition("/")[2])
    inner = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", [])]
    return next(filter(None, (link_of(part) for part in inner if isinstance(part, Mapping))), "")


def anchor(text: str) -> str:
    """An id for a heading."""
    return "-".join("".join(c if c.isalnum() else " " for c in text).lower().split())


def example_json(value: object, margin: str = "") -> str:
    """JSON for reading: a row of numbers on one line, of several objects only the first."""
    inner = margin + "  "
    if isinstance(value, Mapping):
        return _lines(
            "{", [f"{json.dumps(k)}: {example_json(v, inner)}" for k, v in value.items()], "}", margin
        )
    if isinstance(value, list) and _holds_objects(value):
        return _lines("[", [example_json(value[0], inner), *[MORE] * (len(value) > 1)], "]", margin)
    if isinstance(value, list) and any(isinstance(row, list) for row in value):
        return _lines("[", [json.dumps(row, ensure_ascii=False) for row in value], "]", margin)
    return json.dumps(value, ensure_ascii=False)


def _lines(start: str, items: list[str], end: str, margin: str) -> str:
    body = ",\n".join(f"{margin}  {item}" for item in items)
    return f"{start}\n{body}\n{margin}{end}" if items else start + end


def _holds_objects(value: object) -> bool:
    """Whether an object is anywhere inside."""
    return isinstance(value, Mapping) or (isinstance(value, list) and any(map(_holds_objects, value)))
