"""compose.yaml fits together, and with the app: what it names is there, what it sets is understood."""

from __future__ import annotations

import re
import subprocess
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml  # type: ignore[import-untyped]

from app.cli import SECONDS_TO_STOP
from app.settings import SETTINGS
from tests.live.redis_server import PROGRAM, RedisServer
from tests.test_architecture import ROOT

FILE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
NGINX = (ROOT / "operating/nginx.conf").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
DEFAULT = re.compile(r"\$\{[A-Z_]+:-([^}]*)\}")
TAKEN: dict[str, type | tuple[type, ...]] = {
    "image": str,
    "build": str,
    "ports": list,
    "volumes": list,
    "command": list,
    "environment": dict,
    "deploy": dict,
    "depends_on": (dict, list),
    "stop_grace_period": str,
    "restart": str,
}
"""What the Compose Specification calls a service's parts, and the forms of them that are used here."""


def unset(text: str) -> str:
    """A value where no variable is set outside."""
    return DEFAULT.sub(r"\1", text)


def test_every_part_of_a_service_is_one_that_compose_takes() -> None:
    assert set(FILE) == {"services"}
    for name, service in SERVICES.items():
        assert set(service) <= set(TAKEN), name
        assert all(isinstance(part, TAKEN[key]) for key, part in service.items()), name
        assert service["restart"] == "unless-stopped"
    deploy = SERVICES["by-hand"]["deploy"]
    assert (set(deploy), set(deploy["resources"]["limits"])) == ({"replicas", "resources"}, {"memory"})


def test_services_wait_for_services_that_are_there_and_can_say_that_they_are_well() -> None:
    for service in SERVICES.values():
        assert {*service.get("depends_on", ())} <= set(SERVICES)
    assert SERVICES["proxy"]["depends_on"] == {"by-hand": {"condition": "service_healthy"}}
    assert "HEALTHCHECK" in DOCKERFILE, "else the proxy would wait for ever"


def test_the_app_understands_what_it_is_given() -> None:
    """Both as it stands there and where nothing is set outside."""
    known = {setting.variable: setting for setting in SETTINGS}
    given = {name: unset(text) for name, text in SERVICES["by-hand"]["environment"].items()}
    for name in given:
        known[name].value(given)
    assert urlsplit(known["BY_HAND_CLASS_STORE"].value(given)).hostname in SERVICES
    assert known["BY_HAND_WORKERS"].value(given) == 2


def test_the_proxy_leads_from_the_published_port_to_the_one_that_the_image_opens() -> None:
    (published,) = map(unset, SERVICES["proxy"]["ports"])
    assert published.rpartition(":")[2] == re.findall(r"listen (\d+);", NGINX)[0]
    host, port = re.findall(r"server ([\w-]+):(\d+);", NGINX)[0]
    assert host in SERVICES
    assert re.findall(r"EXPOSE (\d+)", DOCKERFILE) == re.findall(r'"--port", "(\d+)"', DOCKERFILE) == [port]
    (volume,) = SERVICES["proxy"]["volumes"]
    assert (ROOT / volume.split(":")[0]).is_file()


def test_a_replica_is_given_the_time_that_it_takes_to_end() -> None:
    assert int(SERVICES["by-hand"]["stop_grace_period"].removesuffix("s")) > SECONDS_TO_STOP


def test_the_proxy_writes_no_address_and_no_key() -> None:
    """What it says of an error has the whole request in it, and the key of a class is in that."""
    assert re.search(r"^\s*access_log off;", NGINX, re.MULTILINE)
    assert re.search(r"^error_log \S+ emerg;", NGINX, re.MULTILINE)


@pytest.mark.skipif(PROGRAM is None, reason="there is no redis-server here")
def test_the_store_starts_with_its_options() -> None:
    """Redis 7 has the same options as Valkey 8."""
    assert PROGRAM is not None
    _, *options = SERVICES["valkey"]["command"]
    command = [PROGRAM, *options, "--port", str(RedisServer().port)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert running.stdout is not None
    said = ""
    while "Ready to accept" not in said and (line := running.stdout.readline()):
        said += line
    running.kill()
    running.communicate()
    assert "Ready to accept" in said
