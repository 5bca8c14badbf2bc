"""What every command of the command line shares: its language, the settings with the log, and how it speaks."""

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import typer

from bot.faults import Discreet
from bot.settings import Settings, operator_language, read_settings
from templates.render import Renderer, label

LANGUAGE = operator_language()
QUIET = ("apscheduler", "alembic", "asyncssh", "PIL", "urllib3")  # libraries that log a line for each thing they do


def help_of(command: str) -> str:
    """What `--help` says of a command or an option."""
    return label(LANGUAGE, "command", command)


def settings_with_log() -> Settings:
    """The settings; what is logged from now on goes to stderr. Raises BadSettings."""
    settings = read_settings()
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
    for library in QUIET:
        logging.getLogger(library).setLevel(logging.WARNING)
    return settings


def worded(topic: str, **facts: Any) -> str:
    """A topic in the operator's language."""
    return Renderer(ZoneInfo("UTC")).render(LANGUAGE, topic, facts, datetime.now(UTC))


def say(topic: str, to: Callable[[str], object] | None = None, **facts: Any) -> None:
    (to or sys.stdout.write)(worded(topic, **facts) + "\n")
    sys.stdout.flush()


def stop(topic: str, **facts: Any) -> NoReturn:
    """Say why, and end with status 1."""
    say(topic, to=sys.stderr.write, **facts)
    raise typer.Exit(1)
