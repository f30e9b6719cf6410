"""Which of the things that are there belongs to which argument of a reader's function: by names, then by order."""

import inspect
import re

import numpy as np

from nnhelpers.doctor.calling import Unclear, defaults_of, name_of, parameters_of

# What an argument of this name is, whoever wrote it; letters and digits alone are compared, in small letters.
NAMES = {
    "X": "x input inputs image images img data a0 xbatch xtrain batch features pixels inp xin layer0 l0 batchx",
    "target": "y label labels target targets t ytrue yhot onehoty yonehot onehot truth ytrain ybatch expected desired "
              "onehotlabels yoh true answers batchy yb correct groundtruth trainlabels ytarget "
              "lab labs digits digit wanted solution solutions",
    "container": "self parameters params param p weights theta net model network w ps wb weightsandbiases layers nn "
                 "thetas",
    "m": "m n batchsize numexamples nexamples nsamples numsamples samples examples count",
    "rate": "alpha lr learningrate rate eta stepsize a learnrate lrate step",
    "cache": "cache caches memory intermediates activations outputs stored forwardcache c state saved forwardpass fwd "
             "res result results ctx context kept keep memo",
    "probabilities": "yhat ypred probs probabilities prob predictions pred output out softmaxoutput scores yp",
    "gradients": "grads gradients grad g gradient d deltas dparams derivatives gs",
    "training": "training train istraining trainmode",
}
ROLE_OF = {name: role for role, names in NAMES.items() for name in names.split()}


def bare(name):
    """Return a name as it is compared: letters and digits in small letters."""
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def role_of(name, allowed):
    """Return what an argument of this name is, among the allowed roles, or an empty string."""
    role = ROLE_OF.get(bare(name), "")
    if role not in allowed:
        return ""
    return role


def parameter_in(name, parameters):
    """Return the parameter whose gradient goes by a name such as dW1, grad_W1, W1_grad or W1; or None.

    >>> parameter_in("dW1", ["W1", "W10"]), parameter_in("grad_b2", ["b1", "b2"]), parameter_in("dZ1", ["W1"])
    ('W1', 'b2', None)
    """
    if name is None:
        return None
    around = {"", "d", "grad", "dl", "dloss", "delta", "gradient", "dldw", "g", "gradof", "nabla", "dj", "djd", "dld",
              "del", "der", "d_", "grads", "gradients"}
    for parameter in parameters:
        inner, outer = bare(parameter), bare(name)
        if inner and (outer.endswith(inner) and outer[: -len(inner)] in around
                      or outer.startswith(inner) and outer[len(inner):] in around):
            return parameter
    return None


def fewest(open_ones, waiting, spare):
    """Leave out of what is waiting what can be spared, until there is an argument for each: never the labels."""
    waiting = list(waiting)
    if not any(label == "target" for label, _ in waiting):
        return waiting
    for label in spare:
        while len(waiting) > len(open_ones) and label in [one for one, _ in waiting]:
            waiting.pop([one for one, _ in waiting].index(label))
    return waiting


def bind(function, named, roles, leftover=(), passing=None, kind="forward", spare=()):
    """Return the arguments for a call of a reader's function.

    `named`: name → value, compared as they are and then in small letters; `roles`: role → value; `leftover`: a list of
    (label, value) in the order in which arguments that no name explains receive them; `passing`: what the reader said;
    `spare`: labels of what is left out first if there are fewer arguments than values, so that the labels get one.
    """
    arguments, open_ones, used = {}, [], set()
    small = {bare(name): name for name in reversed(list(named))}
    optional = defaults_of(function)
    every = parameters_of(function)

    def key_of(name):
        return name if name in named else small[bare(name)]

    rest = [name for name, how in every if how == inspect.Parameter.VAR_POSITIONAL]
    if rest and all(name in optional for name, _ in every):  # def update(*arguments): all, in order
        return {rest[0]: [value for _, value in leftover]}
    for name, how in parameters_of(function):
        if passing and name in passing:
            arguments[name] = passing[name]
        elif (name in named or bare(name) in small and bare(name) not in ("x", "y")) and not (
                optional.get(name) and np.ndim(named[key_of(name)])):  # b1=0.9 is Adam's, not the first layer's
            key = key_of(name)
            arguments[name] = named[key]
            used.add(key)
        elif how in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
            if how == inspect.Parameter.VAR_POSITIONAL and "all" in roles:
                arguments[name] = roles["all"]
                used.add("container")
        elif (role := role_of(name, roles)) and role not in used:
            arguments[name] = roles[role]
            used.add(role)
        elif name not in optional:
            open_ones.append(name)
    waiting = fewest(open_ones, [(label, value) for label, value in leftover if label not in used],
                     () if passing else spare)
    for name in open_ones:
        if not waiting and kind == "forward" and role_of(name, ("target",)):
            raise Unclear(f"{name_of(function)} takes the labels, as `{name}`, and an answer must not need them: make "
                          f"the loss in a function of its own, or give `{name}` a default, None.")
        if not waiting:
            raise Unclear(
                f"I don't know what to pass to {name_of(function)} as `{name}`. Say it: examine(…, "
                f'adapter=Adapter(passing={{"{name}": …}})), or wrap {kind} in a short function of your own.')
        arguments[name] = waiting.pop(0)[1]
    several = [name for name, how in every if how == inspect.Parameter.VAR_KEYWORD and name not in arguments]
    if several and isinstance(whole := dict(waiting).get("container"), dict):  # def forward(X, **parameters)
        arguments[several[0]] = {key: value for key, value in whole.items() if key not in arguments}
    return {name: arguments[name] for name, _ in parameters_of(function) if name in arguments}
