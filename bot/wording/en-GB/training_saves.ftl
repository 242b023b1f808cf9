# What somebody saves for themselves.

command-training-saved = See what you saved, and what ends soon
training_saves-head = **What you saved**
    Only you see this.
training_saves-none = **You have saved nothing yet.** Look for something with `/training search`, and save what you like.
training_saves-mark-saved = You saved it.
training_saves-mark-doing = You are doing it.
training_saves-mark-done = You have done it.
training_saves-mark-saved-button = Mark it as only saved
training_saves-mark-doing-button = Mark it as begun
training_saves-mark-done-button = Mark it as done
training_saves-mark-unknown = Please choose one of the marks that are shown.
training_saves-reminds-usual = Kettle reminds you a week and a day before its last day. You can choose other times in `/my settings`.
training_saves-reminds-own = Kettle reminds you before its last day, as you chose in `/my settings`.
training_saves-reminds-none = You chose no reminders in `/my settings`, so none come for this.
training_saves-reminds-off = Kettle would remind you before its last day, but you turned its messages off. You can turn them on in `/my settings`.
training_saves-reminds-no-day = It has no last day here, so there is nothing to remind you of.
training_saves-hidden = Organisers took it out for now, so Kettle does not remind you.
training_saves-reminds-not = Kettle does not remind you of it.
training_saves-reminds-yes-button = Remind me
training_saves-reminds-no-button = Do not remind me
training_saves-kept = **It is on your list.**
training_saves-dropped = **It is off your list.**
training_saves-gone = It is not on your list any more.
training_saves-many = You have saved { $most }, which is the most. Take one off your list, and there is room again.
training_saves-look-button = Read about it
training_saves-mine-button = See my list
training_saves-change-button = See what you can do
training_saves-reminder = **{ $title }**
    You saved this. A last day is near.
