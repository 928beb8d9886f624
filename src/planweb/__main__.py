"""``python -m planweb COMMAND``: the management commands, such as ``verify_audit`` and ``migrate``."""

from __future__ import annotations

import os
import sys

from planweb.settings.preparing import prepare_data_folder


def main() -> None:
    """Run the management command of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planweb.settings.application")
    prepare_data_folder()
    from django.core.management import ManagementUtility

    utility = ManagementUtility(sys.argv)
    utility.prog_name = "python -m planweb"
    utility.execute()


if __name__ == "__main__":
    main()
