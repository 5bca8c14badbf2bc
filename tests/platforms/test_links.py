"""The link of an invitation: it is known once the platform has said what the bot is called there."""

import asyncio
from pathlib import Path

import pytest

from handlers.codes import code_in, fresh
from handlers.messages import Incoming
from handlers.platform import Linked
from tests.platforms.telegram_side import LIBRARIES, telegram_side


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_bot_is_linked_to_by_its_name_and_the_code_survives_the_link(library: str, tmp_path: Path) -> None:
    code = fresh(short=False)["code"]

    async def links() -> tuple[str, str, str]:
        async with telegram_side(library)(tmp_path) as side:
            platform = side.platform
            assert isinstance(platform, Linked)
            unknown = platform.link(code)
            await platform.check()
            return platform.bot, unknown, platform.link(code)

    bot, unknown, link = asyncio.run(links())
    assert unknown == ""
    assert link.startswith("https://t.me/")
    assert code_in(Incoming(bot, "m1", "1", sent_at=None, scan=link)) == code  # type: ignore[arg-type]
