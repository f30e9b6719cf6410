"""What a guard says when it refuses."""

import pytest


def refusal(kind, guard, *arguments, **keywords):
    """The message with which the guard refuses its arguments."""
    with pytest.raises(kind) as error:
        guard(*arguments, **keywords)
    assert error.type is kind, "a subclass comes from NumPy or Python, not from a guard"
    return str(error.value)
