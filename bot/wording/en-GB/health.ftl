# /setup > Health

health-title = ### How Kettle is doing
health-version = Version: { $version }
health-database-sqlite = Storage: SQLite. It answers.
health-database-postgresql = Storage: PostgreSQL. It answers.
health-database-silent = Storage: it does not answer. Nothing can be saved now. Tell whoever runs Kettle.
health-clock = Clock: { $now }. Tell whoever runs Kettle if that is wrong.
health-sweep = Last look for messages to send: { $when }.
health-sweep-none = Last look for messages to send: not yet.
health-sweep-late = These looks do not come to an end now. Messages may be late. Tell whoever runs Kettle.
health-overdue = Messages that are late here: { $count }
health-failed = Messages from the last month that could not be sent: { $count }
health-missing = **What is missing here**
health-none-missing = Nothing is missing here.
health-again-button = Look again
