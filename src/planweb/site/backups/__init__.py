"""The whole ledger in one file, and back, between both databases."""
