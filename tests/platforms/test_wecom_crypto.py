"""The envelope of WeCom's callbacks: Tencent's own vectors pass, and everything else is refused in one way."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.wecom_crypto import FRESH_SECONDS, Crypto, Unreadable, Unsigned
from bot.platforms.wecom_wire import envelope, parse

# developer.work.weixin.qq.com/document/path/90968, and the samples of the libraries linked there.
TOKEN, AES_KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
ECHO = ("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780")
ECHO_SEALED = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
MESSAGE = ("477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149")
MESSAGE_SEALED = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvu"
    "JTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hg"
    "f5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJW"
    "rQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2u"
    "yPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
THEN = datetime.fromtimestamp(1409659813, UTC)


def crypto(token: str = TOKEN, key: str = AES_KEY, corp: str = CORP, now: datetime = THEN) -> Crypto:
    return Crypto(token, key, corp, lambda: now)


def test_the_official_check_of_an_address_gives_the_bare_word() -> None:
    assert crypto().open(*ECHO, ECHO_SEALED) == "1616140317555161061"


def test_the_official_message_says_hello() -> None:
    said = parse("wecom:218", envelope("wecom:218", crypto().open(*MESSAGE, MESSAGE_SEALED)).body)
    assert (said.text, said.message_id, said.sender) == ("hello", "4561255354251345929", "mycreate")
    assert said.sent_at == THEN


def test_what_is_sealed_is_what_wechatpy_seals_with_the_same_salt() -> None:
    from wechatpy.work.crypto import PrpCrypto

    class Salted(PrpCrypto):  # type: ignore[misc]
        def get_random_string(self) -> str:
            return "1234567890123456"

    ours = crypto()
    theirs = Salted(ours._key).encrypt("三号门 <xml/>", CORP)
    assert ours.seal("三号门 <xml/>", b"1234567890123456") == theirs.decode()


@pytest.mark.parametrize("text", ["", "a", "三号门口地上一大滩油", "x" * 5000, "<xml>]]></xml>"])
def test_what_is_sealed_can_be_opened(text: str) -> None:
    ours = crypto()
    sealed = ours.seal(text)
    assert ours.open(ours.sign("1409659813", "n", sealed), "1409659813", "n", sealed) == text


@pytest.mark.parametrize(
    ("signature", "timestamp", "nonce", "sealed"),
    [
        ("0" * 40, MESSAGE[1], MESSAGE[2], MESSAGE_SEALED),
        ("", MESSAGE[1], MESSAGE[2], MESSAGE_SEALED),
        ("é" * 40, MESSAGE[1], MESSAGE[2], MESSAGE_SEALED),
        (MESSAGE[0], "1409659814", MESSAGE[2], MESSAGE_SEALED),
        (MESSAGE[0], MESSAGE[1], "0", MESSAGE_SEALED),
        (MESSAGE[0], MESSAGE[1], MESSAGE[2], MESSAGE_SEALED + "A"),
        (MESSAGE[0], MESSAGE[1], MESSAGE[2], ""),
    ],
)
def test_what_is_not_signed_is_refused(signature: str, timestamp: str, nonce: str, sealed: str) -> None:
    with pytest.raises(Unsigned):
        crypto().open(signature, timestamp, nonce, sealed)


def test_another_token_is_another_signature() -> None:
    with pytest.raises(Unsigned):
        crypto(token="another").open(*MESSAGE, MESSAGE_SEALED)  # noqa: S106


@pytest.mark.parametrize("off", [-1, 1])
def test_a_callback_is_good_for_as_long_as_it_may_be_tried_again_and_no_longer(off: int) -> None:
    within = crypto(now=THEN + off * timedelta(seconds=FRESH_SECONDS))
    assert within.open(*MESSAGE, MESSAGE_SEALED)
    beyond = crypto(now=THEN + off * timedelta(seconds=FRESH_SECONDS + 1))
    with pytest.raises(Unsigned):
        beyond.open(*MESSAGE, MESSAGE_SEALED)


@pytest.mark.parametrize("timestamp", ["", "x", "-1409659813", "1409659813.0", "9" * 5000, "１４０９６５９８１３"])
def test_a_moment_that_is_none_is_refused(timestamp: str) -> None:
    ours = crypto()
    with pytest.raises(Unsigned):
        ours.open(ours.sign(timestamp, "n", "x"), timestamp, "n", "x")


@pytest.mark.parametrize("sealed", ["not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA==", ""])
def test_what_is_signed_and_cannot_be_opened_is_unreadable(sealed: str) -> None:
    ours = crypto()
    with pytest.raises(Unreadable):
        ours.open(ours.sign("1409659813", "n", sealed), "1409659813", "n", sealed)


def test_another_key_and_another_company_are_unreadable() -> None:
    for other in (crypto(key="a" * 43), crypto(corp="ww0000000000000000")):
        with pytest.raises(Unreadable):
            other.open(*MESSAGE, MESSAGE_SEALED)
