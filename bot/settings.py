"""Every setting of the process, read from HAZARDLINE_* and .env; the only reader of the environment."""

import os
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DATA = Path("data")
DEMO_DATA = DATA / "demo"
KEY_BYTES = 32


class Settings(BaseSettings):
    """What .env.example describes, a sentence each."""

    model_config = SettingsConfigDict(
        env_prefix="HAZARDLINE_", env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = DATA
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    turn_threads: int = Field(default=4, ge=1, le=64)
    pseudonym_key: SecretStr = SecretStr("")

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("sqlite:///PATH | postgresql+psycopg://USER@HOST/DATABASE")
        return url

    @field_validator("pseudonym_key")
    @classmethod
    def _whole_key(cls, key: SecretStr) -> SecretStr:
        try:
            whole = not key.get_secret_value() or len(b64decode(key.get_secret_value(), validate=True)) == KEY_BYTES
        except ValueError:
            whole = False
        if not whole:
            raise ValueError(f"{KEY_BYTES} bytes in base64, as `openssl rand -base64 {KEY_BYTES}` prints them")
        return key

    @property
    def pseudonyms(self) -> bytes | None:
        """The key that seals who is behind an anonymous report; none: there are no anonymous reports."""
        return b64decode(self.pseudonym_key.get_secret_value()) or None

    def with_pseudonyms(self, key: bytes) -> "Settings":
        """The same settings with a key made for them."""
        return self.model_copy(update={"pseudonym_key": SecretStr(b64encode(key).decode())})

    @property
    def for_demo(self) -> "Settings":
        """The demo keeps apart from a real company's data, unless a directory was named."""
        return self if "data_dir" in self.model_fields_set else self.model_copy(update={"data_dir": DEMO_DATA})

    @property
    def database(self) -> str:
        """The URL of the database: the one given, or SQLite in the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'hazardline.db').absolute()}"


class BadSettings(Exception):
    """A setting is missing or wrong: (variable, what it accepts or why not)."""

    def __init__(self, variable: str, why: str) -> None:
        super().__init__(variable)
        self.variable = variable
        self.why = why


def read_settings() -> Settings:
    """The settings, or BadSettings naming the first variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise BadSettings("HAZARDLINE_" + "_".join(map(str, first["loc"])).upper(), first["msg"]) from error


def operator_language() -> str:
    """The language of the command line: Chinese where the terminal's locale is Chinese, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh_CN" if locale.startswith("zh") else "en"
