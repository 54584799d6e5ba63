"""Search engines find the lessons and are kept from the exercises, which have no end."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

from starlette.testclient import TestClient

LESSON = "/sparse-autoencoder/1"


def test_what_is_nobodys_exercise_may_be_found(client: TestClient) -> None:
    for path in ("/", LESSON, "/glossary", "/static/all.css?v=1"):
        assert "x-robots-tag" not in client.get(path).headers


def test_an_exercise_is_neither_kept_nor_followed(client: TestClient) -> None:
    for query in ("?seed=3", "?cell=2,2", "?X=oops", "?updates=50"):
        assert client.get(LESSON + query).headers["x-robots-tag"] == "noindex, nofollow"


def test_robots_are_told_so_beforehand(client: TestClient) -> None:
    rules = client.get("/robots.txt").text.splitlines()
    parser = RobotFileParser()
    parser.parse(rules)
    assert parser.can_fetch("*", LESSON)
    assert not parser.can_fetch("*", "/api/lessons")
    # The library that reads it here knows no *, which search engines do.
    assert "Disallow: /*?" in rules
