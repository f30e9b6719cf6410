"""Healthy networks of different shapes, seeds, starts and conventions: the doctor must find nothing in them."""

from doctor_networks import COLUMNS, NEW_COLUMNS, NEW_LABELS

from nnhelpers.doctor import Adapter

UNIFORM = [
    ("rng.normal(0, np.sqrt(2 / sizes[0]), (sizes[1], sizes[0]))", "rng.uniform(-0.5, 0.5, (sizes[1], sizes[0]))"),
    ("rng.normal(0, np.sqrt(2 / sizes[1]), (sizes[2], sizes[1]))", "rng.uniform(-0.5, 0.5, (sizes[2], sizes[1]))"),
]
TINY = [("np.sqrt(2 / sizes[0])", "0.01"), ("np.sqrt(2 / sizes[1])", "0.01")]
MAXIMUM, MASK = "return np.maximum(Z, 0)", "return Z > 0"
SIGMOID = [(MAXIMUM, "return 1 / (1 + np.exp(-Z))"), (MASK, "return ReLU(Z) * (1 - ReLU(Z))")]
TANH = [(MAXIMUM, "return np.tanh(Z)"), (MASK, "return 1 - np.tanh(Z) ** 2")]
LEAKY = [(MAXIMUM, "return np.where(Z > 0, Z, 0.01 * Z)"), (MASK, "return np.where(Z > 0, 1, 0.01)")]
DZ2 = '(cache["A2"] - Y) / m'
SQUARES = [("    dZ2 = " + DZ2, '    A2 = cache["A2"]\n'
            "    dZ2 = A2 * ((A2 - Y) - np.sum(A2 * (A2 - Y), axis=0)) * 2 / m")]
SIGMOID_OUT = [("A2 = softmax(Z2)", "A2 = 1 / (1 + np.exp(-Z2))")]
SIGMOID_SQUARES = [*SIGMOID_OUT, (DZ2, '(cache["A2"] - Y) * cache["A2"] * (1 - cache["A2"]) / m')]
IN_PLACE = [("    return {name: parameters[name] - learning_rate * gradients[name] for name in parameters}",
             "    for name in parameters:\n        parameters[name] -= learning_rate * gradients[name]")]
SUM = [("- Y) / m", "- Y)")]
LATE = [*SUM, ('dZ2 @ cache["A1"].T', 'dZ2 @ cache["A1"].T / m'), ("dZ1 @ X.T", "dZ1 @ X.T / m"),
        ("dZ2.sum(axis=1, keepdims=True)", "dZ2.mean(axis=1, keepdims=True)"),
        ("dZ1.sum(axis=1, keepdims=True)", "dZ1.mean(axis=1, keepdims=True)")]
SQUARED = {"adapter": Adapter(loss="squared error"), "learning_rate": 0.5}

# name → (form, replacements, further arguments)
HEALTHY = {
    "video": ("video", (), {}),
    "video, another seed": ("video", (), {"seed": 3}),
    "video, its own uniform start": ("video", UNIFORM, {}),
    "video, uniform start, another seed": ("video", UNIFORM, {"seed": 4}),
    "video, tiny start": ("video", TINY, {}),
    "video, wide": ("video", (), {"sizes": (784, 64, 10)}),
    "video, narrow": ("video", (), {"sizes": (784, 7, 10)}),
    "video, sigmoid": ("video", SIGMOID, {"learning_rate": 0.5}),
    "video, tanh": ("video", TANH, {}),
    "video, leaky ReLU": ("video", LEAKY, {}),
    "video, new images": ("video", (), {"X_new": NEW_COLUMNS, "labels_new": NEW_LABELS}),
    "dictionary": ("dictionary", (), {}),
    "dictionary, 1/m late": ("dictionary", LATE, {}),
    "dictionary, squared error declared": ("dictionary", SQUARES, SQUARED),
    "dictionary, sigmoids at the end": ("dictionary", SIGMOID_OUT, {}),
    "dictionary, sigmoids and squares": ("dictionary", SIGMOID_SQUARES, SQUARED),
    "dictionary, sigmoids and the mean of all squares": (
        "dictionary", [*SIGMOID_OUT, (DZ2, '2 * (cache["A2"] - Y) * cache["A2"] * (1 - cache["A2"]) / Y.size')],
        {"adapter": Adapter(loss="squared error"), "learning_rate": 2.0}),
    "dictionary, in place": ("dictionary", IN_PLACE, {"sizes": (784, 20, 10)}),
    "dictionary, a sum declared": ("dictionary", SUM, {"adapter": Adapter(loss="sum of cross-entropies"),
                                                       "learning_rate": 0.002}),
    "dictionary, standardised images": ("dictionary", (), {"X": (COLUMNS - 0.1307) / 0.3081}),
    "dictionary, float32": ("dictionary", (), {"X": COLUMNS.astype("float32")}),
    "rows": ("rows", (), {}),
    "rows, wide, another seed": ("rows", (), {"sizes": (784, 40, 10), "seed": 2}),
}
