"""The house: imports point down, nothing is hidden in a function, words stand in templates, and files stay readable."""

import ast
import math
import re
import statistics
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Room -> the rooms it may import; what is not named here it does not know.
BELOW: dict[str, set[str]] = {
    "bot": {"handlers", "nlp", "storage", "templates", "workflow"},
    "handlers": {"nlp", "storage", "templates", "workflow"},
    "nlp": {"workflow"},
    "storage": {"workflow"},
    "templates": {"workflow"},
    "workflow": set(),
}
# (module, what it imports inside a function) -> why it may not stand at the top.
DEFERRED: dict[tuple[str, str], str] = {
    ("bot.connecting", "bot.platforms.telegram_ptb"): "37 MiB of a library that only one choice needs",
    ("bot.connecting", "bot.platforms.telegram_aiogram"): "170 MiB and five seconds, for another choice",
    ("bot.connecting", "bot.platforms.wecom_wiring"): "wechatpy and requests, only where there is a WeCom app",
    ("bot.connecting", "bot.platforms.wecom_robots"): "requests, only where there are group robots",
    ("bot.wecom_commands", "bot.platforms.wecom_wiring"): "wechatpy, only for what asks WeCom",
    ("bot.wecom_commands", "bot.platforms.wecom_contacts"): "the same",
    ("bot.backup_targets", "storage.sftp_target"): "asyncssh, only for backups that go by SFTP",
    ("bot.doctor", "nlp.fused"): "NumPy, onnxruntime and tokenizers, only where a model is loaded",
    ("bot.classifiers", "nlp.fused"): "the same, beside what judges meanwhile",
    ("bot.nlp_commands", "bot.training"): "torch and transformers, which only training needs",
    ("bot.files", "templates.ledger_book"): "openpyxl: only where a file is wanted",
    ("bot.files", "bot.ordered_papers"): "docxtpl and openpyxl, only where a paper is wanted",
    ("bot.charts", "templates.charts"): "matplotlib: two seconds and 60 MiB, only where a digest is drawn",
    ("bot.charts", "templates.heat_map"): "the same",
    ("bot.charts", "templates.board_charts"): "the same",
    ("bot.charts", "templates.month_chart"): "the same",
    ("nlp.transformer", "nlp.torch_model"): "torch and transformers, 390 MB, only for a model without ONNX",
}
# Modules that read Chinese as it is written by people: these strings are input, not words of ours.
READS_CHINESE: dict[str, str] = {
    "handlers.codes": "the words by which we tell a code, where they are sent back",
    "handlers.groups": "the command by which a group gets its area",
    "handlers.routing": "the words by which a person opens, cancels, goes back",
    "nlp.filters": "how people narrow a search",
    "nlp.amounts": "how people write an amount of money",
    "nlp.another": "how people put right, add to, or part from what they have just told",
    "nlp.anonymity": "how people ask not to be named",
    "nlp.bare_name": "what makes a sentence of a name",
    "nlp.on_behalf": "how people report for somebody else",
    "nlp.days": "how people name a day",
    "nlp.spans": "how people name a month, a quarter or a year",
    "nlp.hours": "how people name an hour",
    "nlp.concepts": "filler, and how people say one of a thing",
    "nlp.denied": "how people say that there is a hazard, or none",
    "nlp.slips": "characters that stand beside any other, which no slip of the pen changes",
    "nlp.respelling": "characters that name a side, which no slip of the pen changes",
    "nlp.marks": "how people name floors, sides, rooms, machines and days",
    "nlp.longer": "how people say how much longer they need",
    "nlp.fixed": "how people say that they have put it right",
    "nlp.whether": "how people say yes, no, and that they cannot tell",
    "nlp.wording": "numerals, as people write numbers",
    "nlp.places": "how people name a numbered place",
    "nlp.put_right": "how people take back a place that they have named",
    "nlp.courtesy": "how people greet, thank and say that they have read it",
    "nlp.doubts": "how people say that it is done, that nothing is wrong, what ought to be",
    "nlp.retrieval": "how a text that talks to a machine gives itself away",
    "storage.workbook_cells": "dates, as people write them into a sheet",
}
# What a script could read that would make its second run differ from its first.
UNSTEADY = {"datetime", "os", "random", "secrets", "time", "uuid", "bot.settings", "workflow.ids"}

MEDIAN_FUNCTION, P95_FUNCTION, P95_FILE = 8, 30, 250


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


@cache
def modules(*rooms: str) -> tuple[Module, ...]:
    """Every module of some rooms. Migrations are left out: they are written once and then history."""
    return tuple(module for room in rooms for module in sorted(_read(room), key=lambda module: module.name))


def _read(room: str) -> Iterator[Module]:
    for path in (ROOT / room).rglob("*.py"):
        if "migrations" not in path.parts:
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            text = path.read_text("utf-8")
            yield Module(name, path, text, ast.parse(text))


def house() -> tuple[Module, ...]:
    return modules(*BELOW)


