"""A story of the library, page by page, and what a reader tells moderators about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.checks import guild_of
from bot.errors import NotFound, TooSoon
from bot.screens import Screen, answer, defer, words_of
from bot.services import library, sealing, story_reports, story_texts
from bot.services.library import Look
from bot.services.sealing import CannotOpen
from bot.story_pages import pages_of, screen_of
from bot.ui import MAIN, Button, door, stop
from cogs.library.listing import show_list
from cogs.library.looking import carried, check_open, read_look, write_look

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.services.library import Listed
    from bot.services.story_texts import Read


class ReadOne(Button, id="library:read:{number}:{page}:{look}", number=int, page=int, look=str):
    """Read a story, or another page of it."""

    async def pressed(self, interaction: Interaction, number: int, page: int, look: str) -> None:
        """Show it."""
        await show_story(interaction, number, page, read_look(look, interaction))


async def show_story(interaction: Interaction, number: int, page: int, look: Look) -> None:
    """Show a page of a story; where it is gone, the list says so."""
    check_open(interaction)
    words = words_of(interaction)
    await defer(interaction)
    try:
        listed, read = await open_listed(interaction, number)
        page = min(page, len(pages_of(read)) - 1)
        contents = await open_files(interaction, listed, pages_of(read)[page].files)
    except (NotFound, CannotOpen):
        await show_list(interaction, look, words("library-gone"))
        return
    screen = screen_of(words, read, page, contents, listed.entry.month, is_covered=False)
    for part in (*carried(words, look), *_ways(interaction, number, page, len(pages_of(read)), look)):
        screen.add(part)
    await answer(interaction, screen)


async def open_listed(interaction: Interaction, number: int) -> tuple[Listed, Read]:
    """Open a story's words; NotFound where it is not there any more."""
    telling = interaction.client.telling
    async with telling.read() as session:
        listed = await library.get_listed(session, guild_id=guild_of(interaction), number=number)
    privates = telling.get_keys().publication_privates()
    opening = telling.receipts.in_turn(lambda: story_texts.open_parts(listed.parts, listed.files, (), privates))
    return listed, await opening


async def open_files(interaction: Interaction, listed: Listed, numbers: tuple[int, ...]) -> list[bytes]:
    """Open some of a story's pictures or sounds."""
    telling, places = interaction.client.telling, [listed.files[each].place for each in numbers]
    async with telling.read() as session:
        sealed = await library.get_files(session, story_key=listed.entry.story_key, places=places)
    privates = telling.get_keys().publication_privates()
    return await telling.receipts.in_turn(lambda: [sealing.open_sealed(each, privates) for each in sealed])


def _ways(interaction: Interaction, number: int, page: int, pages: int, look: Look) -> list[list[ui.Item[Any]]]:
    words, here = words_of(interaction), write_look(look)
    turns: list[ui.Item[Any]] = []
    if page > 0:
        turns.append(ReadOne.to(words("library-before-button"), number=number, page=page - 1, look=here))
    if page + 1 < pages:
        turns.append(ReadOne.to(words("library-next-button"), MAIN, number=number, page=page + 1, look=here))
    turns += [
        door(f"library:list:{here}", words("common-back")),
        Tell.to(words("library-tell-button"), number=number, look=here),
        stop(words),
    ]
    return [turns]


class Tell(Button, id="library:tell:{number}:{look}", number=int, look=str):
    """Tell moderators about a story."""

    async def pressed(self, interaction: Interaction, number: int, look: str) -> None:
        """Ask what it is about."""
        words, looked = words_of(interaction), read_look(look, interaction)
        reasons = [
            Told.to(words(f"library-tell-{each}-answer"), number=number, reason=each, look=look)
            for each in story_reports.REASONS
        ]
        back = door(f"library:read:{number}:0:{look}", words("common-back"))
        await answer(interaction, Screen(words("library-tell"), *carried(words, looked), reasons, [back, stop(words)]))


class Told(Button, id="library:told:{number}:{reason}:{look}", number=int, reason=str, look=str):
    """What a reader tells; nothing keeps who."""

    async def pressed(self, interaction: Interaction, number: int, reason: str, look: str) -> None:
        """Keep it for moderators, and go back to the list."""
        words, looked = words_of(interaction), read_look(look, interaction)
        note = words("library-told")
        telling, now = interaction.client.telling, interaction.client.clock.now()
        try:
            telling.told.check(interaction.user.id, now=now)
            async with telling.begin() as session:
                told = {"guild_id": guild_of(interaction), "number": number, "reason": reason}
                await story_reports.record_report(session, **told)  # type: ignore[arg-type] # three kinds in one
            telling.told.record(interaction.user.id, now=now)
        except (NotFound, TooSoon) as error:
            note = words(error.message_id, **error.variables)
        await show_list(interaction, looked, note)
