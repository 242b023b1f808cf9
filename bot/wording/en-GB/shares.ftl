# Sharing one answer with chosen peers.

shares-shared =
    ### Shared with { $names }
    Kettle sends them a message. They may not see it soon.
shares-take-back-button = Take the share back
shares-taken-back = Taken back. Kettle takes away its message to your peers. Your answer stays saved for you.
shares-nobody =
    Nobody on your list has agreed yet. You choose people in /my settings, and each has to agree once.
    Your answer stays saved. /support has people to talk to, any time.
shares-not-today = This answer is from another day. To share how you are now, use /checkin.

# What a peer gets by direct message.
shares-told = { $name } shared how they are today: **{ $answer }**
shares-told-note = They chose to tell you. You do not have to fix anything. If you are worried, /support has people to talk to.
