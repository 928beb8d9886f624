"""Compiles the busiest modules into the wheel where ``PLANLEDGER_COMPILE=1``; otherwise the wheel is plain Python.

See ``docs/decisions/0028-modules-compiled-on-demand.md``. Needs a C compiler; mypy and setuptools come as requirements
of the build.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilingHook(BuildHookInterface[Any]):
    """Puts extension modules beside their sources, which stay in the wheel; Python prefers the former."""

    @property
    def asked(self) -> bool:
        """Whether the environment asks for compiled modules."""
        return os.environ.get("PLANLEDGER_COMPILE") == "1"

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling."""
        return ["mypy>=1.13", "setuptools>=70"] if self.asked else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and say which files the wheel takes in and that it is for this Python and system alone.

        Never for an editable install, whose sources change under it.
        """
        if not self.asked or version == "editable":
            return
        folder = Path(tempfile.mkdtemp(prefix="planledger-build-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # the wheel is written after this
        for built in _compiled(Path(self.root) / "src", self.config["modules"], folder):
            build_data["force_include"][str(built)] = str(built.relative_to(folder / "lib"))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def _compiled(source: Path, modules: dict[str, list[str]], folder: Path) -> list[Path]:
    """The extension modules, under ``folder / "lib"`` as they lie in the package."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    # Types that our dependencies do not bring count as Any, so that the build needs none of them.
    options = [
        f"--config-file={os.devnull}",
        f"--cache-dir={os.devnull}",
        "--ignore-missing-imports",
        "--follow-imports=silent",
    ]
    files = [f"{package}/{name}.py" for package, names in modules.items() for name in names]
    before = Path.cwd()
    os.chdir(source)  # names of modules are taken from paths
    try:
        extensions = mypycify([*options, *files], target_dir=str(folder / "c"))
        build = Distribution({"name": "planledger", "ext_modules": extensions}).get_command_obj("build_ext")
        build.build_lib, build.build_temp = str(folder / "lib"), str(folder / "objects")
        build.ensure_finalized()
        build.run()
    finally:
        os.chdir(before)
    return sorted(path for path in (folder / "lib").rglob("*") if path.is_file())
