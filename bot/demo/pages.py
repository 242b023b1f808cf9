"""The demo's pages: the start page, one page for each person and place, and the buttons that move time."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from aiohttp import ClientSession, web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.demo import HOST
from bot.demo.community import PEOPLE, ZONE
from bot.demo.window import LARGEST, address_of, compose, forward

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.demo.stage import Stage
    from bot.wording import Wording


STATIC = Path(__file__).with_name("static")
SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": ("default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
MOVES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
NEXT = "next"
DIRECT_MENTION = re.compile(r"<@(\d+)>")


class Pages:
    """Answers the browser. What is simulated stands on the stage; what is said comes from the wording."""

    def __init__(self, stage: Stage, words: Wording) -> None:
        self._stage = stage
        self._words = words
        self._notice = ""
        self._templates = Environment(
            loader=PackageLoader("bot.demo"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._templates.globals.update(words=words, moves=(*MOVES, NEXT), stage=stage, people=PEOPLE)
        self._session: ClientSession

    def app(self) -> web.Application:
        """Give the web application with every address of the demo."""
        app = web.Application(client_max_size=LARGEST, middlewares=[only_this_computer])
        app.cleanup_ctx.append(self._keep_session)
        app.router.add_get("/", self.start)
        app.router.add_get("/as/{person}", self.enter)
        app.router.add_get("/as/{person}/{place}", self.room)
        app.router.add_get("/now", self.now)
        app.router.add_post("/move", self.move)
        app.router.add_static("/kettle", STATIC)
        app.router.add_post("/api/action", self.press)
        app.router.add_route("*", "/{path:.+}", self.hand_on)
        return app

    async def _keep_session(self, _app: web.Application) -> AsyncIterator[None]:
        async with ClientSession() as self._session:
            yield

    async def start(self, _request: web.Request) -> web.Response:
        """Show who one can be and what to try."""
        notice, self._notice = self._notice, ""
        page = self._render("start.html", back="/", notice=notice)
        return web.Response(text=page, content_type="text/html", headers=SAFE)

    async def enter(self, request: web.Request) -> web.Response:
        """Send a person to the place where their visit starts."""
        person = request.match_info["person"]
        raise web.HTTPSeeOther(f"/as/{person}/{FIRST.get(person, 'checkins')}")

    async def room(self, request: web.Request) -> web.Response:
        """Show a place as a person sees it."""
        window = (request.match_info["person"], request.match_info["place"])
        if not self._stage.community.may_open(*window):
            raise web.HTTPNotFound(text=self._words("demo-no-such-place"))
        preview = await self._stage.show(window)
        notice, self._notice = self._notice, ""
        person, place = window
        head = self._render("room-head.html", person=person, place=place)
        menu = self._render(
            "room-menu.html",
            person=person,
            place=place,
            key=address_of(preview)[1],
            back=request.path,
            notice=notice,
        )
        return await compose(self._session, preview, head=head, menu=menu)

    async def now(self, _request: web.Request) -> web.Response:
        """Tell an open page the time, which window is open, and where something new is."""
        window = self._stage.window
        state = {
            "clock": self.clock(),
            "window": "/".join(window) if window else "",
            "news": sorted(self._news_of()),
        }
        return web.json_response(state, headers=SAFE)

    async def move(self, request: web.Request) -> web.Response:
        """Move time on and show the page again."""
        form = await request.post()
        by = str(form.get("by"))
        if by in MOVES:
            await self._stage.move(MOVES[by])
            self._notice = self._words(f"demo-moved-{by}")
        else:
            self._notice = self._words(f"demo-moved-{await self._stage.move_to_next()}")
        back = str(form.get("back"))
        raise web.HTTPSeeOther(back if back.startswith("/as/") else "/")

    async def press(self, request: web.Request) -> web.Response:
        """Hand on what a person did in the window: in its turn, as time may be moving."""
        async with self._stage.turn():
            return await self.hand_on(request)

    async def hand_on(self, request: web.Request) -> web.Response:
        """Hand on everything else that the open window asks for."""
        answer = await forward(self._session, self._stage.preview, request)
        if answer.status == HTTPStatus.GONE and not request.path.startswith("/api/"):
            # A file is the same in every window, and a browser gives one answer to both pages that asked for it.
            answer = await forward(self._session, await self._stage.settled(), request)
        if answer.content_type == "application/json" and isinstance(answer.body, bytes):
            answer.text = DIRECT_MENTION.sub(self._name, answer.body.decode())
        return answer

    def _name(self, mention: re.Match[str]) -> str:
        """Name a person whom simcord leaves a number: in direct messages it knows only who is in them.

        Discord itself shows the name of everybody one shares a community with.
        """
        known = {str(member.id): key for key, member in self._stage.community.people.items()}
        return f"@{self._words(f'demo-person-{known[mention[1]]}')}" if mention[1] in known else mention[0]

    def clock(self) -> str:
        """Give the simulated time as the community reads it."""
        now = self._stage.env.now().astimezone(ZoneInfo(ZONE))
        return f"{now:%A} {now.day} {now:%B, %H:%M}"

    def _render(self, template: str, **values: Any) -> str:
        return self._templates.get_template(template).render(clock=self.clock(), news_of=self._news_of(), **values)

    def _news_of(self) -> set[str]:
        """Name the windows with something new ("tom/moderators"), and the people who have one ("tom")."""
        windows = self._stage.news()
        return {"/".join(window) for window in windows} | {person for person, _ in windows}


FIRST = {"tom": "moderators", "grace": "welcome"}
"""Where a visit starts, for those who do not start at the check-ins."""


@web.middleware
async def only_this_computer(request: web.Request, handler: Any) -> web.StreamResponse:
    """Answer only pages of the demo: another site open in the same browser can neither look nor press."""
    host = request.host.rpartition(":")[0]
    foreign = request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}
    if host not in {HOST, "localhost"} or (foreign and request.method != "GET"):
        return web.Response(status=HTTPStatus.FORBIDDEN)
    answer: web.StreamResponse = await handler(request)
    return answer
