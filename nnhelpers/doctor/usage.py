"""What an argument is for, read from what a reader's function does with it, where its name says nothing."""

import ast
import re

from nnhelpers.doctor import calling

ENCODES = ("hot", "encod", "categor", "eye", "identity")


def inside(node, name):
    """Tell whether a name stands in a piece of source: also as name.T or name[…]."""
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def called(node):
    """Return the name of what a call calls, in small letters, or an empty string."""
    return calling.called_name(node).lower()


def used_as(function, name):
    """Return "target", "cache" or "": np.eye(10)[name] or a == name says the one, name["Z1"] or a, b = name the other.

    Parameters
    ----------
    function : function
        Written with def.
    name : str
        One of its arguments.

    Returns
    -------
    str
        An empty string also if the lines say both, or can't be read.
    """
    tree, found = calling.tree_of(function), set()
    if tree is None:
        return ""
    for node in ast.walk(tree):
        own = isinstance(getattr(node, "value", None), ast.Name) and node.value.id == name
        if isinstance(node, ast.Subscript):
            if own and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                found.add("cache")
            counted = isinstance(node.slice, ast.Tuple) and any(called(part) in ("arange", "range")
                                                                for part in node.slice.elts)
            coded = any(word in called(node.value) for word in ENCODES)
            if (counted or coded) and inside(node.slice, name):
                found.add("target")
        elif isinstance(node, ast.Assign) and own and isinstance(node.targets[0], (ast.Tuple, ast.List)):
            found.add("cache")
        elif isinstance(node, ast.Call) and any(word in called(node) for word in ENCODES[:3]):
            if any(inside(part, name) for part in node.args):
                found.add("target")
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and any(
                inside(part, name) for part in (node.left, *node.comparators)):
            found.add("target")
    return found.pop() if len(found) == 1 else ""


def opens(function, name):
    """Tell whether a function takes something out of an argument that holds one thing: name[0], or W, = name."""
    tree = calling.tree_of(function)
    if tree is None:  # a lambda
        return bool(calling.line_with([function], rf"\b{re.escape(name)}\[0\]"))
    for node in ast.walk(tree):
        loop = getattr(node, "iter", None)
        if loop is not None and any(isinstance(part, ast.Name) and part.id == name for part in (
                loop, *getattr(loop, "args", ()))):  # for p, g in zip(name, …)
            return True
        if not isinstance(getattr(node, "value", None), ast.Name) or node.value.id != name:
            continue
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == 0:
            return True
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List)):
            return len(node.targets[0].elts) == 1
    return False


def taken_out(function, name):
    """Return the whole numbers by which a function takes something out of an argument: {1} for name[1]."""
    tree = calling.tree_of(function)
    return {node.slice.value for node in ast.walk(tree) if isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name) and node.value.id == name and isinstance(node.slice, ast.Constant)
            and isinstance(node.slice.value, int)} if tree is not None else set()


def remade(function):
    """Return the line in which a function makes momentum anew on each call, v = zeros and v = beta * v + …; or None.

    A line under an if, or in a conditional expression, is not run on each call.
    """
    tree = calling.tree_of(function)
    if tree is None:
        return None
    sometimes = {id(part) for node in ast.walk(tree) if isinstance(node, (ast.If, ast.IfExp, ast.BoolOp, ast.Try))
                 for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or id(node) in sometimes or not starts_at_zero(node.value):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name) and goes_on(tree, target.id):
                return node
    return None


def starts_at_zero(node):
    """Tell whether an expression is zeros, or a list or dictionary of them."""
    if isinstance(node, (ast.ListComp, ast.DictComp)):
        return starts_at_zero(node.elt if isinstance(node, ast.ListComp) else node.value)
    if isinstance(node, (ast.List, ast.Dict)):
        parts = node.elts if isinstance(node, ast.List) else node.values
        return all(map(starts_at_zero, parts))
    return called(node) in ("zeros", "zeros_like") or isinstance(node, ast.Constant) and node.value in (0, 0.0)


def goes_on(tree, name):
    """Tell whether a name, or an entry of it, becomes a number times itself and something more."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(inside(target, name) for target in node.targets):
            products = [part for part in ast.walk(node.value) if isinstance(part, ast.BinOp)
                        and isinstance(part.op, ast.Mult)]
            if any(inside(part, name) for part in products):
                return True
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Mult) and inside(node.target, name):
            return True
    return False
