"""Every other door: pages, scripts, words, digests and commands of the command line, by everybody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import insert, select
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from bot import digest_commands
from bot.__main__ import cli
from bot.app import signed_in_routes
from bot.links import Links
from bot.platforms import wecom_callback
from bot.platforms.telegram_webhook import CalledTelegram
from bot.platforms.webchat import WebChat
from bot.platforms.wecom_crypto import Crypto
from bot.web.chat import ChatBackend, create_chat_app
from bot.web.full_text import full_text_route
from bot.web.paper_links import paper_route
from bot.web.webhooks import create_webhook_app
from handlers.routing import OPENING_WORDS, SCRIPTS
from storage import deliveries, tables
from storage.audit import Kind
from storage.engine import write_transaction
from tests.matrix.plant import TODAY, Plant, words_of
from tests.matrix.reading import Who, holds, may
from workflow.ids import new_id
from workflow.permissions import NOT_DEPUTISED, Action

HERE = "http://127.0.0.1:8080"
# Every route of the web, and what opens it: a right on a case, one's own chat, or nothing of anybody's.
ROUTES = {
    "GET /": "nothing of anybody's",
    "GET /healthz": "nothing of anybody's",
    "GET /people": "the demo: everybody one can be",
    "GET /events": "the demo: that something has come, and for whom",
    "POST /chat/{code}/session": "the demo: anyone may be anyone",
    "GET /chat/{code}/messages": "own chat",
    "POST /chat/{code}/messages": "own chat",
    "POST /chat/{code}/messages/{client_id}": "own chat",
    "GET /chat/{code}/events": "own chat",
    "POST /chat/{code}/read": "own chat",
    "GET /chat/{code}/photos/{attachment_id}": Action.SEE,
    "GET /chat/{code}/files/{upload_id}": "own chat",
    "GET /chat/{code}/documents/{upload_id}": "own chat",
    "GET /wecom/callback": "signed by the platform",
    "POST /wecom/callback": "signed by the platform",
    "POST /telegram/1": "the platform's secret",
    "MOUNT /static": "nothing of anybody's",
    "GET /f/{token}": "a link from one's own chat",
    "GET /in/{code}": "a link from one's own chat",
    "POST /in/{code}": "a link from one's own chat",
    "GET /me": "own session",
    "GET /me/cases/{case_id}": Action.SEE,
    "GET /me/photos/{attachment_id}": Action.SEE,
    "POST /me/end": "own session",
    "GET /board": Action.BOARD,
    "GET /board/cases": Action.BOARD,
    "GET /board/events": Action.BOARD,
    "GET /plan": Action.CONFIGURE,
    "GET /plan/picture/{plan_id}": "whoever has a board, and whoever draws",
    "POST /plan/outlines": Action.CONFIGURE,
    "MOUNT /board/static": "nothing of anybody's",
    "GET /m/{token}": "a signed link: the message of whoever it was sent to, as far as they may see it now",
}
# Every command of the command line: who may run it is who may read the settings and the database of the machine, and
# what stands on record of it. None: it changes nothing of the company's and hands out nothing, or what it does is on
# record by itself.
COMMANDS: dict[str, Kind | None] = {
    **dict.fromkeys(("run", "demo"), Kind.SETTING),  # settings that changed
    **dict.fromkeys(("migrate", "doctor", "simulate")),
    **dict.fromkeys(("import-company", "invite", "wecom sync"), Kind.SETTING),
    **dict.fromkeys(("digest", "audit export", "nlp corrections", "ledger"), Kind.EXPORT),
    **dict.fromkeys(("paper case", "paper order", "paper again", "paper period", "paper package"), Kind.EXPORT),
    **dict.fromkeys(("paper template take", "paper template drop"), Kind.SETTING),
    **dict.fromkeys(("paper template give", "paper template fields")),
    **dict.fromkeys(("keys seal", "keys rotate", "keys rewrap"), Kind.KEYS),
    **dict.fromkeys(("keys create", "keys split")),  # they open no database
    **dict.fromkeys(("wecom menu", "nlp classify", "nlp evaluate", "nlp train", "nlp shadow", "audit verify")),
    "people erase": Kind.ERASED,
    "audit show": Kind.READ,
    "backup": Kind.BACKUP,
    "backups": None,
    "restore": Kind.RESTORE,
}
# Somebody else's own, of a team, of the own department, of another, closed, anonymous.
NOT_THEIRS = ("own/mate", "team", "department", "elsewhere", "closed", "anonymous")
DENIALS = {
    "refused.not_yours",
    "digest.not_yours",
    "figures.not_yours",
    "evidence.not_yours",
    "finding.officers",
    "shift.not_yours",
    "web.no_board",
    "made.not_yours",
}


@pytest.fixture(scope="module")
def chat(plant: Plant, tmp_path_factory: pytest.TempPathFactory) -> WebChat:
    return WebChat(plant.world.company.engine, tmp_path_factory.mktemp("uploads"))


@pytest.fixture(scope="module")
def browser(plant: Plant, chat: WebChat) -> Iterator[TestClient]:
    """A browser before the demo's chat, with the pictures of the real company behind it."""
    company = plant.world.company
    app = create_chat_app(ChatBackend(chat, accept, company.photo, bytes(32)))  # type: ignore[arg-type]
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 50000)) as client:
        yield client


