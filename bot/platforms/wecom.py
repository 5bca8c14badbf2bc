"""WeCom as a platform: one app of one company. It posts to us; we call its interface, in threads of our own."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Engine
from starlette.routing import BaseRoute

from bot.platforms import wecom_callback, wecom_wire
from bot.platforms.wecom_client import ANSWER_SECONDS, Client
from bot.platforms.wecom_crypto import Crypto
from bot.platforms.wecom_doctor import examined, unusable
from bot.platforms.wecom_errors import MEDIA, CallRefused, OutOfReach, not_delivered
from bot.platforms.wecom_menu import menu_of
from bot.platforms.wecom_messages import DOCUMENT_BYTES
from bot.platforms.wecom_sending import Sending, messages_in
from bot.web.webhooks import Accept
from handlers.messages import Envelope, Incoming, MenuItem, Outgoing, Photo, Receipt
from handlers.platform import Can, Finding, Limits, NotFetched, Window

log = logging.getLogger(__name__)

THREADS = 8  # calls to WeCom at one moment
PER_ACCOUNT_A_DAY = 200  # messages of the app, times the company's cap of accounts
R = TypeVar("R")


@dataclass(frozen=True)
class App:
    """A self-built app as its page in WeCom shows it. `token` and `aes_key` are those of receiving messages."""

    corp_id: str
    agent_id: str
    secret: str
    token: str
    aes_key: str
    api: str
    public_url: str
    accounts: int = PER_ACCOUNT_A_DAY
    contacts_secret: str = ""

    @property
    def bot(self) -> str:
        return f"wecom:{self.agent_id}"


def utc_now() -> datetime:
    return datetime.now(UTC)


def contacts_of(
    app: App, engine: Engine, now: Callable[[], datetime] = utc_now, answer_seconds: float = ANSWER_SECONDS
) -> Client | None:
    """The interface as contact synchronisation may use it, where its secret is set."""
    if not app.contacts_secret:
        return None
    whose = (app.api, app.corp_id, app.contacts_secret)
    return Client(engine, "wecom-contacts", *whose, now=now, answer_seconds=answer_seconds)


class Wecom:
    """The platform. An address is a member's id in small letters; a message id is a card's task id, or a msgid."""

    def __init__(
        self,
        app: App,
        engine: Engine,
        *,
        language: str = "zh_CN",
        now: Callable[[], datetime] = utc_now,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self.bot = app.bot
        self.can = Can(edit=False, menus=False)
        self.limits = Limits(
            (
                Window("chat", 30, 60),
                Window("chat", 1000, 3600),
                Window("bot", PER_ACCOUNT_A_DAY * app.accounts, 86400),
                Window("bot", 10_000, 60),
            ),
            messages_in,
            DOCUMENT_BYTES,
        )
        self.app = app
        self.crypto = Crypto(app.token, app.aes_key, app.corp_id, now)
        self.client = Client(engine, app.bot, app.api, app.corp_id, app.secret, now=now, answer_seconds=answer_seconds)
        self._contacts = contacts_of(app, engine, now, answer_seconds)
        self._language = language
        self._sending = Sending(self.client, app.agent_id, now)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="wecom")

    def routes(self, accept: Accept) -> list[BaseRoute]:
        """What WeCom calls, for both receivers: that of the app, and that of changes among the members."""
        return wecom_callback.routes(self.crypto, self.bot, accept)

    async def check(self) -> None:
        """Ask for the app by its own secret. Raises Unusable."""
        try:
            await self._in(self.client.get, "agent/get", agentid=self.app.agent_id)
        except (CallRefused, OutOfReach) as error:
            raise unusable(self.app.api, self.app.agent_id, error) from error

    async def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        """Nothing to poll: WeCom calls."""
        nothing: tuple[Sequence[Envelope], ...] = ()
        for batch in nothing:
            yield batch

    def parse(self, body: str) -> Incoming:
        """Read the XML of a callback. Raises Unparsable."""
        return wecom_wire.parse(self.bot, body)

    async def download(self, photo: Photo) -> bytes:
        """The bytes of a picture, which WeCom keeps for three days. Raises NotFetched."""
        try:
            return await self._in(self.client.download, photo.remote)
        except (CallRefused, OutOfReach) as error:
            trouble = not_delivered(error)
            permanent = isinstance(error, CallRefused) and (error.code in MEDIA or trouble.permanent)
            wait, floods = trouble.retry_after, trouble.floods
            raise NotFetched(str(error), permanent=permanent, retry_after=wait, floods=floods) from error

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Pictures, file and words as messages of their own, the choices last, on a card. Raises NotDelivered."""
        return await self._in(self._sending.send, outgoing)

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        """Show a card's final state in its place; what can be chosen from is sent anew. Raises NotDelivered."""
        settled = await self._in(self._sending.settle, receipt, outgoing)
        return settled or await self.send(outgoing)

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        """The card of a tap that settled it shows what was tapped, to whoever tapped, and takes nothing more.

        Raises NotDelivered for a flood.
        """
        code = incoming.card.response_code if incoming.card else None
        if not taken or not code:
            return
        try:
            await self._in(self._sending.take_off, incoming.sender, code, taken)
        except (CallRefused, OutOfReach) as error:
            log.info("a card keeps its buttons: %s", type(error).__name__)
            if (trouble := not_delivered(error)).floods:
                raise trouble from error

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        """The app's menu, of which there is one for everybody, in the app's language. Raises NotDelivered."""
        if address or language != self._language:
            return
        try:
            await self._in(self.client.post, "menu/create", menu_of(items, language), agentid=self.app.agent_id)
        except (CallRefused, OutOfReach) as error:
            raise not_delivered(error) from error

    async def examine(self) -> list[Finding]:
        """Secrets, agent, trusted IP, clock, and whether our own address answers as WeCom will want it to."""
        where = (self.app.api, self.app.agent_id, self.app.public_url)
        return await self._in(examined, self.client, self._contacts, self.crypto, *where)

    async def close(self) -> None:
        """What is being sent may still end; nothing is waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in(self, work: Callable[..., R], *arguments: object, **named: object) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: work(*arguments, **named))
