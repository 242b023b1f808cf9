# Sharing one answer with chosen peers.

shares-shared = { $count ->
        [one] **Shared with { $count } peer**
       *[other] **Shared with { $count } peers**
    }
    Kettle sends them a message. They may not see it soon.
shares-take-back-button = Take the share back
shares-taken-back = Taken back. Kettle takes away its message to your peers. Your answer stays saved for you.
shares-nobody = Nobody would get this yet. Choose people in /my settings. Each person has to agree once.

# What a peer gets by direct message.
shares-told = { $name } shared how they are today: **{ $answer }**
shares-told-note = They chose to tell you. You do not have to fix anything. If you are worried, /support has people to talk to.
