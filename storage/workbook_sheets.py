"""The sheets of a company's workbook: one row type each, and for every column what its cells may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, get_type_hints

from workflow import budget
from workflow.accidents import Cause
from workflow.calendar import DayKind
from workflow.danger import Means
from workflow.library import LONGEST as OF_ENTRY
from workflow.library import MOST_DAYS, Category, Grade, Industry, LawKind
from workflow.money import MOST, YUAN
from workflow.people import Language, Role
from workflow.rungs import LONGEST

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"  # one after another, parted by ；; a word of the vocabulary stands for none
    LIST = "list"  # short texts parted by ；
    DAY = "day"
    TIME = "time"  # of day, to the minute
    NUMBER = "number"
    DISTANCE = "distance"  # days before (with a minus) or after something; a word of the vocabulary stands for none
    CHOICE = "choice"
    CHOICES = "choices"  # any number of them, parted by ；
    ZONE = "zone"


class Colour(StrEnum):
    """The risk colour of a place, from high to low."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


@dataclass(frozen=True)
class Column:
    """What the cells of a column may hold; an empty one means `blank`, or is an error where the column is required.

    optional: the column itself may be missing, as in workbooks that are older than it.
    """

    kind: Kind
    required: bool = False  # a cell of it may not be empty
    optional: bool = False  # the column itself may be missing: all its cells are empty then
    blank: Any = None
    limit: int = 0  # most characters of a text or of each in a list, or the largest number
    refers: str = ""  # the sheet whose codes may stand here
    vocabulary: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)  # code -> value


def _text(limit: int = 200, *, required: bool = False, optional: bool = False) -> Column:
    return Column(Kind.TEXT, limit=limit, required=required, optional=optional, blank="")


def _refers(sheet: str, *, required: bool = False) -> Column:
    return Column(Kind.CODE, limit=64, refers=sheet, required=required)


def _choice(
    vocabulary: str,
    values: type[StrEnum],
    *,
    required: bool = False,
    optional: bool = False,
    blank: StrEnum | None = None,
) -> Column:
    choices = {str(value): value for value in values}
    return Column(Kind.CHOICE, required, optional, blank, vocabulary=vocabulary, choices=choices)


