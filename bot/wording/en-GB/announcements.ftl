# On the post itself

announcements-contact = Questions? Ask { $name }.
announcements-corrected = Corrected { $when }.

# One announcement, with what can be done

announcements-not-written = **There is no text yet.** Press Change the text to write it.
announcements-long = **The message is long, so it is not shown here.** Press Send a test to me to see all of it.
announcements-forum-title = Title of the forum post: { $title }
announcements-place = It goes to { $channel }.
announcements-when = When: { $rule }.
announcements-when-now = When: as soon as you schedule it.
announcements-when-unknown = We do not know yet when it goes out. Press Change when.
announcements-next = Next, in your own time:
announcements-calls = It calls { $who }.
announcements-calls-nobody = It calls nobody. Names in the text ring nobody's phone.
announcements-publishes = Servers that follow this channel get it too.
announcements-publishes-not = It stays in this server. Followers do not get it.
announcements-file-waiting = Kettle could not fetch { $name } yet. It tries again when you look here.

announcements-state-draft = **Not scheduled yet.** Only you see this. It is kept for a day.
announcements-state-waiting = **It waits for another organiser,** who finds it with /organise announce list.
announcements-state-scheduled = **It is scheduled**
announcements-state-paused = **Paused.** Nothing goes out until you go on.
announcements-state-done = **All of it has been sent**
announcements-state-cancelled = **Cancelled.** Nothing more goes out.
announcements-state-template = **Template.** Use it with /organise announce create.

announcements-fared-waiting = A post is on its way, for { $when }.
announcements-fared-leased = A post is on its way, for { $when }.
announcements-fared-sent = The last post went out. It was for { $when }.
announcements-fared-failed = The last post did not go out. It was for { $when }.
announcements-fared-missed = The last post was not sent in time. It was for { $when }.
announcements-fared-unknown = Look whether the post for { $when } is there. Kettle cannot tell.
announcements-fared-cancelled = The post for { $when } was called back.

announcements-why-missing-channel = The channel is gone. Make a new one, or start again with another.
announcements-why-missing-message = The message is gone.
announcements-why-no-access = Kettle cannot see the channel. Let it in, then send again.
announcements-why-no-permission = Kettle is not allowed to post there. Change that in the channel, then send again.
announcements-why-not-a-forum = The channel is not a forum any more. Start again with another.
announcements-why-cannot-look = Kettle cannot read the channel to find it.
announcements-why-other = Discord did not take it. Change the text or the files a little, then send again.

announcements-warn-alt = - A file has no words. People who cannot see it need some.
announcements-warn-capitals = - Many capitals are hard to read. They can sound like shouting.
announcements-warn-emoji = - Many emoji are slow to hear for people who listen to a screen.
announcements-warn-hard = - This may be hard to read. Short words help.
announcements-warn-sentences = - Some sentences are long. Two short ones are easier.

announcements-corrected-note = **The post changes now.** Posts to come stay as they are.
announcements-taken-note = **The post is taken down now**
announcements-again-note = **Kettle sends it again now**
announcements-template-note = **This is the template.** It has the words and the files, but no names.
announcements-skipped = **Left out: { $when }**

announcements-do-words-button = Change the text
announcements-do-when-button = Change when
announcements-do-where-button = Change where
announcements-do-mentions-button = Choose who it calls
announcements-do-publish-button = Publish to followers
announcements-do-unpublish-button = Keep it in this server
announcements-do-test-button = Send a test to me
announcements-do-confirm-button = Schedule it
announcements-do-approve-button = Approve it
announcements-do-pausing-button = Pause, skip or move
announcements-do-pause-button = Pause it
announcements-do-resume-button = Go on with it
announcements-do-cancel-button = Cancel it
announcements-do-correct-button = Correct the post
announcements-do-down-button = Take the post down
announcements-do-retry-button = Send it again
announcements-do-template-button = Keep as a template
announcements-write-button = Write the text

# Whom it calls

announcements-mentions-ask = **Who should this call in { $channel }?**
    A call shows on people's phones, so nobody is the start.
announcements-call-nobody-answer = Nobody
announcements-call-here-answer = Everyone who is online
announcements-call-everyone-answer = Everyone
announcements-role-placeholder = Choose one role

# Where it is posted

announcements-where-ask = **Where should { $title } be posted?**
    Now it is { $channel }.
announcements-where-placeholder = Choose one channel

# Pausing, skipping, cancelling, taking down

announcements-pausing = **{ $title }**
announcements-skip-ask = The next one is at { $when }. You can leave out just that one, or move it.
announcements-cancel-post = **Cancel { $title }?**
    Nothing more of it goes out. What is posted already stays.
announcements-end-post-button = Cancel all to come
announcements-cancel-template = **Delete the template { $title }?**
    What was made with it stays.
announcements-end-template-button = Delete the template
announcements-down-channel = **Take down the last post of { $title }?**
    It goes for everyone. People may have read it or copied it.
announcements-down-forum = **Take down the last post of { $title }?**
    Kettle takes the whole post down if it may delete posts there. If not, its text goes.
    The title and people's replies stay then, until a moderator deletes them.
