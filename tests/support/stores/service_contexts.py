"""What the services behind a portal work with, for tests that act on the store beneath them."""

from typing import Any, cast

from portail_tui.portal import Portal
from portail_tui.services.core.context import ServiceContext


def context_behind(portal: Portal) -> ServiceContext:
    """Every method of a portal is a service that was given its context."""
    return cast(ServiceContext, cast(Any, portal.town_contact).args[0])
