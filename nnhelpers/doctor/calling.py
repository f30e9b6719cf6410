"""Calls of the reader's functions: nothing of theirs is changed, nothing is printed, an error is explained."""

import ast
import contextlib
import copy
import dis
import inspect
import io
import linecache
import random
import re
import textwrap
import traceback
import types
import warnings

import numpy as np

from nnhelpers.checks import source
from nnhelpers.doctor.containers import as_array, is_function

SEED = 20_12


class Trouble(Exception):
    """The reader's function raised an error: where, and with what shapes."""

    def __init__(self, function, error, shapes=""):
        self.function, self.error, self.shapes = name_of(function), error, shapes
        self.number, self.line, self.inner = place_of(error, function)
        self.hint = source.about_exception(error, function)
        text = str(error).split(", with gufunc")[0]
        super().__init__(f"{type(error).__name__}: {text}")


class Unclear(Exception):
    """The doctor does not know what to pass to a function, or what it returned; the text says how to tell it."""


def name_of(function):
    """Return the name by which the reader knows a function."""
    return getattr(plain(function), "__name__", None) or type(function).__name__


def place_of(error, function):
    """Return number and text of the reader's line in which an error arose, and the function that it stands in."""
    here = __file__.rsplit("doctor", 1)[0]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)
              if not frame.filename.startswith(here) and "site-packages" not in frame.filename
              and not frame.filename.startswith("<__array")]
    if not frames:
        return None, "", ""
    frame = frames[-1]
    return frame.lineno, linecache.getline(frame.filename, frame.lineno).strip(), frame.name


def shapes_of(bound):
    """Put the shapes of a call's arguments into words."""
    said = []
    for name, value in bound.items():
        array = None if isinstance(value, (dict, list, tuple)) else as_array(value)
        if array is not None:
            said.append(f"{name} {array.shape}")
        elif isinstance(value, (int, float)):
            said.append(f"{name} = {value:g}")
    return ", ".join(said)


def call(function, arguments):
    """Call a reader's function with arguments by name, or by place where it takes them so.

    Raises Trouble for any error of theirs.
    """
    positional, named, gap = [], {}, False
    for name, kind in parameters_of(function):
        if name not in arguments:
            gap = gap or kind != inspect.Parameter.VAR_POSITIONAL
            continue
        if kind == inspect.Parameter.VAR_POSITIONAL:
            positional += list(arguments[name])
        elif kind == inspect.Parameter.VAR_KEYWORD:
            named |= arguments[name]
        elif kind == inspect.Parameter.KEYWORD_ONLY or gap and kind != inspect.Parameter.POSITIONAL_ONLY:
            named[name] = arguments[name]
        else:
            positional.append(arguments[name])
    try:
        return function(*positional, **named)
    except (Exception, SystemExit) as error:
        raise Trouble(function, error, shapes_of(arguments)) from error


def decorated(function):
    """Return the function inside a decorator that takes any arguments, as timers are; else the function itself."""
    code = getattr(function, "__code__", None)
    if code is None or code.co_argcount or not code.co_flags & inspect.CO_VARARGS:
        return function
    inner = [cell.cell_contents for cell in function.__closure__ or () if has_contents(cell)
             and isinstance(cell.cell_contents, types.FunctionType)]
    return decorated(inner[0]) if len(inner) == 1 else function


def signature_of(function):
    """Return name → inspect.Parameter of a function, that of the one inside a decorator."""
    try:
        bare = getattr(function, "__func__", function)
        found = inspect.signature(function if decorated(bare) is bare else decorated(bare)).parameters
    except (TypeError, ValueError):
        return {}
    return dict(list(found.items())[1:]) if decorated(bare) is not bare and bare is not function else found


def parameters_of(function):
    """Return (name, kind) of each parameter of a function that has no default, and of those that have one."""
    return [(name, parameter.kind) for name, parameter in signature_of(function).items()]


def defaults_of(function):
    """Return name → whether its default is a number, for the parameters of a function that may be left out."""
    return {name: isinstance(parameter.default, (int, float)) for name, parameter in signature_of(function).items()
            if parameter.default is not parameter.empty
            or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)}


# ---------------------------------------------------------------- nothing of the reader's is changed


def plain(function):
    """Return the function of a method, the method's function of an object that is called."""
    function = source.unwrapped(function)
    return decorated(getattr(function, "__func__", function))


