"""Which gradient belongs to which parameter, and in what form update wants them."""

import numpy as np

from nnhelpers.doctor import calling, containers
from nnhelpers.doctor.binding import parameter_in, role_of
from nnhelpers.doctor.calling import Unclear, name_of
from nnhelpers.doctor.usage import taken_out


class Gradients:
    """What a patient knows of the gradients that its backward returns."""

    def by_parameter(self, raw, container, values):
        """Return name → gradient: by the names of what backward returned, else by order, else by shape."""
        wanted = self.adapter.gradients
        found = containers.leaves(raw) if raw is not None else []
        scalars = self.scalars(raw)
        if scalars:
            found = scalars
        if raw is None and self.globals is not None:  # backward made them global: dW1, …
            made = {parameter_in(key, self.paths): value for key, value in self.globals.items()
                    if key not in self.paths and containers.is_leaf(value)}
            if all(name in made for name in self.paths):
                return {name: np.asarray(made[name]) for name in self.paths}
        if raw is None and (inside := self.gradients_inside(container)):
            return {name: inside.get(name) for name in self.paths}
        if not found:
            raise Unclear(f"{name_of(self.backward)} returned {type(raw).__name__}, and no gradient: "
                          "is `return` missing?")
        if isinstance(wanted, dict):
            named = {(path[-1] if path else 0): array for path, array in found}
            names = self.names_of_gradients(found, raw)
            named |= {name: array for name, (_, array) in zip(names, found, strict=True) if name}
            if set(wanted) <= set(self.paths) and not set(wanted) <= set(named):
                wanted = {place: parameter for parameter, place in wanted.items()}
            if absent := [key for key in wanted if key not in named]:
                raise Unclear(f"Adapter(gradients=…) names {absent[0]!r}, and {name_of(self.backward)} returns "
                              f"{', '.join(map(repr, named))}.")
            return {parameter: named[key] for key, parameter in wanted.items()}
        if wanted:
            return dict(zip(wanted, [array for _, array in found], strict=True))
        names = [parameter_in(name, self.paths) for name in self.names_of_gradients(found, raw)]
        chosen = {name: array for name, (_, array) in zip(names, found, strict=True) if name}
        if len(chosen) == len(self.paths):
            return {name: chosen[name] for name in self.paths}
        if len(found) == len(self.paths):
            arrays = [array for _, array in found]
            shapes = [value.shape for value in values.values()]
            for order in (arrays, arrays[::-1]):
                if all(array.shape == shape for array, shape in zip(order, shapes, strict=True)):
                    return dict(zip(self.paths, order, strict=True))
            if len(set(shapes)) == len(shapes) and {array.shape for array in arrays} == set(shapes):
                by_shape = {array.shape: array for array in arrays}
                return {name: by_shape[value.shape] for name, value in values.items()}
            if not chosen:
                return dict(zip(self.paths, arrays, strict=True))
        if chosen:
            return {name: chosen.get(name) for name in self.paths}
        raise Unclear(f"I can't tell which gradient belongs to which parameter. Say it: "
                      f"adapter=Adapter(gradients={list(self.paths)}), in the order of what "
                      f"{name_of(self.backward)} returns.")

    def gradients_inside(self, container):
        """Return name → gradient that a network keeps beside its parameters: dW1 of W1, grads["W1"] of params["W1"]."""
        found = {}
        for name, path in self.paths.items():
            for place, key in enumerate(path):
                around = containers.at(container, path[:place])
                if isinstance(around, (list, tuple)):
                    continue
                keys = around if isinstance(around, dict) else vars(around)
                for other, value in keys.items():
                    if other != key and (parameter_in(other, [key]) or role_of(other, ("gradients",))):
                        value = containers.beside(value, path[place + 1 :])
                        if value is not None:
                            found[name] = value
        return found

    def scalars(self, raw):
        """Return (path, array) for what backward returned when some of it are single numbers."""
        pairs = list(raw.items()) if isinstance(raw, dict) else list(enumerate(raw)) if isinstance(
            raw, (tuple, list)) else []
        single = [value for _, value in pairs if isinstance(value, (int, float, np.number))
                  or isinstance(value, np.ndarray) and value.ndim == 0]
        if not single or any(isinstance(value, (dict, list, tuple)) for _, value in pairs):
            return []
        return [((key,), np.asarray(value)) for key, value in pairs
                if isinstance(value, (int, float, np.number, np.ndarray))]

    def names_of_gradients(self, found, raw):
        """Return the reader's names of what backward returned, None where there is none."""
        if isinstance(raw, tuple) and all(len(path) == 1 for path, _ in found):
            names = calling.returned_names(self.backward, len(raw))
            if names:
                return [names[path[0]] for path, _ in found]
        return [str(path[-1]) + (str(path[0] + 1) if len(path) > 1 and isinstance(path[0], int) else "")
                if path and isinstance(path[-1], str) else None for path, _ in found]

    def for_update(self, raw):
        """Return the forms in which update may want what backward returned: (loss, gradients), or the gradients alone.

        Without the loss goes first, unless update takes the gradients out of the pair by their place.
        """
        if not isinstance(raw, tuple) or containers.is_leaf(raw):
            return [raw]
        inner = [n for n, part in enumerate(raw) if isinstance(part, (dict, list, tuple)) and containers.leaves(part)]
        if len(inner) != 1 or len(raw) == 1 or any(np.ndim(part) for n, part in enumerate(raw) if n != inner[0]):
            return [raw]
        forms = [raw[inner[0]], raw]
        names = [name for name, _ in calling.parameters_of(self.update)]
        return forms[::-1] if any(taken_out(self.update, name) == set(inner) for name in names) else forms
