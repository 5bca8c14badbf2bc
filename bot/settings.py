"""Every setting of the process, read from HAZARDLINE_* and .env; the only reader of the environment."""

import os
import re
from base64 import b64encode
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.request import getproxies

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from bot.setting_values import KEY_BYTES, Robot, key_of
from workflow.people import Language

DATA = Path("data")
DEMO_DATA = DATA / "demo"
PROXIES = ("http", "https", "all")
# What may have a secret in it: a password in an address, the keys of robots.
NOT_TOLD = ("database_url", "wecom_robots", "telegram_api", "wecom_api")
BUCKET = r"s3://([a-z0-9][a-z0-9.-]+)/?(.*)"
SFTP = r"sftp://[^@:/\s]+@(?:\[[0-9a-fA-F:]+\]|[^@:/\s]+)(?::[0-9]{1,5})?/\S*"
NO_JSON = 'is to be JSON, as {"A01": "the key"}'
# What a WeCom app consists of: where one of them is set, all have to be.
WECOM = ("wecom_corp_id", "wecom_agent_id", "wecom_secret", "wecom_token", "wecom_aes_key", "public_url")


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
    language: Language = Language.ZH_CN
    turn_threads: int = Field(default=4, ge=1, le=64)
    pseudonym_key: SecretStr = SecretStr("")
    master_key: SecretStr = SecretStr("")
    master_key_file: Path | None = None
    public_url: str = ""
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8081, ge=1, le=65535)
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: str = ""
    telegram_token: SecretStr = SecretStr("")
    telegram_library: Literal["ptb", "aiogram"] = "ptb"
    telegram_webhook: bool = False
    telegram_api: str = "https://api.telegram.org"
    telegram_files: Path | None = None
    nlp_shadow: Path | None = None
    wecom_corp_id: str = ""
    wecom_agent_id: str = ""
    wecom_secret: SecretStr = SecretStr("")
    wecom_token: SecretStr = SecretStr("")
    wecom_aes_key: SecretStr = SecretStr("")
    wecom_api: str = "https://qyapi.weixin.qq.com"
    wecom_contacts_secret: SecretStr = SecretStr("")
    wecom_accounts: int = Field(default=200, ge=1)
    wecom_robots: dict[str, Robot] = Field(default_factory=dict)
    nlp_model: Path | None = None
    demo_history: bool = True
    backup_to: str = ""
    backup_hour: int = Field(default=3, ge=0, le=23)
    backup_s3_url: str = ""
    backup_s3_region: str = "us-east-1"
    backup_s3_key: str = ""
    backup_s3_secret: SecretStr = SecretStr("")
    backup_sftp_known_hosts: Path | None = None
    backup_sftp_key_file: Path | None = None
    backup_sftp_password: SecretStr = SecretStr("")
    audit_heads: Path | None = None
    messages_per_minute: int = Field(default=60, ge=0)
    requests_per_minute: int = Field(default=120, ge=0)
    refusals_per_minute: int = Field(default=20, ge=0)

    @field_validator("backup_to")
    @classmethod
    def _known_target(cls, target: str) -> str:
        if target and not (Path(target).is_absolute() or re.fullmatch(f"{BUCKET}|{SFTP}", target)):
            raise ValueError("a folder, from / on, or s3://BUCKET/FOLDER, or sftp://USER@HOST/FOLDER")
        return target

    @field_validator("backup_sftp_known_hosts", "backup_sftp_key_file", mode="before")
    @classmethod
    def _sftp_file(cls, file: str | Path | None) -> Path | None:
        path = Path(file) if file else None
        if path and not (path.is_absolute() and path.is_file() and os.access(path, os.R_OK)):
            raise ValueError("a file that is there and may be read, from / on")
        return path

    @field_validator("public_url", "telegram_api", "wecom_api", "backup_s3_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^\s?#]+", url):
            raise ValueError("https://HOST, without a question mark")
        return url.rstrip("/")

    @field_validator("telegram_token")
    @classmethod
    def _telegram_token(cls, token: SecretStr) -> SecretStr:
        if token.get_secret_value() and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise ValueError("a token as @BotFather gives it: figures, a colon, letters")
        return token

    @field_validator("telegram_files", mode="before")
    @classmethod
    def _telegram_files(cls, folder: str | Path | None) -> Path | None:
        path = Path(folder) if folder else None
        if path and not (path.is_absolute() and os.access(path, os.X_OK) and path.is_dir()):
            raise ValueError("a folder that is there and may be entered, from / on")
        return path

    @field_validator("nlp_model", "nlp_shadow", mode="before")
    @classmethod
    def _nlp_model(cls, folder: str | Path | None) -> Path | None:
        path = Path(folder) if folder else None
        if path and not (os.access(path, os.R_OK | os.X_OK) and path.is_dir()):
            raise ValueError("a folder that is there and may be read, with config.json and model.onnx in it")
        return path

    @field_validator("audit_heads", mode="before")
    @classmethod
    def _audit_heads(cls, file: str | Path | None) -> Path | None:
        path = Path(file) if file else None
        if path and not (path.is_absolute() and path.parent.is_dir() and os.access(path.parent, os.W_OK)):
            raise ValueError("a file, from / on, in a folder that is there and may be written")
        return path

    @field_validator("wecom_aes_key")
    @classmethod
    def _wecom_aes_key(cls, key: SecretStr) -> SecretStr:
        if key.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9]{43}", key.get_secret_value()):
            raise ValueError("the 43 letters and figures of EncodingAESKey")
        return key

    @model_validator(mode="after")
    def _whole_platforms(self) -> "Settings":
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise MissingSetting("tls_key" if self.tls_certificate else "tls_certificate", "a certificate has a key")
        if self.telegram_webhook and not self.public_url.startswith("https://"):
            raise MissingSetting("public_url", "https://HOST, under which Telegram reaches this machine")
        if self.has_wecom:
            for name in WECOM:
                if not _plain(getattr(self, name)):
                    raise MissingSetting(name, "is missing: WeCom needs all of " + ", ".join(map(variable, WECOM)))
        return self

    @property
    def has_telegram(self) -> bool:
        return bool(_plain(self.telegram_token))

    @property
    def has_wecom(self) -> bool:
        """True where any part of a WeCom app is set; the others then have to be."""
        return any(_plain(getattr(self, name)) for name in WECOM if name != "public_url")

    @property
    def robot_languages(self) -> dict[str, Language]:
        """What the group of each robot speaks, by the code of its area."""
        return {area: robot.language or self.language for area, robot in self.wecom_robots.items()}

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("sqlite:///PATH | postgresql+psycopg://USER@HOST/DATABASE")
        return url

    @field_validator("pseudonym_key", "master_key")
    @classmethod
    def _whole_key(cls, key: SecretStr) -> SecretStr:
        if key.get_secret_value() and key_of(key.get_secret_value()) is None:
            raise ValueError(f"{KEY_BYTES} bytes in base64, as `openssl rand -base64 {KEY_BYTES}` prints them")
        return key

    @field_validator("trusted_proxies")
    @classmethod
    def _known_proxies(cls, proxies: str) -> str:
        for each in filter(None, map(str.strip, proxies.split(","))):
            try:
                ip_network(each)
            except ValueError:
                raise ValueError("IP addresses or networks with commas between, as 10.0.0.5,10.1.0.0/24") from None
        return proxies

    @field_validator("master_key_file", "tls_certificate", "tls_key", mode="before")
    @classmethod
    def _named_file(cls, file: str | Path | None) -> Path | None:
        return Path(file) if file else None

    @property
    def without_secrets(self) -> dict[str, Any]:
        """What a backup tells of the settings: all but keys, tokens and passwords, to set them up again by."""
        told = {name: value for name, value in self.model_dump(mode="json").items() if name not in NOT_TOLD}
        secret = {name for name in told if isinstance(getattr(self, name), SecretStr)}
        return {name: value for name, value in told.items() if name not in secret}

    @property
    def with_secrets(self) -> dict[str, str]:
        """Every setting as one text, secrets in clear: to tell whether it has changed, and for nothing else."""
        return {name: repr(_bare(getattr(self, name))) for name in type(self).model_fields}

    @property
    def pseudonyms(self) -> bytes | None:
        """The key that seals who is behind an anonymous report; none: there are no anonymous reports."""
        return key_of(self.pseudonym_key.get_secret_value())

    def with_pseudonyms(self, key: bytes) -> "Settings":
        """The same settings with a key made for them."""
        return self.model_copy(update={"pseudonym_key": SecretStr(b64encode(key).decode())})

    @property
    def master(self) -> bytes | None:
        """The master key where it stands in the environment itself; where it is in a file, see bot/keys.py."""
        return key_of(self.master_key.get_secret_value())

    def with_master(self, key: bytes) -> "Settings":
        """The same settings with a master key made or read for them."""
        return self.model_copy(update={"master_key": SecretStr(b64encode(key).decode()), "master_key_file": None})

    @property
    def for_demo(self) -> "Settings":
        """The demo keeps apart from a real company's data, unless a directory was named."""
        return self if "data_dir" in self.model_fields_set else self.model_copy(update={"data_dir": DEMO_DATA})

    @property
    def database(self) -> str:
        """The URL of the database: the one given, or SQLite in the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'hazardline.db').absolute()}"


def variable(name: str) -> str:
    """What a setting is called in the environment."""
    return "HAZARDLINE_" + name.upper()


def _plain(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _bare(value: Any) -> Any:
    """A value whose text tells all of it."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Robot):
        return (value.key.get_secret_value(), value.language)
    if isinstance(value, dict):
        return sorted((name, _bare(each)) for name, each in value.items())
    return value


