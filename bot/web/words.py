"""The words of the pages, read from templates/labels, and which language a request asks for."""

import tomllib
from collections.abc import Mapping
from functools import cache

from starlette.requests import HTTPConnection

from templates.render import ROOM
from workflow.people import Language

LANGUAGE_COOKIE = "hazardline_language"

Words = Mapping[str, str]


@cache
def page_words(language: Language) -> Words:
    """Every word of the pages in one language, under names like "composer.send"."""
    groups = tomllib.loads((ROOM / "labels" / f"{language}_page.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": word for group, entries in groups.items() for name, word in entries.items()}


def language_of(request: HTTPConnection) -> Language:
    """The language chosen on the page before, else the browser's first one, else Chinese."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in set(Language):
        return Language(chosen)
    return Language.EN if request.headers.get("accept-language", "").lower().startswith("en") else Language.ZH_CN
