"""The application for a WSGI server."""

import os

from planweb.settings.preparing import prepare_data_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planweb.settings.application")
prepare_data_folder()

from planweb.site.application import make_application  # noqa: E402  # settings read the folder

application = make_application()
