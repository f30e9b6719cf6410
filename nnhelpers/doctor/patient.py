"""A reader's network, made accessible: ask it, take its gradients, make its step, whatever form it has."""

import copy
from typing import NamedTuple

import numpy as np

from nnhelpers.doctor import calling, containers
from nnhelpers.doctor.belonging import Gradients
from nnhelpers.doctor.binding import NAMES, ROLE_OF, bare, bind, parameter_in, role_of
from nnhelpers.doctor.calling import Guard, Trouble, Unclear, name_of
from nnhelpers.doctor.usage import opens, used_as

WHOLE = "self", "params", "parameters", "network", "net", "model", "nn", "theta", "layers"  # names of all in one


class Asked(NamedTuple):
    """What forward returned: its raw result, the container that it was given, arrays by name, the probabilities."""

    raw: object
    container: object
    outputs: dict  # name → array
    unnamed: list  # arrays (or whole parts) without a name, in order
    A: np.ndarray  # as the reader has it
    parts: dict = {}  # name → list or dictionary


class Patient(Gradients):
    """The reader's four things and what can be told about them."""

    def __init__(self, parameters, forward, backward, update, adapter):
        self.parameters, self.forward, self.backward, self.update = parameters, forward, backward, update
        self.adapter = adapter
        self.guard = Guard([forward, backward, update], parameters)
        self.lone = isinstance(parameters, (tuple, list)) and len(parameters) == 1 and containers.is_leaf(parameters[0])
        everything = containers.leaves(parameters)
        found = [(path, array) for path, array in everything if self.is_parameter(path, array, everything)]
        if not found:
            raise Unclear("`parameters` holds no array: pass the weights and biases in a dictionary, a tuple or a "
                          "list.")
        self.paths = dict(zip(self.named(found), [path for path, _ in found], strict=True))
        self.start = {name: np.array(array) for name, (_, array) in zip(self.paths, found, strict=True)}
        self.rows_in = self.rows_out = None  # found out by the first question
        self.chosen = None  # where the probabilities are
        self.X_name = ""  # forward's own word for X
        self.targets, self.coding, self.target_rows = "one-hot", (0, 1), None
        self.sign = 1  # -1 where backward gives the way down, and update adds it
        self.moved_by_backward, self.update_returned = [], False
        self.groups = self.group_names()
        self.upright, self.label_count = True, 0  # labels that are a column; how many kinds there are
        self.protect = None  # paths of arrays that backward can't write into; it is then given copies of all
        self.kept = {}  # what update returned beside the parameters, and is given again
        self.changed_by_backward = {}  # path → name, of what forward returned
        self.takes_rate = not callable(update) or any(
            role_of(name, ("rate",)) for name, _ in calling.parameters_of(update))
        known = getattr(calling.plain(forward), "__globals__", {})
        read = [name for function in calling.family([forward]) for name in function.__code__.co_names]
        whole = [] if self.takes_parameters(forward) else [
            name for name in read if known.get(name) is parameters and parameters is not None]
        self.global_name = whole[0] if whole else ""  # of the dictionary or object that is a global variable
        self.globals = known if whole or not self.takes_parameters(forward) and set(self.paths) <= set(known) else None
        own = vars(parameters) if hasattr(parameters, "__dict__") else {}
        self.own_rate = "" if self.takes_rate else next(
            (name for name, value in own.items() if role_of(name, ("rate",)) and isinstance(value, (int, float))), "")

    def is_parameter(self, path, array, everything):
        """Tell whether what a container holds is learned: not its sizes, and not a momentum that is still 0."""
        if not array.any() and (keys := [place for place, key in enumerate(path) if isinstance(key, str)]):
            place, name = keys[-1], bare(path[keys[-1]])
            around = path[:place], path[place + 1 :]
            if any((other[:place], other[place + 1 :]) == around and value.shape == array.shape
                   and name.endswith(bare(other[place])) for other, value in everything if other != path):
                return False  # vW beside W
        return isinstance(self.parameters, (dict, list, tuple, np.ndarray)) or array.dtype.kind == "f"

    def group_names(self):
        """Return the names by which functions take the parts of (weights, biases), each a list or dictionary; or []."""
        if not isinstance(self.parameters, (tuple, list)) or any(map(containers.is_leaf, self.parameters)):
            return []
        for function in (self.forward, self.update):
            names = [name for name, _ in calling.parameters_of(function) if name not in calling.defaults_of(function)]
            if any(bare(name) in WHOLE for name in names) or calling.unpacked_names(function, len(self.parameters)):
                continue  # it is given both in one
            own = [name for name in names if not role_of(
                name, ("X", "target", "training", "rate", "m", "gradients", "cache"))]
            if len(names) > len(own) >= len(self.parameters) > 1 or len(own) > len(self.parameters) > 1:
                return own[: len(self.parameters)]
            if own and function is self.forward:  # it takes all of them in one
                break
        return []

    def takes_several(self, function):
        """Tell whether a function takes more than X."""
        return self.is_method(function) or len(calling.parameters_of(function)) > 1

    def takes_parameters(self, function):
        """Tell whether a function is given the parameters at all, one by one or together."""
        names = [name for name, _ in calling.parameters_of(function)]
        return self.takes_several(function) or any(
            bare(name) in {bare(one) for one in self.paths} or role_of(name, ("container",)) for name in names)

    def named(self, found):
        """Return the parameters' names: keys, or those of the functions' arguments, or W1, b1, …"""
        paths = [path for path, _ in found]
        if self.adapter.names:
            if len(self.adapter.names) != len(paths):
                raise Unclear(f"Adapter(names=…) has {len(self.adapter.names)} names for {len(paths)} arrays.")
            return list(self.adapter.names)
        known = getattr(calling.plain(self.forward), "__globals__", {})
        owners = [next((name for name, value in known.items() if value is array), "") for _, array in found]
        if all(owners) and not self.takes_several(self.forward):  # globals, passed in a list
            return owners
        ends = [path[-1] if path else "W1" for path in paths]
        if all(isinstance(end, str) for end in ends) and len(set(ends)) == len(ends):
            return ends
        for function in (self.forward, self.update):
            names = [name for name, _ in calling.parameters_of(function)]
            own = [name for name in names if not role_of(name, set(ROLE_OF.values()) - {"container"})
                   and bare(name) not in ("self", "parameters", "params")]
            if function is self.update:
                own = own[: len(paths)] if len(own) >= len(paths) else []
            if len(own) == len(paths) and (len(own) > 1 or self.lone and not opens(function, own[0])):
                return own
            if len(taken := calling.unpacked_names(function, len(paths))) == len(paths) and None not in taken:
                return taken
        numbers = [next((key for key in path[::-1] if isinstance(key, int)), 0) for path in paths]
        layers = {number: place for place, number in enumerate(sorted(set(numbers)), start=1)}
        joint = [f"{end}{layers[number]}" for end, number in zip(ends, numbers, strict=True)]
        if all(isinstance(end, str) for end in ends) and len(set(joint)) == len(joint):  # W and b of each layer
            return joint
        names, counts = [], {"W": 0, "b": 0}
        for _, array in found:
            letter = "W" if array.ndim == 2 and min(array.shape) > 1 else "b"
            counts[letter] += 1
            names.append(f"{letter}{counts[letter]}")
        return names

    # -------------------------------------------------------- calls

    def container(self, values):
        """Return the parameters in the reader's form, with these values, as copies."""
        return containers.with_arrays(self.parameters, {self.paths[name]: value for name, value in values.items()})

    def arguments(self, function, container, values, roles, leftover, named=None, kind="forward", spare=()):
        """Bind the arguments of a call; a method's object is the container itself."""
        known = {**values, **(named or {})}
        known |= {name: container[place] for place, name in enumerate(self.groups)}
        by_name = [name for name, _ in calling.parameters_of(function)]
        takes = self.globals is not None or any(
            bare(name) in {bare(one) for one in (*values, *self.groups)} for name in by_name)
        opened = [name for name in by_name if opens(function, name)] if self.lone else []
        known |= {name: container for name in opened if name in known}
        whole = container[0] if self.lone and not opened else container
        roles = {**roles, "container": whole, "all": list(values.values())}
        if self.lone and takes:  # the one vector has its argument
            del roles["container"]
        if not takes and not self.is_method(function):
            leftover = [("container", whole), *leftover]
        for name in by_name:  # what one function takes for X, another means by the same name
            if name == self.X_name and "X" in roles and name not in known:
                known[name] = roles["X"]
        return bind(function, known, roles, leftover, copy.deepcopy(self.adapter.passing), kind, spare)

    def is_method(self, function):
        """Tell whether a function is a method of the object that holds the parameters."""
        return getattr(function, "__self__", None) is self.parameters and self.parameters is not None

    def call(self, function, container, arguments):
        """Call a function of the reader's, a method on the copy of its object."""
        if self.is_method(function):
            plain = function.__func__
            bound_call = plain.__get__(container)
        else:
            bound_call = function
        known, whole = self.globals, self.global_name
        for name, path in self.paths.items() if known is not None and not whole else ():
            known[name] = containers.at(container, path)
        if whole:
            known[whole] = container
        with self.guard.quiet():
            result = calling.call(bound_call, arguments)
        for name, path in self.paths.items() if known is not None else ():
            if not whole or known[whole] is not container:
                containers.put(container, path, containers.at(known[whole], path) if whole else known[name])
        return result

    def ask(self, values, X, training=False, chance=0, container=None):
        """Call forward with these parameters; chance=None draws random numbers on."""
        if chance is not None:
            self.guard.same_chance(chance)
        container = self.container(values) if container is None else container
        values = self.read(container)
        m = X.shape[0 if self.rows_in else 1] if X.ndim > 1 else 1
        roles = {"X": X.copy(), "training": training, "m": m}
        arguments = self.arguments(self.forward, container, values, roles, [("X", roles["X"])])
        self.X_name = next((name for name, value in arguments.items() if value is roles["X"]), "")
        raw = self.call(self.forward, container, arguments)
        outputs, unnamed, parts = self.outputs(raw)
        return Asked(raw, container, outputs, unnamed, self.pick(raw, outputs, m), parts)

    def read(self, container):
        """Return name → array of a container in the reader's form."""
        return {name: containers.as_array(containers.at(container, path)) for name, path in self.paths.items()}

    def outputs(self, raw):
        """Return name → array for all that forward returned, what has no name, and name → list or dictionary."""
        raw = containers.as_dictionary(raw)
        if isinstance(raw, dict):
            return {str(key): containers.as_array(value) for key, value in raw.items()
                    if containers.is_leaf(value)}, [], {}
        if not isinstance(raw, (tuple, list)) or containers.is_leaf(raw):
            return {}, [raw], {}
        names = list(getattr(raw, "_fields", ())) or calling.returned_names(self.forward, len(raw)) or [None] * len(raw)
        named, unnamed, whole = {}, [], {name: value for name, value in zip(names, raw, strict=True)
                                          if name and not containers.is_leaf(value)}
        for name, value in zip(names, raw, strict=True):
            if containers.is_leaf(value):
                if name is None:
                    unnamed.append(value)
                else:
                    named[name] = containers.as_array(value)
            elif isinstance(inside := containers.as_dictionary(value), dict):
                named |= {str(key): containers.as_array(part) for key, part in inside.items()
                          if containers.is_leaf(part) and str(key) not in named}
                unnamed += [value] if name is None else []
            else:
                inner = []
                if isinstance(value, (tuple, list)) and name and (tree := calling.tree_of(self.forward)) is not None:
                    inner = calling.names_in_tuple(tree, name, len(value))
                named |= {key: containers.as_array(part) for key, part in zip(inner, value, strict=False)
                          if key and containers.is_leaf(part) and key not in named}
                unnamed += [value] if name is None else []
        return named, unnamed, whole

    def pick(self, raw, outputs, m):
        """Return the probabilities among what forward returned."""
        wanted = self.adapter.probabilities
        if callable(wanted):
            return containers.as_array(wanted(raw))
        if isinstance(wanted, str):
            if wanted in outputs:
                return outputs[wanted]
            raise Unclear(f"Adapter(probabilities={wanted!r}): forward returns {', '.join(outputs) or 'no names'}.")
        if wanted in (0, -1) and containers.is_leaf(raw):
            return containers.as_array(raw)
        if isinstance(wanted, int):
            return containers.as_array(list(raw.values())[wanted] if isinstance(raw, dict) else raw[wanted])
        if self.chosen is None:
            self.chosen = self.choose(raw, outputs, m)
        try:
            return containers.as_array(containers.at(raw, self.chosen))
        except (KeyError, IndexError, TypeError):
            self.chosen = self.choose(raw, outputs, m)
            return containers.as_array(containers.at(raw, self.chosen))

    def choose(self, raw, outputs, m):
        """Return the path to the probabilities: by name, else by values, else the first of two or the last."""
        arrays = [(path, array) for path, array in containers.leaves(raw) if array.ndim >= 1]
        if not arrays:
            raise Unclear(f"{name_of(self.forward)} returned {type(raw).__name__}, and no array: is `return` missing?")
        if len(arrays) == 1:
            return arrays[0][0]
        classes = self.classes()
        of_shape = next(filter(None, ([(path, array) for path, array in arrays if sorted(array.shape) == sorted((K, m))]
                                      for K in (classes, self.label_count))), [])
        fitting = of_shape or arrays
        names = {id(array): name for name, array in outputs.items()}
        by_name = [(path, names.get(id(array), str(path[-1]))) for path, array in fitting]
        said = [path for path, name in by_name if ROLE_OF.get(bare(name)) == "probabilities"]
        if said:
            return said[-1]
        sure = [path for path, array in fitting if array.size and array.min() >= 0 and array.max() <= 1
                and any(np.allclose(array.sum(axis=axis), 1) for axis in range(array.ndim))]
        if sure and not of_shape:  # the parameters don't tell how many classes there are
            return sure[-1]
        numbered = [(int(bare(name)[1:]), path) for path, name in by_name
                    if bare(name)[:1] == "a" and bare(name)[1:].isdigit()]
        nameless = [path for path, array in fitting if id(array) not in names and isinstance(path[-1], int)]
        if numbered and not (nameless and nameless[-1] == fitting[-1][0]):
            return max(numbered)[1]
        if sure:
            return sure[-1]
        return fitting[0][0] if isinstance(raw, tuple) and not containers.is_leaf(raw[-1]) else fitting[-1][0]

    def classes(self):
        """Return the number of classes: the size of the last bias, or of the last weights' shorter side."""
        last = list(self.start.values())[-1]
        biases = [array for array in self.start.values() if array.ndim == 1 or 1 in array.shape]
        matrices = [array for array in self.start.values() if array.ndim == 2 and 1 not in array.shape]
        if biases:
            return biases[-1].size
        return min(matrices[-1].shape) if matrices else last.size

    # -------------------------------------------------------- gradients and steps

    def target(self, labels, classes, rows):
        """Return labels in the form that backward is given."""
        if callable(self.adapter.targets):
            self.guard.same_chance()
            made = calling.call_one(self.adapter.targets, labels)
            return made if isinstance(made, dict) else containers.as_array(made)
        if self.targets == "labels":
            return labels.copy()
        if self.targets == "column":
            return labels.reshape(-1, 1) if self.upright else labels.reshape(1, -1)
        Y = np.full((len(labels), classes), self.coding[0], dtype=float)
        Y[np.arange(len(labels)), labels] = self.coding[1]
        return Y if rows else Y.T.copy()

    def slopes(self, values, X, labels, asked=None):
        """Return name → gradient as backward gives them, with what forward returned for the same examples."""
        raw, asked = self.raw_slopes(values, X, labels, asked)
        found = self.by_parameter(raw, asked.container, values)
        return {name: None if value is None else self.sign * value for name, value in found.items()}

    def raw_slopes(self, values, X, labels, asked=None):
        """Call backward and return its own result, and what was asked before."""
        container = self.container(values)
        asked = self.ask(values, X, training=True, container=container) if asked is None else asked
        asked = asked if self.protect is None else self.protected(asked)
        arguments = self.learning_arguments(self.backward, asked, X, labels)
        before = {name: value.copy() for name, value in self.read(asked.container).items()}
        came = [(path, array, array.copy()) for path, array in containers.leaves(asked.raw)]
        raw = self.call(self.backward, asked.container, arguments)
        after = self.read(asked.container)
        self.changed_by_backward = {
            path: self.name_at(path, array, asked) for path, array, copied in came
            if array is not asked.A and array.size != X.size and not np.array_equal(array, copied, equal_nan=True)}
        self.moved_by_backward = [name for name in before if not np.array_equal(before[name], after[name],
                                                                                equal_nan=True)]
        return raw, asked

    def protected(self, asked):
        """Return what forward returned, each array for itself; one that backward writes into raises if it is locked."""
        raw = containers.with_arrays(asked.raw, {path: array for path, array in containers.leaves(asked.raw)})
        for path, array in containers.leaves(raw):
            array.flags.writeable = path not in self.protect
        outputs, unnamed, parts = self.outputs(raw)
        return Asked(raw, asked.container, outputs, unnamed, self.pick(raw, outputs, len(asked.A)), parts)

    def name_at(self, path, array, asked):
        """Return the reader's name of an array that forward returned, also where only backward gives it one."""
        for name, other in asked.outputs.items():
            if other is array:
                return name
        inside = containers.at(asked.raw, path[:-1])
        names = calling.unpacked_names(self.backward, len(inside)) if isinstance(inside, (tuple, list)) else []
        return names[path[-1]] if names else str(path[-1])

    def learning_arguments(self, function, asked, X, labels, rate=None):
        """Bind the arguments of backward, or of an update that does both and is given a rate."""
        values = self.read(asked.container)
        rows = self.rows_out if self.target_rows is None else self.target_rows
        target = self.target(labels, self.class_count(asked), rows)
        raw = asked.raw
        inner = [value for value in raw if not containers.is_leaf(value) and containers.parts(value)
                 ] if isinstance(raw, tuple) else []
        cache = inner[0] if len(inner) == 1 else raw
        roles = {"X": X.copy(), "target": target, "m": len(labels), "cache": cache, "probabilities": asked.A,
                 "training": True}
        leftover = [("unnamed", value) for value in asked.unnamed if value is not cache]
        known = {bare(name) for name in (*values, *asked.outputs, *asked.parts)}
        wanted = {bare(name) for name, _ in calling.parameters_of(function)}
        roles |= {} if rate is None else {"rate": rate}
        unknown = [name for name, _ in calling.parameters_of(function) if bare(name) not in known
                   and not role_of(name, roles) and name not in calling.defaults_of(function)]
        holds_all = [] if self.lone and {*wanted} & {bare(name) for name in self.paths} else [
            name for name in unknown if bare(name) in NAMES["container"].split()]
        unknown = [name for name in unknown if name not in holds_all[:1]]  # w and p: only one of them is the parameters
        taken = wanted & {bare(name) for name in (*asked.outputs, *asked.parts)}
        if len(unknown) < len(leftover) + (not taken) * len(asked.outputs):  # it wants all of forward's results in one
            leftover = []
        named = {**asked.outputs, **asked.parts}
        by_name = [id(value) for name, value in named.items() if bare(name) in taken]
        leftover += [("cache", cache), ("probabilities", asked.A), ("X", roles["X"]), ("target", target)]
        if cache is raw or any(value is asked.A for value in asked.unnamed):
            leftover = [one for one in leftover if one[0] != "probabilities"]
        leftover = [one for one in leftover if id(one[1]) not in by_name]
        if asked.unnamed and len(asked.unnamed) == 1 and asked.unnamed[0] is asked.raw:
            leftover = [("probabilities", asked.A), ("X", roles["X"]), ("target", target)]
        leftover += [] if rate is None else [("rate", rate)]
        spare = ("cache", "X") if taken else ("X", "cache")
        given = {role_of(name, roles) for name in (one for one, _ in calling.parameters_of(function))}
        for name in unknown:
            role = used_as(function, name)
            if role and role not in given and name not in self.adapter.passing:
                named[name] = roles[role]
                given.add(role)
                leftover = [(label, value) for label, value in leftover if value is not roles[role]]
        if "probabilities" in given:
            leftover = [(label, value) for label, value in leftover if value is not asked.A]
        arguments = self.arguments(function, asked.container, values, roles, leftover, named, "backward",
                                   (*spare, "probabilities", "unnamed"))
        passed = [one for value in arguments.values() for one in (value if isinstance(value, list) else [value])]
        if not any(value is target for value in passed) and not self.adapter.passing:
            raise Unclear(f"{name_of(function)} takes no labels: no argument of it can be them. If it reads them "
                          "elsewhere, give it an argument for them; I pass it small examples with labels of their own.")
        return arguments

    def class_count(self, asked):
        """Return how many classes the probabilities have."""
        return asked.A.shape[-1 if self.rows_out else 0] if asked.A.ndim > 1 else 1

    def step(self, values, raw, rate, container=None, gradients=None, m=7):
        """Call update with gradients of m examples in the reader's own form; return name → value after it."""
        *likely, last = self.for_update(raw)
        for form in likely:
            try:
                return self.step_with(values, form, rate, container, gradients, m)
            except (Trouble, Unclear):
                continue
        return self.step_with(values, last, rate, container, gradients, m)

    def step_with(self, values, raw, rate, container=None, gradients=None, m=7):
        """Call update with gradients in one form."""
        self.guard.same_chance()
        container = self.container(values) if container is None else container
        self.set_rate(container, rate)
        own = self.read(container)
        raw = copy.deepcopy(raw)
        leaves = [] if raw is None else self.scalars(raw) or containers.leaves(raw)
        names = self.names_of_gradients(leaves, raw)
        named = {name: array for name, (_, array) in zip(names, leaves, strict=True) if name}
        by_name = gradients or {}
        if isinstance(raw, tuple):
            names = calling.returned_names(self.backward, len(raw))
            named |= {name: part for name, part in zip(names, raw, strict=False)
                      if name and not containers.is_leaf(part)}
        for name, _ in calling.parameters_of(self.update):
            if name not in named and name not in own and (parameter := parameter_in(name, self.paths)):
                if bare(name) != bare(parameter) and parameter in by_name:
                    named[name] = by_name[parameter]
        named |= self.kept
        roles = {"gradients": raw, "rate": rate, "m": m}
        if {"v", "s", "beta1"} & {bare(name) for name, _ in calling.parameters_of(self.update)}:
            roles.pop("m")  # Adam's
        leftover = [("gradients", raw), ("rate", rate)]
        needed = {name for name, _ in calling.parameters_of(self.update)} - set(calling.defaults_of(self.update))
        if len(needed) >= 2 * len(own) and not named and by_name:
            leftover = [("gradient", value) for value in by_name.values()] + [("rate", rate)]
        arguments = self.arguments(self.update, container, own, roles, leftover, named, "update")
        result = self.call(self.update, container, arguments)
        self.update_returned = result is not None
        return self.after(result, container, arguments)

    def step_at_once(self, values, X, labels, rate):
        """Call an update that takes the gradients by itself; return name → value after it."""
        asked = self.ask(values, X, training=True)
        self.set_rate(asked.container, rate)
        arguments = self.learning_arguments(self.update, asked, X, labels, rate)
        result = self.call(self.update, asked.container, arguments)
        self.update_returned = result is not None
        return self.after(result, asked.container, arguments)

    def set_rate(self, container, rate):
        """Set the learning rate that the network's object holds itself, if it does."""
        if self.own_rate:
            setattr(container, self.own_rate, rate)

    def begin_again(self):
        """Forget what update keeps from step to step: momentum, counters."""
        self.guard.begin_again()
        self.kept = {}

    def keep_state(self, result):
        """Return the parameters that update returned, and keep what came with them, to be given at the next step."""
        takes = [name for name, _ in calling.parameters_of(self.update)]
        for name, value in zip(calling.returned_names(self.update, len(result)), result, strict=False):
            if name in takes and name in calling.defaults_of(self.update) and value is not result[0]:
                self.kept[name] = value
        return result[0]

    def after(self, result, container, arguments):
        """Return name → value from what update returned, or from what it was given if it returned nothing."""
        if result is None or result is container:
            given = {name: arguments.get(name) for name in self.paths}
            held = self.read(container)
            return {name: held[name] if given[name] is None else np.asarray(given[name]) for name in self.paths}
        found = containers.leaves(result)
        if isinstance(result, dict):
            keyed = {path: array for path, array in found}
            if all(path in keyed for path in self.paths.values()):
                return {name: keyed[path] for name, path in self.paths.items()}
            named = {parameter_in(path[-1], self.paths): array for path, array in found}
            return {name: named.get(name) for name in self.paths}
        if isinstance(result, tuple) and not isinstance(self.parameters, dict):
            names = calling.returned_names(self.update, len(result))
            known = {bare(name): array for name, (_, array) in zip(names, found, strict=False) if name}
            if len(found) == len(names) and all(bare(name) in known for name in self.paths):
                return {name: known[bare(name)] for name in self.paths}
        if len(found) == len(self.paths):
            return dict(zip(self.paths, [array for _, array in found], strict=True))
        if isinstance(result, tuple) and result and isinstance(result[0], (dict, list)):
            return self.after(self.keep_state(result), container, arguments)
        raise Unclear(f"{name_of(self.update)} returned {len(found)} arrays for {len(self.paths)} parameters "
                      f"({', '.join(self.paths)}).")
