# Stories, and the receipts that open them.

stories-receipt-unclear = That does not look like a receipt yet. It has four groups of four, like `7QK4-M2XD-9F3T-HB6W`. There is never a U in it: it may be a V.
stories-receipt-wait = That was a few tries in a row. You can try again { $when }. Spaces, dashes and small letters do not matter.

# Strict mode, for moderators.
stories-passphrase-short = That is too short. A passphrase has { $count } letters or more. A few words that do not belong together are good.

# What is refused, and what to do about it.
stories-empty = There is nothing in it yet. Write some words, or add a picture or a sound.
stories-enough = You have shared { $most } in a day, which is the most. You can share the next one { $when }. What you sent is safe.
stories-too-much = { -story(form: "a-title") } has up to { $parts } parts of words and { $files } files. What is there already stays.
stories-receipt-unknown = No { -story } opens with that receipt. Please look at each sign again. { -story(form: "a-title") } that was taken back, or that ended, is gone for good.
stories-no-more-parts = Nothing more can be added to this { -story } now. You can share another one.
stories-enough-notes = There are many messages about this { -story } already. Please wait for an answer.
stories-gone = This { -story } is not here any more. Its author took it back, or it is decided.
stories-part-arrives = More of this { -story } arrives with the next intake. Please read that first.
stories-second-opinion = You said yes to this { -story } already. Now somebody else reads it too.
stories-changed = This { -story } has changed since you opened it. Please open it again.
stories-closed = { -story(form: "titles") } cannot be shared here right now. Something is missing on the side of Kettle, and the people who run it can see what.
stories-held = You cannot share { -story(form: "a") } here just now. This ends by itself in about a month. Moderators do not know who this is about.
    If you write to one of them about it, they learn that it is you. For somebody to talk to, use /support.

# What may be shared, and how.
stories-first = **Share { -story(form: "a") }**
    Moderators read it first, and they do not learn who wrote it. Neither does anybody who gets hold of our data.
stories-first-limits = Discord knows that you used this, and it keeps uploads for a time. A voice, a face or handwriting can be known again.
    We do not know whose it is, so we cannot get in touch. If you would like to talk to somebody now, use /support.
stories-first-few = Few people here may be authors, so others may guess.
stories-first-receipt = At the end you get a receipt. Only with it can you come back, change your mind, or take it all back. Nothing is kept before you say that you have it.
stories-write-button = Write it
stories-words-button = Change the words
stories-files-button = Add pictures or sounds
stories-files-out-button = Take the files out
stories-about-button = Say what it is about
stories-uses-button = Say what it is for
stories-alts-button = Say what they show
stories-check-button = Go on
stories-words-title = Your words
stories-words-label = What would you like to tell?
stories-words-hint = It is safest to write in your notes, then paste it here. You can add parts later with your receipt.
stories-draft = **On its way.** Only you see this, and nothing is kept yet. It is lost when you stop or close Discord, so keep a copy of your words.
stories-stop = **Stop here?** Your words are kept nowhere, so they go. If you may want them, copy them first.
stories-stop-files = **Stop here?** Your files are not kept here, so they go. Your own copies stay where they are.
stories-stop-sure-answer = Let them go
stories-stopped = All right. Nothing was kept.
stories-choices-kept = What you chose is kept on this screen.
stories-is-words = It is told in words.
stories-is-art = It is told in pictures.
stories-is-music = It is told in sounds.
stories-themes = About: { $names }
stories-notes = Readers are told first: { $names }
stories-uses = For: { $names }
stories-alone-yes = It may stand alone.
stories-alone-no = It is shown together with others.

stories-about-title = What it is about
stories-kind-label = How is it told?
stories-kind-hint = People can look for one kind.
stories-kind-words = In words
stories-kind-art = In pictures
stories-kind-music = In sounds
stories-themes-label = What is it about?
stories-themes-hint = As many as you like, or none.
stories-theme-hope = hope
stories-theme-work = work
stories-theme-getting-help = getting help
stories-theme-medication = medication
stories-theme-family = family
stories-theme-identity = who I am
stories-theme-grief = grief
stories-theme-culture = culture
stories-theme-creativity = making things
stories-hopeful = Something hopeful
stories-notes-label = What should be said before it?
stories-notes-hint = So that people can choose when to read it.
stories-note-self-harm = self-harm
stories-note-suicide = suicide
stories-note-abuse = abuse
stories-note-restraint = being held down
stories-note-eating = eating
stories-note-drugs = drugs or alcohol
stories-note-death = death
stories-note-psychosis = hearing or seeing things

stories-uses-title = What it is for
stories-uses-label = Where else may it be used?
stories-uses-hint = This server is always meant. Each of these is your choice, for two years.
stories-use-library = this server
stories-use-peers = other peer groups
stories-use-website = a website
stories-use-podcast = a podcast
stories-use-print = print
stories-use-training = training
stories-alone-label = May it stand alone?
stories-alone-hint = With others at the same time it is harder to guess whose it is.
stories-alone = Yes, it may stand alone

stories-files-title = Pictures and sounds
stories-upload-label = Up to five files
stories-upload-hint = jpg, png, webp; mp3, ogg, flac, wav, m4a. New ones replace all that are there. None: they stay.
stories-files-kept = **The files are made anew.** What cameras and phones write into them is gone. What can be seen or heard in them stays.
stories-files-out = **The files are out.** You can add others.
stories-alts-title = Words for each file
stories-alt1-label = What does the first one show or say?
stories-alt2-label = And the second?
stories-alt3-label = And the third?
stories-alt4-label = And the fourth?
stories-alt5-label = And the fifth?
stories-alt-hint = For who cannot see or hear it. You may leave it empty; moderators can add it.

stories-marks = **Have a look before it goes.** This may tell who you are, or who somebody else is. Kettle does not find everything, like first names.
stories-marks-none = **Have a look before it goes.** Kettle found nothing, but it does not find everything, like first names.
stories-mark = - { $said } ({ $kind })
stories-mark-age = an age
stories-mark-date = a date
stories-mark-email = an email address
stories-mark-name = a name
stories-mark-phone = a number
stories-mark-place = a place
stories-mark-postcode = a postcode
stories-mark-web = a web address
stories-look = Would somebody who knows you know it is yours? A pen name that you used before can tell, too.
stories-as-it-is-button = Get my receipt
stories-receipt = **This is your receipt.** Write it down now, where only you look. Nobody can give it to you again.
    Who has it can open your { -story }. Keep a copy of your words too. Nothing is sent before you press "{ $send }".
stories-kept-answer = I have it, send it
stories-thanks = **Thank you.** Moderators see it with the next intake, once a day. Look again in about a week, with `/story open` and your receipt.
    You can take it back at any time. Copies that people made may stay.
command-story-share = Share something you lived through, without your name
command-story = { -story(form: "titles") }: share one, or come back to yours.
