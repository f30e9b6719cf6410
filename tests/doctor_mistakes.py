"""Mistakes to be planted in the networks of `doctor_networks`, form by form, and what the doctor calls them."""

import numpy as np
from doctor_networks import COLUMNS, LABELS, NEW_COLUMNS, NEW_LABELS

RNG = np.random.default_rng(11)


def arguments(**changes):
    """Return a change of examine's arguments: name → value, or function of the old value."""
    return lambda given: given | {name: value(given.get(name)) if callable(value) and name not in (
        "predict", "measure", "cost") else value for name, value in changes.items()}


def zeros(parameters):
    if isinstance(parameters, dict):
        return {name: np.zeros_like(value) for name, value in parameters.items()}
    return type(parameters)(np.zeros_like(value) for value in parameters)


def large(parameters):
    """N(0, 1) for the weights."""
    rng = np.random.default_rng(5)
    if isinstance(parameters, dict):
        return {name: rng.normal(0, 1, value.shape) if name[0] == "W" else value for name, value in parameters.items()}
    return type(parameters)(rng.normal(0, 1, value.shape) if min(value.shape) > 1 else value for value in parameters)


def recall_per_class(answers, labels):
    return [np.mean(answers[labels == k] == k) for k in np.unique(labels)]


def argmax_along_examples(A, Y):
    Y = np.eye(int(np.max(Y)) + 1)[Y].T if np.ndim(Y) == 1 else Y
    return np.mean(A.argmax(axis=1) == Y.argmax(axis=1))


def argmax_of_columns(A2):
    return np.argmax(A2, 1)


