"""Every parser that takes bytes from outside, with what is sound to begin from and the errors that may leave it."""

import asyncio
import contextlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
from PIL import Image
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.links import Links
from bot.platforms import telegram_wire, webchat_wire, wecom_callback, wecom_wire
from bot.platforms.wecom_crypto import Crypto, Unreadable, Unsigned
from bot.setting_values import key_of
from bot.web import chat, sessions, uploads
from bot.web.words import language_of
from handlers.codes import code_in
from handlers.messages import Incoming
from handlers.platform import Unparsable
from handlers.scanned import token_in
from storage.backup_errors import BackupError
from storage.backup_manifest import Manifest, Stored, put_manifest, read_manifest
from storage.backup_target import FolderTarget
from storage.exif import read_notes
from storage.key_halves import join, split
from storage.photo_intake import BadPhoto, read_photograph
from storage.s3_target import Bucket, S3Target
from storage.sealed_stream import CHUNK, seal, unseal
from storage.workbook import read_workbook
from storage.workbook_errors import WorkbookErrors
from tests.fuzz.documents import DOCUMENTS
from tests.photographs import photograph
from tests.workbooks import save, small_company

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
MASTER = bytes(range(32))
CRYPTO = Crypto("token", "x" * 43, "corp", lambda: NOW)
LINKS = Links("https://hazards.example.com", bytes(32))


@dataclass(frozen=True)
class Target:
    """A parser. named: the errors that may leave it; seeds: sound inputs; most: bytes of the longest input tried."""

    parse: Callable[[bytes], object]
    named: tuple[type[Exception], ...]
    seeds: Callable[[], Iterable[bytes]]
    most: int = 4096

    def check(self, data: bytes) -> None:
        """Parse, and let nothing but a fault out."""
        with contextlib.suppress(*self.named):
            self.parse(data)


# WeCom


def _call(data: bytes) -> None:
    """A callback before anybody has looked at it: signature, time, nonce, and the body in a line each."""
    signature, at, nonce, body = (data.split(b"\n", 3) + [b""] * 3)[:4]
    query = [part.decode("utf-8", "replace") for part in (signature, at, nonce)]
    CRYPTO.open(query[0], query[1], query[2], wecom_callback.sealed_in_body(body))


