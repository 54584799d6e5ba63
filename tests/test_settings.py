"""Settings: an option or a variable of the same name, read in one way, refused in a sentence."""

from __future__ import annotations

import pytest

from app import cli, settings
from app.settings import SETTINGS, check_settings, public_origin

WRONG = {
    "port": "70000",
    "workers": "none",
    "root-path": "no slash",
    "public-url": "example.org",
    "allow-embedding-from": "*",
    "allowed-hosts": "a/b",
    "class-store": "somewhere",
    "trusted-proxies": "proxy.example",
    "hsts": "a year",
    "log-format": "xml",
    "security-contact": "security@example.org",
}


@pytest.mark.parametrize(("name", "text"), WRONG.items())
def test_a_variable_that_makes_no_sense_is_refused_like_the_option(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    variable = "BY_HAND_" + name.upper().replace("-", "_")
    monkeypatch.setenv(variable, text)
    with pytest.raises(SystemExit, match="2"):
        cli.main([])
    says = capsys.readouterr().err
    assert f"--{name} ({variable}): " in says
    assert repr(text) in says
    with pytest.raises(ValueError, match=variable):
        check_settings()


def test_every_setting_is_an_option_that_the_help_tells(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert [setting.name for setting in SETTINGS if f"--{setting.name} {setting.takes}" not in told] == []


def test_an_option_goes_before_its_variable_and_an_empty_variable_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BY_HAND_HOST", "")
    monkeypatch.setenv("BY_HAND_PORT", "1")
    assert settings.SERVED_HOST.value() == "127.0.0.1"
    assert settings.PORT.value() == 1
    assert cli.main(["--host", "192.0.2.1", "--port", "0", "--no-browser"]) == 1
    assert "Cannot serve on 192.0.2.1, port 0" in capsys.readouterr().err


def test_settings_are_read_as_they_are_meant() -> None:
    assert settings.read_public_url("https://example.org/hand/") == "https://example.org/hand"
    assert settings.read_public_url("http://[2001:db8::1]:8000") == "http://[2001:db8::1]:8000"
    assert settings.read_root_path("/hand/") == "/hand"
    assert settings.read_root_path("/") == ""
    assert settings.read_hosts("Example.org, *.example.org") == ("example.org", "*.example.org")
    assert settings.read_proxies("10.0.0.0/8 ::1") == "10.0.0.0/8,::1"
    assert settings.read_proxies("*") == "*"
    assert settings.read_store("unix:///run/valkey.sock") == "unix:///run/valkey.sock"


def test_a_public_address_and_a_root_path_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BY_HAND_PUBLIC_URL", "https://example.org/hand")
    monkeypatch.setenv("BY_HAND_ROOT_PATH", "/other")
    with pytest.raises(ValueError, match="leads to /hand, and --root-path says /other"):
        check_settings()
    monkeypatch.setenv("BY_HAND_ROOT_PATH", "/hand")
    check_settings()


def test_others_reach_the_app_where_it_says_or_where_it_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BY_HAND_PUBLIC_URL", raising=False)
    assert public_origin("http://[::1]:8000/hand/") == "http://[::1]:8000"
    monkeypatch.setenv("BY_HAND_PUBLIC_URL", "https://example.org/hand/")
    assert public_origin("http://127.0.0.1:8000/") == "https://example.org"
