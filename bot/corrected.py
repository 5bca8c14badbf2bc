"""What people made of what was suggested, as lines that can be learned from: without anybody's name."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from nlp.labelled import language_of
from nlp.own_name import without
from storage.corrections import ASIDE, Judged
from templates.render import LANGUAGES, labels
from workflow.calendar import Calendar

FIXED_BEFORE = "fixed_before"  # there was a hazard, only not any more
OTHER = "other"  # a reason in somebody's own words, which may name people: that there is one is told, and no more


def lines(
    cases: Iterable[Judged], names: Iterable[str], calendar: Calendar, domain: str, since: date | None, *, every: bool
) -> Iterator[dict[str, Any]]:
    """What `hazardline nlp evaluate` reads, with what was suggested and who put what right.

    names: struck out of the words. domain: whose cases these are. since: day of the last correction, in the company's
    own zone. every: also what people left as it was suggested.
    """
    known = [(name, set(name.casefold()) - set(" ")) for name in names]
    for case in cases:
        day = calendar.local(case.at).date()
        if (case.by or every) and (since is None or day >= since):
            letters = set(case.words.casefold())
            words = without(case.words, [name for name, of_name in known if of_name <= letters])
            yield _line(case, words, day, domain)


def _line(case: Judged, words: str, day: date, domain: str) -> dict[str, Any]:
    aside = _reason_code(case.reason) if ASIDE in case.by else None
    suggested = {name: value for name, value in vars(case.suggested).items() if name != "model"}
    return {
        "id": case.case,
        "text": words,
        "lang": language_of(words),
        "category": case.category,
        "alt_categories": [],
        "grade": case.grade,
        "domain": domain,
        "entry": case.entry,
        "suggested": suggested,
        "model": case.suggested.model,
        "by": dict(case.by),
        "set_aside": aside,
        "sham": aside != FIXED_BEFORE if aside else False if case.closed else None,
        "on": day.isoformat(),
    }


def _reason_code(reason: str) -> str:
    """The button that was tapped for the reason."""
    said: dict[str, str] = {
        text: code for language in LANGUAGES for code, text in labels(language)["choice"]["invalid_reason"].items()
    }
    return said.get(reason, OTHER)
