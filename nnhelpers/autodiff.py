"""Automatic differentiation: arrays that remember what they were computed from, and find the way back by themselves.

Derived in notebook 17. A tensor keeps, for each tensor that it was made from, a function that turns ∂L/∂(it) into
∂L/∂(that one). `backward` calls these functions in an order in which nothing comes too early, and adds up what arrives.
"""

import numpy as np

from nnhelpers.guards import require_logits, require_matrices, require_numbers, require_single_number


def unbroadcast(d, shape):
    """Add up what broadcasting had copied.

    Parameters
    ----------
    d : numpy.ndarray
        ∂L/∂(an array after broadcasting).
    shape : tuple of int
        The array's shape before.

    Returns
    -------
    numpy.ndarray, shape `shape`
        ∂L/∂(the array before).

    Examples
    --------
    >>> unbroadcast(np.array([[1.0, 2.0], [3.0, 4.0]]), (2, 1))
    array([[3.],
           [7.]])
    """
    if d.shape == shape:
        return d
    d = d.sum(axis=tuple(range(d.ndim - len(shape))))
    copied = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return d.sum(axis=copied, keepdims=True)


def record(operation, data, *ways):
    """Return a new tensor that remembers how it was made.

    Parameters
    ----------
    operation : str
        Its name, for those who look at the record.
    data : numpy.ndarray
        The result.
    ways : tuples (Tensor, function)
        What it was made from, each with its way back: the function turns ∂L/∂(result) into ∂L/∂(that tensor).

    Returns
    -------
    Tensor
    """
    made = Tensor(data, requires_grad=any(parent.requires_grad for parent, _ in ways))
    made.operation, made.ways = operation, ways
    return made


def constant(value, dtype):
    """Return a tensor as it is, and anything else as one that wants no gradient.

    Parameters
    ----------
    value : Tensor, numpy.ndarray or float
    dtype : numpy.dtype
        For a single number; an array keeps its own.

    Returns
    -------
    Tensor
    """
    if isinstance(value, Tensor):
        return value
    return Tensor(np.asarray(value, dtype) if np.ndim(value) == 0 else value, requires_grad=False)


