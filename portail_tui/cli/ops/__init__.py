"""Commands about the store, its keys, its mails and its upkeep."""
