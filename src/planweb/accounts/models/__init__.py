"""Records of the app."""

from planweb.accounts.models.access import FailedLogIn, FirstRun, Session
from planweb.accounts.models.bodies import Body, Region, Succession
from planweb.accounts.models.people import Grant, Role, User
from planweb.accounts.models.tokens import Token

__all__ = ["Body", "FailedLogIn", "FirstRun", "Grant", "Region", "Role", "Session", "Succession", "Token", "User"]
