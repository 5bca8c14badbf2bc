"""Knows which cases are like a report: an index in memory, kept as cases come and go, safe for several threads."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from nlp.known_case import KnownCase, nested, same_picture
from nlp.postings import Postings, grams_of
from nlp.sameness import chance, is_hopeless

# Below this too few of those asked would say yes: of the pairs written for this, 95 in 100 above it were one hazard.
SURE_ENOUGH = 0.75

# Log-odds of what is known besides the words; by judgement, no pairs with it were at hand.
SAME_MACHINE, OTHER_MACHINE = 1.5, -3.0
SAME_PLACE, OTHER_PLACE = 0.5, -3.0
SAME_PICTURE = 4.0


@dataclass(frozen=True)
class Alike:
    """A case, and how probable it is that it is the same hazard, in [0, 1]."""

    case: KnownCase
    chance: float


class SimilarCases:
    """Cases by their words."""

    def __init__(self, cases: Iterable[KnownCase] = ()) -> None:
        self._lock = Lock()
        self._slots = Postings()
        for case in cases:
            self._slots.enter(case)

    def __len__(self) -> int:
        return len(self._slots.of)

    def __contains__(self, case_id: str) -> bool:
        return case_id in self._slots.of

    def put(self, case: KnownCase) -> None:
        """Add a case, or take what is known of it now in the place of what was known before."""
        with self._lock:
            if self._slots.holds(case):
                return
            self._leave(case.id)
            self._slots.enter(case)

    def remove(self, case_id: str) -> None:
        """Forget a case; nothing happens where it is not known."""
        with self._lock:
            self._leave(case_id)

    def _leave(self, case_id: str) -> None:
        self._slots.leave(case_id)
        if self._slots.is_mostly_dead:
            living = self._slots.living()
            self._slots = Postings()
            for case in living:
                self._slots.enter(case)

    def like(self, report: KnownCase, *, shut: bool = False, least: float = SURE_ENOUGH) -> list[Alike]:
        """Open cases that may be the same hazard as the report, likeliest first, each with at least this chance.

        shut: those among the closed ones instead.
        """
        grams = grams_of(report)
        with self._lock:
            near = self._slots.near(grams, report.photos, shut=shut)
        others = [(case, _besides(report, case)) for case in near if case.id != report.id]
        alike = [
            Alike(case, chance(report.words, case.words, besides=odds))
            for case, odds in others
            if not is_hopeless(report.words, case.words, least, besides=odds)
        ]
        return sorted((one for one in alike if one.chance >= least), key=lambda one: -one.chance)


def _besides(report: KnownCase, case: KnownCase) -> float:
    """Log-odds by machine, place and picture."""
    odds = SAME_PICTURE * any(same_picture(one, other) for one in report.photos for other in case.photos)
    if report.equipment and case.equipment:
        return odds + (SAME_MACHINE if report.equipment == case.equipment else OTHER_MACHINE)
    if not report.area_path or not case.area_path:
        return odds
    return odds + (SAME_PLACE if nested(report.area_path, case.area_path) else OTHER_PLACE)
