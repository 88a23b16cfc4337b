"""Portail famille: a town hall's family portal in a terminal."""

__version__ = "0.1.0"
