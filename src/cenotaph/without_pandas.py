"""Keeps pandas out of processes of our own, the command line and the workers of a build, which never need it.

Where pandas is installed, pyarrow imports it as soon as an array is made, to know a data frame when it meets one. That
takes half a second and more, several times as long as most commands. `sys.modules["pandas"] = None` would not do:
pyarrow then takes the None for pandas and fails.
"""

from __future__ import annotations

import sys

__all__ = ["leave_pandas_out"]


class _NoPandas:
    """A finder of modules that says of pandas, and of nothing else, that it is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is left out of this process", name=name)


def leave_pandas_out() -> None:
    """From here on pandas counts as not installed in this process. Where it is loaded already, nothing changes."""
    sys.meta_path.insert(0, _NoPandas)
