# What somebody saves for themselves.

command-training-saved = See what you saved, and what ends soon
training_saves-head = **What you saved**
    Only you see this.
training_saves-none = **You have saved nothing yet.** Look for something with `/training search`, and save what you like.
training_saves-mark-saved = You saved it.
training_saves-mark-doing = You are doing it.
training_saves-mark-done = You have done it.
training_saves-mark-saved-button = Mark it as only saved
training_saves-mark-doing-button = Mark it as begun
training_saves-mark-done-button = Mark it as done
training_saves-mark-unknown = Please choose one of the marks that are shown.
training_saves-reminds = If it has a last day, Kettle reminds you a week and a day before. You can choose other times in `/my settings`.
training_saves-reminds-not = Kettle does not remind you of it.
training_saves-reminds-yes-button = Remind me
training_saves-reminds-no-button = Do not remind me
training_saves-kept = **It is on your list.**
training_saves-dropped = **It is off your list.**
training_saves-gone = It is not on your list any more.
training_saves-many = You have saved { $most }, which is the most. Take one off your list, and there is room again.
training_saves-look-button = Read about it
training_saves-mine-button = See my list
training_saves-change-button = See what you can do
training_saves-reminder = **{ $title }**
    You saved this, and it ends soon.
training_saves-news-on = You are told once a week what is new.
training_saves-news-off = You are not told what is new.
training_saves-news-button = Choose news
training_saves-no-news-button = Stop the news
training_saves-news-ask = **Would you like to know what is new?**
    Kettle writes to you once a week if there is something for the stages you choose. If there is nothing new, it stays quiet.
training_saves-news-is-on = **You are told once a week what is new for these.** If there is nothing new, Kettle stays quiet.
training_saves-news-placeholder = Choose for whom it should be
training_saves-news = **New for you**
training_saves-new = **[{ $title }]({ $link })**, { $provider }
training_saves-news-more = And { $count ->
        [one] one more
       *[other] { $count } more
    }: use `/training browse`.
