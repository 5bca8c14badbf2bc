"""What a whole judgement costs: loading, one report, many reports, memory; beside a torch pipeline of the same weights.

`python -m tests.bench.judgement.speed`. Each way is measured in a process of its own, on one core, with our own
sentences. The pipeline needs the extra `train`; without it only ours is measured.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles

from nlp.checkpoint import SHIPPED
from nlp.examples import SENTENCES
from nlp.labelled import read_labelled

REPORTS = 2000
KNOWN_CASES = 10_000
WAYS = ("ours", "pipeline")


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(_ours() if sys.argv[1] == "ours" else _pipeline()))
        return
    for way in WAYS:
        if way == "pipeline" and find_spec("torch") is None:
            print("pipeline: not measured, torch is not installed")
            continue
        one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.bench.judgement.speed", way]
        done = subprocess.run(command, env=one_core, check=True, capture_output=True, text=True)
        print(way, done.stdout.strip().splitlines()[-1], flush=True)


def _ours() -> dict[str, float]:
    """Library, linear model, transformer, quality, screening for major hazards, and 10,000 known cases."""
    from storage.directory import shipped_library

    entries = shipped_library()
    before, began = _memory(), time.perf_counter()
    from nlp import fused
    from nlp.retrieval import LibraryRetrieval

    library = LibraryRetrieval(entries)
    indexed = time.perf_counter()
    judge = fused.load(SHIPPED, library)
    loaded = time.perf_counter()
    told = {"index_s": indexed - began, "load_s": loaded - indexed, "memory_mb": _memory() - before}
    texts = _texts()
    told |= _times("judge", judge.judge, texts)
    from nlp.major import MajorScreen
    from nlp.quality import Quality

    quality, major, known = Quality(), MajorScreen(entries), _known_cases(texts)
    told["memory_with_all_mb"] = _memory() - before

    def whole(words: str) -> None:
        judge.judge(words)
        quality.judge(words)
        major.screen(words)
        known(words)

    def with_duplicates(words: str) -> None:
        judge.judge(words)
        known(words)

    return (
        told
        | _times("quality", quality.judge, texts)
        | _times("major", major.screen, texts)
        | _times("similar", known, texts)
        | _times("judge_and_similar", with_duplicates, texts)
        | _times("whole", whole, texts)
    )


def _known_cases(texts: list[str]) -> Callable[[str], object]:
    from nlp.known_case import KnownCase
    from nlp.similar import SimilarCases

    cases = SimilarCases()
    for number in range(KNOWN_CASES):
        words = texts[number % len(texts)]
        cases.put(KnownCase(f"case-{number}", f"{number % 97}号 {words}"[:200]))
    return lambda words: cases.like(KnownCase("", words))


def _pipeline() -> dict[str, float]:
    before, began = _memory(), time.perf_counter()
    import torch
    from transformers import BertForSequenceClassification, PreTrainedTokenizerFast, pipeline

    torch.set_num_threads(1)
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(SHIPPED / "tokenizer.json"), model_max_length=96)
    tokenizer.pad_token = "[PAD]"  # noqa: S105 - a token, but no secret
    model = BertForSequenceClassification.from_pretrained(SHIPPED, dtype=torch.float32)
    judge = pipeline("text-classification", model=model, tokenizer=tokenizer, top_k=4, device="cpu")
    told = {"load_s": time.perf_counter() - began, "memory_mb": _memory() - before}
    return told | _times("judge", lambda words: judge(words, truncation=True), _texts())


def _texts() -> list[str]:
    rows = read_labelled(SENTENCES)
    return [row.text for row in rows[:: max(len(rows) // REPORTS, 1)]][:REPORTS]


def _times(name: str, judge: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """p50 and p99 in milliseconds, and how many a second; of processor time, as others may want the same machine."""
    for words in texts[:50]:
        judge(words)
    spent = []
    for words in texts:
        began = time.thread_time()
        judge(words)
        spent.append((time.thread_time() - began) * 1000)
    cuts = quantiles(spent, n=100)
    return {f"{name}_p50_ms": cuts[49], f"{name}_p99_ms": cuts[98], f"{name}_per_s": 1000 * len(spent) / sum(spent)}


def _memory() -> float:
    """Resident, in MiB."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
