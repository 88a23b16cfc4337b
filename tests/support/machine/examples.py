"""With how many examples a property is tried: a few each day, many when nobody waits."""

from hypothesis import HealthCheck, settings

settings.register_profile("everyday", deadline=None)
"""Properties are judged by what they find, not by how busy the machine is."""
settings.register_profile("quick", max_examples=10, stateful_step_count=15, deadline=None)
"""For each step of one's work: ``make quick``."""
settings.register_profile("long", max_examples=100, stateful_step_count=60, deadline=None)
"""For when nobody waits, and still short enough to be run to its end: ``make long``."""


def is_long() -> bool:
    return settings.get_current_profile_name() == "long"


def examples(everyday: int, *ignored: HealthCheck) -> settings:
    """So many examples each day; as many as the profile says in a long run, and no more than that in a
    quick one."""
    of_profile = settings().max_examples
    of_name = {"long": of_profile, "quick": min(everyday, of_profile)}
    number = of_name.get(settings.get_current_profile_name(), everyday)
    return settings(max_examples=number, suppress_health_check=ignored)