def _calls() -> list[bytes]:
    sealed, at = CRYPTO.seal("<xml><MsgType>text</MsgType></xml>"), CRYPTO.timestamp()
    head = "\n".join((CRYPTO.sign(at, "n", sealed), at, "n"))
    return [f"{head}\n<xml><ToUserName><![CDATA[corp]]></ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()]


def _unseal_call(data: bytes) -> None:
    """Signed, but sealed by somebody who does not know how: plain text of any shape under our own key."""
    CRYPTO.unsealed(data.decode("latin-1"))


def _wecom_message(data: bytes) -> None:
    """What a callback says once it is open: stored, then read."""
    sealed = CRYPTO.seal(data.decode("utf-8", "replace"))
    at = CRYPTO.timestamp()
    envelope = wecom_wire.envelope("wecom:1", CRYPTO.open(CRYPTO.sign(at, "n", sealed), at, "n", sealed))
    _storable(envelope.body, envelope.sender)
    _heard(wecom_wire.parse("wecom:1", envelope.body))


def _wecom_messages() -> list[bytes]:
    who = "<ToUserName>c</ToUserName><FromUserName>ZhangSan</FromUserName><CreateTime>1764230400</CreateTime>"
    bodies = (
        "<MsgType>text</MsgType><Content><![CDATA[漏油了]]></Content><MsgId>1</MsgId>",
        "<MsgType>image</MsgType><MediaId>m</MediaId><PicUrl>http://x</PicUrl>",
        "<MsgType>voice</MsgType><MediaId>m</MediaId>",
        "<MsgType>location</MsgType><Location_X>31.2</Location_X><Location_Y>121.4</Location_Y>",
        "<MsgType>link</MsgType><Title>t</Title><Url>u</Url>",
        "<MsgType>event</MsgType><Event>click</Event><EventKey>k</EventKey>",
        "<MsgType>event</MsgType><Event>scancode_waitmsg</Event><ScanCodeInfo><ScanResult>eq_abcdefgh</ScanResult></ScanCodeInfo>",
        "<MsgType>event</MsgType><Event>template_card_event</Event><TaskId>t</TaskId><ResponseCode>r</ResponseCode><EventKey>k</EventKey>",
        "<MsgType>event</MsgType><Event>change_contact</Event><ChangeType>update_user</ChangeType><UserID>a</UserID><NewUserID>b</NewUserID>",
    )
    return [f"<xml>{who}{body}</xml>".encode() for body in bodies]


# Telegram


def _telegram(data: bytes) -> None:
    envelope = telegram_wire.enveloped("telegram:1", data.decode("utf-8", "replace"))
    _storable(envelope.body, envelope.sender, envelope.key)
    _heard(telegram_wire.parse("telegram:1", envelope.body, "hazard_bot"))


def _updates() -> list[bytes]:
    person = {"id": 7, "first_name": "李", "last_name": "强", "language_code": "zh-hans"}
    message = {"message_id": 5, "date": 1764230400, "chat": {"id": 7, "type": "private"}, "from": person}
    said: list[dict[str, Any]] = [
        {"text": "漏油了"},
        {"text": "/start join_abcdefghijklmnopqrstuv"},
        {"photo": [{"file_id": "f", "width": 10, "height": 9, "file_size": 5}], "caption": "看", "media_group_id": "1"},
        {"document": {"file_id": "f", "file_name": "a.png", "mime_type": "image/png"}},
        {"location": {"latitude": 31.2, "longitude": 121.4}},
        {"voice": {"file_id": "v"}},
        {"forward_origin": {"type": "user"}, "text": "转"},
        {"migrate_to_chat_id": -100},
    ]
    met = {"status": "member"}, {"status": "kicked"}
    updates: list[dict[str, Any]] = [{"message": {**message, **each}} for each in said]
    updates += [
        {"edited_message": {**message, "text": "改", "edit_date": 1764230500}},
        {"callback_query": {"id": "9", "from": person, "data": "AZq.0", "message": message}},
        {"my_chat_member": {**message, "old_chat_member": met[0], "new_chat_member": met[1]}},
    ]
    return [json.dumps({"update_id": 1, **update}).encode() for update in updates]


# The web


def _form(data: bytes) -> None:
    """A post of the page, with its content type in the first line."""
    kind, _, body = data.partition(b"\n")
    form = _loop().run(uploads.read_form(_request(kind, body), Path(_scratch())))
    for upload in form.uploads:
        (Path(_scratch()) / upload.file).unlink(missing_ok=True)
    for read in (_said, chat.change_of):
        with contextlib.suppress(HTTPException):
            read(form)


def _said(form: uploads.Form) -> None:
    draft = chat.draft_of(form)
    body = webchat_wire.written(draft, None)
    envelope = webchat_wire.envelope("li", body, NOW)
    _storable(envelope.body)
    _heard(webchat_wire.parse(envelope.body))


def _forms() -> list[bytes]:
    def part(name: str, value: str, more: str = "") -> str:
        return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'

    fields = part("client_id", "client-1") + part("text", "漏油了") + part("choice", "AZq.0")
    album = part("album_id", "album-0001") + part("album_size", "2")
    file = part("photo", "GIF89a", '; filename="../../a.svg"')
    change = part("client_id", "client-2") + part("deleted", "1")
    return [f"multipart/form-data; boundary=b\n{body}--b--\r\n".encode() for body in (fields, album + file, change)]


def _request(kind: bytes, body: bytes) -> Request:
    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind)]}
    return Request(scope, receive)  # type: ignore[arg-type]


def _stored_message(data: bytes) -> None:
    """A row of the inbox, as it was written by another version or another hand."""
    _heard(webchat_wire.parse(data.decode("utf-8", "replace")))


