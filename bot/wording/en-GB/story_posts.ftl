# Stories as they are shown in their channel, and the line to moderators after an intake.

story_posts-to-read = There is something to look at: /moderate { $command }

story_posts-title-words = **{ -story(form: "a-title") } in words**
story_posts-title-art = **{ -story(form: "a-title") } in pictures**
story_posts-title-music = **{ -story(form: "a-title") } in sounds**
story_posts-notes = Before you read: it speaks of { $names }.
story_posts-themes = About: { $names }
story_posts-when = { $month ->
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
    } { $year }
story_posts-more = It goes on here.
story_posts-sound = What can be heard, in words:
story_posts-sound-only = Nobody has written down yet what can be heard.
story_posts-no-alt = A picture. Nobody has put it into words yet.
