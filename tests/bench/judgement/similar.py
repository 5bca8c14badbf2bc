"""Measures what nlp/similar.py is worth: pairs of reports by several measures beside each other, and 100,000 cases.

python -m tests.bench.judgement.similar [--given FILE.jsonl] [--fit] [--cases N]
"""

import argparse
import gc
import json
import math
import random
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.concepts import levelled, tokens
from nlp.known_case import KnownCase
from nlp.sameness import evidence
from nlp.similar import SURE_ENOUGH, SimilarCases

OWN = Path(__file__).with_name("pairs.jsonl")
FOLDS, SEED, BOOTSTRAPS = 5, 5, 1000
UNRELATED = 0.15  # weight of the pairs made of two hazards that have nothing to do with each other
RIDGE = 1.0
RECALL = 0.9
ASKED = 200  # queries that are timed
THRESHOLDS = (0.5, 0.7, 0.75, 0.8, 0.85, 0.9)

Floats = NDArray[np.float64]
Pair = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.judgement.similar", description=__doc__)
    parser.add_argument("--given", type=Path, help="further pairs, never trained on: one {a, b, same} a line")
    parser.add_argument("--fit", action="store_true", help="print the weights that all own pairs give")
    parser.add_argument("--cases", type=int, default=0, help="how many cases to fill an index with, and to time it")
    asked = parser.parse_args()
    own = read(OWN)
    if asked.fit:
        weights = fitted(own)
        print("WEIGHTS =", tuple(round(float(weight), 2) for weight in weights))
        return
    if asked.cases:
        print(json.dumps(timed(asked.cases), indent=1))
        return
    print_table("own pairs, 5-fold", own, cross_validated(own))
    print_register(own)
    if asked.given:
        given = read(asked.given)
        print_table("given pairs, trained on all own", given, judged(given, fitted(own)))


def read(file: Path) -> list[Pair]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


# Ours


