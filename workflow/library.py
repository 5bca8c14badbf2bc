"""The hazard library: known kinds of hazard with grade, requirement, time limit and law, as the domain sees them."""

from dataclasses import dataclass
from enum import StrEnum


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
