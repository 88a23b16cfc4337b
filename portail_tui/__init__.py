"""Portail famille: a town hall's family portal in a terminal."""
