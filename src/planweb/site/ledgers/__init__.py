"""The whole ledger in the files that ``planledger run`` writes, and documents out of such files."""
