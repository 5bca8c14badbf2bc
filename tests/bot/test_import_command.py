"""What the command line says when a workbook has been imported."""

from datetime import date
from pathlib import Path

from storage.company_rows import STEPS
from templates.render import LANGUAGES, label
from tests.bot.command_line import CommandLine
from tests.workbooks import save, small_company


def test_it_tells_of_every_table_what_became_of_it(hazardline: CommandLine, tmp_path: Path) -> None:
    file = str(save(small_company(), tmp_path))
    told = hazardline.says("import-company", file)
    assert told.splitlines() == [line for line in told.splitlines() if ":" in line]
    assert len(told.splitlines()) == len(STEPS)
    assert "already" in hazardline.says("import-company", file)
    assert all(label(language, "table", step.table.name) for language in LANGUAGES for step in STEPS)


def test_a_hole_of_the_roster_is_told_each_time_and_refuses_nothing(hazardline: CommandLine, tmp_path: Path) -> None:
    sheets = small_company()
    [watch] = sheets["roster"]
    sheets["roster"] = [{**watch, "day": date(2026, 11, day)} for day in (23, 30)]
    file = str(save(sheets, tmp_path))
    for told in (hazardline.says("import-company", file), hazardline.says("import-company", file)):
        assert "at night (22:00 to 06:00), Nov 24 to Nov 29" in told
        assert "in the daytime of days off, Nov 28 to Nov 29" not in told, "who never is on watch by day is not missed"
