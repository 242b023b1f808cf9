# Asking by a rule.

prompts-example-now = now
prompts-example-weekdays = every weekday 9:30
prompts-example-tuesdays = every Tuesday 6:30pm until March
prompts-example-fortnight = every other Friday 10am, not on bank holidays

prompts-form-title = When to ask
prompts-when-label = When?
prompts-when-hint = Like "now", "every weekday 9:30" or "25 November 6pm".
prompts-closes-label = How long can people answer?
prompts-closes-hint = Like 2 hours or 1 day.

prompts-understood =
    ### Is this right?
    Kettle would ask how people are in { $channel }.
prompts-rule = **{ $rule }**. People can answer for { $hours }.
prompts-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
prompts-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
prompts-next = The next times:
prompts-over = There is no next time.
prompts-understood-note = Nothing is asked until you start it.
prompts-start-button = Start asking
prompts-started = **Started**
prompts-all-button = See all of them

prompts-list = **When Kettle asks how people are**
prompts-none = Kettle asks nothing by itself here yet. Start with /organise checkins schedule.
prompts-line-on = Number { $place }: { $rule }, in { $channel }
prompts-line-paused = Number { $place }, paused: { $rule }, in { $channel }
prompts-line-over = Number { $place }, over: { $rule }, in { $channel }
prompts-see-button = See number { $place }
prompts-where = **In { $channel }**
prompts-is-paused = This is paused. Kettle asks nothing by it until you go on.
prompts-pause-button = Pause
prompts-go-on-button = Go on
prompts-end-button = End it
prompts-ended = Ended. Kettle asks no more by this rule. What is open can still be answered.

# In private
prompts-mine-title = Ask me how I am
prompts-mine-label = When should Kettle ask you?
prompts-mine-hint = Like "every weekday 9am" or "Monday and Friday 6pm". Leave it empty for never.
prompts-mine-saved = Saved. Kettle first asks you at { $when }, in a direct message. You need not answer.
prompts-mine-off = Saved. Kettle does not ask you.

# Refusals
prompts-enough = There are { $most } rules already. End one first, with /organise checkins list.
prompts-gone = This rule is no longer there. It may have been ended already.

command-organise-checkins-schedule = Ask "How are you today?" in a channel, now or by a rule.
command-organise-checkins-schedule-option-channel = Where to ask. Leave it out to use the channel from /setup.
command-organise-checkins-schedule-option-when = When to ask, like: now, or every weekday 9:30
command-organise-checkins-schedule-option-closes = How long people can answer, like 2 hours or 1 day.
command-organise-checkins-list = See when Kettle asks, and skip or move one.
command-organise-checkins-pause = Pause a rule, or go on with it.
command-organise-checkins-stop = End a rule.
