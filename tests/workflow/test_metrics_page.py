"""docs/metrics.md says of each figure what is declared of it."""

import re
from pathlib import Path

from templates.render import label
from workflow.effect import JUDGED, OVERDUE_SHARE
from workflow.indicators import BESIDE, FEW, FIGURES, MEASURES, PER_PEOPLE, Figure, Kind

PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def formula(figure: Figure) -> str:
    if figure.kind is Kind.MEDIAN:
        return f"median of {figure.step}"
    times = f"{PER_PEOPLE} × " if figure.kind is Kind.PER_HEAD else ""
    return times + (f"{figure.counts} / {figure.of}" if figure.of else figure.counts)


def test_each_figure_has_its_name_formula_and_source_there() -> None:
    assert rows("What each figure is") == [
        [
            f"`{name}`",
            label("zh_CN", "figure", name),
            label("en", "figure", name),
            figure.kind,
            f"`{formula(figure)}`",
            f"[{figure.source}](#sources)",
        ]
        for name, figure in FIGURES.items()
    ]


def test_what_they_are_made_of_is_said_with_its_basis() -> None:
    declared = {name: measure.basis for name, measure in MEASURES.items()} | dict(BESIDE)
    assert {row[0].strip("`"): row[1] for row in rows("What they are made of")} == declared


def test_what_the_evaluation_judges_is_said_with_which_way_is_better() -> None:
    figures = {**FIGURES, OVERDUE_SHARE.name: OVERDUE_SHARE}
    told = [[f"`{name}`", str(wanted), f"`{formula(figures[name])}`"] for name, wanted in JUDGED.items()]
    assert rows("The effect of it all 效果评估") == told


def test_every_source_is_named() -> None:
    named = set(re.findall(r"- \*\*(\w+)\*\*:", PAGE.partition("## Sources")[2]))
    assert named == {figure.source for figure in FIGURES.values()}


def test_below_how_many_is_few() -> None:
    assert f"fewer than {FEW} to divide by is marked" in PAGE
    assert f"with fewer than {FEW} to divide by on either side" in PAGE
