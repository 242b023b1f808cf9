# What moderators read, ask and decide about stories.

command-moderate = { -story(form: "titles") } and safety, for moderators.
command-moderate-stories = Read what was shared, and say yes or no
command-moderate-holds = See who cannot share for now, without names, and end it

story_reviews-queue = **{ -story(form: "titles") } to read**
    They stand in no order, and in another one each time. Nothing here says who wrote one, or when.
story_reviews-queue-note = Some of this can be hard to read. Take your time, and stop when you like.
story_reviews-queue-none = **There is nothing to read just now.** New ones come once a day.
story_reviews-queue-more = There are more. They show here when some of these are read.
story_reviews-open-button = Open { $number }
story_reviews-published-button = See what is out
story_reviews-guidance-button = Read the guidance

# One of them
story_reviews-hopeful = Its author says that there is hope in it.
story_reviews-uses = Its author allows: { $names }
story_reviews-uses-none = What its author allowed is over. It goes with the next intake.
story_reviews-half = Somebody said yes to it already. It needs one more yes, from somebody else.
story_reviews-page = Page { $page } of { $pages }
story_reviews-covered = The words are covered. Press on them to read.
story_reviews-no-words = There are no words in it.
story_reviews-know = Do you know whose it is, or do you guess? Then let somebody else read it. Nobody is told.
story_reviews-know-answer = I know them, step back
story_reviews-yes-button = Say yes
story_reviews-ask-button = Ask the author
story_reviews-no-button = Say no, with a reason
story_reviews-hold-button = Keep them from sharing
story_reviews-down-button = Take it down
story_reviews-before-button = Go back a page
story_reviews-next-button = Go on
story_reviews-again-button = Look at it again
story_reviews-picture-button = See picture { $number }
story_reviews-sound-button = Hear sound { $number }
story_reviews-said-button = Read what was said

story_reviews-picture = **Picture { $number }**
    It is covered. Press on it to see it. This is what it shows, in words:
story_reviews-sound = **Sound { $number }**
    This is what can be heard, in words:
story_reviews-no-alt = Nobody has put it into words yet.
story_reviews-picture-alt = A picture that nobody has put into words yet.
story_reviews-shows-button = Say what it shows
story_reviews-heard-button = Say what can be heard
story_reviews-alt-title = Words for it
story_reviews-alt-label = What does it show or say?
story_reviews-alt-hint = For who cannot see or hear it. Say what is there, and do not guess who it is or how they feel.
story_reviews-alt-kept = **Your words are kept.** The author finds them with their receipt. They come out with the { -story }.

story_reviews-said = **What was said so far**
    The author finds what you write with their receipt. What came in the same week stands in no order.
story_reviews-said-author = **The author wrote:**
story_reviews-said-us = **A moderator wrote:**

# Deciding
story_reviews-yes-ask = **Say yes to this { -story }?**
    It comes out later, maybe with others. Have you read all of it, and seen each picture?
story_reviews-yes-two = In this server two people say yes before it comes out.
story_reviews-yes-sure-button = Let it be shared
story_reviews-yes-done = **You said yes.** It comes out, maybe with others, at a time that chance picks.
story_reviews-yes-half = **You said yes.** Now somebody else reads it too. Kettle keeps your yes without your name.
story_reviews-stepped-back = **Thank you for saying so.** It waits for somebody else. Kettle keeps nothing of this, so please leave it to them.
    Please keep what you read to yourself.
story_reviews-ask-title = Ask the author
story_reviews-ask-label = What would you like to ask?
story_reviews-ask-hint = They cannot change words here. They can answer, add a part, or take it back and share it anew.
story_reviews-asked = **Your question waits for the author.** They find it when they next use their receipt. If they answer, it comes with a daily intake.
story_reviews-no-title = Say no, with a reason
story_reviews-no-label = Why not?
story_reviews-no-hint = The author reads this, and may share it anew. Be warm and plain, and say what could change.
story_reviews-no-done = **You said no.** The author finds your reason with their receipt, for about a month.
story_reviews-down-title = Take it down
story_reviews-down-label = Why does it come down?
story_reviews-down-hint = The author reads this with their receipt. Be warm and plain.
story_reviews-down-done = **It is taken down.** Its messages go within minutes. Copies that people made may stay.

# Keeping somebody from sharing
story_reviews-hold-ask = **Keep whoever sent this from sharing?**
    They cannot share here for 30 days, and then to the end of that week. You do not learn who it is.
