# Times of day and lengths of time, as people type them.

times-time-unclear = We did not follow that time. Type it like 9pm, 9:30am, 21:00 or midnight.
times-duration-unclear = We did not follow that length of time. Type it like 2 hours, 90 minutes or 1 day.
times-duration-short = That is too short. The shortest is 15 minutes.
times-duration-long = That is too long. The longest is 7 days.
