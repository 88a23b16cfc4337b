"""Commands that open a session or serve a page, and how a session starts."""
