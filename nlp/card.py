"""The model card: what a model of ours is, what it learnt from, how it is made again, how often it was right."""

import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np

from nlp.fusing import defensible
from nlp.train import Made

CARD = "README.md"
TOOLS = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "numpy", "safetensors")

_CARD = """---
language: [zh, en]
license: mit
pipeline_tag: text-classification
---

# Which category of workplace hazard a sentence tells of

Judges a worker's report, Chinese or English, into 14 categories. Three parts, weighed against each other and calibrated
(`fusion.json`): a linear model over character n-grams and words (`linear.safetensors`), a BERT of 2 layers and 128
dimensions trained from nothing (`config.json`, `tokenizer.json`, `model.safetensors` in half precision, `model.onnx` in
int8), and likeness to the hazard library, which is not in this folder.

## Meant for

A first guess that a person confirms: it is shown, never acted upon alone. Below a confidence of {threshold:.2f} it
abstains and the person is asked. It does not decide whether a hazard is major, nor who is at fault.

## Learnt from

{examples} labelled sentences and {texts} in all (sha256 of the files: `{digest}`):
self-reports of enterprises in Shenzhen (SODIC 2021 contest on the quality of hazard reports; no licence is stated),
ledgers of construction, railway construction and a coal mine, labelled for this project; sentences written for this
project; names of the hazard library. Phone and identity numbers were masked and names replaced before. None of the
sentences is part of the project. They are of manufacturing in one region: other trades, dialects and English are rarer,
and judged worse.

## How often it is right

On {measured} measuring sentences that the parts had not learnt, weights and threshold fitted on the same ones (so a
little too good; cross-validated figures with intervals, baselines and ablation: `docs/benchmarks.md`): the best guess
can be defended for {lenient:.1%} of them, {coverage:.0%} are answered, and of those {accepted:.1%} can be defended.

## Made again

    {command}

Seed {seed}; Python {python}; {tools}.
"""


def write_card(made: Made, folder: Path, seed: int, command: str) -> None:
    """Beside the models. command: by which it was made."""
    guesses, fusion = made.guesses, made.fusion
    chances = fusion.probabilities(guesses.linear, guesses.transformer, guesses.evidence)
    right = defensible(made.material.measured, chances)
    both = zip(chances.max(axis=1).tolist(), guesses.likeness.tolist(), strict=True)
    answered = np.array([fusion.confidence(best, likeness) >= fusion.sure_enough for best, likeness in both])
    told = _CARD.format(
        threshold=fusion.sure_enough,
        examples=f"{len(made.material.examples):,}",
        texts=f"{len(made.material.texts):,}",
        digest=made.material.digest,
        measured=len(right),
        lenient=right.mean(),
        coverage=answered.mean(),
        accepted=right[answered].mean(),
        command=command,
        seed=seed,
        python=platform.python_version(),
        tools=", ".join(f"{name} {version(name)}" for name in TOOLS),
    )
    (folder / CARD).write_text(told, "utf-8")
