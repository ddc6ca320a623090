"""Builds the compiled code (`*.c`) where a C compiler and Python's headers are; else everything runs in Python.

Runs inside `pip install` of the checkout, also an editable one, and when a wheel is built.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULES = {
    "newsspider/pages/_lexbor": ("newsspider/pages/_lexbor.c", "newsspider/pages/_bounds.c"),
    "newsspider/language/_fold": ("newsspider/language/_fold.c",),
}
"""Module -> its sources."""
HEADER = "newsspider/pages/lexbor_nodes.h"


class CompiledCode(BuildHookInterface):
    """Adds the compiled code to what is installed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build it; a wheel that holds it is one for this Python and machine."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        if failure := build(root):
            self.app.display_warning(f"The compiled code is not built, pages are read in Python: {failure}")
            return
        if version != "editable":
            build_data["force_include"] |= {str(path): str(path.relative_to(root)) for path in built(root).values()}
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def built(root: Path) -> dict[str, Path]:
    """Module -> where it stands for this Python."""
    return {module: root / (module + (sysconfig.get_config_var("EXT_SUFFIX") or ".so")) for module in MODULES}


def digest(root: Path) -> str:
    """What tells whether a built module is that of these sources: each module holds it, too."""
    files = [*(file for sources in MODULES.values() for file in sources), HEADER]
    return hashlib.sha256(b"".join((root / file).read_bytes() for file in files)).hexdigest()[:16]


def missing() -> str | None:
    """What is missing to build it; None when nothing is."""
    if not (_headers() / "Python.h").exists():
        return f"no {_headers() / 'Python.h'}"
    linker = _linker()
    return None if linker and shutil.which(linker[0]) else f"no C compiler ({' '.join(linker[:1]) or 'none known'})"


def build(root: Path, *options: str) -> str | None:
    """Build the modules, in the places of older ones. None when they are there, else why not; then no older one is there either."""
    for target in built(root).values():
        target.unlink(missing_ok=True)
    if failure := missing():
        return failure
    flags = [*shlex.split(sysconfig.get_config_var("CCSHARED") or ""), "-O2", f'-DSOURCES="{digest(root)}"', f"-I{_headers()}"]
    for module, target in built(root).items():
        partial = target.with_name(f"{target.name}.{os.getpid()}.part")
        command = [*_linker(), *flags, *options, *(str(root / file) for file in MODULES[module]), "-o", str(partial)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603 Python's own compiler
        if done.returncode:
            partial.unlink(missing_ok=True)
            return (done.stderr.strip().splitlines() or [f"{command[0]} failed"])[0]
        partial.replace(target)
    return None


def _linker() -> list[str]:
    return shlex.split(sysconfig.get_config_var("LDSHARED") or "")


def _headers() -> Path:
    return Path(sysconfig.get_path("include"))
