"""`hazardline wecom`: the app's menu, and its members."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot import app
from bot.company import house_of
from bot.console import help_of, say, settings_with_log, stop, worded
from bot.opening import open_company
from bot.platforms.wecom_errors import CallRefused, OutOfReach
from bot.recorded import operator
from bot.settings import Settings
from handlers.menu import EVERYBODY_S, items
from handlers.platform import NotDelivered
from handlers.unreachable import lose_all
from storage.audit import Kind
from storage.contacts import Member, TooManyGone, synchronise
from storage.mapping import map_domain
from storage.schema import is_current
from templates.render import LANGUAGES

NO_MEMBER = "no member any more"  # why an address is lost

wecom = typer.Typer(help=help_of("wecom"), no_args_is_help=True, pretty_exceptions_enable=False)


@wecom.command(help=help_of("wecom_menu"))
def menu(
    language: Annotated[str, typer.Option("--language", help=help_of("wecom_language"))] = "",
) -> None:
    settings = _set_up()
    language = language or settings.language
    if language not in LANGUAGES:
        stop("wecom.unknown_language", language=language)
    try:
        asyncio.run(_offer(settings, language))
    except NotDelivered as error:
        stop("wecom.menu_not_made", why=str(error))
    say("wecom.menu_made")


@wecom.command(help=help_of("wecom_sync"))
def sync(
    create: Annotated[bool, typer.Option("--create", help=help_of("wecom_create"))] = False,
    force: Annotated[bool, typer.Option("--force", help=help_of("wecom_force"))] = False,
) -> None:
    settings = _set_up()
    engine = open_company(settings)
    house = house_of(engine)
    members = _read(settings)
    if not members:
        stop("wecom.nobody")
    bot = f"wecom:{settings.wecom_agent_id}"
    now = datetime.now(UTC)
    try:
        today = house.calendar.local(now).date()
        report = synchronise(engine, bot, members, today, at=now, create=create, force=force)
    except TooManyGone as error:
        stop("wecom.too_many_gone", gone=error.gone, reached=error.reached)
    map_domain()
    lose_all(house, bot, report.gone, NO_MEMBER, now)
    operator(engine, Kind.SETTING, "wecom/sync", lost=len(report.gone))
    say("wecom.synchronised", **vars(report))


async def _offer(settings: Settings, language: str) -> None:
    import bot.platforms.wecom_wiring as wiring

    platform = wiring.wecom_of(settings, app.open_database(settings), language)
    await platform.offer(items(EVERYBODY_S, language), language)
    await platform.close()


def _read(settings: Settings) -> list[Member]:
    """The members, with a bar that grows; ends the command where they cannot be had."""
    import bot.platforms.wecom_contacts as book
    import bot.platforms.wecom_wiring as wiring

    client, contacts = wiring.clients_of(settings, app.open_database(settings))
    with Progress(transient=True, console=Console(stderr=True)) as bar:
        task = bar.add_task(worded("wecom.reading"), total=None)
        try:
            return book.members_of(
                client,
                contacts,
                settings.wecom_agent_id,
                lambda done, total: bar.update(task, completed=done, total=total),
            )
        except (CallRefused, OutOfReach) as error:
            why = str(error)
    stop("wecom.not_read", why=why)


def _set_up() -> Settings:
    settings = settings_with_log()
    if not settings.has_wecom:
        stop("wecom.not_set_up")
    if not is_current(app.open_database(settings)):
        stop("operator.not_migrated")
    return settings
