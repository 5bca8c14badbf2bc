"""Which chat platforms the settings name: only what is chosen is imported."""

from sqlalchemy import Engine

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_library import Library
from bot.platforms.telegram_webhook import CalledTelegram
from bot.settings import Settings, check_proxies
from handlers.platform import Platform


def platforms_of(settings: Settings, engine: Engine) -> list[Platform]:
    """The bots of the company, wired to their platforms; the web chat of a demo is none of them. Raises BadSettings."""
    return [*_telegram(settings), *_wecom(settings, engine)]


def _telegram(settings: Settings) -> list[Platform]:
    if not settings.has_telegram:
        return []
    check_proxies()
    library, token = _telegram_library(settings), settings.telegram_token.get_secret_value()
    files = settings.telegram_files
    if settings.telegram_webhook:
        return [CalledTelegram(library, token, settings.public_url, files=files)]
    return [Telegram(library, token, files=files)]


def _telegram_library(settings: Settings) -> Library:
    token, api = settings.telegram_token.get_secret_value(), settings.telegram_api
    if settings.telegram_library == "aiogram":
        import bot.platforms.telegram_aiogram as aiogram

        return aiogram.AiogramLibrary(token, api)
    import bot.platforms.telegram_ptb as ptb

    return ptb.PtbLibrary(token, api)


def _wecom(settings: Settings, engine: Engine) -> list[Platform]:
    found: list[Platform] = []
    if settings.has_wecom:
        import bot.platforms.wecom_wiring as wecom

        found.append(wecom.wecom_of(settings, engine, settings.language))
    if settings.wecom_robots:
        import bot.platforms.wecom_robots as robots

        keys = {area: robot.key.get_secret_value() for area, robot in settings.wecom_robots.items()}
        found.append(robots.WecomRobots(keys, settings.wecom_api))
    return found
