# The library: reading what others shared.

command-story-browse = Read what others shared, by theme, by kind, or by words
command-story-read = Read one that chance picks, or look for words
command-story-read-option-words = What to look for, like: night shifts, or feeling new
command-organise-stories = Take out what authors allow for other uses

library-head = **{ -story(form: "titles") } from people here**
    You read alone: no member or moderator sees what you open, and nothing is counted.
library-looked-for = You looked for:
library-instead = Some words were in none of them. Kettle looked for words that are near.
library-entry = **{ $number }.** { $head }
library-none = **Kettle found none like that.** You could look for other words.
library-none-yet = **There are none to read yet.** You could share the first one, with `/story share`.
library-hidden = Left out for you: { $names }
library-gone = **That { -story } is not here any more.** Its author may have taken it back. That is always all right.
library-closed = The library cannot be read right now. Something is missing on the side of Kettle, and the people who run it can see what.

library-read-button = Read { $number }
library-before-button = Go back a page
library-next-button = Go on
library-search-button = Look for words
library-hope-button = See hopeful ones
library-any-button = See all of them
library-hide-button = Leave things out
library-tell-button = Tell the moderators

library-kind-any = Told in any way
library-theme-any = About anything
library-kind-words = In words
library-kind-art = In pictures
library-kind-music = In sounds

library-search-title = Look for words
library-search-label = What would you like to read about?
library-search-hint = A few words are enough. No member or moderator sees them, and they are not kept.

library-hide = **What would you rather not read?**
    Choose as many as you like. Kettle leaves those out for you, and only you can see what you chose.
library-hide-kept = **That is kept.** You can change it at any time, here or in `/my settings`.
library-line = Some { -story(form: "many") } can be left out for you.
library-hide-placeholder = Choose what to leave out

library-tell = **What should the moderators know?**
    They see which { -story } you mean and what you press here. Nothing says that it was you, though the minute may.
library-tell-names-answer = It names somebody
library-tell-known-answer = I can tell whose it is
library-tell-hurts-answer = It may hurt readers
library-tell-other-answer = Something else
library-told-enough = You have told the moderators of { $most } today, and they will look. You can tell of more { $when }.
library-told = **Thank you.** The moderators are told that there is something to look at. The { -story } stays here until they have looked.

# For organisers: what leaves the library.
library-exports = **Take { -story(form: "many") } out**
    Only what its author allows for that use is in the file, and only while they do. Please take a fresh file before each use. What an author took back is then left out.
library-exports-none = No author has allowed that yet.
library-may = { $count } for { $use }
library-take-peers-button = Take for other groups
library-take-website-button = Take for a website
library-take-podcast-button = Take for a podcast
library-take-print-button = Take for print
library-take-training-button = Take for training
library-taken = **For { $use }**: { $first } to { $last }
library-taken-note = Keep the credit line and the words for each file with it. Change nothing in the words. If you have to leave something out, say that you did.
library-credit = Shared by a peer worker, who gives no name.
library-file = File { $name }: { $said }
library-file-left = File { $name } is too large to take out here: { $said }
library-no-words = Nobody has put it into words yet.

privacy-kept-story_filters = What you would rather not read in the library. Kept until you change it, or leave, or use nothing here for 12 months.
