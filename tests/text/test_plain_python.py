"""The text room stands by itself."""

import subprocess
import sys


def test_no_text_module_loads_django():
    asked = (
        "import importlib, pkgutil, sys, portal.text as room\n"
        "names = [module.name for module in pkgutil.iter_modules(room.__path__)]\n"
        "[importlib.import_module('portal.text.' + name) for name in names]\n"
        "print(len(names) > 15, any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert (
        subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
        == "True False\n"
    )
