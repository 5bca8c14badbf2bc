"""Which chat platforms the settings name: only what is chosen is imported."""

from sqlalchemy import Engine

from bot.settings import Settings
from handlers.platform import Platform


def platforms_of(settings: Settings, engine: Engine) -> list[Platform]:
    """The bots of the company, wired to their platforms; the web chat of a demo is none of them."""
    platforms: list[Platform] = []
    if settings.has_wecom:
        from bot.platforms.wecom_wiring import wecom_of

        platforms.append(wecom_of(settings, engine))
    if settings.wecom_robots:
        from bot.platforms.wecom_robots import WecomRobots

        keys = {area: key.get_secret_value() for area, key in settings.wecom_robots.items()}
        platforms.append(WecomRobots(keys, settings.wecom_api))
    return platforms
