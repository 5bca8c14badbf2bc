"""The group robots of WeCom: each start, the groups are made those that the settings name."""

from datetime import datetime

from sqlalchemy import Engine

from bot.settings import Settings, variable
from handlers.platform import Unusable
from storage import groups
from storage.engine import write_transaction


def settle_robots(engine: Engine, settings: Settings, now: datetime) -> None:
    """Give each robot the group of its area. Raises Unusable for codes that no area has; nothing is changed then."""
    with write_transaction(engine) as connection:
        unknown = groups.settle_robots(connection, settings.wecom_robots, now)
        if unknown:
            raise Unusable("operator.unknown_areas", variable=variable("wecom_robots"), codes=", ".join(unknown))