def family(functions):
    """Return the reader's functions, and those of their own module which they call."""
    found, waiting = [], [plain(function) for function in functions if function is not None]
    while waiting:
        function = waiting.pop()
        if not isinstance(function, types.FunctionType) or function in found:
            continue
        found.append(function)
        known = function.__globals__
        for name in function.__code__.co_names:
            other = known.get(name)
            if isinstance(other, types.FunctionType) and other.__globals__ is known:
                waiting.append(other)
    return found


def globals_of(functions):
    """Return (dictionary, name) for each global of the reader's functions that is read or written by them."""
    return {(id(function.__globals__), name): (function.__globals__, name)
            for function in functions for name in function.__code__.co_names if name in function.__globals__}


def written_globals(function):
    """Return the names that a function declares global and assigns to."""
    code = getattr(plain(function), "__code__", None)
    return {step.argval for step in dis.get_instructions(code) if step.opname == "STORE_GLOBAL"} if code else set()


def generators_of(functions):
    """Return the random generators that the reader's functions see: globals, closures, defaults."""
    seen = []
    for function in functions:
        values = [known[name] for known, name in globals_of([function]).values()]
        values += [cell.cell_contents for cell in function.__closure__ or () if has_contents(cell)]
        values += list(function.__defaults__ or ()) + list((function.__kwdefaults__ or {}).values())
        for value in values:
            kinds = np.random.Generator, np.random.RandomState
            if isinstance(value, kinds) and all(value is not one for one in seen):
                seen.append(value)
    return seen


def has_contents(cell):
    """Tell whether a cell of a closure holds something yet."""
    try:
        cell.cell_contents  # noqa: B018 (an empty cell raises)
    except ValueError:
        return False
    return True


def state_of(generator):
    """Return a copy of a generator's state."""
    return copy.deepcopy(generator.bit_generator.state if hasattr(generator, "bit_generator")
                         else generator.get_state())


def set_state(generator, state):
    """Give a generator a state back."""
    if hasattr(generator, "bit_generator"):
        generator.bit_generator.state = copy.deepcopy(state)
    else:
        generator.set_state(state)


CODE = types.ModuleType, types.FunctionType, type  # what holds nothing that would have to be given back


class Guard:
    """Keeps everything of the reader's as it is: random states, and what their functions hold between two calls."""

    def __init__(self, functions, parameters=None):
        self.functions = family(functions)
        self.generators = generators_of(self.functions)
        self.start = [state_of(generator) for generator in self.generators]
        self.known = [(known, name, known[name], held(known[name]))
                      for known, name in globals_of(self.functions).values()
                      if not isinstance(known[name], CODE)]
        owners = [parameters, *(getattr(function, "__self__", None) for function in functions)]
        self.owners = [(owner, held(owner)) for owner in owners if hasattr(owner, "__dict__")]
        values = [value for function in self.functions  # update.v = {}; def update(p, g, rate, v={})
                  for value in (vars(function), *(function.__defaults__ or ()),
                                *(function.__kwdefaults__ or {}).values())]
        self.owners += [(value, held(value)) for value in values if isinstance(value, (dict, list, np.ndarray))]
        self.cells = [(cell, cell.cell_contents, held(cell.cell_contents)) for function in self.functions
                      for cell in function.__closure__ or () if has_contents(cell)
                      and not isinstance(cell.cell_contents, CODE)]

    def begin_again(self):
        """Give back what was held at first by globals, objects, functions and closures: momentum, counters, weights."""
        for known, name, value, kept in self.known:
            give_back(value, kept)
            known[name] = value
        for owner, kept in self.owners:
            give_back(owner, kept)
        for cell, value, kept in self.cells:
            give_back(value, kept)
            cell.cell_contents = value

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.random, self.numpy = random.getstate(), np.random.get_state()
        self.states = [state_of(generator) for generator in self.generators]
        self.stack.enter_context(np.errstate(all="ignore"))
        self.stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        return self

    def __exit__(self, *_):
        self.stack.close()
        random.setstate(self.random)
        np.random.set_state(self.numpy)
        for generator, state in zip(self.generators, self.states, strict=True):
            set_state(generator, state)
        self.begin_again()

    def same_chance(self, number=0):
        """Put every source of random numbers into the same state: a call that follows draws the same numbers."""
        random.seed(SEED + number)
        np.random.seed(SEED + number)
        for generator, state in zip(self.generators, self.start, strict=True):
            set_state(generator, state)
            if number:
                generator.random(number)

    @contextlib.contextmanager
    def quiet(self):
        """Let nothing that the reader's functions print appear."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield


def global_state():
    """Return the state of NumPy's global random numbers, to be compared."""
    return np.random.get_state()[1].tobytes()


