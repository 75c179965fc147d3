"""The subcommands of `hearsay`, one a module, each with its click command as `command`."""
