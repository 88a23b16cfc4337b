"""What the services behind a portal work with, for tests that act on the store beneath them."""

from typing import Any, cast

from portail_tui.portal import Portal
from portail_tui.services.core.context import Office


def office_behind(portal: Portal) -> Office:
    """Every method of a portal is a service that was given its office."""
    return cast(Office, cast(Any, portal.town_contact).args[0])
