"""Arrays in whatever holds them: dictionaries, tuples, lists, objects; and tensors, tables and lists made arrays."""

import copy
import functools
import inspect

import numpy as np


def as_array(value):
    """Return an array for a tensor, a table, a list of numbers; an array as it is; None for anything else."""
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "detach"):  # a PyTorch tensor, which may have a gradient or live on a graphics card
        value = value.detach()
        value = value.cpu() if hasattr(value, "cpu") else value
    if hasattr(value, "to_numpy"):  # pandas
        return value.to_numpy()
    if hasattr(value, "numpy") and callable(value.numpy):
        return np.asarray(value.numpy())
    if isinstance(value, (list, tuple, range)):
        try:
            array = np.array(value)
        except ValueError:  # rows of different lengths
            return None
        return array if array.dtype != object else None
    return None


def is_function(value):
    """Tell whether a value is a function or class: an object that can be called may hold arrays as any other."""
    return inspect.isroutine(value) or isinstance(value, (type, functools.partial, np.ufunc))


def is_leaf(value):
    """Tell whether a part of a container is an array of numbers."""
    if isinstance(value, (list, tuple)):
        numbers = (bool, int, float, np.number)
        return len(value) > 0 and all(isinstance(part, numbers) or isinstance(part, (list, tuple)) and is_leaf(part)
                                      for part in value)
    array = None if isinstance(value, dict) else as_array(value)
    return array is not None and array.dtype.kind in "fiub"


def leaves(container, path=()):
    """Return (path, array) for every array in a container, in its order; a path is a tuple of keys."""
    if is_leaf(container):
        return [(path, as_array(container))]
    found = []
    for key, value in parts(container):
        found += leaves(value, (*path, key))
    return found


def parts(container):
    """Return (key, part) for the parts of a container: of an object those of its attributes that hold arrays."""
    if isinstance(container, dict):
        return list(container.items())
    if isinstance(container, (list, tuple)):
        return list(enumerate(container))
    held = getattr(container, "__dict__", None)
    if held is None or is_function(container) or inspect.ismodule(container):
        return []
    return [(key, value) for key, value in held.items()
            if isinstance(value, (dict, list, tuple)) and value or is_leaf(value)]


def as_dictionary(value):
    """Return a dictionary of what an object of the reader's holds by name; anything else as it is."""
    if isinstance(value, (dict, list, tuple)) or is_leaf(value):
        return value
    return dict(parts(value)) or value


def with_arrays(container, arrays, path=()):
    """Return a copy of a container in which arrays take the place of others; `arrays`: path → array."""
    if path in arrays:
        return arrays[path].copy()
    if is_leaf(container):
        array = as_array(container)
        return array.copy()
    if isinstance(container, dict):
        new = copy.copy(container)
        for key, value in container.items():
            new[key] = with_arrays(value, arrays, (*path, key))
        return new
    if isinstance(container, (list, tuple)):
        new = [with_arrays(value, arrays, (*path, key)) for key, value in enumerate(container)]
        if hasattr(container, "_fields"):  # a named tuple
            return type(container)(*new)
        return type(container)(new)
    new = copy.copy(container)
    if hasattr(new, "__dict__") and not is_function(container):
        for key, value in vars(container).items():  # what it keeps between calls must not be the reader's own
            if isinstance(value, (dict, list, set)) and len(value) == 0:
                vars(new)[key] = copy.copy(value)
    for key, value in parts(container):
        vars(new)[key] = with_arrays(value, arrays, (*path, key))
    return new


def put(container, path, value):
    """Put a value where a path leads, in place."""
    *way, last = path
    inside = at(container, way)
    if isinstance(inside, (dict, list)):
        inside[last] = value
    elif not isinstance(inside, tuple):
        vars(inside)[last] = value


def beside(value, path):
    """Return the array, or number, at a path in a container whose last key may be that of a derivative; or None."""
    for key in path:
        if isinstance(value, (list, tuple)) and isinstance(key, int) and key < len(value):
            value = value[key]
        elif isinstance(value, dict):
            value = value.get(key, value.get(f"d{key}"))
        else:
            return None
    return np.asarray(value) if is_leaf(value) or isinstance(value, (int, float, np.number)) else None


def at(container, path):
    """Return what lies at a path in a container."""
    for key in path:
        if isinstance(container, (dict, list, tuple)):
            container = container[key]
        else:
            container = vars(container)[key]
    return container
