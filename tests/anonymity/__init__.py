"""Attacks on the promise about stories. Each is written to win, and is first shown to win against a leaky twin.

`python -m tests.anonymity` runs all at full size and prints a row for each; pytest runs the same checks.

What is attacked is what stands below the screens: the rules of stories, their database, their keys and the rebuilding
of files. The twins are the same with one promise broken: see `twins`.

| Check | Here | Waits for the screens |
| --- | --- | --- |
| T1 | orders, instants, file times, copies a day apart, log of writes, what repeats for an author | search in logs |
| T2 | queue, answers, added parts, posts, withdrawals: what can be seen | notices, messages at Discord |
| T3 | | all of it: messages as Discord gets them |
| T4 | the stories' database, rows of media, the bytes of both files | logs, public messages |
| T5, T6 | | all of it: logs at DEBUG, ids of components |
| T7 | all of it, over the functions that the worker runs | names of files in messages |
| T8 | database, write-ahead log, temporary folder, PostgreSQL's data | newest backup: there is no backup yet |
| T9, T14 | all of it | the sentence on the first screen (T14) |
| T10 | all of it but the screens' own questions | that the screens ask the same for a wrong receipt |
| T11 | | all of it: export and erase have no part in stories' database, T4b says so of its columns |
| T12 | | it is a check of words, in tests/house |
| T13 | what the rules give to moderators | the screens, byte for byte |

What an attacker is given beyond what care would leave them: for every order that is found, the sorted list of all the
minutes at which some story came. Only which came when is missing. So an order by itself is enough to win.
"""
