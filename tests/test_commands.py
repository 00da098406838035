"""두 명령과 잠금 파일: 실수마다 한 문장으로 말하는지, 두 번 일하지 않는지 봅니다.

명령은 임시 프로젝트에서 실행합니다.
그곳의 mkdocs, pytest, ruff는 받은 인수를 적기만 하는 흉내입니다.
"""

import ast
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tools import bootstrap, commands

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {*commands.COMMANDS, "help"}
PRINT_ARGUMENTS = "import sys; print(*sys.argv[1:])"
LISTEN = """
import socket, sys, time
host, port = sys.argv[sys.argv.index("--dev-addr") + 1].split(":")
server = socket.create_server((host, int(port)))
try:
    time.sleep(60)
except KeyboardInterrupt:
    print("shut down", flush=True)
"""

posix = pytest.mark.skipif(os.name == "nt", reason="유닉스의 명령과 신호를 씁니다")


class Project:
    """명령만 있고 잠금 파일이 빈 프로젝트입니다."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__*__"))
        shutil.copy(ROOT / "Makefile", folder)
        self.fill()
        self.env = {key: value for key, value in os.environ.items() if key not in USED}

    def fill(self) -> None:
        for group in ("site", "test", "backends", "torch"):
            self.write(f"requirements/{group}.txt", "")
        for module in ("mkdocs", "pytest", "ruff"):
            self.write(f"{module}.py", PRINT_ARGUMENTS)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess:
        return self.run_as([sys.executable, "tools/bootstrap.py", *arguments], **env)

    def run_as(self, command: list[str], **env: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            command, cwd=self.folder, env={**self.env, **env}, capture_output=True, text=True
        )


USED = {"PYTHON", "PAGE", "PORT", "CHROMIUM", "BROWSER_REQUIRED", "MAKEFLAGS", "MFLAGS"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    """망가진 .venv에서 시작해 환경을 갖춘 프로젝트와, 그때 한 말입니다. 몇 초가 걸립니다."""
    project = Project(tmp_path_factory.mktemp("project"))
    python = project.folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to("/nonexistent/python")
    result = project.run("test")
    assert result.returncode == 0, result.stderr
    return project, result.stdout


@pytest.fixture
def installed(first_run: tuple[Project, str]) -> Iterator[Project]:
    """환경을 갖춘 프로젝트입니다. 시험이 끝나면 처음처럼 되돌립니다."""
    project, _ = first_run
    stamp = project.folder / ".venv/installed.json"
    before = stamp.read_text("utf-8")
    yield project
    project.fill()
    stamp.write_text(before, "utf-8")


def sentence(result: subprocess.CompletedProcess) -> str:
    """실패하면서 역추적 없이 한 문장만 말했는지 보고, 그 문장을 돌려줍니다."""
    assert result.returncode != 0
    lines = [line for line in result.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(lines) == 1, result.stderr
    assert re.fullmatch(r"[^.]*(?:\.[^. ][^.]*)*(?:하|으|보)세요(?:\(.*\))?\.", lines[0]), lines[0]
    return lines[0]


def pretend(project: Project, code: str) -> dict[str, str]:
    """파이썬이 뜰 때마다 `code`를 먼저 실행하고, 다른 파이썬은 찾지 못하게 합니다."""
    project.write("pretend/sitecustomize.py", code)
    (project.folder / "empty").mkdir()
    return {
        "PYTHONPATH": str(project.folder / "pretend"),
        "PATH": str(project.folder / "empty"),
    }


# 실수
@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_unsupported_python(project: Project, version: tuple[int, int]) -> None:
    env = pretend(project, f"import sys; sys.version_info = ({version[0]}, {version[1]}, 0)")
    said = sentence(project.run("serve", **env))
    assert "3.11~3.13이 필요" in said and "{}.{})".format(*version) in said
    assert not (project.folder / ".venv").exists()


def test_python_without_venv(project: Project) -> None:
    env = pretend(project, "import sys; sys.modules['ensurepip'] = None")
    assert "sudo apt install python3." in sentence(project.run("serve", **env))


def test_python_that_does_not_run(project: Project) -> None:
    assert "'nothing'" in sentence(project.run("serve", PYTHON="nothing"))


@posix
def test_no_python(project: Project) -> None:
    env = pretend(project, "")
    make = shutil.which("make") or pytest.skip("make가 없습니다")
    assert "파이썬을 찾지 못했습니다" in project.run_as([make, "serve"], **env).stderr


@posix
def test_another_python_is_found(project: Project) -> None:
    """`python3`가 낡았어도 알맞은 판이 있으면 그것으로 합니다."""
    pretend(project, "import sys; sys.version_info = (3, 9, 0)")
    name = "python{}.{}".format(*sys.version_info)
    old, good = project.folder / "empty/python3", project.folder / "empty" / name
    old.write_text(f'#!/bin/sh\nPYTHONPATH=pretend exec "{sys.executable}" "$@"\n')
    good.write_text(f'#!/bin/sh\nunset PYTHONPATH\nexec "{sys.executable}" "$@"\n')
    for script in (old, good):
        script.chmod(0o755)
    result = project.run_as([str(old), "tools/bootstrap.py", "nothing"], PATH=str(old.parent))
    assert "'nothing'이라는 일은 없으니" in result.stderr


def test_port_taken(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = sentence(project.run("serve", PORT=str(port)))
    assert f"{port}번 포트를 쓸 수 없으니" in said
    assert int(re.search(r"PORT=(\d+)", said)[1]) > port
    assert not (project.folder / ".venv").exists()


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "8000 1"])
def test_port_that_is_none(project: Project, port: str) -> None:
    assert f"'{port}'" in sentence(project.run("serve", PORT=port))


def test_page_not_given(project: Project) -> None:
    assert "PAGE=docs/ch10/perceptron.md" in sentence(project.run("check"))


def test_page_missing(project: Project) -> None:
    assert "'docs/none.md' 파일이 없으니" in sentence(project.run("check", PAGE="docs/none.md"))


def test_unknown_command(project: Project) -> None:
    assert "serve, build, test" in project.run("serv").stderr


def test_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("BROWSER_REQUIRED", "1")
    with pytest.raises(commands.Stop, match="크로미움이나 크롬을 설치하고"):
        commands.test_browser()
    with pytest.raises(commands.Stop, match="크로미움이나 크롬을 설치하고"):
        commands.test()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """`make test`가 실행하려는 것들입니다. 실행하지는 않습니다."""
    calls = []
    monkeypatch.delenv("BROWSER_REQUIRED", raising=False)
    monkeypatch.setattr(commands, "environment", lambda group: None)
    monkeypatch.setattr(commands, "lint", lambda: 0)
    monkeypatch.setattr(commands, "python", lambda *args, **env: calls.append((args, env)) or 0)
    return calls


def test_tests_without_a_browser_say_so(asked, monkeypatch, capsys) -> None:
    monkeypatch.setattr(commands, "find_browser", lambda: "")
    assert commands.test() == 0
    assert len(asked) == 1
    assert "브라우저의 시험은 건너뛰었습니다" in capsys.readouterr().out


def test_tests_with_a_browser_use_it(asked, monkeypatch) -> None:
    monkeypatch.setattr(commands, "find_browser", lambda: "/bin/chromium")
    assert commands.test() == 0
    args, env = asked[-1]
    assert "tests/browser" in args and env == {"CHROMIUM": "/bin/chromium"}


def test_no_network(installed: Project) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        installed.write("requirements/site.txt", f"mkdocs==1.6.1 --hash=sha256:{'0' * 64}\n")
        result = installed.run(
            "build", PIP_INDEX_URL=index, PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS=""
        )
    assert "인터넷 연결과 프록시를 확인하고" in sentence(result)


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "비우고"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n"
            "    torch==2.13.0 from x",
            "PIP_FIND_LINKS",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "미러"),
        ("WARNING: Retrying ... SSLError(... CERTIFICATE_VERIFY_FAILED ...)", "PIP_CERT"),
        ("WARNING: Retrying ... ProxyError('Cannot connect to proxy.')", "프록시"),
        ("WARNING: Retrying ... Temporary failure in name resolution", "인터넷"),
        ("ERROR: No matching distribution found for tensorflow==2.21.0", "tensorflow 꾸러미에는"),
        ("error: subprocess-exited-with-error", ".venv/pip.log"),
    ],
)
def test_why_pip_failed(log: str, said: str) -> None:
    assert said in commands.why_not_installed(log, Path("requirements/site.txt"))


# 환경
@posix
def test_broken_venv_is_rebuilt(first_run: tuple[Project, str]) -> None:
    said = first_run[1].splitlines()
    assert said[0] == ".venv의 파이썬을 실행할 수 없어서 다시 만듭니다."
    assert said[2] == "requirements/test.txt의 꾸러미를 설치합니다. 처음 한 번만 합니다."


@posix
def test_venv_of_another_python_is_rebuilt(project: Project, monkeypatch) -> None:
    python = project.folder / ".venv/bin/python"
    project.write(".venv/bin/python", "#!/bin/sh\necho 3.10\n")
    python.chmod(0o755)
    monkeypatch.setattr(commands, "VENV", python.parent.parent)
    monkeypatch.setattr(commands, "PYTHON", python)
    assert commands.why_rebuild() == ".venv가 파이썬 3.10용이라서"


def test_nothing_is_done_twice(installed: Project) -> None:
    lines = installed.run("test").stdout.splitlines()
    assert lines[:3] == ["check", "format --check", "-n 2 -m not browser and not backends"]
    assert len(lines) == 4  # 브라우저의 시험이나, 그것을 건너뛴다는 말
    assert "브라우저" in lines[3] or lines[3] == "-n 2 -m browser tests/browser"


def test_backends_are_added_once(installed: Project) -> None:
    first = installed.run("backends").stdout.splitlines()
    said = "requirements/{}.txt의 꾸러미를 설치합니다. 처음 한 번만 합니다."
    assert [line for line in first if "설치합니다" in line] == [
        said.format("backends"),
        said.format("torch"),
    ]
    again = installed.run("backends").stdout.splitlines()
    assert again == ["-n 2 tests/backends docs/ch10/backends.md"]
    assert "설치합니다" not in installed.run("test").stdout


def test_serve_needs_nothing_after_test(installed: Project) -> None:
    lines = installed.run("build").stdout.splitlines()
    assert lines == ["build --strict", "site/에 사이트를 만들었습니다."]


def test_changed_lock_is_installed(installed: Project) -> None:
    installed.write("requirements/site.txt", "# 새 판\n")
    assert "requirements/site.txt의 꾸러미를 설치합니다" in installed.run("build").stdout
    assert "설치합니다" not in installed.run("build").stdout
    assert "requirements/test.txt의 꾸러미를 설치합니다" in installed.run("lint").stdout


@posix
def test_serve_prints_the_address_and_stops(installed: Project) -> None:
    installed.write("mkdocs.py", LISTEN)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "tools/bootstrap.py", "serve"],
        cwd=installed.folder,
        env={**installed.env, "PORT": port},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        address = next(line for line in process.stdout if "http" in line)
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
    assert f"http://127.0.0.1:{port}/" in address
    assert rest == "shut down\n" and process.returncode == 0
    assert not commands.answers(int(port))


def test_progress(capsys: pytest.CaptureFixture[str]) -> None:
    log = """\
