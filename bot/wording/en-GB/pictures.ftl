# Pictures: the words on them, and in place of them.

pictures-fortnight-title = Your last 14 days
pictures-fortnight-alt = A picture of your days from { $first } to { $last }, with { $dots ->
        [0] no answers
        [1] one answer
       *[other] { $dots } answers
    }. The list says the same in words.
pictures-busy = Your picture is being drawn already. The list says the same in words.
pictures-failed = The picture could not be drawn just now. The list says the same in words.

# A day on the picture: its name, and below it the day of the month.
pictures-day = { $weekday ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    }
    { $day }
