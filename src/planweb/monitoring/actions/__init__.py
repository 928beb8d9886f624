"""Writes: each checks permission, changes rows and records audit in one transaction."""
