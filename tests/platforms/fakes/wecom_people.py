"""WeCom's side of callbacks: what a member does becomes XML, sealed anew at each of three tries, and is posted to us.

The sealing is written here a second time, from the documentation, so that ours is held against another one.
"""

import os
import struct
import time
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha1
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from xml.sax.saxutils import escape

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.platforms.fakes.storm import Storm
from tests.platforms.fakes.wecom_chats import Member

if TYPE_CHECKING:
    from tests.platforms.fakes.wecom import FakeWecom

TRIES = 3
AGAIN = 20  # times that a member does once more what came to nothing
PATIENCE_SECONDS = 5.0


class Callbacks:
    """Posts to `fake.callback`. duplicates: how many more times each one is posted, as after a lost answer.

    pause: seconds between two tries. insistent: whether members do again what WeCom has given up on, as people do who
    see no answer. `told`: each plain text that was handed over. Any thread may post.
    """

    def __init__(self, fake: "FakeWecom") -> None:
        self.fake = fake
        self._held: list[str] | None = None
        self.duplicates = 0
        self.pause = 0.0
        self.insistent = False
        self.storm: Storm | None = None
        self.told: list[str] = []
        self.statuses: list[int] = []
        self._ids = count(4561255354251345001)
        self._http = httpx.Client(timeout=PATIENCE_SECONDS, limits=httpx.Limits(max_keepalive_connections=0))

    def event(self, who: str, event: str, inner: str = "") -> None:
        self.hand_over(self._xml(who, "event", f"<Event>{cdata(event)}</Event>{inner}"))

    def message(self, member: Member, kind: str, inner: str) -> str:
        """What a member sends, as the callback it becomes."""
        return self._xml(member.userid, kind, f"{inner}<MsgId>{next(self._ids)}</MsgId>")

    def _xml(self, who: str, kind: str, inner: str) -> str:
        head = f"<ToUserName>{cdata(self.fake.corp_id)}</ToUserName><FromUserName>{cdata(who)}</FromUserName>"
        made = f"<CreateTime>{int(self.fake.now().timestamp())}</CreateTime><MsgType>{cdata(kind)}</MsgType>"
        return f"<xml>{head}{made}{inner}<AgentID>{self.fake.agent_id}</AgentID></xml>"

    def hand_over(self, *xmls: str) -> None:
        """Any plain texts of one moment, well formed or not."""
        if self._held is not None:
            self._held += xmls
            return
        for xml in self._stirred(xmls):
            for _ in range(1 + self.duplicates):
                self.post(xml)

    def _stirred(self, xmls: Sequence[str]) -> Sequence[str]:
        """What a storm makes of them: with garbage in between, sealed or not."""
        if self.storm is None:
            self.told += xmls
            return xmls
        told: list[str] = []
        for xml in xmls:
            if self.storm.spoils():
                told.append(f"<xml>{uuid4().hex}")
                self._posted(self._signed(""), b"garbage")
            told.append(xml)
        self.told += told
        return self.storm.shaken(told)

    @contextmanager
    def held(self) -> Iterator[list[str]]:
        """Keep back what would be posted."""
        held: list[str] = []
        self._held = held
        try:
            yield held
        finally:
            self._held = None

    def post(self, xml: str) -> bool:
        """True when it was taken at last."""
        return any(self._tried(xml) for _ in range(AGAIN if self.insistent else 1))

    def _tried(self, xml: str) -> bool:
        """Try until it is taken, three times at most."""
        for tried in range(TRIES):
            if tried:
                time.sleep(self.pause)
            if self._posted(*self.sealed(xml)):
                return True
        return False

    def _posted(self, query: dict[str, str], body: bytes) -> bool:
        try:
            answer = self._http.post(self.fake.callback, params=query, content=body)
        except httpx.HTTPError:
            return False
        self.statuses.append(answer.status_code)
        taken = answer.status_code == httpx.codes.OK
        assert not (taken and answer.content), "an answer that WeCom would show to the member"
        return taken

    def verify(self, word: str = "1616140317555161061") -> httpx.Response:
        """What "Save" does on the app's page: the address has to say the word, bare, within a second."""
        sealed = self._seal(word)
        query = {**self._signed(sealed), "echostr": sealed}
        return httpx.get(self.fake.callback, params=query, timeout=1.0)

    def sealed(self, xml: str) -> tuple[dict[str, str], bytes]:
        """Query and body of one POST."""
        sealed = self._seal(xml)
        to = f"<ToUserName>{cdata(self.fake.corp_id)}</ToUserName><AgentID>{self.fake.agent_id}</AgentID>"
        return self._signed(sealed), f"<xml>{to}<Encrypt>{cdata(sealed)}</Encrypt></xml>".encode()

    def _signed(self, sealed: str) -> dict[str, str]:
        timestamp, nonce = str(int(self.fake.now().timestamp())), uuid4().hex[:10]
        said = "".join(sorted([self.fake.token, timestamp, nonce, sealed])).encode()
        signature = sha1(said, usedforsecurity=False).hexdigest()
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}

    def _seal(self, text: str) -> str:
        key = b64decode(self.fake.aes_key + "=")
        said = text.encode("utf-8", "surrogateescape")
        plain = os.urandom(16) + struct.pack(">I", len(said)) + said + self.fake.corp_id.encode()
        padding = 32 - len(plain) % 32
        cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        return b64encode(cipher.update(plain + bytes([padding]) * padding) + cipher.finalize()).decode()


