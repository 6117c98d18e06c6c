"""Nothing in the package takes for granted what only some systems have, outside of the module that
asks for it."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "harmscope"
MODULES = {
    "fcntl",
    "grp",
    "msvcrt",
    "posix",
    "pty",
    "pwd",
    "resource",
    "syslog",
    "termios",
    "tty",
    "winreg",
}
OF_OS = {
    "O_CLOEXEC",
    "O_DIRECTORY",
    "O_NOFOLLOW",
    "O_NONBLOCK",
    "chown",
    "fchmod",
    "fork",
    "forkpty",
    "geteuid",
    "getgid",
    "getpgid",
    "getuid",
    "killpg",
    "mkfifo",
    "nice",
    "pread",
    "preadv",
    "pwrite",
    "register_at_fork",
    "sched_getaffinity",
    "setpgid",
    "setsid",
    "statvfs",
    "sync",
    "uname",
    "wait",
    "waitpid",
}
SIGNALS = ["SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGUSR1", "SIGXCPU", "alarm", "setitimer"]
ELSEWHERE = {"machine.py", "hadoop.py"}  # the second says in one line where pipes are missing
WAYS = {"fork", "forkserver"}


def taken(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, one.name) for one in node.names if one.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield node.lineno, node.module
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            place = f"{node.value.id}.{node.attr}"
            if node.value.id == "os" and node.attr in OF_OS:
                yield node.lineno, place
            if node.value.id == "signal" and node.attr in SIGNALS:
                yield node.lineno, place
        elif isinstance(node, ast.Constant) and str(node.value).startswith(("/dev/", "/proc/")):
            yield node.lineno, str(node.value)


def loose(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Text that is read or written by whatever the machine takes for granted."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        given = {one.arg for one in node.keywords}
        words = [one.value for one in node.args if isinstance(one, ast.Constant)]
        mode = next(
            (one for one in words if isinstance(one, str) and set(one) <= set("rwabtx+")), ""
        )
        writes = name in ("open", "fdopen") and "b" not in mode and set(mode) & set("wax")
        if "force_zip64" in given:
            continue  # a member of an archive
        # ``door.read_text`` is a function, and knows no other encoding than UTF-8.
        if name == "read_text" and isinstance(node.func, ast.Attribute) and "encoding" not in given:
            yield node.lineno, "read_text without encoding"
        if (writes or name == "write_text") and not {"encoding", "newline"} <= given:
            yield node.lineno, f"{name} without encoding and newline"


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_only_one_module_asks_what_a_system_has() -> None:
    assert not [
        f"{name}:{line} {what}"
        for name, tree in trees()
        if name not in ELSEWHERE
        for line, what in taken(tree)
    ]


def test_text_has_one_encoding_and_one_line_end() -> None:
    assert not [f"{name}:{line} {what}" for name, tree in trees() for line, what in loose(tree)]


def test_the_test_sees_what_it_looks_for() -> None:
    tree = ast.parse("import fcntl\nos.fork()\nopen('/dev/null', 'w')\npath.write_text('a')\n")
    assert {line for line, _ in taken(tree)} == {1, 2, 3}
    assert {line for line, _ in loose(tree)} == {3, 4}
