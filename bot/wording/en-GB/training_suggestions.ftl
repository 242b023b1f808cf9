# What members say about the catalogue, and what organisers do with it.

command-training-suggest = Suggest training or a next step that others should know
command-organise-training-review = See what members suggested, and decide
training_suggestions-title = Suggest one
training_suggestions-correct-title = What is wrong
training_suggestions-note-label = What is not right?
training_suggestions-note-hint = And how it should be, if you know. Organisers read it.
training_suggestions-who-reads-hint = Organisers read all this, without your name. If they add it, all here can read it.
training_suggestions-who-reads-note = Organisers read this. They do not see your name. Please name no people.
    Kettle keeps that it came from you until 90 days after they decide, to thank you.
training_suggestions-kept = **Thank you.** It waits for an organiser now, which can take some weeks. If they add it, Kettle tells you.
training_suggestions-known = **Good find: it is here already.** You can read it, and say what is wrong with it.
training_suggestions-note-kept = **Thank you.** Organisers can read it now. If they put it right, Kettle tells you.
training_suggestions-dead-kept = **Thank you.** Organisers can see it now. When they looked after the link, Kettle tells you.
training_suggestions-many = { $most } of your suggestions wait already. Thank you for them. When some are decided, you can send more.
training_suggestions-gone = Somebody has decided about that one already, or it is gone.
training_suggestions-none = **Nothing waits for you.** Members suggest with `/training suggest`.
training_suggestions-more = { $count ->
        [one] One more waits
       *[other] { $count } more wait
    } after this one.
training_suggestions-is-new = **A member suggests this:**
training_suggestions-is-change = **A member says that something is wrong with this:**
training_suggestions-is-dead = **A member says that this link is dead:**
training_suggestions-add-button = Add it
training_suggestions-change-button = Change it, then add it
training_suggestions-entry-button = Open the entry
training_suggestions-done-button = Thank them, it is done
training_suggestions-leave-new-button = Do not add it
training_suggestions-leave-button = Change nothing
training_suggestions-skip-button = Skip it for now
training_suggestions-undo-button = Let it wait again
training_suggestions-taken = **That is done.** Whoever said it is thanked in private.
training_suggestions-left = **It is decided: nothing changes.** Nobody is told.
training_suggestions-is-back = **It waits again.**
training_suggestions-none-after = **Nothing comes after that one.** Some may wait before it: look again to see them.
training_suggestions-thanks-new = **Thank you.** What you suggested is in the catalogue now. Others can find it.
training_suggestions-thanks-change = **Thank you.** What you said was wrong is put right.
training_suggestions-thanks-dead = **Thank you.** The link you told us of is looked after.
