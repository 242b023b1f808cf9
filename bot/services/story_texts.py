"""A story as people read it, and the same sealed: what it is about, its words, its files, and what was said of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.services import sealing
from bot.services.sealing import CannotOpen, PublicHalf
from bot.services.stories import ABOUT, SealedFile, Sent
from bot.services.story_reviews import Resealed

if TYPE_CHECKING:
    from bot.services.receipts import Derived
    from bot.services.sealing import PrivateHalves
    from bot.services.story_keys import StoryKeys
    from db.models.stories import StoryFile, StoryNote, StoryPart

KINDS = ("words", "art", "music")
THEMES = ("hope", "work", "getting-help", "medication", "family", "identity", "grief", "culture", "creativity")
NOTES = ("self-harm", "suicide", "abuse", "restraint", "eating", "drugs", "death", "psychosis")
"""What somebody may want to be warned of."""

USES = ("library", "peers", "website", "podcast", "print", "training")
"""What an author may allow, each by itself; without the first there is no story here."""

VERSION = 1
"""Of the words in which uses are asked for."""

LONGEST = 3500
"""Characters of one part."""


@dataclass(frozen=True)
class About:
    """What a story is about, in closed words."""

    kind: str = "words"
    themes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_hopeful: bool = False


@dataclass(frozen=True)
class File:
    """A rebuilt picture or sound, and its words for who cannot see or hear it."""

    kind: str
    content: bytes = field(repr=False)
    alt: str = field(repr=False)


@dataclass(frozen=True)
class Draft:
    """A story before it is sealed."""

    about: About
    parts: Sequence[str] = field(repr=False)
    files: Sequence[File] = field(repr=False)
    uses: frozenset[str] = frozenset({"library"})
    is_alone_fine: bool = False


class Said(NamedTuple):
    """One message between an author and the moderators."""

    is_from_author: bool
    text: str


@dataclass(frozen=True)
class Read:
    """A story that was opened: what it is about, its words in order, what each file shows, and what was said."""

    about: About
    parts: Sequence[str] = field(repr=False)
    alts: Sequence[tuple[str, str]] = field(repr=False)
    said: Sequence[Said] = field(repr=False)


def seal_draft(draft: Draft, *, guild_id: int, derived: Derived, keys: StoryKeys) -> Sent:
    """Seal a whole story to the reviewers, with a key pair of its own that only its receipt unlocks."""
    pair, to = sealing.new_story_keys(derived.author_secret), keys.to_review
    return Sent(
        guild_id=guild_id,
        lookup_id=derived.lookup_id,
        public_key=pair.public.key,
        locked_key=pair.locked_private,
        about=sealing.seal(json.dumps(asdict(draft.about)), to),
        parts=[sealing.seal(part, to) for part in draft.parts],
        files=[
            SealedFile(file.kind, sealing.seal_media(file.content, to), sealing.seal(file.alt, to))
            for file in draft.files
        ],
        consents=dict.fromkeys(sorted(draft.uses), VERSION),
        is_alone_fine=draft.is_alone_fine,
    )


def read_about(sealed: bytes, privates: PrivateHalves) -> About:
    """Open what a story is about."""
    told = json.loads(sealing.open_text(sealed, privates))
    return About(told["kind"], tuple(told["themes"]), tuple(told["notes"]), bool(told["is_hopeful"]))


def open_parts(
    parts: Sequence[StoryPart], files: Sequence[StoryFile], said: Sequence[Said], privates: PrivateHalves
) -> Read:
    """Open a story with the private halves that it is sealed to; CannotOpen without them."""
    if not parts or parts[0].place != ABOUT:
        raise CannotOpen
    return Read(
        about=read_about(parts[0].sealed, privates),
        parts=[sealing.open_text(part.sealed, privates) for part in parts[1:]],
        alts=[(file.kind, sealing.open_text(file.sealed_alt, privates)) for file in files],
        said=said,
    )


def read_notes(notes: Sequence[StoryNote], privates: PrivateHalves, *, is_author: bool) -> list[Said]:
    """Open what was said, as the author or as the reviewers can."""
    return [
        Said(note.is_from_author, sealing.open_text(note.for_author if is_author else note.for_reviewers, privates))
        for note in notes
    ]


def seal_note(text: str, *, story_public: bytes, keys: StoryKeys) -> sealing.Twice:
    """Seal a message so that the author and the reviewers can each read it."""
    story = PublicHalf(sealing.STORY, story_public)
    return sealing.seal_twice(text, story=story, review=keys.to_review)


def reseal(
    parts: Sequence[StoryPart], files: Sequence[StoryFile], *, privates: PrivateHalves, keys: StoryKeys
) -> Resealed:
    """Seal everything of a story anew for publication, which needs no passphrase."""
    to = keys.to_publication

    def text(sealed: bytes) -> bytes:
        return sealing.seal(sealing.open_sealed(sealed, privates), to)

    return Resealed(
        {part.key: text(part.sealed) for part in parts},
        {
            file.key: (sealing.seal_media(sealing.open_sealed(file.sealed, privates), to), text(file.sealed_alt))
            for file in files
        },
    )


def author_privates(locked_key: bytes, derived: Derived, keys: Mapping[int, bytes]) -> PrivateHalves:
    """Give what an author opens with their receipt: what moderators wrote to them, and the keys given beside it."""
    return {**keys, **sealing.unlock_story(locked_key, derived.author_secret)}
