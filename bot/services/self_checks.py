"""Marks by which somebody might know the author of a text: for the author alone, before sending, and never stored.

A mark is exact. "12 May", "May 2019" and "I was 34" are marks; "last Tuesday", "in May", "2019" and "in my thirties"
are not, nor are numbers too short for anybody's own phone (116 123, 999). What is a mark by chance costs the author
one look; nothing is refused for it. The time is in proportion to the text, whatever it says: no pattern here repeats
something that repeats, unless what stands between tells the two apart.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.services import place_names
from bot.services.days import MONTH, WEEKDAY

Kind = Literal["age", "date", "email", "name", "phone", "place", "postcode", "web"]
Spans = Iterator[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that may tell who the author is, in the author's own spelling."""

    kind: Kind
    said: str


_GAP = r"[^\S\n]"
_EMAIL = re.compile(r"(?<![\w.+%'@-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")

_ENDINGS = "com|org|net|edu|gov|uk|eu|ie|io|co|info|scot|wales|cymru|blog|dev|app|gg|tv|social|online|xyz|site|ly"
_WEB = re.compile(
    rf"""(?:https?://|(?<![\w@.-])www\.)[^\s<>"]+
    | (?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,5}}(?:{_ENDINGS})(?![\w-]|\.\w)(?:[/?\#][^\s<>"]*)?""",
    re.VERBOSE | re.IGNORECASE,
)

_NAME = re.compile(r"<@!?\d{15,21}>|(?<![\w@./])@[\w.-]{2,32}(?:@[\w.-]{3,63})?|(?<![\w#])[\w.]{2,32}\#\d{4}(?!\d)")
_NOBODY = re.compile(r"@(?:everyone|here|home|work|school|uni|university|college|\d+(?:[ap]m)?)", re.IGNORECASE)

_SEP = r"(?:[^\S\n]{1,2}|[^\S\n]?[.()\u2013-][^\S\n]?)?"
"""What stands between two digits. There is one way to read it: two would double the time with every digit."""

_PHONE = re.compile(
    rf"""(?<![\w+])(?<!\d[.,])(?:
      (?:(?:\+|00)44{_SEP}(?:\(?0\)?{_SEP})?|\(?0)[1-9](?:{_SEP}\d){{8,9}}(?!\d)
    | \+[1-9](?:{_SEP}\d){{7,14}}(?!\d)
    | 00[1-9](?:{_SEP}\d){{8,13}}(?!\d)
    | \(?[2-9]\d\d\)?[ .-]{{1,2}}\d{{3}}[ .-]\d{{4}}(?!\d)
    )""",
    re.VERBOSE,
)

