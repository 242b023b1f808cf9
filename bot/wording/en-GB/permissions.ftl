# What the bot must be allowed to do, in Discord's own names, and why.

permissions-name-view-channel = View Channels
permissions-name-send-messages = Send Messages
permissions-name-embed-links = Embed Links
permissions-name-attach-files = Attach Files
permissions-name-read-message-history = Read Message History
permissions-name-create-events = Create Events

permissions-why-view-channel = to see the channels that you choose for it
permissions-why-send-messages = to post in the channels that you choose
permissions-why-embed-links = to show its posts as cards
permissions-why-attach-files = to add pictures to its posts
permissions-why-read-message-history = to find its own posts again and change them
permissions-why-create-events = to show your events among Discord's own
