"""Whose hazard it is: a matrix from equipment, area and category to people; the most specific row wins."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.library import Category


@dataclass(frozen=True)
class Responsibility:
    """One row of the matrix; what it leaves open matches everything. `area_path` is "" when no area is named."""

    code: str
    equipment_id: str | None
    area_path: str
    category: Category | None
    department_id: str
    owner_id: str | None
    acceptor_id: str | None

    def matches(self, area_path: str, equipment_id: str | None, category: Category) -> bool:
        return (
            self.equipment_id in (None, equipment_id)
            and area_path.startswith(self.area_path)
            and self.category in (None, category)
        )

    @property
    def specificity(self) -> tuple[bool, int, bool]:
        """Equipment goes before area, a deeper area before a parent, a named category before any."""
        return (self.equipment_id is not None, len(self.area_path), self.category is not None)


def responsible(
    rows: Iterable[Responsibility], area_path: str, equipment_id: str | None, category: Category
) -> Responsibility | None:
    """The most specific matching row; none is a gap in the matrix, which is the officer's to fill."""
    fitting = [row for row in rows if row.matches(area_path, equipment_id, category)]
    return max(fitting, key=lambda row: (row.specificity, row.code), default=None)
