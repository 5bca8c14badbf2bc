"""What the judgement learns from: every label and sentence is one that training can read, and none stands twice."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from nlp.wording import folded
from workflow.library import Category, Grade

DATA = Path(__file__).parents[2] / "nlp" / "data"
MEASURED = Path(__file__).parents[1] / "bench" / "judgement"


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def labels() -> list[dict[str, str]]:
    with (DATA / "labels.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_labels_name_their_row_its_categories_and_a_grade() -> None:
    rows = labels()
    assert len({row["id"] for row in rows}) == len(rows) >= 16_000
    for row in rows:
        categories = [Category(category) for category in row["categories"].split("/")]
        assert len(set(categories)) == len(categories) <= 3, row
        assert row["grade"] == "" or Grade(row["grade"]), row
        assert row["vague"] in ("", "yes"), row


def test_no_sentence_of_a_report_stands_beside_its_label() -> None:
    assert set(labels()[0]) == {"id", "categories", "grade", "vague"}
    assert all(row["id"].isascii() for row in labels())


def test_own_sentences_are_of_both_languages_and_every_category() -> None:
    rows = lines(DATA / "sentences.jsonl")
    texts = Counter(folded(row["text"]) for row in rows)
    assert [text for text, times in texts.items() if times > 1] == []
    for language, least in (("zh", 5), ("en", 50)):
        known = Counter(Category(row["category"]) for row in rows if row["lang"] == language)
        assert min(known[category] for category in Category) >= least, known
    for row in rows:
        assert row["category"] not in row["alt_categories"]
        assert len([Category(alt) for alt in row["alt_categories"]]) <= 2
        assert row["grade"] is None or Grade(row["grade"])


def test_each_major_hazard_is_worded_in_three_ways_and_ordinary_ones_stand_beside() -> None:
    rows = lines(MEASURED / "major.jsonl")
    ways: dict[str, set[int]] = {}
    for row in rows:
        if row["entry"]:
            ways.setdefault(row["entry"], set()).add(row["way"])
    assert len(ways) >= 171
    assert all(said == {1, 2, 3} for said in ways.values())
    assert sum(row["entry"] is None for row in rows) >= 300


def test_half_of_the_pairs_are_near_misses() -> None:
    rows = lines(MEASURED / "pairs.jsonl")
    assert Counter(row["same"] for row in rows) == {True: 250, False: 250}
    assert all(row["a"] != row["b"] for row in rows)


def test_own_sentences_on_quality_are_of_both_kinds_in_both_languages_and_stand_once() -> None:
    rows = lines(DATA / "quality.jsonl")
    kinds = Counter((row["lang"], row["vague"]) for row in rows)
    assert min(kinds[language, vague] for language in ("zh", "en") for vague in (True, False)) >= 50
    assert len({folded(row["text"]) for row in rows}) == len(rows)


def test_the_readme_counts_what_is_there() -> None:
    readme = (DATA / "README.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `([\w.]+)` \| ([\d,]+) \|", readme, re.MULTILINE))
    sizes = {name: len((DATA / name).read_bytes().rstrip().split(b"\n")) for name in told if name.endswith("jsonl")}
    sizes |= {"labels.tsv": len(labels())}
    assert {name: told[name] for name in sizes} == {name: f"{rows:,}" for name, rows in sizes.items()}
    by_language = Counter(row["lang"] for row in lines(DATA / "sentences.jsonl"))
    assert f"{by_language['zh']:,} Chinese and {by_language['en']:,} English" in readme
