# How an event was: a member's answer, and /organise event feedback

feedback-thanks = **Thank you**
    What you said is kept apart from your name. So it cannot be found again, or changed.
feedback-known = **Thank you, you have answered this already**
    What you said is kept apart from your name. So it cannot be found again, or changed.
feedback-not-for-me = Not everything suits everybody.
feedback-contacts-button = See who to talk to
feedback-over = This is closed now. Thank you for wanting to say how it was.
feedback-not-asked = This question is for people who came to the event.

feedback-about = **How it was: { $title }**
    { $when }
feedback-not-yet = Totals come a week after the end: { $when }. It takes ten people or more who said how it was. Where fewer came, Kettle does not ask.
feedback-few = Too few people said how it was for a total. That is fine, nobody has to.
feedback-people = About { $people } people said how it was.
feedback-figure = - { $answer }: about { $figure }
feedback-hidden = Not shown: { $answers }.
feedback-hidden-all = No answer came up often enough to show.
feedback-why =
    The figures are rough so that nobody can tell what one person said.
    By chance Kettle adds a few people or takes some away. Then it rounds to 5, and small figures are not shown.
    So they may not add up. They do not change any more, and go 30 days after the event.
feedback-attendance-button = See who came

privacy-kept-feedback = That you said how an event was, so that you are asked once. What you said is kept apart and cannot be found. Kept for 30 days after the event.

command-organise-event-feedback = See roughly how an event was. It never shows who said what.
command-organise-event-feedback-option-event = An event of the last 30 days
