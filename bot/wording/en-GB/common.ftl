# Words that many screens share.

common-stop = Stop
common-back = Back
common-change = Change it

# A list in a sentence: "Ann, Bo and Cy".
common-list-more = { $listed }, { $item }
common-list-last = { $listed } and { $item }

common-nation-placeholder = Choose your nation
common-stopped = All right, we stop here. What was saved before stays saved.
common-only-in-server = Please use this in your community's server.
common-which-community = You use Kettle in more than one community. Please use this in the one you mean.
common-cannot-post = Kettle cannot do all it needs in { $channel }. Allow it there: { $names }. Or choose another channel.
