# What is wrong with the database, for the person at the keyboard: one message for each kind in db/problems.py.

database-newer =
    This database was used by a newer Kettle. It has not been changed.
    Please run that version again, or a later one.
database-locked =
    Another program is using the database.
    If that is a second Kettle, please stop it. If it is a backup, please wait a minute and try again.
database-readonly =
    Kettle may not write to the database or to its folder.
    Please let the account that runs Kettle write there, then try again.
database-full =
    There is no room left for the database, so nothing new can be saved.
    Please free some space on that disk, then try again.
database-corrupt =
    The database is damaged, or this file is not a database.
    Please keep a copy of it as it is. Then put your last backup in its place, or change `database.url`.
database-unreachable =
    Kettle cannot reach the PostgreSQL server, or the server does not let it in.
    Please check that the server is running. Then check the name and the password in `database.url`.
database-folder =
    The folder for the database is not there. Kettle makes one new folder at most.
    Please make the folder, or change `database.url`.
database-driver =
    The part that speaks to PostgreSQL is not installed.
    Please run `pip install "kettle-bot[postgres]"`, then try again.
database-upgrade =
    Kettle could not bring the database up to date, and has left it as it was.
    Please run the version that you had before. Then tell us what you see here.
