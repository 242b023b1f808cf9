# Coming back with a receipt: how it is, what was said about it, and what its author can change.

command-story-open = Come back to what you shared, with your receipt
story_receipts-receipt = Receipt `{ $receipt }`
story_receipts-open-title = Your receipt
story_receipts-open-label = The receipt that you kept
story_receipts-open-hint = Four groups of four signs. Spaces, dashes and small letters do not matter. It is not kept here.
story_receipts-other-button = Use another receipt

# How it is.
story_receipts-is-waiting = **Your { -story } waits to be read.** Moderators read it, and they do not learn who wrote it. Please look again in about a week.
story_receipts-is-approved = **Moderators said yes to your { -story }.** It is posted together with others, so that it is harder to guess whose it is. Please look again in about a week.
story_receipts-is-approved-alone = **Moderators said yes to your { -story }.** It is posted soon, maybe alone. Please look again in about a week.
story_receipts-is-published = **Your { -story } is posted.** People here can read it. You can still change what it is for, or take it back.
story_receipts-is-declined = **Your { -story } is not shown to anybody.** Moderators read it and said no. You may share it anew with `/story share`.
    This one goes for good in about a month, or now, if you like.
story_receipts-is-down = **Your { -story } is not shown any more.** Moderators took it down. It goes for good in about a month, or now, if you like.
story_receipts-is-leaving = **Your { -story } is on its way out.** It goes within a day. There is nothing else to do.

story_receipts-asked = Moderators wrote to you. You can answer with "{ $answer }". To change the words, copy them, take it back, and share it anew.
story_receipts-asked-decided = Moderators wrote to you. You can answer with "{ $answer }".
story_receipts-asked-only = Moderators wrote to you:
story_receipts-answered = You answered. It is all there with "{ $read }".
story_receipts-reason = Moderators wrote why:
story_receipts-asked-much = Moderators wrote to you. You find it with "{ $read }".
story_receipts-until = Allowed for { $names } until the end of { $month } { $year }.
story_receipts-words-locked = Its words and files stay locked until moderators say yes to it. This keeps them safe if somebody gets hold of our data. After a yes you can see them here.
story_receipts-words-refused = Its words and files stay locked, as moderators said no to it. So they cannot be shown here. You can take it back all the same.
story_receipts-words-missing = Its words and files cannot be shown right now. Something is missing on the side of Kettle. You can take it back all the same.
story_receipts-alone = Others are not ready yet, so it has waited for a month. Is it fine if it stands alone? Then people may guess whose it is.
    If you do nothing, it waits.

story_receipts-alone-button = Let it stand alone
story_receipts-together-button = Keep it with others
story_receipts-words-button = Read it
story_receipts-files-button = See or hear the files
story_receipts-messages-button = Read messages
story_receipts-answer-button = Write to moderators
story_receipts-part-button = Add a part
story_receipts-uses-button = Change what it is for
story_receipts-withdraw-button = Take it back

# Reading.
story_receipts-page = Page { $number } of { $count }
story_receipts-page-next-button = Go to the next page
story_receipts-page-earlier-button = Go to the page before
story_receipts-file = File { $number } of { $count }
story_receipts-file-next-button = Go to the next one
story_receipts-file-earlier-button = Go to the one before
story_receipts-your-picture = **Your picture**
    It is covered. Press on it to see it. This is what it shows, in words:
story_receipts-your-sound = **Your sound**
    This is what can be heard, in words:
story_receipts-no-alt = Nobody has put it into words yet.
story_receipts-picture-alt = A picture that nobody has put into words yet.
story_receipts-you-wrote = **You wrote:**
story_receipts-they-wrote = **Moderators wrote:**
story_receipts-shows-picture = A picture: { $alt }
story_receipts-silent-picture = A picture, with no words for it yet.
story_receipts-shows-sound = A sound: { $alt }
story_receipts-silent-sound = A sound, with no words for it yet.

# Writing.
story_receipts-answer-title = To the moderators
story_receipts-answer-label = What would you like to say?
story_receipts-answer-hint = They see it with the next intake, once a day. They do not learn who you are.
story_receipts-answer-kept = **Your message is kept.** Moderators see it with the next intake, once a day.
story_receipts-part-title = One more part
story_receipts-part-label = What would you like to add?
story_receipts-part-hint = It comes after what is there. Moderators read it with the next intake.
story_receipts-part-kept = **Your part is kept.** Moderators read it with the next intake, once a day.
story_receipts-empty = There is nothing in it yet. Write some words, or go back.

# What it is for.
story_receipts-uses = **What may your { -story } be used for?** Each is your choice, for two years from now. What you leave out ends now.
story_receipts-uses-library = Without this server it is taken back. You are asked before that happens.
    What left this server already, in print or as a podcast, cannot come back.
story_receipts-uses-placeholder = Choose what it is for
story_receipts-uses-kept = **What it is for is changed.**
story_receipts-uses-none = Without this server there is no { -story } here, so it would be taken back. Nothing is changed yet.
story_receipts-together-kept = **It waits for others now.** It is posted together with them. If nobody else is ready, it may wait for long.
story_receipts-alone-kept = **It may stand alone now.** If moderators say yes, it does not have to wait for others.
story_receipts-alone-kept-decided = **It may stand alone now.**

# Taking it back.
story_receipts-withdraw = **Take your { -story } back?** Its words, files, messages and choices go for good. Where it is posted, it goes within minutes.
    This receipt opens nothing after that.
story_receipts-withdraw-not = What left this server cannot come back: print, a podcast, and copies that people made. Discord keeps files at their address for a time.
story_receipts-withdraw-when = Now, it goes within minutes. People who see you online may guess that it was you. Later, it goes some time in the next day, which is harder to guess.
story_receipts-now-button = Take it back now
story_receipts-later-button = Take it back within a day
story_receipts-taken-gone = **Your { -story } is taken back.** Where it was posted, it goes within minutes. Thank you for sharing it with us.
story_receipts-taken-later = **Your { -story } goes some time in the next day.** Chance picks the time. There is nothing else to do.
story_receipts-taken-unknown = **There is no such { -story } any more.** It was taken back before, or it ended. There is nothing else to do.
