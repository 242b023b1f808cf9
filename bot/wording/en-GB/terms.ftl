# The two nouns that an installation may rename. The other forms ("check-ins", "a check-in", "Check-in")
# follow from this one; a form can be stated where that would be wrong, as the line .many does here.

-checkin = check-in
    .many = check-ins

-story = story
    .many = stories
