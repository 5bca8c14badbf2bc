"""Judges words by a transformer in standard Hugging Face form, ours or a company's own: how likely each category is.

Import this where a model is loaded and no earlier: NumPy, onnxruntime and tokenizers cost memory and a moment.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from nlp.checkpoint import SAFETENSORS, TOKENIZER, Checkpoint, UnusableModel, broken, read_checkpoint
from nlp.softmax import softmax
from workflow.library import Category

CATEGORIES = tuple(Category)
READ_CHARACTERS = 1_000  # more than 128 tokens in any language; the rest would only cost time
GIVEN = {"input_ids", "attention_mask", "token_type_ids"}
UNHEARD_OF = "\u16a0"  # a rune, which no model of ours has learnt: there has to be a token for what is unknown
ERRORS_ONLY, NOTHING_SHORT_OF_FATAL = 3, 4  # severities of onnxruntime's log

Ids: TypeAlias = NDArray[np.int64]
onnxruntime.disable_telemetry_events()  # else it calls its maker, wherever the company's network lets it
Probabilities: TypeAlias = NDArray[np.float64]
# (ids, mask), each (texts, tokens) -> logits, (texts, labels).
Logits: TypeAlias = Callable[[Ids, Ids], NDArray[np.float32]]

onnxruntime.set_default_logger_severity(ERRORS_ONLY)  # that there is no graphics card is no news


class Transformer:
    """A sequence classifier that was loaded. Any text is allowed, empty, foreign or hostile; threads may share it.

    A category that the model does not know has 0. model: name and version for `Judgement.model`.
    """

    def __init__(self, checkpoint: Checkpoint, tokenizer: Tokenizer, logits: Logits) -> None:
        self.model = checkpoint.name
        self._tokenizer, self._logits = tokenizer, logits
        self._means = np.array([[label is category for category in CATEGORIES] for label in checkpoint.labels], float)

    def probabilities(self, words: str) -> dict[Category, float]:
        """How likely each category is; they add up to 1."""
        return dict(zip(CATEGORIES, self._shares(words).tolist(), strict=True))

    def probabilities_of(self, many: Sequence[str]) -> Probabilities:
        """(texts, 14), in the order of `Category`.

        One after another: on one core that is no slower, and each answer is the one that the text gets alone.
        """
        return np.array([self._shares(words) for words in many]).reshape(-1, len(CATEGORIES))

    def _shares(self, words: str) -> Probabilities:
        row = np.array([self._ids(words)], np.int64)
        shares: Probabilities = _chances(self._logits(row, np.ones_like(row))[0]) @ self._means
        return shares

    def _ids(self, words: str) -> list[int]:
        return self._tokenizer.encode(_legal(words)).ids or [0]


def load(folder: Path) -> Transformer:
    """The model of a directory, tried out once. Raises UnusableModel, and nothing else for what lies in it."""
    checkpoint = read_checkpoint(folder)
    tokenizer = _tokenizer(checkpoint)
    logits = _torch(checkpoint) if checkpoint.weights.name == SAFETENSORS else _onnx(checkpoint)
    _try_out(checkpoint, tokenizer, logits)
    return Transformer(checkpoint, tokenizer, logits)


def _legal(words: str) -> str:
    """Halves of letters that stand alone, as broken clients send them, are no text for a tokenizer."""
    return words[:READ_CHARACTERS].encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _chances(logits: NDArray[np.float32]) -> Probabilities:
    """(labels,), adding up to 1; logits that are no numbers say nothing, so all are alike."""
    if not np.isfinite(logits).all():
        return np.full(len(logits), 1 / len(logits))
    return softmax(logits.astype(float))


def _tokenizer(checkpoint: Checkpoint) -> Tokenizer:
    with _reading(checkpoint, checkpoint.tokenizer):
        content = checkpoint.tokenizer.read_text("utf-8")
        whole = checkpoint.tokenizer.name == TOKENIZER
        tokenizer = Tokenizer.from_str(content) if whole else _word_pieces(content.splitlines(), checkpoint)
        tokenizer.no_padding()
        tokenizer.enable_truncation(checkpoint.max_tokens)
        tokenizer.encode(UNHEARD_OF)
        return tokenizer


def _word_pieces(words: Sequence[str], checkpoint: Checkpoint) -> Tokenizer:
    """What transformers makes of the vocab.txt of a BERT, whose line numbers are the ids."""
    said = checkpoint.tokenizer_config
    ids = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(WordPiece(ids, unk_token="[UNK]"))  # noqa: S106 - a token, but no secret
    tokenizer.normalizer = BertNormalizer(
        handle_chinese_chars=said.get("tokenize_chinese_chars", True),
        strip_accents=said.get("strip_accents"),
        lowercase=said.get("do_lower_case", True),
    )
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    return tokenizer


def _onnx(checkpoint: Checkpoint) -> Logits:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = NOTHING_SHORT_OF_FATAL
    cpu = ["CPUExecutionProvider"]
    with _reading(checkpoint, checkpoint.weights):
        session = onnxruntime.InferenceSession(str(checkpoint.weights), options, providers=cpu, enable_fallback=0)
        wanted = {node.name: np.int32 if node.type == "tensor(int32)" else np.int64 for node in session.get_inputs()}
        outputs = [node.name for node in session.get_outputs()]
    if not wanted.keys() <= GIVEN:
        raise broken(checkpoint, checkpoint.weights, f"asks for {', '.join(sorted(wanted.keys() - GIVEN))}")
    output = "logits" if "logits" in outputs else outputs[0]

    def logits(ids: Ids, mask: Ids) -> NDArray[np.float32]:
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        given_as_wanted = {name: given[name].astype(kind) for name, kind in wanted.items()}
        answer: NDArray[np.float32] = session.run([output], given_as_wanted)[0]
        return answer

    return logits


def _torch(checkpoint: Checkpoint) -> Logits:
    try:
        import nlp.torch_model as torch_model
    except ImportError as error:
        raise UnusableModel("no_torch", checkpoint.folder, file=checkpoint.weights.name) from error
    with _reading(checkpoint, checkpoint.weights):
        return torch_model.logits_of(checkpoint)


def _try_out(checkpoint: Checkpoint, tokenizer: Tokenizer, logits: Logits) -> None:
    """Read one short text and two of the utmost length, of the last token: what can go wrong later goes wrong now."""
    last = max(tokenizer.get_vocab().values())
    for shape in ((1, 2), (2, checkpoint.max_tokens)):
        with _reading(checkpoint, checkpoint.weights):
            answer = np.asarray(logits(np.full(shape, last, np.int64), np.ones(shape, np.int64)))
        wanted = (shape[0], len(checkpoint.labels))
        if answer.shape != wanted:
            raise broken(
                checkpoint, checkpoint.weights, f"answers {answer.shape} and not {wanted}: id2label names more"
            )
        if not np.isfinite(answer).all():
            raise broken(checkpoint, checkpoint.weights, "answers what is no number")


@contextmanager
def _reading(checkpoint: Checkpoint, file: Path) -> Iterator[None]:
    """Whatever a library says of a file, or of what is in it, is said as UnusableModel."""
    try:
        yield
    except (UnusableModel, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in the Rust of tokenizers is no Exception
        raise broken(checkpoint, file, error) from error