# name → (video's replacements, dictionary's, change of the arguments or None, keys)
PATIENTS = {
    "1 weights start at zero": ((), (), arguments(parameters=zeros), {"weights start at zero"}),
    "2 labels shuffled": ((), (), arguments(labels=lambda labels: np.random.default_rng(0).permutation(labels)),
                          {"labels shuffled without their images"}),
    "3 pixels normalised twice": ((), (), arguments(X=lambda X: X / 255), {"pixels normalised twice"}),
    "4 argmax along the wrong axis": ((), (), arguments(predict=argmax_of_columns), {"argmax along the wrong axis"}),
    "5 softmax overflows": (
        [("Z - Z.max(axis=0, keepdims=True)", "Z.astype(np.float32)")],
        [("Z - Z.max(axis=0, keepdims=True)", "Z.astype(np.float32)")], None, {"softmax overflows"}),
    "6 pixels not normalised": ((), (), arguments(X=lambda X: np.round(X * 255)), {"pixels not normalised"}),
    "7 update too soon": (
        [("    dZ1 = W2.T", "    W2 -= ALPHA * dW2\n    dZ1 = W2.T")],
        [("    dA1 = parameters", '    parameters["W2"] -= ALPHA * dW2\n    dA1 = parameters')], None,
        {"update uses a weight already updated"}),
    "8 softmax twice": ([("A2 = softmax(Z2)", "A2 = softmax(softmax(Z2))")],
                        [("A2 = softmax(Z2)", "A2 = softmax(softmax(Z2))")], None, {"softmax applied twice"}),
    "9 dropout left on": (
        [("A1 = ReLU(Z1)", "A1 = ReLU(Z1) * (np.random.rand(*Z1.shape) > 0.3) / 0.7"),
         ("ReLU_deriv(Z1)", "((A1 > 0) / 0.7)")],
        [("A1 = np.maximum(Z1, 0)", "A1 = np.maximum(Z1, 0) * (np.random.rand(*Z1.shape) > 0.3) / 0.7"),
         ('(cache["Z1"] > 0)', '((cache["A1"] > 0) / 0.7)')], None, {"dropout left on while predicting"}),
    "10 leak": ((), (), arguments(X_new=np.hstack([COLUMNS[:, :300], NEW_COLUMNS[:, :100]]),
                                  labels_new=np.append(LABELS[:300], NEW_LABELS[:100])),
                {"training images in the validation set"}),
    "11 best moment": ((), (), arguments(history=[0.80, 0.91, 0.87], reported=0.91),
                       {"best accuracy over the epochs reported"}),
    "12 mask always true": ([("return Z > 0", "return Z * 0 + 1 > 0"), ("(A1 > 0)", "(A1 >= 0)", "if there")],
                            [('cache["Z1"] > 0', 'cache["A1"] >= 0', "if there"),
                             ('cache["A1"] > 0', 'cache["A1"] >= 0', "if there")], None, {"ReLU mask always true"}),
    "13 untransposed": ([("W2.T.dot(dZ2)", "W2.dot(dZ2)")], [('parameters["W2"].T @ dZ2', 'parameters["W2"] @ dZ2')],
                        None, {"W2 used untransposed"}),
    "14 one bias": ([("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2)"),
                     ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1)")],
                    [("db2 = dZ2.sum(axis=1, keepdims=True)", "db2 = dZ2.sum()"),
                     ("db1 = dZ1.sum(axis=1, keepdims=True)", "db1 = dZ1.sum()")], None,
                    {"bias gradient summed over all units"}),
    "15 wrong m": ([("m = Y.size\n", "m = 64\n")], [("m = X.shape[1]\n", "m = 64\n")], None,
                   {"batch divided by the wrong m"}),
    "A first layer never updated": (
        [("W1 = W1 - alpha * dW1", "W1 = W1"), ("b1 = b1 - alpha * db1", "b1 = b1")],
        [("for name in parameters}", "for name in parameters} | {k: parameters[k] for k in ('W1', 'b1')}")], None,
        {"first layer not updated"}),
    "B new images prepared differently": (
        (), (), arguments(X_new=NEW_COLUMNS.reshape(28, 28, -1).transpose(1, 0, 2).reshape(784, -1),
                          labels_new=NEW_LABELS), {"new images prepared in another way"}),
    "C ReLU applied to the logits": (
        [("softmax(Z2)", "softmax(ReLU(Z2))")], [("softmax(Z2)", "softmax(np.maximum(Z2, 0))")], None,
        {"ReLU before softmax"}),
    "P start": ((), (), arguments(parameters=large), {"weights start too large"}),
    "P axis": ([("Z.max(axis=0", "Z.max(axis=1", "if there"), ("expZ.sum(axis=0", "expZ.sum(axis=1")],
               [("Z.max(axis=0", "Z.max(axis=1", "if there"), ("e.sum(axis=0", "e.sum(axis=1")], None,
               {"softmax along the examples"}),
    "P loss": (
        [("dZ2 = A2 - one_hot_Y", "dA2 = 2 * (A2 - one_hot_Y)\n    dZ2 = A2 * (dA2 - np.sum(A2 * dA2, axis=0))")],
        [('dZ2 = (cache["A2"] - Y) / m',
          'A2 = cache["A2"]\n    dZ2 = 2 * A2 * ((A2 - Y) - np.sum(A2 * (A2 - Y), axis=0)) / m')], None,
        {"squared error"}),
    "P sign": ([("- alpha *", "+ alpha *")], [("- learning_rate", "+ learning_rate")], None,
               {"the step goes the wrong way"}),
    "P mean": ([("dW2 = 1 / m * dZ2", "dW2 = dZ2"), ("dW1 = 1 / m * dZ1", "dW1 = dZ1")],
               [("dW2 = dZ2", "dW2 = m * dZ2"), ("dW1 = dZ1", "dW1 = m * dZ1")], None, {"no mean"}),
    "P recall": ((), (), arguments(measure=recall_per_class), {"recall called accuracy"}),
}


def from_one(labels):
    return labels + 1


def drop_one_class(arguments):
    kept = np.sort(np.concatenate([np.flatnonzero(LABELS != 8), np.flatnonzero(LABELS == 8)[:4]]))
    return arguments | {"X": arguments["X"][:, kept], "labels": LABELS[kept]}


def one_hot_too_wide(labels):
    Y = np.zeros((labels.size, 11))
    Y[np.arange(labels.size), labels] = 1
    return Y.T


