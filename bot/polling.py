"""Polled platforms: each batch is stored before it is confirmed, and one process at a time asks."""

import asyncio
import logging
from collections.abc import Callable

from bot.faults import path_of
from bot.intake import Intake
from handlers.platform import Platform
from storage.engine import AWAY

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


async def poll(platform: Platform, intake: Intake, leads: Callable[[], bool]) -> None:
    """Take in what the platform has, for ever, while `leads` says that this process is the one to ask.

    Returns for a platform that is not polled. Whatever goes wrong is waited out: nothing is confirmed meanwhile.
    """
    pause = PAUSE_SECONDS
    while True:
        if not leads():
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        try:
            async for batch in platform.listen():
                await asyncio.gather(*(intake.accept(envelope) for envelope in batch))
                pause = PAUSE_SECONDS
                if not leads():
                    break
            else:
                return
        except AWAY as error:
            log.warning("%s is not asked: the database is away: %s", platform.bot, path_of(error))
        except Exception as error:  # a fault of ours must not end the listening
            log.error("%s could not be asked: %s", platform.bot, path_of(error))
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
