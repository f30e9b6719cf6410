"""One check per exercise: it says what is wrong with an attempt, and why where that is certain.

`notebook_NN` holds the checks of a notebook's exercises, `mistakes_NN` what would make it too long to read;
`experiments` those of the open experiments in notebooks 05, 07, 10, 11 and 15, which accept any honest table. `engine`
runs an attempt, compares and explains; it draws on `compare` (results), `facts` (what holds of the results in every
case), `source` (what the reader wrote) and `repair` (whether one change would do). All checks can be called from here:
`checks.decode_labels(decode_labels)`. After `checks.strict()`, for marking, a check that is not passed raises.
"""

import inspect
from importlib import import_module
from pkgutil import iter_modules

from nnhelpers.checks.engine import strict as strict

for _found in iter_modules(__path__):
    if _found.name.startswith("notebook_") or _found.name == "experiments":
        _module = import_module(f"{__name__}.{_found.name}")
        for _name, _function in inspect.getmembers(_module, inspect.isfunction):
            _own = _function.__module__ == _module.__name__
            if _own and list(inspect.signature(_function).parameters) == ["attempt"]:
                globals()[_name] = _function

del _found, _module, _name, _function, _own  # else the last of them would be taken for a check
