"""What an installation may set: a TOML file, the environment over it, and nothing that is not known here."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self
from urllib.parse import quote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.loopback import is_here, read_loopback
from bot.settings_file import find_config, read_config
from bot.settings_problems import CLOCK_ALONE, PREFIX, refuse_unknown, say_wrong

if TYPE_CHECKING:
    from pydantic_settings import PydanticBaseSettingsSource
    from sqlalchemy import URL

    from bot.services.receipts import Cost

_SQLITE = {"sqlite", "sqlite+aiosqlite"}
_POSTGRESQL = {"postgresql", "postgresql+asyncpg", "postgres"}
_SPAN = re.compile(r"([+-]?)(\d{1,9})([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_PLAIN_ADDRESS = re.compile(r"[\w.:/\[\]~%-]+", re.ASCII)
"""An address without a name, a password, a question or a place in a page."""
_FARTHEST = timedelta(days=36_500)
"""A clock further off than this could leave the years that Python can count."""


def _loopback(value: str) -> str:
    read_loopback(value)
    return value.rstrip("/")


def _here(value: str) -> str:
    if not is_here(value):
        raise ValueError("not this machine")
    return value


def _public(value: str) -> str:
    """Pass an https address to which a path can be added; http only on this machine. ValueError for any other."""
    link = urlsplit(value)
    host, _ = link.hostname or "", link.port  # a port that no machine has raises ValueError
    is_safe = link.scheme == "https" or (link.scheme == "http" and is_here(host))
    if not host or not is_safe or not _PLAIN_ADDRESS.fullmatch(value):
        raise ValueError("not an address for others")
    return value.rstrip("/")


def _span(value: object) -> timedelta:
    """Read a length of time as `86400`, `-2h` or `3d`; ValueError for anything else."""
    if isinstance(value, timedelta):
        return value
    if not (match := _SPAN.fullmatch(str(value))):
        raise ValueError("not a length of time")
    sign, count, unit = match.groups()
    span = timedelta(seconds=int(sign + count) * _SECONDS[unit])
    if abs(span) > _FARTHEST:
        raise ValueError("too far")
    return span


def _database(value: SecretStr) -> SecretStr:
    """Pass the address of a SQLite file or of PostgreSQL; ValueError for any other."""
    url = _url(value)
    is_file = url.drivername in _SQLITE and not url.host and not url.query and bool(url.database)
    if url.drivername not in _POSTGRESQL and (not is_file or url.database == ":memory:"):
        raise ValueError("not a database that can be used")
    return value


def _url(value: SecretStr) -> URL:
    from sqlalchemy import make_url  # noqa: PLC0415 only who sets an address waits for this import
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 the same

    try:
        return make_url(value.get_secret_value())
    except ArgumentError:
        raise ValueError("not an address") from None  # SQLAlchemy's message repeats it, password and all


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _folder(value: Path) -> Path:
    return value.expanduser().absolute()


Folder = Annotated[Path, AfterValidator(_folder)]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Discord(_Group):
    """How the bot reaches Discord. `api` is for tests and leads to this machine only."""

    token: SecretStr | None = None
    api: Annotated[str, AfterValidator(_loopback)] | None = None
    shard_count: int = Field(default=1, ge=1, le=10_000)
    processes: int = Field(default=1, ge=1, le=99)


class DatabaseAddress(_Group):
    """Where the bot remembers: no address means a SQLite file in the data folder."""

    url: Annotated[SecretStr, AfterValidator(_database)] | None = None


class Logs(_Group):
    """How much is written to the log, and in which form."""

    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"
    as_json: bool = Field(default=False, alias="json")


class Web(_Group):
    """The port for whoever watches over the bot: off unless it is set, and for this machine only.

    `address` is where a proxy lets everybody reach the calendars of it.
    """

    port: int = Field(default=0, ge=0, le=65_535)
    host: Annotated[str, AfterValidator(_here)] = "127.0.0.1"
    address: Annotated[str, AfterValidator(_public)] | None = None

    @property
    def calendars(self) -> str | None:
        """Give where calendar apps find the calendars, or None where there is no port for them."""
        return f"{self.address}/calendar" if self.address and self.port else None


class Stories(_Group):
    """Where stories are, apart from everything else, and what it costs to try one receipt.

    Another cost finds no story that was shared before it changed.
    """

    url: Annotated[SecretStr, AfterValidator(_database)] | None = None
    receipt_memory_mib: int = Field(default=64, ge=1, le=500)
    receipt_passes: int = Field(default=3, ge=1, le=20)

    @property
    def receipt_cost(self) -> Cost:
        """Give the cost as receipts take it."""
        from bot.services.receipts import Cost  # noqa: PLC0415 only who has receipts waits for this import

        return Cost(self.receipt_passes, self.receipt_memory_mib << 20)


class LinkChecks(_Group):
    """Whether Kettle looks, once a week, if the pages of the catalogue are still there."""

    on: bool = True


class Settings(BaseSettings):
    """All settings of an installation. They never change while it runs."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_default=True,
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
    )

    data_dir: Folder = Path("data")
    locale: str = "en-GB"
    wording_dir: Folder | None = None
    clock: Annotated[timedelta, BeforeValidator(_span)] = timedelta()
    discord: Discord = Discord()
    database: DatabaseAddress = DatabaseAddress()
    logs: Logs = Logs()
    web: Web = Web()
    stories: Stories = Stories()
    link_checks: LinkChecks = LinkChecks()

    @model_validator(mode="after")
    def _keep_real_time(self) -> Self:
        """Move the clock for a stand-in only: real members are never told a wrong time."""
        if self.clock and self.discord.api is None:
            raise PydanticCustomError(CLOCK_ALONE, "the clock is for tests")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 the base class's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        return env_settings, init_settings

    @classmethod
    def load(cls, path: Path | str | None = None) -> Self:
        """Read `path`, else what KETTLE_CONFIG names, else ./config.toml where there is one.

        SettingsProblem says in one line what cannot be used.
        """
        written = read_config(Path(path) if path else find_config())
        refuse_unknown(cls, written)
        try:
            return cls(**written)
        except ValidationError as error:
            first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise say_wrong(first["loc"], first["type"])

    @property
    def checks_links(self) -> bool:
        """Whether links are looked at: with a stand-in for Discord, nothing real is asked."""
        return self.link_checks.on and self.discord.api is None

    @property
    def database_url(self) -> str:
        """The database's address as SQLAlchemy reads it, driver and password included: never to be shown."""
        return self._address(self.database.url, "kettle.db")

    @property
    def stories_url(self) -> str:
        """The same of the stories' own database."""
        return self._address(self.stories.url, "stories.db")

    def _address(self, written: SecretStr | None, name: str) -> str:
        if written is None:
            return _file_url(self.data_dir / name)
        url = _url(written)
        if url.drivername in _SQLITE:
            return _file_url(self.data_dir / str(url.database))
        return url.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


def _file_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{quote(str(path))}"
