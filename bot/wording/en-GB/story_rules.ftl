# How a community shares what its members tell

story_rules-authors-unclear = That is not a number of people. Please type digits, like 60, or leave it empty.
story_rules-not-here = { -story(form: "titles") } are not shared here yet. An admin can choose a channel for them in /setup.
