"""What keeps a WeCom app from working, and what is done about it: at the start, and for `hazardline doctor`."""

import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

from bot.platforms.wecom_callback import PATH
from bot.platforms.wecom_client import Answer, Client
from bot.platforms.wecom_crypto import FRESH_SECONDS, Crypto
from bot.platforms.wecom_errors import UNTRUSTED_IP, CallRefused, OutOfReach
from handlers.platform import Finding, Unusable

WRONG_SECRET = frozenset({40001, 40013, 40091, 41004})
WRONG_AGENT = frozenset({40056, 301002})
CALLBACK_SECONDS = 5.0
CLOCK_SECONDS = FRESH_SECONDS / 2  # beyond this, callbacks that come in late begin to be refused


def unusable(api: str, agent: str, error: CallRefused | OutOfReach) -> Unusable:
    """What an answer to our first question means for whoever starts the program."""
    if isinstance(error, OutOfReach):
        return Unusable("wecom.unreachable", passing=True, api=api, why=str(error))
    if error.code in WRONG_SECRET:
        return Unusable("wecom.wrong_secret")
    if error.code in WRONG_AGENT:
        return Unusable("wecom.wrong_agent", agent=agent)
    if error.code == UNTRUSTED_IP:  # it can be put right while we run; messages wait for it
        return Unusable("wecom.untrusted_ip", passing=True, ip=error.ip or "?", exempt=_behind_proxy(api))
    return Unusable("wecom.refused", passing=True, code=str(error.code))


def _behind_proxy(url: str) -> str:
    """The host of the address, where the environment names a proxy that goes for it too; else empty."""
    proxied = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url))
    return urlsplit(url).hostname or "" if proxied else ""


def examined(
    client: Client, contacts: Client | None, crypto: Crypto, api: str, agent: str, public_url: str
) -> list[Finding]:
    """Everything that can be seen from here."""
    findings = [_app(client, api, agent), *_contacts(contacts)]
    if client.clock_ahead is not None:
        off = abs(client.clock_ahead)
        topic = "wecom.clock_right" if off < CLOCK_SECONDS else "wecom.clock_wrong"
        findings.append(Finding(topic, off < CLOCK_SECONDS, {"seconds": f"{off:.0f}"}))
    return [*findings, _callback(crypto, public_url + PATH)]


def _app(client: Client, api: str, agent: str) -> Finding:
    try:
        found: Answer = client.get("agent/get", agentid=agent)
    except (CallRefused, OutOfReach) as error:
        why = unusable(api, agent, error)
        return Finding(why.topic, False, why.facts)
    closed = bool(found.get("close"))
    topic = "wecom.app_closed" if closed else "wecom.app_works"
    return Finding(topic, not closed, {"name": str(found.get("name", ""))})


def _contacts(contacts: Client | None) -> Iterator[Finding]:
    """Whether the secret of contact synchronisation works; a WeCom that is out of reach is told of the app."""
    if contacts is None:
        return
    try:
        contacts.post("user/list_id", {"limit": 1})
    except CallRefused as error:
        yield Finding("wecom.contacts_refused", False, {"code": str(error.code), "ip": error.ip})
    except OutOfReach:
        return
    else:
        yield Finding("wecom.contacts_work", True)


def _callback(crypto: Crypto, url: str) -> Finding:
    """Call our own address as WeCom does when it checks it. Whether WeCom has the same key is not seen from here."""
    said, nonce, timestamp = secrets.token_hex(8), secrets.token_hex(8), crypto.timestamp()
    sealed = crypto.seal(said)
    query = {"timestamp": timestamp, "nonce": nonce, "echostr": sealed}
    query["msg_signature"] = crypto.sign(timestamp, nonce, sealed)
    try:
        answer = requests.get(url, params=query, timeout=CALLBACK_SECONDS)
    except requests.RequestException as error:
        return Finding("wecom.callback_unreachable", False, {"url": url, "why": type(error).__name__})
    if answer.status_code == requests.codes.ok and answer.text == said:
        return Finding("wecom.callback_works", True, {"url": url})
    return Finding("wecom.callback_wrong", False, {"url": url, "status": str(answer.status_code)})
