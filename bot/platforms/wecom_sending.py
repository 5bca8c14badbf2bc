"""How a message goes out through WeCom: its parts one after another, none again because a later one failed."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import uuid4

from bot.platforms.wecom_cards import card_body, fits_card, holds_all, settled_card
from bot.platforms.wecom_client import Client
from bot.platforms.wecom_errors import APP, CARD, MEDIA, CallRefused, OutOfReach, not_delivered
from bot.platforms.wecom_messages import Body, list_body, media_body, picture_name, text_body
from bot.platforms.wecom_parts import Part, Parts, remember
from bot.platforms.wecom_textcard import text_card
from handlers.messages import Document, Outgoing, Picture, Receipt
from handlers.platform import NotDelivered

log = logging.getLogger(__name__)

UPLOADED_FOR = timedelta(days=2)  # WeCom keeps a file for three


def messages_in(outgoing: Outgoing) -> int:
    """How many messages of WeCom's one of ours becomes."""
    before_card = fits_card(outgoing.choices) and not holds_all(outgoing)
    return len(outgoing.photos) + bool(outgoing.document) + before_card + 1


class Sending:
    """Sends as one app. Every method may be called from any thread, and raises NotDelivered."""

    def __init__(self, client: Client, agent_id: str, now: Callable[[], datetime]) -> None:
        self._client = client
        self._agent_id = agent_id
        self._now = now
        self._uploaded: OrderedDict[str, tuple[str, datetime]] = OrderedDict()
        self._sent = Parts()

    def send(self, outgoing: Outgoing) -> Receipt:
        """The receipt of the part that bears the choices, or of the last one."""
        return self._sent.send(outgoing, self._parts(outgoing))

    def settle(self, receipt: Receipt, outgoing: Outgoing) -> Receipt | None:
        """Show on the card itself what has become of it, once; None where it is too late, or more than a card."""
        more = outgoing.choices or outgoing.photos or outgoing.document or not holds_all(outgoing)
        if more or not receipt.response_code:
            return None
        card = {"template_card": settled_card(outgoing, receipt.message_id)}
        try:
            self._update(outgoing.address, receipt.response_code, card)
        except (CallRefused, OutOfReach) as error:
            trouble = not_delivered(error)
            if isinstance(error, CallRefused) and not trouble.floods:  # SPENT_CODE above all: it is said anew
                return None
            raise trouble from error
        return Receipt(receipt.message_id)

    def take_off(self, address: str, response_code: str, taken: str) -> None:
        """Put what was tapped in the place of the buttons. Raises CallRefused, OutOfReach."""
        self._update(address, response_code, {"button": {"replace_name": taken}})

    def _update(self, address: str, response_code: str, change: Body) -> None:
        whose = {"userids": [address], "agentid": int(self._agent_id), "response_code": response_code}
        self._client.post("message/update_template_card", {**whose, **change})

    def _parts(self, outgoing: Outgoing) -> list[Part]:
        address = outgoing.address
        parts: list[Part] = [partial(self._picture, address, photo) for photo in outgoing.photos]
        if outgoing.document is not None:
            parts.append(partial(self._document, address, outgoing.document))
        if not fits_card(outgoing.choices):
            return [*parts, partial(self._listed, outgoing, text_body(outgoing))]
        if not holds_all(outgoing):
            parts.append(partial(self._post, address, text_body(_without_choices(outgoing))))
        return [*parts, partial(self._card, outgoing)]

    def _card(self, outgoing: Outgoing) -> Receipt:
        """The card; where WeCom will not have it, what it would have said otherwise: words before it are there."""
        task_id = str(uuid4())
        try:
            return self._post(outgoing.address, card_body(outgoing, task_id), task_id)
        except NotDelivered as error:
            refused = error.__cause__
            if not isinstance(refused, CallRefused) or refused.code not in CARD:
                raise
            log.error("a card is refused and sent without buttons: %s", refused)
        return self._without_buttons(outgoing)

    def _without_buttons(self, outgoing: Outgoing) -> Receipt:
        """A card's message, its choices numbered: a text card where there is a page to lead to, else a text."""
        alone = holds_all(outgoing)
        if body := text_card(outgoing, words_before=not alone):
            try:
                return self._listed(outgoing, body)
            except NotDelivered as error:
                if not error.permanent or error.gone:
                    raise
                log.error("a text card is refused too, and its words are sent: %s", error)
        return self._listed(outgoing, text_body(outgoing) if alone else list_body(outgoing))

    def _listed(self, outgoing: Outgoing, body: Body) -> Receipt:
        """Words with the choices numbered below them, if there are any."""
        return replace(self._post(outgoing.address, body), numbered=bool(outgoing.choices))

    def _picture(self, address: str, picture: Picture) -> Receipt:
        try:
            data = picture.read()
        except FileNotFoundError:
            log.error("a picture is gone: its message goes without")
            return Receipt("")
        except OSError as error:
            raise NotDelivered(f"unreadable: {type(error).__name__}", permanent=False) from error
        return self._media(address, "image", picture_name(data), data)

    def _document(self, address: str, document: Document) -> Receipt:
        try:
            data = document.read()
        except OSError as error:
            raise NotDelivered(f"unreadable: {type(error).__name__}", permanent=False) from error
        return self._media(address, "file", document.name, data)

    def _media(self, address: str, kind: str, name: str, data: bytes) -> Receipt:
        key = sha256(f"{kind}|{name}|".encode() + data).hexdigest()
        try:
            return self._post(address, media_body(kind, self._upload(key, kind, name, data)))
        except NotDelivered as error:
            if isinstance(error.__cause__, CallRefused) and error.__cause__.code in MEDIA:
                self._uploaded.pop(key, None)
            raise

    def _upload(self, key: str, kind: str, name: str, data: bytes) -> str:
        """One upload serves everybody whom the same file is sent to."""
        media_id, until = self._uploaded.get(key, ("", self._now()))
        if until > self._now():
            return media_id
        try:
            media_id = self._client.upload(kind, name, data)
        except (CallRefused, OutOfReach) as error:
            raise not_delivered(error) from error
        remember(self._uploaded, key, (media_id, self._now() + UPLOADED_FOR))
        return media_id

    def _post(self, address: str, body: Body, task_id: str = "") -> Receipt:
        try:
            answer = self._client.post("message/send", {"touser": address, "agentid": int(self._agent_id), **body})
        except (CallRefused, OutOfReach) as error:
            if isinstance(error, CallRefused) and error.code in APP:
                log.error("nothing gets through to WeCom: %s; `hazardline doctor` says what to do", error)
            raise not_delivered(error) from error
        # Where the only recipient is unknown or has no licence, WeCom says that all is well, and who is left out.
        left_out = f"{answer.get('invaliduser', '')}|{answer.get('unlicenseduser', '')}".lower().split("|")
        if address.lower() in left_out:
            raise NotDelivered("no such member", permanent=True, gone=True)
        return Receipt(task_id or str(answer.get("msgid", "")), answer.get("response_code") or None)


def _without_choices(outgoing: Outgoing) -> Outgoing:
    return Outgoing(outgoing.address, outgoing.text, language=outgoing.language, link=outgoing.link)
