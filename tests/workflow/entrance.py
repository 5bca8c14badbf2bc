"""The desk of those who come in, laid out in memory: everything that workflow/joining.py asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from workflow.authority_orders import Rechecked
from workflow.elsewhere import Asked
from workflow.example_cases import Example
from workflow.joining import JoinRequest
from workflow.people import Language
from workflow.seals import ASKED, Unsealing
from workflow.survey import Survey, latest_of


@dataclass
class PaperSeals:
    """Requests to unseal, on paper; `unnamed`: the cases that were reported without a name."""

    unnamed: set[str] = field(default_factory=set)
    requests: dict[str, Unsealing] = field(default_factory=dict)

    def is_unnamed(self, hazard_id: str) -> bool:
        return hazard_id in self.unnamed

    def ask(self, request: Unsealing) -> None:
        self.requests[request.id] = request

    def request(self, request_id: str) -> Unsealing | None:
        return self.requests.get(request_id)

    def asked_since(self, hazard_id: str, moment: datetime) -> bool:
        about = [each for each in self.requests.values() if each.hazard_id == hazard_id and each.state == ASKED]
        return any(each.asked_at > moment for each in about)

    def settle(self, request_id: str, state: str, by: str, at: datetime) -> None:
        self.requests[request_id] = replace(self.requests[request_id], state=state)


@dataclass
class PaperScores:
    """Scores on paper, by their id: the case, what was said and by whom, and whether it was taken back."""

    rows: dict[str, tuple[str, str, str, bool]] = field(default_factory=dict)

    def given(self, hazard_id: str) -> tuple[str, str] | None:
        counts = (id_ for id_, row in self.rows.items() if row[0] == hazard_id and not row[3])
        return next(((id_, self.rows[id_][2]) for id_ in counts), None)

    def give(self, score_id: str, hazard_id: str, score: str, by: str, at: datetime) -> None:
        self.rows[score_id] = (hazard_id, score, by, False)

    def take_back(self, score_id: str, at: datetime) -> None:
        self.rows[score_id] = (*self.rows[score_id][:3], True)


@dataclass
class PaperElsewhere:
    """Rounds on paper; `places`: what is like the place of each case."""

    places: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    rounds: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)
    rows: dict[str, Asked] = field(default_factory=dict)

    def like(self, hazard_id: str) -> list[tuple[str, str]]:
        return self.places.get(hazard_id, [])

    def is_asked(self, hazard_id: str) -> bool:
        return any(row[0] == hazard_id for row in self.rounds.values())

    def begin(self, round_id: str, hazard_id: str, by: str, at: datetime, due: datetime) -> None:
        self.rounds[round_id] = (hazard_id, by, due)

    def ask(self, asked: Asked) -> None:
        self.rows[asked.id] = asked

    def asked(self, answer_id: str) -> Asked | None:
        return self.rows.get(answer_id)

    def answer(self, answer_id: str, found: bool, at: datetime) -> None:
        self.rows[answer_id] = replace(self.rows[answer_id], found=found)


@dataclass
class PaperExamples:
    """The example cases that were chosen, on paper."""

    chosen: list[Example]

    def all(self) -> list[Example]:
        return self.chosen


@dataclass
class PaperSurveys:
    """The surveys that were sent, on paper."""

    sent: list[Survey]

    def one(self, survey_id: str) -> Survey | None:
        return next((survey for survey in self.sent if survey.id == survey_id), None)

    def latest(self) -> Survey | None:
        return latest_of(self.sent)


@dataclass
class PaperOrders:
    """The orders of authorities on paper; `under`: the cases of one order, which is all there is."""

    under: list[str] = field(default_factory=list)
    rows: list[Rechecked] = field(default_factory=list)
    struck: set[str] = field(default_factory=set)

    def cases(self, hazard_id: str) -> list[str]:
        return self.under if hazard_id in self.under else []

    def last(self, hazard_ids: Sequence[str]) -> Rechecked | None:
        counts = [row for row in self.rows if row.hazard_id in hazard_ids and row.id not in self.struck]
        return counts[-1] if counts else None

    def enter(self, recheck: Rechecked) -> None:
        self.rows.append(recheck)

    def strike(self, recheck_id: str, at: datetime) -> None:
        self.struck.add(recheck_id)


@dataclass
class PaperWeb:
    """Who was offered a link to the web, and which sessions are open there, by person."""

    offered: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    opened: dict[str, set[str]] = field(default_factory=dict)

    def offer(self, person_id: str, digest: str, until: datetime) -> None:
        self.offered[person_id] = (digest, until)

    def end(self, person_id: str, session_id: str | None, at: datetime) -> int:
        theirs = self.opened.get(person_id, set())
        ended = theirs & {session_id} if session_id else set(theirs)
        theirs -= ended
        return len(ended)


@dataclass
class PaperEntrance:
    """Requests, people, addresses and codes on paper."""

    requests: dict[str, JoinRequest] = field(default_factory=dict)
    entered: list[tuple[str, str | None, Language]] = field(default_factory=list)
    reached: list[tuple[str, str, str]] = field(default_factory=list)
    offered: list[dict[str, Any]] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    nameless: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)

    def request(self, request_id: str) -> JoinRequest | None:
        return self.requests.get(request_id)

    def settle(self, request_id: str, state: str, by: str, at: datetime, person_id: str | None = None) -> None:
        request = self.requests[request_id]
        self.requests[request_id] = replace(request, state=state, decided_by_id=by, person_id=person_id)

    def enter(self, name: str, department_id: str | None, language: Language, since: date) -> str:
        self.entered.append((name, department_id, language))
        return f"new{len(self.entered)}"

    def reach(self, person_id: str, bot: str, address: str, at: datetime) -> None:
        self.reached.append((person_id, bot, address))
        self.taken.add((bot, address))

    def offer(
        self, digest: str, made_by: str, at: datetime, until: datetime, department_id: str | None, person_id: str | None
    ) -> str:
        self.offered.append({"digest": digest, "until": until, "department": department_id, "person": person_id})
        return f"code{len(self.offered)}"

    def is_taken(self, bot: str, address: str) -> bool:
        return (bot, address) in self.taken

    def has_no_name(self, person_id: str) -> bool:
        return person_id in self.nameless

    def rename(self, person_id: str, name: str) -> None:
        self.nameless.discard(person_id)
        self.renamed[person_id] = name