def _stored_messages() -> list[bytes]:
    said = {
        "message_id": "m",
        "sender": "li",
        "sent_at": NOW.isoformat(),
        "text": "漏油",
        "choice": None,
        "album": None,
    }
    photo = {"file": "f", "name": "n", "size": 1, "problem": None}
    return [json.dumps({**said, "photos": [photo]}).encode(), json.dumps({**said, "photos": [], "edits": "x"}).encode()]


# Tokens, links, codes, cookies


def _token(data: bytes) -> None:
    """One text as everything that can be handed in as a token, by a link, a picture's code, a button or a header."""
    text = data.decode("utf-8", "replace")
    LINKS.notice_of(text, NOW)
    code_in(Incoming("telegram:1", "m", "7", NOW, text))
    code_in(Incoming("telegram:1", "m", "7", NOW, scan=text))
    token_in(text)
    key_of(text)
    one, _, other = text.partition(" ")
    join(one, other)
    cookie = f"{sessions.COOKIE}={one}; hazardline_language={other}".encode("latin-1", "replace")
    headers = [(b"cookie", cookie), (b"accept-language", other.encode())]
    request = Request({"type": "http", "method": "GET", "headers": headers})
    sessions.has_session(request, "li", bytes(32), NOW)
    language_of(request)


def _tokens() -> list[bytes]:
    link = LINKS.to("0199f7d0-1111-7000-8000-000000000001", NOW).rpartition("/")[2]
    halves = " ".join(split(MASTER))
    others = (
        "join_abcdefghijklmnopqrstuv",
        "AB2C-D3EF",
        "https://t.me/b?start=eq_abcdefghijk",
        f"{2**31}.{'0' * 64} en",
    )
    return [text.encode() for text in (link, halves, *others)]


# Pictures


def _notes(data: bytes) -> None:
    """What a camera has noted, in an otherwise sound picture. Nothing may be raised over it."""
    marker = b"\xff\xe1" + (len(data) + 8).to_bytes(2, "big") + b"Exif\0\0" + data
    picture = _bare_jpeg()
    with Image.open(BytesIO(picture[:2] + marker + picture[2:]), formats=("JPEG",)) as image:
        notes = read_notes(image)
    if notes.taken_at is not None:
        notes.taken_at.isoformat()


@cache
def _bare_jpeg() -> bytes:
    with BytesIO() as file:
        Image.new("RGB", (8, 8)).save(file, "JPEG")
        return file.getvalue()


def _noted() -> list[bytes]:
    pictures = (_photographed("JPEG", place=(31.2, 121.4), orientation=number) for number in (1, 6))
    return [Image.open(BytesIO(picture)).info["exif"].removeprefix(b"Exif\0\0") for picture in pictures]


def _photographed(kind: str, **noted: Any) -> bytes:
    return photograph(3, size=(32, 24), taken_at=datetime(2026, 11, 23, 8, 55), format=kind, **noted)


def _pictures() -> list[bytes]:
    kinds = ("JPEG", "PNG", "WEBP", "GIF", "HEIC")
    return [_photographed(kind) for kind in kinds] + [b"<svg xmlns='http://www.w3.org/2000/svg'/>"]


# The workbook


def _workbook(data: bytes) -> None:
    """The name of a part of the archive in the first line, and what that part is instead."""
    name, _, content = data.partition(b"\n")
    with BytesIO() as made:
        with zipfile.ZipFile(made, "w") as archive:
            for part, usual in _parts().items():
                archive.writestr(part, content if part.encode() == name else usual)
        _read_workbook(made.getvalue())


def _read_workbook(data: bytes) -> None:
    file = Path(_scratch()) / "tried.xlsx"
    file.write_bytes(data)
    read_workbook(file)


@cache
def _parts() -> Mapping[str, bytes]:
    with zipfile.ZipFile(_small()) as archive:
        return MappingProxyType({part: archive.read(part) for part in archive.namelist()})


def _workbooks() -> list[bytes]:
    return [name.encode() + b"\n" + content for name, content in _parts().items()]


@cache
def _small() -> Path:
    return save(small_company(), Path(_scratch()))


def _archives() -> list[bytes]:
    return [_small().read_bytes()]


