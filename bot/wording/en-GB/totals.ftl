# /organise checkins totals

totals-title = Rough totals by week
totals-none = **There are no totals yet**
    Each Wednesday Kettle makes them for the week before. It takes ten people or more who said how they are.
totals-none-earlier = There are no earlier weeks to show.
totals-why =
    The figures are rough so that nobody can tell what one person said.
    By chance Kettle adds a few people or takes some away. Then it rounds to 5, and small figures are not shown.
    So they may not add up. Each person counts once, by the last thing they said that week. Once shown, a week does not change.

totals-day = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[other] December
    } { $year }
totals-week = **Week from { $day }**
    About { $people } people said how they are.
totals-week-few = **Week from { $day }**
    Too few people for a total. That is fine, nobody has to say how they are.
totals-figure = - { $answer }: about { $figure }
totals-hidden = Not shown: { $answers }.
totals-hidden-all = No answer came up often enough to show.

totals-earlier-button = See earlier weeks

command-organise-checkins-totals = See rough totals by week. They never show who said what.
