"""How the domain's plain classes lie in the tables; the classes know nothing of it."""

from sqlalchemy.orm import registry

from storage import tables
from workflow.hazard import Hazard

_registry = registry()


def map_domain() -> None:
    """Map the aggregate to its table, once. The version it counts itself guards each UPDATE against lost writes."""
    if any(mapper.class_ is Hazard for mapper in _registry.mappers):
        return
    _registry.map_imperatively(
        Hazard, tables.hazards, version_id_col=tables.hazards.c.version, version_id_generator=False
    )
