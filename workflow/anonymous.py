"""An anonymous report 匿名上报: its reporter is a party of this one case, whom nobody can name."""

from dataclasses import dataclass
from datetime import timedelta

from workflow.commands import SubmitReport
from workflow.people import Language, Person

# An anonymous draft is asked after once, and then erased: it is not kept under anybody's name.
NUDGE = timedelta(minutes=30)
EXPIRES = timedelta(hours=8)
CLOCK = "anonymous"  # of a person, while such a dialogue is open


@dataclass(frozen=True)
class ReportAnonymously(SubmitReport):
    """A report by a pseudonym. `draft_id` is an id made for the case: nothing that was drafted bears it."""


def pseudonym(party_id: str, language: Language = Language.ZH_CN) -> Person:
    """The reporter as one who acts and looks: no name, role, department or service that would narrow them down."""
    return Person(party_id, "", "", language)
