# The demo: what it says at the keyboard, on its pages, and in its made-up community.

# At the keyboard

demo-starting = Setting up the sample community. This takes a few seconds.
demo-open = The demo is at { $address }
demo-made-up = Everyone in it is made up. Nothing leaves this computer.
demo-how-to-stop = Press Ctrl and C to stop it.
demo-port-taken = Port { $port } is in use on this computer. The demo takes port { $free } instead.
demo-no-port = Port { $port } is in use on this computer, and so are the { $tried } after it. Choose another with --port.
demo-folder-used = The folder { $folder } already holds something. The demo starts afresh each time, so it needs an empty folder. You could use { $free }.
demo-folder-closed = The folder { $folder } cannot be used. Choose one that you may write in.
demo-not-installed = The demo needs some more parts. Install them with: pip install "kettle-bot[demo]"
demo-stopped = The demo has stopped. Nothing was left behind.
demo-stopped-kept = The demo has stopped. What it remembered is in { $folder }.

# Every page

demo-title = Kettle demo
demo-page-title = { $person } in { $place } – Kettle demo
demo-notice = This is a demo with made-up people. Nothing leaves this computer.
demo-skip = Skip to the conversation
demo-start-link = Start page
demo-menu = Menu
demo-new = something new
demo-no-such-place = There is no such place in the demo. The start page lists them all.
demo-elsewhere = You opened another place in a second tab. The demo shows one at a time.
demo-come-back = Come back to this one

# The start page

demo-headline = Kettle keeps peer workers in touch
demo-intro = Kettle is a Discord bot for peer workers: people who use their own experience to support others. Look around in a sample community. You can be four different people.
demo-who = Who would you like to be?
demo-be = Be { $person }
demo-walk = New here? Try this
demo-walk-1 = Be Robin. You start in the { -checkin(form: "many") } channel.
demo-walk-2 = Go to the message box, type /checkin and press Enter twice.
demo-walk-3 = Answer "{ $low }". Kettle shows people you can call or text.
demo-walk-4 = Press "{ $reach }", then "{ $yes }".
demo-walk-5 = Now be Tom, the moderator. Your request is there.
demo-after = Then try /my checkins, /my settings or /help. What you see depends on who you are.
demo-real = What is real here?
demo-real-bot = The bot is the real one, with a real database.
demo-real-discord = Discord is a stand-in that runs on this computer. It looks a little different from the app.
demo-real-time = Time runs as it does for you, until you skip ahead.
demo-real-end = When you stop the demo, it forgets everything.

# The menu beside a conversation

demo-you-are = You are { $person }
demo-be-somebody-else = Be somebody else
demo-places = Where { $person } can go
demo-what-to-try = What to try here

# Time

demo-time = Time
demo-time-question = How far shall we skip ahead?
demo-move-hour = An hour
demo-move-day = A day
demo-move-week = A week
demo-move-next = To what comes next
demo-moved-hour = An hour went by.
demo-moved-day = A day went by.
demo-moved-week = A week went by.
demo-moved-sending = Kettle has sent a message.
demo-moved-closing = A question has closed.
demo-moved-nowhere = Nothing is waiting to happen.

# The community

demo-community = Lantern Street Peers
demo-owner = Lantern Street
demo-bot = Kettle
demo-responsible = Grace at Lantern Street. Ask her in a message, or at the front desk.
demo-role-moderator = Moderator
demo-role-organiser = Organiser
demo-role-admin = Admin

demo-person-robin = Robin
demo-work-robin = Peer worker
demo-line-robin = Three months into the job. Likes a quiet word after a long shift.
demo-person-amina = Amina
demo-work-amina = Peer worker
demo-line-amina = Runs the walking group. Robin and Amina share how they are with each other.
demo-person-tom = Tom
demo-work-tom = Moderator
demo-line-tom = Looks after the moderators channel, and gets in touch when somebody asks.
demo-person-grace = Grace
demo-work-grace = Organiser
demo-line-grace = Posts the { -checkin(form: "many") } and looks after the settings.

demo-place-welcome = welcome
demo-topic-welcome = Start here
demo-note-welcome = **Hello, and welcome to Lantern Street Peers.**
    Type `/help` to see what you can do here. It differs from person to person.
    Type `/privacy` to see what Kettle keeps, and for how long.

demo-place-checkins = { -checkin(form: "many") }
demo-topic-checkins = How are you today?
demo-note-checkins = **What to try here:** type `/checkin`, or press an answer on the card here.
    Other members do not see your answer, unless you choose to share it.
    Answer "{ $low }" to see who you can talk to.

demo-place-chat = peer-chat
demo-topic-chat = Talk among ourselves. Kettle does not read it.
demo-note-chat = **What to try here:** say hello. Kettle cannot read what you write here.
    Its commands work here too: try `/my checkins` or `/support`.
    Looking for a next step? Try `/training search` and `/pathway`.
    Other members do not see what it answers.

demo-place-stories = { -story(form: "many") }
demo-topic-stories = What people here lived through, told without a name
demo-note-stories = **What to try here:** be Robin and use `/story share`. Keep the receipt.
    Then go on to the next day, and read it as Tom with `/moderate stories`.
    What Tom says yes to comes here with others, some days later.

demo-place-moderators = moderators
demo-topic-moderators = For moderators only
demo-note-moderators = **What to try here:** wait for a request.
    Be Robin, use `/checkin`, answer "{ $low }" and press "{ $reach }".
    Then come back as Tom. The request is here.

demo-place-direct = Messages with Kettle
demo-note-direct =
    Other members do not see this. What peers share with you comes here.
    /checkin and /event work in a channel, not here. Here you can use /my data, /my settings and /support.

# A course of the sample community's own

demo-course = Listening well
demo-course-summary = Six evenings for people who listen to others. You practise in pairs, and nobody has to be perfect.
demo-course-format = in person, in a group
demo-course-cost = free
demo-course-length = 6 evenings
demo-course-ends = to put your name down

# What people said in the past days

demo-chat-1 = There is cake in the staff room at three, if anybody is around.
demo-chat-2 = Thank you. That made my day!
demo-chat-3 = New leaflets for the drop-in are on the shelf, next to the kettle.
demo-chat-4 = The walking group went out in the rain today. We came back soaked and laughing.
demo-chat-5 = Rain or shine, I would like to come along next time.