story_reviews-hold-ask-more = This is for harm that is meant, like threats. A slip, like a name left in, is a reason to ask.
    It starts with the next intake. What else they shared stays, and you can end it with `/moderate holds`.
story_reviews-hold-sure-button = Keep them out for now
story_reviews-hold-done = **It starts with the next intake.** You can say yes or no to this { -story } as before.
story_reviews-hold-not = **This cannot be done.** Kettle has stopped and started since it was sent, or too much time went by. Who sent it was never written down.
story_reviews-holds = **Who cannot share here for now**
    Nobody knows who they are. Each of these ends by itself, with a week.
story_reviews-holds-none = **Nobody is kept from sharing here.**
story_reviews-holds-line = { $number }. Until { $date }
story_reviews-holds-end-button = End { $number }
story_reviews-lift-ask = **End this one now?** It would last until { $date }. Whoever it is can share again then, and is not told.
story_reviews-lift-button = End it now
story_reviews-lifted = **That one is ended.** Whoever it was can share again.
story_reviews-hold-gone = That one is over already.

# Strict mode
story_reviews-locked = **A passphrase opens this**
    The people who run Kettle have set one. After it, moderators here can read for 15 minutes.
story_reviews-locked-more = Discord sees what you type. The passphrase helps where somebody gets hold of our data.
story_reviews-unlock-button = Open with the passphrase
story_reviews-unlock-title = Open with the passphrase
story_reviews-unlock-label = The passphrase
story_reviews-unlock-hint = Capitals matter. More or fewer spaces between words do not.
story_reviews-unlock-wrong = **That is not the passphrase.** Please look at each sign, then try again.
story_reviews-unlocked = It is open until { $when }.
story_reviews-lock-button = Close it again
story_reviews-wait = That was a few tries in a row. You can try again { $when }.
story_reviews-cannot-open = This { -story } does not open with the keys that are here. Please tell the people who run Kettle.

# What is out
story_reviews-published = **What is out**
    Open one to look at it, or to take it down. The first words of each are covered.
story_reviews-published-none = **Nothing is out just now.**
story_reviews-approved-button = See what comes out later
story_reviews-approved = **What comes out later**
    Each has its yes, and waits for others. Open one to look at it, or to take it down. The first words of each are covered.
story_reviews-approved-none = **Nothing waits to come out.**
story_reviews-cannot-name = { -story(form: "a-title") } that cannot be opened
story_reviews-shut = **This { -story } cannot be opened.** The keys that are here do not fit it. Please tell the people who run Kettle.
    You can take it down all the same.
story_reviews-published-line = { $number }. { $said }

# Guidance, with what can go wrong
story_reviews-guidance-begin = **Before you say yes**
    Read all of it, and look after yourself. You can stop at any time.
    The author lent us these words. They are not ours to improve, cut or explain.
story_reviews-guidance-use = **Could it be misused?**
    - Does somebody use it to make a group, a service or a project look good?
    - Could a boss, a court, a partner or the press use it against its author?
    - Might it serve something the author did not allow, like raising money or research?
    - Do we only ever pick one sort, the saddest ones or those with a happy end?
story_reviews-guidance-words = **Was it given freely?**
    - Does it sound as if somebody had to share it, for a course, for pay or to please?
    - Did somebody change it, or leave parts out, so that it says something else?
    - Do you want to change a word? Then ask, and let the author choose.
    - Is it somebody else's to tell?
story_reviews-guidance-people = **Could it hurt somebody?**
    - Does it say how somebody hurt themselves, or how much they took?
    - Does it name others, or places that tell who they are?
    - Would readers want to be told before what it speaks of?
    - Would the author be sorry in a year that it is out?
story_reviews-guidance-after = **And then**
    When you are not sure, ask the author. No is fine too, with a warm reason.
    Does it sound as if its author may be in danger now? Write to them with "{ $ask }", warmly, and name /support. They see it only when they use their receipt.
    You cannot know whose it is, so what comes next is not yours to carry. Talk to another moderator if it stays with you.

# What readers told
story_reviews-reported-button = See what readers told
story_reviews-reported-some = Readers told of { $count ->
        [one] one that is out
       *[other] { $count } that are out
    }.
story_reviews-reported = **What readers told**
    Nothing says who did. Each stays out until you take it down.
story_reviews-reported-none = **Readers have told nothing new.**
story_reviews-reported-line = **{ $number }.** { $said } ({ $reason })
story_reviews-told = A reader told: { $reason }.
story_reviews-stays-button = Let it stay
