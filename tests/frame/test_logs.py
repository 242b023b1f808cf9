"""The log never holds an id, a token, a name or what anybody typed, whatever goes wrong and in either form."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import discord
import pytest
from discord import app_commands
from PIL import Image
from sqlalchemy import create_engine, text

from bot.logs import HELD, WITHHELD, configure, get_logger
from bot.logs_plain import plain
from bot.logs_trace import ERRORS, FRAMES, as_lines, frames_of
from bot.report import report
from bot.settings import Settings

pytestmark = pytest.mark.usefixtures("own_folder", "own_logging")

MEMBER = 123456789012345678
TYPED = "the kitchen was quiet today"
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.made-up-token-of-nobody-at-all"
PRIVATE = (str(MEMBER), TYPED, TOKEN, "hunter2", "Rowan")

Read = Callable[[], str]


@pytest.fixture(params=[False, True], ids=["terminal", "json"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Configure the log at its lowest level, in one form and then the other; a call gives what was written."""
    read = configured(monkeypatch, level="debug", json=request.param)

    def read_and_check() -> str:
        err = read()
        if request.param and "could not be written" not in err:
            assert all(json.loads(line)["timestamp"] for line in err.splitlines())
        assert [secret for secret in PRIVATE if secret in err] == []
        return err

    return read_and_check


def configured(monkeypatch: pytest.MonkeyPatch, **logs: Any) -> Read:
    stream = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        configure(Settings(logs=logs))
    return stream.getvalue


class Leaky(Exception):
    def __repr__(self) -> str:
        return TYPED


def fail(said: str) -> None:
    """Fail with private things in the message, the locals, the cause, a note and a group."""
    member, token = MEMBER, TOKEN
    try:
        {}[f"{member} said {said}"]
    except LookupError as cause:
        error = Leaky(said, token)
        error.add_note(said)
        raise ExceptionGroup(said, [error, ValueError(said)]) from cause


def failed(said: str = TYPED) -> Exception:
    try:
        fail(said)
    except ExceptionGroup as error:
        return error
    raise AssertionError


