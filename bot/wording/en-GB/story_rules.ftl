# How a community shares stories, for its admins

story_rules-page = **{ -story(form: "titles") }**
    Members can share what they lived through, in words, art or music. Kettle tells nobody who wrote { -story(form: "a") }, not even you.
story_rules-about-channel = Where { -story(form: "many") } are posted. Without a channel nobody can share here.
story_rules-channel-placeholder = Choose a channel
story_rules-about-authors = How many people here may be authors? Where they are few, people may guess. Then Kettle says so before anybody shares.
story_rules-authors = That is { $count } people. Discord counts about { $there } members here.
story_rules-authors-unknown = Nobody has said yet. Discord counts about { $there } members here.
story_rules-authors-button = Say how many
story_rules-authors-title = How many may be authors?
story_rules-authors-label = People who may share { -story(form: "a") }
story_rules-authors-hint = Digits, like 60. Leave it empty if you do not know.
story_rules-authors-unclear = That is not a number of people. Please type digits, like 60, or leave it empty.
story_rules-one = One moderator can say yes to { -story(form: "a") }.
story_rules-two = Two moderators have to say yes to { -story(form: "a") }.
story_rules-two-button = Ask for a second opinion
story_rules-one-button = Let one opinion be enough
story_rules-no-keys = The key file for { -story(form: "many") } is missing, so nobody can share. The people who run Kettle can make it with `kettle init`.
story_rules-not-here = { -story(form: "titles") } are not shared here yet. An admin can choose a channel for them in /setup.
