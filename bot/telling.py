"""What stories need of the frame: their own database, their keys, and what is held in memory and never written."""

from __future__ import annotations

from contextlib import asynccontextmanager
from random import SystemRandom
from typing import TYPE_CHECKING

from bot.errors import Closed
from bot.logs import get_logger
from bot.rebuilt import Rebuilder
from bot.services.allowances import Allowance
from bot.services.passphrases import Unlocked
from bot.services.receipt_tries import Tries
from bot.services.receipts import SALT_SIZE, Receipts
from bot.services.stories import get_salt
from bot.services.story_holds import Pending
from bot.services.story_intakes import ZONE, last_due
from bot.services.story_keys import rotate
from bot.story_failures import Failures
from bot.story_keys import change_story_keys, read_story_keys
from db.stories import StoryDatabase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.receipts import Derived
    from bot.services.sealing import PrivateHalves
    from bot.services.story_keys import StoryKeys
    from bot.settings import Settings


log = get_logger("kettle.stories")

NO_SALT = bytes(SALT_SIZE)

STORIES = 5
"""Stories that one member can share in a day."""

REPORTS = 10
"""Stories that one reader can tell moderators of in a day."""


class Telling:
    """Stories' part of the bot. Without a key file sharing is closed, and everything else goes on."""

    def __init__(self, settings: Settings) -> None:
        self.db = StoryDatabase(settings.stories_url)
        self.receipts = Receipts(settings.stories.receipt_cost)
        self.tries = Tries()
        self.passphrases = Tries()
        self.sent = Allowance(STORIES, "stories-enough")
        self.told = Allowance(REPORTS, "library-told-enough")
        self.pending = Pending()
        self.unlocked = Unlocked()
        self.failures = Failures()
        self.rebuilder = Rebuilder()
        self.chance = SystemRandom()
        self.keys: StoryKeys | None = None
        self.salt = b""
        self._folder = settings.data_dir

    async def open(self, today: date) -> None:
        """Read the keys, and open the database where there is one already: before the first story there is none.

        A key file that cannot be written is used as it is, and everything else goes on.
        """
        try:
            self.turn_keys(today)
        except OSError as error:
            log.warning("the key file could not be written", kind=type(error).__name__)
        if self.db.is_there():
            await self._open()

    async def _open(self) -> None:
        await self.db.open()
        if not self.salt:
            async with self.db.begin() as session:
                self.salt = await get_salt(session)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Give a session that may write, in a database that is made for the first story."""
        await self._open()
        async with self.db.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Give a session that cannot write."""
        await self._open()
        async with self.db.read() as session:
            yield session

    async def derive(self, receipt: str, *, is_new: bool = False) -> Derived:
        """Derive what a receipt opens here. A new one makes the database; before the first, none opens anything."""
        if is_new or self.db.is_there():
            await self._open()
        return await self.receipts.derive(receipt, self.salt or NO_SALT)

    def turn_keys(self, today: date) -> None:
        """Read the keys anew, and let the next hold key take its turn when it is time; OSError where it cannot."""
        self.keys = read_story_keys(self._folder)
        self.keys = change_story_keys(self._folder, lambda keys: rotate(keys, today=today))

    def get_keys(self) -> StoryKeys:
        """Give the keys; Closed where there are none, so that nothing is ever stored unsealed."""
        if self.keys is None:
            raise Closed("stories-closed")
        return self.keys

    def review_privates(self, guild_id: int, *, now: datetime) -> PrivateHalves:
        """Give what opens drafts: in strict mode only while a moderator has unlocked it here; else nothing."""
        keys = self.get_keys()
        return self.unlocked.find(guild_id, now=now) if keys.is_strict else keys.review_privates()

    def write_failures(self, now: datetime) -> None:
        """Write what went wrong since the last intake's hour, once for each: also where there is no story yet."""
        self.failures.write(last_due(now, ZONE))

    async def close(self) -> None:
        """Let go of the threads and the database."""
        self.receipts.close()
        await self.db.close()
