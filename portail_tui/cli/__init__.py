"""The `portail` command. A subcommand is a module with ``run(arguments) -> exit code``."""
