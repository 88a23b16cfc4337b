"""The rules of a French town's family portal: frozen values and pure functions.

Standard library only. Nothing here reads a clock, a database or a terminal: instants, calendars and
counts come in as arguments, answers go out as values.
"""
