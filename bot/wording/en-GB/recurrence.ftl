# When something repeats, said back, and what people type that says when.

recurrence-once = { $date } at { $time }
recurrence-daily =
    Every { $interval ->
        [1] day
        [2] other day
       *[other] { $interval } days
    } at { $time }
recurrence-weekly =
    Every { $interval ->
        [1] { $days }
        [2] other { $days }
       *[other] { $interval } weeks on { $days }
    } at { $time }
recurrence-monthly =
    Every { $interval ->
        [1] month
        [2] other month
       *[other] { $interval } months
    } on the { $days } at { $time }
recurrence-yearly =
    Every { $interval ->
        [1] year
        [2] other year
       *[other] { $interval } years
    } on { $days } at { $time }
recurrence-weekdays = weekday
recurrence-nth =
    { $number ->
        [1] first { $day }
        [2] second { $day }
        [3] third { $day }
        [4] fourth { $day }
        [5] fifth { $day }
       *[-1] last { $day }
    }
recurrence-month-day =
    { $number ->
        [1] 1st
        [2] 2nd
        [3] 3rd
        [21] 21st
        [22] 22nd
        [23] 23rd
        [31] 31st
       *[other] { $number }th
    }
recurrence-last-day = last day
recurrence-year-day = { $number } { $month }
recurrence-from = { $rule } from { $date }
recurrence-until = { $rule } until { $date }
recurrence-count =
    { $rule } for { $count } { $count ->
        [one] time
       *[other] times
    }
recurrence-skip = { $rule }, but not on bank holidays in { $nation }
recurrence-move = { $rule }, moved to the next working day on bank holidays in { $nation }
recurrence-next = - { $when }

# One time left out or moved
recurrence-skip-next-button = Skip the next one
recurrence-move-next-button = Move the next one
recurrence-instead-title = Move the next one
recurrence-instead-label = When instead?
recurrence-instead-hint = Like "Wednesday 6pm" or "25 November 18:00".
recurrence-moved = **Moved to { $when }**

# Refusals
recurrence-not-next = That time is not the next one any more. Look again to see which is.
recurrence-unclear =
    We did not follow that. Type it like "every Tuesday 6:30pm until 25 March".
    Or like "first Monday of every month 7pm", or "25 November 6pm" for once.
recurrence-too-often = Kettle can do this once a day at most. Try "every day 9am".
recurrence-rule-unknown = Kettle cannot repeat things like that. Try "every 2 weeks on Friday 6pm".
recurrence-rule-never = There is no such day in any year. Try another day.
recurrence-time-missing = At what time? Add it, like 6pm or 18:30.
recurrence-weekday-missing = On which day of the week? Type it like "every Tuesday 6pm".
recurrence-month-day-missing = On which day of the month? Type it like "every month on the 1st 6pm".
recurrence-ends-early = That ends before the first time. Give a later day to end, or leave the end out.
recurrence-ends-twice = That says twice when to end. Give a last day, or how many times.
