"""What can go wrong in words a person can use. No Discord here: services raise these."""


class UserError(Exception):
    """A refusal with a reason. `message_id` names the sentence; `variables` fill it."""

    def __init__(self, message_id: str, /, **variables: str | int) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.variables = variables


class NotFound(UserError):
    """The thing that was asked for is not there (any more)."""


class NotAllowed(UserError):
    """This person may not do this."""


class Closed(UserError):
    """This was possible once, or will be, but is not now."""


class NotSetUp(Closed):
    """Nobody has set Kettle up in this community yet. An admin is told the way instead (`admin_id`)."""

    admin_id = "guilds-not-set-up-admin"

    def __init__(self) -> None:
        super().__init__("guilds-not-set-up")


class TooSoon(UserError):
    """Possible again later."""


class Invalid(UserError):
    """What was typed or chosen cannot be used as it is."""


class SettingsProblem(Exception):
    """A setting, or a file it names, cannot be used. The text is one line for the person at the keyboard."""


class FeatureProblem(Exception):
    """A feature cannot be loaded; `feature` is its module's name. The bot does not start without it."""

    def __init__(self, feature: str) -> None:
        super().__init__(feature)
        self.feature = feature
