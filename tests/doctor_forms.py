"""Networks in the forms that courses, books and blogs teach: each makes the arguments of `examine` by `given`."""

CACHES = '''
import numpy as np
def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) / np.sqrt(layer_dims[l-1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters
def relu(Z):
    A = np.maximum(0, Z)
    return A, Z
def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True), Z
def linear_forward(A, W, b):
    return np.dot(W, A) + b, (A, W, b)
def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        Z, linear_cache = linear_forward(A, parameters['W' + str(l)], parameters['b' + str(l)])
        A, activation_cache = relu(Z)
        caches.append((linear_cache, activation_cache))
    Z, linear_cache = linear_forward(A, parameters['W' + str(L)], parameters['b' + str(L)])
    AL, activation_cache = softmax(Z)
    caches.append((linear_cache, activation_cache))
    return AL, caches
def compute_cost(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-np.sum(Y * np.log(AL + 1e-9)) / m)
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db
def relu_backward(dA, Z):
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dZ = AL - Y
    linear_cache, activation_cache = caches[L-1]
    grads["dA" + str(L-1)], grads["dW" + str(L)], grads["db" + str(L)] = linear_backward(dZ, linear_cache)
    for l in reversed(range(L-1)):
        linear_cache, activation_cache = caches[l]
        dZ = relu_backward(grads["dA" + str(l+1)], activation_cache)
        grads["dA" + str(l)], grads["dW" + str(l+1)], grads["db" + str(l+1)] = linear_backward(dZ, linear_cache)
    return grads
def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l+1)] = parameters["W" + str(l+1)] - learning_rate * grads["dW" + str(l+1)]
        parameters["b" + str(l+1)] = parameters["b" + str(l+1)] - learning_rate * grads["db" + str(l+1)]
    return parameters
def given(images, labels):
    X = images.reshape(images.shape[0], -1).T / 255
    Y = np.eye(10)[labels].T
    parameters = initialize_parameters_deep([784, 32, 16, 10])
    return dict(parameters=parameters, forward=L_model_forward, backward=L_model_backward,
                update=update_parameters, X=X, labels=Y, cost=compute_cost, learning_rate=0.1)
'''

SCORES = '''
import numpy as np
class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-2):
        rs = np.random.RandomState(0)
        self.params = {}
        self.params['W1'] = std * rs.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * rs.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)
        self.reg = 1e-3
    def forward(self, X):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        self.h = np.maximum(0, X.dot(W1) + b1)
        scores = self.h.dot(W2) + b2
        exp = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        self.probs = exp / np.sum(exp, axis=1, keepdims=True)
        return self.probs
    def backward(self, X, y):
        N = X.shape[0]
        grads = {}
        dscores = self.probs.copy()
        dscores[range(N), y] -= 1
        dscores /= N
        grads['W2'] = np.dot(self.h.T, dscores) + self.reg * self.params['W2']
        grads['b2'] = np.sum(dscores, axis=0)
        dh = np.dot(dscores, self.params['W2'].T)
        dh[self.h <= 0] = 0
        grads['W1'] = np.dot(X.T, dh) + self.reg * self.params['W1']
        grads['b1'] = np.sum(dh, axis=0)
        return grads
    def step(self, grads, learning_rate=1e-1):
        for p in self.params:
            self.params[p] -= learning_rate * grads[p]
    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)
def given(images, labels):
    X = images.reshape(-1, 784).astype(np.float32) / 255
    net = TwoLayerNet(784, 50, 10)
    return dict(parameters=net, forward=net.forward, backward=net.backward,
                update=net.step, X=X, labels=labels, predict=net.predict,
                measure=lambda p, y: (p == y).mean(), learning_rate=0.1)
'''

