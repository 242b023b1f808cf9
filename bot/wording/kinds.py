"""What a text is for, told by the end of its id, and how long Discord lets it be."""

MESSAGE = "message"
COMMAND = "command"

DISCORD_LIMITS = {
    "button": 80,
    "answer": 80,
    "title": 45,
    "label": 45,
    "hint": 100,
    "placeholder": 100,
    "option": 100,
    "choice": 100,
    "alt": 1024,
    "menu": 32,
    COMMAND: 100,
    MESSAGE: 4000,
}
"""Characters, by kind. An answer is a button, or an entry of a menu, that answers the question shown."""

_BUTTONS = {"common-back", "common-change", "common-stop"}


def kind_of(message_id: str) -> str:
    """Give the kind of a text: `command-*` is a description, the last word of other ids may name a kind."""
    if message_id.startswith(f"{COMMAND}-"):
        return COMMAND
    if message_id in _BUTTONS:
        return "button"
    last = message_id.rpartition("-")[2]
    return last if last in DISCORD_LIMITS and last != COMMAND else MESSAGE
