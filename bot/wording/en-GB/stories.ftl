# Stories, and the receipts that open them.

stories-receipt-unclear = That does not look like a receipt yet. It has four groups of four, like `7QK4-M2XD-9F3T-HB6W`. You can copy it just as it was shown.
stories-receipt-wait = That was a few tries in a row. You can try again { $when }. Spaces, dashes and small letters do not matter.

# Strict mode, for moderators.
stories-passphrase-short = That is too short. A passphrase has { $count } letters or more. A few words that do not belong together are good.

# What is refused, and what to do about it.
stories-empty = There is nothing in it yet. Write some words, or add a picture or a sound.
stories-too-much = { -story(form: "a-title") } has up to { $parts } parts of words and { $files } files. What is there already stays.
stories-receipt-unknown = No { -story } opens with that receipt. Please look at each sign again. { -story(form: "a-title") } that was taken back, or that ended, is gone for good.
stories-no-more-parts = Nothing more can be added to this { -story } now. You can share another one.
stories-enough-notes = There are many messages about this { -story } already. Please wait for an answer.
stories-gone = This { -story } is not here any more. Its author took it back, or it is decided.
stories-part-arrives = More of this { -story } arrives with the next intake. Please read that first.
stories-second-opinion = You said yes to this { -story } already. Now somebody else reads it too.
stories-changed = This { -story } has changed since you opened it. Please open it again.
stories-closed = { -story(form: "titles") } cannot be shared here right now. Something is missing on the side of Kettle, and the people who run it can see what.
