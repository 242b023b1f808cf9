# Please reach out.

reachouts-consent =
    ### Would you like somebody to get in touch?
    Kettle writes your name in the moderators' channel. It says that you would like a contact.
reachouts-consent-note =
    They do not see how you answered. They are volunteers and may not see it soon.
    Your request is kept for 7 days. To take it back, come here again.
reachouts-yes-button = Ask them
reachouts-asked =
    ### The moderators are being told
    They are volunteers. It may take a while, and Kettle cannot promise that somebody answers.
    Kettle does not tell you if somebody has seen it. Your request goes after 7 days.
reachouts-asked-already =
    ### You have asked already
    You asked at { $when }, and Kettle tells the moderators. Your request goes at { $until }. You can take it back.
reachouts-meanwhile = If you want to talk to somebody now:
reachouts-take-back-button = Take my request back
reachouts-taken-back = Taken back. Kettle takes away its message to the moderators. /support has people to talk to, any time.
reachouts-contacts-button = See who to talk to

# What the moderators see.
reachouts-told =
    ### Somebody would like a contact
    { $name } asked at { $when } for somebody to get in touch.
reachouts-told-note = They agreed that you see their name. If you will write to them, say so here first. Kettle takes this message away { $when }.

# In /organise deliveries, where it does not say that somebody asked.
deliveries-about-reachouts = A message to moderators

# Refusals
reachouts-no-channel = This community has no place set up for such requests yet. /support has people you can talk to.
reachouts-no-way = Kettle cannot reach the moderators of this community just now. /support has people you can talk to.
reachouts-none = You have no open request. It may have been taken back already.
reachouts-too-soon = You have asked a few times in the last hour. Please wait an hour. /support has people to talk to now.
