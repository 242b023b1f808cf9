# News of the catalogue, once a week, for who asked.

training_news-no-messages = You turned Kettle's messages off, so none come. You can turn them on in `/my settings`.
training_news-on = You are told once a week what is new.
training_news-off = You are not told what is new.
training_news-button = Choose news
training_news-stop-button = Stop the news
training_news-ask = **Would you like to know what is new?**
    Kettle writes to you once a week if there is something for the stages you choose. If there is nothing new, it stays quiet.
training_news-is-on = **You are told once a week what is new for these.** If there is nothing new, Kettle stays quiet.
training_news-placeholder = Choose for whom it should be
training_news-head = **New for you**
training_news-line = **{ $title }**, { $provider }
training_news-more = And { $count ->
        [one] one more
       *[other] { $count } more
    }. Press the button to see them.
training_news-all-button = See all that is new
training_news-over = **There is nothing to see here any more.** Look at `/training browse`.
