# Lists of training that organisers send as files

training_imports-added = New
training_imports-changed = Changed
training_imports-same = As it was
training_imports-refused = Left out

training_imports-head-line = Line
training_imports-head-name = Name
training_imports-head-link = Link
training_imports-head-outcome = What Kettle does
training_imports-head-why = Why

training_imports-file-large = Please send this list in parts: a file may have { $most } megabytes.
training_imports-rows-many = Please send this list in parts: a list may have { $most } rows.
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
