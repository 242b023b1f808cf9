"""What Kettle must be allowed to do in a server, and nothing more. The words say why each is needed."""

import discord

SCOPES = ("bot", "applications.commands")
"""What the invite link asks for: a member of the server, and its commands."""

NEEDED = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
"""discord.py's names. Discord's own are in the wording, with the reason for each."""

FOR_EVENTS = "create_events"
"""What is needed only where organisers show events among Discord's own. The invite link does not ask for it."""


def needed() -> discord.Permissions:
    """Give all that is needed as one value."""
    return discord.Permissions(**dict.fromkeys(NEEDED, True))


def missing(have: discord.Permissions) -> list[str]:
    """List what is needed and not there. An administrator has everything."""
    if have.administrator:
        return []
    return [name for name in NEEDED if not getattr(have, name)]


def name_id(name: str) -> str:
    """Give the id of the message that holds Discord's name for a permission."""
    return f"permissions-name-{name.replace('_', '-')}"


def why_id(name: str) -> str:
    """Give the id of the message that says what a permission is needed for."""
    return f"permissions-why-{name.replace('_', '-')}"
