"""The model card: what a model of ours is, what it learnt from, how it is made again, how often it was right."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from nlp.checkpoint import CONFIG, SHIPPED
from nlp.guessed import Made, defensible
from nlp.material import CONTEST, UNUSED

CARD = "README.md"
TOOLS = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "numpy", "safetensors")

_CARD = """---
language: [zh, en]
{licence}pipeline_tag: text-classification
---

# Which category of workplace hazard a sentence tells of

Judges a worker's report, Chinese or English, into 14 categories. Three parts, weighed against each other and calibrated
(`fusion.json`): a linear model over character n-grams and words (`linear.safetensors`), {transformer}
(`config.json`, `tokenizer.json`, `model.safetensors`, `model.onnx`),
and likeness to the hazard library, which is not in this folder.

## Meant for

A first guess that a person confirms: it is shown, never acted upon alone. Below a confidence of {threshold:.2f} it
abstains and the person is asked. It does not decide whether a hazard is major, nor who is at fault.

## Learnt from

{examples} labelled sentences and {texts} in all (sha256 of the files: `{digest}`):
{sources}

## How often it is right

On {measured} measuring sentences that the parts had not learnt: the best guess can be defended for {lenient:.1%} of
them, {coverage:.0%} are answered, and of those {accepted:.1%} can be defended. Weights and threshold were fitted on the
same sentences, which tells it a little too well; the linear model has learnt them since, which tells it too
badly.{more}

## Made again

    {command}

Seed {seed}; Python {python}; {tools}.
"""
_CONTEST = """self-reports of enterprises in Shenzhen (SODIC 2021 contest on the quality of hazard reports; no licence
is stated), ledgers of construction, railway construction and a coal mine, labelled for this project; """
_OURS = """sentences written for this project and names of the hazard library, which lie in it
(`nlp/data/sentences.jsonl`, `storage/library`)"""
_OF_THE_CONTEST = """; the real ones do not. Phone and identity numbers were masked in them and
names replaced before. They are of manufacturing in one region: other trades, dialects and English are rarer, and judged
worse."""
_CROSS_VALIDATED = "\nCross-validated figures with intervals, baselines and ablation: `docs/benchmarks.md`."


def write_card(made: Made, folder: Path, seed: int, command: str) -> None:
    """Beside the models. command: by which it was made."""
    guesses, fusion = made.guesses, made.fusion
    chances = fusion.probabilities(guesses.linear, guesses.transformer, guesses.evidence)
    right = defensible(made.material.measured, chances)
    both = zip(chances.max(axis=1).tolist(), guesses.likeness.tolist(), strict=True)
    answered = np.array([fusion.confidence(best, likeness) >= fusion.sure_enough for best, likeness in both])
    told = _CARD.format(
        licence="license: mit\n" if _is_ours(made) else "",
        transformer=_transformer(made, folder),
        threshold=fusion.sure_enough,
        examples=f"{len(made.material.examples):,}",
        texts=f"{len(made.material.texts):,}",
        digest=made.material.digest,
        sources=_sources(made),
        measured=len(right),
        lenient=right.mean(),
        coverage=answered.mean(),
        accepted=right[answered].mean() if answered.any() else 0.0,
        more=_CROSS_VALIDATED if _is_ours(made) and _of_contest(made) else "",
        command=command,
        seed=seed,
        python=platform.python_version(),
        tools=", ".join(_versions()),
    )
    (folder / CARD).write_text(told, "utf-8")


def _of_contest(made: Made) -> bool:
    return any(source.digest == CONTEST for source in made.material.sources)


def _is_ours(made: Made) -> bool:
    """Whether the transformer learnt from nothing else than is told here; another's licence nobody knows."""
    return made.start is None or made.start.resolve() == SHIPPED.resolve()


def _transformer(made: Made, folder: Path) -> str:
    """As its configuration says, and where it comes from."""
    said = json.loads((folder / CONFIG).read_bytes())
    facts = {"{}": "model_type", "{} layers": "num_hidden_layers", "{} dimensions": "hidden_size"}
    known = ", ".join(words.format(said[name]) for words, name in facts.items() if said.get(name))
    kind = f"a transformer ({known})" if known else "a transformer"
    if made.start is None:
        return f"{kind} trained from nothing"
    how = "taken as it is" if made.linear_only else "taught further"
    return f"{kind} {how} from `{made.start.name}`"


def _sources(made: Made) -> str:
    if _of_contest(made):
        return f"{_CONTEST}{_OURS}{_OF_THE_CONTEST}"
    files = [f"`{one.file}` ({one.kind}, {one.count:,} lines)" for one in made.material.sources if one.kind != UNUSED]
    return f"{_OURS}; {', '.join(files)}, which do not."


def _versions() -> list[str]:
    """Of what is installed here."""
    found = []
    for name in TOOLS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found