LAYERS = '''
import numpy as np
np.random.seed(1)
class Dense:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.biases = np.zeros((1, n_out))
    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.weights + self.biases
    def backward(self, grad):
        self.dweights = self.inputs.T @ grad
        self.dbiases = grad.sum(axis=0, keepdims=True)
        return grad @ self.weights.T
class Relu:
    def forward(self, inputs):
        self.inputs = inputs
        return np.maximum(0, inputs)
    def backward(self, grad):
        return grad * (self.inputs > 0)
class Model:
    def __init__(self):
        self.layers = [Dense(784, 30), Relu(), Dense(30, 10)]
    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        e = np.exp(X - X.max(axis=1, keepdims=True))
        self.out = e / e.sum(axis=1, keepdims=True)
        return self.out
    def backward(self, y_true):
        grad = (self.out - y_true) / len(y_true)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
    def update(self, lr):
        for layer in self.layers:
            if isinstance(layer, Dense):
                layer.weights -= lr * layer.dweights
                layer.biases -= lr * layer.dbiases
def given(images, labels):
    model = Model()
    X = images.reshape(len(images), 784) / 255.0
    Y = np.zeros((len(labels), 10)); Y[np.arange(len(labels)), labels] = 1
    return dict(parameters=model, forward=model.forward, backward=model.backward,
                update=model.update, X=X, labels=Y, learning_rate=0.1)
'''

BOOK = '''
import numpy as np
class Network:
    def __init__(self, sizes):
        rng = np.random.RandomState(2)
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [rng.randn(y, 1) for y in sizes[1:]]
        self.weights = [rng.randn(y, x) / np.sqrt(x) for x, y in zip(sizes[:-1], sizes[1:])]
    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a
    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta.mean(axis=1, keepdims=True)
        nabla_w[-1] = np.dot(delta, activations[-2].T) / x.shape[1]
        for l in range(2, self.num_layers):
            z = zs[-l]
            delta = np.dot(self.weights[-l+1].T, delta) * sigmoid_prime(z)
            nabla_b[-l] = delta.mean(axis=1, keepdims=True)
            nabla_w[-l] = np.dot(delta, activations[-l-1].T) / x.shape[1]
        return (nabla_b, nabla_w)
    def update(self, nabla_b, nabla_w, eta):
        self.weights = [w - eta * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - eta * nb for b, nb in zip(self.biases, nabla_b)]
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))
def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))
def given(images, labels):
    net = Network([784, 30, 10])
    X = images.reshape(-1, 784).T / 255
    Y = np.eye(10)[labels].T
    return dict(parameters=net, forward=net.feedforward, backward=net.backprop,
                update=net.update, X=X, labels=Y, learning_rate=3.0)
'''

MOMENTUM = '''
import numpy as np
VEL = {}
def init(n_x=784, n_h=40, n_y=10):
    g = np.random.default_rng(5)
    return {"w1": g.standard_normal((n_x, n_h)) * np.sqrt(1 / n_x), "b1": np.zeros(n_h),
            "w2": g.standard_normal((n_h, n_y)) * np.sqrt(1 / n_h), "b2": np.zeros(n_y)}
def forward(p, x):
    h = np.tanh(x @ p["w1"] + p["b1"])
    s = h @ p["w2"] + p["b2"]
    s = s - s.max(1)[:, None]
    prob = np.exp(s) / np.exp(s).sum(1)[:, None]
    return prob, {"x": x, "h": h, "prob": prob}
def backward(p, cache, y):
    n = len(y)
    onehot = np.zeros((n, 10)); onehot[np.arange(n), y] = 1
    d = (cache["prob"] - onehot) / n
    g = {"w2": cache["h"].T @ d, "b2": d.sum(0)}
    dh = d @ p["w2"].T * (1 - cache["h"] ** 2)
    g["w1"] = cache["x"].T @ dh
    g["b1"] = dh.sum(0)
    return g
def update(p, g, lr, mu=0.9):
    for k in p:
        VEL[k] = mu * VEL.get(k, 0) - lr * g[k]
        p[k] = p[k] + VEL[k]
    return p
def train(x, y, p, epochs=2, lr=0.1, bs=64):
    for e in range(epochs):
        order = np.random.permutation(len(y))
        for i in range(0, len(y), bs):
            j = order[i:i + bs]
            prob, cache = forward(p, x[j])
            g = backward(p, cache, y[j])
            p = update(p, g, lr)
    return p
def accuracy(pred, y):
    return np.mean(pred == y)
def given(images, labels):
    x = images.reshape(len(images), -1) / 255
    return dict(parameters=init(), forward=forward, backward=backward,
                update=update, X=x, labels=labels, train=train,
                measure=accuracy, predict=lambda prob: prob.argmax(1), learning_rate=0.05)
'''

