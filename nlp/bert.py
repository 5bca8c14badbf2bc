"""Trains a small BERT of Hugging Face's form from nothing: its words, masked words, categories. Needs torch."""

import copy
import math
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import BertWordPieceTokenizer, Tokenizer
from torch import Tensor, nn
from transformers import AutoModelForSequenceClassification, BertConfig, BertForMaskedLM, BertForSequenceClassification

from nlp.checkpoint import SAFETENSORS, TOKENIZER, UnusableModel
from nlp.folding import with_folding
from nlp.linear import Floats
from nlp.word_pieces import word_pieces
from nlp.wording import folded

LONGEST = 96  # tokens; of 26,000 reports one in a hundred has more
PIECES = 3500  # of English words, besides the Chinese characters
MERGED_FROM = 3  # times that two pieces stand together
SIZES = {"hidden_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 512}
MASKED_TOKENS, BATCH_TOKENS = 2048, 1024  # in a batch: while guessing masked ones, and of all else
HIDDEN_SHARE = 0.2  # of the tokens while guessing masked ones; of so short texts fewer would teach little
HELD_BACK, HELD_BATCH = 20, 64  # one text in so many is held back where training may end early; of these at once
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WHERE = torch.device("cuda" if torch.cuda.is_available() else "cpu")  # where it learns; it is served without torch

_WORD = re.compile(r"[a-z0-9]+")

Progress = Callable[[str, int, int, float], None]  # what, step of how many, loss


def tokenizer_of(texts: Sequence[str]) -> Tokenizer:
    """Word pieces of the English in these texts, and every character of GB 2312, whether it occurs or not."""
    words = (word for text in texts for word in _WORD.findall(folded(text)))
    pieces = word_pieces(words, PIECES - len(SPECIAL), MERGED_FROM)
    every = dict.fromkeys([*SPECIAL, *pieces, *_chinese(), *map(chr, range(33, 127))])
    vocabulary = {piece: place for place, piece in enumerate(every)}
    whole = BertWordPieceTokenizer(vocabulary, lowercase=True, strip_accents=True, handle_chinese_chars=True)
    whole.enable_truncation(LONGEST)
    return Tokenizer.from_str(whole.to_str())


def _chinese() -> Iterator[str]:
    """The 6,763 characters of GB 2312, and its full-width marks."""
    for row in (1, 3, *range(16, 88)):
        for cell in range(1, 95):
            try:
                yield bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312").casefold()
            except UnicodeDecodeError:
                continue


@dataclass(frozen=True)
class Taught:
    """A tokenizer with the weights that were learnt for it."""

    tokenizer: Tokenizer
    network: BertForSequenceClassification


def pretrained(texts: Sequence[str], rounds: int, seed: int, progress: Progress) -> tuple[Tokenizer, BertForMaskedLM]:
    """Learns to guess masked words of the texts (Devlin et al., "BERT", 2019, 3.1)."""
    _seeded(seed)
    tokenizer = tokenizer_of(texts)
    size = tokenizer.get_vocab_size()
    network = BertForMaskedLM(BertConfig(vocab_size=size, max_position_embeddings=LONGEST, **SIZES))
    coded = [encoding.ids for encoding in tokenizer.encode_batch([folded(text) for text in texts])]
    mask = tokenizer.token_to_id("[MASK]")

    def loss(batch: Sequence[int]) -> Tensor:
        ids, seen = _padded([coded[number] for number in batch])
        hidden = (torch.rand(ids.shape, device=WHERE) < HIDDEN_SHARE) & (ids >= len(SPECIAL))
        if not hidden.any():
            return torch.zeros((), requires_grad=True)
        chance = torch.rand(ids.shape, device=WHERE)
        shown = torch.where(hidden & (chance < 0.8), mask, ids)
        shown = torch.where(hidden & (chance > 0.9), torch.randint(len(SPECIAL), size, ids.shape, device=WHERE), shown)
        states = network.bert(input_ids=shown, attention_mask=seen).last_hidden_state
        return nn.functional.cross_entropy(network.cls(states[hidden]), ids[hidden])  # the head where it is asked only

    lengths = [len(ids) for ids in coded]
    _learn("masked words", network, loss, lengths, MASKED_TOKENS, rounds, 2e-3, progress)
    return tokenizer, network


def begun(masked: BertForMaskedLM, labels: Sequence[str], seed: int) -> BertForSequenceClassification:
    """A network that knows the words but no label yet."""
    _seeded(seed)
    network = BertForSequenceClassification(BertConfig(**{**masked.config.to_dict(), **_named(labels)}))
    network.bert.load_state_dict(masked.bert.state_dict(), strict=False)  # which has no pooler
    return network


def loaded(folder: Path, labels: Sequence[str]) -> Taught:
    """A model of any make, to be taught further: safetensors alone, no code of its own; its head becomes ours.

    Raises UnusableModel.
    """
    for name in (TOKENIZER, SAFETENSORS):
        if not (folder / name).is_file():
            raise UnusableModel("missing", folder, file=name)
    given = {"local_files_only": True, "trust_remote_code": False, "use_safetensors": True, "dtype": torch.float32}
    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        network = AutoModelForSequenceClassification.from_pretrained(
            folder, **given, **_named(labels), num_labels=len(labels), ignore_mismatched_sizes=True
        )
    except Exception as error:  # whatever its libraries raise for what lies in the folder
        raise UnusableModel("broken", folder, file=SAFETENSORS, why=str(error).splitlines()[0][:200]) from error
    tokenizer.enable_truncation(min(LONGEST, network.config.max_position_embeddings))
    return Taught(tokenizer, network)


def taught(
    start: Taught,
    texts: Sequence[str],
    targets: Floats,
    counts: Floats,
    rounds: int,
    seed: int,
    progress: Progress,
    rate: float,
    *,
    stops: bool = False,
) -> Taught:
    """Learns what each text should be: targets (texts, labels), rows with sum one; counts (texts,), its weight.

    start stays as it is. stops: one text in twenty is held back, and it ends with the round after which those were
    guessed best.
    """
    _seeded(seed)
    tokenizer, network = start.tokenizer, copy.deepcopy(start.network)
    coded = [encoding.ids for encoding in tokenizer.encode_batch([folded(text) for text in texts])]
    wanted, share = torch.from_numpy(targets).to(WHERE), torch.from_numpy(counts / counts.mean()).to(WHERE)

    def lost(batch: Sequence[int], ids: Tensor, seen: Tensor) -> Tensor:
        guessed = torch.log_softmax(network(input_ids=ids, attention_mask=seen).logits, dim=1)
        chosen = torch.tensor(batch, device=WHERE)
        return -(share[chosen, None] * wanted[chosen] * guessed).sum(dim=1).mean()

    held = [number for number in range(len(texts)) if stops and number % HELD_BACK == 0]
    learnt = [number for number in range(len(texts)) if not stops or number % HELD_BACK]

    def loss(batch: Sequence[int]) -> Tensor:
        numbers = [learnt[number] for number in batch]
        return lost(numbers, *_padded([_thinned(coded[number]) for number in numbers]))

    def judged() -> float:
        network.eval()
        with torch.inference_mode():
            batches = [held[place : place + HELD_BATCH] for place in range(0, len(held), HELD_BATCH)]
            all_lost = [float(lost(batch, *_padded([coded[n] for n in batch]))) * len(batch) for batch in batches]
        network.train()
        return sum(all_lost) / max(len(held), 1)

    lengths = [len(coded[number]) for number in learnt]
    _learn("categories", network, loss, lengths, BATCH_TOKENS, rounds, rate, progress, judged if stops else None)
    network.eval()
    return Taught(tokenizer, network)


def mean(made: Sequence[Taught]) -> Taught:
    """The mean of their weights, where all began as one (Wortsman et al., "Model soups", 2022)."""
    states = [one.network.state_dict() for one in made]
    network = copy.deepcopy(made[0].network)
    network.load_state_dict({name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]})
    return Taught(made[0].tokenizer, network)