def imported(node: ast.AST) -> Iterator[str]:
    """The modules an import statement may mean: for `from a import b` both `a` and `a.b`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, f"relative import of {node.module}"
        yield node.module or ""
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(tree: ast.AST) -> set[str]:
    """Everything imported anywhere in a tree, inside functions and for type checking too."""
    return {name for node in ast.walk(tree) for name in imported(node)}


# Arrows


@pytest.mark.parametrize("room", BELOW)
def test_imports_point_only_down(room: str) -> None:
    allowed = {room, *BELOW[room]}
    for module in modules(room):
        rooms = {name.partition(".")[0] for name in imports(module.tree)} & {*BELOW, "tests"}
        assert rooms <= allowed, f"{module.name} imports {rooms - allowed}"


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    for module in modules("workflow"):
        tops = {name.partition(".")[0] for name in imports(module.tree)}
        assert tops <= {*sys.stdlib_module_names, "workflow"}, module.name


def test_no_import_cycles() -> None:
    names = {module.name for module in house()}
    graph = {module.name: _known(module, names) - {module.name} for module in house()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def _known(module: Module, names: set[str]) -> set[str]:
    """The modules of the house that a module imports; a package only where no module below it is meant."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        meant = list(imported(node))
        if isinstance(node, ast.ImportFrom) and all(name in names for name in meant[1:]):
            meant = meant[1:]
        found |= {name for name in meant if name in names}
    return found


def test_nothing_is_imported_inside_a_function_but_what_is_heavy() -> None:
    for module in house():
        for function in functions(module.tree):
            hidden = {(module.name, name) for name in imports(function)}
            assert hidden <= set(DEFERRED), f"{module.name}.{function.name}"


# What is read where


def test_only_the_settings_read_the_environment() -> None:
    for module in house():
        if module.name not in (
            "bot.settings",
            "bot",  # which says something there to NumPy, before it is loaded
            "storage.postgres_copy",  # which hands it on to PostgreSQL's tools, with the password
        ):
            read = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
            assert not read & {"environ", "environb", "getenv"}, module.name
            assert not imports(module.tree) & {"os.environ", "os.environb", "os.getenv", "pydantic_settings"}, (
                module.name
            )


def test_scripts_read_no_clock_no_chance_and_no_setting() -> None:
    """A script is run again from its top at every turn: what it reads must come from its journal."""
    scripts = [m for m in modules("handlers") if any(isinstance(node, ast.AsyncFunctionDef) for node in m.tree.body)]
    assert len(scripts) >= 5
    for module in scripts:
        tops = {name for name in imports(module.tree)} | {name.partition(".")[0] for name in imports(module.tree)}
        assert not tops & UNSTEADY, f"{module.name} imports {tops & UNSTEADY}"
        assert "storage" not in tops, f"{module.name} reaches past its lookups"


# Words


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string literal but docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, documented))
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
CHINESE_SENTENCE = re.compile(CHINESE.pattern + "[，。！；：、]")
# "Not possible any more": a capital and then plain words. Log lines and faults begin small, names stand alone.
SENTENCE = re.compile(r"^\W*[A-Z][a-z]+(,? [a-z']+){2,}")


def spoken() -> Iterable[Module]:
    return (module for module in house() if module.room != "templates")


def test_no_chinese_word_is_said_by_python() -> None:
    for module in spoken():
        for string in strings(module.tree):
            assert not CHINESE_SENTENCE.search(string), (module.name, string)
            assert module.name in READS_CHINESE or not CHINESE.search(string), (module.name, string)


def test_every_module_that_may_read_chinese_does() -> None:
    reading = {module.name for module in spoken() if any(CHINESE.search(string) for string in strings(module.tree))}
    assert reading == set(READS_CHINESE)


def test_no_english_sentence_is_said_by_python() -> None:
    for module in house():
        for string in strings(module.tree):
            assert not SENTENCE.match(string), (module.name, string)


def test_the_rule_knows_a_sentence_when_it_sees_one() -> None:
    assert all(map(SENTENCE.match, ("Not possible any more", "Please send it again.")))
    names = ("{} has not taken it", "notice %s could not be made", "SELECT id FROM people", "Content-Type")
    assert not any(map(SENTENCE.match, names))


def test_every_module_opens_with_what_it_knows() -> None:
    for module in (*house(), *(m for m in modules("tests") if m.text)):
        assert ast.get_docstring(module.tree), f"{module.path} has no opening sentence"


# Budgets


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last statement."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def p95(values: Iterable[int]) -> int:
    """The 95th percentile by nearest rank."""
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1]


def figures(name: str, values: list[int]) -> str:
    return f"{name}: {len(values)}, median {statistics.median(values):g}, p95 {p95(values)}, longest {max(values)}"


def test_functions_and_files_keep_to_their_budget(capsys: pytest.CaptureFixture[str]) -> None:
    functions_long = [length(function) for module in house() for function in functions(module.tree)]
    files_long = [module.lines for module in house()]
    code, tests = sum(files_long), sum(module.lines for module in modules("tests"))
    with capsys.disabled():
        print(f"\n{figures('functions', functions_long)} (budget: median {MEDIAN_FUNCTION}, p95 {P95_FUNCTION})")
        print(f"{figures('files', files_long)} (budget: p95 {P95_FILE})")
        print(f"tests / code: {tests} / {code} lines = {tests / code:.2f} (budget: 1)")
    assert statistics.median(functions_long) <= MEDIAN_FUNCTION
    assert p95(functions_long) <= P95_FUNCTION
    assert p95(files_long) <= P95_FILE


def test_there_is_at_least_as_much_test_as_code() -> None:
    assert sum(module.lines for module in modules("tests")) >= sum(module.lines for module in house())
