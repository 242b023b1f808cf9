# Where somebody is in peer work, and what can come next.

command-pathway = See where you are in peer work, and what can come next

pathways-home = **Where are you now?**
    Choose what comes nearest, and see what can come next. Only you see this. Nothing is kept unless you ask.
pathways-home-placeholder = Choose where you are
pathways-map-button = See the map
pathways-share-button = Share my route
pathways-keep-button = Keep this for me
pathways-forget-button = Forget this
pathways-read-button = Read { $number }
pathways-all-button = See all for this stage

pathways-name-curious = Curious
pathways-name-volunteer = Volunteer
pathways-name-worker = Peer support worker
pathways-name-senior = Senior or specialist
pathways-name-lead = Lead, trainer or researcher

pathways-curious-hint = I wonder if peer work is for me
pathways-volunteer-hint = I give my time, or I am about to
pathways-worker-hint = Peer support is my job, or soon will be
pathways-senior-hint = I know one field well, or I help newer peers along
pathways-lead-hint = I lead, I teach, or I do research

pathways-head = **{ $name }**

# What a stage asks for.
pathways-asks-curious = It asks for nothing yet. Read, look around, and talk with peers. Think about how much of your own life you want to share.
pathways-asks-volunteer = It asks for your own experience, and for listening well. Most places give a short training, and somebody to talk to. Many ask for a police check.
pathways-asks-worker = It asks for your own experience of hard times, and for being well enough to share it. Many jobs train you. Most ask for a police check.
pathways-asks-senior = It asks for some years as a peer. You help newer peers along, or you know one field well, like young people or ward work.
pathways-asks-lead = It asks for many years as a peer. You plan peer work, teach it, or study it. Some jobs ask for a course in that.

pathways-pay-none = There is no pay here, and no cost.
pathways-pay-unpaid = It is not paid. You may get your costs back, like fares.
pathways-paid-bands = In the NHS it is usually paid at band { $low } or { $high }. Others pay in their own way.
pathways-paid-range = In the NHS it is usually paid at band { $low } to { $high }. Others pay in their own way.
pathways-source = Read more: [{ $name }]({ $link }), looked up on { $date }.
pathways-source-old = Please look it up: [{ $name }]({ $link }). Nobody here has lately.

pathways-next = **What can come next**
pathways-next-line = - **{ $name }**: { $how }
pathways-next-none = The map ends here, but learning does not. Many go back to work side by side with people, and that is just as good.
pathways-stay = Staying where you are is a good choice too.

# What helps to make a step.
pathways-step-curious-volunteer = Ask a group or a trust near you. You could come along once and see.
pathways-step-curious-worker = Some jobs ask for no peer work before. A short course helps, and so does help with the form.
pathways-step-volunteer-worker = Ask for training, and for somebody who will speak for you. Then look at adverts near you.
pathways-step-worker-senior = Choose what you want to know well. Ask for time to learn it, and help a new peer along.
pathways-step-worker-lead = Start small. Lead one group, teach one session, or join one study.
pathways-step-senior-lead = Ask to lead one piece of work. A course in leading, teaching or research helps.

# What is told of those who made a step.
pathways-told = **What peers here say**
pathways-told-none = Nothing is shown yet. It takes { $fewest } people or more who shared the same step.
pathways-told-people = - **{ $name }**: { $people } people or more shared how they got there.
pathways-told-lengths = It took them { $parts }.
pathways-told-helps = What helped them: { $parts }.
pathways-told-part = { $part } ({ $people } or more)

pathways-entries = **From the catalogue**
pathways-entries-none = The catalogue has nothing here yet.
pathways-entry = { $number }. { $title }, from { $provider }

pathways-kept = **That is kept for you.** `/pathway` starts here now. Only you see it, and you can have it forgotten at any time.
pathways-forgotten = **That is forgotten.** `/pathway` asks you again now.

# The map, and the words on it.
pathways-map = **Ways through peer work**
    There is no one right way. People leave steps out, go back, and stay where they like it.
pathways-map-name = - **{ $name }**.
pathways-map-pay = - **{ $name }** ({ $pay }).
pathways-map-leads = Next can be: { $ends }.
pathways-map-end = **{ $name }**
pathways-map-last = The map ends here.
pathways-map-alt = A map of five places in peer work and the ways between them. The list says the same in words.
pathways-map-here-alt = A map of five places in peer work, with a mark at { $name }. The list says the same in words.
pathways-map-title = Ways through peer work
pathways-map-note = Bands are the usual pay in the NHS.
pathways-map-here = You are here
pathways-map-unpaid = Unpaid
pathways-drawn-bands = Band { $low } or { $high }
pathways-drawn-range = Band { $low } to { $high }

# A member's own route.
pathways-routes = **Share your own route**
    How did you get here? You choose from lists and write nothing. Others learn what helps.
    Kettle keeps what you share with your account. So you can see it, change it, or take it back. Whoever runs Kettle could read it.
pathways-routes-seen = **What others see:** totals only, and no names.
    A step is shown once { $fewest } people or more here shared it. How long it took, or what helped, is shown once { $least } or more said it.
    Totals change once a week, on Monday. What you take back goes from them then.
    In a small group, people who know you well could still guess.
pathways-step-placeholder = Choose a step that you made

pathways-made-curious-volunteer-choice = From curious to volunteer
pathways-made-curious-worker-choice = From curious straight to peer support worker
pathways-made-volunteer-worker-choice = From volunteer to peer support worker
pathways-made-worker-senior-choice = From peer support worker to senior or specialist
pathways-made-worker-lead-choice = From peer support worker straight to lead, trainer or researcher
pathways-made-senior-lead-choice = From senior or specialist to lead, trainer or researcher

pathways-mine = **You shared**
pathways-mine-line = - { $made }.
pathways-mine-length = It took { $length }.
pathways-mine-helps = What helped: { $helps }.

pathways-draft = **{ $made }**
    How long did it take, and what helped? Skip what you like. Nothing is kept until you share it.
pathways-draft-known = You shared this step before. Sharing it again changes it.
pathways-length-placeholder = How long did it take?
pathways-length-under = less than a year
pathways-length-some = one to two years
pathways-length-long = three years or more
pathways-length-unsaid = I would rather not say
pathways-help-placeholder = What helped? Choose as many as you like
pathways-help-training = training
pathways-help-mentor = a mentor
pathways-help-volunteering = volunteering first
pathways-help-manager = a supportive manager
pathways-help-peers = other peers
pathways-help-supervision = good supervision
pathways-help-hours = hours that fit my life
pathways-help-forms = help with the form
pathways-help-persistence = keeping at it
pathways-help-luck = luck
pathways-share-it-button = Share this
pathways-take-back-button = Take it back
pathways-shared = **Thank you, it is shared.** It counts from the next Monday on.
pathways-taken-back = **Taken back.** Kettle has forgotten it. Totals without it come on Monday.

privacy-kept-pathways = Where you are in peer work, as you asked to have it kept. Kept until you have it forgotten, or leave, or use nothing here for 12 months.
privacy-kept-pathway_routes = Steps in peer work that you shared. Kept until you take them back, or leave, or use nothing here for 12 months.
