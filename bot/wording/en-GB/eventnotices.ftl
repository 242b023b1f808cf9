# What members are told in private about events they answered

eventnotices-told-reminder = **{ $title }**
    { $when }
eventnotices-soon = Starts: { $when }
eventnotices-link-behind = It is online. Press "See more" for the link.
eventnotices-told-offer = **A place is free for you: { $title }**
    { $when }
eventnotices-offer-until = It is kept for you until { $when }. Are you coming?
    If you do not answer by then, others can have it. You can ask again.
eventnotices-told-passed = **No place is kept for you any more: { $title }**
    It is { $when }. The time we could keep the place for you is over. That is all right.
    If you still want to come, tell us. You may have to wait again.
eventnotices-told-changed = **New time: { $title }**
    Now it is { $when }.
eventnotices-changed-asked = It ends { $ends }. Does that still suit you?
    Your answer stays as it was, unless you change it.
eventnotices-told-cancelled = **Cancelled: { $title }**
    It was for { $when }. You need not do anything.
eventnotices-told-message = **A message about { $title }**
    { $when }
eventnotices-writes = { $name } writes:
eventnotices-writes-nobody = Somebody who organises it writes:
eventnotices-told-feedback = **How was { $title }?**
    It was on { $when }.
    You can answer once, and it is kept apart from your name. A week later organisers see rough totals, if ten or more answer.
eventnotices-say-good-answer = Good
eventnotices-say-ok-answer = OK
eventnotices-say-not-for-me-answer = Not for me
eventnotices-say-skip-answer = I would rather not say
eventnotices-yes-answer = I am coming
eventnotices-maybe-answer = Maybe
eventnotices-no-answer = I can't come
eventnotices-view-button = See more

# Refusals
eventnotices-messages-enough = Those who come got { $most } messages from you and other organisers within a day. That is enough for now. Please write again tomorrow.

deliveries-about-eventnotices = A note to somebody who answered about an event