class Person:
    """A member at their phone."""

    def __init__(self, fake: "FakeWecom", member: Member) -> None:
        self.fake = fake
        self.member = member

    def says(self, text: str) -> None:
        self._message("text", f"<Content>{cdata(text)}</Content>")

    def sends_photo(self, jpeg: bytes) -> str:
        """Returns the media id."""
        media_id, inner = self._photo(jpeg)
        self._message("image", inner)
        return media_id

    def sends(self, text: str, jpegs: Iterable[bytes]) -> None:
        """Pictures and words (unless empty) in one go, each a message of its own."""
        said = [("image", self._photo(jpeg)[1]) for jpeg in jpegs]
        said += [("text", f"<Content>{cdata(text)}</Content>")] if text else []
        callbacks = self.fake.callbacks
        callbacks.hand_over(*(callbacks.message(self.member, kind, inner) for kind, inner in said))

    def _photo(self, jpeg: bytes) -> tuple[str, str]:
        media_id = self.fake._calls.kept("image", "photo.jpg", jpeg)
        url = cdata(f"https://wework.qpic.cn/{media_id}")
        return media_id, f"<PicUrl>{url}</PicUrl><MediaId>{cdata(media_id)}</MediaId>"

    def sends_voice(self) -> None:
        self._message("voice", f"<MediaId>{cdata('voice-1')}</MediaId><Format>{cdata('amr')}</Format>")

    def sends_video(self) -> None:
        thumb = f"<ThumbMediaId>{cdata('thumb-1')}</ThumbMediaId>"
        self._message("video", f"<MediaId>{cdata('video-1')}</MediaId>{thumb}")

    def sends_file(self, name: str) -> None:
        """Not documented, and yet some clients do it."""
        media_id = self.fake._calls.kept("file", name, b"PK")
        self._message("file", f"<FileName>{cdata(name)}</FileName><MediaId>{cdata(media_id)}</MediaId>")

    def sends_place(self, north: float, east: float) -> None:
        where = f"<Location_X>{north}</Location_X><Location_Y>{east}</Location_Y>"
        self._message("location", f"{where}<Scale>16</Scale><Label>{cdata('三号门')}</Label>")

    def sends_link(self, title: str, url: str) -> None:
        self._message("link", f"<Title>{cdata(title)}</Title><Url>{cdata(url)}</Url>")

    def taps(self, label: str) -> None:
        """The button of that label, on the newest card that has it; of a list, it is picked and sent off."""
        card = next(m for m in reversed(self.member.chat) if label in m.buttons)
        self.taps_key(card.keys[card.buttons.index(label)])

    def taps_key(self, key: str) -> None:
        """The button that bears this, on the newest card that has it."""
        card = next(m for m in reversed(self.member.chat) if key in m.keys)
        code = self.fake._calls.new_code(self.member, card)
        told = f"<TaskId>{cdata(card.task_id)}</TaskId><ResponseCode>{cdata(code)}</ResponseCode>"
        if not card.listed:
            kind = f"<CardType>{cdata('button_interaction')}</CardType>"
            self._event("template_card_event", f"<EventKey>{cdata(key)}</EventKey>{told}{kind}")
            return
        option = f"<OptionIds><OptionId>{cdata(key)}</OptionId></OptionIds>"
        item = f"<SelectedItem><QuestionKey>{cdata('choice')}</QuestionKey>{option}</SelectedItem>"
        picked = f"<EventKey>{cdata('choice')}</EventKey>{told}<CardType>{cdata('vote_interaction')}</CardType>"
        self._event("template_card_event", f"{picked}<SelectedItems>{item}</SelectedItems>")

    def clicks(self, word: str) -> None:
        """An entry of the menu that says a word."""
        self._event("click", f"<EventKey>{cdata(word)}</EventKey>")

    def scans(self, text: str) -> None:
        """With the scanner of the menu."""
        info = f"<ScanType>{cdata('qrcode')}</ScanType><ScanResult>{cdata(text)}</ScanResult>"
        self._event("scancode_waitmsg", f"<EventKey>{cdata('scan')}</EventKey><ScanCodeInfo>{info}</ScanCodeInfo>")

    def photographs(self, jpeg: bytes) -> None:
        """With the camera of the menu: an event that says nothing, and the picture behind it."""
        info = "<SendPicsInfo><Count>1</Count></SendPicsInfo>"
        self._event("pic_photo_or_album", f"<EventKey>{cdata('photo')}</EventKey>{info}")
        self.sends_photo(jpeg)

    def chooses_place(self, north: float, east: float) -> None:
        where = f"<Location_X>{north}</Location_X><Location_Y>{east}</Location_Y>"
        key = f"<EventKey>{cdata('place')}</EventKey>"
        self._event("location_select", f"{key}<SendLocationInfo>{where}</SendLocationInfo>")

    def opens(self) -> None:
        """The chat with the app."""
        self._event("enter_agent", f"<EventKey>{cdata('')}</EventKey>")

    def arrives(self) -> None:
        self.member.visible = True
        self._event("subscribe")

    def leaves(self) -> None:
        """The app's sight, or the company."""
        self.member.visible = False
        self._event("unsubscribe")

    def is_deleted(self) -> None:
        """From the contacts: told by WeCom itself, without an agent."""
        self.fake.members.pop(self.member.userid.lower(), None)
        self.contact_changes("delete_user")

    def contact_changes(self, change: str, **more: str) -> None:
        told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in more.items())
        inner = f"<ChangeType>{cdata(change)}</ChangeType><UserID>{cdata(self.member.userid)}</UserID>{told}"
        self.fake.callbacks.event("sys", "change_contact", inner)

    def _message(self, kind: str, inner: str) -> None:
        callbacks = self.fake.callbacks
        callbacks.hand_over(callbacks.message(self.member, kind, inner))

    def _event(self, event: str, inner: str = "") -> None:
        self.fake.callbacks.event(self.member.userid, event, inner)


def cdata(text: Any) -> str:
    """As WeCom writes words: an end of the section inside them is split over two."""
    return "<![CDATA[" + str(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"