_CODE = Column(Kind.CODE, limit=64, required=True)
_NAME = _text(required=True)
_TEXT = _text()
_ALIASES = Column(Kind.LIST, limit=OF_ENTRY["aliases"], blank=())
_DAY = Column(Kind.DAY)
_TIME = Column(Kind.TIME, optional=True)
_CLOCK = Column(Kind.TIME)
_WEEKDAYS = Column(
    Kind.CHOICES,
    blank=(),
    limit=60,
    vocabulary="weekday",
    choices={name: number for number, name in enumerate(WEEKDAYS)},
)
_CYCLE = Column(Kind.CODES, limit=32, refers="shifts", vocabulary="free", blank=())
_SOME_DAY = Column(Kind.DAY, required=True)
_YES_NO = Column(Kind.CHOICE, vocabulary="yes_no", choices={"yes": True, "no": False}, blank=False)
_YES_NO_OR_USUAL = Column(Kind.CHOICE, vocabulary="yes_no", choices=_YES_NO.choices, optional=True)
_CAUSE = Column(Kind.CHOICE, vocabulary="cause", choices={cause.name.lower(): cause for cause in Cause}, optional=True)
_YUAN = Column(Kind.NUMBER, limit=MOST // YUAN, optional=True)
_A_DAY = Column(Kind.NUMBER, limit=budget.MOST, optional=True)
_INDUSTRIES = Column(
    Kind.CHOICES,
    optional=True,
    blank=(),
    limit=60,
    vocabulary="industry",
    choices={str(value): value for value in Industry},
)
_ROLES = Column(Kind.CHOICES, blank=(), limit=60, vocabulary="role", choices={str(value): value for value in Role})
_FROM_LIMIT = Column(Kind.DISTANCE, required=True, limit=LONGEST, vocabulary="every_day")
_ZONE = Column(Kind.ZONE, limit=64, required=True)


@dataclass(frozen=True)
class CompanyRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    demo: Annotated[bool, _YES_NO]
    number_prefix: Annotated[str, _text(16, required=True)]
    time_zone: Annotated[str, _ZONE]
    emergency_phone: Annotated[str, _text(64)]
    head_limit: Annotated[int | None, _YUAN]
    director_limit: Annotated[int | None, _YUAN]
    industries: Annotated[tuple[Industry, ...], _INDUSTRIES]
    quiet: Annotated[bool | None, _YES_NO_OR_USUAL]
    notices_a_day: Annotated[int | None, _A_DAY]


@dataclass(frozen=True)
class SiteRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    time_zone: Annotated[str, _ZONE]


@dataclass(frozen=True)
class AreaRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    aliases: Annotated[tuple[str, ...], _ALIASES]
    site: Annotated[str, _refers("sites", required=True)]
    parent: Annotated[str | None, _refers("areas")]
    colour: Annotated[Colour | None, _choice("colour", Colour)]
    colour_since: Annotated[date | None, _DAY]


@dataclass(frozen=True)
class DepartmentRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    parent: Annotated[str | None, _refers("departments")]


@dataclass(frozen=True)
class ContractorRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    host: Annotated[str | None, _refers("people")]
    until: Annotated[date | None, _DAY]


@dataclass(frozen=True)
class ShiftRow:
    """Hours, or a cycle of shifts that have some: the row of a team that goes through them."""

    code: Annotated[str, Column(Kind.CODE, limit=32, required=True)]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    starts: Annotated[time | None, _CLOCK]
    ends: Annotated[time | None, _CLOCK]
    weekdays: Annotated[tuple[int, ...], _WEEKDAYS]
    cycle: Annotated[tuple[str | None, ...], _CYCLE]  # a day each; none: it is free
    since: Annotated[date | None, _DAY]


@dataclass(frozen=True)
class PersonRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    language: Annotated[Language, _choice("language", Language, blank=Language.ZH_CN)]
    phone: Annotated[str, _text(32)]
    hired_on: Annotated[date | None, _DAY]
    left_on: Annotated[date | None, _DAY]
    shift: Annotated[str | None, Column(Kind.CODE, limit=32, refers="shifts")]
    contractor: Annotated[str | None, _refers("contractors")]


@dataclass(frozen=True)
class MembershipRow:
    person: Annotated[str, _refers("people", required=True)]
    role: Annotated[Role, _choice("role", Role, required=True)]
    department: Annotated[str | None, _refers("departments")]
    area: Annotated[str | None, _refers("areas")]
    since: Annotated[date, _SOME_DAY]
    until: Annotated[date | None, _DAY]


@dataclass(frozen=True)
class EquipmentRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    aliases: Annotated[tuple[str, ...], _ALIASES]
    area: Annotated[str, _refers("areas", required=True)]
    kind: Annotated[str, _text(64)]


@dataclass(frozen=True)
class ResponsibilityRow:
    code: Annotated[str, _CODE]
    equipment: Annotated[str | None, _refers("equipment")]
    area: Annotated[str | None, _refers("areas")]
    category: Annotated[Category | None, _choice("category", Category)]
    department: Annotated[str, _refers("departments", required=True)]
    owner: Annotated[str | None, _refers("people")]
    acceptor: Annotated[str | None, _refers("people")]


@dataclass(frozen=True)
class LibraryRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    aliases: Annotated[tuple[str, ...], _ALIASES]
    category: Annotated[Category, _choice("category", Category, required=True)]
    grade: Annotated[Grade, _choice("grade", Grade, required=True)]
    requirement: Annotated[str, _text(OF_ENTRY["requirement"], required=True)]
    requirement_en: Annotated[str, _text(OF_ENTRY["requirement_en"])]
    limit_days: Annotated[int, Column(Kind.NUMBER, limit=MOST_DAYS, required=True)]
    law: Annotated[str, _text(OF_ENTRY["law"])]
    law_en: Annotated[str, _text(OF_ENTRY["law_en"])]
    verified: Annotated[bool, _YES_NO]
    retired: Annotated[bool, _YES_NO]
    hurts: Annotated[bool | None, _YES_NO_OR_USUAL]
    means: Annotated[Means | None, _choice("means", Means, optional=True)]
    # of sheet "laws", or of the laws that come with the product
    law_code: Annotated[str, _text(OF_ENTRY["law_code"], optional=True)]
    clause: Annotated[str, _text(OF_ENTRY["clause"], optional=True)]
    condition: Annotated[str, _text(300, optional=True)]
    condition_en: Annotated[str, _text(300, optional=True)]
    fact: Annotated[str, _text(optional=True)]
    fact_en: Annotated[str, _text(optional=True)]
    otherwise: Annotated[Grade | None, _choice("grade", Grade, optional=True)]
    cause: Annotated[Cause | None, _CAUSE]
    industry: Annotated[Industry | None, _choice("industry", Industry, optional=True)]


@dataclass(frozen=True)
class LawRow:
    code: Annotated[str, _CODE]
    name: Annotated[str, _NAME]
    name_en: Annotated[str, _TEXT]
    kind: Annotated[LawKind, _choice("law_kind", LawKind, required=True)]
    since: Annotated[date, _SOME_DAY]
    until: Annotated[date | None, _DAY]
    replaced_by: Annotated[str | None, Column(Kind.CODE, limit=64)]
    verified: Annotated[bool, _YES_NO]


@dataclass(frozen=True)
class DayRow:
    day: Annotated[date, _SOME_DAY]
    kind: Annotated[DayKind, _choice("day_kind", DayKind, required=True)]


@dataclass(frozen=True)
class RosterRow:
    day: Annotated[date, _SOME_DAY]
    shift: Annotated[str, _text(32, required=True)]
    person: Annotated[str, _refers("people", required=True)]
    starts: Annotated[time | None, _TIME]
    ends: Annotated[time | None, _TIME]


@dataclass(frozen=True)
class RungRow:
    """A step of a grade's escalation ladder; without roles it is dropped again."""

    grade: Annotated[Grade, _choice("grade", Grade, required=True)]
    days: Annotated[int | None, _FROM_LIMIT]  # from the limit; none: every day until then
    roles: Annotated[tuple[Role, ...], _ROLES]


@dataclass(frozen=True)
class DeputyRow:
    person: Annotated[str, _refers("people", required=True)]
    deputy: Annotated[str, _refers("people", required=True)]
    since: Annotated[date, _SOME_DAY]
    until: Annotated[date, _SOME_DAY]


@dataclass(frozen=True)
class Sheet:
    """A sheet, the type of its rows, and the fields by which a row is known again.

    optional: a workbook may do without it, as those that are older than it do.
    """

    name: str
    row: type[Any]
    key: tuple[str, ...] = ("code",)
    optional: bool = False

    @cached_property
    def columns(self) -> dict[str, Column]:
        hints = get_type_hints(self.row, include_extras=True)
        return {name: hint.__metadata__[0] for name, hint in hints.items()}


SHEETS = (
    Sheet("company", CompanyRow),
    Sheet("sites", SiteRow),
    Sheet("areas", AreaRow),
    Sheet("departments", DepartmentRow),
    Sheet("contractors", ContractorRow),
    Sheet("shifts", ShiftRow, optional=True),
    Sheet("people", PersonRow),
    Sheet("memberships", MembershipRow, ("person", "role", "department", "area", "since")),
    Sheet("equipment", EquipmentRow),
    Sheet("responsibilities", ResponsibilityRow),
    Sheet("laws", LawRow, optional=True),
    Sheet("library", LibraryRow),
    Sheet("calendar", DayRow, ("day",)),
    Sheet("roster", RosterRow, ("day", "shift", "person")),
    Sheet("ladder", RungRow, ("grade", "days"), optional=True),
    Sheet("deputies", DeputyRow, ("person", "since"), optional=True),
)
