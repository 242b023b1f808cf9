# /my settings

members-intro =
    ### Your settings
    Each change is saved at once. Other members cannot see this.
members-zone = **Your time**: { $zone }
members-quiet-none = **Quiet hours**: none
members-quiet = **Quiet hours**: from { $start } to { $end }
members-switch-direct-messages-on = **Messages from Kettle**: Kettle may send you direct messages.
members-switch-direct-messages-off = **Messages from Kettle**: Kettle sends you none. Peers cannot share with you until you turn them on. Use /event mine to see if what you go to has changed.
members-switch-accepts-shares-on = **Shares from peers**: people may ask to share with you.
members-switch-accepts-shares-off = **Shares from peers**: you get none.
members-switch-accepts-signposts-on = **Signposts from peers**: people may send you something from the training catalogue.
members-switch-accepts-signposts-off = **Signposts from peers**: you get none.
members-switch-forget-at-midnight-on = **Your answers**: new ones are forgotten at midnight. Older ones stay up to 14 days.
members-switch-forget-at-midnight-off = **Your answers**: kept for 14 days, for you to look back.
members-turn-direct-messages-on-button = Turn messages off
members-turn-direct-messages-off-button = Turn messages on
members-turn-accepts-shares-on-button = Turn shares off
members-turn-accepts-shares-off-button = Turn shares on
members-turn-accepts-signposts-on-button = Turn signposts off
members-turn-accepts-signposts-off-button = Turn signposts on
members-turn-forget-at-midnight-on-button = Keep new for 14 days
members-turn-forget-at-midnight-off-button = Forget new at midnight
members-zone-button = Change my time
members-quiet-button = Change quiet hours
members-peers = **People you share with**
members-peers-button = See the list
members-prompts-none = **Questions from Kettle**: Kettle does not ask you by itself.
members-prompts = **Questions from Kettle**: Kettle next asks you at { $when }.
members-prompts-button = Change when
members-nation = **Your nation**, for support contacts:
members-nation-none-option = The same as my community

members-zone-title = Your time
members-zone-label = Where are you?
members-zone-hint = A big city near you, like London. Leave it empty for your community's time.
members-quiet-title = Quiet hours
members-quiet-start-label = No messages from
members-quiet-start-hint = Like 9pm or 21:00. Leave both empty for no quiet hours.
members-quiet-end-label = Until
members-quiet-end-hint = Like 8am or 08:00.

# Refusals
members-prompts-unclear = Kettle can ask you on days of the week, at one time. Type it like "every weekday 9am".
members-nation-unknown = Kettle has contacts for England, Wales, Scotland and Northern Ireland. Please choose one of them.
members-switch-unknown = This button is from an older version. Please use /my settings.
members-quiet-both = Quiet hours need a start and an end. Fill in both, or leave both empty.
members-quiet-same = The start and the end are the same. Choose two different times, or leave both empty.

command-my = Things that are only about you.
command-my-settings = Your time, quiet hours, people you share with, and more.