ADAM = '''
import numpy as np
def make():
    rng = np.random.default_rng(0)
    sizes = [784, 64, 32, 10]
    params = []
    for a, b in zip(sizes, sizes[1:]):
        W = (rng.standard_normal((a, b)) * np.sqrt(2 / a)).astype("float32")
        params.append({"W": W, "b": np.zeros(b, dtype="float32")})
    return params
def forward(params, X):
    acts = [X]
    for i, layer in enumerate(params):
        z = acts[-1] @ layer["W"] + layer["b"]
        if i < len(params) - 1:
            acts.append(np.where(z > 0, z, 0.01 * z))
        else:
            e = np.exp(z - z.max(axis=1, keepdims=True))
            acts.append(e / e.sum(axis=1, keepdims=True))
    return acts
def backward(params, acts, Y):
    grads = [None] * len(params)
    d = (acts[-1] - Y) / Y.shape[0]
    for i in range(len(params) - 1, -1, -1):
        grads[i] = {"W": acts[i].T @ d, "b": d.sum(axis=0)}
        if i > 0:
            d = d @ params[i]["W"].T
            d = d * np.where(acts[i] > 0, 1, 0.01)
    return grads
STATE = {"t": 0, "m": None, "v": None}
def update(params, grads, lr=0.001, b1=0.9, b2=0.999):
    if STATE["m"] is None:
        STATE["m"] = [{k: np.zeros_like(g[k]) for k in g} for g in grads]
        STATE["v"] = [{k: np.zeros_like(g[k]) for k in g} for g in grads]
    STATE["t"] += 1
    for p, g, m, v in zip(params, grads, STATE["m"], STATE["v"]):
        for k in p:
            m[k] = b1 * m[k] + (1 - b1) * g[k]
            v[k] = b2 * v[k] + (1 - b2) * g[k] ** 2
            mh = m[k] / (1 - b1 ** STATE["t"])
            vh = v[k] / (1 - b2 ** STATE["t"])
            p[k] -= lr * mh / (np.sqrt(vh) + 1e-8)
    return params
def given(images, labels):
    X = (images.reshape(-1, 784) / 255).astype("float32")
    return dict(parameters=make(), forward=forward, backward=backward,
                update=update, X=X, labels=np.eye(10, dtype="float32")[labels], learning_rate=0.001)
'''

BOTH = '''
import numpy as np
rng = np.random.default_rng(9)
def forward_pass(weights, bias, x):
    hidden = x.dot(weights[0]) + bias[0]
    hidden[hidden < 0] = 0
    out = hidden.dot(weights[1]) + bias[1]
    out = np.exp(out - out.max(axis=1, keepdims=True))
    out /= out.sum(axis=1, keepdims=True)
    return hidden, out
def train_step(weights, bias, x, y, lr):
    hidden, out = forward_pass(weights, bias, x)
    error = out - y
    error_hidden = error.dot(weights[1].T)
    error_hidden[hidden == 0] = 0
    n = x.shape[0]
    weights[1] -= lr * hidden.T.dot(error) / n
    bias[1] -= lr * error.mean(axis=0)
    weights[0] -= lr * x.T.dot(error_hidden) / n
    bias[0] -= lr * error_hidden.mean(axis=0)
    return weights, bias
def given(images, labels):
    x = images.reshape(len(images), 784) / 255.
    weights = [rng.normal(0, 0.05, (784, 32)), rng.normal(0, 0.2, (32, 10))]
    bias = [np.zeros(32), np.zeros(10)]
    return dict(parameters=(weights, bias), forward=forward_pass, backward=None,
                update=train_step, X=x, labels=np.eye(10)[labels], learning_rate=0.1)
'''

