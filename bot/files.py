"""The files that messages bring: made when they are sent, of what their reader may have just then."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.delivering import FILE
from handlers.listed_file import ListTools, ids_of
from handlers.messages import Document
from storage import deputies, ledger
from storage.deliveries import Claimed
from storage.engine import read_transaction
from storage.media import MediaStore
from storage.queries import Viewer
from storage.unit_of_work import House
from templates.render import label


class Files:
    """Makes the file that a notice names: a list, or a paper by its number."""

    def __init__(self, house: House, store: MediaStore, tools: ListTools, now: Callable[[], datetime]) -> None:
        self._house = house
        self._store = store
        self._tools = tools
        self._now = now

    def write(self, notice: Claimed) -> Document:
        """Raises LookupError where its reader is gone, or it names a list that nobody knows."""
        if "number" in notice.facts[FILE]:
            return self._papers.of(notice)  # type: ignore[no-any-return]
        with read_transaction(self._house.engine) as connection:
            return self._of_list(connection, self._viewer(connection, notice.recipient_id), notice.facts[FILE])

    def paper(self, notice_id: str) -> Document | None:
        """The paper of a notice for whoever asked for it, as they are now; None where it is not theirs to have."""
        return self._papers.by_link(notice_id)  # type: ignore[no-any-return]

    @cached_property
    def _papers(self) -> Any:
        import bot.ordered_papers as ordered_papers  # docxtpl and openpyxl: when the first paper is wanted

        return ordered_papers.OrderedPapers(self._house, self._store, self._now)

    def _viewer(self, connection: Connection, person_id: str) -> Viewer:
        today = self._house.calendar.local(self._now()).date()
        person = deputies.acting(connection, person_id, today)
        if person is None:
            raise LookupError("nobody reads it")
        return Viewer(person, self._now(), today)

    def _of_list(self, connection: Connection, viewer: Viewer, listed: dict[str, Any]) -> Document:
        """The cases of a list in the columns of the ledger."""
        import templates.ledger_book as ledger_book  # openpyxl: when the first file is wanted

        language, zone = viewer.person.language, self._house.calendar.zone
        of = label(language, "listed", listed["list"])
        reader = viewer.named(viewer.person.name, viewer.person.name_en)
        company = ledger.company_name(connection, viewer)
        title = ledger_book.Title(company, viewer.today, viewer.today, reader, self._now(), of)
        entries = ledger.chosen(connection, viewer, ids_of(self._tools, connection, viewer, listed))
        written = BytesIO()
        ledger_book.write(entries, written, title, language, zone)
        name = label(language, "ledger", "list_file").format(of=of, day=viewer.today.isoformat())
        return Document(name, Path(), written.getvalue())
