"""The connections of either engine are set as the product needs them."""

from sqlalchemy import Engine

from storage.engine import read_transaction

SETTINGS: dict[str, dict[str, object]] = {
    "sqlite": {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2, "PRAGMA foreign_keys": 1},
    "postgresql": {"SHOW jit": "off"},
}


def test_each_connection_is_prepared(engine: Engine) -> None:
    for asked, answer in SETTINGS[engine.dialect.name].items():
        with read_transaction(engine) as connection:
            assert connection.exec_driver_sql(asked).scalar() == answer, asked
