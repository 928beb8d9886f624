"""People, roles, regions and bodies, and what each may do."""
