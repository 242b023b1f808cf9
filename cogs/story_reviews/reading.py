"""One story on a moderator's screen: its words by pages, its files one by one, what was said, and the guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.folding import PICTURE
from bot.screens import Screen, answer, defer, words_of
from bot.services import story_reports, story_reviews
from bot.services.sealing import CannotOpen
from bot.services.story_texts import USES
from bot.story_files import open_covered
from bot.ui import MAIN, Button, door, stop
from cogs.story_reviews.desk import NOWHERE, QUEUE, at_desk, get_review, open_review, open_up
from cogs.story_reviews.out import told_of
from cogs.story_reviews.pages import about_lines, page_at, pages_of, said_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord import ui

    from bot.screens import Interaction, Part
    from bot.services.story_reviews import Review
    from bot.wording import Wording
    from cogs.story_reviews.desk import Desk, Opened
    from db.models.stories import Story

ADVICE: Final = ("begin", "use", "words", "people", "after")


class Open(Button, id="story_reviews:open:{key}:{page}", key=str, page=int):
    """Open a story, or another page of it."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, page: int) -> None:
        """Show it."""
        await show_story(interaction, desk, key, page)


async def show_story(interaction: Interaction, desk: Desk, key: str, page: int = 0) -> None:
    """Show a page of a story, covered, with all that can be done about it."""
    words, review = words_of(interaction), await get_review(desk, key)
    told = await told_of(words, desk, key)
    try:
        opened = open_review(desk, review)
    except CannotOpen:
        if review.story.state == "waiting":
            raise
        await answer(interaction, _shut_screen(words, review.story))
        return
    pages = pages_of(opened.read.parts)
    page, text = page_at(pages, page)
    parts: list[Part] = [about_lines(words, opened.read.about), _uses(words, desk, review)]
    if told:
        parts.append(words("story_reviews-told", reason=words.join(told)))
    if opened.is_waiting and opened.review.is_half_approved:
        parts.append(words("story_reviews-half"))
    if len(pages) > 1:
        parts.append(words("story_reviews-page", page=page + 1, pages=len(pages)))
    parts += [words("story_reviews-covered"), text] if text else [words("story_reviews-no-words")]
    if opened.is_waiting:
        parts.append(words("story_reviews-know"))
    deciding = _deciding(words, opened)
    if told:
        deciding.append(Stays.to(words("story_reviews-stays-button"), key=key))
    rows = [_around(words, opened, page, len(pages)), deciding, _ways(words, opened)]
    await answer(interaction, Screen(*parts, *(row for row in rows if row)))