announcements-take-button = Take it down

# The list

announcements-list = **Announcements**
announcements-list-none = There are no announcements yet. Start one with /organise announce create.
announcements-listed = **{ $title }** in { $channel }
announcements-listed-next = Next: { $when }
announcements-listed-ended = Ended: { $when }
announcements-see-button = See { $place }
announcements-more-button = See more

# Forms

announcements-write-title = Write the announcement
announcements-title-label = Title
announcements-title-hint = A few words. A forum post needs one.
announcements-text-label = Text
announcements-text-hint = It is posted just as you type it.
announcements-alt1-label = What does your first file show?
announcements-alt2-label = What does your second file show?
announcements-alt3-label = What does your third file show?
announcements-alt-hint = One or two sentences for people who cannot see or hear it.
announcements-when-title = When should it go out?
announcements-when-label = When
announcements-when-hint = Like tomorrow 6pm, or every Tuesday 6:30pm until March, or now.
announcements-correct-title = Correct the post
announcements-time-kept = **The time is kept.** Now write what it says.
announcements-kept = The rest is kept, for a day. Nothing is lost.

announcements-example-1-choice = tomorrow 6pm
announcements-example-2-choice = every Tuesday 6:30pm
announcements-example-3-choice = every weekday 9am, not on bank holidays
announcements-example-4-choice = first Monday of every month 7pm

# Refusals

announcements-not-found = That announcement is not there any more. Look with /organise announce list.
announcements-pick = Please pick one from the list that Discord shows as you type.
announcements-text-missing = There is no text yet. Press Change the text to write it.
announcements-place-stays = A post of it is out or on its way, so it stays in its channel. Keep it as a template to begin another.
announcements-place-unknown = Kettle cannot see this channel. Choose another one.
announcements-title-missing = A forum post needs a title. A few words are enough.
announcements-too-long = That is a little too long for one message. A text of { $most } letters and spaces fits. More files leave less room.
announcements-needs-tag = Each post in { $channel } needs a tag, and Kettle cannot choose one. Choose another channel, or ask for no tag there.
announcements-when-missing = When should it go out? Press Change when.
announcements-file-large = { $name } is too large. A file may have { $most } megabytes at most. A smaller copy works.
announcements-file-kind = { $name } is a kind of file that Kettle does not take. These work: { $kinds }.
announcements-file-unfetched = Kettle could not fetch every file yet. Please try again in a minute.
announcements-contact-bot = A bot cannot answer questions. Please choose a person.
announcements-may-not-mention = You are not allowed to call many people in { $channel }. Someone who is could choose it.
announcements-kettle-may-not-mention =
    Kettle is not allowed to call people in { $channel }.
    Somebody who runs this server can allow it there: Mention Everyone.
announcements-cannot-publish = Only announcement channels have followers.
announcements-approve-other = You wrote this one, so another organiser looks at it first.
announcements-not-out = No post of this is out just now.
announcements-nothing-failed = There is nothing to send again. No post of this is lost.

announcements-is-draft = This is not scheduled yet.
announcements-is-waiting = This waits for another organiser to approve it.
announcements-is-scheduled = This is scheduled already.
announcements-is-paused = This is paused.
announcements-is-done = This has been sent already. You can correct the post, or take it down.
announcements-is-cancelled = This was cancelled. You can start again with its words: keep them as a template.
announcements-is-template = This is a template. Use it with /organise announce create.

command-organise-announce = Announcements, now or later, once or again and again.
command-organise-announce-create = Write an announcement.
command-organise-announce-create-option-channel = Where to post it.
command-organise-announce-create-option-when = When, like: now, tomorrow 6pm, every Tuesday 6:30pm until March.
command-organise-announce-create-option-file = A picture, sound, film or PDF of 8 megabytes at most.
command-organise-announce-create-option-file_2 = A second file.
command-organise-announce-create-option-file_3 = A third file.
command-organise-announce-create-option-contact = Who people can ask about it. Their name is on the post.
command-organise-announce-create-option-template = A template to begin with.
command-organise-announce-list = See what is to come and what was sent.
command-organise-announce-edit = Change one that is not sent yet.
command-organise-announce-edit-option-announcement = Which one.
command-organise-announce-edit-option-file = A file to put in the place of the files it has.
command-organise-announce-edit-option-file_2 = A second file.
command-organise-announce-edit-option-file_3 = A third file.
command-organise-announce-preview = See one as it will look.
command-organise-announce-preview-option-announcement = Which one.
command-organise-announce-cancel = Cancel one, or all that is to come of it.
command-organise-announce-cancel-option-announcement = Which one.
command-organise-announce-pause = Pause one, go on with it, or skip or move its next time.
command-organise-announce-pause-option-announcement = Which one.
command-organise-announce-correct = Correct a post that is out.
command-organise-announce-correct-option-announcement = Which one.
command-organise-announce-retry = Send a post again that did not go out.
command-organise-announce-retry-option-announcement = Which one.
command-organise-announce-template = Keep the words of one to begin others with.
command-organise-announce-template-option-announcement = Which one.