def held(value, depth=0):
    """Return a copy of what a global or object holds, if it is a small array or a container of such; else None."""
    if depth > 5:
        return None
    if isinstance(value, np.ndarray):
        return value.copy() if value.size <= 200_000 else None
    if isinstance(value, dict):
        return {key: (part, held(part, depth + 1)) for key, part in value.items()} if len(value) < 200 else None
    if isinstance(value, list):
        return [(part, held(part, depth + 1)) for part in value] if len(value) < 200 else None
    if hasattr(value, "__dict__") and not is_function(value) and not isinstance(value, types.ModuleType):
        return held(vars(value), depth + 1)
    return None


def give_back(value, kept):
    """Give a global its contents back."""
    if kept is None:
        return
    if isinstance(value, np.ndarray):
        if not np.array_equal(value, kept, equal_nan=value.dtype.kind == "f"):
            value[...] = kept
    elif isinstance(value, dict):
        value.clear()
        for key, (part, copied) in kept.items():
            give_back(part, copied)
            value[key] = part
    elif isinstance(value, list):
        value[:] = [part for part, _ in kept]
        for part, copied in kept:
            give_back(part, copied)
    else:
        give_back(vars(value), kept)


# ---------------------------------------------------------------- what stands in the reader's source


def tree_of(function):
    """Return the syntax tree of a reader's function, or None."""
    return source.tree_of(plain(function)) if function is not None else None


def returned_names(function, count):
    """Return the names under which a function returns so many values, None for a value without a name; or []."""
    tree = tree_of(function)
    if tree is None:
        return []
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, (ast.Tuple, ast.List)):
            if len(node.value.elts) == count:
                return [name_in(part) for part in node.value.elts]
    for node in ast.walk(tree):  # a tuple that has a name itself: grads = (dW1, db1); return grads
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Name):
            return names_in_tuple(tree, node.value.id, count)
    return []


def names_in_tuple(tree, name, count):
    """Return the names in a tuple that a function assigns to a name, or []."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Tuple, ast.List)) and any(
                isinstance(target, ast.Name) and target.id == name for target in node.targets):
            if len(node.value.elts) == count:
                return [name_in(part) for part in node.value.elts]
    return []


def name_in(node):
    """Return the name that an expression is about: a variable, self.variable, or one of them with .T or a method."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr if isinstance(node.value, ast.Name) and node.value.id == "self" else name_in(node.value)
    return None


def unpacked_names(function, count):
    """Return the names into which a function unpacks its first argument, if they are so many: W1, b1 = p; or []."""
    tree = tree_of(function)
    if tree is None:
        return []
    given = {argument.arg for argument in tree.args.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in given:
            target = node.targets[0]
            if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == count:
                return [name_in(part) for part in target.elts]
    return []


def line_with(functions, *patterns):
    """Return "line 12 of backward: dZ1 = …", the first line of these functions that fits a pattern; or ""."""
    for pattern in patterns:
        for function in functions:
            function = plain(function) if function is not None else None
            try:
                lines, first = inspect.getsourcelines(function)
            except (OSError, TypeError):
                continue
            for number, line in enumerate(lines):
                if re.search(pattern, line.split("#")[0]) and not line.lstrip().startswith(("def ", '"""')):
                    return f"line {number + 1} of {name_of(function)}:  {line.strip()[:110]}"
    return ""


def called_name(node):
    """Return the name of what a call calls, f(…) or object.f(…); an empty string for anything else."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def line_at(function, node):
    """Return the line of a node of a function's tree, as in other findings."""
    lines = textwrap.dedent(inspect.getsource(plain(function))).splitlines()
    return f"line {node.lineno} of {name_of(function)}:  {lines[node.lineno - 1].strip()[:110]}"


def call_one(function, *values):
    """Call a reader's function that takes what it takes by place."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*values)
    except (Exception, SystemExit) as error:
        shapes = shapes_of({f"argument {number}": value for number, value in enumerate(values, start=1)})
        raise Trouble(function, error, shapes) from error
