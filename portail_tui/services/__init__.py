"""What people can do at the town hall: one function for each, one transaction each.

Each checks access, applies the rules, writes what changed together with its audit line and the mail to send,
and answers a frozen view or a ``Refused``. A store that cannot answer raises ``StoreTrouble``, and nothing
was written.
"""
