"""The doctor: of each broken set-up it says the one thing that is wrong, and of a whole one that nothing is."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import date as day
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, Table, select, update

from bot import doctor
from bot.app import DEMO_WORKBOOK, serve
from bot.company import UnknownZone
from bot.settings import Settings
from handlers.platform import Finding, Platform, Unusable
from storage import tables
from storage.company_import import import_company
from storage.engine import open_engine, read_transaction, write_transaction
from storage.workbook import read_workbook
from templates.render import Renderer
from tests.certificates import certificate
from tests.engines import MASTER_KEY
from tests.nlp.checkpoints import checkpoint
from tests.scenarios.unnamed import anonymous_report
from tests.world import StubPlatform, World
from workflow.ids import new_id


class Examined(StubPlatform):
    """A platform that has something to say of its set-up, or cannot."""

    def __init__(self, *findings: Finding, error: Exception | None = None) -> None:
        super().__init__("webchat")
        self.findings, self.error, self.closed = list(findings), error, False

    async def examine(self) -> list[Finding]:
        if self.error is not None:
            raise self.error
        return self.findings

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def settings(demo_url: str, tmp_path: Path) -> Settings:
    """Of the demo company, whose roster ends some day and is left out."""
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", database_url=demo_url)  # type: ignore[call-arg]
    engine = open_engine(settings.database)
    change(engine, tables.duty_roster.delete())
    engine.dispose()
    return settings.with_master(MASTER_KEY)


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Platform]:
    """The platforms that the settings stand for."""
    platforms: list[Platform] = []
    monkeypatch.setattr(doctor, "platforms_of", lambda settings, engine: platforms)
    return platforms


def examined(settings: Settings) -> list[Finding]:
    return asyncio.run(doctor.examine(settings))


def wrong(settings: Settings) -> list[str]:
    return [finding.topic for finding in examined(settings) if not finding.good]


def change(engine: Engine, statement: Any) -> None:
    with write_transaction(engine) as connection:
        connection.execute(statement)


@contextmanager
def answering(status: int, body: bytes, date: str = "") -> Iterator[str]:
    """A server that answers every request so; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(status)
            if date:
                self.send_header("Date", date)
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_whole_set_up_has_nothing_wrong(settings: Settings) -> None:
    findings = examined(settings)
    assert all(finding.good for finding in findings)
    assert {"doctor.folder", "doctor.database", "doctor.demo", "doctor.role", "doctor.all_reached"} <= {
        finding.topic for finding in findings
    }


# The classifier


def test_a_model_of_the_companys_own_is_tried(settings: Settings, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "macbert")
    (finding,) = (one for one in examined(settings.model_copy(update={"nlp_model": folder})) if "folder" in one.facts)
    assert (finding.topic, finding.good, finding.facts["folder"]) == ("doctor.classifier", True, str(folder))
    assert finding.facts["name"].startswith("macbert/")


@pytest.mark.parametrize("labels", [["electrical", "other"], ["触电", "其他"]])
def test_of_a_model_that_cannot_be_used_it_says_why(settings: Settings, tmp_path: Path, labels: list[str]) -> None:
    folder = checkpoint(tmp_path / "macbert", labels)
    own = settings.model_copy(update={"nlp_model": folder})
    assert wrong(own) == ([] if labels[0] == "electrical" else ["classifier.labels"])
    (folder / "model.onnx").rename(folder / "pytorch_model.bin")
    assert wrong(own) == ["classifier.pickle"]


