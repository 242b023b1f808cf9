"""A correction is for organisers of the same community alone."""

from bot.errors import NotFound
from bot.services import announcement_corrections
from db.models.announcements import AnnouncementPost
from tests.services.announcing import organiser, scheduled, sweep
from tests.services.people import ELSEWHERE, NOW, Do, set_up


async def test_another_communitys_post_is_not_there(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    await scheduled(do, "now")
    await sweep(do, NOW)
    (post,) = await do.rows(AnnouncementPost)
    told = {"person": organiser(guild_id=ELSEWHERE), "post_id": post.id, "now": NOW}
    assert isinstance(await do.refused(announcement_corrections.take_down, **told), NotFound)
