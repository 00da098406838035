"""쪽에 쓰는 텐서보드의 화면을 다시 찍습니다.

    make screenshots

docs/ch10/tensorboard-logs.md의 코드를 `logs` 절까지 실행해 기록을 만들고, 그 폴더에서 텐서보드를 띄워,
크로미움으로 `SHOTS`의 화면을 찍습니다. 환경 변수 `CHROMIUM`이 브라우저의 자리입니다.
"""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SNIPPET = ROOT / "snippets/ch10/tensorboard_logs.py"
LAST_SECTION = "# --8<-- [end:logs]"
SCALE = 2  # 휴대 전화의 촘촘한 화면에서도 글자가 또렷합니다
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # 여는 것은 이 컴퓨터의 텐서보드뿐입니다
    "--use-gl=swiftshader",  # 히스토그램은 WebGL로 그립니다. 그래픽 카드가 없어도 됩니다.
    "--enable-unsafe-swiftshader",
]


@dataclass(frozen=True)
class Shot:
    """화면 하나입니다. `runs`와 `tags`는 텐서보드의 거르개에 넣는 정규식입니다."""

    path: str
    runs: str
    tags: str
    width: int
    height: int
    settings: bool  # 오른쪽의 설정 창을 펼친 채로 둡니다
    shows: tuple[str, ...]  # 찍기 전에 화면에 있어야 하는 글

    @property
    def query(self) -> str:
        state = {"darkMode": "false", "runFilter": self.runs, "tagFilter": self.tags}
        if self.settings:
            state["smoothing"] = "0"
        return "&".join(f"{name}={quote(value)}" for name, value in state.items())


SHOTS = (
    Shot(
        "docs/ch10/fig/tensorboard-logs-scalars.png",
        runs="(train|validation)",
        tags="epoch_loss",
        width=1100,
        height=640,
        settings=True,
        shows=("epoch_loss", "lr-0.01/train", "Smoothing"),
    ),
    Shot(
        "docs/ch10/fig/tensorboard-logs-histograms.png",
        runs="lr-(0.01|1.0)/train",
        tags="hidden/bias",
        width=1100,
        height=480,
        settings=False,
        shows=("lr-1.0/train", "bias"),
    ),
    Shot(
        "docs/ch10/fig/tensorboard-logs-images.png",
        runs="lr-(0.001|0.01)/digits",
        tags="misread_digits",
        width=1100,
        height=480,
        settings=False,
        shows=("lr-0.01/digits", "misread_digits"),
    ),
)


def take(root: Path) -> list[Path]:
    """모든 화면을 찍어 `root` 아래에 두고, 그 파일들을 돌려줍니다."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_logs(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"] or None, args=FLAGS
        )
        with tensorboard(Path(folder)) as address:
            return [save(browser, address, shot, root / shot.path) for shot in SHOTS]


def write_logs(folder: Path) -> None:
    """쪽의 코드를 기록을 남기는 곳까지 실행합니다."""
    code, marker, _ = SNIPPET.read_text("utf-8").partition(LAST_SECTION)
    if not marker:
        raise SystemExit(f"{SNIPPET.relative_to(ROOT)}에 '{LAST_SECTION}'이 없습니다.")
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)


@contextlib.contextmanager
def tensorboard(folder: Path) -> Iterator[str]:
    """`folder`에서 텐서보드를 띄우고 그 주소를 줍니다. 끝나면 내립니다."""
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", "my_logs"]
    command += ["--host", "127.0.0.1", "--port", "0", "--load_fast", "false"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stderr:
                if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                    yield found[0]
                    break
            else:
                raise SystemExit("텐서보드가 주소를 말하지 않고 끝났습니다.")
        finally:
            process.terminate()


def save(browser: Browser, address: str, shot: Shot, path: Path) -> Path:
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=SCALE,
        locale="en-US",
    )
    page = context.new_page()
    page.goto(f"{address}?{shot.query}#timeseries", wait_until="networkidle")
    if not shot.settings:
        page.get_by_role("button", name="Settings").last.click()
    for text in shot.shows:
        page.get_by_text(text).first.wait_for()
    page.wait_for_timeout(2500)  # 그리는 움직임이 멈추기를 기다립니다
    image = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    image.convert("RGB").quantize(256).save(path, optimize=True)
    return path


if __name__ == "__main__":
    for path in take(ROOT):
        print(path.relative_to(ROOT).as_posix())
