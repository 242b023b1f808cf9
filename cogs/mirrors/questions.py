"""What organisers are asked about Discord's own events, and their answers. Nothing that happens there is obeyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import person_of, step_of
from bot.parts import as_typed, stamp
from bot.permissions import FOR_EVENTS, name_id
from bot.screens import Screen, answer, words_of
from bot.services import mirrors
from bot.ui import Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.services.mirrors import Question
    from bot.wording import Wording


def _title(question: Question) -> str:
    return as_typed(question.occurrence.title or question.event.title)


def screen_of(words: Wording, question: Question) -> Screen:
    """Show a question with its answers."""
    state, title, when = question.mirror.state, _title(question), stamp(question.occurrence.starts_at)
    if state == "changed":
        asked = words("mirrors-asked-changed", title=title, when=when)
        return Screen(asked, words("mirrors-asked-changed-more"), _answers(words, question))
    if state == "gone":
        return Screen(words("mirrors-asked-gone", title=title, when=when), _answers(words, question))
    if state == "barred":
        told = words("mirrors-asked-barred", title=title, name=words(name_id(FOR_EVENTS)))
    else:
        told = words("mirrors-asked-full" if state == "full" else "mirrors-asked-refused", title=title)
    return Screen(told, _answers(words, question))


def _answers(words: Wording, question: Question) -> Part:
    mirror_id = question.mirror.id
    leave = Leave.to(words("mirrors-leave-button"), mirror_id=mirror_id)
    if question.mirror.state == "changed":
        return [Write.to(words("mirrors-write-button"), mirror_id=mirror_id), leave]
    if question.mirror.state == "gone":
        put = Write.to(words("mirrors-put-button"), mirror_id=mirror_id)
        return [put, Cancel.to(words("mirrors-cancel-button"), mirror_id=mirror_id), leave]
    again = Write.to(words("mirrors-again-button"), mirror_id=mirror_id)
    return [again, door(f"mirrors:off:{question.event.id}", words("mirrors-off-button"))]


class Write(Button, id="mirrors:write:{mirror_id}", mirror_id=int):
    """Write Kettle's version again, put it back, or try again."""

    async def pressed(self, interaction: Interaction, mirror_id: int) -> None:
        """Have it written."""
        async with interaction.client.db.begin() as session:
            found = await mirrors.write_again(session, **step_of(interaction), mirror_id=mirror_id)
        words = words_of(interaction)
        await answer(interaction, Screen(words("mirrors-written", title=_title(found))))


class Leave(Button, id="mirrors:leave:{mirror_id}", mirror_id=int):
    """Leave it at Discord as it is."""

    async def pressed(self, interaction: Interaction, mirror_id: int) -> None:
        """Keep that, and say so."""
        async with interaction.client.db.begin() as session:
            found = await mirrors.leave(session, **step_of(interaction), mirror_id=mirror_id)
        words = words_of(interaction)
        await answer(interaction, Screen(words("mirrors-left", title=_title(found))))


class Cancel(Button, id="mirrors:cancel:{mirror_id}", mirror_id=int):
    """Cancel in Kettle too, after a question."""

    async def pressed(self, interaction: Interaction, mirror_id: int) -> None:
        """Ask once: those who answered are told."""
        async with interaction.client.db.begin() as session:
            found = await mirrors.get_question(
                session, person=person_of(interaction), mirror_id=mirror_id, states=("gone",)
            )
        words, when = words_of(interaction), stamp(found.occurrence.starts_at)
        asked = words("mirrors-cancel-ask", title=_title(found), when=when)
        end = End.to(words("mirrors-end-button"), mirror_id=mirror_id)
        await answer(interaction, Screen(asked, [end, stop(words)]))


class End(Button, id="mirrors:end:{mirror_id}", mirror_id=int):
    """The yes to the question."""

    async def pressed(self, interaction: Interaction, mirror_id: int) -> None:
        """Cancel this time, and say so."""
        async with interaction.client.db.begin() as session:
            found = await mirrors.cancel(session, **step_of(interaction), mirror_id=mirror_id)
        words, when = words_of(interaction), stamp(found.occurrence.starts_at)
        await answer(interaction, Screen(words("mirrors-cancelled", title=_title(found), when=when)))