MEAN_OF_STEPS = '''
import numpy as np
beta = 0.9
def draw():
    rnd = np.random.RandomState(8)
    return {"w1": rnd.normal(0, 0.05, (784, 30)), "b1": np.zeros((1, 30)),
            "w2": rnd.normal(0, 0.2, (30, 10)), "b2": np.zeros((1, 10))}
def forward(weights, inp):
    o1 = np.tanh(inp.dot(weights["w1"]) + weights["b1"])
    s2 = o1.dot(weights["w2"]) + weights["b2"]
    o2 = np.exp(s2 - s2.max(1, keepdims=True))
    return {"inp": inp, "o1": o1, "o2": o2 / o2.sum(1, keepdims=True)}
def backward(weights, res, lab):
    n = lab.shape[0]
    err = res["o2"] - np.eye(10)[lab]
    err_h = err.dot(weights["w2"].T) * (1 - res["o1"] ** 2)
    return {"w2": res["o1"].T.dot(err) / n, "b2": err.sum(0, keepdims=True) / n,
            "w1": res["inp"].T.dot(err_h) / n, "b1": err_h.sum(0, keepdims=True) / n}
def momentum_update(weights, grads, lr, velocity={}):
    for k in weights:
        velocity[k] = beta * velocity.get(k, 0) + (1 - beta) * grads[k]
        weights[k] = weights[k] - lr * velocity[k]
    return weights
def given(images, labels):
    return dict(parameters=draw(), forward=forward, backward=backward, update=momentum_update,
                X=images.reshape(-1, 784) / 255, labels=labels, learning_rate=0.3)
'''

IN_PLACE = '''
import numpy as np
def relu(x):
    x[x < 0] = 0
    return x
def relu_grad(x):
    return (x > 0) * 1.0
def setup():
    r = np.random.default_rng(17)
    return {"W0": r.normal(size=(20, 784)) * 0.05, "B0": np.zeros((20, 1)),
            "W1": r.normal(size=(10, 20)) * 0.3, "B1": np.zeros((10, 1))}
def model(p, images):
    net0 = p["W0"] @ images + p["B0"]
    act0 = relu(net0)
    s = p["W1"] @ act0 + p["B1"]
    s = np.exp(s - s.max(axis=0))
    return s / s.sum(axis=0), (images, net0, act0)
def backprop(p, probs, saved, digits):
    images, net0, act0 = saved
    err1 = probs - (np.arange(len(probs))[:, None] == digits)
    err0 = p["W1"].T @ err1 * relu_grad(net0)
    m = digits.size
    return {"W0": err0 @ images.T / m, "B0": err0.sum(axis=1, keepdims=True) / m,
            "W1": err1 @ act0.T / m, "B1": err1.sum(axis=1, keepdims=True) / m}
def descend(p, grads, rate=0.1):
    for key, value in grads.items():
        p[key] -= rate * value
    return p
def given(images, labels):
    return dict(parameters=setup(), forward=model, backward=backprop, update=descend,
                X=images.reshape(-1, 784).T / 255, labels=labels)
'''

