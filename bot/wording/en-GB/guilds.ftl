# /setup

guilds-intro =
    ### Set up Kettle
    Each change is saved at once. Members can start as soon as the first one is made.
guilds-none = not chosen
guilds-checkins-channel = { -checkin(form: "titles") }: { $channel }
guilds-moderators-channel = Moderators: { $channel }
guilds-organisers-channel = Where Kettle says what went wrong: { $channel }
guilds-organiser-role = Organisers: { $role }
guilds-moderator-role = Moderators' role: { $role }
guilds-one = To post news, one person is enough
guilds-two = To post news, two people have to agree
guilds-zone = Time zone: { $zone }
guilds-nation = Nation: { $nation }
guilds-responsible = Responsible for data: { $who }

guilds-channels-button = Choose channels
guilds-roles-button = Choose roles
guilds-place-button = Set place and contact
guilds-check-button = Check everything
guilds-two-button = Ask for a second one
guilds-one-button = Let one be enough
guilds-health-button = See health
guilds-stories-button = Set up { -story(form: "many") }

guilds-page-channels = **Channels**
guilds-page-roles = **Roles**
guilds-page-place = **Place and contact**
guilds-about-checkins-channel = Where Kettle asks people how they are, if an organiser names no other place.
guilds-about-moderators-channel = Where Kettle tells moderators when somebody would like a contact. Keep it hidden from members.
guilds-about-organisers-channel = Where Kettle tells organisers when a message could not be sent. It names channels there, never members.
guilds-about-organiser-role = Who can use /organise, besides people who can manage events.
guilds-about-moderator-role = Who your moderators are, besides people who can manage messages. Their commands come with a later version.
guilds-about-two = News is what /organise announce posts. Should a second organiser look at it first?
guilds-about-place = Your time zone, and who is responsible for data. Members see this in /privacy.
guilds-about-nation = Your nation decides which support contacts members see first.
guilds-channel-placeholder = Choose a channel
guilds-role-placeholder = Choose a role
guilds-place-form-button = Change these

guilds-place-title = Place and contact
guilds-zone-label = Where is your community?
guilds-zone-hint = A big city, like London.
guilds-responsible-label = Who is responsible for data?
guilds-responsible-hint = A name and how to reach them. Members see this.

guilds-checked = **What Kettle found**
guilds-all-well = All is well. Nothing is missing.
guilds-gap-nothing-chosen = Nothing is chosen yet. Start with the channels.
guilds-gap-checkins-channel = - No channel for { -checkin(form: "many") } is chosen. Organisers have to name one each time.
guilds-gap-moderators-channel = - No moderators' channel is chosen. Members cannot ask for a contact yet.
guilds-gap-organisers-channel = - No organisers' channel is chosen. Nobody is told when a message cannot be sent.
guilds-gap-responsible = - Nobody is named as responsible for data. Members see this in /privacy.
guilds-gap-channel-gone = - { $channel } is not there, or Kettle cannot see it. Choose another, or let Kettle see it.
guilds-gap-permission = - Kettle cannot do all it needs in { $channel }. Allow it there: { $names }.
guilds-gap-open = - Everybody can read { $channel }. Requests name people there, so let only moderators see it.
guilds-gap-command = - { $role } cannot see { $command } yet. Add the role in Server settings, Integrations, Kettle.

# Refusals
guilds-not-set-up = This community is still setting Kettle up. Please try again later. /support works already.
guilds-not-set-up-admin = Kettle is not set up here yet. Use /setup, it takes a few minutes.
guilds-only-organiser = This is for organisers. Ask one of them if you think you should have it.
guilds-only-moderator = This is for moderators. Ask one of them if you think you should have it.
guilds-only-admin = This is for people who can manage this server.

command-setup = Set Kettle up for this community, and check that all works.
command-organise = For organisers.
