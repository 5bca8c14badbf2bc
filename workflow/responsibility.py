"""Whose hazard it is: a matrix from equipment, area and category to people; the most specific row wins."""

from collections.abc import Collection, Iterable, Mapping
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


@dataclass(frozen=True)
class Gap:
    """Where a case would be nobody's. area_id: none means everywhere. owner_id: of a row, who is no longer here."""

    area_id: str | None
    category: Category
    owner_id: str | None = None


def gaps(rows: Collection[Responsibility], areas: Mapping[str, str], here: Collection[str]) -> list[Gap]:
    """Every place and kind without an owner, each told of the widest area alone.

    areas: the path of each by its id. here: the ids of those who work today.
    """
    tops = [area_id for area_id, path in areas.items() if _around(path) is None]
    found: list[Gap] = []
    for category in Category:
        lacks = {area_id: _lack(rows, path, category, here) for area_id, path in areas.items()}
        everywhere = {lacks[area_id] for area_id in tops}
        same = len(everywhere) == 1 and everywhere != {None}
        beside = everywhere.pop() if same else None
        found += [Gap(None, category, beside or None)] if same else []
        for area_id, lack in lacks.items():
            wider = _around(areas[area_id])
            if lack is not None and lack != (lacks[wider] if wider is not None else beside):
                found.append(Gap(area_id, category, lack or None))
    return found


def _lack(rows: Collection[Responsibility], path: str, category: Category, here: Collection[str]) -> str | None:
    """Who is named there and is not here; "" where nobody is named; None where all is well."""
    row = responsible(rows, path, None, category)
    if row is None or row.owner_id is None:
        return ""
    return None if row.owner_id in here else row.owner_id


def _around(path: str) -> str | None:
    """The id of the area around one, by its path."""
    ids = path.strip("/").split("/")
    return ids[-2] if len(ids) > 1 else None
