"""The home page, role by role."""