def fitted(pairs: Sequence[Pair]) -> Floats:
    """Weights of `evidence`, constant first: ridge logistic regression by Newton's method."""
    apart = [(one["a"], other["b"]) for one, other in unrelated(pairs)]
    rows = np.array([(1.0, *evidence(*pair)) for pair in [*((p["a"], p["b"]) for p in pairs), *apart]])
    right = np.array([float(pair["same"]) for pair in pairs] + [0.0] * len(apart))
    counts = np.array([1.0] * len(pairs) + [UNRELATED] * len(apart))
    weights = np.zeros(rows.shape[1])
    ridge = np.diag([0.0] + [RIDGE] * (rows.shape[1] - 1))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (chance - right)) + ridge @ weights
        bend = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def unrelated(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Each pair's first sentence with the second one of another pair: the likest in its language, and in the other."""
    named = [names(pair["b"]) for pair in pairs]
    for number, pair in enumerate(pairs):
        said = names(pair["a"])
        for same_language in (True, False):
            others = [
                n
                for n, other in enumerate(pairs)
                if n != number and (other["b"].isascii() == pair["a"].isascii()) is same_language
            ]
            yield pair, pairs[max(others, key=lambda n: len(said & named[n]) / (len(said | named[n]) or 1))]


def names(text: str) -> set[tuple[str, str]]:
    return set(tokens(levelled(text)))


def judged(pairs: Sequence[Pair], weights: Floats) -> Floats:
    rows = np.array([(1.0, *evidence(pair["a"], pair["b"])) for pair in pairs])
    return np.asarray(1 / (1 + np.exp(-rows @ weights)))


def cross_validated(pairs: Sequence[Pair]) -> Floats:
    """Each pair judged by weights that were fitted to the other folds."""
    order = list(range(len(pairs)))
    random.Random(SEED).shuffle(order)
    chances = np.zeros(len(pairs))
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = [pairs[n] for n in order if n not in set(held)]
        chances[held] = judged([pairs[n] for n in held], fitted(rest))
    return chances


# Beside it


def baselines(pairs: Sequence[Pair]) -> dict[str, Floats]:
    from rapidfuzz import fuzz

    measures: dict[str, Callable[[str, str], float]] = {
        "rapidfuzz token_set_ratio": fuzz.token_set_ratio,
        "rapidfuzz WRatio": fuzz.WRatio,
        "TF-IDF character 1-4-grams, cosine": tfidf(pairs),
    }
    return {name: np.array([of(p["a"], p["b"]) for p in pairs]) for name, of in measures.items()}


def tfidf(pairs: Sequence[Pair]) -> Callable[[str, str], float]:
    texts = [pair[side] for pair in pairs for side in "ab"]
    held = Counter(gram for text in texts for gram in set(grams(text)))

    def vector(text: str) -> dict[str, float]:
        return {g: n * (1 + math.log((1 + len(texts)) / (1 + held[g]))) for g, n in Counter(grams(text)).items()}

    def cosine(one: str, other: str) -> float:
        a, b = vector(one), vector(other)
        return sum(w * b.get(g, 0.0) for g, w in a.items()) / math.hypot(*a.values()) / math.hypot(*b.values())

    return cosine


def grams(text: str) -> list[str]:
    said = text.casefold()
    return [said[at : at + size] for size in range(1, 5) for at in range(len(said) - size + 1)]


# Figures


def print_table(title: str, pairs: Sequence[Pair], ours: Floats) -> None:
    same = np.array([bool(pair["same"]) for pair in pairs])
    print(f"\n{title}: n = {len(pairs)}, {int(same.sum())} the same")
    for name, scores in {"nlp/similar": ours, **baselines(pairs)}.items():
        area, precise = with_interval(same, scores, auc), with_interval(same, scores, precision_at_recall)
        print(f"  {name:36} AUC {area}   precision at {RECALL} recall {precise}")
    for least in THRESHOLDS:
        asked = ours >= least
        right = same[asked].mean() if asked.any() else math.nan
        print(f"  asked at {least:.2f}: precision {right:.3f}, recall {asked[same].mean():.3f}")
    print(f"  calibration error {calibration_error(same, ours):.3f}")
    for why in sorted({pair.get("why", "") for pair in pairs} - {""}):
        of = np.array([pair["why"] == why for pair in pairs])
        print(f"  {why:12} n {int(of.sum()):3} same {same[of].mean():.0f}   mean chance {ours[of].mean():.2f}")


def print_register(pairs: Sequence[Pair]) -> None:
    """All second sentences as open cases of one place, and every first one as a report: the likeliest is the right one?

    With the weights that the product has, which have seen these pairs.
    """
    index = SimilarCases(KnownCase(str(number), pair["b"]) for number, pair in enumerate(pairs))
    found = [index.like(KnownCase("new", pair["a"])) for pair in pairs]
    right = [
        bool(alike) and alike[0].case.id == str(number) and pair["same"]
        for number, (alike, pair) in enumerate(zip(found, pairs, strict=True))
    ]
    asked, same = sum(map(bool, found)), sum(pair["same"] for pair in pairs)
    print(
        f"  one register of {len(pairs)} cases at {SURE_ENOUGH}: asked {asked}, right {sum(right)} of {same} repeated"
    )


def with_interval(same: NDArray[np.bool_], scores: Floats, figure: Callable[..., float]) -> str:
    """The figure with its 95 % interval by drawing the pairs again."""
    draw = np.random.default_rng(SEED)
    drawn = [draw.integers(0, len(same), len(same)) for _ in range(BOOTSTRAPS)]
    found = sorted(figure(same[d], scores[d]) for d in drawn if 0 < same[d].sum() < len(d))
    low, high = found[int(0.025 * len(found))], found[int(0.975 * len(found))]
    return f"{figure(same, scores):.3f} ({low:.3f}-{high:.3f})"


def auc(same: NDArray[np.bool_], scores: Floats) -> float:
    above = scores[same][:, None] - scores[~same][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def precision_at_recall(same: NDArray[np.bool_], scores: Floats) -> float:
    least = np.sort(scores[same])[math.floor((1 - RECALL) * same.sum())]
    return float(same[scores >= least].mean())


def calibration_error(same: NDArray[np.bool_], chances: Floats, bins: int = 10) -> float:
    places = np.minimum((chances * bins).astype(int), bins - 1)
    of = [places == place for place in range(bins) if (places == place).any()]
    return float(sum(abs(same[b].mean() - chances[b].mean()) * b.sum() for b in of) / len(same))


# One hundred thousand cases

PLACES = [
    "冲压",
    "注塑",
    "装配",
    "包装",
    "焊接",
    "电镀",
    "抛光",
    "热处理",
    "机加工",
    "原料",
    "成品",
    "危化品",
    "木工",
    "印刷",
    "染整",
    "铸造",
]
ROOMS = ["车间", "仓库", "配电室", "走廊", "楼梯间", "更衣室", "平台", "通道", "检修间", "门口"]
WHATS = [
    "灭火器",
    "配电箱",
    "护栏",
    "防护罩",
    "应急灯",
    "气瓶",
    "电缆",
    "叉车",
    "货架",
    "盖板",
    "急停按钮",
    "安全阀",
    "软管",
    "梯子",
    "消火栓",
    "风机",
    "插座",
    "皮带轮",
    "脚手板",
    "吊钩",
]
FAULTS = [
    "坏了没人修",
    "松动摇晃",
    "漏油一地",
    "被杂物挡住",
    "没有固定",
    "过期没检",
    "裂了一条口子",
    "缺了一块",
    "外皮破损",
    "一直不亮",
    "锈穿了",
    "没上锁",
    "撞歪了",
    "堆得太高",
    "接头渗水",
    "声音很大",
    "缺警示牌",
    "冒烟发烫",
]


def told(draw: random.Random) -> str:
    where = f"{draw.choice(PLACES)}{draw.choice(ROOMS)}{draw.randrange(1, 20)}楼{draw.randrange(1, 60)}号"
    return f"{where}{draw.choice(WHATS)}{draw.choice(FAULTS)}，{draw.choice('早中晚夜')}班发现"


def made(count: int) -> Iterator[KnownCase]:
    """Cases of a plant of 400 areas and 2,000 machines, each with a picture."""
    draw = random.Random(SEED)
    for number in range(count):
        area = f"/plant/hall{draw.randrange(20)}/room{draw.randrange(400)}/"
        machine = f"machine{draw.randrange(2000)}" if draw.random() < 0.5 else None
        yield KnownCase(f"{number:036d}", told(draw), area, machine, (f"{draw.getrandbits(143):036x}",))


def timed(count: int) -> dict[str, float]:
    """Milliseconds a query and a change, megabytes of the index."""
    index, cases = SimilarCases(), []
    gc.collect()
    before, started = resident(), time.perf_counter()
    for number, case in enumerate(made(count)):
        index.put(case)
        if number % (count // ASKED) == 0:
            cases.append(case)
    filled, megabytes = time.perf_counter() - started, (resident() - before) / 1e6
    draw = random.Random(SEED + 1)
    asked = [KnownCase("new", told(draw), case.area_path, case.equipment, case.photos) for case in cases]
    queries = [spent(index.like, report) for report in asked]
    changes = [spent(index.put, KnownCase(f"new{n}", told(draw))) for n in range(200)]
    changes += [spent(index.remove, f"new{n}") for n in range(200)]
    return {
        "cases": count,
        "query_ms_p50": statistics.median(queries),
        "query_ms_p99": sorted(queries)[int(0.99 * len(queries))],
        "change_ms_p50": statistics.median(changes),
        "change_ms_max": max(changes),
        "index_mb_with_its_cases": round(megabytes, 1),
        "filled_s": round(filled, 1),
    }


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def spent(work: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    work(*arguments)
    return round((time.perf_counter() - started) * 1000, 3)


if __name__ == "__main__":
    main()
