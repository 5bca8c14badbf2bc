"""The outward door under a certificate of its own, or behind a named proxy: over real sockets."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.doors import Door, listen
from bot.settings import BadSettings, Settings, read_settings
from bot.tls import Tls, is_outward, tls_of
from bot.web.webhooks import create_webhook_app
from tests.certificates import certificate
from tests.chat_house import open_house

STRICT = "Strict-Transport-Security"


async def seen(request: Request) -> Response:
    """By which scheme somebody has come, and from where, as the application is told."""
    return PlainTextResponse(f"{request.url.scheme} {request.client.host if request.client else ''}")


@contextmanager
def open_door(tls: Tls | None = None, proxies: str = "") -> Iterator[int]:
    """A door that is served; its port."""
    with listen("127.0.0.1", 0, "") as at:
        door = Door(create_webhook_app([Route("/seen", seen)]), at, tls, proxies)
        assert door.address.startswith("https://" if tls else "http://")
        serving = Thread(target=lambda: asyncio.run(door.serve()))
        serving.start()
        yield at.getsockname()[1]
        door.server.should_exit = True
        serving.join()


def asked(connection: HTTPConnection, **headers: str) -> tuple[str, str | None]:
    connection.request("GET", "/seen", headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    said = answer.read().decode(), answer.headers[STRICT]
    connection.close()
    return said


def trusting(tls: Tls) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(tls.certificate))


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def test_under_a_certificate_everything_is_encrypted_and_stays_so(tmp_path: Path) -> None:
    tls, other = certificate(tmp_path), certificate(tmp_path, "other")
    with open_door(tls) as port:
        said, strict = asked(HTTPSConnection("127.0.0.1", port, context=trusting(tls)))
        assert said == "https 127.0.0.1"
        assert strict == "max-age=31536000"
        with pytest.raises(ssl.SSLCertVerificationError):
            asked(HTTPSConnection("127.0.0.1", port, context=trusting(other)))
        with pytest.raises(ConnectionError):
            asked(HTTPConnection("127.0.0.1", port))


@pytest.mark.parametrize(
    ("proxies", "told"),
    [("", "http 127.0.0.1"), ("10.0.0.9", "http 127.0.0.1"), ("10.0.0.9,127.0.0.0/8", "https 203.0.113.7")],
)
def test_only_a_named_proxy_is_believed(proxies: str, told: str) -> None:
    with open_door(proxies=proxies) as port:
        forwarded = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.7"}
        said, strict = asked(HTTPConnection("127.0.0.1", port), **forwarded)
        assert said == told
        assert (strict is not None) is told.startswith("https")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_session_that_came_by_https_goes_back_by_nothing_else(tmp_path: Path, scheme: str) -> None:
    here = f"{scheme}://127.0.0.1:8080"
    with TestClient(open_house(tmp_path).app(), base_url=here, client=("127.0.0.1", 50000)) as browser:
        cookie = browser.post("/chat/li/session").headers["set-cookie"]
    assert ("Secure" in cookie) is (scheme == "https")
    assert "HttpOnly" in cookie


def test_a_certificate_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    good, other = certificate(tmp_path), certificate(tmp_path, "other")
    assert tls_of(settings()) is None
    assert tls_of(settings(tls_certificate=good.certificate, tls_key=good.key)) == good
    over = certificate(tmp_path, "over", days=-1)
    nothing = tmp_path / "nothing.pem"
    for bad in (Tls(good.certificate, other.key), Tls(nothing, good.key), Tls(good.key, good.key), over):
        with pytest.raises(BadSettings) as refused:
            tls_of(settings(tls_certificate=bad.certificate, tls_key=bad.key))
        assert refused.value.variable == "HAZARDLINE_TLS_CERTIFICATE"


@pytest.mark.parametrize(
    ("name", "value", "variable"),
    [
        ("TLS_CERTIFICATE", "/etc/hazardline/fullchain.pem", "TLS_KEY"),
        ("TLS_KEY", "/etc/hazardline/key.pem", "TLS_CERTIFICATE"),
        ("TRUSTED_PROXIES", "proxy.example.com", "TRUSTED_PROXIES"),
        ("TRUSTED_PROXIES", "*", "TRUSTED_PROXIES"),
    ],
)
def test_half_a_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, variable: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"HAZARDLINE_{name}", value)
    with pytest.raises(BadSettings) as refused:
        read_settings()
    assert refused.value.variable == f"HAZARDLINE_{variable}"


def test_which_addresses_other_machines_reach() -> None:
    assert [is_outward(host) for host in ("127.0.0.1", "::1", "localhost")] == [False] * 3
    assert [is_outward(host) for host in ("0.0.0.0", "::", "10.0.0.5", "hazards.example.com")] == [True] * 4  # noqa: S104
