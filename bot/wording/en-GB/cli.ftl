# The command line: what the person who runs the bot reads.

# Settings that cannot be used. One line each; the key comes first.
cli-settings-no-file = { $file }: there is no such file. `kettle init` makes a settings file.
cli-settings-unreadable = { $file }: this file cannot be read. Make sure that it is a text file in UTF-8 and that you may read it.
cli-settings-broken = { $file }, line { $line }: { $problem }
cli-settings-slip-twice = this name is there twice. Keep one of the two.
cli-settings-slip-open = a quote or a bracket is not closed.
cli-settings-slip-value = this value cannot be read. Text goes in quotes, like: locale = "en-GB"
cli-settings-slip-name = a line is a name, an equals sign and a value, like: locale = "en-GB"
cli-settings-unknown = { $key }: there is no such setting. The nearest is { $nearest }.
cli-settings-group = { $key }: this is a group of settings. Write [{ $key }] on a line of its own, and its settings on the lines after it.
cli-settings-clock-alone = { $key }: the clock can only be moved in tests. Take this setting out.
cli-settings-wrong = { $key }: { $rule } Example: { $example }

# What each setting takes. The key stands before it, an example after it.
cli-settings-takes-data-dir = this must be the path of a folder.
cli-settings-takes-locale = this must be the name of a language.
cli-settings-takes-wording-dir = this must be the path of a folder, or empty.
cli-settings-takes-clock = this is a length of time: a number, then s, m, h or d.
cli-settings-takes-discord-token = this must be text.
cli-settings-takes-discord-api = this must be an http address on this machine, or empty.
cli-settings-takes-discord-shard-count = this must be a whole number, 1 or more.
cli-settings-takes-discord-processes = this must be a whole number from 1 to 99.
cli-settings-takes-database-url = this must be the address of a SQLite file or of PostgreSQL, or empty.
cli-settings-takes-stories-url = this must be the address of a SQLite file or of PostgreSQL, or empty.
cli-settings-takes-logs-level = this must be debug, info, warning or error.
cli-settings-takes-logs-json = this must be true or false.
cli-settings-takes-web-port = this must be the number of a port. 0 means none.
cli-settings-takes-web-host = this must be an address that only this machine can reach, like localhost.
cli-settings-takes-web-address = this must be an https address that members can reach, or empty.
cli-settings-takes-stories-receipt-memory-mib = this must be a whole number, 1 or more, of MiB. Half a thousand is the most.
cli-settings-takes-stories-receipt-passes = this must be a whole number from 1 to 20.
cli-settings-takes-link-checks-on = this must be true or false.

# The commands, as `kettle --help` lists them.
cli-help = Kettle, a Discord bot for communities of peer workers. `kettle demo` shows it without a token.
cli-version-help = Say which version this is.
cli-version = Kettle { $version }
cli-run-help = Run the bot until you stop it.
cli-init-help = Write config.toml and the key files. What is there stays as it is.
cli-check-help = Look at settings, database, key files, token and permissions. Nothing is changed.
cli-invite-help = Show the link that brings the bot into a server.
cli-invite-application-help = The application's id, for when no token is set.
cli-receipt-help = Look up { -story(form: "a") } by its receipt. You can take it back if its author asks you to.
cli-passphrase-help = Lock { -story(form: "many") } that wait to be read with a passphrase, or change it.
cli-passphrase-off-help = Take the passphrase away.
cli-demo-help = Try Kettle in your browser, with made-up people. It needs no token and no network.
cli-demo-port-help = The port of the demo's page.
cli-demo-no-browser-help = Do not open the page by itself.
cli-demo-keep-help = Keep the demo's data in this folder. It must be new or empty.

# `kettle run`.
cli-run-no-token = discord.token: the bot has no token yet. Put it in config.toml or set KETTLE_DISCORD__TOKEN. To try Kettle without one, run `kettle demo`.
cli-run-bad-token = discord.token: Discord does not know this token. Copy it again from the developer portal, under "Bot".
cli-run-intent-missing = Discord wants an intent to be turned on. Do that in the developer portal, under "Bot", "Privileged Gateway Intents".
cli-run-intent-unknown = Discord does not know an intent that this version asks for. Install the newest version of Kettle.
cli-run-shards = discord.shard_count: Discord says that this number does not fit. Set a higher one, for example 2.
cli-run-feature = The feature "{ $feature }" could not be loaded, so the bot did not start. The log says where it stopped.
cli-run-locked = Another Kettle is running with the data folder { $folder }. Stop it first, or set another data_dir.
cli-run-web = web.port: port { $port } cannot be opened. Another program may use it. Set another one, or 0 for none.
cli-run-gateway = discord.api: the stand-in names a gateway that is not on this machine.

# `kettle init`.
cli-data-dir = data_dir: the folder { $folder } cannot be used. Make sure that you may write there, or set another.
cli-init-made = Made: { $file }
cli-init-kept = Kept as it was: { $file }
cli-init-cannot-write = { $file }: this file cannot be written. Run `kettle init` in a folder of your own.
cli-init-next = Next: put your bot's token into { $file }, then run `kettle check`.

