"""The form with which an entry of the catalogue begins: the same for who suggests one and for who adds one."""

from typing import Final

from bot.forms import Field, Pick
from bot.services.training_texts import LONGEST, STAGES

FIELDS: Final = tuple(
    Field(
        name,
        f"training-{name}-label",
        f"training-{name}-hint",
        longest=LONGEST[name],
        long=name == "summary",
        needed=name != "summary",
    )
    for name in ("title", "provider", "link", "summary")
)

PICKS: Final = (
    Pick(
        "stages",
        "training-stages-label",
        "training-stages-hint",
        {stage: f"training-choice-stage-{place}" for place, stage in enumerate(STAGES)},
    ),
)
