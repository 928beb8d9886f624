"""``python -m planledger``: the command line where its script is not on the path."""

from planledger.cli import main

if __name__ == "__main__":
    main()
