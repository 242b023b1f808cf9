"""What is published is listed, found by theme, kind and words, the same on both databases, and gone with its story."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.errors import NotFound
from bot.services import library, story_withdrawals
from bot.services.library import SHOWN, Look, Page
from bot.services.sealing import key_number, open_sealed
from bot.services.story_keys import new_keys
from bot.services.story_texts import About
from db.models.library import StoryListing, StoryVocabulary, StoryWord
from db.models.stories import StoryFile
from db.stories import StoryDatabase
from tests.services.listing import KEYS, RECOVERY, found, look, publish, record
from tests.services.people import ELSEWHERE, GUILD, NOW, Do
from tests.services.publishing import MONDAY, a_story, put
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def test_a_published_story_is_found_by_its_words_and_what_its_files_show(do: Do) -> None:
    mine = await publish(do)
    painted = await publish(do, "A picture.", About("art"), [("picture", "A red bicycle in the rain")])
    assert await found(do, "recovering") == [mine]
    assert await found(do, "bicycles") == [painted]
    assert set(await found(do, "recovery bicycle")) == {mine, painted}
    assert await found(do, "penguins") == []
    assert set(await found(do)) == {mine, painted}
    assert await found(do, "recovery", guild_id=ELSEWHERE) == []


async def test_a_story_is_found_by_theme_kind_and_hope_and_these_go_together(do: Do) -> None:
    work = await publish(do, about=About("words", ("work",), (), is_hopeful=True))
    hope = await publish(do, about=About("art", ("hope", "work"), ("suicide",)))
    plain = await publish(do, about=About("music"))
    assert set(await found(do, theme="work")) == {work, hope}
    assert await found(do, theme="work", kind="art") == [hope]
    assert set(await found(do, is_hopeful=True)) == {work, hope}
    assert await found(do, kind="music") == [plain]
    assert await found(do, "recovery", kind="music") == [plain]
    assert set(await found(do, "hope")) == {work, hope}
    assert set(await found(do, kind="poem", theme="tea")) == {work, hope, plain}


async def test_what_a_reader_hides_is_left_out_of_every_list(do: Do) -> None:
    heavy = await publish(do, about=About(notes=("suicide", "abuse")))
    light = await publish(do)
    assert await found(do, hidden={"abuse"}) == [light]
    assert await found(do, "recovery", hidden={"abuse"}) == [light]
    assert set(await found(do, hidden={"eating"})) == {heavy, light}
    told: dict[str, Any] = {"guild_id": GUILD, "look": Look(), "chance": random.Random(1)}  # noqa: S311 the same each time
    (row,) = [row for row in await do.rows(StoryListing) if row.story_key == light]  # type: ignore[type-var] # rows of any table
    assert await do(library.find_any, hidden={"abuse"}, **told) == row.number
    assert await do(library.find_any, hidden={"abuse"}, **{**told, "guild_id": ELSEWHERE}) is None


async def test_one_by_chance_is_any_of_them(do: Do) -> None:
    await publish(do)
    await publish(do)
    chance = random.Random(2)  # noqa: S311 the same each time
    told: dict[str, Any] = {"guild_id": GUILD, "look": Look(), "hidden": (), "chance": chance}
    assert len({await do(library.find_any, **told) for _ in range(40)}) == 2


async def test_the_newest_month_comes_first_and_pages_follow_one_another(do: Do) -> None:
    old = [await publish(do, week=date(2026, 1, 5)) for _ in range(2)]
    new = [await publish(do, week=MONDAY) for _ in range(SHOWN)]
    first, second = await look(do), await look(do, page=1)
    assert {entry.story_key for entry in first.entries} == set(new)
    assert {entry.story_key for entry in second.entries} == set(old)
    assert (first.has_more, second.has_more) == (True, False)
    assert {entry.month for entry in second.entries} == {date(2026, 1, 1)}
    searched = [await look(do, "kettle", page=page) for page in range(3)]
    assert [len(page.entries) for page in searched] == [SHOWN, 2, 0]
    assert [page.has_more for page in searched] == [True, False, False]


async def test_a_mistyped_word_finds_what_was_meant_and_says_so(do: Do) -> None:
    mine = await publish(do)
    page = await look(do, "recovrey")
    assert ([entry.story_key for entry in page.entries], page.instead) == ([mine], True)
    assert not (await look(do, "recovery zzz")).instead
    assert (await look(do, "zzz")) == Page([], has_more=False)


async def test_no_table_spells_a_word(do: Do, stories: StoryDatabase) -> None:
    await publish(do, "Zanvoptavgilmip sat by the river.")
    (row,) = await do.rows(StoryVocabulary)  # type: ignore[type-var] # rows of any table
    assert b"zanvoptavgilmip" not in row.sealed
    assert key_number(row.sealed) == KEYS.publication.number
    assert {word.term for word in await do.rows(StoryWord)}.isdisjoint(range(10_000))  # type: ignore[type-var] # rows of any table
    assert stories.is_clean


async def test_another_installation_has_other_numbers_for_the_same_words(do: Do) -> None:
    mine = await publish(do)
    page = await do(library.find_page, guild_id=GUILD, look=Look(words="recovery"), hidden=(), keys=others_than(KEYS))
    assert page.entries == []
    assert await found(do, "recovery") == [mine]


def others_than(keys: Any) -> Any:
    """Give keys that make other numbers and still open what is sealed."""

    class Others(type(keys)):  # type: ignore[misc] # made for this test
        def index_key(self) -> bytes:
            return b"another"

    return replace(Others(**{name: getattr(keys, name) for name in keys.__dataclass_fields__}))


async def test_what_is_listed_already_is_listed_anew_with_its_number_and_month(do: Do) -> None:
    mine = await publish(do, week=date(2026, 1, 5))
    (before,) = await do.rows(StoryListing)  # type: ignore[type-var] # rows of any table
    await record(do, mine, "Penguins.")
    (after,) = await do.rows(StoryListing)  # type: ignore[type-var] # rows of any table
    assert (before.number, before.month) == (after.number, after.month)
    assert (await found(do, "penguins"), await found(do, "kettles")) == ([mine], [])
    (row,) = await do.rows(StoryVocabulary)  # type: ignore[type-var] # rows of any table
    assert row.total == 1


async def test_what_is_published_and_not_listed_with_todays_stems_is_to_be_listed(do: Do) -> None:
    old, listed, waiting = await publish(do), await publish(do), a_story(state="approved")
    await put(do, waiting)

    async def age(session: Any) -> None:
        (row,) = [row for row in await session.scalars(library.select(StoryListing)) if row.story_key == old]
        row.version = 0

    await do(age)
    new = a_story(state="published")
    await put(do, new)
    assert {key for _, key in await do(library.list_unlisted, limit=9)} == {old, new.key}
    assert len(await do(library.list_unlisted, limit=1)) == 1
    for key in (waiting.key, "gone"):
        await record(do, key, RECOVERY)
    assert {row.story_key for row in await do.rows(StoryListing)} == {old, listed}  # type: ignore[type-var] # rows of any table


async def test_whatever_takes_a_story_out_of_the_library_takes_its_words_along(do: Do) -> None:
    down = await publish(do, "Penguins and rivers.")
    back = await publish(do, "Bicycles and rivers.", lookup_id="back")
    await do(story_withdrawals.take_down, guild_id=GUILD, key=down, now=NOW)
    assert await found(do, "penguins") == []
    told: dict[str, Any] = {"now": NOW, "is_later": False, "chance": random.Random(1)}  # noqa: S311 the same each time
    await do(story_withdrawals.withdraw, lookup_id="back", **told)
    assert await found(do) == []
    assert [*await do.rows(StoryWord), *await do.rows(StoryListing)] == []  # type: ignore[type-var, list-item] # rows of any table
    assert back != down


async def test_words_that_no_story_has_any_more_are_forgotten_at_the_intake(do: Do) -> None:
    down = await publish(do, "Penguins and rivers.")
    await publish(do, "Bicycles and rivers.")
    await do(library.forget_words, guild_id=GUILD, keys=KEYS)
    await do(story_withdrawals.take_down, guild_id=GUILD, key=down, now=NOW)
    assert (await look(do, "pengiuns")).instead
    for _ in range(2):
        await do(library.forget_words, guild_id=GUILD, keys=KEYS)
        assert not (await look(do, "pengiuns")).instead
        assert (await look(do, "bicyclse")).instead
    await do(library.forget_words, guild_id=ELSEWHERE, keys=KEYS)
    (row,) = await do.rows(StoryVocabulary)  # type: ignore[type-var] # rows of any table
    assert row.total == 1


async def test_where_the_keys_were_lost_the_kept_words_begin_anew(do: Do) -> None:
    await publish(do, "Penguins and rivers.")
    new, keys = a_story(state="published"), new_keys()
    await put(do, new)
    await record(do, new.key, "Bicycles", keys=keys)
    (row,) = await do.rows(StoryVocabulary)  # type: ignore[type-var] # rows of any table
    words = open_sealed(row.sealed, keys.publication_privates())
    assert b"bicycl" in words
    assert b"penguin" not in words


async def test_a_story_is_opened_with_its_parts_and_files_while_it_is_listed(do: Do) -> None:
    mine = await publish(do)
    for place in (1, 0):
        row = StoryFile(key=f"f{place}", story_key=mine, place=place, kind="picture")
        row.sealed, row.sealed_alt = f"file {place}".encode(), b"alt"
        await put(do, row)
    (entry,) = (await look(do)).entries
    opened = await do(library.get_listed, guild_id=GUILD, number=entry.number)
    assert (opened.entry, [part.sealed for part in opened.parts]) == (entry, [b"1"])
    assert [file.place for file in opened.files] == [0, 1]
    assert await do(library.get_files, story_key=mine, places=[1, 0]) == [b"file 0", b"file 1"]
    assert await do(library.list_first_parts, entries=[entry]) == {mine: b"1"}
    for guild_id, number in ((ELSEWHERE, entry.number), (GUILD, entry.number + 1)):
        assert isinstance(await do.refused(library.get_listed, guild_id=guild_id, number=number), NotFound)
