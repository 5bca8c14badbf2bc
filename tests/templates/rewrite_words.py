"""Writes down how every topic reads now: `python -m tests.templates.rewrite_words`, then read the difference."""

from templates.render import LANGUAGES
from tests.templates.transcript import kept_in, transcript


def rewrite() -> None:
    for language in LANGUAGES:
        kept_in(language).write_text(transcript(language), "utf-8")


if __name__ == "__main__":
    rewrite()
