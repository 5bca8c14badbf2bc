"""What `hazardline doctor` looks at. It changes nothing, and what hangs on something that is wrong it leaves out."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.company import Facts, NoCompany, UnknownZone, facts_of
from bot.connecting import platforms_of
from bot.faults import path_of
from bot.keys import BadMasterKey, check_master_key, check_pseudonyms
from bot.settings import BadSettings, Settings, variable
from bot.tls import is_outward, tls_of
from handlers.platform import Finding, Platform, Unusable
from nlp.checkpoint import SHIPPED, UnusableModel
from nlp.retrieval import LibraryRetrieval
from storage import directory, groups
from storage.company_rows import WEBCHAT
from storage.engine import open_engine, read_transaction
from storage.health import ENOUGH_BYTES, NEEDED
from storage.law_checks import named, resting_on_nothing
from storage.roster_checks import holes_ahead
from storage.schema import is_current
from templates.lettering import has_glyph
from templates.render import label
from workflow.library import Unsound
from workflow.people import Language, Person, Role
from workflow.roster import Hole

ANSWER_SECONDS = 10.0
EXAMINE_SECONDS = 60.0
# Of a certificate: whoever renews it by hand has time to.
ENOUGH_DAYS = 14
# Beyond this, what platforms sign with the time is refused, and limits run out at the wrong moment.
CLOCK_SECONDS = 60


async def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order in which it is to be put right."""
    findings = [_data_folder(settings), _fonts(), *await asyncio.to_thread(_classifiers, settings)]
    engine, database = _database(settings)
    findings.append(database)
    if engine is None:
        return findings
    try:
        company = facts_of(engine)
    except NoCompany:
        return [*findings, Finding("operator.no_company", False)]
    except UnknownZone as unknown:
        return [*findings, Finding(unknown.topic, False, unknown.facts)]
    platforms = platforms_of(settings, engine)
    findings += _company(engine, company, settings, [platform.bot for platform in platforms])
    for platform in platforms:
        findings += await _examined(platform)
    if settings.public_url:
        findings += _door(settings)
    if settings.has_wecom or settings.telegram_webhook:
        findings.append(await asyncio.to_thread(_public_url, settings.public_url))
    if settings.has_telegram:
        findings += await asyncio.to_thread(_clock, settings.telegram_api)
    engine.dispose()
    return findings


def _data_folder(settings: Settings) -> Finding:
    """The folder, or the nearest there is above it: it is made by the first start."""
    path = settings.data_dir.absolute()
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        facts = {"variable": variable("data_dir"), "path": str(path), "why": error.strerror or type(error).__name__}
        return Finding("doctor.folder_shut", False, facts)
    facts = {"path": str(path), "free": f"{free / 1024**3:.1f}"}
    return Finding("doctor.folder", True, facts) if free >= ENOUGH_BYTES else Finding("doctor.disk_full", False, facts)


def _fonts() -> Finding:
    try:
        drawn = all(map(has_glyph, label(Language.ZH_CN, "grade", "major")))
    except OSError:
        drawn = False
    return Finding("doctor.fonts" if drawn else "doctor.no_fonts", drawn)


def _classifiers(settings: Settings) -> list[Finding]:
    """The company's own model, or the one that comes along: loaded as it would be to judge."""
    folder = settings.nlp_model or SHIPPED
    if not folder.exists():
        return []
    try:
        import nlp.fused as fused

        model = fused.load(folder, LibraryRetrieval(())).transformer.model
    except UnusableModel as unusable:
        return [Finding(unusable.topic, False, unusable.facts)]
    except ImportError as error:
        return [Finding("doctor.no_runtime", False, {"why": str(error)})]
    return [Finding("doctor.classifier", True, {"name": model, "folder": str(folder)})]


