"""What ends a command with one line for the user."""


class HearsayError(Exception):
    """Something the user can do something about: the message says what happened and what to do."""


class UsageError(HearsayError):
    """The command was called with something it cannot work with (exit code 2)."""
