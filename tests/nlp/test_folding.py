"""A tokenizer that folds by itself reads raw words as one that does not reads folded ones."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from nlp import anonymity
from nlp.folding import with_folding
from nlp.wording import folded
from tests.nlp.checkpoints import WORDS, checkpoint, write_tokenizer

SENTENCES = Path(anonymity.__file__).parent / "data" / "sentences.jsonl"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """Lowers letters, takes off accents, and no more."""
    path = tmp_path_factory.mktemp("plain") / "tokenizer.json"
    write_tokenizer(path, [*WORDS, *"0123456789"])
    return Tokenizer.from_file(str(path))


@pytest.fixture(scope="module")
def folding(plain: Tokenizer) -> Tokenizer:
    return with_folding(plain)


@pytest.mark.parametrize(
    "words",
    [
        "二号炉着火了",
        "壹贰叁肆伍陆柒捌玖拾〇零一二三四五六七八九十",
        "ＦＩＲＥ　１２号",
        "按急\u200b停\ufeff没\x07反应",
        "①号㎡½",
        "🔥电❤\ufe0f",
        "",
    ],
)
def test_it_reads_as_the_words_are_folded(plain: Tokenizer, folding: Tokenizer, words: str) -> None:
    assert folding.normalizer.normalize_str(words) == plain.normalizer.normalize_str(folded(words))


def test_numerals_are_digits(folding: Tokenizer) -> None:
    assert folding.encode("三十").tokens == ["[CLS]", "3", "[UNK]", "[SEP]"]


def test_every_sentence_of_ours_is_read_alike(plain: Tokenizer, folding: Tokenizer) -> None:
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text("utf-8").splitlines()]
    assert len(texts) > 100
    for text in texts:
        assert folding.encode(text).ids == folding.encode(folded(text)).ids == plain.encode(folded(text)).ids


def test_it_is_kept_in_the_file(folding: Tokenizer, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ours")
    folding.save(str(folder / "tokenizer.json"))
    assert Tokenizer.from_file(str(folder / "tokenizer.json")).encode("三").ids == folding.encode("3").ids
