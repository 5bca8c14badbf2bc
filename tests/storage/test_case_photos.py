"""What the before/after picture is made of is read from the case alone, however many there are."""

import pytest
from sqlalchemy import Engine, Select

from storage import case_photos
from storage.engine import read_transaction


def test_what_was_submitted_last_is_found_by_the_index_of_the_case(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of a few rows in whole")
    asked: Select[tuple[object, ...]] = case_photos._LAST_SUBMITTED.params(hazard="h")
    sql = str(asked.compile(engine, compile_kwargs={"literal_binds": True}))
    with read_transaction(engine) as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
    assert "subject_kind=? AND subject_id=?" in str(plan), plan