def _routes(routes: Any) -> set[str]:
    found = set()
    for route in routes:
        if isinstance(route, Mount):
            found.add(f"MOUNT {route.path}")
        elif isinstance(route, Route):
            found |= {f"{method} {route.path}" for method in (route.methods or ()) if method != "HEAD"}
    return found


async def accept(_: Any) -> bool:
    """Whatever comes is taken."""
    return True


def _hooked(plant: Plant) -> list[BaseRoute]:
    """What the platforms call."""
    crypto = Crypto("token", "x" * 43, "corp", plant.world.clock)
    telegram = CalledTelegram(None, "1:secret", HERE)  # type: ignore[arg-type]
    return [*wecom_callback.routes(crypto, "wecom", accept), *telegram.routes(accept)]


def test_every_route_is_known_here(browser: TestClient, plant: Plant) -> None:
    links = Links(HERE, bytes(32))
    page = full_text_route(links, plant.world.company.cards.whole, plant.world.clock)
    own = signed_in_routes(plant.world.company, HERE, lambda: False)
    paper = paper_route(links, plant.world.company.files.paper, plant.world.clock)
    hooks = create_webhook_app(_hooked(plant), [page, paper, *own])
    assert _routes(browser.app.routes) | _routes(hooks.routes) == set(ROUTES)  # type: ignore[attr-defined]


def test_a_photograph_opens_exactly_for_whom_the_table_gives_its_case(browser: TestClient, plant: Plant) -> None:
    for who in plant.cast.values():
        browser.post(f"/chat/{who.code}/session")
        for name, case in plant.near(who.code):
            answer = browser.get(f"/chat/{who.code}/photos/{plant.photos[name]}")
            theirs = may(who, Action.SEE, case, TODAY)
            assert answer.status_code == (200 if theirs else 404), (who.code, name)
            records = tables.audit_records
            mine = select(records.c.kind).where(records.c.actor_id == who.id, records.c.subject_id == case.id)
            kinds = {row.kind for row in plant.world.rows(mine)}
            assert ("denied" in kinds) is not theirs, (who.code, name)
            assert theirs or "read" not in kinds, (who.code, name)


def test_nobody_opens_anything_of_anothers_chat(browser: TestClient, plant: Plant) -> None:
    browser.cookies.clear()
    browser.post("/chat/worker/session")
    (cookie,) = browser.cookies.jar
    stolen = {"Cookie": f"{cookie.name}={cookie.value}"}
    for route in sorted(
        route for route, opens in ROUTES.items() if opens in ("own chat", Action.SEE) and "/chat/" in route
    ):
        method, path = route.split(" ")
        there = path.format(code="mate", client_id="m1234567", attachment_id=plant.photos["area"], upload_id=new_id())
        assert browser.request(method, there, headers=stolen).status_code == 401, route


def test_a_link_to_a_message_opens_as_far_as_its_reader_sees_the_case_now(plant: Plant) -> None:
    cards = plant.world.company.cards
    for who in plant.cast.values():
        for name, case in plant.near(who.code):
            shown = cards.whole(_notice(plant, who.id, case, ()))
            assert (shown is not None) is may(who, Action.SEE, case, TODAY), (who.code, name)


def _notice(plant: Plant, person: str, case: Any, choices: Any) -> str:
    """A card of a case that somebody was sent once."""
    row = {
        **{"id": new_id(), "cause": f"event:{new_id()}", "topic": "case.card", "recipient_id": person, "facts": {}},
        **{"choices": list(choices), "card": bool(choices), "subject_kind": "hazard", "subject_id": case.id},
        **{"subject_version": 1, "lane": 2, "state": "sent"},
        **dict.fromkeys(("created_at", "not_before"), plant.world.clock()),
    }
    with write_transaction(plant.world.company.engine) as connection:
        connection.execute(insert(tables.notices), row)
    return str(row["id"])


