"""`kettle receipt`: for somebody who left the community, at the keyboard of the person who runs Kettle.

It works on the stories' database alone, also while the bot runs. Neither words nor messages are shown here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.endings import say_database
from bot.errors import UserError
from bot.services import stories, story_withdrawals
from bot.services.receipts import read_receipt
from bot.statuses import Ending, Status
from bot.telling import Telling
from bot.wording import Wording
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.services.receipts import Derived
    from bot.settings import Settings

NOW, LATER = "now", "later"
"""What is typed to take a story back; anything else leaves it as it is."""


async def serve(settings: Settings, typed: str, *, say: Callable[[str], None], ask: Callable[[str], str]) -> None:
    """Say how a story is and offer to take it back; Ending says why that cannot be."""
    words, telling = Wording(), Telling(settings)
    try:
        await _serve(words, telling, typed, Clock(settings.clock), say=say, ask=ask)
    except UserError as error:
        raise Ending(Status.FAILED, words(f"cli-receipt-{_slip(error)}")) from None
    except DatabaseProblem as problem:
        raise Ending(Status.DATABASE, say_database(words, problem.kind)) from problem
    finally:
        await telling.close()


def _slip(error: UserError) -> str:
    return "unclear" if error.message_id == "stories-receipt-unclear" else "unknown"


async def _serve(
    words: Wording, telling: Telling, typed: str, clock: Clock, *, say: Callable[[str], None], ask: Callable[[str], str]
) -> None:
    receipt = read_receipt(typed)
    if not telling.db.is_there():
        raise Ending(Status.FAILED, words("cli-receipt-unknown"))
    derived = await telling.derive(receipt)
    async with telling.read() as session:
        story = (await stories.open_story(session, lookup_id=derived.lookup_id)).story
    if story is None:
        raise Ending(Status.FAILED, words("cli-receipt-unknown"))
    say(words(f"cli-receipt-is-{'leaving' if story.leaves_at else story.state}"))
    say(words("cli-receipt-what-goes"))
    when = ask(words("cli-receipt-when")).strip().lower()
    if when not in {NOW, LATER}:
        say(words("cli-receipt-left"))
        return
    say(words(f"cli-receipt-taken-{await _withdraw(telling, derived, clock, is_later=when == LATER)}"))


async def _withdraw(telling: Telling, derived: Derived, clock: Clock, *, is_later: bool) -> str:
    async with telling.begin() as session:
        return await story_withdrawals.withdraw(
            session, lookup_id=derived.lookup_id, now=clock.now(), is_later=is_later, chance=telling.chance
        )
