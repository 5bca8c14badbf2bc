"""What the pages of the chat are told, as JSON: the company, its people, and the messages of one of them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.platforms import webchat_history as history
from bot.web.roster import Entry, roster
from storage.engine import read_transaction
from storage.tables import company
from workflow.people import Language

LINE_CHARACTERS = 80


def company_facts(engine: Engine) -> dict[str, Any]:
    """The company's name by language, and its time zone."""
    columns = select(company.c.name, company.c.name_en, company.c.time_zone)
    with read_transaction(engine) as connection:
        row = connection.execute(columns).one()
    names = {Language.ZH_CN: row.name, Language.EN: row.name_en or row.name}
    return {"company": names, "time_zone": row.time_zone}


def people_json(engine: Engine, now: datetime) -> list[dict[str, Any]]:
    """Everybody one can be, each with `summary_json` of their chat."""
    today = now.astimezone(ZoneInfo(company_facts(engine)["time_zone"])).date()
    with read_transaction(engine) as connection:
        entries = roster(connection, today)
        lines = history.summaries(connection, [entry.person_id for entry in entries])
    by_code = {line.code: summary_json(line) for line in lines}
    return [{**entry_json(entry), **by_code[entry.code]} for entry in entries]


def entry_json(entry: Entry) -> dict[str, Any]:
    """One person as the list shows them, without the id that only the house uses."""
    shown = asdict(entry)
    del shown["person_id"]
    return shown


def messages_json(
    engine: Engine, person_id: str, since: int | None = None, before: int | None = None
) -> dict[str, Any]:
    """The last messages and the change they show; those touched after a change; or those older than a seq."""
    with read_transaction(engine) as connection:
        if before is not None:
            return {"messages": [message_json(message) for message in history.before(connection, person_id, before)]}
        if since is not None:
            found, change = history.since(connection, person_id, since)
        else:
            found, change = history.newest(connection, person_id)
    return {"messages": [message_json(message) for message in found], "change": change}


def summary_json(summary: history.Summary) -> dict[str, Any]:
    """One line of the list of people; `latest` is the beginning of the last message, or null."""
    line = {"code": summary.code, "language": summary.language, "change": summary.change, "unread": summary.unread}
    return {**line, "latest": _latest(summary.latest) if summary.latest else None}


def message_json(message: history.Message) -> dict[str, Any]:
    """One bubble: seq, direction (in: the person; out: the bot), at, read, edited, and the body as it reads now.

    `changes`: the page's own names of the changes to it, so that a page knows which of its own are in.
    """
    place = {"seq": message.seq, "direction": message.direction, "at": message.at.isoformat(), "read": message.read}
    body = {name: value for name, value in message.body.items() if name not in ("sent", "changes")}
    changes = [each["client_id"] for each in message.body.get("changes", [])]
    return {**body, **place, "edited": bool(changes), "changes": changes}


def _latest(message: history.Message) -> dict[str, Any]:
    text = message.body.get("label") or message.body["text"]
    line = {"direction": message.direction, "at": message.at.isoformat(), "photos": len(message.body["photos"])}
    line |= {"deleted": bool(message.body.get("deleted"))}
    return {**line, "text": text.strip().partition("\n")[0][:LINE_CHARACTERS]}
