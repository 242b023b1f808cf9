# /event calendar: files for calendar apps, and private addresses that they read

calendars-page = **Your calendar**
    You can have events in the calendar on your phone or computer.
    The file has the events on your list. It stays as it is when an event changes.
calendars-no-address = For organisers: an address can keep a calendar up to date. The people who run Kettle can turn that on.

calendars-mine-none = **A private address**
    With it, your calendar looks for changes by itself. Whoever has the address can read what you go to.
calendars-mine-made = **Your private address works**
    Kettle cannot show it again. A new one takes its place, and the old one ends.
calendars-ours-none = **An address for everybody here**
    It has all events but those for one role. Whoever has the address can read it. Links to join are not in it.
calendars-ours-made = **The address for everybody works**
    Kettle cannot show it again. A new one takes its place, and the old one ends for everybody.

calendars-file-button = Get the file
calendars-mine-none-button = Make an address
calendars-mine-made-button = Make a new address
calendars-mine-off-button = Turn the address off
calendars-ours-none-button = Make one for everybody
calendars-ours-made-button = Make a new one for all
calendars-ours-off-button = Turn it off for all

calendars-address = **Copy this address now**
    `{ $address }`
    Kettle keeps no copy of it and cannot show it again.
calendars-how = In your calendar, choose to add one by its address, and paste it there. It may take some hours until it shows a change.
calendars-who-mine =
    Whoever has the address can read what you go to, with the links to join. So keep it to yourself.
    Links to join an event for one role are not in it.
    Whoever makes your calendar app can see it too. You can turn it off with /event calendar.
calendars-who-ours =
    Whoever has the address can read when and where you meet. It never says who comes.
    Share it where only members can see it. You can turn it off with /event calendar.
calendars-off = The address does not work any more. A calendar may show what it read before for some time.

calendars-nothing = **There is nothing to put in a file yet**
    Say that you go to an event, or may go. Then you can get it here.
calendars-file = **Open this file to put it in your calendar**
calendars-file-stays = It stays as it is when the event changes. Kettle tells you of changes if you said that you come.
calendars-file-name = events

# What a calendar shows
calendars-name-mine = My events
calendars-name-ours = Our events
calendars-online = Join here:
calendars-map = Map:

# Refusals
calendars-not-found = That event is not there any more.
calendars-for-a-role = This event is for people with another role.

privacy-kept-feeds = That you have an address for your calendar. Kept until you turn it off, or after 12 months without use.

command-event-calendar = Put events in your own calendar, by a file or a private address.
