"""The demo company, in a database of its own."""

from bot.app import DEMO_WORKBOOK
from storage.company_import import import_company
from storage.engine import open_engine
from storage.schema import migrate
from storage.workbook import read_workbook


def settle_demo(url: str) -> str:
    """Put the demo company into an empty database; its address."""
    engine = open_engine(url)
    migrate(engine)
    import_company(engine, read_workbook(DEMO_WORKBOOK))
    engine.dispose()
    return url
