"""Exit codes of the command."""

from __future__ import annotations

OK = 0
REFUSED = 1
"""The input holds a mistake, or has no answer."""
MISUSED = 2
"""The command was not understood, or lacks something to run."""
STORE_TROUBLE = 3
"""The store cannot answer: missing, corrupt, locked, read-only, of a newer program."""
MAIL_TROUBLE = 4
"""The mail server takes no mail."""
UNEXPECTED = 70
"""A mistake of the program, written to its log."""
INTERRUPTED = 130
