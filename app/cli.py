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
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from app import settings
from app.web.connections import BoundedConnection
from app.web.logs import logging_as
from app.web.numbers import FOLDER
from app.web.paths import VERSION

FIRST_PORT: Final = 8000
PORTS_TRIED: Final = 100
SECONDS_TO_START: Final = 60
SECONDS_TO_STOP: Final = 30
"""For what is under way when it shall stop: a file takes 20 seconds of work at most."""
ANY_ADDRESS: Final = ("", "0.0.0.0", "::")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped. Returns the exit code: 1 when the address cannot be served on."""
    parser = _parser()
    options = parser.parse_args(arguments)
    chosen = _chosen(options)
    environment = {**os.environ, **chosen}
    try:
        settings.check_settings(environment)
    except ValueError as error:
        parser.error(str(error))
    host, asked = settings.SERVED_HOST.value(environment), settings.PORT.value(environment)
    try:
        listener = listen(host, asked)
    except OSError as error:
        print(_refusal(error, host, asked), file=sys.stderr)
        return 1
    port = int(listener.getsockname()[1])
    print(_announcement(host, port, asked), flush=True)
    if options.browser and has_screen(os.environ, sys.platform):
        threading.Thread(target=open_browser, args=(host, port), daemon=True).start()
    os.environ.update(chosen)
    _serve(listener, settings.WORKERS.value())
    return 0


# ---------------------------------------------------------------------------- what was asked for


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="by-hand",
        description="Serve Autoencoders by Hand.",
        epilog="Each option with a value is a variable of the environment too: --public-url is "
        f"{settings.PUBLIC_URL.variable}.",
    )
    for setting in settings.SETTINGS:
        usual = f" (default: {setting.default})" if setting.default else ""
        parser.add_argument(f"--{setting.name}", metavar=setting.takes, help=setting.says + usual)
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="do not open the browser")
    parser.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    return parser


def _chosen(options: argparse.Namespace) -> dict[str, str]:
    """The settings that were given as options, by their names in the environment."""
    texts = {
        setting.variable: getattr(options, setting.name.replace("-", "_")) for setting in settings.SETTINGS
    }
    return {variable: text for variable, text in texts.items() if text is not None}


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
        connection.request("GET", f"{settings.prefix()}/healthz")
        return connection.getresponse().status == 200


# ---------------------------------------------------------------------------- serving


def _serve(listener: socket.socket, workers: int) -> None:
    """Answer requests on `listener` until Ctrl+C or a termination signal."""
    with suppress(KeyboardInterrupt), TemporaryDirectory() as numbers:
        if workers > 1:
            os.environ[FOLDER] = numbers
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
        log_config=logging_as(settings.LOG_FORMAT.value()),
        forwarded_allow_ips=settings.TRUSTED_PROXIES.value(),
        access_log=False,
        server_header=False,
        http=BoundedConnection,
        timeout_graceful_shutdown=SECONDS_TO_STOP,
        timeout_worker_healthcheck=SECONDS_TO_START,
    )


if __name__ == "__main__":
    sys.exit(main())
