"""Laws that entries of the library rest on and may not: in a workbook, and in the tables as time goes on.

What is wrong in a workbook's own rows refuses it. What shipped entries go on citing, what can never be asked and what
free text names is told, and imported as it stands.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection

from storage import directory
from storage.library_rows import known_laws
from storage.shipped_library import shipped
from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Pages, Record, records_of
from storage.workbook_sheets import LawRow
from storage.workbook_words import folded
from workflow.library import Grade, Law, Unsound, standing, unsound

MOST_NAMED = 10  # entries
_DASHES = re.compile("[‐‑‒–—―−]")
_BLANKS = re.compile(r"\s+")


def laws_hold(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """No entry rests on a law that is unknown, repealed or not yet in force, and none is replaced by an unknown one.

    The company's word goes before ours.
    """
    own = _own(pages)
    laws: dict[str, Law | None] = {**shipped().laws, **own}
    for page, record in records_of(pages, "laws"):
        successor = record.values.get("replaced_by")
        if successor and successor not in laws:
            yield page.error("law_dangling", record.number, "replaced_by", value=successor)
    for page, record in records_of(pages, "library"):
        code = record.values.get("law_code")
        if code and (code not in own or own[code]) and (why := standing(laws.get(code), today)):
            law = laws.get(code)
            facts = {"value": code, "since": str(law.since), "until": str(law.until)} if law else {"value": code}
            yield page.error(f"law_{why}", record.number, "law_code", **facts)


def doubtful_in(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """What is to be looked at in laws and entries. The pages have been checked: every cell of them could be read."""
    yield from _still_cited(pages, today)
    yield from _never_asked(pages)
    yield from _named_in_text(pages, today)


def resting_on_nothing(connection: Connection, today: date) -> dict[tuple[str, Unsound], list[str]]:
    """The entries in use, by the law that they may not rest on today and why."""
    found: dict[tuple[str, Unsound], list[str]] = defaultdict(list)
    for entry, why in unsound(directory.library(connection), known_laws(connection), today):
        found[entry.law_code, why].append(entry.code)
    return found


def named(codes: list[str]) -> str:
    """As many codes as one line holds."""
    return ", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else "")


def _still_cited(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """A law that the workbook repeals, while shipped entries that it does not change rest on it."""
    changed = {record.values["code"] for _, record in records_of(pages, "library")}
    for page, record in records_of(pages, "laws"):
        law = _law(record)
        entries = [
            entry["code"]
            for entry in shipped().entries
            if entry["law_code"] == record.values["code"] and entry["code"] not in changed
        ]
        if entries and standing(law, today) is Unsound.REPEALED:
            facts = {"value": record.values["code"], "until": str(record.values["until"])}
            yield page.error(
                "law_still_cited", record.number, "until", **facts, entries=named(entries), count=len(entries)
            )


def _never_asked(pages: Pages) -> Iterator[WorkbookError]:
    """A major hazard without the question that decides: whatever a report says, nobody is asked about it."""
    for page, record in records_of(pages, "library"):
        said = record.values
        if said["grade"] is Grade.MAJOR and not said["retired"] and not (said["fact"] or said["fact_en"]):
            yield page.error("major_never_asked", record.number, "grade", value=said["code"])


def _named_in_text(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """The number of a repealed law within what an entry prints as its basis."""
    laws = {**shipped().laws, **_own(pages)}
    over = [law for law in laws.values() if law and standing(law, today) is Unsound.REPEALED]
    for page, record in records_of(pages, "library"):
        for name in ("law", "law_en"):
            for law in over:
                if not record.values["retired"] and _names(law.code, record.values[name] or ""):
                    facts = {"value": law.code, "until": str(law.until), "successor": law.replaced_by}
                    yield page.error("text_names_repealed", record.number, name, **facts)


def _names(code: str, text: str) -> bool:
    """However it is spaced, and never as a part of a longer number."""
    number = re.escape(_closed_up(code))
    return re.search(rf"(?<![a-z0-9/]){number}(?!\d)", _closed_up(text)) is not None


def _closed_up(text: str) -> str:
    return _BLANKS.sub("", _DASHES.sub("-", folded(text)))


def _own(pages: Pages) -> Mapping[str, Law | None]:
    return {str(record.values.get("code")): _law(record) for _, record in records_of(pages, "laws")}


def _law(record: Record) -> Law | None:
    """None: some cell of it could not be read, which is said already."""
    values = record.values
    return Law(**values) if LawRow.__annotations__.keys() <= values.keys() else None
