"""The desk of those who come in, laid out in memory: everything that workflow/joining.py asks for."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from workflow.joining import JoinRequest
from workflow.people import Language


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
