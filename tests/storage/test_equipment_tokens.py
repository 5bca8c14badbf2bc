"""Codes of machines: a token leads to its machine until it is revoked, and is kept as a digest."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from storage import equipment_tokens, tables
from storage.engine import write_transaction

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_token_leads_to_its_machine_until_it_is_revoked(engine: Engine) -> None:
    made, other = equipment_tokens.made(), equipment_tokens.made()
    with write_transaction(engine) as connection:
        first, second = connection.execute(select(tables.equipment).limit(2)).all()
        equipment_tokens.enter(connection, first.id, made["digest"], NOW)
        equipment_tokens.enter(connection, second.id, other["digest"], NOW)
        assert equipment_tokens.place(connection, made["token"]) == {"area": first.area_id, "equipment": first.id}
        assert equipment_tokens.in_force(connection, first.id) == 1
        assert equipment_tokens.revoke(connection, first.id, NOW) == 1
        assert equipment_tokens.place(connection, made["token"]) is None
        assert equipment_tokens.place(connection, other["token"]) is not None
        assert equipment_tokens.place(connection, other["digest"]) is None


def test_a_token_is_long_enough_and_fits_into_a_link(engine: Engine) -> None:
    tokens = {equipment_tokens.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(f"eq_{token}") <= 64 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)
