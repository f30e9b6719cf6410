"""Further ways in which beginners pass and name things: each source makes the arguments of `examine` by `given`."""

HEAD = '''
import numpy as np
rng = np.random.default_rng(3)
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
def start(h=24):
    return rng.normal(0, 0.05, (784, h)), np.zeros(h), rng.normal(0, 0.25, (h, 10)), np.zeros(10)
def init():
    W1, b1, W2, b2 = start()
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
'''

# how most of them are passed on: with one-hot labels, or with labels
GIVEN = '''\
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=init(), forward=forward, backward=backward,
                update=update, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''
GIVEN_LABELS = GIVEN.replace("np.eye(10)[labels]", "labels")

ONLY_A = HEAD + '''
def forward(X, p):
    return softmax(np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"])
def gradients(X, solution, p):
    h = np.maximum(X @ p["W1"] + p["b1"], 0)
    d = (softmax(h @ p["W2"] + p["b2"]) - solution) / len(X)
    g = {"W2": h.T @ d, "b2": d.sum(0)}
    d = d @ p["W2"].T * (h > 0)
    g["W1"], g["b1"] = X.T @ d, d.sum(0)
    return g
def descend(p, g, tempo):
    for k in p:
        p[k] -= tempo * g[k]
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=init(), forward=forward, backward=gradients,
                update=descend, X=X, labels=np.eye(10)[labels], predict=lambda p, X: forward(X, p).argmax(1),
                learning_rate=0.2)
'''

COLUMN_LABELS = HEAD + '''
def forward(w1, b1, w2, b2, x):
    z1 = x @ w1 + b1
    a1 = np.tanh(z1)
    return a1, softmax(a1 @ w2 + b2)
def backward(a1, a2, w2, x, y):
    m = y.shape[0]
    d2 = a2.copy()
    d2[np.arange(m), y[:, 0]] -= 1
    d1 = d2 @ w2.T * (1 - a1 ** 2)
    return x.T @ d1 / m, d1.mean(0), a1.T @ d2 / m, d2.mean(0)
def update(w1, b1, w2, b2, dw1, db1, dw2, db2, lr=0.2):
    return w1 - lr * dw1, b1 - lr * db1, w2 - lr * dw2, b2 - lr * db2
def predict(w1, b1, w2, b2, x):
    return forward(w1, b1, w2, b2, x)[1].argmax(1)[:, None]
def accuracy(guess, y):
    return (guess == y).mean()
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=start(), forward=forward, backward=backward,
                update=update, X=X, labels=labels.reshape(-1, 1), predict=predict, measure=accuracy,
                learning_rate=0.2)
'''

NESTED_LISTS = HEAD + '''
def init():
    W1, b1, W2, b2 = start()
    return [[W1, b1], [W2, b2]]
def feed(layers, stuff):
    keep = []
    for i, (w, b) in enumerate(layers):
        z = stuff @ w + b
        keep.append([stuff, z])
        stuff = np.maximum(z, 0) if i < len(layers) - 1 else softmax(z)
    return stuff, keep
def learn(layers, guess, keep, wish):
    slopes = []
    d = (guess - wish) / len(wish)
    for i in reversed(range(len(layers))):
        came, z = keep[i]
        slopes.insert(0, [came.T @ d, d.sum(0)])
        if i:
            d = d @ layers[i][0].T * (keep[i - 1][1] > 0)
    return slopes
def move(layers, slopes, speed):
    return [[w - speed * dw, b - speed * db] for (w, b), (dw, db) in zip(layers, slopes)]
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=init(), forward=feed, backward=learn,
                update=move, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

IN_PLACE_NONE = HEAD + '''
def init():
    W1, b1, W2, b2 = start()
    return {"hidden": {"w": W1, "b": b1}, "output": {"w": W2, "b": b2}}
def forward(net, batch):
    net_in = batch @ net["hidden"]["w"] + net["hidden"]["b"]
    out1 = np.maximum(net_in, 0)
    out2 = softmax(out1 @ net["output"]["w"] + net["output"]["b"])
    return {"in": batch, "z": net_in, "out1": out1, "out2": out2}
def backward(net, f, truth):
    e = (f["out2"] - truth) / len(truth)
    e1 = e @ net["output"]["w"].T
    e1[f["z"] <= 0] = 0
    return {"hidden": {"w": f["in"].T @ e1, "b": e1.sum(0)}, "output": {"w": f["out1"].T @ e, "b": e.sum(0)}}
def update(net, corrections, lr):
    for layer in net:
        for k in net[layer]:
            net[layer][k] -= lr * corrections[layer][k]
''' + GIVEN

