# Times of day and lengths of time, as people type them.

times-time-unclear = We did not follow that time. Type it like 9pm, 9:30am, 21:00 or midnight.
times-duration-unclear = We did not follow that length of time. Type it like 2 hours, 90 minutes or 1 day.
times-duration-short = That is too short. The shortest is 15 minutes.
times-duration-long = That is too long. The longest is 7 days.

# Lengths of time
times-length-weeks =
    { $count ->
        [one] 1 week
       *[other] { $count } weeks
    }
times-length-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
times-length-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
times-length-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