ONE_VECTOR = '''
import numpy as np
lam = 1.0
def roll(theta):
    return theta[:25 * 785].reshape(25, 785), theta[25 * 785:].reshape(10, 26)
def add_ones(M):
    return np.c_[np.ones(len(M)), M]
def hypothesis(theta, X):
    T1, T2 = roll(theta)
    A1 = add_ones(X)
    A2 = add_ones(1 / (1 + np.exp(-A1.dot(T1.T))))
    H = np.exp(A2.dot(T2.T))
    return A1, A2, H / H.sum(axis=1, keepdims=True)
def gradient(theta, A1, A2, H, y):
    T1, T2 = roll(theta)
    m = len(y)
    D3 = H - np.eye(10)[y]
    D2 = (D3.dot(T2) * A2 * (1 - A2))[:, 1:]
    G1, G2 = D2.T.dot(A1) / m, D3.T.dot(A2) / m
    G1[:, 1:] += lam / m * T1[:, 1:]
    G2[:, 1:] += lam / m * T2[:, 1:]
    return np.concatenate([G1.ravel(), G2.ravel()])
def descend(theta, grad, alpha):
    return theta - alpha * grad
def predict(p, X):
    return hypothesis(p[0], X)[2].argmax(1)
def given(images, labels):
    theta = np.random.default_rng(5).normal(0, 0.1, 25 * 785 + 10 * 26)
    return dict(parameters=(theta,), forward=hypothesis, backward=gradient, update=descend, predict=predict,
                X=images.reshape(-1, 784) / 255, labels=labels, learning_rate=1.0)
'''

BOTH_IN_ONE = '''
import numpy as np
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))
def new_network(sizes=(784, 20, 10)):
    rng = np.random.RandomState(1)
    weights = [rng.randn(y, x) / np.sqrt(x) for x, y in zip(sizes[:-1], sizes[1:])]
    return [weights, [np.zeros((y, 1)) for y in sizes[1:]]]
def feedforward(network, a):
    weights, biases = network
    activations = [a]
    for w, b in zip(weights, biases):
        activations.append(sigmoid(np.dot(w, activations[-1]) + b))
    return activations
def backprop(network, activations, y):
    weights, biases = network
    nabla_w, nabla_b = [0 * w for w in weights], [0 * b for b in biases]
    delta = (activations[-1] - y) * activations[-1] * (1 - activations[-1])
    for l in range(1, len(weights) + 1):
        nabla_b[-l] = delta.mean(axis=1, keepdims=True)
        nabla_w[-l] = np.dot(delta, activations[-l - 1].T) / y.shape[1]
        delta = np.dot(weights[-l].T, delta) * activations[-l - 1] * (1 - activations[-l - 1])
    return nabla_w, nabla_b
def update_network(network, nabla_w, nabla_b, eta):
    weights, biases = network
    return [[w - eta * nw for w, nw in zip(weights, nabla_w)], [b - eta * nb for b, nb in zip(biases, nabla_b)]]
def quadratic_cost(activations, y):
    return 0.5 * np.sum((activations[-1] - y) ** 2) / y.shape[1]
def given(images, labels):
    return dict(parameters=new_network(), forward=feedforward, backward=backprop, update=update_network,
                X=images.reshape(-1, 784).T / 255, labels=np.eye(10)[labels].T, cost=quadratic_cost, learning_rate=3.0)
'''

GLOBAL_DICTIONARY = '''
import numpy as np
net, grads = {}, {}
def reset():
    rng = np.random.RandomState(10)
    net["W1"] = rng.randn(20, 784) * 0.05
    net["b1"] = np.zeros((20, 1))
    net["W2"] = rng.randn(10, 20) * 0.2
    net["b2"] = np.zeros((10, 1))
def forward(x):
    global inp, hid, out
    inp = x
    hid = np.tanh(np.dot(net["W1"], x) + net["b1"])
    z = np.dot(net["W2"], hid) + net["b2"]
    e = np.exp(z - z.max(axis=0))
    out = e / e.sum(axis=0)
    return out
def backward(y):
    delta_out = (out - y) / y.shape[1]
    delta_hid = np.dot(net["W2"].T, delta_out) * (1 - hid ** 2)
    grads["W2"] = np.dot(delta_out, hid.T)
    grads["b2"] = delta_out.sum(axis=1, keepdims=True)
    grads["W1"] = np.dot(delta_hid, inp.T)
    grads["b1"] = delta_hid.sum(axis=1, keepdims=True)
    return grads
def update():
    for name in grads:
        net[name] -= 0.3 * grads[name]
def given(images, labels):
    reset()
    return dict(parameters=net, forward=forward, backward=backward, update=update, X=images.reshape(-1, 784).T / 255,
                labels=np.eye(10)[labels].T, learning_rate=0.3)
'''