def _named(labels: Sequence[str]) -> dict[str, dict[int, str] | dict[str, int]]:
    return {"id2label": dict(enumerate(labels)), "label2id": {label: place for place, label in enumerate(labels)}}


def guesses(model: Taught, texts: Sequence[str]) -> Floats:
    """Float32 (texts, labels): probabilities."""
    coded = [encoding.ids for encoding in model.tokenizer.encode_batch([folded(text) for text in texts])]
    found = np.zeros((len(texts), model.network.config.num_labels), np.float32)
    network = model.network.to(WHERE)
    with torch.inference_mode():
        for batch in _batches([len(ids) for ids in coded], shuffled=False):
            ids, seen = _padded([coded[number] for number in batch])
            found[batch] = network(input_ids=ids, attention_mask=seen).logits.softmax(dim=1).cpu().numpy()
    return found


def _learn(
    what: str,
    network: nn.Module,
    loss_of: Callable[[Sequence[int]], Tensor],
    lengths: Sequence[int],
    tokens: int,
    rounds: int,
    rate: float,
    progress: Progress,
    judged: Callable[[], float] | None = None,
) -> None:
    """AdamW with a short warm-up, and a rate that falls to nothing along a cosine; ends early where `judged` rises."""
    network.to(WHERE).train()
    one_round = len(_batches(lengths, tokens, shuffled=False))
    steps = rounds * one_round
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    falling = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * steps), 0.5 + 0.5 * math.cos(math.pi * min(step / steps, 1)))
    )
    told, best = time.monotonic(), (math.inf, network.state_dict())
    for step, batch in enumerate(islice(_endless(lengths, tokens), steps), start=1):
        optimizer.zero_grad()
        lost = loss_of(batch)
        lost.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        falling.step()
        if time.monotonic() - told > 1 or step == steps:
            told = time.monotonic()
            progress(what, step, steps, float(lost.detach()))
        if judged is not None and step % one_round == 0:
            now = judged()
            if now >= best[0]:
                break
            best = now, {name: value.clone() for name, value in network.state_dict().items()}
    if judged is not None:
        network.load_state_dict(best[1])


