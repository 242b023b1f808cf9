# Events

# The card, and what one person sees of it
events-question = **Are you coming?**
events-question-one = **Are you coming on { $when }?**
events-seen-names = If you are coming, your name stands here. Organisers see every answer.
events-seen-count = Only organisers see who is coming.
events-need-later = Need something to come? You can say it after you answer.
events-say-going-answer = I am coming
events-say-maybe-answer = Maybe
events-say-no-answer = I can't come
events-more-button = See more
events-when = { $starts } until { $ends }
events-repeats = { $rule }
events-place = Where: { $place }
events-map = Map: { $link }
events-link = Online: { $link }
events-link-later = It is online. Whoever is coming sees the link under "See more".
events-link-too = You can join online too. If you are coming, you find the link under "See more".
events-going = { $count } people are coming.
events-full-card = Every place is taken. You can wait for one: press "I am coming".
events-all-taken = Every place is taken.
events-begun-full = It has begun and every place is taken.
events-free =
    { $count ->
        [one] There is one place left.
       *[other] There are { $count } places left.
    }
events-seats =
    { $count ->
        [one] There is one place.
       *[other] There are { $count } places.
    }
events-names = Coming: { $names }
events-names-more = { $count } more
events-detail-cost = What it costs: { $text }
events-detail-pay = What you are paid: { $text }
events-detail-access = Access: { $text }
events-for = For { $role }
events-contact = Questions? Ask { $name }.
events-closed-cancelled = **Cancelled: { $title }**
events-closed-over = **This is over: { $title }**
events-card-when = It was for { $when }.
events-goes-on = Only this time is cancelled. The next is { $when }.
events-goes-not-on = It does not go on after this.

events-answered = **Saved**
events-said-going = You are coming. You can change your mind at any time.
events-said-maybe = You said maybe. Kettle reminds you too.
events-said-no = You are not coming. That is fine.
events-once-going = You are coming on { $when }. The other times are asked for one by one.
events-once-maybe = You said maybe to { $when }. The other times are asked for one by one.
events-once-no = You are not coming on { $when }. That is fine. The other times are asked for one by one.
events-lost-place = Others can have your place now.
events-lost-need = What you wrote about what would help is erased.
events-mine-waiting =
    Every place is taken, so you are waiting. You are number { $place } in the line.
    Kettle writes to you when a place is free for you.
events-mine-offered = A place is free for you until { $when }. Press "I am coming" to take it.
events-mine-asked = { $said } The time has changed since you answered. Does it still suit you?
events-no-answers = This takes no more answers.
events-need-button = Say what would help
events-calendar-button = Get it for my calendar
events-here-button = Say I am here
events-all-button = See all events
events-need-title = What would help you to come?
events-need-label = What would help?
events-need-hint = Organisers see this with your name. A few words are enough. Leave it empty to take it back.
events-need-who = What would help you to come? Organisers see this with your name. Nobody else here does.
    It is erased a week after the event. A few words are enough.
events-need-kept = **Saved.** Organisers see this with your name. It is erased a week after the event.
events-need-gone = **Taken back**

# Lists
events-list = **What is coming**
events-list-none = **Nothing is planned at the moment**
events-listed = **{ $title }**
    { $when }
events-see-button = See number { $place }
events-later-button = See later ones
events-mine-button = See my events
events-mine = **Your events**
events-line-going = You are coming.
events-line-maybe = You said maybe.
events-in-line = You are waiting: number { $place } in the line.
events-has-offer = A place is free for you until { $when }.
events-mine-none = Nothing is on your list at the moment.

# For those who organise
events-state-draft = **Not open yet.** Only organisers see this. It is deleted a day after the last change, unless you open it.
events-state-open = **Open for sign-up**
events-state-cancelled = **Cancelled.** Whoever had answered is told.
events-state-over = **This is over**
events-short-draft = not open yet
events-short-open = open
events-channel = The card goes to { $channel }.
events-shows-names = The card shows who is coming.
events-shows-count = The card shows how many are coming, from five on. It shows no names.
    Names can be shown only if you choose so before the first answer.