MOMENTUM_INSIDE = '''
import numpy as np
def layer(n_in, n_out, rng):
    return {"W": rng.normal(0, n_in ** -0.5, (n_in, n_out)), "b": np.zeros(n_out),
            "mW": np.zeros((n_in, n_out)), "mb": np.zeros(n_out)}
def build():
    rng = np.random.default_rng(17)
    return [layer(784, 20, rng), layer(20, 10, rng)]
def forward(layers, X):
    layers[0]["in"] = X
    layers[0]["out"] = layers[1]["in"] = np.tanh(X @ layers[0]["W"] + layers[0]["b"])
    z = layers[1]["in"] @ layers[1]["W"] + layers[1]["b"]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    layers[1]["out"] = e / e.sum(axis=1, keepdims=True)
    return layers[1]["out"]
def backward(layers, Y):
    delta = (layers[1]["out"] - Y) / len(Y)
    for lay, slope in ((layers[1], 1 - layers[0]["out"] ** 2), (layers[0], 0)):
        lay["dW"], lay["db"] = lay["in"].T @ delta, delta.sum(0)
        delta = delta @ lay["W"].T * slope
        if lay is layers[0]:
            break
def update(layers, rate=0.1):
    for lay in layers:
        lay["mW"] = 0.8 * lay["mW"] + lay["dW"]
        lay["mb"] = 0.8 * lay["mb"] + lay["db"]
        lay["W"] = lay["W"] - rate * lay["mW"]
        lay["b"] = lay["b"] - rate * lay["mb"]
class Head:
    def __init__(self, layers):
        self.layers = layers
    def loss(self, probs, y):
        return np.mean(-np.log(probs[np.arange(len(y)), y]))
def given(images, labels):
    return dict(parameters=build(), forward=forward, backward=backward, update=update, cost=Head(None).loss,
                X=images.reshape(-1, 784) / 255, labels=np.eye(10)[labels])
'''

# form → source
FORMS = {"course": CACHES, "scores": SCORES, "layers": LAYERS, "book": BOOK, "momentum": MOMENTUM, "adam": ADAM,
         "both": BOTH, "mean of steps": MEAN_OF_STEPS, "in place": IN_PLACE, "one vector": ONE_VECTOR,
         "both in one": BOTH_IN_ONE, "global dictionary": GLOBAL_DICTIONARY, "momentum inside": MOMENTUM_INSIDE}
