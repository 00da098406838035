"""make의 일들입니다. .venv를 갖추고, 사이트를 만들고 보여 주고, 시험합니다.

tools/bootstrap.py가 알맞은 파이썬으로 실행합니다. 표준 라이브러리만 씁니다.
설치한 것의 해시를 .venv/installed.json에 적어 두어서, 바뀐 것이 없으면 설치를 건너뜁니다.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.json"
LOG = VENV / "pip.log"
COVERS = {  # test를 설치하면 site도 된 것이고, backends는 test에 더해서 설치합니다.
    "site": ["site"],
    "test": ["site", "test"],
    "backends": ["site", "test", "backends", "torch"],
}
ADDS = {"backends": ["backends", "torch"]}
SUPPORTED = ["3.11", "3.12", "3.13"]
HOST = "127.0.0.1"
WHEEL = re.compile(
    r" *(?:Downloading|Using cached|Processing) (?:\S*[/\\])?"
    r"(?P<name>\w+)-(?P<version>\d[^-]*)-\S*\.whl(?!\S)(?P<size> \([\d.]+ \w+\))?"
)
ENV = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


class Stop(Exception):
    """일을 멈춥니다. 까닭과 다음에 할 일을 한 문장에 담습니다."""


def say(text: str) -> None:
    print(text, flush=True)


# 환경
def environment(group: str) -> None:
    """`group`의 꾸러미를 .venv에 갖춥니다. 이미 갖추었으면 아무 일도 하지 않습니다."""
    digests = {name: hashlib.sha256(lock(name).read_bytes()).hexdigest() for name in COVERS[group]}
    if reason := why_rebuild():
        rebuild(reason)
    elif not VENV.exists():
        make_venv()
    added = ADDS.get(group, [group])
    if all(installed().get(name) == digests[name] for name in added):
        return
    if pip_version() is None:
        rebuild(".venv에 pip가 없어서")
    STAMP.unlink(missing_ok=True)
    for name in added:
        install(lock(name))
    STAMP.write_text(json.dumps(digests), "utf-8")


def lock(group: str) -> Path:
    return ROOT / "requirements" / f"{group}.txt"


def installed() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):  # 아직 없거나, 쓰다가 끊겼습니다.
        return {}


def why_rebuild() -> str:
    """.venv를 다시 만들어야 하는 까닭입니다. 그대로 쓸 수 있으면 빈 글입니다.

    `SUPPORTED` 가운데 다른 판으로 만든 것은 `PYTHON`으로 판을 골랐을 때만 다시 만듭니다.
    """
    if not VENV.exists():
        return ""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        process = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True)
    except OSError:
        return ".venv의 파이썬을 실행할 수 없어서"
    version = process.stdout.strip()
    if process.returncode != 0:
        return ".venv의 파이썬을 실행할 수 없어서"
    wanted = [this_version()] if os.environ.get("PYTHON") else SUPPORTED
    return "" if version in wanted else f".venv가 파이썬 {version}용이라서"


def this_version() -> str:
    return "{}.{}".format(*sys.version_info)


def rebuild(reason: str) -> None:
    say(f"{reason} 다시 만듭니다.")
    try:
        shutil.rmtree(VENV)
    except OSError as error:
        raise Stop(
            f".venv를 지울 수 없으니({error.strerror}), 그것을 쓰는 창을 닫고 다시 실행하세요."
        ) from None
    make_venv()


def make_venv() -> None:
    say(f"파이썬 {this_version()} 환경을 .venv에 만듭니다.")
    base = getattr(sys, "_base_executable", sys.executable)  # .venv 안에서 불렀을 때도 바깥 파이썬
    process = subprocess.run([base, "-m", "venv", VENV], capture_output=True, text=True)
    if process.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        last = (process.stderr or process.stdout).strip().rpartition("\n")[2]
        raise Stop(f".venv를 만들지 못했으니({last}), PYTHON=으로 다른 파이썬을 골라 보세요.")


def pip_version() -> tuple[int, ...] | None:
    command = [PYTHON, "-c", "import pip; print(pip.__version__)"]
    process = subprocess.run(command, capture_output=True, text=True)
    if process.returncode != 0:
        return None
    return tuple(map(int, re.findall(r"\d+", process.stdout)))


def install(path: Path) -> None:
    """잠근 판을 해시를 확인하며 설치하고, 나아가는 것을 보여 줍니다."""
    say(f"{path.relative_to(ROOT).as_posix()}의 꾸러미를 설치합니다. 처음 한 번만 합니다.")
    start = time.monotonic()
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", path]
    command += ["--no-input", "--disable-pip-version-check", "--retries", "2"]
    # 백분율을 알려 주는 raw는 pip 24.1부터 있습니다.
    command += ["--progress-bar", "raw" if pip_version() >= (24, 1) else "off"]
    total = len(re.findall(r"^\S+==", path.read_text("utf-8"), re.MULTILINE))
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process,
    ):
        show_progress(copied(process.stdout, log), total)
    if process.returncode != 0:
        raise Stop(why_not_installed(LOG.read_text("utf-8"), path))
    say(f"설치를 마쳤습니다({time.monotonic() - start:.0f}초).")


def copied(lines: Iterable[bytes], log: TextIO) -> Iterator[str]:
    for data in lines:
        line = data.decode("utf-8", "replace").rstrip()
        if not line.startswith("Progress "):
            print(line, file=log)
        yield line


def show_progress(lines: Iterable[str], total: int) -> None:
    """pip가 하는 말을 꾸러미마다 한 줄로 옮깁니다. 터미널에서는 한 줄을 고쳐 씁니다."""
    start, end = ("\r\033[K", "") if sys.stdout.isatty() else ("", "\n")
    count, package = 0, ""
    for line in lines:
        if line.startswith("Ignoring "):  # 다른 운영체제나 판에서 쓰는 꾸러미
            total -= 1
        elif found := WHEEL.match(line):
            count += 1
            package = f"  {count}/{total} {found['name']} {found['version']}{found['size'] or ''}"
            print(start + package, end=end, flush=True)
        elif not end and (found := re.match(r"Progress (\d+) of (\d+)", line)):
            print(f"{start}{package} {int(found[1]) / int(found[2]):.0%}", end="", flush=True)
        elif line.startswith("Installing collected packages"):
            print(start + "  모두 내려받았고, .venv에 풉니다.", end=end, flush=True)
    print(start, end="", flush=True)


def why_not_installed(log: str, path: Path) -> str:
    """pip의 기록에서 까닭을 찾아 다음에 할 일을 말합니다."""
    here = f"{platform.system()} {platform.machine()}, 파이썬 {this_version()}"
    reasons = {
        r"No space left": "디스크가 가득 찼으니, 3GB쯤 비우고 다시 실행하세요.",
        r"(?s)DO NOT MATCH THE HASHES.*\btorch==": (
            "CPU용 파이토치가 없으니, 그것이 있는 곳을 PIP_FIND_LINKS나 PIP_EXTRA_INDEX_URL에 적고 "
            "다시 실행하세요."
        ),
        r"DO NOT MATCH THE HASHES": (
            f"내려받은 꾸러미가 {path.name}의 해시와 다르니, pip의 미러를 확인하고 다시 실행하세요."
        ),
        r"CERTIFICATE_VERIFY_FAILED": (
            "서버의 인증서를 믿을 수 없으니, PIP_CERT에 기관의 인증서 파일을 적고 다시 실행하세요."
        ),
        r"Connection|Timeout|timed out|ProxyError|name resolution|unreachable": (
            "꾸러미를 내려받을 수 없으니, 인터넷 연결과 프록시를 확인하고 다시 실행하세요."
        ),
        r"No matching distribution found for ([^\s=]+)": (
            f"{{0}} 꾸러미에는 이 컴퓨터({here})에 맞는 것이 없으니, "
            "64비트 리눅스나 윈도우나 애플 실리콘 맥에서 실행하세요."
        ),
    }
    for pattern, sentence in reasons.items():
        if found := re.search(pattern, log):
            return sentence.format(*found.groups())
    return "꾸러미를 설치하지 못했으니, .venv/pip.log의 끝에 적힌 것을 고치고 다시 실행하세요."


def python(*arguments: str | Path, **env: str) -> int:
    """.venv의 파이썬을 프로젝트 폴더에서 실행하고 끝난 값을 돌려줍니다."""
    return subprocess.call([PYTHON, *arguments], cwd=ROOT, env={**ENV, **env})


# 사이트
def serve() -> int:
    port = free_port()
    environment("site")
    command = [PYTHON, "-m", "mkdocs", "serve", "--dev-addr", f"{HOST}:{port}", "--no-strict"]
    command += ["--livereload"]  # click 8.3부터는 적어야 고친 것을 알아챕니다.
    for name in ("hooks", "snippets", "terms.csv", "theme"):
        if (ROOT / name).exists():
            command += ["--watch", name]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # 셸이 뒤에서 띄운 명령은 SIGINT를 무시합니다. mkdocs까지 물려받으면 끝내지 못합니다.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=ROOT, env=ENV) as process:
        try:
            while process.poll() is None and not answers(port):
                time.sleep(0.1)
            if process.poll() is None:
                say(f"브라우저에서 http://{HOST}:{port}/ 를 여세요. 끝내려면 Ctrl+C를 누르세요.")
            process.wait()
        except KeyboardInterrupt:  # 터미널의 Ctrl+C는 mkdocs에도 닿았습니다.
            process.wait()
            return 0
        except SystemExit:
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            raise
    if process.returncode != 0:
        raise Stop("사이트를 만들지 못했으니, 바로 위에 적힌 것을 고치고 다시 실행하세요.")
    return 0


def free_port() -> int:
    """`PORT`나 8000을 쓸 수 있으면 돌려줍니다."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise Stop(
            f"PORT에 적은 '{text}'에서는 들을 수 없으니, 'make serve PORT=8001'처럼 적으세요."
        )
    port = int(text)
    if not can_listen(port):
        other = next((p for p in range(port + 1, port + 100) if can_listen(p)), 8001)
        raise Stop(f"{port}번 포트를 쓸 수 없으니, 'make serve PORT={other}'처럼 실행하세요.")
    return port


