"""Attacks on the promise about stories. Each is written to win, and is first shown to win against a leaky twin.

`python -m tests.anonymity` runs all at full size and prints a row for each; pytest runs the same checks.

Two things are attacked. What stands below the screens is lived through for thirty days: the rules of stories, their
database, their keys and the rebuilding of files (see `living`). And twelve members share by the screens of the real bot
on a simulated Discord (see `place`, `journeys`, `screens` and `faults`). The twins are the same with one promise
broken: see `twins` and `leaks`.

| Check | Below the screens | Through the screens |
| --- | --- | --- |
| T1 | orders, instants, file times, copies, log of writes, what repeats | lines of the log at a story's minute |
| T2 | queue, answers, added parts, posts, withdrawals | all that moderators have, after each gesture |
| T3 | | each public message, as it is sent and as it is seen |
| T4 | the stories' database, rows of media, the bytes of both files | the whole data folder, the log, all messages |
| T5 | | buttons, forms, commands and sweeps, failing in three ways |
| T6 | | every id that Discord was given |
| T7 | all of it, over the functions that the worker runs | names of files, with T4 |
| T8 | database, write-ahead log, temporary folder, PostgreSQL's data | (there is no backup yet) |
| T9 | all of it | |
| T10 | receipts, tries, statements | statements, derivations and answers of `/story open` |
| T11 | export and erasure of a member in every table, every byte left | |
| T12 | it is a check of words, in tests/house | |
| T13 | what the rules give to moderators; what holds tell, which is known | reading and deciding, byte for byte |
| T14 | all of it | the sentence on the first screen: tests/cogs |

What an attacker is given beyond what care would leave them: for every order that is found, the sorted list of all the
minutes at which some story came. Only which came when is missing. So an order by itself is enough to win.
"""
