# Days and times of one moment, as people type them.

dates-date = { $day } { $month } { $year }
dates-date-full = { $weekday } { $date }

dates-weekday-mo = Monday
dates-weekday-tu = Tuesday
dates-weekday-we = Wednesday
dates-weekday-th = Thursday
dates-weekday-fr = Friday
dates-weekday-sa = Saturday
dates-weekday-su = Sunday

dates-month-1 = January
dates-month-2 = February
dates-month-3 = March
dates-month-4 = April
dates-month-5 = May
dates-month-6 = June
dates-month-7 = July
dates-month-8 = August
dates-month-9 = September
dates-month-10 = October
dates-month-11 = November
dates-month-12 = December

# Refusals
dates-unclear = We did not follow that. Type a day and a time, like "Tue 6pm" or "25 November 18:00".
dates-time-missing =
    At what time on { $weekday ->
        [mo] Monday
        [tu] Tuesday
        [we] Wednesday
        [th] Thursday
        [fr] Friday
        [sa] Saturday
       *[su] Sunday
    } { $day }? Add it, like 6pm or 18:30.
dates-time-half = Is that in the morning or in the evening? Type it like 6am or 6pm.
dates-times-two = We read more than one time in that. Type one, like 6pm or 18:30.
dates-midnight = Midnight can be the start of that day or its end. Type 00:00 for the start, or 23:59 for the end.
dates-other-weekday =
    { $day } is a { $weekday ->
        [mo] Monday
        [tu] Tuesday
        [we] Wednesday
        [th] Thursday
        [fr] Friday
        [sa] Saturday
       *[su] Sunday
    }. Type the day you mean again, with its date alone.
dates-day-first = We read dates with the day first, like 25/11 for 25 November.
dates-no-such-day = There is no such day. Check the date, and type it like 25 November.
dates-past = That time has passed. Type one that is still to come.
dates-far = That is more than two years away. Type a day that is sooner.
