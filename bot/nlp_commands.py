"""`hazardline nlp`: what is made of words, how often that is right, and what people made of it."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import track

from bot import corrected
from bot.company import SHADOW, NoCompany, facts_of
from bot.console import LANGUAGE, help_of, say, settings_with_log, stop, worded
from bot.judged import judged, show_judged
from bot.judging import Judges, database_of, judges_of, library_of
from bot.keys import open_keys
from bot.measured import NOTHING, show_measured
from bot.recorded import operator
from bot.settings import variable
from nlp.agreement import agreement, read
from nlp.baselines import BASELINES
from nlp.checkpoint import UnusableModel
from nlp.classifier import Classifier
from nlp.doubtful import reports
from nlp.evaluate import Outcome, Screen, confusion, outcomes, report
from nlp.intervals import Interval, ahead, interval_report
from nlp.labelled import BadLine, Labelled, read_labelled
from nlp.material import Material, gather
from storage import corrections as stored
from storage.audit import Kind
from storage.engine import read_transaction
from templates.confusion import confusion_picture
from templates.render import label
from workflow.calendar import Calendar
from workflow.library import Category, LibraryEntry

nlp = typer.Typer(help=help_of("nlp"), no_args_is_help=True, pretty_exceptions_enable=False)

AsJson = Annotated[bool, typer.Option("--json", help=help_of("nlp_json"))]


@nlp.command(help=help_of("nlp_classify"))
def classify(words: Annotated[str, typer.Argument(help=help_of("nlp_words"))], as_json: AsJson = False) -> None:
    facts = judged(_judges(), words)
    if as_json:
        _print(facts)
    else:
        show_judged(facts, LANGUAGE)


def _judges() -> Judges:
    """Ends where the model that is set cannot judge: figures of another one would be taken for its own."""
    try:
        return judges_of(settings_with_log())
    except UnusableModel as unusable:
        stop(unusable.topic, **unusable.facts)


@nlp.command(help=help_of("nlp_evaluate"))
def evaluate(
    file: Annotated[Path, typer.Argument(help=help_of("nlp_file"))],
    as_json: AsJson = False,
    picture: Annotated[Path | None, typer.Option("--confusion", help=help_of("nlp_confusion"))] = None,
    beside: Annotated[bool, typer.Option("--baselines", help=help_of("nlp_baselines"))] = False,
    with_intervals: Annotated[bool, typer.Option("--intervals", help=help_of("nlp_intervals"))] = False,
) -> None:
    examples = _examples(file)
    judges = _judges()
    found = _outcomes(judges.classifier, examples, judges.screen.any_sign)
    told: dict[str, Any] = {**report(found)}
    if with_intervals:
        told["intervals"] = interval_report(found)
    if beside:
        told |= _beside(judges, examples, found)
    if as_json:
        _print(told)
    else:
        show_measured(told, LANGUAGE)
        _tell_ahead(told.get("ahead", {}))
    if picture is not None:
        _draw(picture, found)


@nlp.command(help=help_of("nlp_corrections"))
def corrections(
    out: Annotated[Path | None, typer.Option("--out", help=help_of("nlp_out"))] = None,
    since: Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help=help_of("nlp_since"))] = None,
    every: Annotated[bool, typer.Option("--all", help=help_of("nlp_all"))] = False,
) -> None:
    settings = settings_with_log()
    engine = database_of(settings)
    if engine is None:
        stop("operator.not_migrated")
    try:
        company = facts_of(engine)
    except NoCompany:
        stop("operator.no_company")
    open_keys(engine, settings)
    calendar = Calendar(ZoneInfo(company.time_zone))
    with read_transaction(engine) as names_from, read_transaction(engine) as connection:
        names, cases = stored.names(names_from), stored.judged(connection)
        day = since.date() if since else None
        found = corrected.lines(cases, names, calendar, company.code, day, every=every)
        count = _write_lines(out, found)
    operator(engine, Kind.EXPORT, "nlp/corrections", rows=count)
    if out is not None:
        say("judgement.corrections_written", count=count, file=str(out))
    elif not count:
        say("judgement.no_corrections", to=sys.stderr.write)


@nlp.command(help=help_of("nlp_train"))
def train(
    data: Annotated[Path, typer.Option("--data", exists=True, file_okay=False, help=help_of("nlp_data"))],
    out: Annotated[Path, typer.Option("--out", file_okay=False, help=help_of("nlp_out_models"))] = Path("models"),
    start: Annotated[
        Path | None, typer.Option("--from", exists=True, file_okay=False, help=help_of("nlp_from"))
    ] = None,
    linear_only: Annotated[bool, typer.Option("--linear-only", help=help_of("nlp_linear_only"))] = False,
    seed: Annotated[int, typer.Option(help=help_of("nlp_seed"))] = 7,
) -> None:
    entries = library_of(settings_with_log())[0]
    material = _gathered(data, entries)
    try:
        import bot.training as training
    except ImportError as error:
        stop("judgement.no_torch", why=str(error))
    try:
        training.train(data, material, out, entries, seed, start, linear_only)
    except BadLine as bad:
        _stop_at(bad, training=True)
    except UnusableModel as unusable:
        stop(unusable.topic, **unusable.facts)
    except OSError as error:
        stop("judgement.not_trained", why=str(error))
    say("judgement.trained", folder=str(out / "category"), variable=variable("nlp_model"))


@nlp.command(help=help_of("nlp_shadow"))
def shadow(as_json: AsJson = False) -> None:
    file = settings_with_log().data_dir / SHADOW
    pairs = agreement(read(file))
    if as_json:
        _print({"pairs": pairs})
        return
    if not pairs:
        stop("judgement.no_shadow", file=str(file), variable=variable("nlp_shadow"))
    for pair in pairs:
        shares = ("same", "same_answered", "serving_answered", "candidate_answered")
        say("judgement.shadow", **{**pair, **{name: _percent(pair[name]) for name in shares}})
        for difference in pair["differences"]:
            say("judgement.difference", **difference)


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.1%}"


def _write_lines(out: Path | None, lines: Iterable[Mapping[str, Any]]) -> int:
    """How many there were; to a file, or to whatever reads what this command prints."""
    try:
        with out.open("w", encoding="utf-8") if out else nullcontext(sys.stdout) as file:
            return sum(file.write(json.dumps(line, ensure_ascii=False) + "\n") > 0 for line in lines)
    except OSError as error:
        stop("judgement.not_written", file=str(out), why=error.strerror or type(error).__name__)


def _examples(file: Path) -> list[Labelled]:
    try:
        return read_labelled(file)
    except OSError as error:
        stop("judgement.no_file", file=str(file), why=error.strerror or type(error).__name__)
    except BadLine as bad:
        _stop_at(bad)


def _gathered(data: Path, entries: Sequence[LibraryEntry]) -> Material:
    """What there is to learn from; it is said which file was taken as what, before anything takes long."""
    try:
        material = gather(data, entries)
        reports(data)
    except OSError as error:
        stop("judgement.not_trained", why=str(error))
    except BadLine as bad:
        _stop_at(bad, training=True)
    for source in material.sources:
        say("judgement.taken", **vars(source))
    return material


def _stop_at(bad: BadLine, *, training: bool = False) -> NoReturn:
    """training: a file may be a ledger, too."""
    facts = {"file": str(bad.file), "line": bad.number, "problem": bad.problem, "found": bad.found}
    stop("judgement.bad_line", **facts, categories=", ".join(Category), training=training)


def _outcomes(classifier: Classifier, examples: list[Labelled], screen: Screen | None = None) -> list[Outcome]:
    """Every sentence judged, with a bar that grows where somebody watches."""
    console = Console(stderr=True)
    told = worded("judgement.judging")
    watched = track(examples, told, console=console, transient=True, disable=not console.is_terminal)
    return list(outcomes(classifier, watched, screen))


def _beside(judges: Judges, examples: list[Labelled], found: list[Outcome]) -> dict[str, Any]:
    """The baselines, measured the same way, and by how much more is strictly right than with each of them."""
    entries = list(judges.entries.values())
    others = {name: _outcomes(make(entries, []), examples) for name, make in BASELINES.items()}
    return {
        "baselines": {name: report(theirs) for name, theirs in others.items()},
        "ahead": {name: ahead(found, theirs) for name, theirs in others.items()},
    }


def _tell_ahead(of: Mapping[str, Interval]) -> None:
    for name, (least, most) in of.items():
        baseline = label(LANGUAGE, "measure", name)
        say("judgement.ahead", baseline=baseline, least=f"{least:+.1%}", most=f"{most:+.1%}")


def _draw(picture: Path, found: list[Outcome]) -> None:
    try:
        picture.write_bytes(confusion_picture(confusion(found), LANGUAGE))
    except OSError as error:
        stop("judgement.not_written", file=str(picture), why=error.strerror or type(error).__name__)


def _print(facts: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
