"""The hazard library: known kinds of hazard with grade, requirement, time limit and law, as the domain sees them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.accidents import Accident1986, Accident2025, Cause


class Category(StrEnum):
    """What an officer files a hazard under; names in both languages stand in templates/labels."""

    ELECTRICAL = "electrical"
    MECHANICAL = "mechanical"
    FIRE = "fire"
    HEIGHT = "height"
    CHEMICAL = "chemical"
    SPECIAL_EQUIPMENT = "special_equipment"
    CONFINED_SPACE = "confined_space"
    ENVIRONMENT = "environment"
    PPE_BEHAVIOR = "ppe_behavior"
    VEHICLE = "vehicle"
    CONSTRUCTION_STRUCTURE = "construction_structure"
    OCCUPATIONAL_HEALTH = "occupational_health"
    MANAGEMENT = "management"
    OTHER = "other"


class Grade(StrEnum):
    """The company's grade. The law knows only general and major; larger counts as general outside the company."""

    GENERAL = "general"
    LARGER = "larger"
    MAJOR = "major"

    @property
    def statutory(self) -> "Grade":
        """The grade on every paper that leaves the company (order 16 of 2007, article 3)."""
        return Grade.MAJOR if self is Grade.MAJOR else Grade.GENERAL


# Default limits in calendar days where the library entry names none: domain rule, company may override by entry.
DEFAULT_LIMIT_DAYS = {Grade.GENERAL: 3, Grade.LARGER: 7, Grade.MAJOR: 1}


# What an entry or a law may say at most: characters (of each alias), and calendar days. A workbook and a chat ask it.
LONGEST = {
    "name": 200,
    "name_en": 200,
    "aliases": 60,
    "requirement": 500,
    "requirement_en": 500,
    "law": 300,
    "law_en": 300,
    "law_code": 64,
    "clause": 64,
    "code": 64,
    "law_name": 200,
}
MOST_DAYS = 3650


class LawKind(StrEnum):
    """What a legal basis is: statute, rule of the State Council, order of a ministry, or standard."""

    LAW = "law"
    REGULATION = "regulation"
    ORDER = "order"
    STANDARD = "standard"


class Industry(StrEnum):
    """Where an entry is met, when not everywhere."""

    METALLURGY = "metallurgy"
    NONFERROUS = "nonferrous"
    BUILDING_MATERIALS = "building_materials"
    MACHINERY = "machinery"
    LIGHT = "light"
    TEXTILE = "textile"
    TOBACCO = "tobacco"
    CHEMICAL = "chemical"
    CONSTRUCTION = "construction"
    COAL = "coal"
    FOOD = "food"
    WAREHOUSE = "warehouse"
    RAILWAY = "railway"


@dataclass(frozen=True)
class Law:
    """One version of a law or standard, in force from `since` until the day before `until`.

    code: by which entries refer to it, with its year: "GB 50140-2005", "安全生产法-2021".
    verified: name and dates were confirmed in a primary text.
    """

    code: str
    name: str
    name_en: str
    kind: LawKind
    since: date
    until: date | None = None
    replaced_by: str | None = None
    verified: bool = False

    def cited(self, clause: str) -> str:
        """As it is printed on a task in Chinese: a standard goes by its number, too."""
        number = f"{self.code} " if self.kind is LawKind.STANDARD else ""
        return f"{number}《{self.name}》{clause}"

    def cited_en(self, clause: str) -> str:
        name = self.code if self.kind is LawKind.STANDARD else self.name_en or self.name
        return f"{name}, {clause}" if clause else name


@dataclass(frozen=True)
class LibraryEntry:
    """One known kind of hazard. `limit_days` counts calendar days, 0 means this shift."""

    code: str
    category: Category
    name: str
    name_en: str
    aliases: tuple[str, ...]
    grade: Grade
    requirement: str
    requirement_en: str
    limit_days: int
    law: str  # name and clause of the legal basis, as printed on the task
    law_en: str
    verified: bool  # the clause was confirmed in a primary text
    version: int = 1
    hurts: bool | None = None  # whoever comes by, as it is left now; none: as its category does
    condition: str = ""  # what makes it this grade
    condition_en: str = ""
    fact: str = ""  # of a major hazard: the one question that decides, to which "yes" means major
    fact_en: str = ""
    otherwise: Grade | None = None  # its grade when the answer is no
    law_code: str = ""  # the Law that `law` cites; empty: words of the company's own
    clause: str = ""
    cause: Cause | None = None
    accidents_1986: tuple[Accident1986, ...] = ()
    accidents_2025: tuple[Accident2025, ...] = ()
    industry: Industry | None = None


class Unsound(StrEnum):
    """Why an entry may not rest on a law."""

    DANGLING = "dangling"
    REPEALED = "repealed"
    NOT_YET = "not_yet"


def standing(law: Law | None, day: date) -> Unsound | None:
    """None: it can be relied on that day."""
    if law is None:
        return Unsound.DANGLING
    if law.since > day:
        return Unsound.NOT_YET
    return Unsound.REPEALED if law.until and law.until <= day else None


def unsound(
    entries: Iterable[LibraryEntry], laws: Mapping[str, Law], day: date
) -> Iterator[tuple[LibraryEntry, Unsound]]:
    """Every entry whose legal basis cannot be relied on that day, and why."""
    for entry in entries:
        if entry.law_code and (why := standing(laws.get(entry.law_code), day)):
            yield entry, why
