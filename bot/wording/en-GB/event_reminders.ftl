# When somebody wants to be reminded of what they go to

event_reminders-line = Reminders of events and last days: as the organisers plan them
event_reminders-line-own = Reminders of events and last days: { $leads } before
event_reminders-line-never = Reminders of events and last days: never
event_reminders-change-button = Change reminders
event_reminders-title = Reminders of events and last days
event_reminders-label = How long before?
event_reminders-hint = Like "1 week, 1 day, 15 minutes". Type "none" for never. Empty: as the organisers plan.
event_reminders-saved-own = Saved. Kettle reminds you { $leads } before the start, in a direct message.
event_reminders-saved-never = Saved. Kettle does not remind you of events.
event_reminders-saved-plan = Saved. Kettle reminds you as the organisers plan it.