ONE_HOT_ANSWERS = HEAD + '''
def forward(W1, b1, W2, b2, X):
    Z1 = X @ W1 + b1
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ W2 + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2
def backward(Z1, A1, A2, W2, X, labels):
    n = len(labels)
    T = np.zeros_like(A2)
    T[range(n), labels] = 1
    dZ2 = A2 - T
    dZ1 = dZ2 @ W2.T * (Z1 > 0)
    return X.T @ dZ1 / n, dZ1.mean(axis=0), A1.T @ dZ2 / n, dZ2.mean(axis=0)
def update(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha):
    W1 -= alpha * dW1
    b1 -= alpha * db1
    W2 -= alpha * dW2
    b2 -= alpha * db2
def predict(A2):
    P = np.zeros_like(A2)
    P[np.arange(len(A2)), A2.argmax(1)] = 1
    return P
def acc(P, labels):
    return np.mean(P.argmax(1) == labels)
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=start(), forward=forward, backward=backward,
                update=update, X=X, labels=labels, predict=predict, measure=acc,
                learning_rate=0.2)
'''

OBJECT_CALL = HEAD + '''
class Layer:
    def __init__(self, a, b, last=False):
        self.w, self.c, self.last = rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros((1, b)), last
    def __call__(self, x):
        self.x = x
        self.z = x @ self.w + self.c
        return softmax(self.z) if self.last else np.maximum(self.z, 0)
class Net:
    def __init__(self):
        self.layers = [Layer(784, 24), Layer(24, 10, last=True)]
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        self.y = x
        return x
    def backward(self, labels):
        d = self.y.copy()
        d[np.arange(len(labels)), labels] -= 1
        d /= len(labels)
        for layer in reversed(self.layers):
            if not layer.last:
                d = d * (layer.z > 0)
            layer.dw = layer.x.T @ d
            layer.dc = d.sum(axis=0, keepdims=True)
            d = d @ layer.w.T
    def step(self, lr=0.2):
        for layer in self.layers:
            layer.w = layer.w - lr * layer.dw
            layer.c = layer.c - lr * layer.dc
net = Net()
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=net, forward=net.__call__, backward=net.backward,
                update=net.step, X=X, labels=labels,
                learning_rate=0.2)
'''

DEFAULTS = HEAD + '''
def init():
    W1, b1, W2, b2 = start()
    return [W1, b1, W2, b2]
def forward(X, params, activation="relu", keep=None):
    W1, b1, W2, b2 = params
    h = X @ W1 + b1
    h = np.maximum(h, 0) if activation == "relu" else np.tanh(h)
    return softmax(h @ W2 + b2), h
def backward(X, Y, probs, h, params, activation="relu", reg=0.0, m=None):
    m = m or len(X)
    W1, b1, W2, b2 = params
    d = (probs - Y) / m
    dh = d @ W2.T
    dh = dh * (h > 0) if activation == "relu" else dh * (1 - h * h)
    return [X.T @ dh + reg * W1, dh.sum(0), h.T @ d + reg * W2, d.sum(0)]
def update(params, grads, lr=0.2, clip=None):
    return [p - lr * g for p, g in zip(params, grads)]
''' + GIVEN

BATCHES_INSIDE = HEAD + '''
def forward(p, X):
    h = np.maximum(X @ p["W1"] + p["b1"], 0)
    return h, softmax(h @ p["W2"] + p["b2"])
def epoch(p, X, y, lr, batch_size=8):
    order = np.random.permutation(len(X))
    for i in range(0, len(X), batch_size):
        j = order[i:i + batch_size]
        h, a = forward(p, X[j])
        d = (a - np.eye(10)[y[j]]) / len(j)
        dh = d @ p["W2"].T * (h > 0)
        p["W2"] -= lr * h.T @ d
        p["b2"] -= lr * d.sum(0)
        p["W1"] -= lr * X[j].T @ dh
        p["b1"] -= lr * dh.sum(0)
    return p
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=init(), forward=forward, backward=None,
                update=epoch, X=X, labels=labels,
                learning_rate=0.2)
'''

