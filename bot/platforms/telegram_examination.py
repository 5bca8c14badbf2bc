"""What is looked at when a Telegram bot starts, and by its doctor: the token, the way updates come, the groups."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.platforms.telegram_files import Files
from bot.platforms.telegram_library import BAD_REQUEST, WRONG_TOKEN, Library, Refusal
from handlers.platform import Finding, Unusable

# More than this many updates that wait are more than a night's.
MANY_WAITING = 100
# An error that Telegram met at the webhook longer ago than this is no news.
NEWS_SECONDS = 24 * 3600


def unusable(refusal: Refusal, hook: str) -> Unusable:
    """What the operator is told when a bot cannot begin. `hook`: where it is to be called, if it is."""
    if refusal.code in WRONG_TOKEN:
        return Unusable("operator.telegram_wrong_token")
    if refusal.code == BAD_REQUEST and hook:
        return Unusable("operator.telegram_webhook_refused", url=hook, why=str(refusal))
    return Unusable("operator.telegram_unreachable", passing=True, why=str(refusal))


async def examined(library: Library, files: Files, hook: str, now: float) -> list[Finding]:
    """Everything that Telegram tells of the bot's set-up. `now`: seconds since 1970."""
    try:
        me = await library.call("getMe", {})
        way = await library.call("getWebhookInfo", {})
    except Refusal as refusal:
        told = unusable(refusal, "")
        return [Finding(told.topic, False, told.facts)]
    works = Finding("operator.telegram_works", True, {"name": str(me.get("username", ""))})
    return [works, _way(way, hook), *_waiting(way, now), *_groups(me), *await files.examine(me["id"])]


def _way(way: Mapping[str, Any], hook: str) -> Finding:
    url = str(way.get("url", ""))
    if hook:
        topic = "operator.telegram_webhook_set" if url == hook else "operator.telegram_webhook_not_set"
        return Finding(topic, url == hook, {"url": hook})
    if url:
        return Finding("operator.telegram_webhook_elsewhere", False, {"url": url})
    return Finding("operator.telegram_polled", True)


def _waiting(way: Mapping[str, Any], now: float) -> Iterator[Finding]:
    count = int(way.get("pending_update_count", 0))
    if count:
        yield Finding("operator.telegram_waiting", count <= MANY_WAITING, {"count": str(count)})
    if way.get("last_error_message") and now - int(way.get("last_error_date", 0)) < NEWS_SECONDS:
        yield Finding("operator.telegram_webhook_error", False, {"why": str(way["last_error_message"])})


def _groups(me: Mapping[str, Any]) -> Iterator[Finding]:
    """In groups a bot shall be able to stand, and to read what is meant for it, not what others say there."""
    if not me.get("can_join_groups", True):
        yield Finding("operator.telegram_no_groups", False)
    if me.get("can_read_all_group_messages"):
        yield Finding("operator.telegram_reads_all", False)
