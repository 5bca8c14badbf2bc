"""How people's words are made comparable, as a step that a tokenizer.json carries along.

A model that was taught folded words has to be given folded words, whoever serves it: with this step in its tokenizer,
every tool of Hugging Face's does so.
"""

from tokenizers import Regex, Tokenizer
from tokenizers.normalizers import NFKC, Lowercase, Normalizer, Replace, Sequence

from nlp.wording import INVISIBLE, NUMERALS


def with_folding(tokenizer: Tokenizer) -> Tokenizer:
    """A copy whose first step is that of `nlp.wording.folded`; words that are folded already it leaves as they are.

    Lower case is Unicode's, not its case folding: a ß stays one, which `folded` writes ss.
    """
    made = Tokenizer.from_str(tokenizer.to_str())
    then = [tokenizer.normalizer] if tokenizer.normalizer else []
    made.normalizer = Sequence([NFKC(), Replace(Regex(INVISIBLE.pattern), ""), Lowercase(), *_digits(), *then])
    return made


def _digits() -> list[Normalizer]:
    """All numerals of one digit at once."""
    written: dict[int, str] = {}
    for numeral, digit in NUMERALS.items():
        written[digit] = written.get(digit, "") + chr(numeral)
    return [Replace(Regex(f"[{numerals}]"), chr(digit)) for digit, numerals in written.items()]