class MissingSetting(ValueError):
    """A setting that others make necessary: (its name, what it is for)."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name


class BadSettings(Exception):
    """A setting is missing or wrong: (variable, what it accepts or why not). `topic` and `facts` say so."""

    def __init__(self, variable: str, why: str) -> None:
        super().__init__(variable)
        self.variable = variable
        self.topic = "operator.bad_setting"
        self.facts = {"variable": variable, "why": why}


class BadRobot(BadSettings):
    """The robot of one area is wrong: (area, in which part: key, language, other, or form: in all of it)."""

    def __init__(self, area: str, part: str) -> None:
        super().__init__(variable("wecom_robots"), part)
        self.topic = "operator.bad_robot"
        self.facts = {"variable": self.variable, "area": area, "part": part}


def read_settings() -> Settings:
    """The settings, or BadSettings naming the first variable that is wrong, and of the robots the first area."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        cause = first.get("ctx", {}).get("error")
        name = cause.name if isinstance(cause, MissingSetting) else str(first["loc"][0])
        if name == "wecom_robots":
            raise _bad_robots(*map(str, first["loc"][1:])) from None  # what is wrong may be a secret
        raise BadSettings(variable(name), first["msg"].removeprefix("Value error, ")) from error
    except SettingsError as error:  # what is to be JSON is none; what it is may be a secret
        [name] = re.findall(r'field "(\w+)"', str(error)) or ["wecom_robots"]
        raise BadSettings(variable(name), NO_JSON) from None


def _bad_robots(area: str = "", part: str = "form") -> BadSettings:
    """What is wrong, by where it is: the table, all of one robot, or a part of it, whose name is told if it is ours."""
    if not area:
        return BadSettings(variable("wecom_robots"), NO_JSON)
    return BadRobot(area, part if part in ("form", *Robot.model_fields) else "other")


def check_proxies() -> None:
    """Raise BadSettings for a proxy of the environment that no library goes through: one of SOCKS above all."""
    for kind, url in getproxies().items():
        if kind in PROXIES and "://" in url and not url.startswith(("http://", "https://")):
            raise BadSettings(f"{kind.upper()}_PROXY", "http://HOST:PORT")


def operator_language() -> str:
    """The language of the command line: Chinese where the terminal's locale is Chinese, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh_CN" if locale.startswith("zh") else "en"
