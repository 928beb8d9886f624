"""Command line of Planledger."""
