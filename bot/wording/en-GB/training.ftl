# The catalogue of training and next steps: looking, reading, and what cannot be used.

command-training = Training and next steps: look, save, and suggest.
command-training-search = Look for training or a next step by words
command-training-search-option-words = What would you like to find? Start with any word of it.
command-training-browse = See everything there is, and choose by stage, way, cost or nation
command-organise-training = Look after the catalogue of training.

training-head = **Training and next steps**
    Only you see this, and nobody counts what you look for.
training-looked-for = You looked for:
training-cut = That was long. Kettle looked for its first { $longest } characters.
training-chosen = Only: { $names }
training-instead = Some words were in none of them. Kettle looked for words that are near.
training-old = These were not checked for half a year. Please look twice.
training-only-old = Nobody has checked these lately. Go on to see them all the same.
training-none = **Kettle found nothing for that.** Other words may help. You can also suggest one.
training-none-chosen = You could also clear what you chose.
training-none-yet = **There is nothing here yet.** You could suggest the first one.
training-gone = **That one is not here any more.**
training-none-titled = **No title begins with that.** Please pick one from the list as you type.
training-entry = **{ $number }.** **{ $title }**, { $provider }
training-named = **{ $title }**
    { $provider }

training-open-button = Open { $number }
training-before-button = Go back a page
training-next-button = Go on
training-search-button = Look for words
training-choose-button = Choose what kind
training-suggest-button = Suggest one
training-browse-button = See everything
training-show-button = Show these
training-any-button = Clear my choices
training-save-button = Save it
training-unsave-button = Take it off my list
training-page-button = Open its page
training-dead-button = Say its link is dead
training-correct-button = Say what is wrong

training-search-title = Look for words
training-search-label = What would you like to find?
training-search-hint = A few words are enough. Nobody sees them, and they are not kept.

training-choose = **What should it be like?**
    Choose as many as you like. An entry that does not say is left out.
training-stage-placeholder = For whom it is
training-stage-any = Any stage
training-choice-stage-0 = Curious about peer work
training-choice-stage-1 = Volunteer
training-choice-stage-2 = Peer support worker
training-choice-stage-3 = Senior or specialist
training-choice-stage-4 = Lead, trainer or researcher
training-way-placeholder = What kind it is
training-way-any = Any kind
training-choice-way-0 = Online
training-choice-way-1 = Face to face
training-choice-way-2 = To read
training-choice-way-3 = A job or a role
training-choice-way-4 = A group or network
training-price-placeholder = What it costs
training-price-any = Any cost
training-choice-price-0 = Free
training-choice-price-1 = Somebody else may pay
training-choice-price-2 = It costs something
training-nation-placeholder = Where you live
training-nation-any = Any nation
training-choice-nation-0 = England
training-choice-nation-1 = Wales
training-choice-nation-2 = Scotland
training-choice-nation-3 = Northern Ireland

training-tell-stages = **For:** { $said }
training-tell-format = **How:** { $said }
training-tell-length = **How long:** { $said }
training-tell-cost = **Cost:** { $said }
training-tell-who = **Who may apply:** { $said }
training-tell-region = **Where:** { $said }
training-tell-starts = **Starts:** { $said }
training-tell-critical = **What critics say:** { $said }
training-tell-keeper = **Looked after by:** { $said }
training-known-paid-yes = You are paid, or your hours are covered
training-known-paid-no = You are not paid for it
training-known-accredited-yes = It is accredited
training-known-accredited-no = It is not accredited
training-known-led-yes = Led by people with lived experience
training-known-led-no = Not led by people with lived experience
training-known-coproduced-yes = Made together with people with lived experience
training-known-coproduced-no = Not made together with people with lived experience
training-deadline = **Until { $day }** { $label }
training-checked = Somebody here checked this on { $day }.
training-checked-late = Not checked lately: the last time was { $day }.
training-checked-never = Nobody here has checked this yet.

# What a form or a row cannot have.
training-title-label = What is it called?
training-title-hint = Its own name, as it stands on its page.
training-provider-label = Who offers it?
training-provider-hint = An organisation, or a few.
training-link-label = Its page
training-link-hint = An address that begins with https.
training-summary-label = What is it, in a sentence or two?
training-summary-hint = Plain words, so that a tired person can follow.
training-stages-label = For whom is it?
training-stages-hint = As many as fit.
training-needed = Please fill in "{ $name }" too: there is nothing in it yet.
training-too-long = Please make "{ $name }" shorter: it can have up to { $longest } characters.
training-link-unclear = Please copy the address from your browser: it begins with https.
training-link-known = That page is here already, as "{ $title }". You can change that one.
training-link-hidden = That page is here already, as "{ $title }", and hidden. Please look at that one first.
training-stages-unclear = Please say for whom it is in these words: { $stages }.
training-nations-unclear = Please name nations in these words: { $nations }.
training-deadline-unclear = Please write "{ $typed }" like { $example }: day, month, year, and then what for.
training-deadlines-many = Please name { $most } days at most: those that are over can go.
training-day-unclear = Please write "{ $typed }" like { $example }: day, month, year.
training-yes-no = Please write yes, no or nothing in "{ $name }".
