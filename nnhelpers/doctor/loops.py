"""What can be read in the source of a reader's training function: the order of calls, and what becomes of results.

Nothing is run. A mistake is named where the lines say it whatever the numbers are.
"""

import ast
import inspect

from nnhelpers.doctor import calling
from nnhelpers.doctor.binding import role_of
from nnhelpers.doctor.calling import called_name
from nnhelpers.doctor.report import Finding, ailment
from nnhelpers.doctor.steps import known_gradients

HEALTHY = "first weights once, then in a loop: forward, backward, update, and what update returns is kept"


def the_loop(case):
    """Read the reader's training function."""
    check, train = "the training function", case.extras.get("train")
    if train is None:
        return Finding(check, "not examined", "it was not given: examine(…, train=…)", HEALTHY)
    train = behind(train, case.patient.parameters)
    tree = calling.tree_of(train)
    if tree is None:
        return Finding(check, "not examined", f"I can't read the source of {calling.name_of(train)}", HEALTHY)
    loops = [node for node in ast.walk(tree) if isinstance(node, (ast.For, ast.While))]
    stepping = [loop for loop in loops if calls(loop, case.patient.update)]
    for look in (returned_too_soon, result_lost, rate_shrinks, one_by_one, far_apart, seed_in_loop, start_in_loop,
                 never_one_hot):
        found = look(case, tree, stepping)
        if found:
            words, section, key, node = found
            return ailment(check, f"read in {calling.name_of(train)}", HEALTHY, words, section, key,
                           calling.line_at(train, node))
    for function in calling.family([train]):
        part = calling.tree_of(function)
        node = part and shuffled_apart(part)
        if node:
            return ailment(check, f"read in {calling.name_of(function)}", HEALTHY,
                           "images and labels are not put into the same order: draw one permutation, and use it "
                           "for both", "ward one", "shuffled apart", calling.line_at(function, node))
    return Finding(check, "healthy", f"read {calling.name_of(train)}: {len(loops)} loops", HEALTHY)


def behind(train, parameters):
    """Return the function or method that a lambda calls, `lambda net, X, y: net.fit(X, y)`; any other as it is."""
    if calling.name_of(train) != "<lambda>":
        return train
    called = [getattr(parameters, name, None) or train.__globals__.get(name) for name in train.__code__.co_names]
    return next((one for one in called if inspect.isfunction(one) or inspect.ismethod(one)), train)


def calls(tree, function):
    """Return the calls of a reader's function inside a tree."""
    name = calling.name_of(function) if function is not None else ""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and name and called_name(node) == name]


def innermost(loops):
    """Return the loops that hold no other of them."""
    return [loop for loop in loops if not any(other is not loop and other in ast.walk(loop) for other in loops)]


def returned_too_soon(case, tree, loops):
    """A return that stands in the loop's body, without a condition, ends it after the first turn."""
    for loop in loops:
        for node in loop.body:
            if isinstance(node, ast.Return):
                return ("return stands inside the loop: the training ends after the first step; move it to the left, "
                        "below the loop", "step", "return inside the loop", node)
    return None


def result_lost(case, tree, loops):
    """An update that returns new arrays, called as if it changed the old ones."""
    for loop in loops:
        for node in ast.walk(loop):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and calls(node, case.patient.update):
                if case.patient.update_returned and not in_place(case):
                    return ("what update returns is thrown away, and it changes nothing in place: assign its result",
                            "step", "result of update lost", node)
    return None


def in_place(case):
    """Tell whether update changes the parameters that it is given."""
    patient = case.patient
    values, raw, gradients, container = known_gradients(case, 0, case.sizes_back)
    container = patient.container(values) if container is None else container
    held = patient.read(container)
    before = {name: value.copy() for name, value in held.items()}
    patient.step(values, raw, case.rate, container, gradients)
    after = patient.read(container)
    return any((after[name] != before[name]).any() or (held[name] != before[name]).any() for name in before)


def rate_shrinks(case, tree, loops):
    """A rate that is multiplied after each batch and not after each epoch."""
    nested = [loop for loop in innermost(loops)
              if any(loop is not other and loop in ast.walk(other) for other in loops)]
    for loop in nested:
        for node in loop.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(
                node, ast.AugAssign) else None
            if not isinstance(target, ast.Name) or not role_of(target.id, ("rate",)):
                continue
            product = node.op if isinstance(node, ast.AugAssign) else getattr(node.value, "op", None)
            itself = isinstance(node, ast.AugAssign) or any(
                isinstance(part, ast.Name) and part.id == target.id for part in ast.walk(node.value))
            if itself and isinstance(product, (ast.Mult, ast.Div)):
                return (f"{target.id} is made smaller after each batch, not after each epoch: within some dozens of "
                        "steps nothing is left of it; move the line to the left, out of the inner loop", "rate",
                        "rate falls in every batch", node)
    return None


def counting(loops):
    """Return (loop, its variable, the arguments of its range) for those that count: for i in range(…)."""
    return [(loop, loop.target.id, loop.iter.args) for loop in loops
            if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) and called_name(loop.iter) == "range"]


