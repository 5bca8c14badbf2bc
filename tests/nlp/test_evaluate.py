"""What counts as right: every measure by hand over a few sentences, whatever it was that judged them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from nlp.classifier import Alternative, Judgement
from nlp.evaluate import Outcome, confusion, measures, outcomes, report
from nlp.labelled import Labelled
from workflow.library import Category, Grade

FIRE, WIRES, FLOOR, LADDER = Category.FIRE, Category.ELECTRICAL, Category.ENVIRONMENT, Category.HEIGHT


def told(*likely: Category, confidence: float = 0.9, abstained: bool = False, grade: Grade | None = None) -> Judgement:
    others = tuple(Alternative(category, None, confidence) for category in likely)
    return Judgement(
        None if abstained or not likely else likely[0], grade, None, confidence, others, "parrot/1", abstained
    )


@dataclass
class Parrot:
    """A classifier that says of each text what it was taught."""

    says: dict[str, Judgement]
    model: str = "parrot/1"
    heard: list[str] = field(default_factory=list)

    def judge(self, words: str) -> Judgement:
        self.heard.append(words)
        return self.says[words]

    def judge_within(self, words: str, category: Category) -> Judgement:
        return self.judge(words)


def sentence(text: str, category: Category, *others: Category, grade: Grade | None = None, **where: str) -> Labelled:
    return Labelled(text, where.get("lang", "en"), category, frozenset(others), grade, where.get("domain", ""))


def judged(*pairs: tuple[Labelled, Judgement]) -> list[Outcome]:
    return list(outcomes(Parrot({example.text: said for example, said in pairs}), [example for example, _ in pairs]))


FOUR = judged(
    (sentence("right", FIRE, lang="zh", domain="coal"), told(FIRE, confidence=0.95)),
    (sentence("defensible", FLOOR, FIRE, lang="zh"), told(FIRE, FLOOR, confidence=0.85)),
    (sentence("wrong", WIRES, domain="rail"), told(FIRE, FLOOR, LADDER, WIRES, confidence=0.75)),
    (sentence("unsure", LADDER), told(LADDER, confidence=0.25, abstained=True)),
)


def test_right_means_the_category_and_leniently_also_what_can_be_defended() -> None:
    assert (measures(FOUR)["n"], measures(FOUR)["strict"], measures(FOUR)["lenient"]) == (4, 0.5, 0.75)


def test_what_was_too_unsure_to_be_proposed_has_its_guess_counted_all_the_same() -> None:
    unsure = FOUR[3]
    assert (unsure.guess, unsure.strict, unsure.answered) == (LADDER, True, False)
    assert measures(FOUR)["coverage"] == 0.75
    assert measures(FOUR)["accepted_lenient"] == pytest.approx(2 / 3)


def test_macro_f1_is_the_mean_over_the_categories_that_people_gave() -> None:
    # fire: one of three guesses right, one of one found: 2*1/(1+3); height 1; environment and electrical 0.
    assert measures(FOUR)["macro_f1"] == pytest.approx((0.5 + 1 + 0 + 0) / 4)


def test_the_first_three_count_and_the_fourth_does_not() -> None:
    assert measures(FOUR)["top3"] == 0.75


def test_an_alternative_told_twice_takes_one_place_of_the_three() -> None:
    (one,) = judged((sentence("twice", WIRES), told(FIRE, FIRE, FLOOR, FLOOR, WIRES)))
    assert one.top == {FIRE, FLOOR, WIRES}


def test_calibration_error_is_the_distance_of_confidence_from_being_right_in_ten_bins() -> None:
    gaps = (0.95 - 1) + 0, 0.85 - 1, 0.75 - 0, 0.25 - 1
    assert measures(FOUR)["ece"] == pytest.approx(sum(map(abs, gaps)) / 4)
    over = judged(*((sentence(str(n), FIRE), told(FIRE if n < 5 else FLOOR, confidence=1.0)) for n in range(10)))
    assert measures(over)["ece"] == pytest.approx(0.5)
    right = judged(*((sentence(str(n), FIRE), told(FIRE if n < 5 else FLOOR, confidence=0.5)) for n in range(10)))
    assert measures(right)["ece"] == pytest.approx(0)


def test_major_hazards_are_found_by_their_grade_or_by_the_screen() -> None:
    examples = [sentence(text, FIRE, grade=Grade.MAJOR) for text in ("graded", "screened", "missed")]
    trifle = sentence("trifle", FIRE, grade=Grade.GENERAL)
    says = {text: told(FIRE) for text in ("screened", "missed", "trifle")} | {"graded": told(FIRE, grade=Grade.MAJOR)}
    alone = list(outcomes(Parrot(says), [*examples, trifle]))
    assert measures(alone)["major_recall"] == pytest.approx(1 / 3)
    screened = list(outcomes(Parrot(says), [*examples, trifle], lambda words: words == "screened"))
    assert measures(screened)["major_recall"] == pytest.approx(2 / 3)


def test_a_share_of_nothing_is_none() -> None:
    assert measures(FOUR)["major_recall"] is None
    silent = judged((sentence("noise", FIRE), told(confidence=0.0, abstained=True)))
    assert (measures(silent)["strict"], measures(silent)["coverage"]) == (0, 0)
    assert measures(silent)["accepted_lenient"] is None
    assert set(measures([]).values()) == {0, None}


def test_the_report_has_the_same_measures_for_all_each_language_and_each_domain() -> None:
    told_of = report(FOUR)
    assert list(told_of) == ["overall", "by_lang", "by_domain"]
    assert {name: measures["n"] for name, measures in told_of["by_lang"].items()} == {"en": 2, "zh": 2}
    assert {name: measures["n"] for name, measures in told_of["by_domain"].items()} == {"coal": 1, "rail": 1}
    keys = ["n", "strict", "lenient", "macro_f1", "top3", "coverage", "accepted_lenient", "ece", "major_recall"]
    parts: Sequence[dict[str, object]] = [told_of["overall"], *told_of["by_lang"].values()]  # type: ignore[list-item]
    assert all(list(part) == keys for part in parts)


def test_each_sentence_is_judged_once_and_nothing_else_of_it_is_told() -> None:
    parrot = Parrot({"right": told(FIRE), "wrong": told(FLOOR)})
    list(outcomes(parrot, [sentence("right", FIRE), sentence("wrong", FIRE)]))
    assert parrot.heard == ["right", "wrong"]


def test_confusion_counts_what_was_taken_for_what() -> None:
    nothing = judged((sentence("noise", FIRE), told(confidence=0.0, abstained=True)))
    pairs = {(FIRE, FIRE): 1, (FLOOR, FIRE): 1, (WIRES, FIRE): 1, (LADDER, LADDER): 1, (FIRE, None): 1}
    assert confusion([*FOUR, *nothing]) == pairs
