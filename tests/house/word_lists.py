"""The word lists of the plain words rules: whole words, in any case, as patterns with their endings."""

import re


def _whole(patterns: str) -> re.Pattern[str]:
    joined = "|".join(line.strip() for line in patterns.strip().splitlines())
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


HURTFUL = _whole(
    r"""
    commit(?:ted|s|ting)? suicide
    (?:successful|failed|unsuccessful) (?:suicide )?attempts?
    suffer(?:s|ed|ing)? from
    victims?
    mentally ill
    addicts?
    attention[- ]seek(?:ing|ers?)
    non-?complian(?:t|ce)
    hard to reach
    battl(?:e|es|ed|ing)
    journeys?
    brave(?:ly|ry)?
    utili[sz](?:e|es|ed|ing)
    prior to
    commenc(?:e|es|ed|ing)
    regarding
    """
)
"""L4: words that hurt people, or puff a sentence up."""

PROMISES = _whole(
    r"""
    (?:fully|completely|totally|truly|entirely) (?:anonymous|private|safe|secure)
    100 ?%
    untraceable
    guarantee(?:s|d)?
    keep(?:s|ing)? you safe
    (?:we|someone) (?:is|are) watching
    monitor(?:s|ed|ing)?
    diagnos(?:e|es|ed|is|ing)
    treat(?:s|ed|ing|ments?)?
    cur(?:e|es|ed|ing)
    risk(?:s|y|ed|ing)?
    detect(?:s|ed|ing|ion)?
    assess(?:es|ed|ing|ments?)?
    predict(?:s|ed|ing|ion)?
    """
)
"""L5 and T12: what we cannot promise, and what only a clinician does."""

GUILT = _whole(
    r"""
    streaks?
    scor(?:e|es|ed|ing)
    rank(?:s|ed|ing)?
    levels?
    leaderboards?
    points
    badges?
    you (?:have not|haven't|did not|didn't)
    you (?:missed|forgot|failed|skipped)
    you must
    you should have (?:\w+ed|been|come|done|gone|told)
    (?:still|yet) to (?:check in|answer)
    let (?:us|people|others) down
    disappoint(?:ed|ing|s)?
    ashamed
    (?<!not )your fault
    """
)
"""L18."""

PLACES = _whole(
    r"""
    red
    green
    blue
    grey
    gray
    yellow
    orange
    purple
    above
    below
    underneath
    (?:on|to|at) the (?:left|right|top|bottom)
    (?:left|right)-hand
    (?:top|bottom) of the (?:screen|card|message)
    """
)
"""L10: meaning that somebody may not see."""

SHORTHAND = _whole(
    r"""
    e\.?g\.?
    i\.?e\.?
    etc
    asap
    fyi
    n/a
    and/or
    """
)
"""L14."""

OFFICIAL = _whole(
    r"""
    please enter
    please note
    in order to
    kindly
    (?:in)?valid
    errors?
    failed to
    successful(?:ly)?
    submit(?:s|ted|ting)?
    click(?:s|ed|ing)?
    """
)
"""Words that scold, or that only a form or a machine would say."""

JARGON = _whole(
    r"""
    guilds?
    ephemeral
    timestamps?
    databases?
    sync(?:s|ed|ing)?
    instances?
    exceptions?
    parameters?
    configur(?:e|ed|ation)
    functionality
    notifications?
    interactions?
    users?
    """
)
"""Programs' words."""

VERBS = frozenset(
    re.findall(
        r"\w+",
        """
        accept add agree answer approve ask back book browse call cancel change check choose clear close continue copy
        correct delete do download edit end erase find finish forget get give go have hear help hide invite join keep
        leave let look make mark message move mute open pause pick post publish put reach read remind remove reply
        restore save say
        schedule
        search see send set share show skip start stay stop suggest take talk tell test text thank try turn unmute use
        view withdraw write
        """,
    )
)
"""L9: what a button may start with; "Back" is the way back."""

CAPITALS = frozenset({"NHS", "OK", "UK", "DM", "DMs", "PDF"})
"""L13: what people say in capitals themselves."""
