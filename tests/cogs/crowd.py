"""Many people at the same moment: simcord lets the bot finish after each gesture; here that waits till the end."""

from collections.abc import Awaitable, Callable, Sequence

from simcord import Env, InteractionResult

Gesture = Callable[[], Awaitable[InteractionResult]]


async def at_once(env: Env, gestures: Sequence[Gesture]) -> list[InteractionResult]:
    """Make every gesture before the bot has answered any, then let it answer all."""
    settle = env._settle_internal

    async def later(**_: object) -> None:
        """Answer nothing yet."""

    env._settle_internal = later  # type: ignore[method-assign] # simcord has no door for this
    try:
        results = [await gesture() for gesture in gestures]
    finally:
        env._settle_internal = settle  # type: ignore[method-assign]
    await env.settle(timeout=60)
    return results
