"""Column types that read the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import CHAR, JSON, DateTime, Dialect, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite has no zone of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Canonical text in Python and SQLite (where parsing each one took a tenth of a turn), a native uuid in PostgreSQL.
Id = Uuid(as_uuid=False).with_variant(CHAR(36), "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")


class Kept(TypeDecorator[Any]):
    """A frozen dataclass of the domain in one JSON column: what a branch keeps of a case. Moments must be aware."""

    impl = Json
    cache_ok = True

    def __init__(self, kept: type) -> None:
        super().__init__()
        self.kept = kept
        self._adapter: TypeAdapter[Any] = TypeAdapter(kept)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.dumped(value)

    def dumped(self, value: Any) -> Any:
        """A value as JSON has it."""
        return self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self._adapter.validate_python(value)


class Coded(TypeDecorator[Any]):
    """A code of the domain: its enumeration in Python, so that `is` and `==` say the same; its text in the database."""

    impl = String
    cache_ok = True

    def __init__(self, codes: type[StrEnum], length: int) -> None:
        super().__init__(length)
        self.codes = codes

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else str(self.codes(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.codes(value)