def can_listen(port: int) -> bool:
    if answers(port):  # macOS는 다른 프로그램이 0.0.0.0에서 듣는 포트도 열어 줍니다.
        return False
    with socket.socket() as server:
        if os.name != "nt":
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def answers(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((HOST, port)) == 0


def build() -> int:
    environment("site")
    if python("-m", "mkdocs", "build", "--strict") != 0:  # -q를 더하면 --strict가 듣지 않습니다.
        raise Stop("사이트를 만들지 못했으니, 바로 위에 적힌 것을 고치고 다시 실행하세요.")
    say("site/에 사이트를 만들었습니다.")
    return 0


def offline() -> int:
    """인터넷 없이 파일로 여는 사이트를 압축 파일 하나로 만듭니다."""
    environment("site")
    return python("-m", "tools.offline")


def pdf() -> int:
    """책 한 권이나 `PAGE`의 쪽이나 폴더를 PDF로 인쇄합니다."""
    page, browser = page_given(), browser_needed()
    environment("test")
    return python("-m", "tools.pdf", *([page] if page else []), CHROMIUM=browser)


# 시험
def test() -> int:
    """크로미움이 있으면 브라우저의 시험까지 하고, 없으면 건너뛴다고 말합니다."""
    browser = browser_needed() if os.environ.get("BROWSER_REQUIRED") else find_browser()
    failed = lint() or python("-m", "pytest", "-n", "2", "-m", "not browser and not backends")
    if browser:
        return failed or test_browser()
    say("크로미움을 찾지 못해서 브라우저의 시험은 건너뛰었습니다. 설치하면 함께 시험합니다.")
    return failed


def backends() -> int:
    """케라스의 세 백엔드를 모두 갖추고, 백엔드를 가리지 않는 것을 세 백엔드에서 실행합니다."""
    environment("test")
    environment("backends")
    files = ["tests/backends", "docs/ch10/backends.md"]
    return python("-m", "pytest", "-n", "2", *files, BACKENDS_REQUIRED="1")


def check() -> int:
    page = page_given()
    if not page:
        raise Stop("어느 쪽인지 모르니, 'make check PAGE=docs/ch10/perceptron.md'처럼 적으세요.")
    environment("test")
    return python("-m", "pytest", page)


def update() -> int:
    page = page_given() or "docs"
    environment("test")
    return python("-m", "pytest", "--update-output", page)


def page_given() -> str:
    page = os.environ.get("PAGE", "")
    if page and not (ROOT / page).exists():
        raise Stop(
            f"'{page}' 파일이 없으니, 'make check PAGE=docs/ch10/perceptron.md'처럼 적으세요."
        )
    return page


def lint() -> int:
    environment("test")
    failed = python("-m", "ruff", "check") + python("-m", "ruff", "format", "--check")
    if failed:
        raise Stop(
            "파이썬 파일에 고칠 것이 있으니, 'make format'을 실행하고 남은 것은 직접 고치세요."
        )
    return 0


def format_code() -> int:
    environment("test")
    python("-m", "ruff", "format")
    return python("-m", "ruff", "check", "--fix")


def bench() -> int:
    environment("test")
    return python("-m", "tests.benchmark")


def test_browser() -> int:
    """브라우저를 찾아 `CHROMIUM`으로 시험에 알려 줍니다."""
    browser = browser_needed()
    environment("test")
    return python("-m", "pytest", "-n", "2", "-m", "browser", "tests/browser", CHROMIUM=browser)


def screenshots() -> int:
    browser = browser_needed()
    environment("test")
    return python("-m", "tools.screenshots", CHROMIUM=browser)


def cards() -> int:
    browser = browser_needed()
    environment("test")
    return python("-m", "tools.cards", CHROMIUM=browser)


def experiments() -> int:
    environment("test")
    name = os.environ.get("NAME", "")
    return python("-m", "tools.experiments", *([name] if name else []))


def links() -> int:
    environment("site")
    return python("-m", "tools.links")


def browser_needed() -> str:
    browser = find_browser()
    if not browser:
        raise Stop("크로미움이 없으니, 크로미움이나 크롬을 설치하고 다시 실행하세요.")
    return browser


def fonts() -> int:
    environment("test")
    return python("-m", "tools.fonts")


def lighthouse() -> int:
    browser = browser_needed()
    if not shutil.which("npx"):
        raise Stop("npx가 없으니, Node.js를 설치하고 다시 실행하세요.")
    environment("site")
    return python("-m", "tools.lighthouse", CHROMIUM=browser)


def find_browser() -> str:
    names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
    names += ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    names += ["/Applications/Chromium.app/Contents/MacOS/Chromium"]
    found = filter(None, map(shutil.which, [os.environ.get("CHROMIUM", ""), *names]))
    return next(found, "")


# 관리
def renew_locks() -> int:
    """test를 먼저 풀고, site는 그 판에 맞춥니다. 이 컴퓨터의 pip와 uv 설정은 보지 않습니다."""
    environment("test")
    keep = ("UV_CACHE_DIR", "UV_HTTP_TIMEOUT")
    env = {key: value for key, value in ENV.items() if not key.startswith("UV_") or key in keep}
    env["UV_CUSTOM_COMPILE_COMMAND"] = "make lock"
    command = [PYTHON, "-m", "uv", "--no-config", "--system-certs", "pip", "compile"]
    command += ["--quiet", "--upgrade"]
    command += ["--universal", "--python-version", "3.11", "--fork-strategy", "fewest"]
    command += ["--generate-hashes", "--no-annotate"]
    inside_test = ["--constraints", lock("test")]
    for group, constraints in (("test", []), ("site", inside_test), ("backends", inside_test)):
        output = ["--group", group, "--output-file", lock(group).relative_to(ROOT)]
        if subprocess.call([*command, *output, *constraints], cwd=ROOT, env=env) != 0:
            raise Stop("판을 고르지 못했으니, 바로 위에 적힌 것을 고치고 다시 실행하세요.")
    say("requirements/를 고쳤습니다. 'make test'로 확인하세요.")
    return 0


def clean() -> int:
    names = ("site", "dist", ".cache", ".hypothesis", ".pytest_cache", ".ruff_cache")
    folders = [ROOT / name for name in names]
    for top in ("hooks", "snippets", "tests", "tools"):
        folders += (ROOT / top).rglob("__pycache__")
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    say("만든 사이트와 책과 캐시를 지웠습니다. 설치한 것은 .venv에 남아 있습니다.")
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "serve": serve,
    "build": build,
    "test": test,
    "offline": offline,
    "pdf": pdf,
    "backends": backends,
    "check": check,
    "update": update,
    "lint": lint,
    "format": format_code,
    "lock": renew_locks,
    "bench": bench,
    "test-browser": test_browser,
    "screenshots": screenshots,
    "cards": cards,
    "fonts": fonts,
    "lighthouse": lighthouse,
    "experiments": experiments,
    "links": links,
    "clean": clean,
}


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        if name not in COMMANDS:
            raise Stop(f"'{name}'이라는 일은 없으니, {', '.join(COMMANDS)} 가운데 하나를 적으세요.")
        return COMMANDS[name]()
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
