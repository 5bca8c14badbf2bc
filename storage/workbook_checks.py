"""Rules between the rows of a workbook: codes stand once, references lead somewhere, trees have no circles."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from storage.deputy_checks import DEPUTY_CHECKS
from storage.ladder_checks import LADDER_CHECKS, each_tells_somebody_above
from storage.law_checks import laws_hold
from storage.shift_checks import SHIFT_CHECKS
from storage.workbook_errors import WorkbookError
from storage.workbook_pages import HEADING_ROW, Page, Pages, Record, records_of
from storage.workbook_words import headings
from workflow.money import STEPS, YUAN
from workflow.people import Role

MAX_LEVELS = 12  # of a tree of areas or departments
# What one row of a sheet is called in the names of errors.
_ONE = {
    "sites": "site",
    "areas": "area",
    "departments": "department",
    "contractors": "contractor",
    "shifts": "shift",
    "people": "person",
    "equipment": "equipment",
}


def check(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """All that is wrong between rows. A field that could not be read is passed over: it has its error already."""
    for rule in CHECKS:
        yield from rule(pages)
    yield from each_tells_somebody_above(pages, today)
    yield from laws_hold(pages, today)


def _one_company(pages: Pages) -> Iterator[WorkbookError]:
    page = pages.get("company")
    if page and page.sound and len(page.records) != 1:
        yield WorkbookError("one_company", page.title, facts={"count": len(page.records)})


def _each_once(pages: Pages) -> Iterator[WorkbookError]:
    """No two rows of one key; a code is the same whatever its case."""
    for page in pages.values():
        key = page.sheet.key
        code = "duplicate_code" if key == ("code",) else "duplicate_row"
        yield from _repeated(page, key, code)


def _one_row_a_scope(pages: Pages) -> Iterator[WorkbookError]:
    """Two rows of the matrix for the same place and category would leave open whose hazard it is."""
    if page := pages.get("responsibilities"):
        yield from _repeated(page, ("equipment", "area", "category"), "duplicate_scope")


def _repeated(page: Page, key: tuple[str, ...], code: str) -> Iterator[WorkbookError]:
    seen: dict[tuple[Any, ...], int] = {}
    for record in page.records:
        if all(name in record.values for name in key):
            values = tuple(_same(record.values[name]) for name in key)
            first = seen.setdefault(values, record.number)
            if first != record.number:
                yield page.error(code, record.number, key[0], value=str(record.values[key[0]]), first=first)


def _same(value: Any) -> Any:
    return value.casefold() if type(value) is str else value


def _references(pages: Pages) -> Iterator[WorkbookError]:
    for page in pages.values():
        for name, column in page.sheet.columns.items():
            target = pages.get(column.refers)
            if target and target.sound:
                yield from _unknown(page, name, target)


def _unknown(page: Page, name: str, target: Page) -> Iterator[WorkbookError]:
    codes = {record.values.get("code") for record in target.records}
    for record in page.records:
        said = record.values.get(name)
        for code in dict.fromkeys(said if isinstance(said, tuple) else (said,)):
            if code is not None and code not in codes:
                facts = {"value": code, "target": target.title, "meant": _codes_named(target, code)}
                yield page.error(f"unknown_{_ONE[target.sheet.name]}", record.number, name, **facts)


def _codes_named(page: Page, name: str) -> list[str]:
    """The codes of rows with this name: many write the name where the code is asked for."""
    return [r.values["code"] for r in page.records if r.values.get("name") == name and "code" in r.values]


def _trees(pages: Pages) -> Iterator[WorkbookError]:
    for sheet in ("areas", "departments"):
        records = [record for _, record in records_of(pages, sheet) if "code" in record.values]
        parents = {record.values["code"]: record.values.get("parent") for record in records}
        for record in records:
            way = _way_up(parents, record.values["code"])
            if len(way) > 1 and way[-1] == way[0]:
                yield pages[sheet].error(f"{_ONE[sheet]}_cycle", record.number, "parent", way=" → ".join(way))
            elif len(set(way)) > MAX_LEVELS:
                yield pages[sheet].error("too_deep", record.number, "parent", limit=MAX_LEVELS)


def _way_up(parents: Mapping[str, str | None], code: str) -> list[str]:
    """From a code to its root, back to itself, or one level too far."""
    way = [code]
    while len(way) <= MAX_LEVELS and (above := parents.get(way[-1])) is not None:
        way.append(above)
        if above == code:
            break
    return way


def _owner_is_not_acceptor(pages: Pages) -> Iterator[WorkbookError]:
    for page, record in records_of(pages, "responsibilities"):
        owner = record.values.get("owner")
        if owner is not None and owner == record.values.get("acceptor"):
            yield page.error("owner_accepts", record.number, "acceptor", value=owner)


def _ends_follow_starts(pages: Pages) -> Iterator[WorkbookError]:
    terms = (("people", "hired_on", "left_on"), ("memberships", "since", "until"), ("laws", "since", "until"))
    for sheet, start, end in terms:
        for page, record in records_of(pages, sheet):
            first, last = record.values.get(start), record.values.get(end)
            if first and last and last < first:
                yield page.error("ends_before_start", record.number, end, value=str(last), start=str(first))


def _colours_are_dated(pages: Pages) -> Iterator[WorkbookError]:
    for page, record in records_of(pages, "areas"):
        if missing := _missing_half(record, "colour", "colour_since"):
            yield page.error("missing_value", record.number, missing)


def _watches_have_both_hours(pages: Pages) -> Iterator[WorkbookError]:
    for page, record in records_of(pages, "roster"):
        if missing := _missing_half(record, "starts", "ends"):
            if missing in page.columns:
                yield page.error("missing_value", record.number, missing)
                continue
            usual, english = headings("roster", missing)[:2]
            yield WorkbookError("missing_column", page.title, HEADING_ROW, usual, {"english": english})
            return


def _sums_rise(pages: Pages) -> Iterator[WorkbookError]:
    """Whoever stands higher approves no less; where the company sets nothing, the usual sum counts."""
    for page, record in records_of(pages, "company"):
        head, director = (_yuan(record, name, role) for name, role in _SUMS)
        if head is not None and director is not None and head > director:
            name = next(name for name in ("head_limit", "director_limit") if record.values[name] is not None)
            yield page.error("sums_fall", record.number, name, head=head, director=director)


_SUMS = (("head_limit", Role.DEPARTMENT_HEAD), ("director_limit", Role.SAFETY_DIRECTOR))


def _yuan(record: Record, name: str, role: Role) -> int | None:
    """What a role approves, in yuan; none where the cell could not be read."""
    if name not in record.values:
        return None
    usual = next(step.up_to for step in STEPS if step.role is role) // YUAN
    return usual if record.values[name] is None else int(record.values[name])


def _missing_half(record: Record, *pair: str) -> str | None:
    """Of two fields that only go together, the one that is empty; a field that could not be read is not."""
    empty = [name for name in pair if name in record.values and record.values[name] is None]
    return empty[0] if len(empty) == 1 else None


CHECKS: tuple[Callable[[Pages], Iterator[WorkbookError]], ...] = (
    _one_company,
    _each_once,
    _one_row_a_scope,
    _references,
    _trees,
    _owner_is_not_acceptor,
    _ends_follow_starts,
    _colours_are_dated,
    _watches_have_both_hours,
    *SHIFT_CHECKS,
    *LADDER_CHECKS,
    *DEPUTY_CHECKS,
    _sums_rise,
)
