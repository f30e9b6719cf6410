"""Further places where beginners keep parameters, gradients and rates: each source makes the arguments of `examine`."""

from doctor_ways import GIVEN, GIVEN_LABELS, HEAD

GLOBAL_DICT = HEAD + '''
W1, b1, W2, b2 = start()
params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
def forward(X):
    h = np.maximum(X @ params["W1"] + params["b1"], 0)
    return h, softmax(h @ params["W2"] + params["b2"])
def backward(X, y, h, out):
    d = (out - np.eye(10)[y]) / len(y)
    dh = d @ params["W2"].T * (h > 0)
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
def update(grads, lr=0.2):
    for k in params:
        params[k] -= lr * grads[k]
def predict(X):
    return forward(X)[1].argmax(1)
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=params, forward=forward, backward=backward,
                update=update, X=X, labels=labels, predict=predict,
                learning_rate=0.2)
'''

GLOBAL_STEPS = HEAD + '''
W1, b1, W2, b2 = start()
def forward(X):
    global Z1, A1, A2
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    A2 = softmax(A1 @ W2 + b2)
    return A2
def backward(X, Y):
    global dW1, db1, dW2, db2
    m = len(Y)
    dZ2 = (A2 - Y) / m
    dW2 = A1.T @ dZ2
    db2 = dZ2.sum(0)
    dZ1 = dZ2 @ W2.T * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(0)
def update(lr):
    global W1, b1, W2, b2
    W1 = W1 - lr * dW1
    b1 = b1 - lr * db1
    W2 = W2 - lr * dW2
    b2 = b2 - lr * db2
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters={"W1": W1, "b1": b1, "W2": W2, "b2": b2}, forward=forward, backward=backward,
                update=update, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

OBJECT_TRAIN = HEAD + '''
class NN:
    def __init__(self, hidden=24):
        self.w_ih, self.b_h, self.w_ho, self.b_o = start(hidden)
        self.lr = 0.2
        self.hidden_nodes = hidden
    def query(self, inputs):
        self.hidden = np.tanh(inputs @ self.w_ih + self.b_h)
        return softmax(self.hidden @ self.w_ho + self.b_o)
    def train(self, inputs, targets):
        final = self.query(inputs)
        errors = targets - final
        hidden_errors = errors @ self.w_ho.T * (1 - self.hidden ** 2)
        n = len(inputs)
        self.w_ho += self.lr * self.hidden.T @ errors / n
        self.b_o += self.lr * errors.mean(0)
        self.w_ih += self.lr * inputs.T @ hidden_errors / n
        self.b_h += self.lr * hidden_errors.mean(0)
net = NN()
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=net, forward=net.query, backward=None,
                update=net.train, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

DICT_WITH_NUMBERS = HEAD + '''
def init():
    W1, b1, W2, b2 = start()
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "hidden": 24, "name": "my net", "rate": 0.2}
def forward(params, X):
    h = np.maximum(X @ params["W1"] + params["b1"], 0)
    return {"h": h, "y_hat": softmax(h @ params["W2"] + params["b2"])}
def backward(params, cache, X, y_true):
    d = (cache["y_hat"] - y_true) / len(y_true)
    dh = d @ params["W2"].T * (cache["h"] > 0)
    return {"dW1": X.T @ dh, "db1": dh.sum(0), "dW2": cache["h"].T @ d, "db2": d.sum(0)}
def update(params, grads):
    for k in ("W1", "b1", "W2", "b2"):
        params[k] = params[k] - params["rate"] * grads["d" + k]
    return params
''' + GIVEN

DATACLASS = HEAD + '''
from dataclasses import dataclass, replace
@dataclass
class Params:
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray
@dataclass
class Trace:
    X: np.ndarray
    H: np.ndarray
    P: np.ndarray
def forward(params, X):
    H = np.maximum(X @ params.W1 + params.b1, 0)
    return Trace(X, H, softmax(H @ params.W2 + params.b2))
def backward(params, trace, onehots):
    d = (trace.P - onehots) / len(onehots)
    dh = d @ params.W2.T * (trace.H > 0)
    return Params(trace.X.T @ dh, dh.sum(0), trace.H.T @ d, d.sum(0))
def update(params, grads, lr):
    return Params(params.W1 - lr * grads.W1, params.b1 - lr * grads.b1,
                  params.W2 - lr * grads.W2, params.b2 - lr * grads.b2)
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=Params(*start()), forward=forward, backward=backward,
                update=update, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

DECORATED = HEAD + '''
import time
def timed(f):
    def inner(*args, **kwargs):
        begin = time.time()
        result = f(*args, **kwargs)
        return result
    return inner
