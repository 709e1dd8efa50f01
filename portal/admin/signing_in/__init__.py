"""Signing in to the desk: the second factor, its recovery codes, and what stops guessing."""