Ignoring appnope: markers 'sys_platform == "darwin"' don't match your environment
Collecting numpy==2.4.6 (from -r requirements/test.txt (line 3))
  Downloading numpy-2.4.6-cp313-cp313-manylinux_2_28_x86_64.whl.metadata (6 kB)
  Downloading numpy-2.4.6-cp313-cp313-manylinux_2_28_x86_64.whl (16.9 MB)
  Using cached ruff-0.17.6-py3-none-any.whl (11.2 MB)
Processing /wheels/tensorflow_cpu-2.21.0-cp313-cp313-manylinux_2_27_x86_64.whl (from -r x)
Installing collected packages: numpy, ruff, tensorflow-cpu
"""
    commands.show_progress(log.splitlines(), total=4)
    assert capsys.readouterr().out.splitlines() == [
        "  1/3 numpy 2.4.6 (16.9 MB)",
        "  2/3 ruff 0.17.6 (11.2 MB)",
        "  3/3 tensorflow_cpu 2.21.0",
        "  모두 내려받았고, .venv에 풉니다.",
    ]


def test_format_leaves_pages_alone(tmp_path: Path) -> None:
    """ruff는 마크다운의 코드도 고칩니다. 그러면 조각을 끼워 넣는 줄이 깨집니다."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    page, text = tmp_path / "docs/page.md", '```python\n--8<-- "ch10/xor.py:data"\n```\n'
    page.parent.mkdir()
    page.write_text(text, "utf-8")
    for file in (".", "docs/page.md"):
        subprocess.run([sys.executable, "-m", "ruff", "format", file], cwd=tmp_path, check=True)
    assert page.read_text("utf-8") == text


