"""Peers that need a newer Python than this one: each in an environment of its own, asked over pipes, a line of JSON for a page."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stdout
from pathlib import Path

from benchmarks.peers import Peer, Record, make

ROOT = Path(__file__).parent.parent
APART = {"magic-html": (3, 12)}
"""Distribution -> the oldest Python that it takes."""
ENVIRONMENTS = ROOT / ".venv-peers"
"""An environment for each of them is made here."""


def interpreters(wanted: tuple[int, int]) -> Iterator[str]:
    """Pythons of this version or a newer one that start, from the PATH and from pyenv, the nearest version first."""
    for minor in range(wanted[1], wanted[1] + 3):
        name = f"python{wanted[0]}.{minor}"
        versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        for command in filter(None, (shutil.which(name), *sorted(map(str, versions.glob(f"{wanted[0]}.{minor}.*/bin/python"))))):
            check = f"import sys; sys.exit(sys.version_info[:2] < {wanted})"
            if not subprocess.run([command, "-c", check], capture_output=True).returncode:  # a shim of pyenv may lead to none
                yield command


def environment(name: str, wanted: tuple[int, int]) -> Path:
    """The Python of the peer's environment, which is made where it is missing. Raises ImportError when it cannot be."""
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    if (folder / "installed").is_file():
        return python
    if not (command := next(interpreters(wanted), None)):
        raise ImportError(f"it needs Python {wanted[0]}.{wanted[1]}, and there is none")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", name]
    for step in ([command, "-m", "venv", "--clear", str(folder)], install):
        if (done := subprocess.run(step, capture_output=True, text=True)).returncode:
            raise ImportError((done.stderr.strip().splitlines() or ["its installation failed"])[-1])
    (folder / "installed").touch()
    return python


def start(stack: ExitStack, name: str) -> Peer:
    """The peer in a process that ends with the stack. Raises ImportError as `environment` does."""
    python = environment(name, APART[name])
    command = [python, "-m", "benchmarks.peers_apart", name]
    process = stack.enter_context(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    assert process.stdin
    stack.callback(process.stdin.close)

    def ask(asked: object) -> Record:
        assert process.stdin
        assert process.stdout
        print(json.dumps(asked), file=process.stdin, flush=True)
        answer: Record = json.loads(process.stdout.readline() or '{"error": "the process ended"}')
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    return Peer(name, ask(None)["version"], lambda html, url: ask([html, url]))


def apart(stack: ExitStack, known: set[str]) -> list[Peer]:
    """The peers that are not known yet and can be had in an environment of their own; prints why one cannot."""
    found = []
    for name in APART.keys() - known:
        try:
            found.append(start(stack, name))
        except (ImportError, OSError, RuntimeError) as error:
            print(f"skipped: {name} ({error})")
    return found


def main() -> None:
    """Answer with a record for each page; first, to `null`, with the version."""
    answers, peer = sys.stdout, make(sys.argv[1])
    with redirect_stdout(sys.stderr):  # what a peer prints is no answer
        for line in sys.stdin:
            try:
                asked = json.loads(line)
                answer = peer.extract(*asked) if asked else {"version": peer.version}
            except Exception as error:  # whatever a peer fails with, the others are still measured
                answer = {"error": repr(error)}
            print(json.dumps(answer, default=str), file=answers, flush=True)


if __name__ == "__main__":
    main()
