"""The connections of either engine are set as the product needs them."""

from storage.engine import open_engine, read_transaction

SETTINGS: dict[str, dict[str, object]] = {
    "sqlite": {
        "PRAGMA journal_mode": "wal",
        "PRAGMA synchronous": 2,
        "PRAGMA foreign_keys": 1,
        "PRAGMA busy_timeout": 30_000,
    },
    "postgresql": {"SHOW jit": "off", "SHOW join_collapse_limit": "4"},
}


def test_each_connection_is_prepared(demo_url: str) -> None:
    engine = open_engine(demo_url)
    for asked, answer in SETTINGS[engine.dialect.name].items():
        with read_transaction(engine) as connection:
            assert connection.exec_driver_sql(asked).scalar() == answer, asked
    engine.dispose()