# 적어 둔 것끼리 맞는지
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def requirements(group: str) -> list[Requirement]:
    """pyproject.toml에서 `group`에 적은 범위입니다."""
    found = []
    for item in PYPROJECT["dependency-groups"][group]:
        if isinstance(item, dict):
            found += requirements(item["include-group"])
        else:
            found.append(Requirement(item))
    return found


def locked(group: str) -> dict[tuple[str, str], set[str]]:
    """잠금 파일의 (이름, 판)마다 해시입니다. 꾸러미와 해시와 머리말 말고는 아무것도 없어야 합니다."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in commands.lock(group).read_text("utf-8").splitlines():
        if entry := re.fullmatch(r"([a-z0-9-]+)==([0-9.]+)(?: ; [^:/]+)? \\", line):
            hashes = found[entry[1], entry[2]] = set()
        elif sha := re.fullmatch(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?", line):
            hashes.add(sha[1])
        else:
            assert re.fullmatch(r"# This file was autogenerated by uv.*|#    make lock", line)
    return found


@pytest.mark.parametrize("group", ["site", "test", "backends"])
def test_lock_is_in_the_ranges(group: str) -> None:
    entries = locked(group)
    assert all(entries.values()), "해시가 없는 꾸러미가 있습니다"
    for requirement in requirements(group):
        versions = [version for name, version in entries if name == requirement.name.lower()]
        assert any(map(requirement.specifier.contains, versions)), f"{requirement}: {versions}"


def test_locks_agree() -> None:
    site, test, backends = locked("site"), locked("test"), locked("backends")
    assert {entry: test.get(entry) for entry in site} == site
    names = {name for name, _ in test}
    shared = {entry: hashes for entry, hashes in backends.items() if entry[0] in names}
    assert {entry: test.get(entry) for entry in shared} == shared


def test_torch_is_pinned_without_its_cuda_build() -> None:
    """머리말 말고는 판 하나와, PyPI의 CPU용 휠 아홉 개와 리눅스 x86_64의 CPU용 휠의 해시뿐입니다."""
    text = commands.lock("torch").read_text("utf-8")
    rest = "".join(line for line in text.splitlines(True) if not line.startswith("#"))
    assert re.fullmatch(
        r"torch==[0-9.]+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n){10}", rest
    )


def test_site_needs_no_tensorflow() -> None:
    heavy = {"keras", "matplotlib", "numpy", "scikit-learn", "tensorflow", "tensorflow-cpu"}
    assert not heavy & {name for name, _ in locked("site")}


def test_python_versions_agree() -> None:
    wanted = SpecifierSet(PYPROJECT["project"]["requires-python"])
    minors = [minor for minor in range(30) if wanted.contains(f"3.{minor}")]
    assert (minors[0], minors[-1]) == (bootstrap.OLDEST[1], bootstrap.NEWEST[1])
    assert [f"3.{minor}" for minor in minors] == commands.SUPPORTED
    for file in ("README.md", "Makefile"):
        text = (ROOT / file).read_text("utf-8")
        assert re.search(rf"3\.{minors[0]}.*3\.{minors[-1]}", text), file


def test_old_pythons_can_read_bootstrap() -> None:
    tree = ast.parse((ROOT / "tools/bootstrap.py").read_text("utf-8"))
    for node in ast.walk(tree):
        new = isinstance(node, ast.JoinedStr | ast.NamedExpr | ast.AnnAssign | ast.Match)
        new |= isinstance(node, ast.List | ast.Tuple) and any(
            isinstance(item, ast.Starred) for item in node.elts
        )
        new |= isinstance(node, ast.FunctionDef) and bool(
            node.returns or node.args.kwonlyargs or any(arg.annotation for arg in node.args.args)
        )
        assert not new, f"{node.lineno}행은 파이썬 2가 읽지 못합니다"


def test_help_lists_every_target() -> None:
    make = shutil.which("make") or pytest.skip("make가 없습니다")
    text = subprocess.check_output([make, "help"], cwd=ROOT, encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert set(re.findall(r"^make ([a-z-]+) +\S", text, re.MULTILINE)) == TARGETS
    assert set(re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[1].split()) == TARGETS


def test_deployment_can_set_the_address() -> None:
    """README와 pages.yml은 `SITE_URL`로 사이트의 주소를 정합니다."""
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert re.search(r"^site_url: !ENV \[SITE_URL, ", settings, re.MULTILINE)


def test_readme_names_commands_and_folders() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "\nmake serve\n" in text and "\nmake test\n" in text
    folders = re.findall(r"^\| `([\w./-]+)` \|", text, re.MULTILINE)
    assert folders and all((ROOT / folder).exists() for folder in folders)
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert target in TARGETS