def test_without_what_models_run_on_it_says_that(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    for module in ("nlp.fused", "nlp.transformer"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    own = settings.model_copy(update={"nlp_model": checkpoint(tmp_path / "macbert")})
    assert wrong(own) == ["doctor.no_runtime"]


# Data and database


def test_a_folder_that_cannot_be_made(settings: Settings) -> None:
    assert wrong(settings.model_copy(update={"data_dir": Path("/dev/null/data")})) == ["doctor.folder_shut"]


def test_a_disk_that_is_nearly_full(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH_BYTES", 2**80)
    assert wrong(settings) == ["doctor.disk_full"]


def test_looking_makes_no_folder_and_no_database(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "new" / "data")  # type: ignore[call-arg]
    assert wrong(settings) == ["operator.not_migrated"]
    assert not list(tmp_path.iterdir())


def test_a_database_without_tables(empty_url: str, tmp_path: Path) -> None:
    open_engine(empty_url).connect().close()
    bare = Settings(_env_file=None, data_dir=tmp_path, database_url=empty_url)  # type: ignore[call-arg]
    assert wrong(bare) == ["operator.not_migrated"]


def test_a_file_that_is_no_database(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "words.db"
    file.write_text("these are words, and not a few of them either")
    broken = settings.model_copy(update={"database_url": f"sqlite:///{file}"})
    (finding,) = (finding for finding in examined(broken) if not finding.good)
    assert finding.topic == "doctor.database_away"
    assert finding.facts == {"variable": "HAZARDLINE_DATABASE_URL", "why": "file is not a database"}


def test_a_database_that_nobody_answers_for(settings: Settings) -> None:
    away = settings.model_copy(update={"database_url": "postgresql+psycopg://x:secret@127.0.0.1:1/x"})
    (finding,) = (finding for finding in examined(away) if not finding.good)
    assert finding.topic == "doctor.database_away"
    assert "secret" not in str(finding.facts)


def test_a_font_that_is_gone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(character: str) -> bool:
        raise OSError("cannot open resource")

    monkeypatch.setattr(doctor, "has_glyph", gone)
    assert wrong(settings) == ["doctor.no_fonts"]


# The company


def test_a_database_without_a_company(settings: Settings, engine: Engine) -> None:
    change(engine, tables.company.delete())
    assert wrong(settings) == ["operator.no_company"]


@pytest.mark.parametrize(("table", "sheet"), [(tables.company, ("公司", "Company")), (tables.sites, ("厂区", "Sites"))])
def test_a_time_zone_that_nobody_knows(
    settings: Settings, engine: Engine, table: Table, sheet: tuple[str, str], tmp_path: Path
) -> None:
    """Nothing can go on: neither here nor at a start, and the row is named that has to be put right."""
    change(engine, update(table).values(time_zone="Mars/Phobos"))
    (finding,) = (one for one in examined(settings) if not one.good)
    code = finding.facts["code"]
    assert (finding.topic, finding.facts["zone"]) == ("operator.unknown_zone", "Mars/Phobos")
    for language, title in zip(("zh_CN", "en"), sheet, strict=True):
        told = worded(language, finding)
        assert all(word in told for word in (title, code, "Mars/Phobos")), told
        assert len(told.splitlines()) == 1
    with pytest.raises(UnknownZone, match=f"{table.name}.time_zone"):
        serve(settings.model_copy(update={"data_dir": tmp_path}), print, print)
    import_company(engine, read_workbook(DEMO_WORKBOOK), force=True)
    assert wrong(settings) == [], "and that is how it is put right"


def worded(language: str, finding: Finding) -> str:
    return Renderer(ZoneInfo("UTC")).render(language, finding.topic, finding.facts, datetime.now(UTC))


def test_nobody_who_chooses_owners(settings: Settings, engine: Engine) -> None:
    over = update(tables.memberships).where(tables.memberships.c.role == "safety_officer")
    change(engine, over.values(until=day(2020, 1, 1)))
    (finding,) = (finding for finding in examined(settings) if not finding.good)
    assert (finding.topic, finding.facts["role"]) == ("doctor.role_nobody", "safety_officer")


def test_the_coming_nights_without_anybody_on_watch(settings: Settings, engine: Engine) -> None:
    assert not any("watched" in finding.topic for finding in examined(settings)), "a company may have no roster"
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    with read_transaction(engine) as connection:
        person_id = connection.execute(select(tables.people.c.id).limit(1)).scalar_one()
    watch = {"shift": "夜班", "person_id": person_id}
    nights = [{"id": new_id(), "day": today + timedelta(days=n), **watch} for n in range(-1, 16)]
    with write_transaction(engine) as connection:
        connection.execute(tables.duty_roster.insert(), nights)
    assert wrong(settings) == []
    assert "doctor.watched" in [finding.topic for finding in examined(settings)]
    missing = (today + timedelta(days=5), today + timedelta(days=6), today + timedelta(days=20))
    change(engine, tables.duty_roster.delete().where(tables.duty_roster.c.day.in_(missing)))
    findings = {finding.facts["part"]: finding for finding in examined(settings) if not finding.good}
    night = findings["night"]
    assert (night.topic, night.facts["first"], night.facts["last"]) == (
        "doctor.unwatched",
        missing[0].isoformat(),
        missing[1].isoformat(),
    )


def test_a_law_that_is_over_while_entries_go_on_citing_it(settings: Settings, engine: Engine) -> None:
    """Nobody has to do anything for it: a day comes."""
    laws = tables.laws
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    ends = update(laws).where(laws.c.code == "GB 2894-2025")
    change(engine, ends.values(until=today + timedelta(days=1)))
    assert wrong(settings) == []
    change(engine, ends.values(until=today))
    (finding,) = (finding for finding in examined(settings) if not finding.good)
    assert (finding.topic, finding.facts["law"], finding.facts["why"]) == (
        "doctor.law_unsound",
        "GB 2894-2025",
        "repealed",
    )
    assert "CH-20" in finding.facts["entries"]


@pytest.mark.parametrize(
    ("first", "change_of_them"),
    [(-90, {}), (-1, {"left_on": day(2020, 1, 1)}), (-1, {"blocked_at": datetime(2026, 1, 1, tzinfo=UTC)})],
    ids=["it has ended", "they have left", "they are shut out"],
)
def test_a_roster_with_nobody_on_it_any_more_is_two_weeks_unwatched(
    first: int, change_of_them: dict[str, Any], settings: Settings, engine: Engine
) -> None:
    with read_transaction(engine) as connection:
        worker = select(tables.memberships.c.person_id).where(tables.memberships.c.role == "worker")
        watch = {"shift": "夜班", "person_id": connection.execute(worker.limit(1)).scalar_one()}
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    with write_transaction(engine) as connection:
        nights = [{"id": new_id(), "day": today + timedelta(days=first + n), **watch} for n in range(17)]
        connection.execute(tables.duty_roster.insert(), nights)
        if change_of_them:
            them = update(tables.people).where(tables.people.c.id == watch["person_id"])
            connection.execute(them.values(change_of_them))
    (night,) = (found for found in examined(settings) if found.facts.get("part") == "night")
    assert (night.topic, night.facts["first"]) == ("doctor.unwatched", today.isoformat())
    assert night.facts["last"] == (today + timedelta(days=13)).isoformat()


def test_an_administrator_who_is_not_reached(settings: Settings, engine: Engine) -> None:
    administrators = select(tables.memberships.c.person_id).where(tables.memberships.c.role == "administrator")
    lost = update(tables.addresses).where(tables.addresses.c.person_id.in_(administrators))
    change(engine, lost.values(lost_at=datetime.now(UTC)))
    findings = {finding.topic: finding for finding in examined(settings)}
    assert not findings["doctor.role_unreached"].good
    assert findings["doctor.role_unreached"].facts["names"]
    assert findings["doctor.some_unreached"].facts == {"count": "1", "total": "25"}


def test_a_key_that_is_not_the_one_of_the_reports(quick_world: World, settings: Settings) -> None:
    anonymous_report(quick_world)
    quick_world.stop()
    assert "operator.bad_setting" in wrong(settings)
    assert "operator.bad_setting" in wrong(settings.with_pseudonyms(bytes(32)))
    assert quick_world.pseudonym_key is not None
    assert "operator.bad_setting" not in wrong(settings.with_pseudonyms(quick_world.pseudonym_key))


def test_a_robot_for_an_area_that_is_not_there(settings: Settings, connected: list[Platform]) -> None:
    connected.append(Examined())
    robots = settings.model_copy(update={"wecom_robots": {"MOON": "key"}})
    assert wrong(robots) == ["operator.unknown_areas"]


def test_a_master_key_that_is_missing_or_not_the_one_of_the_data(settings: Settings, engine: Engine) -> None:
    change(engine, update(tables.company).values(demo=False))
    assert "doctor.master_key" in {finding.topic for finding in examined(settings)}
    assert "operator.master_key_wrong" in wrong(settings.with_master(bytes(32)))
    assert "operator.master_key_none" in wrong(settings.model_copy(update={"master_key": SecretStr("")}))


# Platforms


def test_a_company_without_a_platform(settings: Settings, engine: Engine) -> None:
    change(engine, update(tables.company).values(demo=False))
    assert wrong(settings) == ["doctor.no_platform"]


def test_what_a_platform_says_is_passed_on_and_it_is_let_go(settings: Settings, connected: list[Platform]) -> None:
    says = Finding("operator.polls", False, {"data": "data"})
    platform = Examined(says)
    connected.append(platform)
    assert says in examined(settings)
    assert platform.closed


def test_a_platform_that_cannot_be_asked_keeps_nobody_from_the_others(
    settings: Settings, connected: list[Platform]
) -> None:
    says = Finding("operator.polls", False, {"data": "data"})
    connected.extend(
        [Examined(error=Unusable("operator.stopped")), Examined(error=KeyError("a secret")), Examined(says)]
    )
    findings = [finding for finding in examined(settings) if not finding.good]
    assert [finding.topic for finding in findings] == ["operator.stopped", "doctor.fault", "operator.polls"]
    assert "a secret" not in str(findings[1].facts)


@pytest.mark.parametrize(
    ("status", "body", "topic"),
    [
        (200, b"ok", "doctor.public_url"),
        (200, b"<html>", "doctor.public_url_other"),
        (502, b"", "doctor.public_url_other"),
    ],
)
def test_the_address_from_outside(
    settings: Settings, connected: list[Platform], status: int, body: bytes, topic: str
) -> None:
    connected.append(Examined())
    with answering(status, body) as url:
        found = examined(settings.model_copy(update={"telegram_webhook": True, "public_url": url}))
    assert topic in {finding.topic for finding in found}
    assert all(finding.good for finding in found) == (topic == "doctor.public_url")


def test_an_address_that_nobody_answers_at(settings: Settings, connected: list[Platform]) -> None:
    connected.append(Examined())
    hooked = settings.model_copy(update={"telegram_webhook": True, "public_url": "http://127.0.0.1:1"})
    assert wrong(hooked) == ["doctor.public_url_away"]


@pytest.mark.parametrize(
    ("status", "off", "right"), [(200, 0, True), (404, 10, True), (200, 300, False), (404, -300, False)]
)
def test_the_clock_by_that_of_the_platform(
    settings: Settings, connected: list[Platform], status: int, off: int, right: bool
) -> None:
    connected.append(Examined())
    theirs = format_datetime(datetime.now(UTC) + timedelta(seconds=off), usegmt=True)
    with answering(status, b"", theirs) as url:
        told = {"telegram_token": SecretStr("1:a"), "telegram_api": url}
        found = examined(settings.model_copy(update=told))
    assert [finding.good for finding in found if "clock" in finding.topic] == [right]


def test_a_way_in_that_others_can_read_is_named_and_a_certificate_that_ends(settings: Settings, tmp_path: Path) -> None:
    url = {"public_url": "https://hazards.example.com"}
    assert "doctor.door_plain" not in wrong(settings.model_copy(update=url))
    outward = settings.model_copy(update={**url, "webhook_host": "0.0.0.0"})  # noqa: S104
    assert "doctor.door_plain" in wrong(outward)
    for days, topics in ((90, set()), (5, {"doctor.certificate_ends"}), (-1, {"operator.bad_setting"})):
        tls = certificate(tmp_path, f"of {days}", days)
        under = outward.model_copy(update={"tls_certificate": tls.certificate, "tls_key": tls.key})
        assert {"doctor.door_plain", "doctor.certificate_ends", "operator.bad_setting"} & {*wrong(under)} == topics
