# /help

help-intro = **What you can do here**
help-line = **/{ $command }**: { $what }
help-menu-line = **{ $name }**, under Apps in the menu of a person: { $what }
help-for-organiser = **For organisers**
help-for-moderator = **For moderators**
help-for-admin = **For people who run this server**
help-moderators = Requests for a contact come to the moderators' channel.
help-more = Every answer Kettle gives to a command is only for you to see.

command-help = What you can do here.