UPHILL = [("self.params[p] -= learning_rate * grads[p]", "self.params[p] += learning_rate * grads[p]")]
# name → (form, replacements, key of what is found first, or an empty string)
FOUND = {
    "caches": ("course", [], ""),
    "caches, mask of dA": ("course", [("dZ[Z <= 0] = 0", "dZ[dA <= 0] = 0")], "mask of dA"),
    "caches, divided in each layer": ("course", [("np.dot(W.T, dZ)", "np.dot(W.T, dZ) / m")], "mean twice"),
    "caches, last layer left out": ("course", [("for l in range(L):", "for l in range(L-1):")],
                                    "parameter not updated"),
    "caches, softmax over all": ("course", [("np.sum(e, axis=0, keepdims=True), Z", "np.sum(e), Z")],
                                 "softmax over everything, shifted"),
    "an object's dictionary, with decay": ("scores", [], ""),
    "an object's dictionary, decay and no mask": ("scores", [("dh[self.h <= 0] = 0", "dh[self.h < 0] = 0")],
                                                  "ReLU mask always true"),
    "an object's dictionary, decay and no mean": ("scores", [("        dscores /= N\n", "")], "no mean"),
    "an object's dictionary, uphill": ("scores", UPHILL, "the step goes the wrong way"),
    "layers": ("layers", [], ""),
    "layers, one bias": ("layers", [("grad.sum(axis=0, keepdims=True)", "np.sum(grad)")],
                         "bias gradient summed over all units"),
    "layers, the last alone": ("layers", [("in reversed(self.layers)", "in self.layers[:1:-1]")], "zero"),
    "sigmoids and squares": ("book", [], ""),
    "sigmoids and squares, z (1 - z)": ("book", [("return sigmoid(z) * (1 - sigmoid(z))", "return z * (1 - z)")],
                                        "times Z (1 - Z)"),
    "sigmoids, saturated": ("book", [("rng.randn(y, x) / np.sqrt(x)", "rng.randn(y, x) * 5")],
                            "weights start too large"),
    "momentum in a global": ("momentum", [], ""),
    "momentum, uphill": ("momentum", [("VEL.get(k, 0) - lr", "VEL.get(k, 0) + lr")], "the step goes the wrong way"),
    "Adam": ("adam", [], ""),
    "Adam, its count stays 0": ("adam", [('STATE["t"] += 1', "pass")], "NaN after a step"),
    "Adam, ReLU's slope": ("adam", [("np.where(acts[i] > 0, 1, 0.01)", "np.where(acts[i] > 0, 1, 0)")], "ReLU's slope"),
    "both in one, two groups": ("both", [], ""),
    "both in one, no mask": ("both", [("error_hidden[hidden == 0] = 0", "")], "ReLU mask always true"),
    "a mean of steps, kept in a default": ("mean of steps", [], ""),
    "a mean of steps, kept with the function": ("mean of steps", [
        ("lr, velocity={}):", 'lr):\n    velocity = vars(momentum_update).setdefault("velocity", {})')], ""),
    "a mean of steps, made anew": ("mean of steps", [
        ("lr, velocity={}):", "lr):\n    velocity = {k: np.zeros_like(weights[k]) for k in weights}")],
        "momentum made anew"),
    "a mean of steps, its dictionary made anew": ("mean of steps", [
        ("lr, velocity={}):", "lr):\n    velocity = {}")], "momentum made anew"),
    "a step that is divided": ("mean of steps", [("lr * velocity[k]", "lr * grads[k] / 300")], "step too short"),
    "tanh, its square in the wrong place": ("mean of steps", [('(1 - res["o1"] ** 2)', '(1 - res["o1"]) ** 2')],
                                            "(1 - A)²"),
    "ReLU in place": ("in place", [], ""),
    "ReLU in place, its slope, too": ("in place", [
        ("    return (x > 0) * 1.0", "    x[x > 0] = 1\n    return x")], "changed in place"),
    "weights and biases in one": ("both in one", [], ""),
    "weights and biases in one, the slope of A": (
        "both in one", [("(activations[-1] - y) * activations[-1] * (1 - activations[-1])",
                         "(activations[-1] - y) * sigmoid(activations[-1]) * (1 - sigmoid(activations[-1]))")],
        "times the sigmoid's slope of A"),
    "a dictionary that is global": ("global dictionary", [], ""),
    "a dictionary that is global, from 0 to 1": (
        "global dictionary", [("rng.randn(20, 784) * 0.05", "rng.rand(20, 784)")], "weights start too large"),
    "momentum inside the layers": ("momentum inside", [], ""),
    "momentum inside the layers, tanh twice": (
        "momentum inside", [('1 - layers[0]["out"] ** 2', '1 - np.tanh(layers[0]["out"]) ** 2')], "slope taken at A"),
    "a loss of every pair": ("momentum inside", [("probs[np.arange(len(y)), y]", "probs[:, y]")], "loss of every pair"),
    "one vector in a tuple": ("one vector", [], ""),
    "one vector, decay not divided by m": ("one vector", [("lam / m *", "lam *")], "decay too strong"),
    "one vector, decay divided, but strong": ("one vector", [("lam = 1.0", "lam = 3.0")], ""),
}