ODD_NAMES = HEAD + '''
def forward(picture, synapse0, shift0, synapse1, shift1):
    middle = np.maximum(picture @ synapse0 + shift0, 0)
    guess = softmax(middle @ synapse1 + shift1)
    return middle, guess
def backward(picture, middle, guess, truth_table, synapse1):
    delta = (guess - truth_table) / picture.shape[0]
    delta0 = delta @ synapse1.T * (middle > 0)
    return picture.T @ delta0, delta0.sum(0), middle.T @ delta, delta.sum(0)
def nudge(synapse0, shift0, synapse1, shift1, c0, c1, c2, c3, step_size):
    return synapse0 - step_size * c0, shift0 - step_size * c1, synapse1 - step_size * c2, shift1 - step_size * c3
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=start(), forward=forward, backward=backward,
                update=nudge, X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

CACHE_OBJECT = HEAD + '''
from types import SimpleNamespace
def forward(params, X):
    ctx = SimpleNamespace()
    ctx.x = X
    ctx.h = np.maximum(X @ params["W1"] + params["b1"], 0)
    ctx.probs = softmax(ctx.h @ params["W2"] + params["b2"])
    return ctx.probs, ctx
def backward(params, ctx, y):
    d = ctx.probs.copy()
    d[np.arange(len(y)), y] -= 1
    d /= len(y)
    dh = d @ params["W2"].T
    dh[ctx.h <= 0] = 0
    return {"dW1": ctx.x.T @ dh, "db1": dh.sum(0), "dW2": ctx.h.T @ d, "db2": d.sum(0)}
def update(params, grads, lr):
    return {k: v - lr * grads["d" + k] for k, v in params.items()}
''' + GIVEN_LABELS

KWARGS = HEAD + '''
def forward(X, **p):
    h = np.maximum(X @ p["W1"] + p["b1"], 0)
    return {"X": X, "h": h, "A": softmax(h @ p["W2"] + p["b2"])}
def backward(cache, Y, **p):
    d = (cache["A"] - Y) / len(Y)
    dh = d @ p["W2"].T * (cache["h"] > 0)
    return dict(W1=cache["X"].T @ dh, b1=dh.sum(0), W2=cache["h"].T @ d, b2=d.sum(0))
def update(grads, lr, **p):
    return {k: p[k] - lr * grads[k] for k in p}
''' + GIVEN

LOSS_AND_GRADS = HEAD + '''
class Net:
    def __init__(self):
        self.W1, self.b1, self.W2, self.b2 = start()
    def forward(self, X):
        self.X = X
        self.h = np.maximum(X @ self.W1 + self.b1, 0)
        self.p = softmax(self.h @ self.W2 + self.b2)
        return self.p
    def loss(self, y):
        N = len(y)
        loss = -np.log(self.p[np.arange(N), y]).mean()
        d = self.p.copy()
        d[np.arange(N), y] -= 1
        d /= N
        dh = d @ self.W2.T
        dh[self.h <= 0] = 0
        return loss, {"W1": self.X.T @ dh, "b1": dh.sum(0), "W2": self.h.T @ d, "b2": d.sum(0)}
    def update(self, grads, lr):
        for name in grads:
            setattr(self, name, getattr(self, name) - lr * grads[name])
net = Net()
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=net, forward=net.forward, backward=net.loss,
                update=net.update, X=X, labels=labels,
                learning_rate=0.2)
'''

LOSS_FIRST = HEAD + '''
def scores(params, X):
    return softmax(np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"])
def loss_and_gradients(params, X, y):
    N = len(y)
    h = np.maximum(X @ params["W1"] + params["b1"], 0)
    p = softmax(h @ params["W2"] + params["b2"])
    loss = -np.log(p[np.arange(N), y]).mean()
    p[np.arange(N), y] -= 1
    p /= N
    dh = p @ params["W2"].T
    dh[h <= 0] = 0
    return loss, {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ p, "b2": p.sum(0)}
def sgd(params, result, lr):
    for k in params:
        params[k] -= lr * result[1][k]
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=init(), forward=scores, backward=loss_and_gradients,
                update=sgd, X=X, labels=labels,
                learning_rate=0.2)
