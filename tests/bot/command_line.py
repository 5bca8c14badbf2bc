"""The command line, run in this process: as somebody sits at it who reads English."""

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from bot.__main__ import cli


@dataclass
class CommandLine:
    """`hazardline` in a folder; what it said is split into what is for programs and what is for whoever watches."""

    folder: Path

    def says(self, *arguments: str, status: int = 0, typed: str = "") -> str:
        """What it prints on stdout, or, where it ends with another status than 0, on stderr. typed: what it is told."""
        run = CliRunner().invoke(cli, arguments, input=typed, catch_exceptions=False)
        assert run.exit_code == status, run.output
        assert status or run.stderr == ""
        return run.stderr if status else run.stdout
