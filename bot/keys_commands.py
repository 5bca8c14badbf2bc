"""`hazardline keys`: the master key, and what is sealed under the keys that it wraps."""

from pathlib import Path
from typing import Annotated

import typer

from bot.console import help_of, say, settings_with_log, stop
from bot.keys import create_key, master_key
from storage.key_halves import split as halves_of

keys = typer.Typer(help=help_of("keys"), no_args_is_help=True, pretty_exceptions_enable=False)


@keys.command(help=help_of("keys_create"))
def create(file: Annotated[Path, typer.Argument(help=help_of("keys_create_file"))]) -> None:
    try:
        create_key(file)
    except FileExistsError:
        stop("operator.key_not_overwritten", file=file)
    except OSError as error:
        stop("operator.key_not_written", file=file, why=error.strerror or "")
    say("operator.key_created", file=file.absolute())


@keys.command(help=help_of("keys_split"))
def split() -> None:
    one, other = halves_of(master_key(settings_with_log()))
    say("backup.halves", one=one, other=other)