def one_by_one(case, tree, loops):
    """Batches X[i : i + size] whose i goes on by 1, and not by the size of a batch."""
    for loop, i, steps in counting(loops):
        if len(steps) not in (1, 2):
            continue
        for node in ast.walk(loop):
            if isinstance(node, ast.Slice) and is_name(node.lower, i) and isinstance(node.upper, ast.BinOp) and (
                    isinstance(node.upper.op, ast.Add) and is_name(node.upper.left, i)
                    and getattr(node.upper.right, "value", 0) != 1):
                return (f"a batch begins one example after the one before, since {i} goes on by 1: the epoch ends "
                        f"among the first examples. range(0, m, {ast.unparse(node.upper.right)}) goes on by a batch",
                        "sets", "batches go on by one", loop)
    return None


def is_name(node, name):
    """Tell whether a node is this name alone."""
    return isinstance(node, ast.Name) and node.id == name


def far_apart(case, tree, loops):
    """Batches X[i * size : (i + 1) * size] whose i goes on by size already."""
    for loop, i, steps in counting(loops):
        if len(steps) != 3 or getattr(steps[2], "value", 0) == 1:
            continue
        size = ast.unparse(steps[2])
        for node in ast.walk(loop):
            if isinstance(node, ast.Slice) and node.lower is not None and ast.unparse(node.lower) in (
                    f"{i} * {size}", f"{size} * {i}"):
                return (f"{i} goes on by {size} already, and is multiplied by {size} again: most batches are left out "
                        f"or empty. Take {i} : {i} + {size}", "sets", "batches far apart", loop)
    return None


def seed_in_loop(case, tree, loops):
    """A seed that is set anew in each turn."""
    for loop in loops:
        for node in ast.walk(loop):
            if isinstance(node, ast.Call) and called_name(node) in ("seed", "default_rng", "RandomState") and node.args:
                return ("the seed is set anew in each turn of the loop: every shuffle, batch or mask is the same",
                        "seed", "seed reset in each iteration", node)
    return None


def start_in_loop(case, tree, loops):
    """First weights that are drawn anew in each turn."""
    for loop in loops:
        for node in ast.walk(loop):
            if isinstance(node, ast.Call) and called_name(node).lower().startswith(("init", "make_net", "create_net")):
                return ("the first weights are made anew in each turn of the loop: nothing that was learned stays",
                        "step", "start inside the loop", node)
    return None


def shuffled_apart(tree):
    """Return where images are put into another order while their labels, passed beside them, are not; or None."""
    parts = {argument.arg for argument in tree.args.args}
    images, labels = ({name for name in parts if role_of(name, (role,))} for role in ("X", "target"))
    orders = {target.id for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets
              if isinstance(target, ast.Name) and any(isinstance(part, ast.Call) and called_name(part) == "permutation"
                                                      for part in ast.walk(node.value))}
    if (node := two_orders(tree, images, labels)) is not None:
        return node
    moved = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            by = {part.id for part in ast.walk(node.slice) if isinstance(part, ast.Name)}
            if by & orders:
                moved[node.value.id] = node
        elif isinstance(node, ast.Call) and called_name(node) == "shuffle" and node.args:
            moved |= {part.id: node for part in ast.walk(node.args[0]) if isinstance(part, ast.Name)}
    if not images & set(moved) or not labels or orders & set(moved):
        return None
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return None if set(moved) - images or not labels & used else moved[min(images & set(moved))]


def two_orders(tree, images, labels):
    """Return where images and labels each get an order drawn for them alone; None if not, or if there is a seed."""
    drawn, seeds = {}, ("seed", "set_state", "default_rng", "RandomState")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called_name(node) in seeds:
            return None
        if isinstance(node, ast.Call) and called_name(node) == "shuffle" and len(node.args) == 1:
            drawn |= {part.id: node for part in ast.walk(node.args[0]) if isinstance(part, ast.Name)}
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and any(
                isinstance(part, ast.Call) and called_name(part) == "permutation" for part in ast.walk(node.slice)):
            drawn[node.value.id] = node
    both = images & set(drawn), labels & set(drawn)
    return drawn[min(both[1])] if all(both) else None


def never_one_hot(case, tree, loops):
    """Labels that are passed to a backward which takes them for one-hot."""
    patient = case.patient
    if patient.targets != "one-hot" or case.one_hot_given():
        return None
    made = {target.id for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets
            if isinstance(target, ast.Name)}
    own = {argument.arg for argument in tree.args.args} - made
    for node in calls(tree, patient.backward):
        names = [name for name, _ in calling.parameters_of(patient.backward)]
        for name, value in zip(names, node.args, strict=False):
            value = value.value if isinstance(value, ast.Subscript) else value
            if role_of(name, ("target",)) and isinstance(value, ast.Name) and value.id in own:
                return (f"{calling.name_of(patient.backward)} wants one-hot labels, and is given {value.id} as "
                        f"{calling.name_of(case.extras['train'])} got it, with whole numbers in it", "one-hot",
                        "labels for one-hot", node)
    return None
