"""What people do at the town hall: one function a démarche, one transaction each.

Each decides who may, asks the rules, writes what changed together with its audit line and the mail to send,
and answers a frozen view or a ``Refused``. A store that cannot answer raises ``StoreTrouble``, and nothing
was written.
"""
