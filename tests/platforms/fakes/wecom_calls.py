"""What the fake WeCom does when it is called, and what it refuses: each limit as the documentation states it."""

import json
import re
from collections import defaultdict, deque
from datetime import datetime, timedelta
from email import message_from_bytes
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.platforms.fakes.wecom_cards import BadCard, shown_card, task_of
from tests.platforms.fakes.wecom_chats import Member, Message
from tests.platforms.fakes.wecom_http import Answer, Query
from tests.platforms.fakes.wecom_posts import BadPost, check_post
from tests.platforms.fakes.wecom_textcards import BadTextCard, shown_text_card

if TYPE_CHECKING:
    from tests.platforms.fakes.wecom import FakeWecom

KEPT_DAYS = 3
CODE_HOURS = 72
MEGABYTE = 1024 * 1024
PER_MINUTE, PER_HOUR = 30, 1000
MENU_TYPES = [
    "click",
    "view",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
]
Said = dict[str, Any]


class Bad(Exception):
    """An error code."""


class Calls:
    """Every path under cgi-bin but gettoken."""

    def __init__(self, fake: "FakeWecom") -> None:
        self._fake = fake
        self._media: dict[str, tuple[str, str, bytes, datetime]] = {}
        self._media_ids = count(1)
        self._codes: dict[str, tuple[str, Message, datetime]] = {}  # response_code -> member, card, made
        self._tasks: set[str] = set()
        self._sent: dict[str, deque[datetime]] = defaultdict(deque)

    def answer(self, method: str, path: str, query: Query, body: bytes, kind: str) -> Answer:
        if path == "media/get":
            return self._media_get(query)
        try:
            if path == "media/upload":
                return _ok(**self._upload(query["type"], body, kind))
            said = json.loads(body) if body else {}
            return _ok(**getattr(self, path.replace("/", "_"))(query, said))
        except Bad as bad:
            return _ok(errcode=bad.args[0])
        except (BadCard, BadTextCard) as bad:
            return _ok(errcode=bad.args[0])

    def webhook(self, path: str, query: Query, body: bytes, kind: str) -> Answer:
        """A group robot, which needs no token."""
        try:
            posts = self._fake.robots.get(query.get("key", ""))
            if posts is None:
                raise Bad(93000)
            if path == "webhook/upload_media":
                return _ok(**self._upload(query["type"], body, kind))
            said = json.loads(body)
            check_post(said)
            minute = self._sent[query["key"]]
            _forget(minute, self._fake.now() - timedelta(seconds=60))
            if self._fake.limits and len(minute) >= 20:
                raise Bad(45009)
            minute.append(self._fake.now())
            posts.append(said)
            return _ok()
        except (Bad, BadPost) as bad:
            return _ok(errcode=bad.args[0])

    # Messages

    def message_send(self, query: Query, said: Said) -> Said:
        self._own_agent(said.get("agentid"))
        everybody = str(said.get("touser", "")).split("|")
        if everybody == [""]:
            raise Bad(82001)
        there = [m for id_ in everybody if (m := self._fake.members.get(id_.lower())) and m.visible and m.status == 1]
        invalid = [id_.lower() for id_ in everybody if id_.lower() not in {m.userid.lower() for m in there}]
        if not there:
            raise Bad(81013)
        shown, code = self._shown(said), {}
        for member in there:
            if self._within_limits(member):
                member.chat.append(shown)
            code = {"response_code": self.new_code(member, shown)} if shown.task_id else {}
        return {"msgid": uuid4().hex, **code, **({"invaliduser": "|".join(invalid)} if invalid else {})}

    def _shown(self, said: Said) -> Message:
        kind = said.get("msgtype", "")
        content = said.get(kind)
        if not isinstance(content, dict):
            raise Bad(40008)
        if kind in ("text", "markdown"):
            text = str(content.get("content", ""))
            if not text:
                raise Bad(44004)
            if len(text.encode()) > 2048:
                self._fake.cut += 1
                text = text.encode()[:2048].decode("utf-8", "ignore")
            return Message(kind, text)
        if kind in ("image", "file"):
            name = self._file(kind, content.get("media_id", ""))
            return Message(kind, photos=int(kind == "image"), documents=(name,) if kind == "file" else ())
        if kind == "textcard":
            card, cut = shown_text_card(content)
            self._fake.cut += cut
            return card
        if kind == "template_card":
            if not self._fake.callback:
                raise Bad(43012)
            if not self._fake.takes_cards:
                raise Bad(42050)
            card = shown_card(content)
            if task_of(content) in self._tasks:
                raise Bad(42014)
            self._tasks.add(task_of(content))
            return card
        raise Bad(40008)

    def _file(self, kind: str, media_id: str) -> str:
        held = self._media.get(media_id)
        if held is None or held[0] != kind or held[3] + timedelta(days=KEPT_DAYS) < self._fake.now():
            raise Bad(40007)
        return held[1]

    def _within_limits(self, member: Member) -> bool:
        if not self._fake.limits:
            return True
        sent = self._sent[member.userid.lower()]
        _forget(sent, self._fake.now() - timedelta(hours=1))
        minute = sum(at > self._fake.now() - timedelta(seconds=60) for at in sent)
        if minute >= PER_MINUTE or len(sent) >= PER_HOUR:
            self._fake.dropped += 1
            return False
        sent.append(self._fake.now())
        return True

    def new_code(self, member: Member, card: Message) -> str:
        code = uuid4().hex
        self._codes[code] = (member.userid.lower(), card, self._fake.now())
        return code

    def message_update_template_card(self, query: Query, said: Said) -> Said:
        self._own_agent(said.get("agentid"))
        whose, card, made = self._codes.pop(said.get("response_code", ""), ("", None, self._fake.now()))
        if card is None or made + timedelta(hours=CODE_HOURS) < self._fake.now():
            raise Bad(60140)
        if [id_.lower() for id_ in said.get("userids", [])] != [whose]:
            raise Bad(81013)
        name = said.get("button", {}).get("replace_name")
        if name:
            card.buttons, card.keys = (), ()
            card.text = f"{card.text}\n[{name}]"
        else:
            changed = shown_card(said.get("template_card", {}))
            card.text, card.buttons, card.keys = changed.text, changed.buttons, changed.keys
        return {}

    # Files

    def kept(self, kind: str, name: str, data: bytes) -> str:
        media_id = f"media-{next(self._media_ids)}"
        self._media[media_id] = (kind, name, data, self._fake.now())
        return media_id

    def _upload(self, kind: str, body: bytes, content_type: str) -> Said:
        name, data = _multipart(body, content_type)
        if not name:
            raise Bad(41005)
        if len(data) <= 5:
            raise Bad(40006)
        if len(data) > {"image": 10, "voice": 2, "video": 10, "file": 20}[kind] * MEGABYTE:
            raise Bad(45001)
        if kind == "image" and not data.startswith((b"\xff\xd8", b"\x89PNG")):
            raise Bad(40005)
        return {"type": kind, "media_id": self.kept(kind, name, data), "created_at": "1380000000"}

    def _media_get(self, query: Query) -> Answer:
        """An error comes with status 200, as JSON."""
        held = self._media.get(query.get("media_id", ""))
        if held is None or held[3] + timedelta(days=KEPT_DAYS) < self._fake.now():
            return _ok(errcode=40007)
        return 200, "application/octet-stream", held[2]

    # The company

    def agent_get(self, query: Query, said: Said) -> Said:
        self._own_agent(query.get("agentid"))
        alone = [{"userid": m.userid} for m in self._fake.members.values() if m.visible and not m.departments]
        found = {"agentid": int(self._fake.agent_id), "name": "隐患排查", "close": int(self._fake.closed)}
        return {**found, "allow_userinfos": {"user": alone}}

    def getcallbackip(self, query: Query, said: Said) -> Said:
        return {"ip_list": ["101.226.103.0/24"]}

    def department_list(self, query: Query, said: Said) -> Said:
        if self._fake.is_contacts(query):
            return {"department": [{"id": id_} for id_ in self._fake.departments]}
        return {"department": [{"id": id_, "name": name} for id_, name in self._fake.departments.items()]}

    def user_list(self, query: Query, said: Said) -> Said:
        if self._fake.is_contacts(query):
            raise Bad(48009)
        inside = int(query["department_id"])
        if inside not in self._fake.departments:
            raise Bad(60003)
        listed = [_told(m) for m in self._fake.members.values() if m.visible and inside in m.departments]
        return {"userlist": listed}

    def user_list_id(self, query: Query, said: Said) -> Said:
        """Ids and nothing else, two a page so that pages are turned."""
        if not self._fake.is_contacts(query):
            raise Bad(48002)
        everybody = list(self._fake.members.values())
        start = int(said.get("cursor") or 0)
        page = [{"userid": m.userid, "department": 1} for m in everybody[start : start + 2]]
        return {"dept_user": page, "next_cursor": str(start + 2) if start + 2 < len(everybody) else ""}

    def user_get(self, query: Query, said: Said) -> Said:
        member = self._fake.members.get(query.get("userid", "").lower())
        if member is None:
            raise Bad(60111)
        if not member.visible:
            raise Bad(60011)
        return _told(member)

    def menu_create(self, query: Query, said: Said) -> Said:
        self._own_agent(query.get("agentid"))
        entries = said.get("button", [])
        if not 1 <= len(entries) <= 3:
            raise Bad(40016)
        for entry in entries:
            behind = entry.get("sub_button", [])
            if len(behind) > 5 or len(entry["name"].encode()) > 16:
                raise Bad(40018)
            for button in behind or [entry]:
                _check_menu(button)
        self._fake.menu = said
        return {}

    def _own_agent(self, agent: Any) -> None:
        if str(agent) != self._fake.agent_id:
            raise Bad(40056)


def _ok(errcode: int = 0, **more: Any) -> Answer:
    words = "ok" if errcode == 0 else "refused"
    return 200, "application/json", json.dumps({"errcode": errcode, "errmsg": words, **more}).encode()


def _told(member: Member) -> Said:
    """To a self-built app: no number, no portrait, no address."""
    told = {"userid": member.userid, "name": member.name, "status": member.status}
    return {**told, "department": list(member.departments)}


def _forget(moments: deque[datetime], before: datetime) -> None:
    while moments and moments[0] <= before:
        moments.popleft()


def _multipart(body: bytes, content_type: str) -> tuple[str, bytes]:
    """Name and bytes of the one file, whose name comes as it is, in UTF-8."""
    *_, part = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body).walk()
    head = body[: body.index(b"\r\n\r\n")].decode()
    name = re.search(r'name="media"; filename="([^"]*)"', head)
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return name[1] if name else "", data


def _check_menu(button: Said) -> None:
    if button.get("type") not in MENU_TYPES:
        raise Bad(40017)
    if not 1 <= len(button["name"].encode()) <= 40 or not 1 <= len(button["key"].encode()) <= 128:
        raise Bad(40018)
