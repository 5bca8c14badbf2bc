"""Which chat platforms the settings name: only what is chosen is imported."""

from sqlalchemy import Engine

from bot.settings import Settings
from handlers.platform import Platform


def platforms_of(settings: Settings, engine: Engine) -> list[Platform]:
    """The bots of the company, wired to their platforms; the web chat of a demo is none of them."""
    return []
