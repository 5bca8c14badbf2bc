"""Files handed in as a workbook that are none, or are meant to harm: one clear sentence, and nothing unpacked."""

import random
import struct
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from storage import workbook_file
from storage.workbook import read_workbook
from storage.workbook_errors import WorkbookErrors
from tests.workbooks import errors_of, fill, said, save, small_company


def damaged(kind: str, path: Path) -> None:
    sound = save(small_company(), path.parent).read_bytes()
    with zipfile.ZipFile(BytesIO(), "w") as archive:
        archive.writestr("hello.txt", "not a workbook")
        archive.fp.flush()  # type: ignore[union-attr]
        other = archive.fp.getvalue()  # type: ignore[union-attr]
    contents = {
        "a text file": "部门编号,部门名称\nSC,生产部\n".encode(),
        "nothing": b"",
        "an old .xls or a protected file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "another archive": other,
        "half a workbook": sound[: len(sound) // 2],
    }
    path.write_bytes(contents[kind])


@pytest.mark.parametrize(
    "kind", ["a text file", "nothing", "an old .xls or a protected file", "another archive", "half a workbook"]
)
def test_what_is_no_workbook_gets_one_clear_sentence(kind: str, tmp_path: Path) -> None:
    damaged(kind, tmp_path / "file.xlsx")
    (error,) = errors_of(tmp_path / "file.xlsx")
    assert error.code == "not_workbook"
    assert ".xlsx" in said(error)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path / "nowhere.xlsx")
    assert error.code == "no_file"
    assert "nowhere.xlsx" in said(error)


def test_damage_anywhere_is_refused_or_read_and_nothing_else(tmp_path: Path) -> None:
    sound = save(small_company(), tmp_path).read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        bytes_ = bytearray(sound)
        for _ in range(dice.randrange(1, 6)):
            bytes_[dice.randrange(len(bytes_))] = dice.randrange(256)
        (tmp_path / "damaged.xlsx").write_bytes(bytes_)
        with suppress(WorkbookErrors):
            assert len(read_workbook(tmp_path / "damaged.xlsx").sites) == 1


def with_people(contents: bytes, folder: Path) -> Path:
    """A workbook in which the part that holds the people is replaced."""
    sound, path = save(small_company(), folder), folder / "rewritten.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, contents if name == "xl/worksheets/sheet6.xml" else old.read(name))
    return path


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = with_people(bytes(80 * 1024 * 1024), tmp_path)
    assert bomb.stat().st_size < 1024 * 1024
    (error,) = errors_of(bomb)
    assert (error.code, error.told["limit"]) == ("unpacks_too_large", 64)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either(tmp_path: Path) -> None:
    bomb = with_people(bytes(80 * 1024 * 1024), tmp_path)
    true, lie = struct.pack("<I", 80 * 1024 * 1024), struct.pack("<I", 1000)
    bomb.write_bytes(bomb.read_bytes().replace(true, lie))
    (error,) = errors_of(bomb)
    assert error.code == "not_workbook"


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    laughs = f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "哈">{lines}]><worksheet>&l8;</worksheet>'
    (error,) = errors_of(with_people(laughs.encode(), tmp_path))
    assert error.code == "not_workbook"


def test_far_too_many_rows_or_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(small_company(), tmp_path)
    monkeypatch.setattr(workbook_file, "MAX_ROWS", 4)
    (error,) = errors_of(path)
    assert (error.code, error.sheet, error.told["limit"]) == ("too_many_rows", "人员", 4)
    monkeypatch.setattr(workbook_file, "MAX_FILE_BYTES", 1000)
    (error,) = errors_of(path)
    assert error.code == "too_large"


def test_a_cell_far_out_costs_nothing(tmp_path: Path) -> None:
    workbook = fill(small_company())
    workbook["人员"]["XFD1048576"] = "迷路的字"
    workbook.save(tmp_path / "far.xlsx")
    assert len(read_workbook(tmp_path / "far.xlsx").people) == 4
