"""Files of announcements: what is welcome, fetched once and kept, because Discord's own addresses expire."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from bot.errors import Invalid
from db.models.announcements import Announcement, AnnouncementFile

MOST = 3
MEGABYTE = 1024 * 1024
LARGEST = 8
"""The most megabytes that one file may have."""

ALT_LONGEST = 200

PICTURES = frozenset({"png", "jpg", "jpeg", "webp", "gif"})
WELCOME = (*sorted(PICTURES), "mp3", "ogg", "wav", "m4a", "flac", "mp4", "pdf")
"""The endings of files that are taken; anything else could be a program."""

_ODD = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True)
class Upload:
    """A file as Discord describes it with a command, not fetched yet."""

    name: str
    size: int
    address: str


def check(uploads: Sequence[Upload]) -> None:
    """Raise Invalid where a file is too large or of a kind that is not welcome, before anything is fetched."""
    for one in uploads:
        if one.size > LARGEST * MEGABYTE:
            raise Invalid("announcements-file-large", name=_safe(one.name), most=LARGEST)
        if _ending(one.name) not in WELCOME:
            raise Invalid("announcements-file-kind", name=_safe(one.name), kinds=", ".join(WELCOME))


def is_picture(file: AnnouncementFile) -> bool:
    """Whether a file is shown as a picture."""
    return _ending(file.name) in PICTURES


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").casefold()


def _safe(name: str) -> str:
    """Give a name that Discord keeps as it is, so that a message can point at its file."""
    ending = _ending(name)
    stem = _ODD.sub("_", PurePosixPath(name).stem)[:60].strip("_.") or "file"
    return f"{stem}.{ending}"


async def put(session: AsyncSession, *, announcement: Announcement, uploads: Sequence[Upload]) -> None:
    """Put these files in the place of whatever files an announcement had; they are fetched later."""
    check(uploads)
    await session.execute(delete(AnnouncementFile).where(AnnouncementFile.announcement_id == announcement.id))
    for position, one in enumerate(uploads[:MOST], 1):
        session.add(
            AnnouncementFile(
                guild_id=announcement.guild_id,
                announcement_id=announcement.id,
                position=position,
                name=f"{position}-{_safe(one.name)}",
                size=one.size,
                address=one.address,
            )
        )
    await session.flush()


async def list_files(session: AsyncSession, *, announcement_id: int, whole: bool = False) -> list[AnnouncementFile]:
    """Give an announcement's files in their order; their content only where the whole is asked for."""
    mine = select(AnnouncementFile).where(AnnouncementFile.announcement_id == announcement_id)
    if whole:
        mine = mine.options(undefer(AnnouncementFile.content))
    return list(await session.scalars(mine.order_by(AnnouncementFile.position)))


async def list_unfetched(session: AsyncSession, *, announcement_id: int) -> list[AnnouncementFile]:
    """Give the files that are still at Discord's address alone."""
    files = await list_files(session, announcement_id=announcement_id)
    return [file for file in files if file.address is not None]


async def record_content(session: AsyncSession, *, file_id: int, content: bytes | None) -> None:
    """Keep what was fetched. None means that nothing is there any more: the file is left out."""
    file = await session.get(AnnouncementFile, file_id, with_for_update=True)
    if file is None:
        return
    if content is None:
        await session.delete(file)
        return
    file.content, file.address, file.size = content, None, len(content)


async def copy(session: AsyncSession, *, source_id: int, announcement: Announcement) -> None:
    """Give an announcement copies of another one's files."""
    for file in await list_files(session, announcement_id=source_id, whole=True):
        session.add(
            AnnouncementFile(
                guild_id=announcement.guild_id,
                announcement_id=announcement.id,
                position=file.position,
                name=file.name,
                size=file.size,
                alt=file.alt,
                address=file.address,
                content=file.content,
            )
        )
    await session.flush()


async def record_alts(session: AsyncSession, *, announcement_id: int, alts: Sequence[str]) -> None:
    """Keep what each file shows, in words."""
    for file, alt in zip(await list_files(session, announcement_id=announcement_id), alts, strict=False):
        file.alt = alt