'''

EMA_ATTRIBUTE = HEAD + '''
def forward(p, X):
    h = np.maximum(X @ p["W1"] + p["b1"], 0)
    return h, softmax(h @ p["W2"] + p["b2"])
def backward(p, X, h, out, Y):
    d = (out - Y) / len(Y)
    dh = d @ p["W2"].T * (h > 0)
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
def update(p, g, lr, beta=0.9):
    v = update.__dict__.setdefault("v", {k: np.zeros_like(p[k]) for k in p})
    for k in p:
        v[k] = beta * v[k] + (1 - beta) * g[k]
        p[k] = p[k] - lr * v[k]
    return p
''' + GIVEN

CLOSURE_MOMENTUM = HEAD + '''
def forward(p, X):
    h = np.maximum(X @ p["W1"] + p["b1"], 0)
    return softmax(h @ p["W2"] + p["b2"]), (X, h)
def backward(p, saved, out, Y):
    X, h = saved
    d = (out - Y) / len(Y)
    dh = d @ p["W2"].T * (h > 0)
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
def make_update(beta=0.9):
    v = None
    def update(p, g, lr):
        nonlocal v
        if v is None:
            v = {k: np.zeros_like(p[k]) for k in p}
        new = {}
        for k in p:
            v[k] = beta * v[k] + g[k]
            new[k] = p[k] - lr * v[k]
        return new
    return update
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=init(), forward=forward, backward=backward,
                update=make_update(), X=X, labels=np.eye(10)[labels],
                learning_rate=0.2)
'''

CHANGED_IN_PLACE = HEAD + '''
def forward(p, X):
    h = np.maximum(X @ p["W1"] + p["b1"], 0)
    out = softmax(h @ p["W2"] + p["b2"])
    return X, h, out
def backward(p, res, labs):
    X, h, out = res
    d = out
    d[np.arange(len(labs)), labs] -= 1
    d /= len(labs)
    dW2 = h.T @ d
    mask = h
    mask[mask > 0] = 1
    dh = d @ p["W2"].T * mask
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": dW2, "b2": d.sum(0)}
def update(p, g, lr):
    return {k: p[k] - lr * g[k] for k in p}
''' + GIVEN_LABELS

REVERSED_GRADIENTS = HEAD + '''
def init():
    W1, b1, W2, b2 = start()
    return [W1, W2], [b1, b2]
def forward(model, X):
    Ws, bs = model
    acts = [X]
    for W, b in zip(Ws, bs):
        z = acts[-1] @ W + b
        acts.append(np.maximum(z, 0) if W is not Ws[-1] else softmax(z))
    return acts
def backward(model, acts, Y):
    Ws, bs = model
    dWs, dbs = [], []
    d = (acts[-1] - Y) / len(Y)
    for i in range(len(Ws) - 1, -1, -1):
        dWs.append(acts[i].T @ d)
        dbs.append(d.sum(0))
        d = d @ Ws[i].T * (acts[i] > 0)
    return dWs, dbs
def update(model, dWs, dbs, lr):
    Ws, bs = model
    n = len(Ws)
    for i in range(n):
        Ws[i] -= lr * dWs[n - 1 - i]
        bs[i] -= lr * dbs[n - 1 - i]
''' + GIVEN

FLAT_VECTOR = HEAD + '''
def unpack(w):
    a, b, c = 784 * 24, 784 * 24 + 24, 784 * 24 + 24 + 240
    return w[:a].reshape(784, 24), w[a:b], w[b:c].reshape(24, 10), w[c:]
def init():
    return np.concatenate([q.ravel() for q in start()])
def forward(w, X):
    W1, b1, W2, b2 = unpack(w)
    h = np.maximum(X @ W1 + b1, 0)
    return h, softmax(h @ W2 + b2)
