"""How the README's line starts JupyterLab: python -m jupyterlab --config=jupyter_lab_config.py."""

import os
import warnings
from pathlib import Path

c = get_config()  # noqa: F821, given by Jupyter

# Links of the notebooks lead out of their folder, to the README and to the data's.
c.ServerApp.root_dir = str(Path(__file__).resolve().parent)

# Where this variable is set, to draw into files for example, notebooks show no figures.
os.environ.pop("MPLBACKEND", None)


def without_announcements(handler, page):
    """Leave out the extension that asks at the first start whether to fetch news, and looks for newer versions."""
    disabled = [*page.get("disabledExtensions", []), "@jupyterlab/apputils-extension:announcements"]
    return page | {"disabledExtensions": disabled}


def without_this_python(model, **_):
    """Leave out of a saved notebook what JupyterLab notes of the reader's Python, from the moment it is opened.

    Otherwise git would count a notebook as changed that was only looked at.
    """
    if model["type"] == "notebook":
        model["content"]["metadata"]["language_info"] = {"name": "python"}


c.ServerApp.tornado_settings = {"page_config_hook": without_announcements}
c.FileContentsManager.pre_save_hook = without_this_python
warnings.filterwarnings("ignore", message="Overriding existing pre_save_hook")  # this file is read twice