# `kettle check`: each thing, ok or what to do.
cli-check-ok = ok     { $finding }
cli-check-to-do = to do  { $finding }
cli-check-all-ok = All is ok. `kettle run` starts the bot.
cli-check-left = { $count ->
    [one] There is one thing to do.
   *[other] There are { $count } things to do.
}
cli-check-settings = Settings: { $file } can be read.
cli-check-no-file = Settings: there is no config.toml here, so each has its usual value.
cli-check-wording = Wording: the words for { $locale } are complete.
cli-check-folder = Data folder: { $folder } can be written.
cli-check-no-folder = Data folder: there is no folder { $folder }. Run `kettle init`.
cli-check-key = Key file: { $file } is as it should be.
cli-check-key-missing = Key file: there is no { $file }. Run `kettle init`.
cli-check-key-broken = Key file: { $file } does not have the right size. Put your copy of it back, or move it away and run `kettle init`.
cli-check-key-open = Key file: other people on this machine can read it. Run: chmod go= { $file }
cli-check-stories-fine = Keys for { -story(form: "many") }: { $file } is as it should be.
cli-check-stories-missing = Keys for { -story(form: "many") }: there is no { $file }. Nobody can share one until there is. Put your copy of it back, or run `kettle init` if you never had one.
cli-check-stories-broken = Keys for { -story(form: "many") }: { $file } cannot be read. Nobody can share one until it can. Put your copy of it back, or move it away and run `kettle init`.
cli-check-stories-open = Keys for { -story(form: "many") }: other people on this machine can read them. Run: chmod go= { $file }
cli-check-database = Database: it can be reached, and it is up to date.
cli-check-database-new = Database: it is not there yet. `kettle run` makes it.
cli-check-database-older = Database: it is from an older version. `kettle run` brings it up to date.
cli-check-no-token = Token: there is none yet. Put it into config.toml, under [discord], or set KETTLE_DISCORD__TOKEN.
cli-check-token = Token: Discord knows it. The bot is { $name }.
cli-check-no-discord = Token: Discord could not be reached, so the token was not tried. Try again later.
cli-check-no-server = Servers: the bot is in none yet. `kettle invite` shows the link.
cli-check-permissions = Server "{ $server }": the bot has the permissions that it needs.
cli-check-permissions-lacking = Server "{ $server }": the bot lacks { $names }. Give them to its role in Server settings, Roles.

# `kettle invite`.
cli-invite-whose = --application-id: without a token, the link needs the application's id. You find it in the developer portal, under "General Information".
cli-invite-why = It asks for this and no more:
cli-invite-permission = - { $name }: { $why }
cli-invite-bot = - { $scope }: to be a member of the server
cli-invite-commands = - { $scope }: to offer its commands
cli-invite-later = Only if you want it, give its role { $name } later, { $why }.

# `kettle receipt`, for an author who left the community.
cli-passphrase-old = The passphrase of now (what you type is not shown):
cli-passphrase-new = A new passphrase (what you type is not shown):
cli-passphrase-again = The same once more:
cli-passphrase-differs = Those two were not the same. Nothing was changed. Run `kettle passphrase` again.
cli-passphrase-wrong = That is not the passphrase of now. Nothing was changed.
cli-passphrase-no-keys = There is no key file of { -story(form: "many") } that Kettle can read. `kettle init` makes one, and `kettle check` says what is wrong with one.
cli-passphrase-unwritten = The key file could not be written. Nothing was changed. Look at the room on the disk, and at who may write there.
cli-passphrase-is-off = There is no passphrase. Nothing was changed.
cli-passphrase-on = The passphrase is set. Restart the bot. Tell it to the moderators, and keep a copy: without it nobody can read what waits.
cli-passphrase-off = The passphrase is gone. Restart the bot.
cli-receipt-ask = Receipt (what you type is not shown):
cli-receipt-unclear = That does not look like a receipt. It has four groups of four signs. Run `kettle receipt` again.
cli-receipt-unknown = No { -story } opens with that receipt. It was taken back, or it ended, or a sign is wrong.
cli-receipt-is-arrived = It waits to be read.
cli-receipt-is-waiting = It waits to be read.
cli-receipt-is-approved = Moderators said yes to it. It is not posted yet.
cli-receipt-is-published = It is posted.
cli-receipt-is-declined = Moderators said no to it.
cli-receipt-is-down = Moderators took it down.
cli-receipt-is-leaving = It was taken back, and goes within a day.
cli-receipt-what-goes = If it is taken back, its words, files and messages go for good. Print, podcasts and copies cannot come back.
cli-receipt-when = Take it back? Type now, or later for some time in the next day. Press Enter to leave it:
cli-receipt-left = Nothing was changed.
cli-receipt-taken-gone = It is taken back. Where it was posted, the bot takes it away within minutes, if it runs.
cli-receipt-taken-later = It goes some time in the next day.
cli-receipt-taken-unknown = It is gone already.
