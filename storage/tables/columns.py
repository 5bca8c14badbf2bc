"""What the tables are made of: names of their constraints, and the columns that many of them have."""

import secrets

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.types import Id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *columns: Column | Index | UniqueConstraint) -> Table:  # type: ignore[type-arg]
    """A table of the company's database."""
    return Table(name, metadata, *columns)


def key(name: str = "id") -> Column[str]:
    """The primary key: an id made in Python."""
    return Column(name, Id, primary_key=True)


def to(target: str, name: str, *, nullable: bool = False, index: bool = False) -> Column[str]:
    """A reference to another table."""
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def code() -> Column[str]:
    """The stable code by which a row of the workbook is known again."""
    return Column("code", String(64), nullable=False, unique=True)


def salt() -> Column[str]:
    """Of what a row says of a person, where that is on record by a digest: whoever erases the row changes it."""
    return Column("salt", String(32), nullable=True, default=fresh_salt)


def fresh_salt() -> str:
    """16 random bytes, in hexadecimal."""
    return secrets.token_hex(16)


def names() -> tuple[Column[str], Column[str]]:
    """A name in Chinese, and in English where there is one."""
    return Column("name", Text, nullable=False), Column("name_en", Text, nullable=False, server_default="")
