# What is said at start when an installation's own wording cannot be used. One line each.

wording-unknown-locale = locale: there are no words for "{ $locale }". There are words for { $known }. The nearest is "{ $nearest }".
wording-no-folder = wording_dir: there is no folder { $folder }. Make it, or take this setting out.
wording-no-locale = { $file }: wording files go in a folder named after their language. Move it to { $example }.
wording-folder-name = { $folder }: this is not the name of a language. The nearest is "{ $nearest }".
wording-file-name = { $file }: the name must end in ".ftl". Rename the file to { $name }.
wording-unreadable = { $file }: this file cannot be read as text. Save it again as UTF-8.
wording-junk = { $file }, line { $line }: "{ $text }" cannot be read. Write: name = text. Start each further line of the text with four spaces.
wording-starred = { $file }, line { $line }: "{ $text }" cannot be read. A line cannot start with a star. Write { "{" } "" { "}" } in front of it.
wording-entry = { $file }, line { $line }, { $id }: { $problem }

# What is wrong with one message; the line above says where it is.
wording-unknown-id = there is no message of this name. The nearest is "{ $nearest }".
wording-twice = this message is already in { $file }, line { $line }. Keep one of the two.
wording-empty = this message has no text.
wording-long = this text has { $length } letters. Discord shows { $limit } here at most.
wording-unknown-variable = this message cannot show { "{" } ${ $name } { "}" }. It can show: { $known }.
wording-missing-variable = this message must also show { "{" } ${ $name } { "}" }.
wording-not-plain = "{ $part }" cannot be used here. Use only text and the names in curly brackets.
wording-number = phone numbers come from the list of contacts. Take the number out of this text.
wording-unknown-noun = there is no noun "{ $noun }". The nearest is "{ $nearest }".
wording-unknown-form = a noun has no form "{ $form }". The nearest is "{ $nearest }".
wording-noun-plain = a noun is plain text, like: -checkin = pulse
wording-noun-long = a noun has { $longest } letters at most.
