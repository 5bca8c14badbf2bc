"""Every topic that people read, with plausible facts: a module for each part of the product."""

import pkgutil
from importlib import import_module

from tests.templates.scenes.facts import Scene

_MODULES = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
SCENES: tuple[Scene, ...] = tuple(scene for module in _MODULES for scene in getattr(module, "SCENES", ()))