def one_hot_from_largest(labels):
    Y = np.zeros((labels.size, labels.max()))
    Y[np.arange(labels.size), labels - 1] = 1
    return Y.T


# Mistakes that people made, beyond those of the course: name → (form, replacements, change of the arguments, keys)
FURTHER = {
    "labels of another file": ("video", (), arguments(labels=np.append(NEW_LABELS, LABELS)[: len(LABELS)]),
                               {"labels shuffled without their images"}),
    "labels shifted by one place": ("video", (), arguments(labels=lambda labels: np.roll(labels, 1)),
                                    {"labels shifted"}),
    "labels in reverse order": ("video", (), arguments(labels=lambda labels: labels[::-1].copy()), {"labels reversed"}),
    "labels counted from 1": ("video", (), arguments(labels=from_one), {"labels out of range"}),
    "fewer labels than images": ("video", (), arguments(labels=lambda labels: labels[:-3]),
                                 {"another number of labels"}),
    "labels as text": ("video", (), arguments(labels=lambda labels: labels.astype(str)), {"no numbers"}),
    "one label for all": ("video", (), arguments(labels=lambda labels: labels * 0 + 3), {"one class"}),
    "a rare class": ("video", (), drop_one_class, {"rare class"}),
    "integer division of the pixels": ("video", (), arguments(X=lambda X: np.round(X * 255).astype(np.uint8) // 255),
                                       {"integer division"}),
    "NaN in the images": ("video", (), arguments(X=lambda X: np.where(X > 0.999, np.nan, X)), {"NaN in X"}),
    "bytes that wrap around": ("video", (), arguments(X=lambda X: (np.round(X * 255).astype(np.uint8) - 128) / 128),
                               {"pixels wrapped around"}),
    "labels among the inputs": ("video", (), arguments(X=lambda X: np.vstack([np.eye(10)[LABELS].T, X[:774]])),
                                {"labels among the inputs"}),
    "a bias made from the other": ("video", [("b2 = b2 - alpha * db2", "b2 = b1 - alpha * db2")], None,
                                   {"made from another"}),
    "the number of inputs for m": ("dictionary", [("m = X.shape[1]", "m = X.shape[0]")], None,
                                   {"batch divided by the wrong m"}),
    "images all black": ("video", (), arguments(X=lambda X: X * 0), {"X constant"}),
    "images not flattened": ("video", (), arguments(X=lambda X: X.T.reshape(-1, 28, 28)), {"images not flattened"}),
    "reshape in place of transpose": ("video", (), arguments(X=lambda X: np.ascontiguousarray(X.T).reshape(784, -1)),
                                      {"reshape for transpose"}),
    "images turned": ("video", (), arguments(X=lambda X: X.T.copy()), {"X turned"}),
    "new images normalised differently": ("video", (), arguments(X_new=NEW_COLUMNS * 255, labels_new=NEW_LABELS),
                                          {"new images prepared in another way"}),
    "new images inverted": ("video", (), arguments(X_new=1 - NEW_COLUMNS, labels_new=NEW_LABELS),
                            {"new images prepared in another way"}),
    "one-hot with a class too many": ("dictionary", (), "one_hot_too_wide", {"one-hot's shape"}),
    "one-hot shifted by a class": ("dictionary", (), "one_hot_from_largest", {"one-hot's shape"}),
    "labels in place of one-hot": ("dictionary", (), "labels", {"labels for one-hot"}),
    "all weights alike": ("video", (), arguments(parameters=lambda p: tuple(0 * value + 0.1 for value in p)),
                          {"weights start at zero"}),
    "softmax not divided": ("video", [(" / expZ.sum(axis=0, keepdims=True)", "")], None,
                            {"softmax not divided, shifted"}),
    "softmax over everything": ("video", [("expZ.sum(axis=0, keepdims=True)", "expZ.sum()"), (
        "Z.max(axis=0, keepdims=True)", "Z.max()")], None, {"softmax over everything"}),
    "softmax missing": ("dictionary", [("A2 = softmax(Z2)", "A2 = Z2")], None, {"logits"}),
    "softmax's maximum along the other axis": ("video", [("Z.max(axis=0", "Z.max(axis=1")], None,
                                              {"maximum along the examples"}),
    "sigmoid before softmax": ("video", [("softmax(Z2)", "softmax(1 / (1 + np.exp(-Z2)))")], None,
                               {"sigmoid before softmax"}),
    "no activation": ("video", [("A1 = ReLU(Z1)", "A1 = Z1")], None, {"no activation"}),
    "ReLU returns its mask": ("video", [("return np.maximum(Z, 0)", "return (Z > 0) * 1.0")], None,
                              {"mask as activation"}),
    "minimum for maximum": ("video", [("np.maximum(Z, 0)", "np.minimum(Z, 0)")], None, {"inverted ReLU"}),
    "bias forgotten": ("video", [("W1.dot(X) + b1", "W1.dot(X)")], None, {"parameter not used"}),
    "bias of the other layer": ("video", [("W2.dot(A1) + b2", "W2.dot(A1) + b1")], None, {"parameter not used"}),
    "global in place of the argument": (
        "dictionary", [('def forward(parameters, X):', 'params = initialize(np.random.default_rng(1))\n\n\n'
                        'def forward(parameters, X):'), ('Z1 = parameters["W1"]', 'Z1 = params["W1"]')], None,
        {"parameter not used"}),
    "forward returns nothing": ("dictionary", [('    return {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}\n', "")], None,
                                {"not understood"}),
    "a name that does not exist": ("video", [("A1 = ReLU(Z1)", "A1 = relu(Z1)")], None, {"raised"}),
    "shapes that do not fit": ("video", [("W2.dot(A1)", "W2.dot(A1.T)")], None, {"raised"}),
    "Y never subtracted": ("video", [("dZ2 = A2 - one_hot_Y", "dZ2 = A2")], None, {"Y not subtracted"}),
    "the difference the wrong way round": ("video", [("A2 - one_hot_Y", "one_hot_Y - A2")], None,
                                           {"the sign of the gradient"}),
    "divided by m twice": ("video", [("dZ2 = A2 - one_hot_Y", "dZ2 = (A2 - one_hot_Y) / m")], None, {"mean twice"}),
    "a mean over the classes": ("dictionary", [("- Y) / m", "- Y) / (m * len(Y))")], None, {"mean over classes"}),
    "no mean at all": ("dictionary", [("- Y) / m", "- Y)")], None, {"no mean"}),
    "only Y divided by m": ("dictionary", [('(cache["A2"] - Y) / m', 'cache["A2"] - Y / m')], None, {"only Y divided"}),
    "the sigmoid's slope behind softmax": (
        "dictionary", [('(cache["A2"] - Y) / m', '(cache["A2"] - Y) * cache["A2"] * (1 - cache["A2"]) / m')], None,
        {"times its own slope"}),
    "-Y / A for dZ": ("dictionary", [('(cache["A2"] - Y) / m', '-Y / cache["A2"] / m')], None,
                      {"derivative with respect to A"}),
    "half of softmax's derivative": ("dictionary", [('(cache["A2"] - Y) / m', '-Y * (1 - cache["A2"]) / m')], None,
                                     {"diagonal of softmax"}),
    "mask inverted": ("video", [("return Z > 0", "return Z < 0")], None, {"slope inverted"}),
    "mask of dA": ("dictionary", [('(cache["Z1"] > 0)', "(dA1 > 0)")], None, {"mask of dA"}),
    "the sigmoid's slope for ReLU": ("dictionary", [('(cache["Z1"] > 0)', '(cache["A1"] * (1 - cache["A1"]))')], None,
                                     {"A (1 - A)"}),
    "ReLU itself for its slope": ("video", [("return Z > 0", "return np.maximum(Z, 0)")], None, {"times A"}),
    "derivative at A in place of Z": ("rows", [("(1 - a1 ** 2)", "(1 - np.tanh(a1) ** 2)")], None,
                                      {"slope taken at A"}),
    "(1 - A)² for tanh": ("rows", [("(1 - a1 ** 2)", "(1 - a1) ** 2")], None, {"(1 - A)²"}),
    "1 - Z² for tanh": ("rows", [("(1 - a1 ** 2)", "(1 - z1 ** 2)")], None, {"1 - Z²"}),
    "ReLU's mask for tanh": ("rows", [("(1 - a1 ** 2)", "(z1 > 0)")], None, {"ReLU's slope"}),
    "no weights on the way back": ("video", [("W2.T.dot(dZ2)", "dZ2")], None, {"without the weights"}),
    "Z for A in dW2": ("video", [("dZ2.dot(A1.T)", "dZ2.dot(Z1.T)")], None, {"Z for A"}),
    "dW2 transposed": ("video", [("dW2 = 1 / m * dZ2.dot(A1.T)", "dW2 = 1 / m * A1.dot(dZ2.T)")], None, {"transposed"}),
    "bias gradient along the other axis": ("rows", [("db1 = dz1.mean(axis=0)", "db1 = dz1.mean(axis=1)")], None,
                                           {"summed over the units", "raised", "gradient differs"}),
    "bias gradient without keepdims": ("video", [("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1, axis=1)")], None,
                                       {"shape changed by the step"}),
    "a bias is left out of the update": ("video", [("b2 = b2 - alpha * db2", "b2 = b2")], None,
                                         {"parameter not updated"}),
    "updated with another layer's gradient": ("video", [("b1 = b1 - alpha * db1", "b1 = b1 - alpha * db2")], None,
                                              {"gradient of another parameter"}),
    "update returns nothing": ("video", [("    return W1, b1, W2, b2\n\ndef get", "\ndef get")], None,
                               {"update changes nothing"}),
    "a copy is updated and not returned": (
        "dictionary", [("    return {name: parameters[name] - learning_rate * gradients[name] for name in parameters}",
                        "    parameters = {name: parameters[name] - learning_rate * gradients[name] "
                        "for name in parameters}")], None, {"update changes nothing"}),
    "the parameter itself is forgotten": ("video", [("W1 = W1 - alpha * dW1", "W1 = -alpha * dW1")], None,
                                          {"parameter left out"}),
    "the rate is not used": ("video", [("alpha * d", "0.5 * d")], None, {"rate not used"}),
    "divided by m in the update again": ("dictionary", [("learning_rate * gradients[name]",
                                                         "learning_rate * gradients[name] / 900")], None,
                                         {"divided by m in update"}),
    "seed reset in each iteration": (
        "video", [("    Z1 = W1.dot(X) + b1", "    np.random.seed(0)\n    Z1 = W1.dot(X) + b1")], None,
        {"seed reset in each iteration"}),
    "noise while predicting": ("video", [("A1 = ReLU(Z1)", "A1 = ReLU(Z1 + np.random.randn(*Z1.shape))")], None,
                               {"answers are random"}),
    "learning rate too large": ("video", (), arguments(learning_rate=30.0), {"the learning rate is too large"}),
    "learning rate too small": ("video", (), arguments(learning_rate=1e-5), {"the learning rate is too small"}),
    "argmin": ("video", [("np.argmax(A2, 0)", "np.argmin(A2, 0)")], None, {"argmin"}),
    "argmax without an axis": ("video", [("np.argmax(A2, 0)", "np.argmax(A2)")], None, {"argmax without axis"}),
    "accuracy not divided": ("video", [(" / Y.size\n", "\n")], None, {"accuracy not divided"}),
    "loss of the wrong sign": ("dictionary", (), arguments(cost=lambda A, Y: np.mean(np.sum(Y * np.log(A), axis=0))),
                               {"loss of the wrong sign"}),
    "loss averaged over the classes": ("dictionary", (), arguments(cost=lambda A, Y: -np.mean(Y * np.log(A))),
                                       {"loss averaged over the classes"}),
}
