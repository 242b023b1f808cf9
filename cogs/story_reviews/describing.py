"""Words for who cannot see a picture or hear a sound: moderators add them where the author did not, or mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import Closed, NotFound
from bot.folding import MOST_ALT
from bot.forms import Field, Form
from bot.screens import Screen, answer, words_of
from bot.services import sealing, story_reviews
from bot.ui import Button, stop
from cogs.story_reviews.desk import at_desk, open_up
from cogs.story_reviews.reading import Open, See

if TYPE_CHECKING:
    from bot.screens import Interaction
    from cogs.story_reviews.desk import Desk


class OpenAlt(Button, id="story_reviews:alt:{key}:{place}", key=str, place=int):
    """Say what a picture shows, or what can be heard."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, place: int) -> None:
        """Open the form with what is there; once the story is decided it stays as it is."""
        opened = await open_up(desk, key)
        if not opened.is_waiting:
            raise Closed("stories-changed")
        there = {file.place: alt for file, (_, alt) in zip(opened.review.files, opened.read.alts, strict=True)}
        if place not in there:
            raise NotFound("stories-gone")
        form = AltForm(words_of(interaction), {"text": there[place][:MOST_ALT]}, key=key, place=place)
        await interaction.response.send_modal(form)


class AltForm(Form, id="story_reviews:alt:{key}:{place}", title="story_reviews-alt-title", key=str, place=int):
    """What a picture shows, or what can be heard, in words."""

    fields = (Field("text", "story_reviews-alt-label", "story_reviews-alt-hint", longest=MOST_ALT, long=True),)

    @at_desk
    async def submitted(self, interaction: Interaction, desk: Desk, typed: dict[str, str], **where: Any) -> None:
        """Keep it, sealed as the story is."""
        words, sealed = words_of(interaction), sealing.seal(typed["text"], desk.keys.to_review)
        async with desk.telling.begin() as session:
            await story_reviews.record_alt(session, guild_id=desk.guild_id, **where, sealed_alt=sealed)
        again = See.to(words("story_reviews-again-button"), **where)
        ways = [again, Open.to(words("common-back"), key=where["key"], page=0), stop(words)]
        await answer(interaction, Screen(words("story_reviews-alt-kept"), ways))