@timed
def forward(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    A2 = softmax(A1 @ W2 + b2)
    return A1, A2
@timed
def backward(X, Y, A1, A2, W2):
    m = len(X)
    dZ2 = (A2 - Y) / m
    dZ1 = dZ2 @ W2.T * (A1 > 0)
    return X.T @ dZ1, dZ1.sum(0), A1.T @ dZ2, dZ2.sum(0)
def update(W1, b1, W2, b2, dW1, db1, dW2, db2, lr):
    return W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=start(), forward=forward, backward=backward,
                update=update, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

NO_HIDDEN = HEAD + '''
def forward(W, X):
    return softmax(X @ W)
def backward(W, X, Y):
    return X.T @ (forward(W, X) - Y) / len(X)
def update(W, grad, lr):
    W -= lr * grad
    return W
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=rng.normal(0, 0.01, (784, 10)), forward=forward, backward=backward,
                update=update, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

SINGLE_WEIGHT_TUPLE = HEAD + '''
def forward(params, X):
    W, = params
    return softmax(X @ W)
def backward(params, X, A, Y):
    return (X.T @ (A - Y) / len(X),)
def update(params, grads, lr):
    return tuple(p - lr * g for p, g in zip(params, grads))
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=(rng.normal(0, 0.01, (784, 10)),), forward=forward, backward=backward,
                update=update, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

LISTS_OF_LAYERS_OBJECTS = HEAD + '''
class Layer:
    def __init__(self, W, b):
        self.W, self.b = W, b
def init():
    W1, b1, W2, b2 = start()
    return [Layer(W1, b1), Layer(W2, b2)]
def forward(layers, x):
    l1, l2 = layers
    l1.out = np.maximum(x @ l1.W + l1.b, 0)
    l2.out = softmax(l1.out @ l2.W + l2.b)
    return l2.out
def backward(layers, x, t):
    l1, l2 = layers
    d = (l2.out - t) / len(t)
    l2.dW, l2.db = l1.out.T @ d, d.sum(0)
    d = d @ l2.W.T * (l1.out > 0)
    l1.dW, l1.db = x.T @ d, d.sum(0)
def update(layers, eta):
    for l in layers:
        l.W -= eta * l.dW
        l.b -= eta * l.db
''' + GIVEN

SPLIT_GROUPS_DICT = HEAD + '''
def init():
    W1, b1, W2, b2 = start()
    return {"weights": [W1, W2], "biases": [b1, b2]}
def forward(x, model):
    outs = [x]
    for i in range(2):
        z = outs[i] @ model["weights"][i] + model["biases"][i]
        outs.append(np.maximum(z, 0) if i == 0 else softmax(z))
    return outs[-1], outs
def backward(y, outs, model):
    gw, gb = [None, None], [None, None]
    err = (outs[-1] - np.eye(10)[y]) / len(y)
    for i in (1, 0):
        gw[i], gb[i] = outs[i].T @ err, err.sum(axis=0)
        err = err @ model["weights"][i].T * (outs[i] > 0)
    return gw, gb
def update(model, gw, gb, lr=0.1):
    for i in range(2):
        model["weights"][i] -= lr * gw[i]
        model["biases"][i] -= lr * gb[i]
''' + GIVEN_LABELS

# name → (source, replacements, key of what is found first, or an empty string)
HOLDERS = {
    "global dict": (GLOBAL_DICT, [], ""),
    "global dict, sick": (GLOBAL_DICT, [(' * (h > 0)', '')], "ReLU mask always true"),
    "global steps": (GLOBAL_STEPS, [], ""),
    "global steps, sick": (GLOBAL_STEPS, [(' * (Z1 > 0)', '')], "ReLU mask always true"),
    "object train": (OBJECT_TRAIN, [], ""),
    "object train, sick": (OBJECT_TRAIN, [
        (' * (1 - self.hidden ** 2)', ' * self.hidden * (1 - self.hidden)')], "A (1 - A)"),
    "dict with numbers": (DICT_WITH_NUMBERS, [], ""),
    "dict with numbers, sick": (DICT_WITH_NUMBERS, [(' * (cache["h"] > 0)', '')], "ReLU mask always true"),
    "dataclass": (DATACLASS, [], ""),
    "dataclass, sick": (DATACLASS, [(' * (trace.H > 0)', '')], "ReLU mask always true"),
    "decorated": (DECORATED, [], ""),
    "decorated, sick": (DECORATED, [(' * (A1 > 0)', '')], "ReLU mask always true"),
    "no hidden": (NO_HIDDEN, [], ""),
    "no hidden, sick": (NO_HIDDEN, [('(forward(W, X) - Y)', '(Y - forward(W, X))')], "the sign of the gradient"),
    "single weight tuple": (SINGLE_WEIGHT_TUPLE, [], ""),
    "single weight tuple, sick": (SINGLE_WEIGHT_TUPLE, [(' / len(X),)', ',)')], "no mean"),
    "lists of layers objects": (LISTS_OF_LAYERS_OBJECTS, [], ""),
    "lists of layers objects, sick": (LISTS_OF_LAYERS_OBJECTS, [(' * (l1.out > 0)', '')], "ReLU mask always true"),
    "split groups dict": (SPLIT_GROUPS_DICT, [], ""),
    "split groups dict, sick": (SPLIT_GROUPS_DICT, [(' * (outs[i] > 0)', '')], "ReLU mask always true"),
}
