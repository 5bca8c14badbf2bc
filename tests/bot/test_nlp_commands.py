"""`hazardline nlp`: what a person reads and what a program gets, over the shipped library and over a company's own."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import update
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.company import SHADOW
from bot.settings import BadSettings, read_settings
from nlp.agreement import append
from nlp.shadow import Compared, Side
from storage import tables
from storage.engine import open_engine, write_transaction
from storage.schema import migrate
from tests.bot.command_line import CommandLine
from tests.demo import settle_demo
from tests.world import World
from workflow.library import Category

LINES: list[dict[str, Any]] = [
    {"text": "配电箱门坏了", "category": "electrical", "domain": "enterprise", "grade": "general"},
    {"text": "灭火器没压力了", "category": "fire", "domain": "enterprise"},
    {"text": "有人没测气就下污水池子了", "category": "confined_space", "grade": "major"},
    {
        "text": "oil on the floor next to the press",
        "lang": "en",
        "category": "vehicle",
        "alt_categories": ["environment"],
    },
]


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    (tmp_path / "labelled.jsonl").write_text("\n".join(json.dumps(line) for line in LINES), "utf-8")
    return "labelled.jsonl"


def test_a_judgement_is_told_whole_to_a_program(hazardline: CommandLine) -> None:
    told = json.loads(hazardline.says("nlp", "classify", "有人没测气就下污水池子了", "--json"))
    assert (told["category"], told["grade"], told["abstained"]) == ("confined_space", "major", False)
    assert 0.9 < told["confidence"] <= 1
    assert told["alternatives"][0] == {"category": "confined_space", "entry": "CS-01", "confidence": told["confidence"]}
    assert told["library_entry"]["code"] == "CS-01"
    assert told["law"].startswith("《")
    assert told["law_en"].isascii()
    assert told["model"].split("+")[-1] == "library-ngram/1"
    assert told["model"].count("+") == 2
    assert told["library"] == "shipped"
    assert told["quality"]["doubtful"] < 0.5
    assert told["quality"]["reason"] is None
    assert told["may_be_major"] is True
    clause = told["major_clauses"][0]
    assert (clause["entry"], clause["otherwise"], clause["fact_en"][-1]) == ("O10-13-2", "larger", "?")
    assert clause["law"].startswith("《")
    like, grave = told["reasons"]
    assert (like["kind"], like["entry"]) == ("sounds_like", "CS-01")
    assert "没测气就下" in like["shared"]
    assert (grave["kind"], grave["grade"]) == ("graded_by", "major")
    assert grave["fact_en"].endswith("?")


def test_what_is_not_known_is_not_told_as_if_it_were(hazardline: CommandLine) -> None:
    told = json.loads(hazardline.says("nlp", "classify", "flux capacitor", "--json"))
    assert told["abstained"] is True
    assert [told[name] for name in ("category", "grade", "library_entry", "law", "law_en")] == [None] * 5
    assert told["confidence"] == told["alternatives"][0]["confidence"] < 0.8


ABROAD = "井下瓦斯超限"  # of a mine, which the demo company has not


def test_the_clauses_of_other_industries_need_more_signs_where_there_is_a_company(company: CommandLine) -> None:
    told = json.loads(company.says("nlp", "classify", ABROAD, "--json"))
    assert (told["library"], told["major_clauses"]) == ("company", [])


def test_without_a_company_all_industries_are_thought_of(hazardline: CommandLine) -> None:
    assert json.loads(hazardline.says("nlp", "classify", ABROAD, "--json"))["major_clauses"]


@pytest.mark.parametrize("command", ["classify", "evaluate"])
def test_a_model_that_cannot_judge_ends_it_and_no_other_judges_instead(
    command: str, hazardline: CommandLine, labelled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = hazardline.folder / "ours"
    model.mkdir()
    monkeypatch.setenv("HAZARDLINE_NLP_MODEL", str(model))
    assert str(model) in hazardline.says("nlp", command, labelled, status=1)


def test_a_person_reads_it_with_a_bar(hazardline: CommandLine) -> None:
    first, bar, *rest = hazardline.says("nlp", "classify", "the guard of press 2 is loose").splitlines()
    assert first == "Machinery · general"
    assert bar == "████████████████████ 99%"
    assert any(line.startswith("Library: ME-01 ") for line in rest)
    assert any(line.startswith("Why: ") and "is loose" in line for line in rest)


def test_a_person_reads_what_to_ask_back_and_which_clauses_it_may_touch(hazardline: CommandLine) -> None:
    said = hazardline.says("nlp", "classify", "有人没测气就下污水池子了").splitlines()
    at = said.index("May be major; ask:")
    assert said[at + 1].startswith("O10-13-2 ")
    assert "(if not: serious)" in said[at + 1]
    assert said[at - 1].startswith("No need to ask back: ")
    assert "Ask back: it only says that it is done" in hazardline.says("nlp", "classify", "已经整改了")
    assert "May be major" not in hazardline.says("nlp", "classify", "the guard of press 2 is loose")


def test_a_person_reads_that_it_is_not_sure(hazardline: CommandLine) -> None:
    first, bar, *rest = hazardline.says("nlp", "classify", "flux capacitor").splitlines()
    assert first.startswith("Not sure: most likely ")
    assert bar.startswith("████")
    assert "░" in bar
    assert rest[0].startswith("Or: ")
    nothing = hazardline.says("nlp", "classify", "。").splitlines()
    assert nothing[:2] == ["Not sure: like nothing in the library", "░░░░░░░░░░░░░░░░░░░░ 0%"]


def test_no_database_is_made_for_a_question(hazardline: CommandLine) -> None:
    hazardline.says("nlp", "classify", "hello")
    hazardline.says("nlp", "corrections", status=1)
    hazardline.says("nlp", "shadow", status=1)
    assert list(hazardline.folder.iterdir()) == []


def test_where_there_is_a_company_its_own_library_is_asked(hazardline: CommandLine) -> None:
    (hazardline.folder / "data").mkdir()
    engine = open_engine(f"sqlite:///{hazardline.folder}/data/hazardline.db")
    migrate(engine)
    with write_transaction(engine) as connection:
        entries = tables.library_entries
        ours = {"name_en": "Spline guard of ours is loose", "law_en": "House rule 7"}
        connection.execute(update(entries).where(entries.c.code == "ME-01").values(ours))
    engine.dispose()
    told = json.loads(hazardline.says("nlp", "classify", "Spline guard of ours is loose", "--json"))
    assert (told["library"], told["law_en"]) == ("company", "House rule 7")


def test_how_often_it_is_right_is_told_to_a_program(hazardline: CommandLine, labelled: str) -> None:
    told = json.loads(hazardline.says("nlp", "evaluate", labelled, "--json"))
    assert list(told) == ["overall", "by_lang", "by_domain"]
    keys = ["n", "strict", "lenient", "macro_f1", "top3", "coverage", "accepted_lenient", "ece", "major_recall"]
    assert list(told["overall"]) == keys
    overall = told["overall"]
    assert (overall["n"], overall["strict"], overall["lenient"], overall["major_recall"]) == (4, 0.75, 1, 1)
    assert {name: part["n"] for name, part in told["by_lang"].items()} == {"en": 1, "zh": 3}
    assert {name: part["n"] for name, part in told["by_domain"].items()} == {"enterprise": 2}
    assert told["by_lang"]["en"]["major_recall"] is None


def test_intervals_come_beside_it_on_request(hazardline: CommandLine, labelled: str) -> None:
    told = json.loads(hazardline.says("nlp", "evaluate", labelled, "--json", "--intervals"))
    assert list(told) == ["overall", "by_lang", "by_domain", "intervals"]
    low, high = told["intervals"]["overall"]["strict"]
    assert low < 0.75 < high
    assert "25%–100%" in hazardline.says("nlp", "evaluate", labelled, "--intervals")


def test_a_person_reads_a_table(hazardline: CommandLine, labelled: str) -> None:
    rows = [line.split("│") for line in hazardline.says("nlp", "evaluate", labelled).splitlines() if "│" in line]
    assert [row[1].strip() for row in rows] == ["Overall", "en", "zh", "enterprise"]
    assert [cell.strip() for cell in rows[0][2:5]] == ["4", "75.0%", "100.0%"]
    assert rows[1][10].strip() == "–"


def test_what_is_taken_for_what_is_drawn_on_request(hazardline: CommandLine, labelled: str) -> None:
    hazardline.says("nlp", "evaluate", labelled, "--confusion", "confusion.png")
    with Image.open(hazardline.folder / "confusion.png") as picture:
        assert picture.format == "PNG"


def test_what_cannot_be_read_or_written_is_named(hazardline: CommandLine, labelled: str) -> None:
    assert "none.jsonl cannot be read" in hazardline.says("nlp", "evaluate", "none.jsonl", status=1)
    assert "no/c.png cannot be written" in hazardline.says(
        "nlp", "evaluate", labelled, "--confusion", "no/c.png", status=1
    )


def test_a_bad_line_is_named_with_what_may_stand_there(hazardline: CommandLine) -> None:
    (hazardline.folder / "bad.jsonl").write_text('\n{"text": "x", "category": "wiring"}', "utf-8")
    said = hazardline.says("nlp", "evaluate", "bad.jsonl", status=1)
    assert said.startswith('bad.jsonl, line 2: "wiring" stands in "category"')
    assert "electrical" in said


def test_what_training_cannot_read_is_named_in_one_line(hazardline: CommandLine) -> None:
    folder = hazardline.folder / "ours"
    folder.mkdir()
    assert "ours holds no sentence" in hazardline.says("nlp", "train", "--data", "ours", status=1)
    (folder / "a.jsonl").write_bytes(b'\n{"text": "x", "category": "wiring"}\n')
    said = hazardline.says("nlp", "train", "--data", "ours", status=1)
    assert said.startswith('ours/a.jsonl, line 2: "wiring" stands in "category", which takes: ')
    assert "ledger_" in said
    (folder / "a.jsonl").write_bytes(b'{"text": "x", "category": "fire", "alt_categories": "fire"}')
    assert "takes a list" in hazardline.says("nlp", "train", "--data", "ours", status=1)
    for wrong, told in (
        (b"{", "no JSON object"),
        (b"\xff", "not in UTF-8"),
        (b'{"text": "x", "sham": 1}', "true, false"),
    ):
        (folder / "a.jsonl").write_bytes(b'{"text": "x"}\n' + wrong)
        said = hazardline.says("nlp", "train", "--data", "ours", status=1)
        assert said.startswith("ours/a.jsonl, line 2: ")
        assert told in said
        assert said.count("\n") == 1


def test_training_says_first_which_file_is_taken_as_what(
    hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bot.training", None)  # as where torch is not installed
    folder = hazardline.folder / "ours"
    folder.mkdir()
    (folder / "a.jsonl").write_text(
        '{"text": "x", "category": "fire", "sham": false}\n{"text": "y", "category": "fire"}'
    )
    (folder / "ledger_b.jsonl").write_text('{"text": "z", "category": "wiring"}')
    (folder / "c.jsonl").write_text('{"words": "z"}')
    run = CliRunner().invoke(cli, ["nlp", "train", "--data", "ours"])
    assert run.stdout.splitlines() == [
        'a.jsonl: 2 labelled sentences, 1 with "sham"',
        'c.jsonl: 1 lines without "text", left out',
        "ledger_b.jsonl: 1 texts without a category",
    ]
    assert run.stderr.startswith("Training needs ")


@pytest.fixture
def company(hazardline: CommandLine) -> CommandLine:
    """Where the demo company is, in which one person has put a suggestion right."""
    (hazardline.folder / "data").mkdir()
    world = World(settle_demo(f"sqlite:///{hazardline.folder}/data/hazardline.db"), hazardline.folder, restarting=False)
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    for tap in ("wrong", "how_bad", "larger", "submit"):
        li.taps(tap)
    world.close()
    return hazardline


def test_corrections_are_lines_that_evaluate_reads(company: CommandLine) -> None:
    (line,) = company.says("nlp", "corrections").splitlines()
    assert json.loads(line)["by"] == {"grade": "worker"}
    assert company.says("nlp", "corrections", "--out", "labelled.jsonl") == "Lines written to labelled.jsonl: 1\n"
    assert (company.folder / "labelled.jsonl").read_text("utf-8") == line + "\n"
    assert json.loads(company.says("nlp", "evaluate", "labelled.jsonl", "--json"))["overall"]["n"] == 1


def test_corrections_of_before_a_day_are_left_out(company: CommandLine) -> None:
    assert company.says("nlp", "corrections", "--since", "2026-11-01").count("\n") == 1
    assert company.says("nlp", "corrections", "--since", "2099-01-01", "--out", "late.jsonl").endswith(": 0\n")


def test_what_stands_in_the_way_of_corrections_is_said(hazardline: CommandLine) -> None:
    assert "hazardline migrate" in hazardline.says("nlp", "corrections", status=1)
    hazardline.says("migrate")
    assert "import-company" in hazardline.says("nlp", "corrections", status=1)


def test_that_there_are_no_corrections_is_said_beside_the_lines(company: CommandLine) -> None:
    run = CliRunner().invoke(cli, ["nlp", "corrections", "--since", "2099-01-01"])
    assert (run.stdout, run.stderr) == ("", "Nobody has put a suggestion right yet\n")
    assert "cannot be written" in company.says("nlp", "corrections", "--out", "no/x.jsonl", status=1)


def test_simple_ways_stand_beside_it_on_request(hazardline: CommandLine, labelled: str) -> None:
    told = json.loads(hazardline.says("nlp", "evaluate", labelled, "--json", "--baselines"))
    assert list(told) == ["overall", "by_lang", "by_domain", "baselines", "ahead"]
    assert set(told["baselines"]) == set(told["ahead"]) == {"keywords", "bm25"}
    assert all(list(part) == ["overall", "by_lang", "by_domain"] for part in told["baselines"].values())
    assert all(-1 <= least <= most <= 1 for least, most in told["ahead"].values())
    said = hazardline.says("nlp", "evaluate", labelled, "--baselines")
    assert "│ Keywords zh " in said
    assert "Strictly right, against BM25: " in said
    (beside,) = [line.split("│") for line in said.splitlines() if "│ BM25 zh " in line]
    assert beside[-2].strip() == "–"


def test_how_far_a_candidate_agrees_is_told(hazardline: CommandLine) -> None:
    file = hazardline.folder / "data" / SHADOW
    fire = Side("library-ngram/1", Category.FIRE, 0.9, False, "FI-01")
    for guess in (Category.FIRE, Category.FIRE, Category.ELECTRICAL):
        append(file, Compared(fire, Side("fused/2", guess, 0.8, False, None)), lambda: date(2026, 11, 24))
    (pair,) = json.loads(hazardline.says("nlp", "shadow", "--json"))["pairs"]
    assert (pair["candidate"], pair["n"], pair["same"]) == ("fused/2", 3, pytest.approx(2 / 3))
    assert hazardline.says("nlp", "shadow").splitlines() == [
        "fused/2 beside library-ngram/1, 2026-11-24 to 2026-11-24: 3 compared",
        "The same guess: 66.7%; where both were sure: 66.7%",
        "Sure enough: 100.0% in service, 100.0% the candidate",
        "1 × Fire in service, Electrical the candidate",
    ]


def test_where_no_candidate_was_tried_it_is_said_how_one_is(hazardline: CommandLine) -> None:
    assert "Set HAZARDLINE_NLP_SHADOW" in hazardline.says("nlp", "shadow", status=1)
    assert json.loads(hazardline.says("nlp", "shadow", "--json")) == {"pairs": []}


def test_a_candidate_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAZARDLINE_NLP_SHADOW", str(tmp_path / "none"))
    with pytest.raises(BadSettings) as caught:
        read_settings()
    assert caught.value.facts["variable"] == "HAZARDLINE_NLP_SHADOW"
    monkeypatch.setenv("HAZARDLINE_NLP_SHADOW", str(tmp_path))
    assert read_settings().nlp_shadow == tmp_path
    monkeypatch.setenv("HAZARDLINE_NLP_SHADOW", "")
    assert read_settings().nlp_shadow is None