def _endless(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    while True:
        yield from _batches(lengths, tokens, shuffled=True)


def _thinned(ids: Sequence[int]) -> list[int]:
    """A tenth of the tokens left out, so that no single one is relied on."""
    return [ids[0], *(token for token in ids[1:-1] if random.random() > 0.1), ids[-1]]


def _batches(lengths: Sequence[int], tokens: int = BATCH_TOKENS, *, shuffled: bool) -> list[list[int]]:
    """Texts of like length together, so that little is padded; about so many tokens in each."""
    noise = 4 if shuffled else 0
    order = sorted(range(len(lengths)), key=lambda number: lengths[number] + noise * random.random())
    batches: list[list[int]] = [[]]
    for number in order:
        if batches[-1] and (len(batches[-1]) + 1) * lengths[number] > tokens:
            batches.append([])
        batches[-1].append(number)
    if shuffled:
        random.shuffle(batches)
    return batches


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids, and which of them are there."""
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])
    seen = torch.arange(longest) < torch.tensor([[len(row)] for row in rows])
    return ids.to(WHERE), seen.long().to(WHERE)


def _seeded(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(mode=True, warn_only=True)  # CUDA asks for CUBLAS_WORKSPACE_CONFIG, too
    torch.backends.cuda.enable_mem_efficient_sdp(enabled=False)  # which adds up in any order


def save(model: Taught, folder: Path) -> None:
    """The directory as Hugging Face's libraries read it (config, tokenizer, safetensors), and the same as ONNX int8."""
    folder.mkdir(parents=True, exist_ok=True)
    model.network.cpu()
    model.network.half().save_pretrained(folder)  # half precision: the same guesses in half the bytes
    model.network.float()
    with_folding(model.tokenizer).save(str(folder / "tokenizer.json"))
    with TemporaryDirectory() as scratch:
        whole = Path(scratch) / "model.onnx"
        _export(model.network, whole)
        quantize_dynamic(whole, folder / "model.onnx", weight_type=QuantType.QInt8)
    _forget_where_it_was_made(folder / "model.onnx")


def _forget_where_it_was_made(file: Path) -> None:
    """The exporter notes at each node from which line of which file on this machine it comes."""
    model = onnx.load(file)
    for part in (
        *model.graph.node,
        *model.graph.value_info,
        *model.graph.input,
        *model.graph.output,
        model.graph,
        model,
    ):
        part.ClearField("doc_string")
        part.ClearField("metadata_props")
    onnx.save(model, file)


class _Logits(nn.Module):
    """What is served: token ids and where they are in, log-odds of the categories out."""

    def __init__(self, network: BertForSequenceClassification) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        logits: Tensor = self.network(input_ids=input_ids, attention_mask=attention_mask).logits
        return logits


def _export(network: BertForSequenceClassification, file: Path) -> None:
    ids = torch.ones((2, 7), dtype=torch.long)
    free = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=LONGEST)}
    torch.onnx.export(
        _Logits(network).eval(),
        (ids, ids.clone()),  # one tensor for both, and the exporter would swap the two inputs
        file,
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_shapes=(free, free),
        dynamo=True,
        external_data=False,
        verbose=False,
    )
