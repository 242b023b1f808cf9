"""T5: whatever fails on a screen of stories, or in a sweep, the log at DEBUG says neither who it was nor what was told.

Each handler fails three times: at its door, at what it needs of the databases, and at Discord's answer. Each time the
error itself holds all that nobody should read: the member, the receipt, and the words. Gestures are handed to the bot
as Discord does, without a screen between: so no handler is left out because no journey leads there.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from simcord.enums import InteractionType
from sqlalchemy.exc import IntegrityError

from bot.forms import Form
from db.problems import DatabaseProblem
from tests.anonymity.journeys import Lived, share_day, story
from tests.anonymity.place import begun
from tests.anonymity.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from simcord import MemberActor

    from bot.ui import Pressable
    from tests.anonymity.place import Place
    from tests.cogs.reading import Shown

    Kind = type[Pressable | Form]

RUNNING = 5
"""Words running that nobody may read."""

PLACES = {"what": "words", "to": "first", "when": "now", "after": "-", "form": "stories.words"}
MENUS = {"kind": ["words"], "themes": ["hope"], "notes": [], "uses": [], "alone": [], "files": []}

PRESSED: dict[str, dict[str, Any]] = {
    "button": {"type": 2, "style": 2, "label": "Go on"},
    "select": {"type": 3, "options": [{"label": "Library", "value": "library"}]},
}
"""Stands on the screen, wherever a person may have found it: discord.py looks for it there."""

WRITTEN = {"stories", "story_receipts", "story_reviews"}
"""Features of authors and moderators. What an admin chooses, and what others read, is at nobody's story's minute."""


def is_of_stories(kind: object) -> bool:
    """Say whether a class or an object comes from a feature of stories."""
    module = str(getattr(kind, "__module__", "")).split(".")
    return module[0] == "cogs" and (module[1].startswith("stor") or module[1] == "library")


def errors(told: str) -> Iterator[Exception]:
    """Give errors of every kind there is, in turns; each says all it knows."""
    for number in count():
        error: Exception = (
            LookupError(told),
            IntegrityError("INSERT INTO stories VALUES (:told)", {"told": told}, ValueError(told)),
            ExceptionGroup(told, [ValueError(told), OSError(told)]),
            DatabaseProblem("full"),
            discord.HTTPException(_Answer(told), told),
        )[number % 5]
        error.add_note(told)
        error.__cause__ = KeyError(told)
        yield error


class _Answer:
    """What Discord answered."""

    status = 400

    def __init__(self, told: str) -> None:
        self.reason = told


class Failing:
    """A community in which everything about stories fails."""

    def __init__(self, lived: Lived, screens: dict[str, tuple[MemberActor, Shown]]) -> None:
        self.lived, self.place = lived, lived.place
        self._screens = {name: (who, shown.message.id, self._payload(shown)) for name, (who, shown) in screens.items()}
        who, receipt, words = lived.author(0), self.place.receipts[0], story(0)[1]
        self.words, self.receipt = words, receipt
        self.told = f"{who.id} {who.name} {receipt} {words}"
        self._errors = errors(self.told)
        self.failed: set[str] = set()
        self.gestures, self.noted, self.noted_plainly = 0, 0, 0
        """Gestures that failed; and those at whose minute the log has a line, a twin's too."""

    def _payload(self, shown: Shown) -> dict[str, Any]:
        backend = self.place.world.env.backend
        stored = backend.get_message(shown.message.channel_id, shown.message.id)
        return dict(serializers.message_payload(backend, stored))

    @property
    def _runs(self) -> dict[str, MemberActor]:
        world = self.place.world
        return {"moderate": world.mo, "organise": world.orla, "setup": world.ada}

    @property
    def kinds(self) -> list[Kind]:
        """Give every button, menu and form of stories."""
        bot = self.place.world.bot
        forms = [each for each in bot.forms._forms if hasattr(each, "submitted")]
        return [each for each in (*bot._pressables, *forms) if is_of_stories(each)]

    @property
    def commands(self) -> list[Any]:
        found = self.place.world.bot.tree.walk_commands()
        return [each for each in found if is_of_stories(type(getattr(each, "binding", None)))]

    @property
    def handlers(self) -> set[str]:
        sweeps = [job.name for job in self._jobs()]
        return {*(name_of(each) for each in self.kinds), *(each.name for each in self.commands), *sweeps}

    def _jobs(self) -> list[Any]:
        return [job for job in self.place.world.bot._jobs if is_of_stories(type(getattr(job.sweep, "__self__", None)))]

    def failing(self, name: str) -> Callable[..., Any]:
        """Make what fails in the place of a handler, or of what it needs; it has all in its hands when it does."""

        async def fail(*_: Any, **__: Any) -> None:
            told, receipt, words = self.told, self.receipt, self.words
            self.failed.add(name)
            if told and receipt and words:
                raise next(self._errors)

        return fail

    async def at_the_door(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for kind in self.kinds:
                patch.setattr(kind, "submitted" if issubclass(kind, Form) else "pressed", self.failing(name_of(kind)))
            for command in self.commands:
                patch.setattr(command, "_callback", self.failing(command.name))
            bot = self.place.world.bot
            jobs = [replace(job, sweep=self.failing(job.name)) if job in self._jobs() else job for job in bot._jobs]
            patch.setattr(bot, "_jobs", jobs)
            await self.do_all()

    async def within(self) -> None:
        """Let databases, receipts and files fail, each time they are needed."""
        bot, nothing = self.place.world.bot, self.failing("")
        with pytest.MonkeyPatch.context() as patch:
            for place in (bot.telling.db, bot.telling):
                for name in ("begin", "read"):
                    patch.setattr(place, name, lambda: _Refused(nothing))
            patch.setattr(bot.telling, "derive", nothing)
            patch.setattr(bot.http, "get_from_cdn", nothing)
            await self.do_all()

    async def at_discord(self) -> None:
        """Let Discord refuse every answer, with the words in its refusal."""
        env = self.place.world.env
        for method, path in (("POST", "/interactions/*"), ("PATCH", "/webhooks/*"), ("POST", "/webhooks/*")):
            env.inject_error(method, path, status=400, code=50035, message=self.told, times=None)
        await self.do_all()
        env.backend.faults.clear()

    async def do_all(self) -> None:
        """Press all buttons, send all forms, run all commands and all sweeps."""
        for kind in self.kinds:
            with self.watched(kind):
                await self.gesture(kind)
        for command in self.commands:
            name = command.qualified_name
            with self.watched(type(command.binding)):
                who = self._runs.get(name.partition(" ")[0], self.lived.author(0))
                await who.slash(self.place.world.checkins, name, **needed(command))
        await self.place.world.run_due()

    @contextmanager
    def watched(self, kind: type) -> Iterator[None]:
        """See whether a line comes at the minute of an author's or a moderator's gesture: readers' tell of no story."""
        log, plain = len(self.place.log.getvalue()), len(self.place.plain.getvalue())
        yield
        if kind.__module__.split(".")[1] in WRITTEN:
            self.gestures += 1
            self.noted += len(self.place.log.getvalue()) > log
            self.noted_plainly += len(self.place.plain.getvalue()) > plain

    async def gesture(self, kind: Kind) -> None:
        """Hand a press or a form to the bot, from the screen that its feature has."""
        feature = kind.__module__.split(".")[1]
        who, message_id, payload = self._screens.get(feature) or self._screens["stories"]
        key = next(iter(self.lived.keys))
        places = {name: PLACES.get(name, key) if of is str else 1 for name, of in kind.ids._types.items()}
        data: dict[str, Any] = {"custom_id": kind.ids.write(places)}
        if issubclass(kind, Form):
            data["components"] = self._filled(kind)
        else:
            part = PRESSED[kind.door] | {"custom_id": data["custom_id"]}
            data |= {"component_type": part["type"], "values": ["library"]}
            payload = payload | {"components": [*payload["components"], {"type": 1, "components": [part]}]}
        what = InteractionType.MODAL_SUBMIT if issubclass(kind, Form) else InteractionType.MESSAGE_COMPONENT
        more: dict[str, Any] = {"extra": {"message": payload}, "source_message_id": message_id}
        await _dispatch_actor_interaction(who, what, self.place.world.checkins, data, **more)

    def _filled(self, kind: type[Form]) -> list[dict[str, Any]]:
        boxes: list[dict[str, Any]] = [
            {"type": 4, "custom_id": each.name, "value": self.receipt if each.name == "receipt" else self.words}
            for each in kind.fields
        ]
        boxes += [{"type": 3, "custom_id": name, "values": values} for name, values in MENUS.items()]
        return [{"type": 18, "component": each} for each in boxes]


class _Refused:
    """A session that never begins."""

    def __init__(self, refuse: Callable[..., Any]) -> None:
        self._refuse = refuse

    async def __aenter__(self) -> None:
        await self._refuse()

    async def __aexit__(self, *_: object) -> None:
        pass


def needed(command: Any) -> dict[str, Any]:
    """Fill in what a command has to be told."""
    asked = [each for each in command.parameters if each.required]
    return {each.name: each.choices[0].value if each.choices else "1" for each in asked}


def name_of(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"


async def failed(place: Place) -> Failing:
    """Share, then let everything fail in all ways."""
    lived = Lived(place)
    await share_day(lived, range(3))
    await lived.note_keys()
    who, mo = lived.author(0), lived.mo
    form = await place.press(who, await place.slash(who, "story share"), "stories:words")
    draft = await place.fill(who, form, text=story(0)[1])
    going = await place.press(who, await place.press(who, draft, "stories:check"), "stories:receipt")
    home = await place.open(who, place.receipts[0])
    read = await place.press(mo, await place.slash(mo, "moderate stories"), "story_reviews:open:")
    failing = Failing(lived, {"stories": (who, going), "story_receipts": (who, home), "story_reviews": (mo, read)})
    await failing.at_the_door()
    await failing.within()
    await failing.at_discord()
    await place.to_intake()  # what is only counted at first is written then
    return failing


def leaking(text: str, place: Place) -> int:
    """Count the lines that hold an id, a name, a receipt, or words running."""
    people = [*place.members, place.world.mo]
    marks = [each for who in people for each in (str(who.id), f"{who.id:x}")]
    marks += [who.name for who in place.members]
    marks += [
        each for receipt in place.receipts.values() for each in (receipt.lower(), receipt.replace("-", "").lower())
    ]
    runs = {run for number in place.receipts for run in running(story(number)[1])}
    lines = text.lower().splitlines()
    return sum(any(mark in line for mark in marks) or not runs.isdisjoint(running(line)) for line in lines)


def running(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text)
    return zip(*(words[start:] for start in range(RUNNING)), strict=False)


async def rows(folder: Path) -> list[Row]:
    async with begun(folder, is_loud=True) as place:
        failing = await failed(place)
        missed = failing.handlers - failing.failed
        text = place.log.getvalue()
        told = leaking(text, place)
        silent = "IntegrityError" not in text  # then nothing was looked at
        twin = leaking(place.plain.getvalue(), place)
        noted, plainly = failing.noted, failing.noted_plainly
    return [
        Row("T5 lines of the log with an id, a name or words", told + silent, 0, twin, len(text.splitlines())),
        Row("T5 handlers that could not be made to fail", len(missed), 0, len(failing.handlers), len(failing.handlers)),
        Row("T1 failed gestures at which the log gets a line", noted, 0, plainly, failing.gestures),
    ]