def gradient(w, X, h, p, y):
    W1, b1, W2, b2 = unpack(w)
    d = (p - np.eye(10)[y]) / len(y)
    dh = d @ W2.T * (h > 0)
    return np.concatenate([(X.T @ dh).ravel(), dh.sum(0), (h.T @ d).ravel(), d.sum(0)])
def step(w, g, lr):
    return w - lr * g
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=(init(),), forward=forward, backward=gradient,
                update=step, X=X, labels=labels, predict=lambda t, X: forward(t[0], X)[1].argmax(1),
                learning_rate=0.2)
'''

STATE_RETURNED = HEAD + '''
def forward(p, X):
    h = np.maximum(X @ p["W1"] + p["b1"], 0)
    return softmax(h @ p["W2"] + p["b2"]), (X, h)
def backward(p, inner, out, Y):
    X, h = inner
    d = (out - Y) / len(Y)
    dh = d @ p["W2"].T * (h > 0)
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
def update(p, g, lr=0.1, state=None, beta=0.9):
    state = state or {k: np.zeros_like(v) for k, v in p.items()}
    for k in p:
        state[k] = beta * state[k] + (1 - beta) * g[k]
        p[k] = p[k] - lr * state[k]
    return p, state
''' + GIVEN

ONE_ARRAY_TWO_NAMES = HEAD + '''
def relu(z):
    z[z < 0] = 0
    return z
def slope(z):
    return (z > 0) * 1.0
def forward(p, X):
    z1 = X @ p["W1"] + p["b1"]
    a1 = relu(z1)
    return softmax(a1 @ p["W2"] + p["b2"]), (X, z1, a1)
def backward(p, saved, out, digits):
    X, z1, a1 = saved
    d = (out - np.eye(10)[digits]) / len(digits)
    dh = d @ p["W2"].T * slope(z1)
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": a1.T @ d, "b2": d.sum(0)}
def update(p, g, lr):
    return {k: p[k] - lr * g[k] for k in p}
''' + GIVEN_LABELS

THETAS = HEAD + '''
lam = 1.0
def g(z):
    return 1 / (1 + np.exp(-z))
def forward(Theta1, Theta2, X):
    a1 = np.c_[np.ones(len(X)), X]
    a2 = np.c_[np.ones(len(X)), g(a1 @ Theta1.T)]
    return a1, a2, g(a2 @ Theta2.T)
def backward(Theta1, Theta2, a1, a2, h, y):
    m = len(y)
    d3 = h - y
    d2 = (d3 @ Theta2 * a2 * (1 - a2))[:, 1:]
    grad1, grad2 = d2.T @ a1 / m, d3.T @ a2 / m
    grad1[:, 1:] += lam / m * Theta1[:, 1:]
    grad2[:, 1:] += lam / m * Theta2[:, 1:]
    return grad1, grad2
def step(Theta1, Theta2, grad1, grad2, alpha):
    return Theta1 - alpha * grad1, Theta2 - alpha * grad2
def cost(h, y, Theta1, Theta2):
    data = np.sum(-y * np.log(h) - (1 - y) * np.log(1 - h)) / len(y)
    return data + lam / (2 * len(y)) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
def given(images, labels):
    X = images.reshape(len(images), -1) / 255
    return dict(parameters=(rng.uniform(-0.12, 0.12, (25, 785)), rng.uniform(-0.12, 0.12, (10, 26))),
                forward=forward, backward=backward,
                update=step, X=X, labels=np.eye(10)[labels], cost=cost,
                learning_rate=0.2)