def _database(settings: Settings) -> tuple[Engine | None, Finding]:
    """The engine of a database that is there and up to date."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None, Finding("operator.not_migrated", False)
    try:
        engine = open_engine(settings.database)
        current = is_current(engine)
    except SQLAlchemyError as error:
        name = variable("database_url" if settings.database_url else "data_dir")
        why = str(getattr(error, "orig", None) or error).partition("\n")[0]
        return None, Finding("doctor.database_away", False, {"variable": name, "why": why})
    if not current:
        engine.dispose()
        return None, Finding("operator.not_migrated", False)
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[engine.dialect.name]
    return engine, Finding("doctor.database", True, {"engine": name})


def _company(engine: Engine, company: Facts, settings: Settings, bots: Sequence[str]) -> Iterator[Finding]:
    yield Finding("doctor.demo" if company.demo else "doctor.company", True, {"name": company.name})
    master_key = _master_key(engine, settings)
    yield master_key
    yield _key(engine, settings)
    if not master_key.good:
        return  # nobody's name can be read
    bots = [*bots, *([WEBCHAT] if company.demo else [])]
    if not bots:
        yield Finding("doctor.no_platform", False)
        return
    with read_transaction(engine) as connection:
        today = datetime.now(ZoneInfo(company.time_zone)).date()
        people = [person for person in directory.everybody(connection) if person.works_on(today)]
        reached = directory.reached(connection, bots)
        unknown = groups.unknown_areas(connection, settings.wecom_robots)
        holes = holes_ahead(connection, today)
        unsound = resting_on_nothing(connection, today)
    for role in NEEDED:
        yield _role(role, [person for person in people if role in person.roles_on(today)], reached)
    yield from _roster(holes)
    yield from _library(unsound)
    if unknown:
        facts = {"variable": variable("wecom_robots"), "codes": ", ".join(unknown)}
        yield Finding("operator.unknown_areas", False, facts)
    missing = sum(person.id not in reached for person in people)
    counts = {"count": str(missing), "total": str(len(people))}
    yield Finding("doctor.some_unreached" if missing else "doctor.all_reached", True, counts)


def _master_key(engine: Engine, settings: Settings) -> Finding:
    """Of the key under which everything is sealed: there, well kept, and the right one."""
    try:
        check_master_key(engine, settings)
    except BadMasterKey as bad:
        return Finding(bad.topic, False, bad.facts)
    return Finding("doctor.master_key", True)


def _key(engine: Engine, settings: Settings) -> Finding:
    """Of the key to anonymous reports: the right one, none and none needed, or not the right one."""
    try:
        check_pseudonyms(engine, settings)
    except BadSettings as error:
        return Finding(error.topic, False, error.facts)
    return Finding("doctor.key" if settings.pseudonyms else "doctor.no_key", True)


def _role(role: Role, people: list[Person], reached: set[str]) -> Finding:
    there = [person for person in people if person.id in reached]
    if there:
        return Finding("doctor.role", True, {"role": role, "count": str(len(there))})
    names = ", ".join(person.name for person in people)
    return Finding("doctor.role_unreached" if people else "doctor.role_nobody", False, {"role": role, "names": names})


def _roster(holes: Sequence[Hole] | None) -> Iterator[Finding]:
    """Of the coming two weeks; nothing of a company without a roster."""
    for hole in holes or ():
        facts = {"part": str(hole.part), "first": hole.first.isoformat(), "last": hole.last.isoformat()}
        yield Finding("doctor.unwatched", False, facts)
    if holes == []:
        yield Finding("doctor.watched", True)


def _library(unsound: Mapping[tuple[str, Unsound], list[str]]) -> Iterator[Finding]:
    """A law that entries go on citing although it is over: time alone brings it about."""
    for (law, why), entries in unsound.items():
        facts = {"law": law, "why": str(why), "entries": named(entries), "count": str(len(entries))}
        yield Finding("doctor.law_unsound", False, facts)


async def _examined(platform: Platform) -> list[Finding]:
    """What a platform says of its bot; a fault of ours in asking is shown, and the rest is looked at all the same."""
    try:
        async with asyncio.timeout(EXAMINE_SECONDS):
            return await platform.examine()
    except Unusable as error:
        return [Finding(error.topic, False, error.facts)]
    except Exception as error:
        return [Finding("doctor.fault", False, {"bot": platform.bot, "why": path_of(error)})]
    finally:
        await platform.close()


def _door(settings: Settings) -> Iterator[Finding]:
    """Of the way in from outside: what goes through it is read by nobody, and its certificate lasts."""
    where = {"variable": variable("webhook_host"), "address": f"{settings.webhook_host}:{settings.webhook_port}"}
    try:
        tls = tls_of(settings)
    except BadSettings as bad:
        yield Finding(bad.topic, False, bad.facts)
        return
    if tls is None:
        if is_outward(settings.webhook_host):
            yield Finding("doctor.door_plain", False, where)
        return
    left = (tls.ends_at - datetime.now(UTC)).days
    facts = {"file": str(tls.certificate), "day": f"{tls.ends_at:%Y-%m-%d}"}
    lasts = left >= ENOUGH_DAYS
    yield Finding("doctor.certificate" if lasts else "doctor.certificate_ends", lasts, facts)


def _public_url(url: str) -> Finding:
    """The way that platforms and links take: from outside, through whatever stands in front, to our own door."""
    try:
        with urlopen(f"{url}/healthz", timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - http(s), as settings.py checks
            ours = answer.status == 200 and answer.read(16) == b"ok"
            return Finding("doctor.public_url" if ours else "doctor.public_url_other", ours, {"url": url})
    except HTTPError:
        return Finding("doctor.public_url_other", False, {"url": url})
    except (URLError, OSError) as error:
        return Finding("doctor.public_url_away", False, {"url": url, "why": str(getattr(error, "reason", error))})


def _clock(api: str) -> list[Finding]:
    """How far our clock is off, by the platform's; nothing where it cannot be reached: that it says itself."""
    try:
        with urlopen(Request(api, method="HEAD"), timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - as above
            said = answer.headers["Date"]
    except HTTPError as error:
        said = error.headers["Date"]
    except (URLError, OSError):
        return []
    if not said:
        return []
    off = round(abs((datetime.now(UTC) - parsedate_to_datetime(said)).total_seconds()))
    right = off <= CLOCK_SECONDS
    return [Finding("doctor.clock" if right else "doctor.clock_wrong", right, {"seconds": str(off)})]