def _told(plant: Plant, who: str, **said: Any) -> list[Any]:
    """What somebody is told who sends something, as it was written down."""
    notices = tables.notices
    theirs = select(notices).where(notices.c.recipient_id == plant.cast[who].id, notices.c.state == "sent")
    before = {row.id for row in plant.world.rows(theirs)}
    plant.world.send(plant.world.envelope(who, **said))
    return [row for row in plant.world.rows(theirs.order_by(notices.c.id)) if row.id not in before]


def test_every_script_begins_for_whoever_has_its_right(plant: Plant) -> None:
    """Whatever opens one, a word or a button, asks this before it begins (handlers/stack.py)."""
    for who in plant.cast.values():
        viewer = plant.viewer(who.code)
        for script, row in SCRIPTS.items():
            theirs = any(holds(each, row.needs, TODAY) for each in (who, *who.stands_for))
            if who.stands_for and row.needs in NOT_DEPUTISED:
                theirs = holds(who, row.needs, TODAY)
            assert viewer.may(row.needs).reaches is theirs, (who.code, script)


DRAW_FIGURES = {"show_chart", "show_digest", "show_week", "show_month"}
ONE_WORD = {opens.script: word for word, opens in reversed(OPENING_WORDS.items())}


@pytest.mark.parametrize("script", sorted(ONE_WORD))
def test_a_word_opens_its_script_for_whoever_has_its_right(plant: Plant, script: str) -> None:
    for who in plant.cast.values():
        if who.stands_for or who.left_on:
            continue
        said = len(plant.world.platform.to(who.code))
        topics = {row.topic for row in _told(plant, who.code, text=ONE_WORD[script])}
        assert len(plant.world.platform.to(who.code)) > said
        expected = holds(who, SCRIPTS[script].needs, TODAY)
        if script == "hand_over":  # either of two rights opens a list there
            expected = holds(who, Action.HAND_OVER, TODAY) or holds(who, Action.SEE_SHIFTS, TODAY)
        assert bool(topics & DENIALS) is not expected, (who.code, topics)
        plant.world.send(plant.world.envelope(who.code, text="取消"))


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_no_script_tells_of_a_case_to_whoever_may_not_see_it(plant: Plant, script: str) -> None:
    """Each is opened by the button of a card they once had, and whatever is said to them is read."""
    talk = plant.world.platform.sent
    for who, case in _strangers(plant, script):
        choice = {"value": "x", "label": "show", "text": "", "opens": [script, {"hazard": case.id}]}
        token = deliveries.token(_notice(plant, who.id, case, [choice]), 0)
        before = len(talk)
        topics = {row.topic for row in _told(plant, who.code, choice=token)}
        if not (who.stands_for or who.left_on or holds(who, SCRIPTS[script].needs, TODAY)):
            assert topics & DENIALS, (who.code, topics)
        said = [outgoing for outgoing in talk[before:] if outgoing.address == who.code]
        assert said, who.code
        for outgoing in said:
            assert case.number not in outgoing.text, (who.code, outgoing.text)
            assert words_of(case.number) not in outgoing.text, (who.code, outgoing.text)
            drawn = script in DRAW_FIGURES  # a chart shows no case
            assert not [photo for photo in outgoing.photos if photo.attachment_id or not drawn], who.code
        plant.world.send(plant.world.envelope(who.code, text="取消"))


def _strangers(plant: Plant, script: str) -> Iterator[tuple[Who, Any]]:
    """For each kind of case somebody from whom it is hidden: with the next script somebody else."""
    turn = sorted(SCRIPTS).index(script)
    for n, name in enumerate(NOT_THEIRS, start=turn):
        case = plant.cases[name]
        outside = [who for who in plant.cast.values() if not may(who, Action.SEE, case, TODAY)]
        yield outside[n % len(outside)], case


def test_a_digest_is_written_for_whoever_reads_one(plant: Plant, tmp_path: Path) -> None:
    for who in plant.cast.values():
        try:
            digest_commands.send(plant.world.company.engine, who.code, now=plant.world.clock())
        except digest_commands.ReadsNone:
            assert not holds(who, Action.DIGEST, TODAY), who.code
        else:
            assert holds(who, Action.DIGEST, TODAY), who.code


def test_every_command_of_the_command_line_is_known_here() -> None:
    assert set(_commands(typer.main.get_command(cli))) == COMMANDS.keys()


def _commands(group: Any, above: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"
