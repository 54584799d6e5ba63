"""The `by-hand` command: serve the app, say where, and open the browser."""

import argparse
import errno
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from http.client import HTTPConnection
from typing import Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from app.web.embedding import EMBEDDING, origins
from app.web.paths import VERSION

FIRST_PORT: Final = 8000
PORTS_TRIED: Final = 100
SECONDS_TO_START: Final = 60
SECONDS_TO_STOP: Final = 3
LARGEST_HEADER: Final = 64 * 1024  # h11 alone takes 16 KB, but a URL here is a document
ANY_ADDRESS: Final = ("", "0.0.0.0", "::")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped. Returns the exit code: 1 when the address cannot be served on."""
    options = _parser().parse_args(arguments)
    if options.public_url:
        os.environ["BY_HAND_PUBLIC_URL"] = options.public_url
    if options.allow_embedding_from is not None:
        os.environ[EMBEDDING] = options.allow_embedding_from
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        print(_refusal(error, options.host, options.port), file=sys.stderr)
        return 1
    port = int(listener.getsockname()[1])
    print(_announcement(options.host, port, options.port), flush=True)
    if options.browser and has_screen(os.environ, sys.platform):
        threading.Thread(target=open_browser, args=(options.host, port), daemon=True).start()
    _serve(listener, options.workers)
    return 0


# ---------------------------------------------------------------------------- what was asked for


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="by-hand", description="Serve Autoencoders by Hand.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=_port,
        help=f"the port, 0 for any (default: {FIRST_PORT}, or the next one that is free)",
    )
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="do not open the browser")
    parser.add_argument("--workers", type=_workers, default=1, help="server processes (default: %(default)s)")
    parser.add_argument("--public-url", type=_public_url, help="the address that others reach it by")
    parser.add_argument(
        "--allow-embedding-from",
        type=_origins,
        default=os.environ.get(EMBEDDING),
        metavar="ORIGINS",
        help="who may show it inside a page of theirs, such as https://lms.example.edu (default: nobody)",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    return parser


def _port(text: str) -> int:
    """A port number. Raises ArgumentTypeError when it is not one."""
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port number from 0 to 65535")


def _workers(text: str) -> int:
    """A number of processes, at least one. Raises ArgumentTypeError when it is not."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")


def _public_url(text: str) -> str:
    """An address without its last slash. Raises ArgumentTypeError when it has no scheme or no host."""
    scheme, _, rest = text.partition("://")
    if scheme in ("http", "https") and rest.strip("/"):
        return text.rstrip("/")
    raise argparse.ArgumentTypeError(f"{text!r} does not look like https://example.org")


def _origins(text: str) -> str:
    """Origins parted by spaces. Raises ArgumentTypeError when one is none."""
    try:
        return " ".join(origins(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


# ---------------------------------------------------------------------------- where to serve


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket: on `port`, or when that is None on the first free one from FIRST_PORT.

    It is bound here and kept, so that nothing can take the port between finding it and serving on it.
    Raises OSError when the port, or every port tried, is taken, or the host is not this machine's.
    """
    if port is not None:
        return _bind(host, port)
    for candidate in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        with suppress(_Taken):
            return _bind(host, candidate)
    raise _Taken(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


class _Taken(OSError):
    """Another program has the port."""


def _bind(host: str, port: int) -> socket.socket:
    """A socket listening on exactly this port. Raises _Taken, or OSError for any other reason."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise _Taken(error.errno, error.strerror) from error
        raise


def _refusal(error: OSError, host: str, port: int | None) -> str:
    """Why the address cannot be served on, and what to do."""
    if not isinstance(error, _Taken):
        reason, *_ = str(error.strerror or error).split(" (while ")  # Python adds the address once more
        return f"Cannot serve on {host}, port {FIRST_PORT if port is None else port}: {reason}."
    if port is None:
        return (
            f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are all taken: name another with --port."
        )
    return f"Port {port} is taken: name another with --port, or leave --port out for the next free one."


def _announcement(host: str, port: int, asked: int | None) -> str:
    """The one line that says where the app is and how to stop it."""
    moved = f"Port {FIRST_PORT} is taken. " if asked is None and port != FIRST_PORT else ""
    also = " and at this machine's other addresses" if host in ANY_ADDRESS else ""
    return f"{moved}Autoencoders by Hand is at {_address(host, port)}{also}. Ctrl+C stops it."


def _address(host: str, port: int) -> str:
    """The URL of the first page, as a browser on this machine reaches it."""
    name = _reachable(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _reachable(host: str) -> str:
    """A host to connect to: "any address" can be listened on but not called."""
    return "localhost" if host in ANY_ADDRESS else host


# ---------------------------------------------------------------------------- the browser


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Whether there is somebody to open a browser for."""
    if environment.get("CI"):
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_browser(host: str, port: int) -> None:
    """Open the first page once the server answers. A browser that will not open is no error."""
    with suppress(Exception):
        if _answers(_reachable(host), port):
            webbrowser.open(_address(host, port))


def _answers(host: str, port: int) -> bool:
    """Whether the server says that it is well. The port listens already, so one request waits for the app."""
    with closing(HTTPConnection(host, port, timeout=SECONDS_TO_START)) as connection:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200


# ---------------------------------------------------------------------------- serving


def _serve(listener: socket.socket, workers: int) -> None:
    """Answer requests on `listener` until Ctrl+C or a termination signal."""
    with suppress(KeyboardInterrupt):
        config = _configuration(workers)
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def _configuration(workers: int) -> uvicorn.Config:
    return uvicorn.Config(
        "app.main:app",
        workers=workers,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=LARGEST_HEADER,
        timeout_graceful_shutdown=SECONDS_TO_STOP,
    )


if __name__ == "__main__":
    sys.exit(main())
