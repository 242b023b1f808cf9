# /organise event attendance, and the button of who is there

attendance-here = **Good to have you here**
    It is noted that you came to { $title }.
    Organisers see that you came. It is erased after 30 days.
attendance-here-soon = That is a little early. From 15 minutes before the start you can say that you are here.
attendance-here-over = This is over now. If you were there, tell the people who organise it. They can add you.
attendance-here-first = First say that you are coming, or maybe. Then you can say that you are here.

attendance-not-yet = This has not begun. You can say who came, and see how it was, from the start on.
attendance-past-choice = { $title }, { $day } at { $time }
attendance-sheet = **Who came: { $title }**
    { $when }
attendance-nobody = Nobody had said that they were coming.
attendance-came = Came: { $names }
attendance-said-going = Said they were coming: { $names }
attendance-said-maybe = Said maybe: { $names }
attendance-away = Could not be there: { $names }
attendance-more = { $count } more
attendance-note =
    Those who came are asked in private on the next day how it was. Kettle asks only where ten people or more can answer.
    If nobody is marked as there, Kettle asks all who said they were coming.
    Only organisers see this. It is kept for 30 days.
attendance-saved = **Saved**
attendance-unknown = **Saved.** { $names } had not answered, so Kettle keeps nothing about them.
attendance-came-placeholder = Choose who came
attendance-away-placeholder = Choose who could not be there
attendance-guests-placeholder = Choose which guests came
attendance-everybody-button = Say everybody came
attendance-table-button = Get the numbers
attendance-feedback-button = See how it was

attendance-table = **The numbers of this event, without names**
    The file has a line for each time in the last 30 days.
    It also says roughly how each one was, a week after, if ten people or more answered.
attendance-file-name = event-numbers
attendance-column-event = Event
attendance-column-when = When
attendance-column-places = Places
attendance-column-going = Coming
attendance-column-maybe = Maybe
attendance-column-came = Came
attendance-column-guests = Of them guests
attendance-column-answered = Said how it was, roughly
attendance-rough-said = { $answer }, roughly

command-organise-event-attendance = Say who came to an event, and get its numbers without names.
command-organise-event-attendance-option-event = An event of the last 30 days
