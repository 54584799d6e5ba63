"""What whoever serves the app decides: options of `by-hand`, and environment variables of the same names.

`--public-url` is `BY_HAND_PUBLIC_URL`, and so on; an option goes before its variable. The command writes what
it was given into the environment, where every process of the app reads it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
ORIGIN: Final = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?", re.IGNORECASE)
HOST: Final = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
PUBLIC: Final = re.compile(
    r"https?://(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(/.*)?", re.IGNORECASE
)
STORES: Final = ("redis://", "rediss://", "unix://")


@dataclass(frozen=True)
class ServerOption(Generic[T]):
    """One setting. read: its value from a text, or ValueError in a sentence; default: the text where none is
    set; takes: what stands for a value in the help; says: what it is."""

    name: str
    read: Callable[[str], T]
    default: str
    takes: str
    says: str

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return "BY_HAND_" + self.name.replace("-", "_").upper()

    def text(self, environment: Mapping[str, str] = os.environ) -> str:
        """What the environment says now; a variable that is empty says nothing."""
        return environment.get(self.variable) or self.default

    def value(self, environment: Mapping[str, str] = os.environ) -> T:
        """What it is now. Raises ValueError, in a sentence."""
        return self.read(self.text(environment))


# ---------------------------------------------------------------------------- how each is read


def entries_of(text: str) -> tuple[str, ...]:
    """The entries of a list, parted by spaces or commas."""
    return tuple(filter(None, re.split(r"[\s,]+", text)))


def read_port(text: str) -> int | None:
    """A port number; None for the first that is free. Raises ValueError."""
    if not text or (text.isdecimal() and int(text) <= 65535):
        return int(text) if text else None
    raise ValueError(f"{text!r} is not a port number from 0 to 65535")


def read_workers(text: str) -> int:
    """A number of processes. Raises ValueError."""
    if text.isdecimal() and 1 <= int(text) <= 1000:
        return int(text)
    raise ValueError(f"{text!r} is not a number of processes")


def read_root_path(text: str) -> str:
    """A path such as /hand, without its last slash; "" for none. Raises ValueError."""
    path = text.rstrip("/")
    if PREFIX.fullmatch(path) and not {".", ".."} & {*path.split("/")}:
        return path
    raise ValueError(f"{text!r} is not a path such as /hand, of letters, digits and dashes")


def read_public_url(text: str) -> str:
    """An address without its last slash; "" for none. Raises ValueError."""
    if not text:
        return ""
    found = PUBLIC.fullmatch(text)
    if not found or "?" in text or "#" in text:
        raise ValueError(
            f"{text!r} does not look like https://example.org or https://example.org/hand, "
            "without a question mark and what follows it"
        )
    read_root_path(found[1] or "")
    return text.rstrip("/")


def read_origins(text: str) -> tuple[str, ...]:
    """Origins, which may begin with *. for all below. Raises ValueError."""
    found = tuple(origin.rstrip("/") for origin in entries_of(text))
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is not an origin such as https://lms.example.edu, without a path")
    return found


def read_hosts(text: str) -> tuple[str, ...]:
    """Names of hosts in small letters, which may begin with *. for all below. Raises ValueError."""
    for host in entries_of(text):
        if not HOST.fullmatch(host):
            raise ValueError(f"{host!r} is not a host such as example.org or *.example.org, without a port")
    return entries_of(text.lower())


def read_store(text: str) -> str:
    """The address of a Redis or Valkey; "" for none. Raises ValueError."""
    if not text or (text.startswith(STORES) and text.partition("://")[2]):
        return text
    raise ValueError(f"{text!r} does not look like redis://127.0.0.1:6379")


def read_proxies(text: str) -> str:
    """Addresses and networks of proxies, parted by commas, or * for any. Raises ValueError."""
    for proxy in entries_of(text.replace("*", "0.0.0.0")):
        try:
            ip_network(proxy)
        except ValueError as error:
            raise ValueError(f"{proxy!r} is no address such as 10.0.0.5 or 10.0.0.0/8, nor *") from error
    return ",".join(entries_of(text))


def read_seconds(text: str) -> int:
    """A number of seconds; 0 for none. Raises ValueError."""
    if not text or (text.isdecimal() and len(text) < 10):
        return int(text or 0)
    raise ValueError(f"{text!r} is not a number of seconds")


def read_contact(text: str) -> str:
    """An address to write to; "" for none. Raises ValueError."""
    if not text or re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", text):
        return text
    raise ValueError(f"{text!r} does not look like mailto:security@example.org or https://example.org/report")


def read_log_format(text: str) -> str:
    """plain or json. Raises ValueError."""
    if text in {"plain", "json"}:
        return text
    raise ValueError(f"{text!r} is neither plain nor json")


# ---------------------------------------------------------------------------- what there is

SERVED_HOST: Final = ServerOption("host", str, "127.0.0.1", "ADDRESS", "the address to serve on")
PORT: Final = ServerOption(
    "port", read_port, "", "PORT", "the port, 0 for any (default: 8000, or the next free one)"
)
WORKERS: Final = ServerOption("workers", read_workers, "1", "NUMBER", "server processes")
ROOT_PATH: Final = ServerOption(
    "root-path",
    read_root_path,
    "",
    "PATH",
    "where a proxy serves it, such as /hand (default: the path of --public-url)",
)
PUBLIC_URL: Final = ServerOption(
    "public-url", read_public_url, "", "URL", "the address that others reach the first page by"
)
ALLOW_EMBEDDING_FROM: Final = ServerOption(
    "allow-embedding-from",
    read_origins,
    "",
    "ORIGINS",
    "who may show it inside a page of theirs, such as https://lms.example.edu (default: nobody)",
)
ALLOWED_HOSTS: Final = ServerOption(
    "allowed-hosts",
    read_hosts,
    "",
    "HOSTS",
    "the names it is asked by, beside that of --public-url; others are refused (default: any name)",
)
CLASS_STORE: Final = ServerOption(
    "class-store",
    read_store,
    "",
    "URL",
    "where classes are kept when there are several processes, such as redis://127.0.0.1:6379 "
    "(default: in the memory of this one)",
)
TRUSTED_PROXIES: Final = ServerOption(
    "trusted-proxies",
    read_proxies,
    "127.0.0.1,::1",
    "ADDRESSES",
    "the proxies that are believed when they say who asks and how, or * for any",
)
HSTS: Final = ServerOption(
    "hsts",
    read_seconds,
    "",
    "SECONDS",
    "how long browsers shall ask by https only, such as 31536000 (default: nothing is said)",
)
LOG_FORMAT: Final = ServerOption(
    "log-format",
    read_log_format,
    "plain",
    "FORM",
    "plain, or json: a line for each request, without who asked what",
)
SECURITY_CONTACT: Final = ServerOption(
    "security-contact",
    read_contact,
    "",
    "URL",
    "where somebody who finds a hole writes to, such as mailto:security@example.org",
)
SETTINGS: Final[tuple[ServerOption[Any], ...]] = (
    SERVED_HOST,
    PORT,
    WORKERS,
    ROOT_PATH,
    PUBLIC_URL,
    ALLOW_EMBEDDING_FROM,
    ALLOWED_HOSTS,
    CLASS_STORE,
    TRUSTED_PROXIES,
    HSTS,
    LOG_FORMAT,
    SECURITY_CONTACT,
)
"""All of them, in the order of the help."""


# ---------------------------------------------------------------------------- what follows from them


def check_settings(environment: Mapping[str, str] = os.environ) -> None:
    """Raises ValueError, in a sentence that names the setting, where one cannot be used."""
    for setting in SETTINGS:
        try:
            setting.value(environment)
        except ValueError as error:
            raise ValueError(f"--{setting.name} ({setting.variable}): {error}") from error
    public, root = urlsplit(PUBLIC_URL.value(environment)).path, ROOT_PATH.value(environment)
    if public and root and public != root:
        raise ValueError(f"--public-url leads to {public}, and --root-path says {root}: make them the same")


@cache
def prefix() -> str:
    """What every path begins with where the app is not at the root of its host, such as /hand; else ""."""
    return ROOT_PATH.value() or urlsplit(PUBLIC_URL.value()).path


def public_origin(served_at: str) -> str:
    """The scheme and host by which others reach the app; paths, which have the prefix, follow it.

    served_at: where this request came to, as a fallback. It is asked for once a request: a process that makes
    files may have been started in another environment.
    """
    parts = urlsplit(PUBLIC_URL.value() or served_at)
    return f"{parts.scheme}://{parts.netloc}"
