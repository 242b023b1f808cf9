# Lists of training that organisers send as files

command-organise-training-import = Send a list for the catalogue, and see what it would do
command-organise-training-import-option-file = A table saved as csv, or a file from Open Referral UK
command-organise-training-export = Take the whole catalogue along as a file
command-organise-training-export-option-kind = csv is a table that can be sent back. openreferral is for other directories.

training_imports-read = **Kettle has read your list. Nothing is changed yet.**
training_imports-count = { $said }: { $count }
training_imports-left-out = **These rows are left out:**
training_imports-line = - Line { $line }. { $why }
training_imports-line-named = - Line { $line }, { $title }. { $why }
training_imports-left-out-more = - And { $count ->
        [one] one more
       *[other] { $count } more
    }, which the report names.
training_imports-ignored = Kettle does not know these columns, and leaves them out: { $names }.
training_imports-columns-more = { $count ->
        [one] one more
       *[other] { $count } more
    }
training_imports-report = The report says of each row what Kettle would do.
training_imports-report-name = report
training_imports-report-large = The report is too large for Discord. Send the list in parts, and you get one for each.
training_imports-nothing = **There is nothing to put in.**
training_imports-ask = **Shall Kettle put them in?** Your list waits for a day.
training_imports-put-button = Put them in
training_imports-yes = **Thank you. Kettle puts them in.** It takes a few minutes, and you can close this.
training_imports-together = Members see all new entries at once, when the last one is in. Entries that were here before change one by one.
training_imports-long = This list is long. It can take ten minutes or more, and other lists wait for it.
training_imports-look-button = Look how far it is
training_imports-waits = **It is not begun yet.** It begins in a minute, or when the list before it is in.
training_imports-going = **{ $place } of { $count } are in.**
training_imports-done = **All of it is in.** Members see it with `/training browse`.
training_imports-over = **Nothing of that list waits any more.** If you said yes to it, it is in.
training_imports-not-fetched = Kettle could not fetch that file from Discord. Please send it once more.

training_imports-export = **Here is the catalogue, as it is now.** This file has { $count ->
        [one] one entry
       *[other] { $count } entries
    }. Entries that wait for a check are in it too.
training_imports-export-note = You can change it and send it back with `/organise training import`. What was taken out is not in it.
training_imports-export-more = It is too large for one file. Go on for the rest.
training_imports-export-none = **There is nothing to take along.**
training_imports-export-name = catalogue
training_imports-more-button = Get the next file

training_imports-added = New
training_imports-changed = Changed
training_imports-same = As it was
training_imports-refused = Left out

training_imports-head-line = Line
training_imports-head-name = Name
training_imports-head-link = Link
training_imports-head-outcome = What Kettle does
training_imports-head-why = Why, or what changes

training_imports-file-large = Please send this list in parts: a file may have { $most } megabytes.
training_imports-rows-many = Please send this list in parts: a list may have { $most } rows.
training_imports-columns-many = Please take out columns: a list may have { $most }.
training_imports-not-text = Please save your table as `CSV`: Kettle cannot read this kind of file.
training_imports-empty = Please add a row for each entry: this file has none yet.
training_imports-table-broken = Please look for a missing quote mark from line { $line } on.
training_imports-column-missing = Please add to the first row what is missing there: { $name }.
training_imports-column-twice = Please keep one column for { $name }: two of them mean the same.
training_imports-cells-many = Please put texts with commas in quote marks: this row has too many cells.
training_imports-row-twice = Please keep one of the two: line { $line } has the same link.
training_imports-not-json = Please send the file as it came: Kettle cannot read this as `JSON`.
training_imports-no-services = Please send a file from Open Referral UK: this one lists no services.
training_imports-no-service = Please take this part out of the list: it is no service.
training_imports-gone = Please send that list again: it is not here any more.
training_imports-begun = There is nothing left to do: somebody said yes to this list already.
