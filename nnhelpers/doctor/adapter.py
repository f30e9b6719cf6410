"""What a reader may say of a network, where names and shapes can't tell."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Adapter:
    """What names and shapes can't tell about a network; all may be left out.

    Attributes
    ----------
    probabilities : str, int or function
        Which of forward's results holds the probabilities: its name or place, or a function of the result.
    gradients : list of str, or dict
        The parameters to which backward's results belong, in order; or result's name or place → parameter.
    names : list of str
        The parameters' names, in the order of a tuple or list.
    examples : str
        "columns" or "rows": where examples lie in X.
    targets : str or function
        What backward is given: "one-hot", "labels", or a function of labels (m,), such as your own one_hot.
    loss : str
        "cross-entropy", "sum of cross-entropies" (no 1/m), "squared error" or "binary cross-entropy".
    passing : dict
        Argument → value, for arguments of your functions that nothing here explains.
    """

    probabilities: object = None
    gradients: object = None
    names: object = None
    examples: str = ""
    targets: object = None
    loss: str = ""
    passing: dict = field(default_factory=dict)
