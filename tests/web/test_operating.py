"""What whoever runs the app asks of it: alive, ready, numbers, logs; all without a word of who asked."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from app.live.class_store import StoreAway
from app.live.class_streams import STREAMS
from app.main import app
from app.settings import HSTS, SECURITY_CONTACT
from app.web.logs import REQUEST_ID, REQUESTS, JsonLines
from app.web.numbers import kind_of_request
from app.web.paths import fingerprint
from tests.web.test_leaving import environment, served

SAE = "/sparse-autoencoder"
SECRET = "tokens=Ada,Bob,Cleo,Dan,Eve"


def test_it_is_ready_until_it_is_told_to_stop(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (client.get("/healthz").text, client.get("/readyz").text) == ("ok", "ready")
    monkeypatch.setattr(STREAMS, "is_stopping", True)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_it_is_not_ready_without_its_store(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_: str) -> None:
        raise StoreAway

    monkeypatch.setattr(app.state.class_store, "read", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the store of classes cannot be reached")


def count(text: str, kind: str, status: int) -> float:
    """How many answers the numbers tell of."""
    found = re.search(rf'by_hand_requests_total{{kind="{kind}",status="{status}"}} (\S+)', text)
    return float(found[1]) if found else 0.0


def test_numbers_count_answers_by_kind_and_say_nothing_else(client: TestClient) -> None:
    before = client.get("/metrics").text
    client.get(f"{SAE}/1?{SECRET}")
    client.get(f"{SAE}/1?X=oops")
    client.get("/class/some-secret-key")
    client.get(f"{SAE}/3?{SECRET}")
    after = client.get("/metrics").text
    assert count(after, "page", 200) - count(before, "page", 200) == 3  # with the numbers themselves
    assert count(after, "page", 422) - count(before, "page", 422) == 1
    for secret in ("Ada", "secret-key", "sparse", "oops", "127.0.0.1", "testclient"):
        assert secret not in after
    assert 'by_hand_waiting{queue="large files"} 0.0' in after


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        (f"{SAE}/1", "page"),
        (f"{SAE}/1/worksheet.pdf", "file"),
        ("/static/all.css", "static"),
        ("/api/lessons", "api"),
        ("/class/k/events", "stream"),
        ("/join/c", "join"),
        ("/../../etc/passwd", "page"),
        ("", "page"),
    ],
)
def test_a_kind_is_one_of_a_few_words(path: str, kind: str) -> None:
    assert kind_of_request(path) == kind


def test_every_answer_has_an_id_and_a_proxy_may_give_it(client: TestClient) -> None:
    own = client.get("/healthz").headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", own)
    given = client.get("/healthz", headers={"x-request-id": "from-the-proxy-1"})
    assert given.headers["x-request-id"] == "from-the-proxy-1"
    for wrong in ("short", "a b c d e f g", "x" * 65, "<script>alert(1)</script>"):
        assert client.get("/healthz", headers={"x-request-id": wrong}).headers["x-request-id"] != wrong


def test_a_line_of_json_has_an_id_and_nobody_in_it(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger=REQUESTS.name):
        client.get(f"{SAE}/1?{SECRET}", headers={"x-request-id": "12345678", "user-agent": "Ada's phone"})
    (record,) = caplog.records
    token = REQUEST_ID.set("12345678")
    line = json.loads(JsonLines().format(record))
    REQUEST_ID.reset(token)
    assert line.pop("time")
    assert isinstance(line.pop("ms"), float)
    assert line == {
        "level": "info", "message": "answered", "request": "12345678",
        "method": "GET", "kind": "page", "status": 200,
    }  # fmt: skip


def test_an_error_is_told_without_what_it_says() -> None:
    try:
        raise ValueError("Ada typed this")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "It failed.\n", (), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert (line["message"], line["error"]) == ("It failed.", "ValueError")
    assert line["through"][0].endswith(" test_an_error_is_told_without_what_it_says")
    assert "Ada" not in json.dumps(line)


@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_damaged_form_is_no_line_of_the_log(form: str) -> None:
    """The library that takes forms apart would write what it expected at which byte."""
    code = f"""
from logging.config import dictConfig
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser
from app.web.logs import logging_as
dictConfig(logging_as({form!r}))
try:
    MultipartParser(b"abc").write(b"--a{{c")
except MultipartParseError as error:
    print(error)
"""
    ran = subprocess.run([sys.executable, "-c", code], check=True, env=environment(), capture_output=True)
    assert ran.stdout.startswith(b"Expected boundary character")
    assert ran.stderr == b""


def test_with_two_processes_the_numbers_are_of_both_and_logs_are_lines_of_json() -> None:
    with served("--workers", "2", "--log-format", "json") as (process, port):
        address = f"http://127.0.0.1:{port}"
        fetch = f"import httpx2; print(httpx2.get('{address}/healthz', timeout=60).status_code)"
        for _ in range(6):  # each a connection of its own: now one process has it, now the other
            subprocess.run([sys.executable, "-c", fetch], check=True, env=environment(), capture_output=True)
        code = f"import httpx2; print(httpx2.get('{address}/metrics', timeout=60).text)"
        told = subprocess.run(
            [sys.executable, "-c", code], check=True, env=environment(), capture_output=True
        )
        process.terminate()
        assert process.stderr is not None
        lines = [json.loads(line) for line in process.stderr.read().splitlines() if line.startswith("{")]
    assert count(told.stdout.decode(), "page", 200) >= 7
    assert len([line for line in lines if line["message"] == "answered"]) >= 8
    assert {*lines[0]} == {"time", "level", "message", "request", "method", "kind", "status", "ms"}


def test_security_txt_says_whom_to_write_to_where_somebody_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    monkeypatch.setenv(SECURITY_CONTACT.variable, "mailto:security@school.example")
    lines = client.get("/.well-known/security.txt").text.splitlines()
    assert lines[0] == "Contact: mailto:security@school.example"
    assert re.fullmatch(r"Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", lines[1])


PROBE = """
from starlette.testclient import TestClient
from app.main import app
print(TestClient(app).get("/healthz").headers.get("strict-transport-security"))
"""


def test_https_alone_is_asked_for_only_where_somebody_says_so(client: TestClient) -> None:
    asked = {**environment(), HSTS.variable: "31536000"}
    told = subprocess.run(
        [sys.executable, "-c", PROBE], env=asked, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "max-age=31536000"
    assert "strict-transport-security" not in client.get("/healthz").headers


def test_the_tag_of_a_page_changes_with_what_is_installed_beside_it() -> None:
    assert fingerprint(["numpy-2.4.0.dist-info"]) != fingerprint(["numpy-2.4.1.dist-info"])
