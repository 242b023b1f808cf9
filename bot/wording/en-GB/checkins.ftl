# The private card and the posted prompt.

checkins-question = **How are you today?**
checkins-card-note =
    Any answer is fine, and you need no reason. It lets you look back, or tell a peer if you like.
    Other members do not see it unless you share it. Kettle forgets it after 14 days at most.
    The people who organise here see only rough totals by week, never who said what.
checkins-prompt-note =
    Press one if you like. It lets you look back, or tell a peer. Other members do not see your answer.
    Kettle forgets it after 14 days at most. You can answer until { $when }.
    The people who organise here see only rough totals by week, never who said what.

checkins-say-good-answer = Good
checkins-say-ok-answer = OK
checkins-say-mixed-answer = Up and down
checkins-say-low-answer = Low
checkins-say-struggling-answer = Struggling
checkins-say-unsaid-answer = I would rather not say

checkins-saved =
    ### Saved: { $answer }
    Other members cannot see this. Kettle forgets it { $when }.
checkins-saved-shared =
    ### Saved: { $answer }
    You shared this. The peers you chose can see it. Kettle forgets it { $when }.
checkins-saved-unshared =
    ### Saved: { $answer }
    It replaces what you said earlier today. Your peers no longer see that. You can share again if you like.
    Other members cannot see this. Kettle forgets it { $when }.
checkins-support = You do not have to be alone with it. Here is who you can turn to:
checkins-next = What would you like to do now?

checkins-keep-button = Keep it to myself
checkins-share-button = Share with my peers
checkins-reach-out-button = Please reach out
checkins-take-back-button = Take it back

checkins-kept = It stays with you. You can look back with /my checkins.
checkins-taken-back =
    Gone. Kettle has forgotten this answer. If you shared it, that is taken back too.
    /support has people to talk to, any time.

# /my checkins
checkins-fortnight-title = **Your last 14 days**
checkins-fortnight-note = Other members cannot see this. A gap is just a day with nothing to show.
checkins-fortnight-none = There is nothing here yet. You can start any time with /checkin.
checkins-fortnight-day = { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[other] Sunday
    } { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[other] December
    }: { $answer }

# In /organise deliveries
deliveries-about-checkins = A question that asks how people are

# Refusals
checkins-answer-unknown = This button is from an older version. Please use /checkin.
checkins-prompt-gone = This question has been taken away. You can still answer with /checkin, any time.
checkins-prompt-closed = This question has closed. You can still answer with /checkin, any time. /support has people to talk to.
checkins-nothing-today = There is no answer saved for that day. It may have been taken back already.

# /organise checkins schedule
checkins-posted = Kettle posts the question in { $channel }. People can answer until { $when }.
checkins-no-channel = Choose a channel in this command, or set one for everyone in /setup.
checkins-closed-note = This question has closed. You can still check in, any time.
checkins-closed-button = Check in now

command-checkin = Say how you are today. Other members see it only if you share it.
command-my-checkins = See your own last 14 days. Other members cannot.
command-organise-checkins = Questions that ask people how they are.
