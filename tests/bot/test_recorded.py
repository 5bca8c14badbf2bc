"""What is done at the machine stands on record, with the command and without a person; and settings that changed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.keys import open_keys
from bot.recorded import note_settings
from bot.settings import Settings, read_settings
from storage import report_templates, tables
from storage.audit import Kind
from storage.engine import open_engine, read_transaction, write_transaction
from tests.bot.command_line import CommandLine
from tests.workbooks import save, small_company

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
SECRET = "1:a-token-of-a-bot"  # noqa: S105


def records(engine: Engine) -> list[Any]:
    """All but those of single rows, which say what became of each."""
    others = select(tables.audit_records).where(tables.audit_records.c.kind != Kind.RIGHT)
    with read_transaction(engine) as connection:
        return list(connection.execute(others.order_by(tables.audit_records.c.id)))


def test_commands_that_hand_out_or_change_something_are_on_record(hazardline: CommandLine, tmp_path: Path) -> None:
    workbook = str(save(small_company(), tmp_path))
    hazardline.says("import-company", workbook)
    hazardline.says("import-company", workbook)  # nothing has changed
    hazardline.says("invite", "li")
    hazardline.says("audit", "export", str(tmp_path / "out.jsonl"))
    shown = CliRunner().invoke(cli, ["audit", "show", "--person", "li"], catch_exceptions=False)
    assert shown.exit_code == 0  # the head stands on stderr, beside the rows
    hazardline.says("nlp", "corrections", "--out", str(tmp_path / "corrections.jsonl"))
    settings = read_settings()
    engine = open_engine(settings.database)
    open_keys(engine, settings)
    found = records(engine)
    assert [(row.kind, row.facts["command"], row.subject_kind) for row in found] == [
        (Kind.SETTING, "import-company", "company"),
        (Kind.SETTING, "invite", "person"),
        (Kind.EXPORT, "audit/export", ""),
        (Kind.READ, "audit/show", "person"),
        (Kind.EXPORT, "nlp/corrections", ""),
    ]
    assert {(row.actor_id, row.facts["by"]) for row in found} == {(None, "operator")}
    assert found[0].facts["added"] > 0
    assert found[1].subject_id == found[3].subject_id


def test_settings_are_compared_with_the_last_start_and_only_their_names_are_told(engine: Engine) -> None:
    def settings(**more: Any) -> Settings:
        return Settings(_env_file=None, **more)  # type: ignore[call-arg]

    before = len(records(engine))
    assert note_settings(engine, settings(), NOW) == []  # the first start
    assert note_settings(engine, settings(), NOW) == []
    robots = {"A01": "693a91f6-0000-4bc4-97a0-0ec2f5a5aaaa"}
    changed = settings(telegram_token=SECRET, port=8090, wecom_robots=robots)
    assert note_settings(engine, changed, NOW) == ["port", "telegram_token", "wecom_robots"]
    other = settings(telegram_token=SECRET + "x", port=8090, wecom_robots={"A01": "another"})
    assert note_settings(engine, other, NOW) == ["telegram_token", "wecom_robots"]
    found = records(engine)[before:]
    assert [row.facts["changed"] for row in found] == [
        [],
        ["port", "telegram_token", "wecom_robots"],
        ["telegram_token", "wecom_robots"],
    ]
    assert {row.kind for row in found} == {Kind.SETTING}
    with write_transaction(engine) as connection:
        report_templates.take(connection, "file", "zh_CN", b"a template", NOW)
    assert note_settings(engine, other, NOW) == [], "what papers are made with is no setting of the machine"
    assert not any(word in str(row.facts) for row in found for word in (SECRET, "693a91f6", "8090"))
