"""Starting and stopping the real program: what stands in its way is said in one line, and an orderly end is one."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import chdir, redirect_stderr
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import httpx
import pytest

from bot.__main__ import main
from tests.scenarios.program import Program, environment, free_port


def refused(command: str, folder: Path, **settings: str) -> str:
    """The one line with which the program refuses to start."""
    settings = {"data": str(folder / "data"), "port": str(free_port())} | settings
    run = subprocess.run(
        [sys.executable, "-m", "bot", command],
        env=environment(settings.pop("data"), settings.pop("port"), settings.pop("database", ""), **settings),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (run.returncode, run.stdout) == (1, "")
    (line,) = run.stderr.splitlines()
    return line


def misread(folder: Path, **settings: str) -> str:
    """The one line with which the command line refuses its settings, by themselves and before anything starts.

    Said in this process: to start one more takes two seconds, which `refused` spends on one setting of each kind.
    """
    with (
        patch.dict(os.environ, environment(folder / "data", 8080, **settings), clear=True),
        patch.object(sys, "argv", ["hazardline", "demo"]),
        chdir(folder),  # no .env lies there
        redirect_stderr(StringIO()) as said,
        pytest.raises(SystemExit, match=r"^1$"),
    ):
        main()
    (line,) = said.getvalue().splitlines()
    return line


@pytest.mark.parametrize(
    ("setting", "value", "variable"),
    [
        ("port", "abc", "HAZARDLINE_PORT"),
        ("database", "mysql://root@localhost/x", "HAZARDLINE_DATABASE_URL"),
        ("database", "postgresql+psycopg://x@127.0.0.1:1/x", "HAZARDLINE_DATABASE_URL"),
        ("data", "/dev/null/data", "HAZARDLINE_DATA_DIR"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, setting: str, value: str, variable: str) -> None:
    assert refused("demo", tmp_path, **{setting: value}).startswith(f"{variable} ")


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hazardline.db").write_text("these are words, and not a few of them either")
    assert "not a database" in refused("demo", tmp_path)


def test_a_database_that_was_not_made_is_not_served(tmp_path: Path) -> None:
    assert "hazardline migrate" in refused("run", tmp_path)


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        line = refused("demo", tmp_path, port=port)
    assert port in line
    assert "HAZARDLINE_PORT" in line


def test_a_robot_for_an_area_that_is_not_there_is_named(tmp_path: Path) -> None:
    line = refused("demo", tmp_path, WECOM_ROBOTS='{"MOON": "693a91f6-0000-4bc4-97a0-0ec2f5a5aaaa"}')
    assert "MOON" in line
    assert "HAZARDLINE_WECOM_ROBOTS" in line
    assert "693a91f6" not in line


def doctor(folder: Path, **settings: str) -> tuple[int, list[str]]:
    """What the doctor says of the folder's company, and with which status it ends."""
    run = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        env=environment(folder / "data", free_port(), **settings),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stderr == ""
    return run.returncode, run.stdout.splitlines()


def test_the_doctor_says_what_is_wrong_and_then_that_nothing_is(tmp_path: Path) -> None:
    code, lines = doctor(tmp_path)
    assert code == 1
    assert [line for line in lines if line.startswith("✗")] == [lines[-2]]
    assert "hazardline migrate" in lines[-2]

    async def well(program: Program) -> None:
        code, lines = await asyncio.to_thread(doctor, tmp_path)  # beside the running one
        assert (code, {line[0] for line in lines[:-1]}) == (0, {"✓"})
        assert await program.stop() == 0

    running(tmp_path, well)


def running(tmp_path: Path, meanwhile: Callable[[Program], Awaitable[None]], **settings: str) -> None:
    async def lives() -> None:
        program = Program("demo", tmp_path / "data", tmp_path / "log", settings=settings)
        try:
            await program.start()
            await meanwhile(program)
        finally:
            await program.end()

    asyncio.run(lives())


def test_a_second_process_on_the_same_files_is_turned_away_and_the_first_goes_on(tmp_path: Path) -> None:
    async def second(program: Program) -> None:
        line = await asyncio.to_thread(refused, "demo", tmp_path)
        assert str(program.data) in line
        assert "HAZARDLINE_DATA_DIR" in line
        key = program.data / "session.key"
        assert (len(key.read_bytes()), key.stat().st_mode & 0o777) == (32, 0o600)
        assert await program.stop() == 0

    running(tmp_path, second)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_finishes_what_it_began_and_says_so(tmp_path: Path, ending: signal.Signals) -> None:
    async def end(program: Program) -> None:
        assert await program.stop(ending) == 0
        assert program.log.read_text() == ""

    running(tmp_path, end)


@pytest.mark.parametrize("key", ["abc", "AAAA", "not base64 at all", "A" * 64])
def test_a_key_for_pseudonyms_that_is_none_is_named_and_not_told(tmp_path: Path, key: str) -> None:
    line = misread(tmp_path, PSEUDONYM_KEY=key)
    assert line.startswith("HAZARDLINE_PSEUDONYM_KEY ")
    assert "openssl rand -base64 32" in line
    assert key not in line


@pytest.mark.parametrize("folder", ["nowhere", "a file"])
def test_a_folder_for_a_model_that_is_none_is_named(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a file").touch()
    assert misread(tmp_path, NLP_MODEL=str(tmp_path / folder)).startswith("HAZARDLINE_NLP_MODEL ")


@pytest.mark.parametrize(("set_before", "set_after"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "4"}, "4")])
def test_it_starts_without_what_models_run_on_and_holds_numpy_to_one_thread(
    tmp_path: Path, set_before: dict[str, str], set_after: str
) -> None:
    environ = {name: value for name, value in environment(tmp_path, 8080).items() if name != "OPENBLAS_NUM_THREADS"}
    code = (
        "import os, sys, bot.__main__; print(os.environ['OPENBLAS_NUM_THREADS'],"
        " {'onnxruntime', 'tokenizers', 'torch', 'transformers'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=environ | set_before, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == f"{set_after} set()"


def test_reached_from_outside_it_has_a_door_for_links_and_no_page_behind_it(tmp_path: Path) -> None:
    port = free_port()

    def at(path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": "en"})

    async def knock(program: Program) -> None:
        answers = await asyncio.gather(*(asyncio.to_thread(at, path) for path in ("/healthz", "/m/forged", "/")))
        assert [answer.status_code for answer in answers] == [200, 404, 404]
        assert "run out" in answers[1].text
        assert not (program.data / "links.key").exists(), "it would open messages of a stolen disk"
        assert await program.stop() == 0

    running(tmp_path, knock, PUBLIC_URL="https://hazards.example.com", WEBHOOK_PORT=str(port))
