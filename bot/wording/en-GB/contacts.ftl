# Support contacts. Numbers come from the list that people check by hand.

contacts-intro = **People you can talk to**
contacts-line = **{ $name }**, { $purpose }: { $how } ({ $hours ->
        [always] day and night
       *[other] { $hours }
    })
contacts-peer = You can also ask for somebody from this community to get in touch.
contacts-ask-button = Ask for a contact
contacts-more-button = See more
contacts-more = **More people you can talk to**
contacts-more-note = These are for your nation. You can change it in /my settings.
contacts-more-nation = Choose your nation in /my settings to see the numbers near you.

command-support = People you can talk to, today or any day.
