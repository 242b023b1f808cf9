"""Files are judged before they are fetched, fetched once, named safely, and copied with their words."""

import pytest

from bot.errors import Invalid
from bot.services import announcement_drafts, announcement_files
from bot.services.announcement_files import MEGABYTE, Upload, is_picture
from db.models.announcements import AnnouncementFile
from tests.services.announcing import PHOTO, begin, organiser, write
from tests.services.people import NOW, Do, set_up

PLAN = Upload("../my plan?.pdf", 10, "https://cdn.example.org/plan.pdf")


@pytest.mark.parametrize(
    ("upload", "problem"),
    [
        (Upload("a.png", 8 * MEGABYTE + 1, ""), "announcements-file-large"),
        (Upload("a.exe", 5, ""), "announcements-file-kind"),
        (Upload("png", 5, ""), "announcements-file-kind"),
    ],
)
def test_a_file_that_is_too_large_or_strange_is_refused(upload: Upload, problem: str) -> None:
    with pytest.raises(Invalid) as refusal:
        announcement_files.check([PHOTO, upload])
    assert refusal.value.message_id == problem
    announcement_files.check([Upload("a.png", 8 * MEGABYTE, "")])


async def test_what_is_fetched_is_kept_and_its_address_forgotten(do: Do) -> None:
    await set_up(do)
    row = (await begin(do, uploads=(PHOTO, PLAN))).row
    await write(do, row.id, alts=["A kettle.", "The plan."])
    found = await do(announcement_files.list_unfetched, announcement_id=row.id)
    assert [(one.name, one.alt, is_picture(one)) for one in found] == [
        ("1-photo_of_the_day.png", "A kettle.", True),
        ("2-my_plan.pdf", "The plan.", False),
    ]
    await do(announcement_files.record_content, file_id=found[0].id, content=b"photo")
    assert [one.name for one in await do(announcement_files.list_unfetched, announcement_id=row.id)] == [found[1].name]
    await do(announcement_files.record_content, file_id=found[1].id, content=None)
    await do(announcement_files.record_content, file_id=found[1].id, content=b"gone by then")
    (kept,) = await do(announcement_files.list_files, announcement_id=row.id, whole=True)
    assert (kept.content, kept.size, kept.address) == (b"photo", 5, None)


async def test_other_files_take_the_place_of_those_there_were(do: Do) -> None:
    await set_up(do)
    row = (await begin(do, uploads=(PHOTO, PLAN))).row
    await do(announcement_drafts.record_files, person=organiser(), announcement_id=row.id, uploads=[PLAN] * 5, now=NOW)
    assert [one.name for one in await do.rows(AnnouncementFile)] == [f"{n}-my_plan.pdf" for n in (1, 2, 3)]


async def test_a_template_has_copies_that_stay_when_the_first_goes(do: Do) -> None:
    await set_up(do)
    row = (await begin(do, uploads=(PHOTO,))).row
    await write(do, row.id, alts=["A kettle."])
    (file,) = await do.rows(AnnouncementFile)
    await do(announcement_files.record_content, file_id=file.id, content=b"photo")
    template = await do(announcement_drafts.save_template, person=organiser(), announcement_id=row.id, now=NOW)
    used = (await begin(do, template_id=template.id)).row
    for each in (template, used):
        (copy,) = await do(announcement_files.list_files, announcement_id=each.id, whole=True)
        assert (copy.name, copy.alt, copy.content) == ("1-photo_of_the_day.png", "A kettle.", b"photo")
    other = (await begin(do, template_id=template.id, uploads=(PLAN,))).row
    assert [one.name for one in await do(announcement_files.list_files, announcement_id=other.id)] == ["1-my_plan.pdf"]
