# What Kettle sends by itself, and /organise deliveries.

deliveries-late = This comes late. It was due at { $when }.

deliveries-head =
    ### What Kettle sends here
    Due now: { $due }
deliveries-week = **In the last 7 days**
    - Sent: { $sent }. Late: { $late }
    - Could not be sent: { $failed }
    - Too late to be sent: { $missed }
    - Nobody can tell: { $unknown }
deliveries-direct = Direct messages: { $sent } sent, { $unsent } not sent. Kettle does not show to whom.
deliveries-due-button = See what comes next
deliveries-late-button = See what was late
deliveries-failed-button = See what went wrong
deliveries-more-button = See more
deliveries-before-button = See the ones before

deliveries-due = **What comes next**
deliveries-due-none = Nothing waits to be sent.
deliveries-late-list = **What was late in the last 7 days**
deliveries-late-none = Nothing was late.
deliveries-failed = **What went wrong in the last 30 days**
deliveries-failed-none = Nothing to mend here.

deliveries-entry = - { $what }, in { $channel }, due { $when }
deliveries-entry-late = - { $what }, in { $channel }, due { $when }, sent { $sent }
deliveries-entry-failed = **Number { $place }**: { $what }, in { $channel }, due { $when }
deliveries-changed = A change ({ $what })
deliveries-removed = Taking away ({ $what })
deliveries-published = Sharing with followers ({ $what })
deliveries-other = A message
deliveries-about-deliveries = A note to organisers

deliveries-reason-missing-channel = The channel is gone. Choose another one for what comes next.
deliveries-reason-no-access = Kettle cannot see the channel. Let Kettle see it, then send this again.
deliveries-reason-no-permission = Kettle may not write there. Use /setup to see what to allow, then send this again.
deliveries-reason-closed-dm = Direct messages are closed there. There is nothing to mend.
deliveries-reason-missing-message = The message it belongs to is gone. There is nothing to mend.
deliveries-reason-missing-member = The person it is for has left. There is nothing to mend.
deliveries-reason-cannot-look = Kettle may have sent this, and cannot look. Look in the channel, then say if it is there. If not, send it again.
deliveries-reason-not-a-forum = The channel is not a forum. Choose a forum for what comes next.
deliveries-reason-refused = Discord did not take it. Send it again. If that does not help, tell whoever runs Kettle.
deliveries-reason-unexpected = Something went wrong inside Kettle. Send it again. If that does not help, tell whoever runs Kettle.
deliveries-reason-missed = Its time was over before Kettle could send it. Send it again if people can still use it.

deliveries-again-button = Send number { $place } again
deliveries-there-button = Say number { $place } is there
deliveries-again-done = Kettle sends it again now. If there is nothing to say any more, it is left out.
deliveries-there-done = Thank you. It counts as sent.
deliveries-gone = That message is not on the list any more.
deliveries-moved-on = That has been settled already.

deliveries-notice = { $count ->
        [one] **Kettle could not send a message in { $channel }**
       *[other] **Kettle could not send { $count } messages in { $channel }**
    }
deliveries-notice-ahead = **Kettle cannot do all it needs in { $channel }**
    Allow it there: { $names }. Until then, messages cannot be sent.
deliveries-notice-way = To see it and to send it again, use /organise deliveries.
deliveries-notice-way-ahead = To see what comes next, use /organise deliveries.

command-organise-deliveries = See what Kettle sends, what was late, and what went wrong.
