"""Attributes that are views: windows onto memory that belongs to something larger.

Derived in notebook 07.
"""

import numpy as np


def window(name):
    """Return a property for an attribute that is a view: to assign to it is to write into the memory that it shows.

    Parameters
    ----------
    name : str
        The attribute's.

    Returns
    -------
    property
    """

    def read(self):
        if name not in vars(self):
            raise AttributeError(f"{name} has no place yet: add the layer to a network first")
        return vars(self)[name]

    def write(self, values):
        if np.shape(values) not in ((), read(self).shape):
            raise ValueError(f"{name} has the shape {read(self).shape}; {np.shape(values)} does not fit")
        read(self)[...] = values

    return property(read, write)
