"""Bringing lists in: reading rows, finding whom they are about, saying what that changes."""
