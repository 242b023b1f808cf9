# When something goes wrong.

errors-unexpected =
    Sorry, something went wrong on our side. It is not your fault.
    Please try again. If it happens again, tell the people who run Kettle this: { $reference }
errors-not-saved =
    Sorry, Kettle could not save that just now. Please try again in a minute.
    If it happens again, tell the people who run Kettle this: { $reference }
errors-older-screen = This screen is from an older version. Please use the command again.
errors-option = Kettle could not use what was typed there. Please choose from the list that Discord shows.
