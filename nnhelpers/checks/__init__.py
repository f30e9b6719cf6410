"""One check per exercise: it says what is wrong with an attempt, and why where that is certain.

`engine` holds how an attempt is run, compared and explained; `notebook_01` to `notebook_12` hold the checks of each
notebook's exercises. All of them can be called from here: `checks.decode_labels(decode_labels)`.
"""

import inspect
from importlib import import_module

for _number in range(1, 13):
    _module = import_module(f"{__name__}.notebook_{_number:02}")
    for _name, _function in inspect.getmembers(_module, inspect.isfunction):
        if _function.__module__ == _module.__name__ and list(inspect.signature(_function).parameters) == ["attempt"]:
            globals()[_name] = _function
