"""What settings consist of that are more than a word or a number: keys, and the robots of groups."""

from base64 import b64decode
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from workflow.people import Language

KEY_BYTES = 32


class Robot(BaseModel):
    """A group robot of WeCom: the key of its webhook, and the language of its group where it is not the company's."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    key: SecretStr = Field(min_length=1)
    language: Language | None = None

    @model_validator(mode="before")
    @classmethod
    def _key_alone(cls, said: Any) -> Any:
        return {"key": said} if isinstance(said, str) else said


def key_of(written: str) -> bytes | None:
    """A key as it is written down, 32 bytes in base64; None where that is not what is written."""
    try:
        key = b64decode(written, validate=True)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None
