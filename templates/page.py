"""Facts become a page: a file of templates/pages, with the words and filters that messages have."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from templates.render import ROOM, filters


def page_html(language: str, name: str, facts: Mapping[str, Any]) -> str:
    """The HTML of a page or a part of one; what people wrote is escaped in it.

    Where it says a moment, the facts hold `now`, aware and in the zone of the site. Raises UndefinedError for a fact
    that is missing.
    """
    return _pages(language).get_template(name).render(language=language, **facts)


@cache
def _pages(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOM / "pages"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(filters(language))
    return environment
