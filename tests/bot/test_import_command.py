"""`hazardline import-company`: what it says of a workbook that it has taken in."""

import pytest

from bot.app import DEMO_WORKBOOK
from tests.bot.command_line import CommandLine


def test_what_was_added_is_counted_by_table_and_the_same_file_changes_nothing(
    hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", f"sqlite:///{hazardline.folder / 'new.db'}")
    said = hazardline.says("import-company", str(DEMO_WORKBOOK))
    assert "sites: 1 added, 0 changed, 0 unchanged" in said
    assert "shifts: " in said
    assert "already" in hazardline.says("import-company", str(DEMO_WORKBOOK))
