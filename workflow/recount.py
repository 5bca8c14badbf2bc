"""Every figure by looking through every case again: slow, plain, and the rule that what storage reads is checked by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.indicators import FIGURES, MEASURES, SOUND, Basis, Dimension, Only, Tally, middle
from workflow.metrics import History, stood
from workflow.reach import Reach
from workflow.spans import Sight
from workflow.standing import Counted, DayOf
from workflow.steps import Step, Taken, taken_of

Filters = Sequence[Only]


@dataclass(frozen=True)
class Belongs:
    """Somebody belongs to a department (none: to none) from a day on, until before another one."""

    person_id: str
    department_id: str | None
    since: date
    until: date = date.max


@dataclass(frozen=True)
class Books:
    """All that figures are counted from."""

    cases: Sequence[History]
    people: Sequence[Belongs]
    day_of: DayOf


def tally(books: Books, right: Reach, seen: Sight, only: Filters = ()) -> Tally:
    """What a period has brought within a reach: the whole company, or some departments."""
    numbers = {name: len(_cases(books, right, seen, name, only)) for name in MEASURES}
    taken = [(case, step) for case in _real(books) for step in _taken(books, right, case, seen, only)]
    verdicts = [step for _, step in taken if step.step is Step.ACCEPTANCE]
    people = _people(books, right, seen, only)
    medians = {step: middle([each.minutes for _, each in taken if each.step is step]) for step in Step}
    return Tally(
        {
            **numbers,
            "verdicts": len(verdicts),
            "passed": sum(bool(verdict.passed) for verdict in verdicts),
            "scored": len(_scored(books, right, seen, only, lambda score: True)),
            "sound": len(_scored(books, right, seen, only, SOUND.__contains__)),
            "by_people": len(_by(people, books, seen, only)),
            "people": len(people),
        },
        medians,
    )


def tallies(books: Books, right: Reach, seen: Sight, by: Dimension) -> Mapping[str, Tally]:
    """The same of each department, area and so on that has anything to tell; "": what has none."""
    keys = {getattr(case, by) or "" for each in _real(books) for case in _sights(each, seen, books.day_of)}
    keys |= {getattr(step, by) or "" for each in _real(books) for step in taken_of(each.steps) if hasattr(step, by)}
    if by is Dimension.DEPARTMENT:
        keys |= {each.department_id or "" for each in books.people}
    found = {key: tally(books, right, seen, (Only(by, key),)) for key in keys}
    return {key: its for key, its in found.items() if its.tells}


def behind(books: Books, right: Reach, seen: Sight, figure: str, only: Filters = ()) -> set[str]:
    """The ids of the cases that a figure counts: of a rate those of its numerator."""
    of = FIGURES[figure]
    if of.counts in MEASURES:
        return {case.id for case in _cases(books, right, seen, of.counts, only)}
    if of.counts == "sound":
        return {case.id for case in _scored(books, right, seen, only, SOUND.__contains__)}
    if of.counts == "by_people":
        return {case.id for case in _by(_people(books, right, seen, only), books, seen, only)}
    step, passed = of.step or Step.ACCEPTANCE, of.step is None
    return {
        case.id
        for case in _real(books)
        for each in _taken(books, right, case, seen, only)
        if each.step is step and (each.passed or not passed)
    }


def _real(books: Books) -> list[History]:
    return [case for case in books.cases if not case.practice]


def _sights(case: History, seen: Sight, day_of: DayOf) -> list[Counted]:
    """How a case is known, and how it stood at the end of the period."""
    return [found for day in (seen.as_of, seen.until) if (found := stood(case, day, day_of))]


def _within(right: Reach, department_id: str | None) -> bool:
    return right.company or department_id in right.department_ids


def _cases(books: Books, right: Reach, seen: Sight, name: str, only: Filters) -> list[History]:
    measure, found = MEASURES[name], []
    for each in _real(books):
        case = stood(each, seen.until if measure.basis is Basis.END else seen.as_of, books.day_of)
        if case is None or not _within(right, case.department_id) or not all(each.has(case) for each in only):
            continue
        if _belongs(case, measure.basis, seen) and measure.counts(case, seen):
            found.append(each)
    return found


def _belongs(case: Counted, basis: Basis, seen: Sight) -> bool:
    if basis is Basis.LIMIT:
        return seen.has(case.limit_on) and case.limit_on is not None and case.limit_on < seen.due_before
    days = {Basis.RECEIVED: case.received_on, Basis.CLOSED: case.closed_on}
    return basis is Basis.END or seen.has(days[basis])


def _scored(books: Books, right: Reach, seen: Sight, only: Filters, counts: Callable[[str], bool]) -> list[History]:
    """Those of the reported ones whose last score, as far as is known, is one that counts."""
    found = []
    for case in _cases(books, right, seen, "reported", only):
        known = sorted((at, score) for at, score in case.scores if at < seen.ends)
        if known and counts(known[-1][1]):
            found.append(case)
    return found


def _taken(books: Books, right: Reach, case: History, seen: Sight, only: Filters) -> list[Taken]:
    """The steps of a case that were done in the period, as long as the case counts."""
    now = stood(case, seen.as_of, books.day_of)
    if now is None:
        return []
    done = [step for step in taken_of(case.steps) if seen.has(books.day_of(step.ended_at))]
    return [step for step in done if _within(right, step.department_id) and _is_of(only, step, now)]


def _is_of(only: Filters, step: Taken, case: Counted) -> bool:
    of_step = (Dimension.DEPARTMENT, Dimension.PERSON)
    return all((getattr(step if each.by in of_step else case, each.by) or "") == each.key for each in only)


def _people(books: Books, right: Reach, seen: Sight, only: Filters) -> set[str]:
    """Whoever belonged to the reach on the last day: of a department, where it is one; else all of them."""
    one = next((each.key for each in only if each.by is Dimension.DEPARTMENT), None)
    return {
        each.person_id
        for each in books.people
        if each.since <= seen.until < each.until
        and _within(right, each.department_id)
        and (one is None or (each.department_id or "") == one)
    }


def _by(people: Iterable[str], books: Books, seen: Sight, only: Filters) -> list[History]:
    """What these have reported, whichever department has it now."""
    names, here = set(people), Reach("", company=True)
    place = [each for each in only if each.by is not Dimension.DEPARTMENT]
    return [case for case in _cases(books, here, seen, "reported", place) if case.reporter_id in names]
