"""Telegram as a platform, whichever library speaks to it: asked for updates, told what to show, its cards edited."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bot.platforms import telegram_parts as shaping
from bot.platforms import telegram_wire as wire
from bot.platforms.telegram_examination import examined, unusable
from bot.platforms.telegram_files import Files
from bot.platforms.telegram_library import BAD_REQUEST, CONFLICT, TOO_MANY, WRONG_TOKEN, Library, Refusal, not_delivered
from bot.platforms.telegram_parts import Part, messages_in
from handlers.messages import Choice, Envelope, Incoming, MenuItem, Outgoing, Photo, Receipt
from handlers.platform import Can, Finding, Limits, NotDelivered, NotFetched, Window

log = logging.getLogger(__name__)

T = TypeVar("T")

DOCUMENT_BYTES = 50 * 10**6  # what a bot may send: core.telegram.org/bots/api#senddocument
LIMITS = Limits((Window("bot", 30, 1), Window("chat", 1, 1), Window("group", 20, 60)), messages_in, DOCUMENT_BYTES)
POLL_SECONDS = 25.0
BATCH = 100
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
# After a week without an update its numbers begin anew, anywhere: an old offset would then hide them.
SILENCE_SECONDS = 6 * 24 * 3600.0
UNCHANGED = "message is not modified"
LOST = ("message to edit not found", "can't be edited", "message_id_invalid", "message identifier is not specified")
PICTURE = "no text in the message to edit"
# The language of a menu as Telegram has it: everybody whose own is no other sees the one without.
LANGUAGES = {"zh_CN": "zh"}
COMMAND = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
COMMAND_LENGTH = 32


class Telegram:
    """One bot, which asks for its updates. An address is the id of a chat.

    files: the folder in which a Bot API server of one's own keeps its files, if it hands out none over HTTP.
    """

    limits = LIMITS
    can = Can()

    def __init__(
        self,
        library: Library,
        token: str,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
        poll_seconds: float = POLL_SECONDS,
        files: Path | None = None,
    ) -> None:
        self.bot = f"telegram:{token.partition(':')[0]}"
        self._library = library
        self._files = Files(library, files)
        self._clock = clock
        self._rest = rest
        self._poll_seconds = poll_seconds
        self._username = ""
        self._refused: int | None = None  # the code of the trouble that was logged last
        self._pause = PAUSE_SECONDS
        self.hook = ""  # where Telegram calls, if it does
        self._begun: dict[Outgoing, int] = {}  # messages of several parts -> how many of them were taken

    async def check(self) -> None:
        """Ask for the bot's name, and have its messages sent where they are taken in. Raises Unusable."""
        try:
            self._username = (await self._library.call("getMe", {})).get("username", "")
            await self.set_way()
        except Refusal as refusal:
            raise unusable(refusal, self.hook) from None

    def link(self, start: str) -> str:
        """Whoever opens it starts the chat with `start`; empty before the bot knows what it is called."""
        return f"https://t.me/{self._username}?start={start}" if self._username else ""

    async def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        """Ask for updates without end. An empty batch comes where there are none, so that one may leave off."""
        while not await self.without_trouble(self.set_way()):
            yield []
        offset, heard = None, self._clock()
        while True:
            updates = await self.without_trouble(self._updates(offset))
            if updates:
                yield [wire.envelope(self.bot, update) for update in updates]
                heard = self._clock()
                # The last, not the largest: numbers may begin anew below those that were.
                numbers = [number for number in map(wire.update_id, updates) if number is not None]
                offset = numbers[-1] + 1 if numbers else offset
            else:
                yield []
                offset = offset if self._clock() - heard < SILENCE_SECONDS else None

    def parse(self, body: str) -> Incoming:
        """Read a stored update. Raises Unparsable."""
        return wire.parse(self.bot, body, self._username)

    async def download(self, photo: Photo) -> bytes:
        """The bytes of a picture. Raises NotFetched."""
        try:
            return await self._files.fetch(photo.remote)
        except Refusal as refusal:
            floods, wait = refusal.code == TOO_MANY, refusal.retry_after
            permanent = refusal.code == BAD_REQUEST
            raise NotFetched(f"telegram: {refusal}", permanent=permanent, retry_after=wait, floods=floods) from None

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Show a message, in several parts where it has to be; the receipt is that of the last, with the buttons.

        Parts that were taken before a failure are not shown again when the same message is sent again.
        Raises NotDelivered.
        """
        parts = await self._shaped(shaping.parts_of, outgoing)
        done = self._begun.pop(outgoing, 0) % len(parts)
        try:
            for part in parts[done:]:
                shown = await self._call(outgoing.address, part)
                done += 1
        except NotDelivered as error:
            if error.permanent:
                done = 0
            raise
        finally:
            if 0 < done < len(parts):
                self._begun[outgoing] = done
        return Receipt(str((shown[-1] if isinstance(shown, list) else shown)["message_id"]))

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        """Edit a message, or send a new one where that cannot be. Raises NotDelivered."""
        part = await self._shaped(shaping.edit_of, outgoing)
        if part is None or not await self._edited(receipt, outgoing, part):
            return await self.send(outgoing)
        return receipt

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        """Stop the button's clock; of the buttons, leave the one that was taken. Raises NotDelivered for a flood."""
        if incoming.card is None or incoming.choice is None:
            return
        try:
            await self._library.call("answerCallbackQuery", {"callback_query_id": incoming.card.response_code})
            if taken:
                left = {"reply_markup": shaping.keyboard([Choice(incoming.choice, taken)])}
                where = {"chat_id": incoming.group or incoming.sender, "message_id": int(incoming.card.message_id)}
                await self._library.call("editMessageReplyMarkup", {**where, **left})
        except Refusal as refusal:
            log.debug("%s: a tap was not acknowledged: %s", self.bot, refusal)
            if (error := not_delivered(refusal)).floods:
                raise error from None

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        """Set the commands of a language, or of one chat; a space becomes an underscore, and `parse` turns it back.

        In chats of several there are none: what they would ask for is between a person and the bot.
        Words that Telegram has no commands for (Latin letters, figures, at most 32) are left out. Raises NotDelivered.
        """
        commands = [{"command": item.word.replace(" ", "_"), "description": item.label} for item in items]
        fields: dict[str, Any] = {"commands": [each for each in commands if _is_command(each["command"])]}
        fields["scope"] = {"type": "chat", "chat_id": address} if address else {"type": "all_private_chats"}
        if not address and language in LANGUAGES:
            fields["language_code"] = LANGUAGES[language]
        await self._delivered(self._library.call("setMyCommands", fields))

    async def examine(self) -> list[Finding]:
        """Whether the token works, how updates come, what waits, and whether files can be had."""
        return await examined(self._library, self._files, self.hook, time.time())

    async def close(self) -> None:
        await self._library.close()

    async def set_way(self) -> bool:
        """Have updates kept until they are asked for; those that wait are never dropped. Raises Refusal."""
        if (await self._library.call("getWebhookInfo", {})).get("url"):
            log.warning("%s: a webhook was set, and is taken away: this bot is polled", self.bot)
            await self._library.call("deleteWebhook", {})
        return True

    async def _updates(self, offset: int | None) -> list[Any]:
        fields: dict[str, Any] = {"timeout": int(self._poll_seconds), "limit": BATCH, "allowed_updates": wire.UPDATES}
        if offset is not None:
            fields["offset"] = offset
        updates = await self._library.call("getUpdates", fields, self._poll_seconds)
        return updates if isinstance(updates, list) else []

    async def without_trouble(self, asked: Awaitable[T]) -> T | None:
        """What was asked; None after a pause where it was refused. Trouble is logged once, and so is its end."""
        try:
            answer = await asked
        except Refusal as refusal:
            self._log_trouble(refusal)
            await self._rest(max(self._pause, refusal.retry_after or 0))
            self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
            return None
        if self._refused is not None:
            self._refused = None
            log.warning("%s: answers again", self.bot)
        self._pause = PAUSE_SECONDS
        return answer

    def _log_trouble(self, refusal: Refusal) -> None:
        if refusal.code != self._refused:  # a broken network words the same trouble in many ways
            self._refused = refusal.code
            log.warning("%s: %s", self.bot, trouble_of(refusal))

    async def _shaped(self, shape: Callable[[Outgoing], T], outgoing: Outgoing) -> T:
        try:
            return await asyncio.to_thread(shape, outgoing)
        except OSError as error:
            raise NotDelivered(f"a file cannot be read: {type(error).__name__}", permanent=False) from error

    async def _edited(self, receipt: Receipt, outgoing: Outgoing, part: Part) -> bool:
        """False where there is nothing that could be edited."""
        where = {"message_id": int(receipt.message_id)}
        try:
            await self._library.call(part.method, {**where, "chat_id": outgoing.address, **part.fields})
        except Refusal as refusal:
            caption = shaping.caption_of(outgoing) if refusal.says(PICTURE) else None
            if caption is not None:
                return await self._edited(receipt, outgoing, caption)
            if refusal.says(UNCHANGED):
                return True
            if refusal.says(PICTURE, *LOST):
                return False
            raise not_delivered(refusal) from None
        return True

    async def _call(self, address: str, part: Part) -> Any:
        return await self._delivered(self._library.call(part.method, {"chat_id": address, **part.fields}))

    async def _delivered(self, call: Awaitable[T]) -> T:
        try:
            return await call
        except Refusal as refusal:
            raise not_delivered(refusal) from None


def trouble_of(refusal: Refusal) -> str:
    """What keeps updates from coming, in one line for the log."""
    if refusal.code == CONFLICT:
        return f"another program asks with the same token, or a webhook is set: {refusal}"
    if refusal.code in WRONG_TOKEN:
        return f"the token is refused, a new one is needed: {refusal}"
    return f"cannot be asked for messages just now ({refusal.code or 'no answer'}): {refusal}"


def _is_command(word: str) -> bool:
    return 0 < len(word) <= COMMAND_LENGTH and COMMAND.issuperset(word)
