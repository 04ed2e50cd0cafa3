"""The subcommands of `opsroom` that belong to the running of it; the others stand in interfaces/cli."""
