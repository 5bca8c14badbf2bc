"""`hazardline paper package`: what lies in the archive of a period, the same each time, and what is missing of it."""

import hashlib
import zipfile
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from bot.package import Packer
from bot.papers import NotTheirs, Press
from storage import tables
from storage.engine import write_transaction
from tests.bot.command_line import CommandLine
from tests.bot.test_paper_command import OFFICER, on_record, person, press, settled
from tests.scenarios.test_authority_orders import cases, entered
from tests.scenarios.test_major import EXECUTIVE
from tests.scenarios.test_whole_life import report
from tests.templates.documents import words_of
from tests.world import World, by_id, case_of

__all__ = ["press", "settled"]


def opened(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(files: dict[str, bytes], beginning: str) -> list[tuple[Any, ...]]:
    (name,) = (name for name in files if name.startswith(beginning))
    return list(load_workbook(BytesIO(files[name])).active.iter_rows(values_only=True))


def close(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")


def test_it_has_ledger_statistics_papers_receipts_money_and_what_is_missing(quick_world: World, press: Press) -> None:
    close(quick_world)
    number = case_of(quick_world).number
    files = opened(Packer(press).pack(person(quick_world, OFFICER), "2026-11", quick_world.clock()).document)
    assert rows(files, "01")[2][0] == number
    assert "2026 年 11 月" in words_of(files["02 统计分析表.docx"])
    of_case = {name.rpartition(" ")[2] for name in files if name.startswith(f"03 隐患档案/{number}")}
    assert of_case == {"隐患档案.docx", "隐患整改通知单.docx", "隐患整改验收单.docx"}
    told = rows(files, "04")
    assert {row[0] for row in told[1:]} == {number}
    assert {"张伟", "赵敏"} <= {row[2] for row in told}
    assert rows(files, "05")[1:] == []
    assert any("奖励" in str(row[2]) for row in rows(files, "06"))


def test_what_is_written_back_about_an_order_lies_in_the_package_of_who_sees_all(
    quick_world: World, press: Press
) -> None:
    entered(quick_world)
    numbers = [case.number for case in cases(quick_world)]
    files = opened(Packer(press).pack(person(quick_world, OFFICER), "2026-11", quick_world.clock()).document)
    (reply,) = (files[name] for name in files if name.startswith("07"))
    assert all(number in words_of(reply) for number in numbers)
    head = opened(Packer(press).pack(person(quick_world, "黄志明"), "2026-11", quick_world.clock()).document)
    assert not [name for name in head if name.startswith("07")]


def test_each_file_is_as_the_list_of_digests_says(quick_world: World, press: Press) -> None:
    close(quick_world)
    files = opened(Packer(press).pack(person(quick_world, OFFICER), "2026-11", quick_world.clock()).document)
    listed = dict(line.split("  ", 1)[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_it_comes_again_to_the_last_byte_whatever_has_happened_since(quick_world: World, press: Press) -> None:
    owner = report(quick_world)
    made = Packer(press).pack(person(quick_world, OFFICER), "2026-11", quick_world.clock())
    quick_world.clock.passes(hours=2)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    again, same = Packer(press).again(made.registered.number)
    assert same
    assert again.document == made.document


def test_what_is_missing_of_a_case_is_named(quick_world: World, press: Press) -> None:
    report(quick_world)
    quick_world.clock.passes(days=6)
    case = case_of(quick_world)
    files = opened(Packer(press).pack(person(quick_world, OFFICER), "2026-11", quick_world.clock()).document)
    assert [row[2] for row in rows(files, "06") if row[0] == case.number] == ["超期未改"]


def test_whoever_reported_stands_in_no_receipt_of_a_head_who_may_not_know(quick_world: World, press: Press) -> None:
    report(quick_world)
    case = case_of(quick_world)
    head = next(
        person(quick_world, each.name)
        for each in quick_world.people()
        if "department_head" in {str(m.role) for m in person(quick_world, each.name).memberships}
        and case.department_id in {m.department_id for m in person(quick_world, each.name).memberships}
    )
    files = opened(Packer(press).pack(head, "2026-11", quick_world.clock()).document)
    told = {row[2] for row in rows(files, "04")}
    assert "张伟" in told
    assert "李强" not in told


def test_it_is_written_and_on_record_and_refused_to_whoever_may_export_nothing(
    settled: World, hazardline: CommandLine, press: Press
) -> None:
    said = hazardline.says("paper", "package", "2026-11", "--for", EXECUTIVE, "--out", "x.zip")
    (facts,) = on_record(settled)
    file = hazardline.folder / "x.zip"
    assert str(facts["number"]).startswith("YJ-")
    assert str(facts["number"]) in said
    assert facts["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "byte" in hazardline.says("paper", "again", str(facts["number"]), "--out", "again.zip")
    assert (hazardline.folder / "again.zip").read_bytes() == file.read_bytes()
    with pytest.raises(NotTheirs):
        Packer(press).pack(person(settled, "李强"), "2026-11", settled.clock())


def test_words_of_people_are_never_a_formula(quick_world: World, press: Press) -> None:
    report(quick_world)
    with write_transaction(quick_world.company.engine) as connection:
        connection.execute(update(tables.areas).values(name="=1+1"))
    files = opened(Packer(press).pack(person(quick_world, OFFICER), "2026-11", quick_world.clock()).document)
    assert rows(files, "01")[2][6] == "=1+1"
    sheet = load_workbook(BytesIO(files["01 隐患台账.xlsx"])).active
    assert sheet["G3"].data_type == "s"
