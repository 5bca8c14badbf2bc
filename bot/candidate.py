"""The model that is tried out in the shadow of the one in service, before it is switched on."""

from bot.settings import BadSettings, Settings, variable
from nlp.classifier import Classifier


def candidate_of(settings: Settings) -> Classifier | None:
    """What judges in the shadow of the one in service, where one is to be tried out. Raises BadSettings."""
    if settings.nlp_shadow is None:
        return None
    raise BadSettings(variable("nlp_shadow"), "no trained model can be loaded by this version")