class Tensor:
    """An array of floats with a memory: what it was computed from, and how a gradient finds back to that.

    Its operations are those of an array: + − * @, exp, log, relu, sum, reshape and indexing. An array or a number
    beside a tensor is a constant.

    Parameters
    ----------
    data : numpy.ndarray, list or float
        Whole numbers become float64.
    requires_grad : bool
        Whether `backward` shall compute the gradient; not for constants, such as images.

    Attributes
    ----------
    grad : numpy.ndarray or None
        After `backward`: ∂L/∂(this tensor), of the same shape.

    Raises
    ------
    TypeError
        If the data are no real numbers.

    Examples
    --------
    >>> x = Tensor([1.0, 3.0])
    >>> (x * x).sum().backward()
    >>> x.grad
    array([2., 6.])
    """

    __array_ufunc__ = None  # array + tensor is a matter of the tensor, not of the array

    def __init__(self, data, requires_grad=True):
        self.data = require_numbers(data)
        self.requires_grad = requires_grad
        self.grad, self.operation, self.ways = None, "", ()

    def __repr__(self):
        return f"Tensor of shape {self.data.shape}" + (f", made by {self.operation}" if self.operation else "")

    def __add__(self, other):
        other = constant(other, self.data.dtype)
        return record("+", self.data + other.data,
                      (self, lambda d: unbroadcast(d, self.data.shape)),
                      (other, lambda d: unbroadcast(d, other.data.shape)))

    def __mul__(self, other):
        other = constant(other, self.data.dtype)
        return record("*", self.data * other.data,
                      (self, lambda d: unbroadcast(d * other.data, self.data.shape)),
                      (other, lambda d: unbroadcast(d * self.data, other.data.shape)))

    def __sub__(self, other):
        other = constant(other, self.data.dtype)
        return record("−", self.data - other.data,
                      (self, lambda d: unbroadcast(d, self.data.shape)),
                      (other, lambda d: unbroadcast(-d, other.data.shape)))

    def __matmul__(self, other):
        other = constant(other, self.data.dtype)
        require_matrices(self.data, other.data)
        return record("@", self.data @ other.data,
                      (self, lambda d: d @ other.data.T),
                      (other, lambda d: self.data.T @ d))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1.0

    def __rsub__(self, other):
        return constant(other, self.data.dtype) - self

    def __rmatmul__(self, other):
        return constant(other, self.data.dtype) @ self

    def exp(self):
        """Return e to the power of each entry."""
        result = np.exp(self.data)
        return record("exp", result, (self, lambda d: d * result))

    def log(self):
        """Return the natural logarithm of each entry."""
        return record("log", np.log(self.data), (self, lambda d: d / self.data))

    def relu(self):
        """Return each entry, or 0 where it is below."""
        return record("relu", np.maximum(self.data, 0), (self, lambda d: d * (self.data > 0)))

    def sum(self, axis=None, keepdims=False):
        """Add up all entries, or those along an axis.

        Parameters
        ----------
        axis : int or tuple of int, optional
        keepdims : bool
            Whether the axis stays, with length 1.
        """

        def back(d):
            if axis is not None and not keepdims:
                d = np.expand_dims(d, axis)
            return np.broadcast_to(d, self.data.shape)

        return record("sum", self.data.sum(axis=axis, keepdims=keepdims), (self, back))

    def reshape(self, *shape):
        """Return the same entries in another shape.

        Parameters
        ----------
        shape : int
            The lengths of the axes; one may be −1.
        """
        return record("reshape", self.data.reshape(*shape), (self, lambda d: d.reshape(self.data.shape)))

    def __getitem__(self, key):
        def back(d):
            gradient = np.zeros_like(self.data)
            np.add.at(gradient, key, d)
            return gradient

        return record("[ ]", self.data[key], (self, back))

    def order(self):
        """Return this tensor and all that it was made from, each after those that it was made from itself."""
        order, seen, to_do = [], set(), [(self, False)]
        while to_do:
            tensor, ready = to_do.pop()
            if ready:
                order.append(tensor)
            elif id(tensor) not in seen:
                seen.add(id(tensor))
                to_do.append((tensor, True))
                to_do += [(parent, False) for parent, _ in tensor.ways]
        return order

    def backward(self):
        """Fill `grad` with ∂(this number)/∂(the tensor), for each tensor that this number was made from."""
        require_single_number(self)
        order = [tensor for tensor in self.order() if tensor.requires_grad]
        for tensor in order:
            tensor.grad = np.zeros_like(tensor.data)
        self.grad += 1
        for tensor in reversed(order):
            for parent, back in tensor.ways:
                if parent.requires_grad:
                    parent.grad += back(tensor.grad)


def cross_entropy_of_logits(Z, labels):
    """Return the mean cross-entropy of softmax(Z), computed without overflow and without a softmax.

    Parameters
    ----------
    Z : Tensor, shape (classes, m)
        Logits: no softmax before.
    labels : numpy.ndarray of int, shape (m,)

    Returns
    -------
    Tensor
        A single number.

    Raises
    ------
    TypeError, ValueError
        If `Z` is no tensor of that shape, or the labels don't fit it: another number of them, or not 0 to classes − 1.

    Examples
    --------
    >>> round(float(cross_entropy_of_logits(Tensor(np.zeros((10, 2))), np.array([3, 7])).data), 3)
    2.303
    """
    require_logits(Z, labels)
    m = len(labels)
    Z = Z - Z.data.max(axis=0)
    costs = Z.exp().sum(axis=0).log() - Z[labels, np.arange(m)]
    return costs.sum() * (1 / m)