events-reminds = Whoever is coming is reminded before the start: { $leads }.
events-reminds-never = Nobody is reminded, unless they chose so themselves.
events-clash = Something else is on at that time: { $title }.
events-clash-more = And { $count } more.
events-when-unknown = Kettle does not know yet when it is.
events-no-more = No time of it is to come.
events-takes-place = When: { $rule }.
events-next = Next, in your own time:
events-not-written = Nothing is written yet.
events-no-title = No title yet
events-plans = **What you organise**
events-plans-none = Nothing is planned yet. Start with /organise event create.
events-planned = **{ $title }**
    { $state }

events-do-words-button = Change the words
events-do-details-button = Change the details
events-do-when-button = Change when
events-do-names-button = Show names
events-do-count-button = Show no names
events-do-who-button = Choose who may come
events-do-mirror-on-button = Add it to Discord events
events-do-mirror-off-button = Take it off there
events-do-open-button = Open it for sign-up
events-do-times-button = See who is coming
events-do-message-button = Send them a message
events-do-cancel-button = Cancel it
events-do-copy-button = Make a copy
events-write-button = Write the words
events-draft-gone = The draft is gone.

events-words-title = What is it?
events-title-label = Title
events-title-hint = A few words, such as "Tea and talk".
events-about-label = What to expect
events-about-hint = Camera on or off? Can people come late? Is there a quiet space?
events-place-label = Place
events-place-hint = An address, or "Online". Everybody sees it.
events-link-label = Online link
events-link-hint = Only people who are coming see it. It starts with https.
events-access-label = Access
events-access-hint = Steps, lift, hearing loop, captions, breaks.
events-details-title = Places, cost and reminders
events-seats-label = How many can come?
events-seats-hint = A number. Leave it empty for no limit.
events-map-label = Map link
events-map-hint = It starts with https.
events-cost-label = What does it cost?
events-cost-hint = Say which expenses are paid, too.
events-pay-label = Is anybody paid?
events-pay-hint = Such as "Speakers get 20 pounds an hour".
events-leads-label = When to remind people
events-leads-hint = Like "1 week, the day before, 15 minutes". Up to four. Leave it empty for never.
events-when-title = When is it?
events-when-label = When?
events-when-hint = Like "Tuesday 6pm" or "every other Tuesday 6pm until March".
events-until-label = Until when?
events-until-hint = Like "8pm" or "2 hours".
events-time-kept = **The time is saved.** Whoever had answered is told, and asked again.
events-time-kept-draft = **The time is saved.** Nobody but organisers sees this yet.
events-when-read = **Is this what you mean?** Nothing has changed yet.
events-when-asked =
    { $count ->
        [0] Nobody has answered yet, so nobody is told.
        [one] One person has answered. Kettle tells them, and asks again.
       *[other] { $count } people have answered. Kettle tells them, and asks again.
    }
events-when-save-button = Save it
events-when-tell-button = Save and tell them
events-message-title = Tell those who come
events-message-label = Your message
events-message-hint = Kettle sends it in private to each who is coming, or maybe. It shows your name.
events-message-button = Write to them
events-message-sent =
    { $count ->
        [0] Nobody has said yes or maybe yet, so nobody is told.
        [one] Kettle tells one person in private. With quiet hours they get it later.
       *[other] Kettle tells { $count } people in private. Those with quiet hours get it later.
    }

events-who-ask = **Who may come?**
    Others see the card too, and cannot sign up.
events-hosts-ask = **Who organises it with you?**
    They can change it, and see who is coming and what would help them. They find it with /event list.
events-hosts-placeholder = Choose up to ten people
events-hosts-kept = **Saved**
events-hosts = Also organised by: { $names }
events-organise-button = Open its plan
events-do-hosts-button = Choose co-organisers
events-for-all-button = Let everybody come
events-role-placeholder = Choose one role

events-time = **Who is coming: { $title }**
    { $when }
events-time-placeholder = See another time of it
events-counted = { $going } of { $seats } places are taken.
events-counted-all = { $going } people are coming.
events-comes-going = - { $name }
events-comes-maybe = - { $name }: maybe
events-comes-waiting = - { $name }: waiting for a place
events-comes-offered = - { $name }: has been offered a place
events-who-needs = { $said }. What would help: { $need }
events-who-before-button = See those before
events-who-after-button = See more people
events-guest-button = Add somebody by name
events-guest-placeholder = Take somebody off the list
events-guest-title = Somebody who is not on Discord
events-guest-label = Their name
events-guest-hint = A first name is enough. Only those who organise it see it.
events-one-button = Change this time
events-one-ask = **Change { $title }, { $when }**
    The first three change this time alone. The last changes this time and all later ones.
