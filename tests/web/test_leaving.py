"""Whoever vanishes leaves one line in the log; a server that is told to stop finishes what is under way."""

from __future__ import annotations

import gzip
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
import pytest

SAE = "/sparse-autoencoder"


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The app as the command serves it, and its port."""
    command = [sys.executable, "-m", "app.cli", "--port", "0", "--no-browser", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, env=environment(), start_new_session=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = int(line.partition("/. ")[0].rpartition(":")[2])
        try:
            assert is_alive(port)
            yield process, port
        finally:
            process.terminate()


def is_alive(port: int) -> bool:
    """Whether the app answers; the first time it is waited for."""
    return httpx2.get(f"http://127.0.0.1:{port}/healthz", trust_env=False, timeout=60).text == "ok"


def environment() -> dict[str, str]:
    """That of the tests, without a measure of what is run."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "BY_HAND_"))}


def test_whoever_vanishes_leaves_one_line() -> None:
    with served() as (process, port):
        for path in (f"{SAE}/1", "/api/lessons/sparse-autoencoder", "/marks", "/"):
            head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n"
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(f"{head}content-type: application/json\r\n\r\n".encode())
        assert is_alive(port)
        process.terminate()
        assert process.stderr is not None
        lines = process.stderr.read().splitlines()
    assert lines == ["Somebody left before the answer."] * 4


def terminate(process: subprocess.Popen[str]) -> None:
    """As a system stops a server."""
    process.send_signal(signal.SIGTERM)


def press_ctrl_c(process: subprocess.Popen[str]) -> None:
    """As in a terminal, which tells all that was started there."""
    os.killpg(process.pid, signal.SIGINT)


@pytest.mark.parametrize(("workers", "stop"), [("1", terminate), ("2", terminate), ("1", press_ctrl_c)])
def test_a_file_that_is_being_made_arrives_though_the_server_is_told_to_stop(
    workers: str, stop: Callable[[subprocess.Popen[str]], None]
) -> None:
    with served("--workers", workers) as (process, port):
        got: list[httpx2.Response] = []
        asked = f"http://127.0.0.1:{port}{SAE}/1/worksheet.counted?variants=12"
        begun = threading.Event()

        def fetch() -> None:
            with httpx2.stream("GET", asked, timeout=120, trust_env=False) as answer:
                begun.set()
                answer.read()
                got.append(answer)

        fetching = threading.Thread(target=fetch)
        fetching.start()
        assert begun.wait(60)
        stop(process)
        fetching.join(120)
        assert process.wait(60) in {0, -signal.SIGTERM}
    _, _, file = got[0].content.partition(b"file sparse-autoencoder-step-1.pdf\n")
    assert gzip.decompress(file).startswith(b"%PDF")
    with pytest.raises(httpx2.TransportError):
        is_alive(port)
