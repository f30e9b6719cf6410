"""Networks as readers write them, healthy and with planted mistakes, for the tests of the doctor.

A network is a source text; a mistake replaces one of its lines. The text is compiled as if it were a file, so that
the doctor can read it.
"""

import linecache
from types import SimpleNamespace

import numpy as np

from nnhelpers.mnist import load_mnist

VIDEO = '''
import numpy as np

ALPHA = 0.1

def init_params(rng, sizes=(784, 10, 10)):
    W1 = rng.normal(0, np.sqrt(2 / sizes[0]), (sizes[1], sizes[0]))
    b1 = np.zeros((sizes[1], 1))
    W2 = rng.normal(0, np.sqrt(2 / sizes[1]), (sizes[2], sizes[1]))
    b2 = np.zeros((sizes[2], 1))
    return W1, b1, W2, b2

def ReLU(Z):
    return np.maximum(Z, 0)

def softmax(Z):
    expZ = np.exp(Z - Z.max(axis=0, keepdims=True))
    return expZ / expZ.sum(axis=0, keepdims=True)

def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, Y.max() + 1))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T

def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2

def ReLU_deriv(Z):
    return Z > 0

def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    m = Y.size
    one_hot_Y = one_hot(Y)
    dZ2 = A2 - one_hot_Y
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = W2.T.dot(dZ2) * ReLU_deriv(Z1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return dW1, db1, dW2, db2

def update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha):
    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
    return W1, b1, W2, b2

def get_predictions(A2):
    return np.argmax(A2, 0)

def get_accuracy(predictions, Y):
    return np.sum(predictions == Y) / Y.size
'''

DICTIONARY = '''
import numpy as np

ALPHA = 0.1

def initialize(rng, sizes=(784, 10, 10)):
    return {"W1": rng.normal(0, np.sqrt(2 / sizes[0]), (sizes[1], sizes[0])), "b1": np.zeros((sizes[1], 1)),
            "W2": rng.normal(0, np.sqrt(2 / sizes[1]), (sizes[2], sizes[1])), "b2": np.zeros((sizes[2], 1))}

def softmax(Z):
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)

def forward(parameters, X):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(Z1, 0)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = softmax(Z2)
    return {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}

def backward(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = (cache["A2"] - Y) / m
    dW2 = dZ2 @ cache["A1"].T
    db2 = dZ2.sum(axis=1, keepdims=True)
    dA1 = parameters["W2"].T @ dZ2
    dZ1 = dA1 * (cache["Z1"] > 0)
    dW1 = dZ1 @ X.T
    db1 = dZ1.sum(axis=1, keepdims=True)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}

def update(parameters, gradients, learning_rate):
    return {name: parameters[name] - learning_rate * gradients[name] for name in parameters}

def predict(A):
    return A.argmax(axis=0)

def measure(answers, labels):
    return np.mean(answers == labels)
'''

ROWS = '''
import numpy as np

def init(rng, sizes=(784, 10, 10)):
    w1 = rng.normal(0, np.sqrt(2 / sizes[0]), (sizes[0], sizes[1]))
    w2 = rng.normal(0, np.sqrt(2 / sizes[1]), (sizes[1], sizes[2]))
    return [w1, np.zeros(sizes[1]), w2, np.zeros(sizes[2])]

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def forward(params, x):
    w1, b1, w2, b2 = params
    z1 = x @ w1 + b1
    a1 = np.tanh(z1)
    z2 = a1 @ w2 + b2
    e = np.exp(z2 - z2.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    return probs, (z1, a1, z2)

def backward(params, cache, probs, x, y):
    w1, b1, w2, b2 = params
    z1, a1, z2 = cache
    m = x.shape[0]
    dz2 = probs - y
    dw2 = a1.T @ dz2 / m
    db2 = dz2.mean(axis=0)
    da1 = dz2 @ w2.T
    dz1 = da1 * (1 - a1 ** 2)
    dw1 = x.T @ dz1 / m
    db1 = dz1.mean(axis=0)
    return [dw1, db1, dw2, db2]

def update(params, grads, lr):
    for p, g in zip(params, grads):
        p -= lr * g
'''

FORMS = {"video": VIDEO, "dictionary": DICTIONARY, "rows": ROWS}
NAMES = {
    "video": ("init_params", "forward_prop", "backward_prop", "update_params", "get_predictions", "get_accuracy"),
    "dictionary": ("initialize", "forward", "backward", "update", "predict", "measure"),
    "rows": ("init", "forward", "backward", "update", None, None),
}
_count = [0]


def compiled(source):
    """Return the namespace of a source text, which can be read like a file."""
    _count[0] += 1
    name = f"<a reader's network {_count[0]}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    known = {"__name__": "reader"}
    exec(compile(source, name, "exec"), known)
    return SimpleNamespace(**known, namespace=known)


def changed(source, *replacements):
    """Return a source text with pieces replaced, each of which must be there, unless a third entry says otherwise."""
    for old, new, *optional in replacements:
        assert old in source or optional, old
        source = source.replace(old, new)
    return source


_mnist = load_mnist()
IMAGES, LABELS = _mnist.train_images[:900], _mnist.train_labels[:900].astype(int)
NEW, NEW_LABELS = _mnist.train_images[5000:5400], _mnist.train_labels[5000:5400].astype(int)
COLUMNS = IMAGES.reshape(len(IMAGES), -1).T / 255
NEW_COLUMNS = NEW.reshape(len(NEW), -1).T / 255


def network(form, *replacements, sizes=(784, 10, 10), seed=0, measures=True, **extras):
    """Return the arguments of examine for a network in a form, with pieces of its source replaced."""
    reader = compiled(changed(FORMS[form], *replacements))
    make, *functions = (getattr(reader, name) if name else None for name in NAMES[form])
    forward, backward, update, predict, measure = functions
    X = COLUMNS.T.copy() if form == "rows" else COLUMNS
    arguments = {"parameters": make(np.random.default_rng(seed), sizes), "forward": forward, "backward": backward,
                 "update": update, "X": X, "labels": LABELS, "show": False}
    if measures and predict is not None:
        arguments |= {"predict": predict, "measure": measure}
    return {**arguments, **extras}
