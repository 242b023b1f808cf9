# /my data, /my delete, /privacy

privacy-file-name = my-data
privacy-data = { $count ->
        [0] **Kettle keeps nothing about you here**
        [one] **Kettle keeps { $count } thing about you here**
       *[other] **Kettle keeps { $count } things about you here**
    }
    The file has all of it, why it is kept, and until when.

privacy-kept-announcements = Announcements that you wrote, approved, or are named on. Kept until 30 days after the last post. A draft goes after a day.
privacy-kept-checkins = Your answers, for you to look back. Kept for 14 days, or until midnight if you chose so.
privacy-kept-deliveries = Messages that Kettle sends you. Each is kept for 30 days, or as long as what it tells you about.
privacy-kept-directs = Where Kettle writes to you. Kept until 12 months have passed without use.
privacy-kept-event_notices = What Kettle told you about events, and what you told others as an organiser. Kept until 30 days after each.
privacy-kept-event_reminders = When you want to be reminded of events. Kept as long as your other settings.
privacy-kept-events = Events that you plan, help to organise, or are named on. Kept until 30 days after the last time.
privacy-kept-members = What you chose in your settings. Kept until you delete it, 30 days after you leave, or after 12 months without use.
privacy-kept-peers = Whom you share with. Kept until a week after one of you ends it, or after 12 months without use. A question goes after 14 days with no answer.
privacy-kept-reachouts = Your request for a contact. Kept for 7 days, also when you took it back.
privacy-kept-shares = Which answer you shared with whom. Kept as long as the answer.
privacy-kept-signposts = Which entries of the catalogue you sent somebody, or were sent. Who sent it is kept for 7 days, the rest for 30.
privacy-kept-signups = What you answered about events. Kept until 30 days after each. What would help you there goes a week after.
privacy-kept-training_entries = Which training entries you added, changed or checked as an organiser, and when. Kept for 12 months.
privacy-kept-training_imports = Which lists of training you sent as an organiser. Kept for a day, or until Kettle has put in all of the list.
privacy-kept-training_news = That you want news of training, and what you were told. It is kept until you end it, leave, or use nothing here for 12 months. Each message goes after 30 days.
privacy-kept-training_saves = Training that you saved, and how far you are. It is kept until you take it off, leave, or use nothing here for 12 months. Reminders go 30 days after the day they are about.
privacy-kept-training_suggestions = What you suggested or said about training. Kept while it waits, and for 90 days after somebody decided.

privacy-delete-here = **Delete what Kettle keeps about you in this community?**
privacy-delete-everywhere = **Delete what Kettle keeps about you in every community?**
privacy-delete-what =
    This takes away your answers, your shares, your requests, your settings and your list of people.
    It goes at once, and cannot be brought back.
privacy-delete-stays = Kettle also takes away its messages that name you. What other people wrote or saved stays with them.
privacy-delete-button = Delete it all
privacy-deleted = { $count ->
        [0] **There was nothing to delete**
        [one] **Deleted: { $count } thing**
       *[other] **Deleted: { $count } things**
    }
    Messages from Kettle that name you are taken away now.
privacy-backups = The people who run Kettle may keep copies for emergencies. It stays in those until they replace them.
privacy-look-first = To look at it first, use /my data.
privacy-delete-one = To delete in one community only, use /my delete there.

privacy-note = **What Kettle keeps, and who sees it**
privacy-note-kept = Kettle keeps what you tell it: how you are, your settings and whom you share with. It also keeps your requests for a contact.
privacy-note-seen = Other members do not see your answers, unless you share one. Discord sees which buttons you press. The people who run Kettle could look into its storage.
privacy-note-totals = The people who organise here see rough totals by week, never who said what. Answers that you keep only until midnight are not in them.
privacy-note-yours =
    /my data shows you all of it. /my delete takes it away.
    Answers go by themselves after 14 days. If you leave, all of it goes 30 days later.
privacy-responsible = **Responsible for data here**: { $who }
privacy-responsible-unknown = This community has not said yet who is responsible for data. Ask the people who run it.
privacy-responsible-elsewhere = To see who is responsible for data, use /privacy in your community's server.

command-my-data = See everything Kettle keeps about you.
command-my-delete = Delete everything Kettle keeps about you.
command-privacy = What Kettle keeps, who sees it, and who is responsible.