class TestOurRecords:
    def test_they_have_level_logger_event_and_plain_values(self, written: Read) -> None:
        get_logger("kettle.delivery").info("sent", count=3, late=True, where=None)
        line = written()
        assert all(part in line for part in ("info", "kettle.delivery", "sent", "count", "3", "late", "where"))

    def test_an_error_is_written_as_frames_and_types_along_its_causes(self, written: Read) -> None:
        get_logger().error("unexpected", reference="A1B2C3", exc_info=failed())
        line = written()
        types = ["ExceptionGroup", "test_logs.Leaky", "ValueError", "KeyError"]
        assert sorted(types, key=line.index) == types
        assert "test_logs.py:" in line
        assert "A1B2C3" in line

    @pytest.mark.parametrize("form", ["exception", "true", "tuple"])
    def test_each_way_to_hand_over_an_error_is_the_same(self, written: Read, form: str) -> None:
        log = get_logger()
        try:
            fail(TYPED)
        except ExceptionGroup:
            if form == "exception":
                log.exception("unexpected")
            else:
                log.critical("unexpected", exc_info=sys.exc_info() if form == "tuple" else True)
        assert "KeyError" in written()

    def test_no_error_is_no_traceback(self, written: Read) -> None:
        get_logger().error("odd", exc_info=True)
        get_logger().error("odd", exc_info=None, stack_info=True)
        assert "Traceback" not in written()

    async def test_the_report_of_a_fault_holds_nothing_private(self, written: Read) -> None:
        await report("job", failed())
        line = written()
        assert "unexpected" in line
        assert "KeyError" in line

    def test_what_slips_into_a_value_is_blanked(self, written: Read) -> None:
        get_logger().warning(
            f"about {MEMBER}",
            member=MEMBER,
            channels=[MEMBER, {"id": str(MEMBER), MEMBER: TOKEN}],
            token=TOKEN,
            address="postgresql://Rowan:hunter2@localhost/kettle",
            author=Leaky(TYPED),
            file=Path(f"{MEMBER}.png"),
        )
        line = written()
        assert "[id]" in line
        assert "[secret]" in line
        assert "<Leaky>" in line
        assert "@localhost/kettle" in line

    def test_a_line_that_cannot_be_written_is_said_without_what_was_in_it(
        self, written: Read, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> str:
            raise ValueError(TYPED)

        monkeypatch.setattr(logging.root.handlers[0].formatter, "format", refuse)
        get_logger("kettle").info(TYPED)
        assert written() == "a line of kettle could not be written\n"


class TestLibrariesRecords:
    @pytest.mark.parametrize("name", [*HELD, "discord.http", "sqlalchemy.engine.Engine", "some.other.library"])
    def test_below_a_warning_they_are_not_written_whatever_the_level(self, written: Read, name: str) -> None:
        logger = logging.getLogger(name)
        logger.setLevel(logging.DEBUG)
        logger.debug("body: %s", TYPED)
        logger.info(TYPED)
        assert written() == ""

    @pytest.mark.parametrize("name", HELD)
    def test_those_that_print_words_are_held_at_warning_and_do_no_work(self, written: Read, name: str) -> None:
        assert logging.getLogger(f"{name}.inner").getEffectiveLevel() == logging.WARNING
        assert written() == ""

    def test_a_warning_keeps_its_format_and_its_place_and_loses_what_was_filled_in(self, written: Read) -> None:
        logging.getLogger("discord.http").warning("rate limited: %s for %s", TYPED, MEMBER)
        line = written()
        assert "rate limited: %s for %s" in line
        assert "test_logs:" in line

    def test_a_text_that_was_filled_in_already_is_left_out(self, written: Read) -> None:
        logging.getLogger("discord.http").warning(f"rate limited: {TYPED}")  # noqa: G004 that is the point
        logging.getLogger("discord.http").warning(f"{TYPED}: %s", 3)  # noqa: G004 the same
        assert written().count(WITHHELD) == 2

    def test_one_that_is_no_text_is_left_out(self, written: Read) -> None:
        logging.getLogger("discord").error(Leaky(TYPED), exc_info=failed())
        line = written()
        assert WITHHELD in line
        assert "KeyError" in line

    def test_what_discord_says_about_an_interaction_address_is_shown(self, written: Read) -> None:
        client = sys.modules["discord.client"]
        source = Path(str(client.__file__)).read_text(encoding="utf-8")
        said = "Application has an interaction endpoint URL set"
        literal = next(line.strip().strip("'") for line in source.splitlines() if said in line)
        record = logging.LogRecord("discord.client", logging.WARNING, str(client.__file__), 1, literal, (), None)
        logging.getLogger("discord.client").handle(record)
        assert said in written()


class TestRealLibraries:
    async def test_a_failed_autocomplete_leaves_no_record_of_the_member(self, written: Read) -> None:
        async def suggest(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            raise LookupError(current)

        @app_commands.command(name="find", description="Find")
        @app_commands.autocomplete(words=suggest)
        async def find(_: discord.Interaction, words: str) -> None: ...

        client = discord.Client(intents=discord.Intents.none())
        tree = app_commands.CommandTree(client)
        tree.add_command(find)
        await tree._call(typing(client))
        assert "autocomplete" not in written()

    async def test_a_failed_view_and_a_failed_event_leave_frames_only(self, written: Read) -> None:
        view = discord.ui.View()
        item: Any = discord.ui.Button(label=TYPED, custom_id=TYPED)
        client = discord.Client(intents=discord.Intents.none())
        await view.on_error(typing(client), failed(), item)
        try:
            fail(TYPED)
        except ExceptionGroup:
            await client.on_error("on_message", TYPED)
        line = written()
        assert "Ignoring exception in view %r for item %r" in line
        assert "Ignoring exception in %s" in line
        assert line.count("KeyError") == 2

    def test_that_voice_is_missing_is_no_news(self, written: Read, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(discord.VoiceClient, "warn_nacl", True)
        monkeypatch.setattr(discord.VoiceClient, "warn_dave", True)
        discord.Client(intents=discord.Intents(guilds=True))
        assert written() == ""

    async def test_what_asyncio_says_about_a_lost_error_or_callback_is_left_out(self, written: Read) -> None:
        loop = asyncio.get_running_loop()
        loop.call_soon(fail, TYPED)
        loop.call_exception_handler({"message": TYPED, "exception": failed(), "future": Leaky(TYPED)})
        await asyncio.sleep(0.01)
        line = written()
        assert line.count(WITHHELD) == 2
        assert line.count("KeyError") == 2

    async def test_databases_and_pictures_leave_nothing(self, written: Read) -> None:
        for name in HELD:
            logging.getLogger(name).setLevel(logging.DEBUG)
        async with aiosqlite.connect(":memory:") as connection:
            await connection.execute("SELECT ?", (TYPED,))
        engine = create_engine("sqlite://", hide_parameters=True)
        with engine.connect() as opened:
            opened.execute(text("SELECT :said"), {"said": TYPED})
        engine.dispose()
        picture = io.BytesIO()
        Image.new("1", (1, 1)).save(picture, "PNG")
        Image.open(picture).load()
        assert written() == ""


def typing(client: discord.Client) -> discord.Interaction[Any]:
    """Somebody is typing in a command's option."""
    person = {"id": str(MEMBER), "username": "Rowan", "discriminator": "0", "avatar": None}
    typed = {"name": "words", "type": 3, "value": TYPED, "focused": True}
    data: Any = {
        "id": str(MEMBER),
        "application_id": str(MEMBER),
        "type": 4,
        "token": TOKEN,
        "version": 1,
        "user": person,
        "data": {"id": "1", "name": "find", "type": 1, "options": [typed]},
        "locale": "en-GB",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 0,
    }
    return discord.Interaction(data=data, state=client._connection)


class TestTheLastWords:
    def test_what_nothing_caught_is_written_as_any_other_error(self, written: Read) -> None:
        error = failed()
        sys.excepthook(type(error), error, error.__traceback__)
        line = written()
        assert "nothing caught" in line
        assert "KeyError" in line

    def test_in_a_thread_too(self, written: Read) -> None:
        thread = threading.Thread(target=fail, args=(TYPED,))
        thread.start()
        thread.join()
        assert "KeyError" in written()

    def test_in_what_python_tidies_up_too(self, written: Read) -> None:
        class Last:
            def __del__(self) -> None:
                fail(TYPED)

        Last()
        assert "KeyError" in written()


class TestLevels:
    def test_the_setting_says_the_least_that_is_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read = configured(monkeypatch, level="error")
        get_logger().warning("a warning")
        logging.getLogger("discord").warning("a warning")
        get_logger().error("an error")
        logging.getLogger("discord").error("an error")
        assert "a warning" not in read()
        assert read().count("an error") == 2

    def test_configuring_twice_does_not_write_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = configured(monkeypatch), configured(monkeypatch)
        get_logger().info("once")
        assert (first().count("once"), second().count("once")) == (0, 1)


class TestPlainValues:
    @pytest.mark.parametrize("value", [None, True, 0, -3, 2.5, "", "ready", 999_999_999, "2026-11-23T18:00:00.123456Z"])
    def test_plain_ones_stay_as_they_are(self, value: object) -> None:
        assert plain(value) == value

    @pytest.mark.parametrize(
        "value",
        [MEMBER, -MEMBER, float(MEMBER), str(MEMBER), 10**16, 2**64 - 1, f"<@{MEMBER}>", f"a{MEMBER}b{MEMBER}"],
    )
    def test_what_looks_like_an_id_is_blanked(self, value: object) -> None:
        assert "[id]" in str(plain(value))
        assert not any(sign.isdigit() for sign in str(plain(value)))

    @pytest.mark.parametrize(
        "value",
        [
            TOKEN,
            f"Bot {TOKEN}",
            "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6",
            "https://discord.com/api/webhooks/5/" + "aB3-_" * 13,
        ],
    )
    def test_what_looks_like_a_token_is_blanked(self, value: str) -> None:
        assert plain(value).endswith("[secret]")

    def test_times_and_paths_become_text_and_the_rest_a_type(self) -> None:
        given = (timedelta(seconds=90), Path("data"), {1}, b"x", Leaky)
        assert plain(given) == ["0:01:30", "data", "<set>", "<bytes>", "<type>"]


class TestFrames:
    def test_a_module_is_named_from_the_folder_it_was_found_in(self) -> None:
        try:
            json.loads("{")
        except ValueError as error:
            found = frames_of(error)[0]
        assert found["type"] == "json.decoder.JSONDecodeError"
        assert found["frames"][-1].startswith(f"json{'/'}decoder.py:")

    def test_a_file_that_is_no_module_is_named_without_its_folder(self) -> None:
        code = compile("raise ValueError", str(Path("/srv/rowan/secret.py")), "exec")
        with pytest.raises(ValueError) as caught:  # noqa: PT011 it has no message
            exec(code)  # noqa: S102 a file in a folder that is on no path
        assert frames_of(caught.value)[0]["frames"][-1] == "secret.py:1 <module>"

    def test_an_endless_recursion_and_an_endless_chain_are_cut(self) -> None:
        def deeper() -> None:
            deeper()

        with pytest.raises(RecursionError) as caught:
            deeper()
        assert len(frames_of(caught.value)[0]["frames"]) == FRAMES
        chain = ValueError()
        for _ in range(20):
            outer = ValueError()
            outer.__context__, chain = chain, outer
        assert len(frames_of(chain)) == ERRORS

    def test_a_circle_of_causes_and_a_hidden_cause_end(self) -> None:
        first, second = ValueError(), LookupError()
        first.__cause__, second.__cause__ = second, first
        assert [each["type"] for each in frames_of(first)] == ["ValueError", "LookupError"]
        first.__cause__, first.__context__, first.__suppress_context__ = None, second, True
        assert as_lines(frames_of(first)) == "  ValueError"
