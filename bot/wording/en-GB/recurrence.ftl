# When something repeats, said back, and what people type that says when.

# Refusals
recurrence-too-often = Kettle can do this once a day at most. Try "every day 9am".
recurrence-rule-unknown = Kettle cannot repeat things like that. Try "every 2 weeks on Friday 6pm".
recurrence-rule-never = There is no such day in any year. Try another day.
