"""The group robots of WeCom: each start, the groups are made those that the settings name."""

from datetime import datetime

from bot.settings import Settings, variable
from handlers import bound_groups
from handlers.platform import Unusable
from storage.unit_of_work import House, unit_of_work


def settle_robots(house: House, settings: Settings, now: datetime) -> None:
    """Give each robot the group of its area, in its language.

    Raises Unusable for codes that no area has; nothing is changed then.
    """
    with unit_of_work(house, now) as unit:
        unknown = bound_groups.settle_robots(unit, settings.robot_languages, now)
        if unknown:
            raise Unusable("operator.unknown_areas", variable=variable("wecom_robots"), codes=", ".join(unknown))
