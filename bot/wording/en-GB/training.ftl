# The catalogue of training and next steps: looking, reading, and what cannot be used.

command-training = Training and next steps: look, save, and suggest.
command-training-search = Look for training or a next step by words
command-training-search-option-words = What would you like to find? Start with any word of it.
command-training-browse = See everything there is, and choose by stage, way, cost or nation
command-organise-training = Look after the catalogue of training.

training-head = **Training and next steps**
    Only you see this, and nobody counts what you look for.
training-looked-for = You looked for:
training-chosen = Only: { $names }
training-instead = Some words were in none of them. Kettle looked for words that are near.
training-old = These were not checked for half a year. Please look twice.
training-only-old = Nobody has checked these lately. Go on to see them all the same.
training-none = **Kettle found none like that.** You could use other words, or choose less. You can also suggest one.
training-none-yet = **There is nothing here yet.** You could suggest the first one.
training-gone = **That one is not here any more.**
training-entry = **{ $number }.** **{ $title }**, { $provider }
training-title = **{ $title }**
    { $provider }

training-open-button = Open { $number }
training-before-button = Go back a page
training-next-button = Go on
training-search-button = Look for words
training-choose-button = Choose
training-suggest-button = Suggest one
training-browse-button = See everything
training-show-button = Show these
training-any-button = Choose nothing
training-save-button = Save it
training-unsave-button = Take it off my list
training-page-button = Open the page
training-dead-button = The link is dead
training-correct-button = Something is wrong

training-search-title = Look for words
training-search-label = What would you like to find?
training-search-hint = A few words are enough. Nobody sees them, and they are not kept.

training-choose = **What should it be like?**
    Choose as many as you like.
training-stage-placeholder = For whom it is
training-stage-any = For anybody
training-stage-0 = Curious about peer work
training-stage-1 = Volunteer
training-stage-2 = Peer support worker
training-stage-3 = Senior or specialist
training-stage-4 = Lead, trainer or researcher
training-way-placeholder = How it goes
training-way-any = In any way
training-way-0 = Online
training-way-1 = At a place
training-way-2 = To read
training-way-3 = A job or a role
training-way-4 = A group or network
training-price-placeholder = What it costs
training-price-any = Whatever it costs
training-price-0 = Free
training-price-1 = Somebody else may pay
training-price-2 = It costs something
training-nation-placeholder = Where you live
training-nation-any = Anywhere
training-nation-0 = England
training-nation-1 = Wales
training-nation-2 = Scotland
training-nation-3 = Northern Ireland

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
training-needed = There is nothing in "{ $name }" yet. Please fill that in too.
training-too-long = What stands in "{ $name }" is too long. It can have up to { $longest } signs.
training-link-unclear = That address cannot be used. Copy it from your browser: it begins with https.
training-link-known = That page is here already, as "{ $title }". You can change that one.
training-stages-unclear = For whom it is was not clear. It can be: { $stages }.
training-nations-unclear = Which nation it is for was not clear. It can be: { $nations }.
training-deadline-unclear = "{ $typed }" is not a day that Kettle knows. Write it like 2027-01-15, and what for after it.
training-deadlines-many = That is more than { $most } days. Please leave out those that are over.
training-day-unclear = "{ $typed }" is not a day that Kettle knows. Write it like 2027-01-15.
training-yes-no = What stands in "{ $name }" can be yes, no, or nothing.
