"""The hazard: one case from report to archive, changed only through its verbs, each of which gives one event."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.keeps import Major, Money, Plan, Snooze
from workflow.library import Category, Grade
from workflow.lifecycle import AT_WORK, EVENT_OF, OPEN, RECHECK_DAYS, TRANSITIONS, WITH_OWNER, State, Verb
from workflow.people import Person

# How often a task may be passed on by its owners; after that the officer chooses, and that choice is final.
FREE_PASSES = 1
PASSES_FINAL = 99
ENDS_REQUESTS = (Verb.ASSIGN, Verb.PASS_ON, Verb.HAND_OVER)  # what was asked for, another owner may not need


@dataclass(frozen=True)
class Act:
    """Who does something, and when. The clock has no person.

    in_place_of: for whom they do it as a deputy; none where it is their own to do.
    """

    by: Person | None
    at: datetime
    in_place_of: str | None = None


@dataclass(eq=False)
class Hazard:
    """A case. What people wrote about it is not here but in the texts of its events, so that it can be erased."""

    id: str
    number: str
    category: Category
    company_grade: Grade
    area_id: str
    area_path: str
    equipment_id: str | None
    library_code: str | None
    requirement: str
    requirement_en: str
    law: str
    law_en: str
    reporter_id: str  # who found it
    found_at: datetime
    received_at: datetime
    due_at: datetime
    source_kind: str = "worker"
    source_id: str | None = None
    due_locked: bool = False
    entered_by_id: str | None = None  # who typed it in for the finder; none where these are one person
    also_reported_by: list[str] = field(default_factory=list)  # whoever reported what goes on in this case
    practice: bool = False
    state: State = State.REPORTED
    statutory_grade: Grade = Grade.GENERAL
    version: int = 0
    department_id: str | None = None
    owner_id: str | None = None
    acceptor_id: str | None = None
    repairers: list[str] = field(default_factory=list)
    passes: int = 0
    stage: str | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None
    merged_into_id: str | None = None
    asked_until: datetime | None = None  # how long the owner asks for; none: nothing is asked
    asked_days: int = 0  # the same in days, for whoever grants it late
    asked_since: int = 0  # the version of the case that asked, for whoever saw it before
    extensions: int = 0
    money: Money | None = None
    money_with: str = ""  # the role that is to approve what is asked; empty: nothing is asked
    helper_department_id: str | None = None  # which department is asked for help, as long as it has not helped
    helper_id: str | None = None  # who goes there, or has been there
    matrix_gap: bool = False  # nobody is named for this place and category, and a row would name somebody
    outside_until: datetime | None = None  # by when those outside are to answer; kept while they say that it is done
    danger: str = ""  # stopped, running, held by a measure; empty where nobody can be hurt now
    major_confirmed_at: datetime | None = None  # by the director; none: not yet, or no major hazard
    major: Major | None = None
    plan: Plan | None = None  # none: it is repaired without one
    measure_until: datetime | None = None  # how long the measure holds; none: until the repair
    measure_hours: int = 24  # how often it is looked at
    called: list[str] = field(default_factory=list)  # to the alarm, in this order: they may answer it
    recheck_asked: bool = False  # whether the repair holds: asked, and not answered yet
    suspended_until: datetime | None = None  # nobody can work on it before; none: it is not put to rest
    snooze: Snooze | None = None  # its owner, or one before them, has put reminders off

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def reporters(self) -> list[str]:
        """Whoever reported it or typed it in for them, and whoever reported the same."""
        return [who for who in (self.reporter_id, self.entered_by_id, *self.also_reported_by) if who]

    @property
    def helpers(self) -> dict[str, Fact]:
        """Who is asked for help just now, as an event tells it that lets them go."""
        if self.helper_department_id is None:
            return {}
        return {"helpers": self.helper_department_id, "helper": self.helper_id}

    def report(
        self, act: Act, words: str, suggestion: Mapping[str, Fact], beside: Mapping[str, str] | None = None
    ) -> Event:
        """Enter the register. `suggestion` keeps what a machine proposed, with its model and confidence.

        beside: further words to keep, by field.
        """
        self.statutory_grade = self.company_grade.statutory
        facts: dict[str, Fact] = {
            "category": self.category,
            "grade": self.company_grade,
            "area": self.area_id,
            "equipment": self.equipment_id,
            "library": self.library_code,
            "due_at": self.due_at.isoformat(),
            "source": self.source_kind,
            **self._for_another(),
        }
        suggested = {f"suggested_{name}": value for name, value in suggestion.items()}
        return self.enter(Verb.REPORT, act, {**facts, **suggested}, {"words": words, **(beside or {})})

    def _for_another(self) -> dict[str, Fact]:
        """Both people, where one typed what another had found."""
        return {"finder": self.reporter_id, "entered_by": self.entered_by_id} if self.entered_by_id else {}

    def enter(self, verb: Verb, act: Act, facts: Mapping[str, Fact], words: Mapping[str, str]) -> Event:
        """Begin: the first event of the case."""
        self.state = TRANSITIONS[(None, verb)]
        return self._event(verb, act, facts, words)

    def assign(
        self, act: Act, owner: str, department: str | None, acceptor: str | None, *, final: bool = False
    ) -> Event:
        """Give the case to an owner; `final` when an officer chose, so that it cannot be passed on again."""
        if owner == self.owner_id and self.state is not State.REPORTED:
            raise Refused("same_owner")
        facts: dict[str, Fact] = {"owner": owner, "department": department, "final": final, "from": self.owner_id}
        event = self.move(Verb.ASSIGN, act, facts)
        self.owner_id, self.department_id, self.acceptor_id = owner, department, acceptor
        self.passes = PASSES_FINAL if final else self.passes
        return event

    def take(self, act: Act) -> Event:
        event = self.move(Verb.TAKE, act)
        self.repaired_by(act)
        return event

    def pass_on(self, act: Act, to: str, department: str | None, acceptor: str | None, reason: str) -> Event:
        """Hand the task to a colleague, once freely."""
        self._may_pass(reason)
        if self.passes >= FREE_PASSES:
            raise Refused("passed_before")
        if to == self.owner_id:
            raise Refused("same_owner")
        event = self.move(Verb.PASS_ON, act, {"owner": to, "from": self.owner_id}, {"reason": reason})
        self.owner_id, self.department_id, self.acceptor_id = to, department, acceptor
        self.passes += 1
        self.stage = None
        return event

    def give_back(self, act: Act, reason: str, *, nobodys: bool = False) -> Event:
        """Pass on for the second time, or what is nobody's: the officer chooses, and that choice is final."""
        self._may_pass(reason)
        event = self.move(Verb.GIVE_BACK, act, {"from": self.owner_id, "gap": nobodys}, {"reason": reason})
        self.owner_id = None
        self.stage = None
        return event

    def post_progress(self, act: Act, stage: str, remark: str, photos: int) -> Event:
        """`stage` is waiting_parts or working; empty where it stays as it was. While a plan is made, there is none."""
        stage = "" if self.state == State.PLANNING else stage or self.stage or "working"
        event = self.move(Verb.POST_PROGRESS, act, {"stage": stage, "photos": photos}, {"remark": remark})
        self.repaired_by(act)
        self.stage = stage or self.stage
        return event

    def submit(self, act: Act, remark: str, photos: int, no_photo_reason: str, acceptor: str) -> Event:
        """Ask for acceptance: an after-photo, or the written reason why there is none."""
        if not photos and not no_photo_reason.strip():
            raise Refused("after_photo")
        facts: dict[str, Fact] = {"photos": photos, "acceptor": acceptor}
        event = self.move(Verb.SUBMIT, act, facts, {"remark": remark, "no_photo_reason": no_photo_reason})
        self.repaired_by(act)
        self.acceptor_id = acceptor
        self.stage = "done"
        return event

    def accept(self, act: Act, remark: str, on_site: bool, photos: int = 0) -> Event:
        """Sign off. Photographs alone do above general in no case; who repaired never signs."""
        self.not_by_repairer(act)
        if not on_site and self.company_grade != Grade.GENERAL:
            raise Refused("on_site")
        event = self.move(Verb.ACCEPT, act, {"on_site": on_site, "photos": photos}, {"remark": remark})
        self.closed_at = act.at
        return event

    def send_back(self, act: Act, reason: str, photos: int = 0) -> Event:
        self.not_by_repairer(act)
        given(reason)
        event = self.move(Verb.SEND_BACK, act, {"photos": photos}, {"reason": reason})
        self.stage = None
        return event

    def reopen(self, act: Act, reason: str, due_at: datetime, photos: int = 0, *, by_authority: bool = False) -> Event:
        """Open a closed case again within the recheck time; the owner repairs once more, by a new limit.

        by_authority: an authority has found it not in order, and its word has no such time.
        """
        if not by_authority and self.closed_at is not None and act.at > self.closed_at + timedelta(days=RECHECK_DAYS):
            raise Refused("recheck_over", days=RECHECK_DAYS)
        given(reason)
        facts: dict[str, Fact] = {"due_at": due_at.isoformat(), "photos": photos}
        event = self.move(Verb.REOPEN, act, facts, {"reason": reason})
        self.due_at = due_at
        self.closed_at = None
        self.recheck_asked = False
        self.stage = None
        return event

    def verify(self, act: Act) -> Event:
        """An officer confirms that the hazard is as described; it runs beside the repair and delays nothing."""
        if self.verified_at is not None:
            raise Refused("verified_before")
        event = self.move(Verb.VERIFY, act)
        self.verified_at = act.at
        return event

    def _may_pass(self, reason: str) -> None:
        given(reason)
        if self.passes >= PASSES_FINAL:
            raise Refused("officer_chose")

    def not_by_repairer(self, act: Act) -> None:
        if act.by is not None and (refusal := own_repair(act.by, self, act.at.date())) is not None:
            raise refusal

    def repaired_by(self, act: Act) -> None:
        """Somebody has a hand in the repair: they will not be the one to accept it."""
        if act.by is not None and act.by.id not in self.repairers:
            self.repairers = [*self.repairers, act.by.id]

    def move(
        self, verb: Verb, act: Act, facts: Mapping[str, Fact] | None = None, words: Mapping[str, str] | None = None
    ) -> Event:
        """Do a verb of the table: the state it leads to, one version more, one event. Branches build on this."""
        following = TRANSITIONS.get((self.state, verb))
        if following is None:
            raise Refused("state", state=self.state)
        if self.plan is not None and self.plan.submitted and following != State.PLANNING:
            self.plan = replace(self.plan, sent_by=None)  # whoever plans next sends it anew
        self.state = following
        if self.state not in AT_WORK:
            self.asked_until = self.suspended_until = None
        ends = {} if self.state in WITH_OWNER and verb not in ENDS_REQUESTS else self._end_requests()
        return self._event(verb, act, {**(facts or {}), **ends}, words or {})

    def _end_requests(self) -> dict[str, Fact]:
        """Time and help that were asked for end with the work of the owner who asked; the helpers hear of it."""
        helpers = self.helpers
        self.asked_until = None
        if helpers:  # who has been there before is remembered
            self.helper_department_id = self.helper_id = None
        return helpers

    def _event(self, verb: Verb, act: Act, facts: Mapping[str, Fact], words: Mapping[str, str]) -> Event:
        self.version += 1
        said = {field: body for field, body in words.items() if body.strip()}
        actor = act.by.id if act.by else None
        facts = {**facts, "for": act.in_place_of} if act.in_place_of else facts
        return Event(new_id(), "hazard", self.id, self.version, EVENT_OF[verb], actor, act.at, facts, said)


def own_case(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Nobody makes light of their own task, puts it off or does away with it."""
    return Refused("own_case") if person.id == hazard.owner_id else None


def own_request(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Nobody gives themselves time."""
    return Refused("own_request") if person.id == hazard.owner_id else None


def own_repair(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Nobody judges their own repair."""
    return Refused("own_repair") if person.id in {*hazard.repairers, hazard.owner_id} else None


def as_seen(hazard: Hazard, version: int) -> None:
    """What has changed since its card was read is decided by nobody unseen."""
    if hazard.version != version:
        raise Refused("changed_since")


def given(reason: str) -> None:
    """A step back is explained in words to the one it falls on."""
    if not reason.strip():
        raise Refused("reason")
