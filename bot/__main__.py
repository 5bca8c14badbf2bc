"""The command line: `hazardline`, which is also `python -m bot`."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import app, digest_commands, inviting
from bot.audit_commands import audit
from bot.backup_commands import backup, backups, restore
from bot.called import found
from bot.company import NoCompany, utc_now
from bot.connecting import platforms_of
from bot.console import LANGUAGE
from bot.console import help_of as _help
from bot.console import say as _say
from bot.console import settings_with_log as _settings
from bot.console import stop as _stop
from bot.doctor import examine
from bot.doors import AddressTaken
from bot.findings import show
from bot.keys import open_keys, with_demo_keys
from bot.keys_commands import keys
from bot.ledger_command import ledger
from bot.nlp_commands import nlp
from bot.opening import open_company
from bot.paper_command import paper
from bot.people_commands import people
from bot.recorded import operator
from bot.settings import BadSettings, Settings
from bot.simulate_command import simulate
from bot.simulation.history import prepare
from bot.wecom_commands import wecom
from handlers.platform import Unusable
from storage.audit import Kind
from storage.company_import import import_company
from storage.schema import is_current, migrate
from storage.workbook import read_workbook
from storage.workbook_errors import WorkbookErrors
from workflow.digest import DAILY_DIGEST, MONTHLY_DIGEST, WEEKLY_DIGEST
from workflow.enrolling import INVITATION_HOLDS

MOST_ERRORS = 50

cli = typer.Typer(help=_help("hazardline"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.add_typer(wecom, name="wecom")
cli.add_typer(nlp, name="nlp")
cli.add_typer(keys, name="keys")
cli.add_typer(people, name="people")
cli.command(name="backup", help=_help("backup"))(backup)
cli.command(name="backups", help=_help("backups"))(backups)
cli.command(name="restore", help=_help("restore"))(restore)
cli.add_typer(audit, name="audit")
cli.command(name="ledger", help=_help("ledger"))(ledger)
cli.add_typer(paper, name="paper")
cli.command(name="simulate", help=_help("simulate"))(simulate)


@cli.command(help=_help("run"))
def run() -> None:
    settings = _settings()
    if not is_current(app.open_database(settings)):
        _stop("operator.not_migrated")
    _serve(settings)


@cli.command(help=_help("demo"))
def demo() -> None:
    settings = with_demo_keys(_settings().for_demo)
    try:
        if settings.demo_history and app.is_first_start(settings):
            _say("operator.demo_lives", to=sys.stderr.write)
            prepare(settings, utc_now())
        app.prepare_demo(settings)
    except WorkbookErrors as errors:
        _stop_with_errors(errors)
    _serve(settings)


@cli.command(name="migrate", help=_help("migrate"))
def migrate_database() -> None:
    settings = _settings()
    migrate(app.open_database(settings))
    _say("operator.migrated", database=_without_password(settings))


@cli.command(help=_help("doctor"))
def doctor() -> None:
    if not show(asyncio.run(examine(_settings())), LANGUAGE):
        raise typer.Exit(1)


@cli.command(help=_help("invite"))
def invite(person: Annotated[str, typer.Argument(help=_help("invite_person"))]) -> None:
    settings = _settings()
    engine = open_company(settings)
    try:
        code, invited = inviting.invite(engine, person)
    except inviting.Nobody:
        _stop("operator.nobody_called", person=person)
    operator(engine, Kind.SETTING, "invite", ("person", invited))
    links = asyncio.run(inviting.links_to(code, platforms_of(settings, engine)))
    _say("operator.invited", person=person, code=code, links=links, days=INVITATION_HOLDS.days)


@cli.command(help=_help("digest"))
def digest(
    to: Annotated[str, typer.Option("--to", help=_help("digest_to"))],
    weekly: Annotated[bool, typer.Option("--weekly", help=_help("digest_weekly"))] = False,
    monthly: Annotated[bool, typer.Option("--monthly", help=_help("digest_monthly"))] = False,
    preview: Annotated[bool, typer.Option("--preview", help=_help("digest_preview"))] = False,
    out: Annotated[Path, typer.Option("--out", help=_help("digest_out"))] = Path(),
) -> None:
    if weekly and monthly:
        _stop("operator.which_digest")
    engine = open_company(_settings())
    which = MONTHLY_DIGEST if monthly else WEEKLY_DIGEST if weekly else DAILY_DIGEST
    try:
        with found(to):
            if preview:
                name, shown = digest_commands.preview(engine, to, which)
                files = [str(file) for file in shown.write(out, name)]
                _say("operator.digest_written", words=shown.words, files=files)
            else:
                digest_commands.send(engine, to, which)
                _say("operator.digest_sent", person=to)
    except NoCompany:
        _stop("operator.no_company")
    except digest_commands.ReadsNone:
        _stop("operator.reads_no_digest", person=to)
    except OSError as error:
        _stop("operator.digest_not_written", folder=out, why=error.strerror or "")


@cli.command(name="import-company", help=_help("import_company"))
def import_workbook(
    file: Annotated[Path, typer.Argument(help=_help("import_company_file"))],
    force: Annotated[bool, typer.Option("--force", help=_help("import_company_force"))] = False,
) -> None:
    settings = _settings()
    engine = app.open_database(settings)
    migrate(engine)
    try:
        workbook = read_workbook(file)
        open_keys(engine, with_demo_keys(settings) if workbook.company.demo else settings)
        report = import_company(engine, workbook, force=force, at=utc_now())
    except WorkbookErrors as errors:
        _stop_with_errors(errors)
    if report.same:
        _say("operator.imported_before")
    else:
        tables = [(name, report.added[name], report.changed[name], report.unchanged[name]) for name in report.added]
        _say("operator.imported", tables=tables)
    for warning in workbook.warnings[:MOST_ERRORS]:
        _say(warning.topic, to=sys.stdout.write, **warning.told)


def main() -> None:
    """The entry point of the console script."""
    try:
        cli()
    except BadSettings as error:
        _say(error.topic, to=sys.stderr.write, **error.facts)
        sys.exit(1)


def _serve(settings: Settings) -> None:
    try:
        app.serve(
            settings,
            lambda address: _say(
                "operator.started" if address else "operator.polls", address=address, data=settings.data_dir
            ),
            lambda unusable: _say(unusable.topic, to=sys.stderr.write, **unusable.facts),
        )
    except NoCompany:
        _stop("operator.no_company")
    except app.NotADemo:
        _stop("operator.not_a_demo")
    except app.AlreadyRunning:
        _stop("operator.already_running", data=settings.data_dir)
    except AddressTaken as taken:
        _stop("operator.port_taken", address=taken.address, variable=taken.variable)
    except Unusable as unusable:
        _stop(unusable.topic, **unusable.facts)
    except app.LoopFell as fell:
        logging.getLogger(__name__).critical("a loop has fallen", exc_info=fell.__cause__)
        _stop("operator.loop_fell")
    except KeyboardInterrupt:
        pass
    _say("operator.stopped")


def _stop_with_errors(errors: WorkbookErrors) -> NoReturn:
    for error in errors.errors[:MOST_ERRORS]:
        _say(error.topic, to=sys.stderr.write, **error.told)
    _stop("operator.nothing_imported", count=len(errors.errors))


def _without_password(settings: Settings) -> str:
    scheme, _, rest = settings.database.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


if __name__ == "__main__":
    main()
