"""What can be said of a wrong attempt from its source and from the exception that it raised."""

import ast
import builtins
import functools
import inspect
import linecache
import re
import textwrap
import traceback

import numpy as np
import pandas as pd

DATA = (np.ndarray, list, tuple, dict, set, int, float, str, np.generic, pd.DataFrame, pd.Series)
COURSE_SIZES = {10, 28, 784, 10_000, 50_000, 60_000}

# An exception's text, as a regular expression → what is certain about it.
EXCEPTIONS = [
    (r"truth value of an? .* is ambiguous",
     "and, or, max and if want one truth value. Entry by entry use & and |, with brackets around each comparison; "
     "instead of max, np.max with axis."),
    (r"ufunc 'bitwise_(or|and)' not supported",
     "| and & bind before ==: put brackets around each comparison."),
    (r"for \^=?:|ufunc 'bitwise_xor'", "A power is written ** in Python; ^ is something else."),
    (r"'NoneType' object is not subscriptable",
     "What stands before the brackets is None: methods such as sort() and append() work in place and return None."),
    (r"only integers, slices", "An index is a whole number, a slice, or an array of whole numbers or truth values."),
    (r"'ellipsis'", "There is still a ... in the function; something must take its place."),
    (r"operands could not be broadcast together with shapes (\(\S*\)) (\(\S*\))",
     r"The shapes \1 and \2 do not fit entry by entry, as + - * / need it."),
    (r"not aligned: (\d+) \(dim \d\) != (\d+)", r"np.dot needs equal inner sizes; here they are \1 and \2."),
    (r"size (\d+) is different from (\d+)", r"@ needs equal inner sizes; here they are \2 and \1."),
    (r"cannot access local variable '(\w+)'", r"`\1` is read before it gets a value."),
    (r"^name '(\w+)' is not defined", r"`\1` is neither an argument of the function nor made in it."),
    (r"unhashable type: 'numpy.ndarray'", "An array can't be put into a set or be a key; its bytes can: .tobytes()."),
    (r"can only convert|only length-1 arrays|only 0-dimensional arrays",
     "One number is asked for here, and an array was given."),
    (r"tuple' object does not support item assignment", "A tuple can't be changed; make a list or an array."),
    (r"interpreted as an integer|indices must be integers|arrays used as indices must be",
     "A whole number is needed here; / gives a float, // a whole number."),
]


def unwrapped(function):
    """Return the function that the reader wrote."""
    while isinstance(function, functools.partial):
        function = function.func
    return inspect.unwrap(function)


def tree_of(function):
    """Return the syntax tree of a function that was written with def, or None."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(unwrapped(function)))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError, ValueError):
        return None
    return tree if isinstance(tree, ast.FunctionDef) else None


# ---------------------------------------------------------------- exceptions


def line_of(error, attempt):
    """Return the line of the attempt in which an exception arose, or an empty string."""
    code = getattr(unwrapped(attempt), "__code__", None)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)
              if code is not None and frame.filename == code.co_filename]
    return linecache.getline(frames[-1].filename, frames[-1].lineno).strip()[:110] if frames else ""


def about_exception(error, attempt, known=()):
    """Return what is certain about an exception: the shapes that do not fit, an unknown name; or an empty string."""
    if shapes := unfit_shapes(error, attempt):
        return shapes
    for pattern, words in [*known, *EXCEPTIONS]:
        if found := re.search(pattern, str(error)):
            return found.expand(words)
    return ""


def unfit_shapes(error, attempt):
    """Name the two operands of the @ in the line of an exception whose inner sizes differ."""
    if not isinstance(error, ValueError) or "matmul" not in str(error) or error.__traceback__ is None:
        return ""
    code = getattr(unwrapped(attempt), "__code__", None)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)
              if code is not None and frame.f_code.co_filename == code.co_filename]
    try:
        line = ast.parse(line_of(error, attempt))
    except SyntaxError:
        return ""
    for node in ast.walk(line):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            sides = [ast.unparse(side) for side in (node.left, node.right)]
            if not frames or not all(re.fullmatch(r"[\w.]+(\[-?[\w'\"]+\])?(\.T)?", side) for side in sides):
                continue
            left, right = (eval(side, frames[-1].f_globals, frames[-1].f_locals) for side in sides)
            if np.ndim(left) == 2 and np.ndim(right) == 2 and left.shape[1] != right.shape[0]:
                return f"{sides[0]} is {left.shape} and {sides[1]} is {right.shape}: @ needs equal inner sizes, " \
                       f"here they are {left.shape[1]} and {right.shape[0]}."
    return ""


# ---------------------------------------------------------------- the source


def about_source(attempt, right, tried):
    """Return true sentences about a wrong attempt's source, two at most."""
    tree = tree_of(attempt)
    if tree is None:
        return []
    sentences = [*returns_in_loop(tree), *prints_only(tree), *of_the_notebook(tree, unwrapped(attempt)),
                 *never_read(tree), *fixed_sizes(tree, right, tried)]
    return sentences[:2]


def about_loops(attempt):
    """Return a sentence, if there is cause, about a loop that ends in its first round."""
    tree = tree_of(attempt)
    return [] if tree is None else list(returns_in_loop(tree))


def returns_in_loop(tree):
    """Say that a loop ends in its first round, because a return stands directly in its body."""
    for loop in ast.walk(tree):
        if isinstance(loop, (ast.For, ast.While)) and any(isinstance(line, ast.Return) for line in loop.body):
            if not any(isinstance(node, ast.Continue) for node in ast.walk(loop)):
                yield "Its `return` stands inside the loop, so that the loop ends in its first round."
                return


def prints_only(tree):
    """Say that a function prints and returns nothing."""
    returned = [node for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value is not None]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if not returned and any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls):
        yield "It prints its result; return it."


def names_of(tree):
    """Return the parameters of a function, the names made in it, and those read, in order."""
    arguments = tree.args
    given = [a.arg for a in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    made = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    made |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    read = list(dict.fromkeys(node.id for node in names if isinstance(node.ctx, ast.Load)))
    return given, made, read


def of_the_notebook(tree, attempt):
    """Name data that a function reads, but was not given."""
    _, made, read = names_of(tree)
    outside = getattr(attempt, "__globals__", {})
    for name in read:
        if name not in made and not hasattr(builtins, name) and isinstance(outside.get(name), DATA):
            yield f"It reads the notebook's variable `{name}`, which is not one of its arguments."
            return


def never_read(tree):
    """Name the parameters that a function does not read."""
    given, _, read = names_of(tree)
    if unused := [name for name in given if name not in read]:
        yield f"{' and '.join(f'`{name}`' for name in unused)} {'is' if len(unused) == 1 else 'are'} never used."


def fixed_sizes(tree, right, tried):
    """Name a size of the data set that stands in the source, but in no case that fails and not in the right answer."""
    numbers = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int}
    cases = [one.case for one in tried if not one.right]
    if not all(any(isinstance(argument, np.ndarray) for argument in case) for case in cases) or any(
            isinstance(argument, (dict, list)) for case in cases for argument in case):
        return
    found = {size for case in cases for argument in case for size in np.shape(argument)}
    known = set(getattr(getattr(right, "__code__", None), "co_consts", ()))
    scalars = {argument for one in tried for argument in one.case if isinstance(argument, (int, float))}
    if fixed := sorted((numbers & COURSE_SIZES) - found - known - scalars):
        yield f"The number {fixed[-1]} stands in it, but nothing has this size here: use the sizes of the arguments."
