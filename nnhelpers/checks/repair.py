"""Whether one small change in one line of a wrong attempt makes it right in every case: then the line is named.

The change is tried, so the statement is true; which change it is, the reader is left to find.
"""

import ast
import contextlib
import copy
import inspect
import io
import sys
import time

import numpy as np

from nnhelpers.checks.source import names_of, tree_of, unwrapped

OPERATORS = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.MatMult], ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div], ast.MatMult: [ast.Mult], ast.Mod: [ast.FloorDiv],
}
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq],
}
FUNCTIONS = {
    "max": ["min", "argmax"], "min": ["max", "argmin"], "argmax": ["max", "argmin"], "argmin": ["argmax", "min"],
    "sum": ["mean"], "mean": ["sum"], "median": ["mean"], "std": ["var"], "var": ["std"], "any": ["all"],
    "all": ["any"], "floor": ["ceil"], "ceil": ["floor"], "round": ["ceil", "floor"], "maximum": ["minimum"],
    "minimum": ["maximum"], "sort": ["argsort"], "argsort": ["sort"],
}


CHANGED = "<a changed attempt>"


def line_to_change(attempt, is_right, seconds=1.0):
    """Return in words which line of an attempt one small change would make right, or an empty string."""
    tree, function = tree_of(attempt), unwrapped(attempt)
    if tree is None or function.__closure__ or any(
            isinstance(node, ast.Name) and node.id == tree.name for node in ast.walk(tree)):
        return ""  # a recursion would call the unchanged attempt
    tree.decorator_list = []
    given, made, _ = names_of(tree)
    names = sorted({*given, *made} - lists_of(tree))
    state, until = np.random.get_state(), time.monotonic() + seconds
    with contextlib.redirect_stdout(io.StringIO()):
        for place, node in enumerate(ast.walk(tree)):
            for kind, change in changes_of(node, names):
                changed = copy.deepcopy(tree)
                change(list(ast.walk(changed))[place])
                with at_most_lines(50_000):
                    good = time.monotonic() < until and is_right(compiled(changed, function))
                if good:
                    np.random.set_state(state)
                    number = getattr(change, "line", None) or node.lineno
                    line = inspect.getsource(function).splitlines()[number - 1].strip()
                    return f"It would be right with one change, {kind}, in the line  {line[:110]}"
    np.random.set_state(state)
    return ""


def lists_of(tree):
    """Return the names of lists that are made in a function: put in another's place they might grow without end."""
    makers = (ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Set)
    return {name.id for node in ast.walk(tree) if isinstance(node, ast.Assign)
            and any(isinstance(part, makers) for part in ast.walk(node.value))
            for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def compiled(tree, function):
    """Return the function that a changed syntax tree defines, among the same globals."""
    known = dict(function.__globals__)
    module = ast.fix_missing_locations(ast.Module([tree], type_ignores=[]))
    exec(compile(module, CHANGED, "exec"), known)
    return known[tree.name]


@contextlib.contextmanager
def at_most_lines(number):
    """End a changed attempt with an exception after a number of lines: a changed loop may run for ever."""
    left = [number]

    def count(frame, event, argument):
        left[0] -= 1
        if frame.f_code.co_filename != CHANGED:
            return None
        if left[0] < 0:
            raise RuntimeError("a changed attempt does not end")
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


def changes_of(node, names):
    """Yield what can be changed at a node: (kind of change, function that changes such a node in place)."""
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS.get(type(node.op), []):
            yield "of an operator", setting("op", operator())
        if isinstance(node.op, ast.MatMult):
            yield "of the order", lambda new: vars(new).update(left=new.right, right=new.left)
            yield "of a transpose", lambda new: setattr(new, "left", transposed(new.left))
            yield "of a transpose", lambda new: setattr(new, "right", transposed(new.right))
    elif isinstance(node, ast.Compare):
        for operator in COMPARISONS.get(type(node.ops[0]), []):
            yield "of the comparison", setting("ops", [operator(), *node.ops[1:]])
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        values = [not node.value] if isinstance(node.value, bool) else [node.value + 1, node.value - 1, -node.value]
        for value in values:
            yield "of " + ("True or False" if isinstance(value, bool) else f"the number {node.value}"), setting(
                "value", value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "of a sign", setting("op", ast.UAdd())
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for name in [*(names if node.id in names else []), *FUNCTIONS.get(node.id, [])]:
            if name != node.id:
                yield f"of the name `{node.id}`", setting("id", name)
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        for name in FUNCTIONS.get(node.attr, []):
            yield f"of `{node.attr}`", setting("attr", name)
    elif isinstance(node, ast.Slice):
        for end in ("lower", "upper"):
            if getattr(node, end) is not None:
                yield "of the slice", setting(end, None)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range" and node.args:
        end = min(1, len(node.args) - 1)
        for step in (1, -1):
            yield "of the range", lambda new, step=step: new.args.__setitem__(
                end, ast.BinOp(new.args[end], ast.Add(), ast.Constant(step)))
    elif isinstance(node, (ast.FunctionDef, ast.For, ast.If)):
        for place, line in enumerate(node.body):
            if isinstance(line, ast.For) and isinstance(line.body[-1], ast.Return):
                change = returning_after(place)
                change.line = line.body[-1].lineno
                yield "of where `return` stands", change


def setting(field, value):
    """Return a change that sets a field of a node."""
    return lambda node: setattr(node, field, value)


def transposed(node):
    """Return a node with .T added, or taken away if it was there."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def returning_after(place):
    """Return a change that moves the return at the end of a loop's body behind the loop."""
    def change(node):
        loop = node.body[place]
        node.body.insert(place + 1, loop.body.pop())
        loop.body = loop.body or [ast.Pass()]

    return change
