# Peers to share with.

peers-intro =
    ### People you share with
    You can choose up to { $most } people. Kettle asks each of them once. Nothing is shared by itself.
peers-mine-asked = { $name }: asked, no answer yet
peers-mine-agreed = { $name }: agreed
peers-theirs = { $name } can share with you
peers-theirs-more = There are more. Each message from them has its own button to end it.
peers-numbered = Number { $place }: { $text }
peers-end-numbered-button = End number { $place }
peers-choose-placeholder = Choose a person to ask
peers-choose-in-server = To choose a person, use /my settings in your community's server.
peers-end-button = End sharing
peers-ended-mine = Done. You no longer share with { $name }. Kettle takes back what you shared with them.
peers-ended-theirs = Done. { $name } no longer shares with you. Kettle takes back what they shared with you.
peers-list-button = See the list

# What the peer is asked by direct message.
peers-asked =
    ### { $name } would like to share with you
    Now and then they may tell you how they are. Kettle would send it to you here.
peers-asked-note = You can say no, and you can stop at any time. { $name } will not be told why.
peers-agree-button = Agree
peers-decline-answer = No, thank you
peers-agreed = Thank you. You may get a message when they share. You can stop at any time.
peers-declined = That is fine. Nothing will be shared. They only see that you are not on their list.

# Refusals
peers-not-yourself = That is you. Choose somebody else to share with.
peers-not-a-bot = That is a bot. Choose a person to share with.
peers-enough = You already share with { $most } people. Take somebody off your list first.
peers-asked-lately = You chose this person not long ago. You can ask again when { $days } days have passed.
peers-asked-many = You have asked many people today. Please ask again tomorrow.
peers-not-here = This person is not in this community. Choose somebody who is.
peers-gone = This is no longer there. It may have been ended already.
peers-left = You are no longer in that community, so nothing was changed.
