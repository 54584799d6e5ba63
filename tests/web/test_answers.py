"""What every answer keeps: its one address, its headers, its turn."""

import pytest
from starlette.testclient import TestClient

from app import main, pages
from app.api import routes
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.routes.kept_pages import BUILD_PAGES
from app.training import descent
from app.web.concurrency import PLACES
from app.web.headers import TAG
from app.web.rendering import BROTLI, GZIP
from tests.web.test_hostile import AE, SAE, checked


@pytest.mark.parametrize(
    "path", ["/nope", "/<zq>", f"{SAE}/15", f"{SAE}/0", f"{SAE}/²", f"{SAE}/1/2", f"{SAE}/%00"]
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    """A page that says so, for reading and for editing."""
    assert "<h1>" in checked(client.get(path), 404)
    assert "<h1>" in checked(client.post(path), 404)


@pytest.mark.parametrize("path", [f"{SAE}/01", f"{SAE}/001"])
def test_a_step_has_one_address(client: TestClient, path: str) -> None:
    """The short one."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers.get("location")) in ((303, f"{SAE}/1"), (404, None))


@pytest.mark.parametrize("query", ["lambda=1&eta=7.8264411665960685&updates=4", "eta=0.2119529&updates=6"])
def test_numbers_at_the_edge_of_what_a_float_holds(client: TestClient, query: str) -> None:
    """Just before training overflows, every page of the lesson is shown."""
    for page in ("", "/sheet", *(f"/{n}" for n in range(1, 15))):
        checked(client.get(f"{SAE}{page}?{query}"), 200)


def test_security_headers_on_every_answer(client: TestClient) -> None:
    """Pages, JSON, redirects, errors, other methods; each header once. What is no document says less."""
    for path, status in [("/", 200), ("/docs", 200), ("/healthz", 200), ("/openapi.json", 200), ("/x", 404)]:
        checked(client.get(path), status)
    for path, status in [
        ("/static/icon.svg", 200),
        ("/static/x.css", 404),
        ("/api/lessons", 200),
        ("/api/x", 404),
    ]:
        checked(client.get(path), status)
    checked(client.get(f"{SAE}?X=1"), 422)
    checked(client.get(f"{SAE}/"), 307)
    tag = client.get(f"{SAE}/1").headers["etag"]
    checked(client.get(f"{SAE}/1", headers={"if-none-match": tag}), 304)
    checked(client.post("/"), 422)
    checked(client.head(f"{SAE}/1"), 200)
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        checked(client.request(method, f"{SAE}/1"), 405)


def test_an_error_of_ours_is_a_page_with_the_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A 500 says that it is our fault, tells nothing of the error, and is as closed as any page."""

    def broken(*_: object) -> None:
        raise RuntimeError("<zq>secret")

    for packing in (BROTLI, GZIP):
        monkeypatch.delitem(BUILD_PAGES, (packing.name, "/"), raising=False)
    monkeypatch.setattr(pages, "home_page", broken)
    monkeypatch.setattr(pages, "page", broken)
    failing = TestClient(main.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    for answer in (failing.get("/"), failing.get(f"{SAE}/1?lambda=77"), failing.post(f"{SAE}/1")):
        html = checked(answer, 500)
        assert "Something went wrong here, not with you." in html
        assert "secret" not in html


@pytest.mark.parametrize("path", ["/", "/api/lessons", "/api/lessons/autoencoder/steps/1", SAE, f"{SAE}/1"])
def test_what_is_a_function_of_address_and_build_is_not_sent_twice(client: TestClient, path: str) -> None:
    """A browser that has this build's answer is told so; a refusal is never kept."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["etag"].startswith(TAG[:-1])) == (200, True)
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"if-none-match": 'W/"another build"'}).status_code == 200
    assert "etag" not in client.get("/api/lessons/autoencoder?X=1,x").headers
    assert "etag" not in client.post("/api/lessons/autoencoder", json={}).headers


def test_pages_and_answers_take_turns(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is worked out holds one of the few places while it is."""
    taken: list[int] = []

    worked = descent.worked

    def asked(exercise: Exercise) -> tuple[Sheet, int]:
        taken.append(PLACES.working)
        return worked(exercise)

    monkeypatch.setattr(pages, "worked", asked)
    monkeypatch.setattr(routes, "worked", asked)
    client.get(f"{SAE}/1?eta=0.125")
    client.get("/api/lessons/sparse-autoencoder/steps/1?eta=0.125")
    client.post("/api/lessons/sparse-autoencoder/steps/1/check", json={"answers": {"Z": [[""] * 5] * 6}})
    assert taken == [1, 1, 1]
    assert PLACES.working == 0


def test_a_button_of_another_lesson_does_nothing(client: TestClient) -> None:
    """The autoencoder has no features to add or remove."""
    for button in ("add-feature", "remove-feature-1"):
        answer = client.post(f"{AE}/1", data={"do": button})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{AE}/1")
