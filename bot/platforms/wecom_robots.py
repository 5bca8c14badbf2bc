"""Group robots of WeCom: each posts into the one group that it was added to, and hears nothing.

Source: developer.work.weixin.qq.com/document/path/99110. wechatpy has no part in it. An address is the code of an area.
"""

import asyncio
import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import md5
from typing import Any

import requests

from bot.platforms.wecom_errors import FLOODS, SILENCE_SECONDS
from bot.platforms.wecom_markdown import markdown
from bot.platforms.wecom_messages import DOCUMENT_BYTES, TEXT_BYTES, Body, fitted, unlinked
from bot.platforms.wecom_parts import Part, Parts
from handlers.messages import Document, Envelope, Incoming, MenuItem, Outgoing, Photo, Picture, Receipt
from handlers.platform import Can, Finding, Limits, NotDelivered, NotFetched, Unparsable, Window

log = logging.getLogger(__name__)

BOT = "wecom-robots"
MARKDOWN_BYTES = 4096
PICTURE_BYTES = 2 * 1024 * 1024
WRONG_KEY = 93000
TIMEOUT_SECONDS = (5.0, 10.0)
THREADS = 2


def _messages_in(outgoing: Outgoing) -> int:
    return 1 + len(outgoing.photos) + bool(outgoing.document)


def _words(outgoing: Outgoing) -> Body:
    """Markdown, where the words fit into one; else a text, which is cut."""
    marked = markdown(outgoing.text)
    if len(marked.encode()) <= MARKDOWN_BYTES:
        return {"msgtype": "markdown", "markdown": {"content": marked}}
    return {"msgtype": "text", "text": {"content": fitted(unlinked(outgoing.text), TEXT_BYTES, outgoing.link)}}


class WecomRobots:
    """A platform that only sends. `keys`: area code -> the key of its group's robot, a secret."""

    def __init__(self, keys: Mapping[str, str], api: str) -> None:
        self.bot = BOT
        self.can = Can(edit=False, menus=False)
        self.limits = Limits((Window("group", 20, 60), Window("chat", 20, 60)), _messages_in, DOCUMENT_BYTES)
        self._keys = dict(keys)
        self._sent = Parts()
        self._api = api
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=BOT)

    async def check(self) -> None:
        """A key cannot be tried out: whatever is posted with it appears in the group."""

    async def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        """Nothing comes from a robot."""
        nothing: tuple[Sequence[Envelope], ...] = ()
        for batch in nothing:
            yield batch

    def parse(self, body: str) -> Incoming:
        raise Unparsable("a robot hears nothing")

    async def download(self, photo: Photo) -> bytes:
        raise NotFetched("a robot hears nothing", permanent=True)

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post the words, then what goes with them. Nobody can tap there: choices are left out. Raises NotDelivered."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._send, outgoing)

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        """What stands in a group stays: it is said anew. Raises NotDelivered."""
        return await self.send(outgoing)

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        """There are no taps."""

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        """There is no menu."""

    async def examine(self) -> list[Finding]:
        return []

    async def close(self) -> None:
        """What is being sent may still end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _send(self, outgoing: Outgoing) -> Receipt:
        key = self._keys.get(outgoing.address)
        if key is None:
            raise NotDelivered(f"no robot for area {outgoing.address!r}", permanent=True, gone=True)
        parts: list[Part] = [partial(self._post, key, _words(outgoing))]
        parts += [partial(self._post_picture, key, picture) for picture in outgoing.photos]
        if outgoing.document is not None:
            parts.append(partial(self._post_document, key, outgoing.document))
        return self._sent.send(outgoing, parts)

    def _post_picture(self, key: str, picture: Picture) -> Receipt:
        """One that cannot be shown is left out; what passes is tried again. Raises NotDelivered."""
        try:
            data = picture.read()
            if len(data) > PICTURE_BYTES:
                log.warning("a picture of %d bytes is too large for a group robot", len(data))
                return Receipt("")
            digest = md5(data, usedforsecurity=False).hexdigest()  # the protocol's choice
            return self._post(key, {"msgtype": "image", "image": {"base64": b64encode(data).decode(), "md5": digest}})
        except OSError as error:
            log.warning("a group goes without a picture: %s", type(error).__name__)
        except NotDelivered as error:
            if not error.permanent or error.gone:
                raise
            log.warning("a group goes without a picture: %s", error)
        return Receipt("")

    def _post_document(self, key: str, document: Document) -> Receipt:
        return self._post(key, {"msgtype": "file", "file": {"media_id": self._uploaded(key, document)}})

    def _uploaded(self, key: str, document: Document) -> str:
        try:
            data = document.read()
        except OSError as error:
            raise NotDelivered(f"unreadable: {type(error).__name__}", permanent=False) from error
        files = {"media": (document.name, data)}
        return str(self._answer("upload_media", {"key": key, "type": "file"}, files=files).get("media_id", ""))

    def _post(self, key: str, body: Body) -> Receipt:
        self._answer("send", {"key": key}, json=body)
        return Receipt("")

    def _answer(self, what: str, params: Mapping[str, str], **content: Any) -> Body:
        """Raises NotDelivered, which tells no key."""
        url = f"{self._api}/cgi-bin/webhook/{what}"
        try:
            response = requests.post(url, params=params, timeout=TIMEOUT_SECONDS, **content)
            response.raise_for_status()
            answer: Body = response.json()
        except (requests.RequestException, ValueError) as error:
            raise NotDelivered(type(error).__name__, permanent=False) from None
        code = int(answer.get("errcode", 0))
        if code:
            slow = code in FLOODS
            wait = SILENCE_SECONDS if slow else None
            final = not slow and code != -1
            raise NotDelivered(f"errcode {code}", permanent=final, retry_after=wait, gone=code == WRONG_KEY)
        return answer
