"""The demo's past: a quarter of its own people's life in the web chat, told live when the demo is first set up."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select, update

from bot.app import DEMO_WORKBOOK, open_database
from bot.company import house_of
from bot.keys import open_keys
from bot.platforms import webchat_wire as wire
from bot.platforms.webchat import WebChat
from bot.settings import Settings
from bot.simulation.drive import VirtualClock
from bot.simulation.pictures import scene
from bot.simulation.progress import lived
from bot.simulation.run import Span, Telling, beforehand, hurry
from handlers.messages import Envelope
from storage import right_trail
from storage.company_import import import_company
from storage.engine import fold_log, write_transaction
from storage.schema import migrate
from storage.tables import company, webchat_messages
from storage.workbook import read_workbook
from workflow.budget import USUAL
from workflow.ids import new_id

LASTS = timedelta(days=91)
CASES_A_YEAR = 230
SEED = 7
# So long before the end somebody reports a major hazard: it is in hand when the demo begins.
MAJOR_BEFORE = timedelta(days=9)
# And so long before it everybody began to look out for hazards: a couple of dozen cases are open.
CAMPAIGN_BEFORE = timedelta(days=10)
DIGESTS_BEFORE = timedelta(days=21)  # they are read since then
# A chart takes as long as forty turns: older ones, to which hardly anybody scrolls back, are not drawn.
CHARTS_BEFORE = timedelta(days=1)
NO_CHART = 10**9
UNREAD = timedelta(days=1)  # what is older has been read
PREPARING = "preparing"


class WebPhones(WebChat):
    """The demo's own web chat, in which simulated people write: whoever opens it finds what was said."""

    def say(self, code: str, text: str = "", choice: str = "", photos: Sequence[int] = ()) -> Envelope:
        """A message of somebody. photos: the seeds of its pictures."""
        uploads = tuple(self._upload(seed) for seed in photos)
        return self.said(code, wire.Draft(new_id(), text, choice or None, uploads))

    def _upload(self, seed: int) -> wire.Upload:
        name, picture = new_id(), scene(seed)
        self.file(name).write_bytes(picture)
        return wire.Upload(name, f"{seed}.jpg", len(picture))


def prepare(settings: Settings, now: datetime) -> None:
    """Put the demo company with its past into the data folder, where there is no database yet: all of it or none.

    Raises BadSettings and WorkbookErrors.
    """
    folder = settings.data_dir / PREPARING
    shutil.rmtree(folder, ignore_errors=True)  # of a start that was cut off
    engine = open_database(settings.model_copy(update={"data_dir": folder}))
    hurry(engine)
    migrate(engine)
    with beforehand((now - LASTS).date()):
        open_keys(engine, settings)
        import_company(engine, read_workbook(DEMO_WORKBOOK))
    live_quarter(engine, folder, now)
    fold_log(engine)
    engine.dispose()
    for made in sorted(folder.iterdir(), key=lambda path: path.suffix == ".db"):  # the database last: then it is whole
        made.replace(settings.data_dir / made.name)
    folder.rmdir()


def live_quarter(engine: Engine, folder: Path, now: datetime) -> None:
    """Give the people of an imported company their past until now; its files lie in `folder`.

    Whoever is off shift is let be as in a company that is none of demonstration; who looks at it later is not.
    """
    zone = house_of(engine).calendar.zone
    begins = datetime.combine((now - LASTS).astimezone(zone).date(), time(), zone).astimezone(UTC)
    on = [
        (now - each).astimezone(zone).date() for each in (MAJOR_BEFORE, DIGESTS_BEFORE, CAMPAIGN_BEFORE, CHARTS_BEFORE)
    ]
    telling = Telling(
        Span(begins, now),
        SEED,
        CASES_A_YEAR,
        major_on=on[0],
        digests_from=on[1],
        campaign_from=on[2],
        charts=NO_CHART,
        charts_from=on[3],
    )
    phones: list[WebPhones] = []

    def chat(clock: VirtualClock) -> WebPhones:
        phones.append(WebPhones(engine, folder / "uploads", clock))
        return phones[0]

    with beforehand(begins.date()):
        _let_be(engine, begins, quiet=True, notices_a_day=USUAL)
    lived(engine, folder, telling, chat)
    _let_be(engine, now, quiet=None, notices_a_day=None)
    _mark_read(engine, phones[0], now - UNREAD)


def _let_be(engine: Engine, at: datetime, **how: bool | int | None) -> None:
    with write_transaction(engine) as connection:
        code = connection.execute(select(company.c.code)).scalars().all()
        with right_trail.changing(connection, company, code, at):
            connection.execute(update(company).values(**how))


def _mark_read(engine: Engine, chat: WebChat, before: datetime) -> None:
    last = select(webchat_messages.c.person_id, func.max(webchat_messages.c.seq)).where(webchat_messages.c.at < before)
    with engine.connect() as connection:
        seen = connection.execute(last.group_by(webchat_messages.c.person_id)).all()
    for person_id, upto in seen:
        chat.mark_read(person_id, upto)
