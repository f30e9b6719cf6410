"""Twenty ways to write a digit, two for each, as the path of a pen: made up here, taken from no data set.

A path is a list of strokes, a stroke a list of points (x, y) in a square from 0 to 1, x to the right and y down, which
are joined by a smooth curve; where a point stands twice in a row, there is a corner.
"""

import math

import numpy as np


def arc(x, y, across, down, start, stop, points=9):
    """Return points of an ellipse about (x, y), from one angle to another, in degrees, clockwise from the right."""
    angles = np.radians(np.linspace(start, stop, points))
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


def corner(*point):
    return [point, point]


HANDS = {
    "0 round": (0, [arc(0.5, 0.5, 0.26, 0.38, -80, 285, 17)]),
    "0 narrow": (0, [arc(0.5, 0.5, 0.18, 0.4, -110, 260, 15)]),
    "1 a stroke": (1, [[(0.53, 0.1), (0.5, 0.5), (0.48, 0.9)]]),
    "1 with a flag": (1, [[(0.33, 0.32), (0.45, 0.2), *corner(0.54, 0.1), (0.54, 0.5), (0.54, 0.9)]]),
    "2 open": (2, [[*arc(0.48, 0.32, 0.24, 0.22, -165, 30), (0.5, 0.65), *corner(0.24, 0.87), (0.5, 0.86),
                    (0.8, 0.87)]]),
    "2 with a loop": (2, [[*arc(0.5, 0.3, 0.22, 0.2, -150, 50), (0.45, 0.68), (0.28, 0.84), (0.24, 0.72), (0.38, 0.72),
                           (0.58, 0.84), (0.8, 0.8)]]),
    "3 round": (3, [[*arc(0.46, 0.3, 0.22, 0.19, -150, 80), *corner(0.44, 0.49),
                     *arc(0.46, 0.69, 0.26, 0.2, -80, 150)]]),
    "3 flat": (3, [[*corner(0.26, 0.13), *corner(0.7, 0.13), *corner(0.46, 0.42),
                    *arc(0.46, 0.65, 0.25, 0.23, -75, 150)]]),
    "4 open": (4, [[(0.32, 0.1), (0.26, 0.35), *corner(0.22, 0.55), (0.5, 0.55), (0.78, 0.54)],
                   [(0.62, 0.14), (0.6, 0.5), (0.58, 0.9)]]),
    "4 closed": (4, [[(0.6, 0.9), (0.61, 0.5), *corner(0.61, 0.1), (0.4, 0.36), *corner(0.19, 0.63), (0.5, 0.63),
                      (0.82, 0.63)]]),
    "5 in two": (5, [[(0.35, 0.14), (0.33, 0.3), *corner(0.31, 0.44), *arc(0.46, 0.64, 0.26, 0.23, -110, 150)],
                     [(0.35, 0.14), (0.55, 0.13), (0.74, 0.12)]]),
    "5 in one": (5, [[(0.72, 0.12), (0.55, 0.13), *corner(0.38, 0.13), *corner(0.34, 0.42), (0.5, 0.38), (0.68, 0.5),
                      (0.7, 0.68), (0.55, 0.86), (0.3, 0.85)]]),
    "6 curled": (6, [[(0.62, 0.1), (0.42, 0.28), (0.3, 0.55), (0.32, 0.78), (0.5, 0.9), (0.68, 0.78), (0.66, 0.6),
                      (0.5, 0.53), (0.34, 0.64)]]),
    "6 straight": (6, [[(0.56, 0.08), (0.4, 0.36), *arc(0.5, 0.68, 0.21, 0.2, 200, -150, 15)]]),
    "7 plain": (7, [[*corner(0.24, 0.15), *corner(0.74, 0.13), (0.58, 0.5), (0.46, 0.9)]]),
    "7 with a bar": (7, [[*corner(0.26, 0.14), *corner(0.74, 0.14), (0.56, 0.5), (0.42, 0.9)],
                         [(0.38, 0.52), (0.55, 0.51), (0.72, 0.5)]]),
    "8 in one": (8, [[(0.66, 0.22), (0.5, 0.11), (0.34, 0.22), (0.38, 0.38), (0.52, 0.5), (0.68, 0.66), (0.64, 0.82),
                      (0.5, 0.9), (0.34, 0.82), (0.34, 0.66), (0.5, 0.5), (0.64, 0.36), (0.66, 0.22)]]),
    "8 of two rings": (8, [arc(0.5, 0.3, 0.18, 0.18, 90, 455, 13), arc(0.5, 0.7, 0.23, 0.21, -90, 275, 13)]),
    "9 straight": (9, [[*arc(0.48, 0.32, 0.21, 0.2, -20, -375, 15), (0.66, 0.55), (0.62, 0.9)]]),
    "9 curled": (9, [[(0.68, 0.28), (0.52, 0.12), (0.34, 0.22), (0.36, 0.44), (0.54, 0.48), *corner(0.68, 0.3),
                      (0.68, 0.6), (0.56, 0.86), (0.32, 0.84)]]),
}


def smooth(points, between=4):
    """Return a Catmull-Rom curve through points: as many points `between` two of them."""
    P = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, 1, between, endpoint=False)[:, np.newaxis]
    curve = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(P, P[1:], P[2:], P[3:], strict=False)
    ]
    return np.concatenate([*curve, P[-1:]])


def write(name, size, rng, between=4):
    """Return the strokes of a hand in pixels of a square of this size: larger or smaller, leaning, moved, unsteady."""
    scale, lean, turn = rng.uniform(0.6, 1.0), rng.uniform(-0.18, 0.12), rng.uniform(-0.1, 0.1)
    shift = (1 - scale) / 2 * rng.uniform(-0.9, 0.9, 2)
    A = scale * np.array([[math.cos(turn), -math.sin(turn) - lean], [math.sin(turn), math.cos(turn)]])
    strokes = []
    for points in HANDS[name][1]:
        points = np.array(points) + rng.normal(0, 0.008, (len(points), 2)) * np.ones((len(points), 2))
        moved = smooth(points, between) - 0.5
        strokes.append(np.clip((moved @ A.T + 0.5 + shift) * size, 0.02 * size, 0.98 * size))
    return strokes