'''

# name → (source, replacements, key of what is found first, or an empty string)
FOUND = {
    "only A": (ONLY_A, [], ""),
    "only A, sick": (ONLY_A, [(' * (h > 0)', '')], "ReLU mask always true"),
    "column labels": (COLUMN_LABELS, [], ""),
    "column labels, sick": (COLUMN_LABELS, [('(1 - a1 ** 2)', '(1 - a1) ** 2')], "(1 - A)²"),
    "nested lists": (NESTED_LISTS, [], ""),
    "nested lists, sick": (NESTED_LISTS, [(' * (keep[i - 1][1] > 0)', '')], "ReLU mask always true"),
    "in place none": (IN_PLACE_NONE, [], ""),
    "in place none, sick": (IN_PLACE_NONE, [('e1[f["z"] <= 0] = 0', 'pass')], "ReLU mask always true"),
    "one hot answers": (ONE_HOT_ANSWERS, [], ""),
    "one hot answers, sick": (ONE_HOT_ANSWERS, [('A2.argmax(1)] = 1', 'A2.argmin(1)] = 1')], "argmin"),
    "object call": (OBJECT_CALL, [], ""),
    "object call, sick": (OBJECT_CALL, [('d = d * (layer.z > 0)', 'pass')], "ReLU mask always true"),
    "defaults": (DEFAULTS, [], ""),
    "defaults, sick": (DEFAULTS, [('dh * (h > 0) if', 'dh * h if')], "times A"),
    "batches inside": (BATCHES_INSIDE, [], ""),
    "batches inside, sick": (BATCHES_INSIDE, [(' * (h > 0)', '')], "ReLU mask always true"),
    "odd names": (ODD_NAMES, [], ""),
    "odd names, sick": (ODD_NAMES, [('synapse0 - step_size', 'synapse0 + step_size')], "the step goes the wrong way"),
    "cache object": (CACHE_OBJECT, [], ""),
    "cache object, sick": (CACHE_OBJECT, [('dh[ctx.h <= 0] = 0', 'pass')], "ReLU mask always true"),
    "kwargs": (KWARGS, [], ""),
    "kwargs, sick": (KWARGS, [(' * (cache["h"] > 0)', '')], "ReLU mask always true"),
    "loss and grads": (LOSS_AND_GRADS, [], ""),
    "loss and grads, sick": (LOSS_AND_GRADS, [('        d /= N\n', '')], "no mean"),
    "loss first": (LOSS_FIRST, [], ""),
    "loss first, sick": (LOSS_FIRST, [('dh[h <= 0] = 0', 'dh[dh <= 0] = 0')], "mask of dA"),
    "ema attribute": (EMA_ATTRIBUTE, [], ""),
    "ema attribute, sick": (EMA_ATTRIBUTE, [
        ('v = update.__dict__.setdefault("v", {k: np.zeros_like(p[k]) for k in p})',
         'v = {k: np.zeros_like(p[k]) for k in p}'),
    ], "momentum made anew"),
    "closure momentum": (CLOSURE_MOMENTUM, [], ""),
    "closure momentum, sick": (CLOSURE_MOMENTUM, [
        ('        if v is None:\n            v =', '        v ='),
    ], "momentum made anew"),
    "changed in place": (CHANGED_IN_PLACE, [], ""),
    "changed in place, sick": (CHANGED_IN_PLACE, [
        ('    dW2 = h.T @ d\n', ''),
        ('"W2": dW2', '"W2": h.T @ d'),
    ], "changed in place"),
    "reversed gradients": (REVERSED_GRADIENTS, [], ""),
    "reversed gradients, sick": (REVERSED_GRADIENTS, [(' * (acts[i] > 0)', '')], "ReLU mask always true"),
    "flat vector": (FLAT_VECTOR, [], ""),
    "flat vector, sick": (FLAT_VECTOR, [('(h.T @ d).ravel()', '2 * (h.T @ d).ravel()')], "gradient differs"),
    "state returned": (STATE_RETURNED, [], ""),
    "state returned, sick": (STATE_RETURNED, [(' * (h > 0)', '')], "ReLU mask always true"),
    "one array two names": (ONE_ARRAY_TWO_NAMES, [], ""),
    "one array two names, sick": (ONE_ARRAY_TWO_NAMES, [
        ('    return (z > 0) * 1.0', '    z[z > 0] = 1\n    return z'),
    ], "changed in place"),
    "thetas": (THETAS, [], ""),
    "thetas, sick": (THETAS, [('+= lam / m', '+= lam')], "decay contradicts the loss"),
    "thetas, decay alone": (THETAS, [("+= lam / m", "+= lam"), (", cost=cost", "")], "decay too strong"),
    "thetas, decay that the loss has too": (THETAS, [
        ("+= lam / m", "+= lam"), ("lam / (2 * len(y))", "lam / 2"), ("lam = 1.0", "lam = 1e-4")], ""),
}
