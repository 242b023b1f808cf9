"""What moderators decide about a story: yes, no, a question, a step back, or that it comes down."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from bot.errors import Closed
from bot.forms import Field, Form
from bot.screens import Screen, answer, defer, words_of
from bot.services import story_reviews, story_rules, story_texts, story_withdrawals
from bot.ui import MAIN, Button, door, stop
from cogs.story_reviews.desk import QUEUE, at_desk, get_review, open_up, seen_of
from cogs.story_reviews.reading import Open

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.screens import Interaction
    from bot.services.story_reviews import Resealed
    from bot.wording import Wording
    from cogs.story_reviews.desk import Desk

LONGEST = 1000
"""Characters of a question or a reason."""


def _done(words: Wording, told: str, *more: Any) -> Screen:
    """Say what was done, with the way back to the queue."""
    return Screen(told, [*more, door(QUEUE, words("common-back")), stop(words)])


async def _needs_two(interaction: Interaction, desk: Desk) -> bool:
    async with interaction.client.db.read() as session:
        rules = await story_rules.find_rules(session, guild_id=desk.guild_id)
    return rules is not None and rules.needs_two


class Approve(Button, id="story_reviews:approve:{key}", key=str):
    """Say yes, after a question."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """Ask once, of what there is to read now."""
        words, opened = words_of(interaction), await open_up(desk, key)
        asked = [words("story_reviews-yes-ask")]
        if await _needs_two(interaction, desk):
            asked.append(words("story_reviews-yes-two"))
        sure = Yes.to(words("story_reviews-yes-sure-button"), MAIN, key=key, seen=opened.seen)
        await answer(interaction, Screen(*asked, [sure, Open.to(words("common-back"), key=key, page=0), stop(words)]))


class Yes(Button, id="story_reviews:yes:{key}:{seen}", key=str, seen=str):
    """The yes to the question, to as much as was there then."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, seen: str) -> None:
        """Seal it for publication and save the yes, or the first of two."""
        words, needs_two = words_of(interaction), await _needs_two(interaction, desk)
        await defer(interaction)
        resealed = await _resealed(desk, key, seen)
        async with desk.telling.begin() as session:
            is_approved = await story_reviews.record_yes(
                session,
                guild_id=desk.guild_id,
                key=key,
                tag=desk.keys.approval_tag(story=key, moderator_id=desk.member_id),
                resealed=resealed,
                needs_two=needs_two,
                today=desk.today,
            )
        if not is_approved:
            await answer(interaction, _done(words, words("story_reviews-yes-half")))
            return
        desk.telling.pending.forget(key)
        again = Open.to(words("story_reviews-again-button"), key=key, page=0)
        await answer(interaction, _done(words, words("story_reviews-yes-done"), again))


async def _resealed(desk: Desk, key: str, seen: str) -> Resealed:
    """Seal a story anew, in a thread; Closed where there is more of it than was read."""
    privates = desk.to_review()
    async with desk.telling.begin() as session:
        review = await story_reviews.get_review(session, guild_id=desk.guild_id, key=key)
        files = [
            await story_reviews.get_file(session, guild_id=desk.guild_id, key=key, place=file.place)
            for file in review.files
        ]
    if review.story.state != "waiting" or seen_of(review) != seen:
        raise Closed("stories-changed")
    return await desk.telling.receipts.in_turn(
        lambda: story_texts.reseal(review.parts, files, privates=privates, keys=desk.keys)
    )


class StepBack(Button, id="story_reviews:know:{key}", key=str):
    """Know the author: somebody else reads it. Nothing of this is kept."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """Close it, kindly."""
        del desk, key
        words = words_of(interaction)
        await answer(interaction, _done(words, words("story_reviews-stepped-back")))


class OpenAsk(Button, id="story_reviews:ask:{key}", key=str):
    """Ask the author something."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """See that the story is there, then open the form."""
        await open_up(desk, key)
        await interaction.response.send_modal(AskForm(words_of(interaction), key=key))


def _field(name: str) -> tuple[Field]:
    """Give the one field of a form in which a moderator writes to an author."""
    label, hint = f"story_reviews-{name}-label", f"story_reviews-{name}-hint"
    return (Field("text", label, hint, longest=LONGEST, long=True),)


@asynccontextmanager
async def _noting(desk: Desk, key: str, text: str) -> AsyncIterator[tuple[Any, dict[str, Any]]]:
    """Seal what a moderator writes to an author, once for each side, and give where and with what it is kept."""
    async with desk.telling.begin() as session:
        review = await story_reviews.get_review(session, guild_id=desk.guild_id, key=key)
        sealed = story_texts.seal_note(text, story_public=review.story.public_key, keys=desk.keys)
        both = {"for_author": sealed.for_author, "for_reviewers": sealed.for_review}
        yield session, {"guild_id": desk.guild_id, "key": key, "today": desk.today, **both}


class AskForm(Form, id="story_reviews:ask:{key}", title="story_reviews-ask-title", key=str):
    """A question that the author finds with their receipt."""

    fields = _field("ask")

    @at_desk
    async def submitted(self, interaction: Interaction, desk: Desk, typed: dict[str, str], key: str) -> None:
        """Seal it twice, and keep it."""
        words = words_of(interaction)
        async with _noting(desk, key, typed["text"]) as (session, note):
            await story_reviews.record_question(session, **note)
        again = Open.to(words("story_reviews-again-button"), key=key, page=0)
        await answer(interaction, _done(words, words("story_reviews-asked"), again))


class OpenNo(Button, id="story_reviews:no:{key}", key=str):
    """Say no, with a reason."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """See that nobody has decided meanwhile, then open the form."""
        if not (await open_up(desk, key)).is_waiting:
            raise Closed("stories-changed")
        await interaction.response.send_modal(NoForm(words_of(interaction), key=key))


class NoForm(Form, id="story_reviews:no:{key}", title="story_reviews-no-title", key=str):
    """The reason of a no, which the author finds with their receipt."""

    fields = _field("no")

    @at_desk
    async def submitted(self, interaction: Interaction, desk: Desk, typed: dict[str, str], key: str) -> None:
        """Keep both."""
        words = words_of(interaction)
        async with _noting(desk, key, typed["text"]) as (session, note):
            await story_reviews.record_no(session, **note)
        desk.telling.pending.forget(key)
        await answer(interaction, _done(words, words("story_reviews-no-done")))


class OpenDown(Button, id="story_reviews:down:{key}", key=str):
    """Take down what is out, or was to come out, whether or not it opens."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """See that it is there, then open the form."""
        if (await get_review(desk, key)).story.state == "waiting":
            raise Closed("stories-changed")
        await interaction.response.send_modal(DownForm(words_of(interaction), key=key))


class DownForm(Form, id="story_reviews:down:{key}", title="story_reviews-down-title", key=str):
    """The reason why a story comes down, which the author finds with their receipt."""

    fields = _field("down")

    @at_desk
    async def submitted(self, interaction: Interaction, desk: Desk, typed: dict[str, str], key: str) -> None:
        """Keep the reason, and take it down."""
        words = words_of(interaction)
        async with _noting(desk, key, typed["text"]) as (session, note):
            await story_reviews.record_question(session, **note)
            await story_withdrawals.take_down(session, guild_id=desk.guild_id, key=key, now=desk.now)
        await answer(interaction, _done(words, words("story_reviews-down-done")))