_AREAS = re.compile(
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU"
    "|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE"
    "|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV"
    "|YO|ZE|B|E|G|L|M|N|S|W",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    rf"\b([A-Z]{{1,2}})\d[\dA-Z]?{_GAP}{{0,2}}\d(?!(?-i:st|nd|rd|th))[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE
)

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th)"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"(?:(?:19|20)\d\d|['\u2019]\d\d)"
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?:{WEEKDAY},?{_GAP}{{1,2}}(?:the{_GAP})?)?(?:
        {_DAY}{_GAP}?{MONTH}\.?,?{_GAP}?{_YEAR}
      | {_ORDINAL}{_GAP}{{1,2}}(?:of{_GAP})?{MONTH}(?:,?{_GAP}{_YEAR})?
      | {_DAY}{_GAP}(?!(?-i:may|march|mar))(?:{MONTH})
      | {MONTH}{_GAP}(?:the{_GAP})?{_ORDINAL}(?:,?{_GAP}{_YEAR})?
      | {MONTH}{_GAP}{_DAY},?{_GAP}{_YEAR}
      | (?!(?-i:may|march|mar))(?:{MONTH}){_GAP}{_DAY}(?![:.%]\d|%|{_GAP}?[ap]m\b)
      )
    | {MONTH},?{_GAP}(?:of{_GAP})?{_YEAR}
    | {_DAY}(?P<by>[/-]){_MONTH_NUMBER}(?P=by)(?:(?:19|20)?\d\d)
    | {_MONTH_NUMBER}(?P<us>[/-]){_DAY}(?P=us)(?:(?:19|20)?\d\d)
    | {_DAY}\.{_MONTH_NUMBER}\.(?:19|20)\d\d
    | (?:19|20)\d\d(?P<iso>[/.-]){_MONTH_NUMBER}(?P=iso){_DAY}
    )(?![\w/-]|\.\d)""",
    re.VERBOSE | re.IGNORECASE,
)

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SMALL = "three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_GROWN = rf"(?:1[3-9]|[2-9]\d|(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_TEENS})"
_NUMBER = rf"(?:1[01]\d|[1-9]\d|[3-9]|(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_TEENS}|{_SMALL})"
_ANY = rf"(?:{_NUMBER}|[12]|one|two)"
_OLD = rf"(?:{_GAP}{{1,2}}|-)(?:years?|yrs?|months?)(?:{_GAP}{{1,2}}|-)olds?"
_AFTER = (
    r"after|and|as|at|because|before|but|by|going|he|I|in|it|just|living|my|now|on|or|she|so|still|that|the|then|they"
    r"|until|we|when|with"
)
"""Words that may follow an age. A thing that is counted may not: "I was 20 minutes late"."""

_THEN = rf"(?={_GAP}*(?:[,;!?)\"\u2019\u201d\n\u2013\u2014]|\.(?!\d)|$|:(?!\d))|{_GAP}+-{_GAP}|{_GAP}+(?:{_AFTER})\b)"
_WAS = rf"(?:I|he|she)(?:['\u2019][ms]|{_GAP}{{1,2}}(?:am|was|is|turned))|being"
_AGE = re.compile(
    rf"""\b(?:
      (?:aged?(?:{_GAP}of)?:?){_GAP}{_ANY}(?:{_OLD})?(?![\w%]|\.\d|-\w)
    | {_ANY}{_OLD}\b
    | {_ANY}{_GAP}?(?:yo|y/o|y\.o\.?)(?!\w)
    | turn(?:ed|ing|s)?{_GAP}{_NUMBER}{_THEN}
    | (?:{_WAS})(?:{_GAP}(?:about|already|almost|just|only|nearly|still))?{_GAP}{{1,2}}{_NUMBER}{_THEN}
    | at{_GAP}{_GROWN}{_THEN}
    | [1-9]\d?(?:st|nd|rd|th){_GAP}birthday
    | born{_GAP}in{_GAP}(?:19|20)\d\d\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def find_marks(text: str) -> list[Mark]:
    """Give what may tell who wrote a text, in its order, nothing twice; where two kinds meet, the surer one."""
    taken = bytearray(len(text))
    found: list[tuple[int, Kind, str]] = []
    for kind, spans in _FINDERS.items():
        for start, end in spans(text):
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                found.append((start, kind, text[start:end]))
    marks: dict[tuple[Kind, str], Mark] = {}
    for _, kind, said in sorted(found):
        marks.setdefault((kind, " ".join(said.casefold().split())), Mark(kind, said))
    return list(marks.values())


def _matches(pattern: re.Pattern[str]) -> Callable[[str], Spans]:
    return lambda text: (found.span() for found in pattern.finditer(text))


def _webs(text: str) -> Spans:
    """Find addresses, without the full stop or bracket that ends the sentence around them."""
    for found in _WEB.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(".,;:!?)]}'\u2019\u201d*"))


def _names(text: str) -> Spans:
    for found in _NAME.finditer(text):
        said = found[0].rstrip(".-")
        if len(said) > len("@k") and not _NOBODY.fullmatch(said):
            yield found.start(), found.start() + len(said)


def _postcodes(text: str) -> Spans:
    return (found.span() for found in _POSTCODE.finditer(text) if _AREAS.fullmatch(found[1]))


_FINDERS: dict[Kind, Callable[[str], Spans]] = {
    "email": _matches(_EMAIL),
    "web": _webs,
    "name": _names,
    "phone": _matches(_PHONE),
    "date": _matches(_DATE),
    "age": _matches(_AGE),
    "postcode": _postcodes,
    "place": place_names.find_spans,
}