# Backups


def _stream(data: bytes) -> None:
    """A stream of a target that somebody else can write to; never more than a chunk of it in memory."""
    for piece in unseal([data[:7], data[7:]], "name", MASTER):
        if len(piece) > CHUNK:
            raise AssertionError(len(piece))


def _streams() -> list[bytes]:
    return [b"".join(seal([b"a picture" * 50], "name", MASTER, compress=compress)) for compress in (True, False)]


def _manifest(data: bytes) -> None:
    """What a manifest says, sealed as it should be."""
    target = FolderTarget(Path(_scratch()) / "target")
    target.put("backups/b.manifest", seal([data], "backups/b.manifest", MASTER, compress=False))
    manifest = read_manifest(target, "b", MASTER)
    for path in manifest.media:
        if not (Path("/data") / path).resolve().is_relative_to("/data"):
            raise AssertionError(path)
    _ = manifest.bytes


def _manifests() -> list[bytes]:
    target = FolderTarget(Path(_scratch()) / "target")
    media = {"media/clean/ab/x.aes": Stored(3, "0" * 64, "media/n", 5)}
    told = Manifest("b", NOW, "sqlite", "0039", {"people": 3}, Stored(9, "1" * 64, "backups/b.database"), media)
    put_manifest(target, told, MASTER)
    return [b"".join(unseal(target.get("backups/b.manifest"), "backups/b.manifest", MASTER))]


def _listing(data: bytes) -> None:
    """What a store that speaks S3 answers."""
    answers = iter((data, b"<ListBucketResult/>"))
    target = S3Target(Bucket("https://s3.example.com", "b", "r", "k", "s"), "p")
    transport = httpx.MockTransport(lambda asked: httpx.Response(200, content=next(answers)))
    target._client = httpx.Client(transport=transport)
    target.sizes("backups/")


def _listings() -> list[bytes]:
    entry = "<Contents><Key>backups/a.manifest</Key><Size>5</Size></Contents>"
    more = "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>"
    name = 'ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
    return [f"<{name}>{more}{entry}</ListBucketResult>".encode(), b"<Error><Code>NoSuchKey</Code></Error>"]


TARGETS: Mapping[str, Target] = {
    "wecom-callback": Target(_call, (Unsigned, Unreadable), _calls),
    "wecom-sealed": Target(_unseal_call, (Unreadable,), lambda: [CRYPTO.seal("<xml/>").encode()]),
    "wecom-message": Target(_wecom_message, (Unparsable,), _wecom_messages),
    "telegram-update": Target(_telegram, (Unparsable,), _updates),
    "web-form": Target(_form, (HTTPException,), _forms),
    "stored-message": Target(_stored_message, (Unparsable,), _stored_messages),
    "token": Target(_token, (), _tokens, 512),
    "camera-notes": Target(_notes, (), _noted),
    "picture": Target(read_photograph, (BadPhoto,), _pictures, 16384),
    "workbook": Target(_workbook, (WorkbookErrors,), _workbooks, 32768),
    "workbook-archive": Target(_read_workbook, (WorkbookErrors,), _archives, 32768),
    **{name: Target(*told) for name, told in DOCUMENTS.items()},
    "backup-stream": Target(_stream, (BackupError,), _streams),
    "backup-manifest": Target(_manifest, (BackupError,), _manifests),
    "backup-listing": Target(_listing, (BackupError,), _listings),
}


def _heard(said: Incoming) -> None:
    """Whatever was understood can be written to a database."""
    names = [said.text, said.message_id, said.sender, said.sender_name, said.choice, said.scan, said.document]
    _storable(*names, *(photo.remote for photo in said.photos), *(photo.name for photo in said.photos))


def _storable(*texts: str | None) -> None:
    for text in texts:
        if "\0" in (text or "").encode().decode():
            raise AssertionError(text)


@cache
def _scratch() -> str:
    """A folder in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - nothing of it is anybody's
    return tempfile.mkdtemp(dir=memory if memory.is_dir() else None)


@cache
def _loop() -> asyncio.Runner:
    return asyncio.Runner()
