"""Guards: each looks at what was passed and, if it is wrong, says what it was, what is expected and what to do.

They hold no mathematics. The lessons name them where they are first used; notebook 02 shows one in full.
"""

from nnhelpers.guards.files import *  # noqa: F403
from nnhelpers.guards.networks import *  # noqa: F403
from nnhelpers.guards.pictures import *  # noqa: F403
from nnhelpers.guards.tensors import *  # noqa: F403
from nnhelpers.guards.values import *  # noqa: F403
