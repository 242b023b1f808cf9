"""Settings: where they come from, what they take, and one line for what cannot be used."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import make_url

from bot.errors import SettingsProblem
from bot.services.receipts import SHIPPED, Cost
from bot.settings import Settings
from bot.settings_problems import EXAMPLES, keys_of, variable_of

pytestmark = pytest.mark.usefixtures("own_folder")

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.made-up-token-of-nobody-at-all"
API = "http://127.0.0.1:8080/api/v10"


def written(text: str, name: str = "config.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path | None = None) -> str:
    """The one line that says what is wrong."""
    with pytest.raises(SettingsProblem) as caught:
        Settings.load(path)
    line = str(caught.value)
    assert "\n" not in line
    assert caught.value.__cause__ is None
    return line


def said() -> str:
    """What a person reads, whether the settings can be used or not."""
    try:
        return str(Settings.load())
    except SettingsProblem as problem:
        return str(problem)


def flat(table: dict[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        found |= flat(value, f"{name}.") if isinstance(value, dict) else {before + name: value}
    return found


class TestTheExample:
    def test_it_is_valid_as_it_stands(self) -> None:
        settings = Settings.load(EXAMPLE)
        assert settings.data_dir == EXAMPLE.parent / "data"
        assert settings.discord.token is None

    def test_it_has_every_key_and_no_other(self) -> None:
        shown = flat(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")))
        assert sorted(shown) == sorted(keys_of(Settings))

    def test_it_shows_the_values_that_count_when_a_key_is_left_out(self) -> None:
        assert Settings.load(written(EXAMPLE.read_text(encoding="utf-8"))) == Settings()

    def test_every_key_has_words_about_it(self) -> None:
        lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
        keys = [(before, line) for before, line in pairwise(lines) if "=" in line and not line.startswith("#")]
        assert [line for before, line in keys if not before.startswith("#")] == []

    def test_every_key_has_an_example_that_can_be_used(self) -> None:
        assert sorted(EXAMPLES) == sorted(keys_of(Settings))
        groups: dict[str, Any] = {}
        for key, value in EXAMPLES.items():
            group, _, name = key.rpartition(".")
            (groups.setdefault(group, {}) if group else groups)[name] = value
        assert Settings(**groups).clock == timedelta(days=3)


class TestWhereTheyComeFrom:
    def test_a_file_that_is_named_wins_over_the_environments_and_over_the_folders(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written('locale = "folder"')
        monkeypatch.setenv("KETTLE_CONFIG", str(written('locale = "environment"', "other.toml")))
        assert Settings.load().locale == "environment"
        assert Settings.load(written('locale = "named"', "named.toml")).locale == "named"
        assert Settings.load("named.toml").locale == "named"
        monkeypatch.delenv("KETTLE_CONFIG")
        assert Settings.load().locale == "folder"

    def test_no_file_is_fine(self) -> None:
        assert Settings.load().locale == "en-GB"

    def test_a_variable_wins_over_the_file_and_leaves_the_rest_of_its_group(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written('[discord]\ntoken = "from the file"\nshard_count = 2')
        monkeypatch.setenv("KETTLE_DISCORD__TOKEN", SECRET)
        discord = Settings.load().discord
        assert discord.token is not None
        assert (discord.token.get_secret_value(), discord.shard_count) == (SECRET, 2)

    def test_an_empty_variable_is_not_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_DISCORD__SHARD_COUNT", "")
        assert Settings.load(written("[discord]\nshard_count = 2")).discord.shard_count == 2

    def test_a_variable_in_small_letters_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("kettle_logs__json", "true")
        assert Settings.load().logs.as_json

    def test_a_file_from_a_windows_editor_can_be_read(self) -> None:
        Path("config.toml").write_bytes(b'\xef\xbb\xbflocale = "en-GB"\r\n')
        assert Settings.load().locale == "en-GB"


class TestPaths:
    def test_a_files_path_starts_at_the_files_folder(self, own_folder: Path) -> None:
        Path("etc").mkdir()
        settings = Settings.load(written('data_dir = "kept"\nwording_dir = "words"', "etc/kettle.toml"))
        assert settings.data_dir == own_folder / "etc" / "kept"
        assert settings.wording_dir == own_folder / "etc" / "words"

    def test_a_variables_path_and_the_usual_one_start_at_the_working_folder(
        self, own_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("etc").mkdir()
        path = written("", "etc/kettle.toml")
        assert Settings.load(path).data_dir == own_folder / "data"
        monkeypatch.setenv("KETTLE_DATA_DIR", "kept")
        assert Settings.load(path).data_dir == own_folder / "kept"

    def test_a_path_from_the_root_or_from_home_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(Path("/srv/somebody")))
        assert Settings.load(written('data_dir = "/srv/kettle"')).data_dir == Path("/srv/kettle")
        assert Settings.load(written('data_dir = "~/kettle"')).data_dir == Path("/srv/somebody/kettle")


class TestTheDatabasesAddress:
    def test_without_one_it_is_a_file_in_the_data_folder(self, own_folder: Path) -> None:
        assert Settings.load().database_url == f"sqlite+aiosqlite:///{own_folder}/data/kettle.db"

    @pytest.mark.parametrize(
        ("address", "file"), [("sqlite:///other.db", "data/other.db"), ("sqlite+aiosqlite:////srv/a.db", "/srv/a.db")]
    )
    def test_a_file_that_is_not_from_the_root_is_in_the_data_folder(
        self, own_folder: Path, address: str, file: str
    ) -> None:
        settings = Settings.load(written(f'[database]\nurl = "{address}"'))
        assert settings.database_url == f"sqlite+aiosqlite:///{own_folder / file}"

    def test_stories_have_a_database_of_their_own(self, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert Settings.load().stories_url == f"sqlite+aiosqlite:///{own_folder}/data/stories.db"
        monkeypatch.setenv("KETTLE_STORIES__URL", "sqlite:///told.db")
        assert Settings.load().stories_url == f"sqlite+aiosqlite:///{own_folder}/data/told.db"

    def test_a_folder_with_odd_letters_comes_back_whole(self, own_folder: Path) -> None:
        settings = Settings.load(written('data_dir = "50%20 ? #é"'))
        assert make_url(settings.database_url).database == f"{own_folder}/50%20 ? #é/kettle.db"

    @pytest.mark.parametrize("scheme", ["postgresql", "postgresql+asyncpg", "postgres"])
    def test_postgresql_gets_its_driver_and_keeps_its_password(self, scheme: str) -> None:
        settings = Settings.load(written(f'[database]\nurl = "{scheme}://a:p%40ss@localhost:5433/kettle?ssl=require"'))
        assert settings.database_url == "postgresql+asyncpg://a:p%40ss@localhost:5433/kettle?ssl=require"

    @pytest.mark.parametrize(
        "address",
        [
            "mysql://a:hunter2@localhost/kettle",
            "sqlite://",
            "sqlite:///:memory:",
            "sqlite://kettle.db",
            "sqlite:///kettle.db?mode=ro",
            "hunter2",
            "postgresql://a:hunter2@localhost:port/kettle",
        ],
    )
    def test_any_other_is_refused_and_not_repeated(self, address: str) -> None:
        line = refusal(written(f'[database]\nurl = "{address}"'))
        assert line.startswith("database.url: this must be the address of a SQLite file or of PostgreSQL")
        assert "hunter2" not in line


class TestTheStandIn:
    @pytest.mark.parametrize("api", [API, "https://localhost:8443", "http://[::1]:8080/api/v10/", "http://127.8.8.8"])
    def test_an_address_on_this_machine_is_taken(self, api: str) -> None:
        assert Settings.load(written(f'[discord]\napi = "{api}"')).discord.api == api.rstrip("/")

    @pytest.mark.parametrize(
        "api",
        [
            "https://discord.com/api/v10",
            "http://192.168.0.9",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://127.0.0.1@example.org",
            "http://0.0.0.0:8080",
            "ws://127.0.0.1",
            "127.0.0.1:8080",
            "http://127.0.0.1:99999",
            "http://",
        ],
    )
    def test_any_other_is_refused(self, api: str) -> None:
        line = refusal(written(f'[discord]\napi = "{api}"'))
        assert line == (
            "discord.api: this must be an http address on this machine, or empty. "
            'Example: api = "http://127.0.0.1:8080/api/v10"'
        )

    @pytest.mark.parametrize(
        ("span", "meant"),
        [
            ("86400", timedelta(days=1)),
            ("-3600", timedelta(hours=-1)),
            ("3d", timedelta(days=3)),
            ("+2h", timedelta(hours=2)),
            ("90m", timedelta(minutes=90)),
            ("-45s", timedelta(seconds=-45)),
        ],
    )
    def test_the_clock_moves_with_one(self, monkeypatch: pytest.MonkeyPatch, span: str, meant: timedelta) -> None:
        monkeypatch.setenv("KETTLE_DISCORD__API", API)
        monkeypatch.setenv("KETTLE_CLOCK", span)
        assert Settings.load().clock == meant

    def test_the_clock_never_moves_without_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert refusal(written('clock = "1h"')) == (
            "clock: the clock can only be moved in tests. Take this setting out."
        )
        monkeypatch.setenv("KETTLE_CLOCK", "3d")
        assert refusal(written("")).startswith("KETTLE_CLOCK: ")

    @pytest.mark.parametrize("span", ["soon", "3w", "1.5h", "d", "99999d", "3 d", "--3d"])
    def test_what_is_no_length_of_time_is_refused(self, monkeypatch: pytest.MonkeyPatch, span: str) -> None:
        monkeypatch.setenv("KETTLE_DISCORD__API", API)
        monkeypatch.setenv("KETTLE_CLOCK", span)
        assert refusal() == (
            "KETTLE_CLOCK: this is a length of time: a number, then s, m, h or d. Example: KETTLE_CLOCK=3d"
        )


class TestTheWebsPort:
    def test_it_is_off_and_on_this_machine_unless_it_is_set(self) -> None:
        assert (Settings.load().web.port, Settings.load().web.host) == (0, "127.0.0.1")

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
    def test_an_address_that_only_this_machine_can_reach_is_taken(self, host: str) -> None:
        assert Settings.load(written(f'[web]\nport = 8600\nhost = "{host}"')).web.host == host

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.9", "localhost.example.org", "10.0.0.1:80"])  # noqa: S104 refused
    def test_any_other_is_refused(self, host: str) -> None:
        line = refusal(written(f'[web]\nport = 8600\nhost = "{host}"'))
        assert line == (
            "web.host: this must be an address that only this machine can reach, like localhost. "
            'Example: host = "127.0.0.1"'
        )


class TestTheCalendarsAddress:
    @pytest.mark.parametrize(
        ("address", "calendars"),
        [
            ("https://kettle.example.org", "https://kettle.example.org/calendar"),
            ("https://example.org:8443/kettle/", "https://example.org:8443/kettle/calendar"),
            ("http://127.0.0.1:8600", "http://127.0.0.1:8600/calendar"),
            ("", None),
        ],
    )
    def test_calendars_are_beneath_it(self, address: str, calendars: str | None) -> None:
        assert Settings.load(written(f'[web]\nport = 8600\naddress = "{address}"')).web.calendars == calendars

    def test_without_a_port_there_are_none(self) -> None:
        assert Settings.load(written('[web]\naddress = "https://kettle.example.org"')).web.calendars is None

    @pytest.mark.parametrize(
        "address",
        [
            "http://kettle.example.org",
            "kettle.example.org",
            "https://",
            "https://sam:hunter2@example.org",
            "https://example.org/?hunter2",
            "https://example.org/#hunter2",
            "https://example.org:99999",
            "https://exam ple.org",
            "https://example.org/`hunter2`",
            "webcal://example.org",
        ],
    )
    def test_any_other_is_refused_and_not_repeated(self, address: str) -> None:
        line = refusal(written(f'[web]\naddress = "{address}"'))
        assert line == (
            "web.address: this must be an https address that members can reach, or empty. "
            'Example: address = "https://kettle.example.org"'
        )


class TestWhatAReceiptCosts:
    def test_it_is_the_shipped_cost_unless_it_is_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert Settings.load(EXAMPLE).stories.receipt_cost == SHIPPED
        monkeypatch.setenv("KETTLE_STORIES__RECEIPT_MEMORY_MIB", "1")
        assert Settings.load(written("[stories]\nreceipt_passes = 2")).stories.receipt_cost == Cost(2, 1 << 20)

    @pytest.mark.parametrize("text", ["receipt_passes = 0", "receipt_memory_mib = 0", "receipt_memory_mib = 501"])
    def test_what_no_library_takes_is_refused(self, text: str) -> None:
        assert refusal(written(f"[stories]\n{text}")).startswith("stories.receipt_")


class TestTheLookAtLinks:
    def test_it_is_on_unless_it_is_turned_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert Settings.load(EXAMPLE).checks_links
        assert not Settings.load(written("[link_checks]\non = false")).checks_links
        monkeypatch.setenv("KETTLE_LINK_CHECKS__ON", "false")
        assert not Settings.load(EXAMPLE).checks_links

    def test_with_a_stand_in_nothing_real_is_asked(self) -> None:
        assert not Settings.load(written(f'[discord]\napi = "{API}"')).checks_links


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("[discord]\nshard_count = 0", "discord.shard_count: this must be a whole number, 1 or more."),
            ('[discord]\nshard_count = "two"', "discord.shard_count: this must be a whole number, 1 or more."),
            ("[discord]\ntoken = 5", 'discord.token: this must be text. Example: token = "your bot\'s token"'),
            ("[discord.token]\na = 1", "discord.token: this must be text."),
            ('[logs]\nlevel = "loud"', "logs.level: this must be debug, info, warning or error."),
            ("[logs]\nlevel = 3", 'Example: level = "info"'),
            ('[logs]\njson = "maybe"', "logs.json: this must be true or false. Example: json = false"),
            ('[link_checks]\non = "weekly"', "link_checks.on: this must be true or false. Example: on = true"),
            ("[web]\nport = 70000", "web.port: this must be the number of a port. 0 means none."),
            ('[web]\nport = "any"', "Example: port = 8600"),
            ("data_dir = 3", "data_dir: this must be the path of a folder."),
            ("wording_dir = 3", 'wording_dir: this must be the path of a folder, or empty. Example: wording_dir = "w'),
            ("locale = 3", "locale: this must be the name of a language."),
            ('discord = "x"', "discord: this is a group of settings. Write [discord] on a line of its own,"),
        ],
    )
    def test_a_wrong_value_is_named_with_what_its_key_takes(self, text: str, line: str) -> None:
        assert line in refusal(written(text))

    @pytest.mark.parametrize(
        ("name", "value", "example"),
        [
            ("KETTLE_DISCORD__SHARD_COUNT", "two", "KETTLE_DISCORD__SHARD_COUNT=1"),
            ("KETTLE_LOGS__JSON", "maybe", "KETTLE_LOGS__JSON=false"),
            ("KETTLE_DISCORD__API", "http://example.org", f"KETTLE_DISCORD__API={API}"),
        ],
    )
    def test_a_wrong_variable_is_named_as_a_variable(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str, example: str
    ) -> None:
        monkeypatch.setenv(name, value)
        line = refusal()
        assert line.startswith(f"{name}: ")
        assert line.endswith(f"Example: {example}")

    @pytest.mark.parametrize(
        ("text", "key", "nearest"),
        [
            ('[discord]\ntokn = "x"', "discord.tokn", "discord.token"),
            ("[discord]\nshards = 2", "discord.shards", "discord.shard_count"),
            ('datadir = "x"', "datadir", "data_dir"),
            ('token = "x"', "token", "discord.token"),
            ('[log]\nlevel = "info"', "log", "logs"),
            ('[databse]\nurl = "x"', "databse", "database"),
        ],
    )
    def test_an_unknown_key_is_named_with_the_nearest(self, text: str, key: str | None, nearest: str | None) -> None:
        line = refusal(written(text))
        if key:
            assert line == f"{key}: there is no such setting. The nearest is {nearest}."

    @pytest.mark.parametrize(
        ("name", "nearest"),
        [
            ("KETTLE_DISCORD__TOKN", "KETTLE_DISCORD__TOKEN"),
            ("KETTLE_DISCORD_TOKEN", "KETTLE_DISCORD__TOKEN"),
            ("KETTLE_LOG__LEVEL", "KETTLE_LOGS__LEVEL"),
            ("KETTLE_DISCORD__TOKEN__TEXT", "KETTLE_DISCORD__TOKEN"),
            ("KETTLE_DATADIR", "KETTLE_DATA_DIR"),
            ("KETTLE_LOGS", "KETTLE_LOGS__JSON"),
        ],
    )
    def test_a_variable_with_a_slip_is_named_with_the_nearest(
        self, monkeypatch: pytest.MonkeyPatch, name: str, nearest: str
    ) -> None:
        monkeypatch.setenv(name, SECRET)
        assert refusal() == f"{name}: there is no such setting. The nearest is {nearest}."

    @pytest.mark.parametrize("name", ["KETTLE_DISCORD_OPENAPI", "KETTLE_IMAGE", "KETTLE_HOME", "KETTLEDRUM__A"])
    def test_a_variable_of_something_else_is_left_alone(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setenv(name, "x")
        assert Settings.load() == Settings()


class TestTheFile:
    @pytest.mark.parametrize(
        ("text", "line", "slip"),
        [
            ('locale = "a"\nlocale = "b"\n', 2, "this name is there twice. Keep one of the two."),
            ("[logs]\n[logs]\n", 2, "this name is there twice. Keep one of the two."),
            ("discord = {api = 'a', api = 'b'}\n", 1, "this name is there twice. Keep one of the two."),
            ("locale = 'en-GB\n", 1, "a quote or a bracket is not closed."),
            ("[logs\n", 1, "a quote or a bracket is not closed."),
            ("\nlocale = [1\n", 2, "a quote or a bracket is not closed."),
            (f"\n[discord]\ntoken = {SECRET}\n", 3, "this value cannot be read."),
            ("locale =\n", 1, "this value cannot be read."),
            ("locale = 'a' b\n", 1, "this value cannot be read."),
            (f"{SECRET}\n", 1, "a line is a name, an equals sign and a value"),
        ],
    )
    def test_a_slip_is_named_with_its_line_and_not_repeated(self, text: str, line: int, slip: str) -> None:
        said = refusal(written(text))
        assert said.startswith(f"config.toml, line {line}: {slip}")
        assert SECRET not in said

    def test_a_named_file_that_is_not_there_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        line = "gone.toml: there is no such file. `kettle init` makes a settings file."
        assert refusal(Path("gone.toml")) == line
        monkeypatch.setenv("KETTLE_CONFIG", "gone.toml")
        assert refusal() == line

    def test_what_is_no_text_file_is_said(self) -> None:
        Path("folder.toml").mkdir()
        assert refusal(Path("folder.toml")).startswith("folder.toml: this file cannot be read.")
        Path("config.toml").write_bytes(b"\xff\xfe\x00l")
        assert refusal().startswith("config.toml: this file cannot be read.")


class TestSecrets:
    ADDRESS = "postgresql://kettle:hunter2@localhost/kettle"

    def test_they_are_never_shown(self) -> None:
        settings = Settings.load(written(f'[discord]\ntoken = "{SECRET}"\n[database]\nurl = "{self.ADDRESS}"'))
        shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()} {settings.discord!r}"
        assert SECRET not in shown
        assert "hunter2" not in shown

    def test_no_error_shows_them(self) -> None:
        with pytest.raises(ValidationError) as caught:
            Settings(discord={"token": [SECRET]}, database={"url": f"mysql{self.ADDRESS}"})
        assert SECRET not in str(caught.value)
        assert "hunter2" not in str(caught.value)

    @pytest.mark.parametrize("key", [key for key in EXAMPLES if key not in {"locale", "data_dir", "wording_dir"}])
    def test_one_in_the_wrong_place_is_not_repeated(self, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
        monkeypatch.setenv(variable_of(key), SECRET)
        assert SECRET not in said()

    def test_settings_never_change(self) -> None:
        settings = Settings.load()
        with pytest.raises(ValidationError):
            settings.locale = "cy"
        with pytest.raises(ValidationError):
            settings.discord.shard_count = 2