events-one-title = Change this time only
events-one-words-button = Change its words
events-one-details-button = Change its places
events-one-when-button = Change its time
events-split-button = Change from here on
events-split-note = **This time and all later ones are an event of their own now.** What you change here changes them all.

events-ask-draft = **Delete the draft of { $title }?**
events-yes-draft-button = Delete it
events-ask-open = **Cancel { $title }?**
    Kettle tells everybody who said yes or maybe, or waits.
events-yes-open-button = Cancel all to come
events-cancel-next = Or only the next time: { $when }.
events-cancel-next-button = Cancel only the next
events-cancelled-note = **It is cancelled now**
events-one-cancelled = **Cancelled: { $when }**

# Refusals
events-not-found = This event is not there any more.
events-none-coming = Nothing is planned at the moment. You can look again at any time.
events-none-named = There is no event with that name to come. Use /event list to see them all.
events-is-draft = This event is not open yet.
events-is-cancelled = This event was cancelled.
events-is-over = This event is over.
events-names-late = People have answered while no names were shown. So names stay hidden for this event.
events-organisers-alone = This makes a new event. Only organisers can do that, so ask one of them.
    You can still change this event.
events-title-missing = An event needs a title. A few words are enough.
events-when-missing = Kettle does not know yet when it is. Press "Change when".
events-enough = There are { $most } events open already. Cancel one first, or wait until one is over.
events-hosts-enough = { $most } people organise this already. Take somebody off first.
events-ends-before = It would end before it starts. Type a later end, or how long it takes, like "2 hours".
events-length = An event can take from 5 minutes to 7 days. Type another end.
events-seats-unclear = Type how many can come, from 1 to { $most }. Or leave it empty for no limit.
events-seats-under = { $taken } places are taken already, so there cannot be fewer. Nobody is taken off the list.
events-leads-unclear = Type how long before, like "1 week, 1 day, 15 minutes". The longest is 4 weeks.
events-leads-many = That is a lot of reminders. Choose { $most } at most.
events-time-taken = Another time of this event is at that moment. Choose another moment.
events-part-later = These times begin on { $day }. Those before belong to another event. Type a later start.
events-never = There is no such time to come. Type another rule.
events-link-unclear = A link starts with https, and has no spaces. Copy it from your browser.
events-for-a-role = This event is for people with the role { $role }.
events-not-a-member = This event is for people in its community. Discord says that you left it.
events-need-first = First say that you are coming, or maybe. Then you can say what would help.
events-guest-name = Type a name, up to { $most } characters.
events-guests-enough = There are { $most } names already. Take one off first.
events-full = Every place is taken. Make more places first, or wait until one is free.
events-contact-bot = A bot cannot answer questions. Choose a person as the contact.
events-kept = Nothing you chose is lost.

deliveries-about-events = The card of an event

command-event = Events: what is coming, your own, and your calendar.
command-event-list = See what is coming.
command-event-mine = See your events, and what you answered.
command-event-view = See one event, and say whether you are coming.
command-event-view-option-event = Which event? Type a word of its title.
command-organise-event = Plan an event, change it, and look after those who come.
command-organise-event-create = Plan an event. You see it before anybody else does.
command-organise-event-create-option-channel = Where its card is posted.
command-organise-event-create-option-when = When, like: tue 6pm, or every other Tuesday 6pm
command-organise-event-create-option-until = Until when, like: 8pm, or 2 hours
command-organise-event-create-option-only_for = Who may come. Leave it out for everybody.
command-organise-event-create-option-contact = Who answers questions. Their name stands on the card.
command-organise-event-edit = See what you organise, change an event, or see who is coming.
command-organise-event-edit-option-event = Which event? Leave it out to see them all.
command-organise-event-copy = Plan another with the same words.
command-organise-event-copy-option-event = Which event? Type a word of its title.
command-organise-event-cancel = Cancel an event, or one time of it.
command-organise-event-cancel-option-event = Which event? Type a word of its title.
command-organise-event-message = Tell those who come something in private.
command-organise-event-message-option-event = Which event? Type a word of its title.
