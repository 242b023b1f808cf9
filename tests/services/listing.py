"""Made-up stories that are published and listed through the real rules, and ways to look for them."""

from typing import Any

from bot.services import library
from bot.services.library import Look, Page
from bot.services.story_keys import new_keys
from bot.services.story_texts import About, Read
from db.models.stories import StoryPart
from tests.services.people import GUILD, NOW, Do
from tests.services.publishing import a_story, put

KEYS = new_keys()
TODAY = NOW.date()
RECOVERY = "Recovery was slow, and then the kettle was on."


async def publish(do: Do, text: str = RECOVERY, about: About | None = None, alts: Any = (), **others: Any) -> str:
    """Publish a story and list it; give its key."""
    story = a_story(**{"state": "published", **others})
    await put(do, story, StoryPart(key=f"p-{story.key}", story_key=story.key, place=1, has_arrived=False, sealed=b"1"))
    await record(do, story.key, text, about, alts)
    return story.key


async def record(do: Do, key: str, text: str, about: About | None = None, alts: Any = (), keys: Any = KEYS) -> None:
    told = Read(about or About(), [text], alts, ())
    await do(library.record_listing, story_key=key, read=told, keys=keys, today=TODAY)


async def look(do: Do, words: str = "", hidden: Any = (), guild_id: int = GUILD, **others: Any) -> Page:
    told: dict[str, Any] = {"guild_id": guild_id, "look": Look(words=words, **others), "hidden": hidden, "keys": KEYS}
    page: Page = await do(library.find_page, **told)
    return page


async def found(do: Do, words: str = "", **others: Any) -> list[str]:
    return [entry.story_key for entry in (await look(do, words, **others)).entries]
