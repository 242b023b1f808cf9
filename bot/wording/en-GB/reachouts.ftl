# Please reach out.

reachouts-consent =
    ### Would you like somebody to get in touch?
    Kettle writes your name in the moderators' channel. It says that you would like a contact.
reachouts-consent-note =
    They do not see how you answered. They are volunteers and may not see it soon.
    Your request is kept for 7 days. You can take it back.
reachouts-yes-button = Ask them
reachouts-asked =
    ### The moderators are being told
    They are volunteers, so it may take a while.
reachouts-meanwhile = If you want to talk to somebody now:
reachouts-take-back-button = Take my request back
reachouts-taken-back = Taken back. Kettle takes away its message to the moderators.

# What the moderators see.
reachouts-told =
    ### Somebody would like a contact
    { $name } asked at { $when } for somebody to get in touch.
reachouts-told-note = They agreed that you see their name. Please say here who writes to them. This goes { $when }.

# Refusals
reachouts-no-channel = This community has no place set up for such requests yet. /support has people you can talk to.
reachouts-none = You have no open request. It may have been taken back already.
reachouts-too-soon = You have asked a few times in the last hour. Please wait an hour. /support has people to talk to now.
