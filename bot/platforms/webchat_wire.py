"""The web chat's own formats: what a page sends, the JSON the inbox keeps of it, and the body of a shown message."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.platforms.webchat_history import BOT, Body
from handlers.messages import Album, Attached, Document, Envelope, Incoming, Outgoing, Photo, Picture
from handlers.platform import Unparsable

SHEETS = (".xlsx", ".xlsm", ".xls", ".csv", ".et")
Made = Picture | Document


@dataclass(frozen=True)
class Upload:
    """A picture a page sent. `size` in bytes as it came; with a problem (too_large) no file was kept."""

    file: str
    name: str
    size: int
    problem: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a page wants said. `client_id` is the page's own name of the message: the same one is never said twice."""

    client_id: str
    text: str = ""
    choice: str | None = None
    uploads: tuple[Upload, ...] = ()
    album: Album | None = None


@dataclass(frozen=True)
class Change:
    """What a page wants changed in a message sent before. `client_id` is the page's own name of the change."""

    client_id: str
    text: str = ""
    deleted: bool = False


def changed(body: Body, change: Change, at: datetime) -> Body:
    """The body of a message after a change; what was sent at first and every change to it are kept in it."""
    text = "" if change.deleted else storable(change.text)
    made = {"client_id": change.client_id, "text": text, "deleted": change.deleted, "at": at.isoformat()}
    after = {**body, "sent": sent(body), "text": text, "changes": [*body.get("changes", []), made]}
    return {**after, "photos": [], "deleted": True} if change.deleted else after


def sent(body: Body) -> Body:
    """What a message brought when it was sent."""
    first: Body = body.get("sent") or {name: body[name] for name in ("text", "photos")}
    return first


def written(draft: Draft, label: str | None) -> Body:
    """The body of a person's own message; `label` is what the tapped button said, where one was tapped."""
    choice = storable(draft.choice) if draft.choice else None
    body = {"client_id": draft.client_id, "text": storable(draft.text), "choice": choice, "label": label}
    photos = [{**asdict(upload), "name": storable(upload.name)} for upload in draft.uploads]
    return {**body, "photos": photos, "album": asdict(draft.album) if draft.album else None}


def made_for(outgoing: Outgoing) -> list[Made]:
    """What lies nowhere else: the pictures that were drawn for the message, and its document."""
    return [*(p for p in outgoing.photos if p.drawn), *([outgoing.document] if outgoing.document else [])]


def shown(outgoing: Outgoing, made: Mapping[Made, str]) -> Body:
    """The body of a message of the bot. made: where its document lies, and those pictures that were drawn for it."""
    return {
        "text": storable(outgoing.text),
        "language": outgoing.language,
        "choices": [[choice.token, choice.label] for choice in outgoing.choices],
        "photos": [
            {"file": made[p], "alt": p.alt} if p.drawn else {"id": p.attachment_id, "alt": p.alt}
            for p in outgoing.photos
            if p.drawn or p.attachment_id
        ],
        "documents": [{"file": made[d], "name": d.name} for d in (outgoing.document,) if d],
    }


def envelope(code: str, body: Body, at: datetime) -> Envelope:
    """What the intake stores of a person's message; `parse` reads it again."""
    kept = {name: body[name] for name in ("choice", "album")}
    return _enveloped(code, body["client_id"], at.isoformat(), {**kept, **sent(body)})


def change_envelopes(code: str, body: Body) -> list[Envelope]:
    """What the intake stores of the changes to a message, the first one first."""
    edits: Body = {"choice": None, "album": None, "photos": [], "edits": body["client_id"]}
    return [
        _enveloped(code, each["client_id"], each["at"], {**edits, "text": each["text"], "deleted": each["deleted"]})
        for each in body.get("changes", [])
    ]


def _enveloped(code: str, client_id: str, sent_at: str, said: Body) -> Envelope:
    """Under the page's own name of it, which is kept open; whose page it was is told by the sender alone."""
    raw = {"message_id": client_id, "sender": code, "sent_at": sent_at, **said}
    return Envelope(BOT, f"{code}:{client_id}", code, json.dumps(raw, ensure_ascii=False))


def parse(body: str) -> Incoming:
    """Read the body of an envelope. Raises Unparsable."""
    try:
        return _incoming(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Unparsable(f"{type(error).__name__}: {error}") from error


def storable(text: str) -> str:
    """The same text without what a database cannot hold: the zero character and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _incoming(raw: dict[str, Any]) -> Incoming:
    return Incoming(
        bot=BOT,
        message_id=str(raw["message_id"]),
        sender=str(raw["sender"]),
        sent_at=_moment(raw["sent_at"]),
        text=str(raw["text"]),
        choice=_word(raw["choice"]),
        photos=tuple(_photo(photo) for photo in raw["photos"] if not _is_sheet(photo)),
        **_sheet(raw["photos"]),
        album=_album(raw["album"]),
        edits=_word(raw.get("edits")),
        deleted=bool(raw.get("deleted", False)),
    )


def _is_sheet(raw: dict[str, Any]) -> bool:
    """By its name: what it is by its bytes is looked at once it is fetched."""
    return str(raw["name"]).casefold().endswith(SHEETS)


def _sheet(uploads: list[dict[str, Any]]) -> dict[str, Any]:
    """The last of several workbooks: one at a time is looked through."""
    sheets = [raw for raw in uploads if _is_sheet(raw)]
    if not sheets:
        return {}
    raw = sheets[-1]
    file = Attached(str(raw["file"]), str(raw["name"]), int(raw["size"]), problem=_word(raw["problem"]))
    return {"document": file.name, "file": file}


def _photo(raw: dict[str, Any]) -> Photo:
    return Photo(remote=str(raw["file"]), name=str(raw["name"]), size=int(raw["size"]), problem=_word(raw["problem"]))


def _album(raw: dict[str, Any] | None) -> Album | None:
    if not raw:
        return None
    return Album(str(raw["id"]), None if raw["size"] is None else int(raw["size"]))


def _word(value: Any) -> str | None:
    """A word that need not be there. Raises TypeError for anything else."""
    if not isinstance(value, str | None):
        raise TypeError(f"{type(value).__name__} where a word belongs")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("sent_at without time zone")
    return moment
