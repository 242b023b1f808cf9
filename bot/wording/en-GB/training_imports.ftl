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

training_imports-file-large = This file is too large. It may have { $most } megabytes. You could send it in parts.
training_imports-rows-many = This list is too long. It may have { $most } rows. You could send it in parts.
training_imports-not-text = Kettle cannot read this kind of file. In your spreadsheet, save the table as `CSV`, then send that.
training_imports-empty = There are no entries in this file. Put each one in a row, with the names of the columns in the first row.
training_imports-table-broken = Kettle could not read on after line { $line }. A quote mark may be missing there. You could mend it and send the file again.
training_imports-column-missing = Kettle found no column with this name: { $name }. Add it to the first row, then send the file again.
training_imports-column-twice = Two columns mean the same thing: { $name }. Keep one of them, then send the file again.
training_imports-cells-many = This row has more cells than there are columns. Put quote marks around a text that has commas in it.
training_imports-row-twice = Line { $line } of this file has the same link. Keep one of the two.
training_imports-not-json = Kettle could not read this file as `JSON`. You could save it again where it came from, then send that.
training_imports-no-services = Kettle found no list of services in this file. Send a file in the form of Open Referral UK.
training_imports-no-service = There is no service here. Take this part out of the list.
training_imports-gone = That list is not here any more. A list waits for a day. You could send it again.
training_imports-begun = Somebody said yes to this list before you. Kettle is putting it in, or it is in by now.
