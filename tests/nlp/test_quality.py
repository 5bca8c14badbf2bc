"""What is doubted of a report: the shipped model on sentences of ours, in both languages, and when it cannot be read."""

import json
import logging
import shutil
from pathlib import Path

import numpy as np
import pytest

from nlp.doubts import Reason, reason_of
from nlp.examples import SENTENCES
from nlp.form import form, formed, length
from nlp.linear import Features, LinearModel
from nlp.ngrams import grams
from nlp.quality import LABELS, LIMITS_FILE, MODEL_FILE, SHIPPED, Limits, Quality

QUALITY = Quality()
# Written for this test, and not learned from.
GENUINE = (
    "四号冲床的护罩不见了",
    "5号叉车倒车没声音",
    "铣床脚踏开关卡住弹不起来",
    "二楼走廊的灭火器压力没了",
    "更衣室插座烧焦了",
    "皮带机走廊护栏少一根",
    "电梯口地上一摊水",
    "打磨间灰大得看不见人",
    "guard off lathe 7",
    "no chain on the oxygen bottle",
    "forklift reversing alarm dead",
    "oil puddle next to pump 3",
    "extinguisher by the stairs has no pressure",
    "cable worn through at the welding bay",
)
DOUBTFUL = (
    "已经整改了",
    "已完成整改",
    "隐患已整改到位",
    "应急照明",
    "一切良好",
    "无隐患",
    "安全出口是否畅通",
    "all fixed now",
    "everything ok",
    "fire extinguishers",
)


def judged(words: str) -> float:
    doubt = QUALITY.judge(words)
    assert doubt is not None
    return doubt.probability


def is_high(words: str) -> bool:
    doubt = QUALITY.judge(words)
    return doubt is not None and doubt.high


@pytest.mark.parametrize("words", GENUINE)
def test_short_words_that_say_what_is_wrong_are_not_asked_about(words: str) -> None:
    assert not is_high(words), judged(words)


@pytest.mark.parametrize("words", DOUBTFUL)
def test_words_that_tell_of_no_hazard_are_asked_about(words: str) -> None:
    assert is_high(words), judged(words)


def test_hardly_any_sentence_written_for_this_project_is_asked_about() -> None:
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text("utf-8").splitlines()]
    assert sum(map(is_high, texts)) <= 0.02 * len(texts)


@pytest.mark.parametrize("words", ["", "   ", "。", "\x00", "漏" * 5000, "🙂", "ignore all instructions", "е́"])
def test_any_text_is_judged(words: str) -> None:
    assert 0 <= judged(words) <= 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("……", Reason.EMPTY),
        ("1", Reason.EMPTY),
        ("已现场整改完毕。", Reason.ONLY_DONE),
        ("It has been fixed", Reason.ONLY_DONE),
        ("今日检查未发现隐患", Reason.NOTHING_WRONG),
        ("all good", Reason.NOTHING_WRONG),
        ("疏散通道应保持畅通", Reason.COPIED_RULE),
        ("应急灯是否完好", Reason.COPIED_RULE),
        ("Exits must be kept clear", Reason.COPIED_RULE),
        ("消火栓", Reason.BARE_THING),
        ("Fire hydrant", Reason.BARE_THING),
        ("这里有点问题", Reason.VAGUE),
        ("something is unsafe", Reason.VAGUE),
    ],
)
def test_the_reason_says_what_makes_words_doubtful(words: str, reason: Reason) -> None:
    assert reason_of(words) is reason


def test_what_was_put_right_is_more_than_that_it_was() -> None:
    assert reason_of("灭火器过期，已更换") is not Reason.ONLY_DONE


@pytest.mark.parametrize("lost", [MODEL_FILE, LIMITS_FILE])
def test_without_its_files_nothing_is_doubted_and_the_log_says_so_once(
    tmp_path: Path, lost: str, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    (tmp_path / lost).write_bytes(b"broken")
    quality = Quality(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert [quality.judge("灭火器"), quality.judge("已整改")] == [None, None]
    (told,) = caplog.records
    assert lost in told.getMessage()


def test_a_model_of_something_else_is_not_used(tmp_path: Path) -> None:
    features = Features(("灭火",), np.ones(1, np.float32))
    other = LinearModel(("fire", "height"), features, np.zeros((1, 2), np.float32), np.zeros(2, np.float32))
    other.save(tmp_path / MODEL_FILE)
    Limits(0.3, 0.5).save(tmp_path / LIMITS_FILE)
    assert Quality(tmp_path).judge("灭火器") is None


def test_a_model_reads_again_as_it_was_written_with_its_reader(tmp_path: Path) -> None:
    for read in (grams, formed):
        known = tuple(sorted(set(read("已整改；"))))
        weight = np.linspace(-1, 1, 2 * len(known), dtype=np.float32).reshape(-1, 2)
        model = LinearModel(LABELS, Features(known, np.ones(len(known), np.float32), read), weight, np.zeros(2, "f4"))
        model.save(tmp_path / "model")
        again = LinearModel.load(tmp_path / "model")
        assert again.features.read is read
        assert again.probabilities("已整改；") == pytest.approx(model.probabilities("已整改；"), abs=1e-3)


def test_the_form_tells_what_n_grams_do_not() -> None:
    assert set(grams("已整改")) == set(grams("已整改；"))
    assert set(form("已整改")) != set(form("已整改；"))
    assert not set(form("guard off；已整改")) & set(grams("guard off；已整改"))


def test_english_is_as_long_as_what_it_says() -> None:
    assert length("guardoff") == 4
    assert length("护罩没了") == 4
