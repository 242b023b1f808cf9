"""Sixty questions about training in members' own words, each with every starter entry that answers it.

They were written and judged by one person, as a peer worker would judge, from the catalogue alone and before
any search was run on it. An entry counts when whoever asked would be glad to be shown it, not only the best one;
what is open to the whole United Kingdom counts for a nation. An entry with a doubt is hidden from members, so it
never counts, and a question that only hidden entries answer (suicide awareness, autism) was left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from bot.services import guilds, training, training_starters
from bot.services.training import SHOWN, Look
from db.models.training import TrainingEntry
from tests.services.people import GUILD, NOW, person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from db.session import Database

Named = tuple[str, str]  # a part of the title, and a part of the provider where titles repeat

ROLE: Named = ("Peer support worker role", "")
ADULT_LEARNERS: Named = ("Supporting adult learners", "")
FRAMEWORK: Named = ("Competence framework for MH", "")
SKILLS_MAP: Named = ("Interactive competence map", "")
APPRENTICE: Named = ("Peer worker (level 3) apprenticeship", "")
STANDARD: Named = ("Peer worker standard", "")
EMPLOYERS: Named = ("Standard of the week", "")
FIRST_APPRENTICES: Named = ("First peer apprentices", "")
HUB_PLUS: Named = ("Level 3 peer worker", "The Hub Plus")
PIER: Named = ("L3 peer worker", "Pier Training")
IMROC: Named = ("Peer support worker training", "ImROC")
PAPER_22: Named = ("Paper 22", "")
PAPER_15: Named = ("Paper 15", "")
CNWL: Named = ("Developing expertise in peer working", "")
EXETER: Named = ("supervisor training", "Exeter")
PEER_LEADERS: Named = ("Peer Leadership Development", "")
PDA: Named = ("PDA mental health peer support", "Highlands and Islands")
PDA_VOICES: Named = ("PDA: more than", "")
HIGHLAND: Named = ("Peer2Peer graduates", "")
CARDIFF: Named = ("Peer support and recovery college", "")
SOUTHERN: Named = ("Recovery College", "Southern HSC Trust")
HUMBER: Named = ("Recovery and Wellbeing College", "")
SLAM: Named = ("SLaM Recovery College", "")
NORTHANTS: Named = ("Peer support service", "")
MENTOR: Named = ("Peer Connections mentor", "")
RICHMOND: Named = ("Peer mentor volunteer", "")
MANCHESTER: Named = ("A day in the life", "")
VOLUNTEERS: Named = ("Peer volunteer best practice", "")
CHARTER: Named = ("Peer Support Charter", "")
CARE_LEVEL_2: Named = ("Level 2 principles", "")
AWARENESS: Named = ("NOCN level 2", "")
FIRST_AID: Named = ("Awareness of first aid", "")
SHEFFIELD: Named = ("New roles", "")
ACADEMY: Named = ("Peer Research Academy", "")
RESEARCHERS: Named = ("Peer Researchers", "")
MARSH: Named = ("Marsh Award", "")
REVIEW: Named = ("umbrella review", "")
COLLECTIVE: Named = ("Collective and compassionate", "")
INCLUSIVE: Named = ("Compassionate and inclusive", "")
COMMUNITY: Named = ("Community of Excellence", "")

APPRENTICESHIPS = {APPRENTICE, STANDARD, HUB_PLUS, PIER}
COLLEGES = {CARDIFF, SOUTHERN, HUMBER, SLAM}
INTO_THE_ROLE = {ROLE, IMROC, EXETER, PDA, NORTHANTS, MANCHESTER} | APPRENTICESHIPS

QUESTIONS: dict[str, set[Named]] = {
    "how do i become a peer support worker": INTO_THE_ROLE | {PDA_VOICES},
    "what does a peer worker actualy do all day": {ROLE, STANDARD, NORTHANTS, MENTOR, RICHMOND, MANCHESTER},
    "I've been in services for years and I'd like to use that to help other people, where do I even start": (
        INTO_THE_ROLE | COLLEGES | {MENTOR, RICHMOND}
    ),
    "peer suport aprenticeship": APPRENTICESHIPS | {EMPLOYERS, FIRST_APPRENTICES},
    "apprenticeship level 3 near me": {APPRENTICE, HUB_PLUS, PIER},
    "level 3": {APPRENTICE, HUB_PLUS, PIER},
    "can I get paid while I train": APPRENTICESHIPS | {FIRST_APPRENTICES},
    "earn while learning": APPRENTICESHIPS | {FIRST_APPRENTICES},
    "how long is the apprenticeship": {APPRENTICE, HUB_PLUS},
    "how can my trust start taking on apprentices": {APPRENTICE, STANDARD, EMPLOYERS, FIRST_APPRENTICES},
    "what pay band are peer support workers": {ROLE},
    "volunteering as a peer mentor": {MENTOR, RICHMOND, VOLUNTEERS},
    "volunteer somerset": {MENTOR},
    "voluntering, where do i start": {ROLE, MENTOR, RICHMOND, VOLUNTEERS},
    "good practice for supporting volunteers": {VOLUNTEERS},
    "training for supervisors of peer workers": {IMROC, EXETER},
    "how to supervise peers": {IMROC, EXETER},
    "supervision": {IMROC, EXETER},
    "scotland": {PDA, PDA_VOICES, HIGHLAND},
    "pda mental health peer support scotland": {PDA, PDA_VOICES},
    "highlands": {PDA, HIGHLAND},
    "courses in wales": {CARDIFF, ADULT_LEARNERS, IMROC, CNWL, AWARENESS, FIRST_AID},
    "northern ireland recovery college": {SOUTHERN},
    "recovery college london": {SLAM},
    "recovery college near hull": {HUMBER},
    "recovery colleges": COLLEGES | {PAPER_15},
    "what is a recovery college": COLLEGES | {PAPER_15},
    "imroc": {IMROC, PAPER_15, PAPER_22},
    "imroc paper about recovery colleges": {PAPER_15},
    "is there evidence peer support works": {REVIEW, PAPER_22},
    "research on peer support workers": {REVIEW, SHEFFIELD, PAPER_22, ACADEMY, RESEARCHERS},
    "i want to do research with my lived experience": {ACADEMY, RESEARCHERS},
    "peer researcher network": {ACADEMY, RESEARCHERS},
    "how many peer workers are there in the workforce": {SHEFFIELD, PAPER_22},
    "leadership": {PEER_LEADERS, IMROC, COLLECTIVE, INCLUSIVE},
    "leadership course for people with lived experience": {PEER_LEADERS, IMROC},
    "compassionate leadership": {COLLECTIVE, INCLUSIVE},
    "free online course": {ADULT_LEARNERS, PEER_LEADERS, CNWL, CARE_LEVEL_2},
    "free training": {ADULT_LEARNERS, PEER_LEADERS, CNWL, CARE_LEVEL_2, APPRENTICE, CARDIFF},
    "short course, only got a few hours": {FIRST_AID},
    "12 week course": {CNWL, CARE_LEVEL_2},
    "first aid mental health": {FIRST_AID},
    "mental helth awareness certificate": {AWARENESS, CARE_LEVEL_2, FIRST_AID},
    "level 2 course": {AWARENESS, CARE_LEVEL_2},
    "qualification with no exams": {AWARENESS, CNWL},
    "accredited training": APPRENTICESHIPS | {CNWL, PDA, CARE_LEVEL_2, AWARENESS},
    "peer support course on zoom": {CNWL, EXETER, PEER_LEADERS},
    "training in the south west": {EXETER},
    "manchester": {MANCHESTER},
    "east midlands": {FIRST_APPRENTICES, NORTHANTS},
    "anything for carers": {NORTHANTS},
    "competencies for peer support workers": {FRAMEWORK, SKILLS_MAP, STANDARD},
    "boundries and trauma": {CNWL},
    "teaching adults": {ADULT_LEARNERS},
    "intentional peer support": {CARDIFF, ACADEMY},
    "award for our peer group": {MARSH},
    "a charter or principles we can use in our group": {CHARTER},
    "peer worker stories": {FIRST_APPRENTICES, HIGHLAND, MANCHESTER, RICHMOND, MENTOR, PDA_VOICES},
    "do I need lived experience to apply": {APPRENTICE, STANDARD, PDA},
    "my manager says i need a qualification to go up a band, what is there for experienced peers": (
        {CNWL, IMROC, PEER_LEADERS, EXETER, PDA} | APPRENTICESHIPS
    ),
}


class Answer(NamedTuple):
    """What the first page shows to one question, by title and provider, and which of it was not expected."""

    question: str
    shown: Sequence[Named]
    strange: Sequence[Named]

    @property
    def precision(self) -> float:
        return (len(self.shown) - len(self.strange)) / len(self.shown) if self.shown else 0.0


def find_entry(named: Named, rows: Iterable[TrainingEntry]) -> TrainingEntry:
    """Give the one entry that is meant; a name that fits none of them, or more than one, is a mistake."""
    title, provider = named
    fitting = [row for row in rows if title in row.title and provider in row.provider]
    if len(fitting) != 1:
        raise LookupError(f"{named} names {len(fitting)} entries")
    return fitting[0]


async def ask_all(database: Database) -> list[Answer]:
    """Plant the starters in a community of an empty database, and ask every question there."""
    async with database.begin() as session:
        await guilds.record_choices(session, person=person("admin"), now=NOW)
        await training_starters.plant(session, guild_id=GUILD, now=NOW)
    async with database.read() as session:
        shown = TrainingEntry.guild_id == GUILD, TrainingEntry.state == "shown"
        rows = (await session.scalars(select(TrainingEntry).where(*shown))).all()
        answers = []
        for question, named in QUESTIONS.items():
            page = await training.find_page(session, guild_id=GUILD, look=Look(words=question), today=NOW.date())
            expected = {find_entry(each, rows).number for each in named}
            strange = [(row.title, row.provider) for row in page.entries if row.number not in expected]
            answers.append(Answer(question, [(row.title, row.provider) for row in page.entries], strange))
    return answers


def precision_at_5(answers: Sequence[Answer]) -> float:
    """Give the mean share of what first pages show that was expected."""
    return sum(answer.precision for answer in answers) / len(answers)


def found_at_5(answers: Sequence[Answer]) -> float:
    """Give the mean share of what first pages could show of the expected that they do: few right ones are not all."""
    found = [(len(each.shown) - len(each.strange)) / min(SHOWN, len(QUESTIONS[each.question])) for each in answers]
    return sum(found) / len(found)