class Stays(Button, id="story_reviews:stays:{key}", key=str):
    """Moderators looked at what a reader told, and the story stays."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """Forget what was told, and show the story."""
        async with desk.telling.begin() as session:
            await story_reports.settle_reports(session, guild_id=desk.guild_id, key=key)
        await show_story(interaction, desk, key)


def _shut_screen(words: Wording, story: Story) -> Screen:
    """Say that a story does not open any more; it can be taken down all the same."""
    down = door(f"story_reviews:down:{story.key}", words("story_reviews-down-button"))
    return Screen(words("story_reviews-shut"), [down, _back(words, story), stop(words)])


def _uses(words: Wording, desk: Desk, review: Review) -> str:
    """Name what its author allowed at the last intake: no minute tells when they were here."""
    allowed = {each.use for each in review.consents if each.ends_on >= desk.today}
    names = [words(f"stories-use-{use}") for use in USES if use in allowed]
    return words("story_reviews-uses", names=words.join(names)) if names else words("story_reviews-uses-none")


def _around(words: Wording, opened: Opened, page: int, pages: int) -> list[ui.Item[Any]]:
    """Lead to the other pages, to each file, and to what was said."""
    key = opened.review.story.key
    ways: list[ui.Item[Any]] = []
    if page > 0:
        ways.append(Open.to(words("story_reviews-before-button"), key=key, page=page - 1))
    if page + 1 < pages:
        ways.append(Open.to(words("story_reviews-next-button"), MAIN, key=key, page=page + 1))
    for number, file in enumerate(opened.review.files, start=1):
        ways.append(See.to(_file_label(words, file.kind, number), key=key, place=file.place))
    if opened.read.said:
        ways.append(Said.to(words("story_reviews-said-button"), key=key, page=0))
    return ways


def _file_label(words: Wording, kind: str, number: int) -> str:
    return words("story_reviews-picture-button" if kind == PICTURE else "story_reviews-sound-button", number=number)


def _deciding(words: Wording, opened: Opened) -> list[ui.Item[Any]]:
    key = opened.review.story.key
    ask = door(f"story_reviews:ask:{key}", words("story_reviews-ask-button"))
    if not opened.is_waiting:
        return [door(f"story_reviews:down:{key}", words("story_reviews-down-button")), ask]
    return [
        door(f"story_reviews:know:{key}", words("story_reviews-know-answer")),
        door(f"story_reviews:approve:{key}", words("story_reviews-yes-button")),
        ask,
        door(f"story_reviews:no:{key}", words("story_reviews-no-button")),
    ]


def _ways(words: Wording, opened: Opened) -> list[ui.Item[Any]]:
    """Lead to the guidance and back; to a hold as well, apart from what is decided of the words."""
    key = opened.review.story.key
    ways: list[ui.Item[Any]] = [Guidance.to(words("story_reviews-guidance-button"), key=key)]
    if opened.is_waiting:
        ways.append(door(f"story_reviews:hold:{key}", words("story_reviews-hold-button")))
    return [*ways, _back(words, opened.review.story), stop(words)]


def _back(words: Wording, story: Story) -> ui.Item[Any]:
    """Lead back to the list that it is in."""
    lists = {"waiting": QUEUE, "approved": f"story_reviews:approved:{NOWHERE}"}
    return door(lists.get(story.state, f"story_reviews:published:{NOWHERE}"), words("common-back"))


class See(Button, id="story_reviews:file:{key}:{place}", key=str, place=int):
    """See a picture, or hear a sound."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, place: int) -> None:
        """Show it, covered, with its words."""
        words = words_of(interaction)
        await defer(interaction)
        opened = await open_up(desk, key)
        async with desk.telling.begin() as session:
            file = await story_reviews.get_file(session, guild_id=desk.guild_id, key=key, place=place)
        privates = desk.to_review() if opened.is_waiting else desk.keys.publication_privates()
        covered = await open_covered(desk.telling, file, privates, unsaid=words("story_reviews-picture-alt"))
        number = [each.place for each in opened.review.files].index(place) + 1
        is_picture = file.kind == PICTURE
        head = words("story_reviews-picture" if is_picture else "story_reviews-sound", number=number)
        said = covered.said or words("story_reviews-no-alt")
        ways: list[ui.Item[Any]] = [Open.to(words("common-back"), key=key, page=0), stop(words)]
        if opened.is_waiting:
            label = words("story_reviews-shows-button" if is_picture else "story_reviews-heard-button")
            ways.insert(0, door(f"story_reviews:alt:{key}:{place}", label))
        await answer(interaction, Screen(head, said, covered.item, ways, files=[covered.file]))


class Said(Button, id="story_reviews:said:{key}:{page}", key=str, page=int):
    """Read what the author and moderators wrote to each other."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, page: int) -> None:
        """Show it by pages, covered like the story."""
        words, opened = words_of(interaction), await open_up(desk, key)
        pages = said_pages(words, opened.read.said)
        page, text = page_at(pages, page)
        turns = [
            Said.to(label, key=key, page=to)
            for label, to in (
                (words("story_reviews-before-button"), page - 1),
                (words("story_reviews-next-button"), page + 1),
            )
            if 0 <= to < len(pages)
        ]
        ways = [*turns, Open.to(words("common-back"), key=key, page=0), stop(words)]
        await answer(interaction, Screen(words("story_reviews-said"), *([text] if text else []), ways))


class Guidance(Button, id="story_reviews:guidance:{key}", key=str):
    """Read what to look for, and what stories are misused for."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """Show it, with the way back to the story or to the queue."""
        del desk
        await answer(interaction, guidance(words_of(interaction), key))


def guidance(words: Wording, key: str) -> Screen:
    """Say it all on one screen."""
    back = QUEUE if key == NOWHERE else f"story_reviews:open:{key}:0"
    told = {"after": {"ask": words("story_reviews-ask-button")}}
    advice: Sequence[str] = [words(f"story_reviews-guidance-{each}", **told.get(each, {})) for each in ADVICE]
    return Screen(*advice, [door(back, words("common-back")), stop(words)])
