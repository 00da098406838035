"""라이트하우스로 쪽의 빠르기와 접근성을 재어 표로 씁니다.

    make lighthouse

사이트를 만들어 gzip으로 보내는 서버에 올리고, 휴대 전화로 여는 것을 쪽마다 세 번 재어 가운데 값을 적습니다.
느린 컴퓨터에서 휴대 전화를 흉내 내면 더 느린 것이 됩니다. 그래서 컴퓨터의 빠르기를 먼저 재고 그만큼 덜 늦춥니다.
환경 변수 `CHROMIUM`이 브라우저의 자리입니다. 표는 .cache/lighthouse.md에도 남습니다.
"""

import gzip
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / ".cache/lighthouse.md"
RUNS = 3
VERSION = "13"
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md"}
ALWAYS = ["", "troubleshooting/", "glossary/"]
CATEGORIES = {
    "performance": "성능",
    "accessibility": "접근성",
    "best-practices": "권장 사항",
    "seo": "SEO",
}
METRICS = {
    "cumulative-layout-shift": ("CLS", 1, "{:.3f}"),
    "largest-contentful-paint": ("LCP(초)", 1000, "{:.2f}"),
    "total-blocking-time": ("TBT(ms)", 1, "{:.0f}"),
}


@cache
def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class Host(SimpleHTTPRequestHandler):
    """보통의 정적 호스팅처럼 gzip으로 보내고 연결을 이어 씁니다."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        found = path.is_file()
        if not found:
            path = Path(self.directory) / "404.html"
        zipped = path.suffix in PACKED
        body = packed(path) if zipped else path.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def guess_type(self, path: str) -> str:
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def log_message(self, *_) -> None:
        pass


@contextmanager
def served() -> Iterator[tuple[str, Path]]:
    """사이트를 만들어 빈 포트에서 보여 줍니다. 쪽에 적는 주소도 그 주소입니다."""
    with tempfile.TemporaryDirectory() as folder:
        server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Host(*args, directory=folder))
        address = f"http://127.0.0.1:{server.server_port}/"
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=folder, site_url=address)
        build(config)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield address, Path(folder)
        finally:
            server.shutdown()
            server.server_close()


def pages(site: Path) -> list[str]:
    """늘 재는 쪽과, 가장 무거운 장의 쪽입니다."""
    chapters = site.glob("ch*/*/index.html")
    heaviest = max(chapters, key=lambda page: len(packed(page)))
    names = [name for name in ALWAYS if (site / name / "index.html").is_file()]
    return [*names, heaviest.parent.relative_to(site).as_posix() + "/"]


def slowdown(index: float) -> float:
    """컴퓨터의 빠르기(`benchmarkIndex`)에 맞게 CPU를 늦출 배수입니다. 빠른 컴퓨터면 라이트하우스의 기본값 4입니다.

    라이트하우스의 문서가 가리키는 계산기(lighthouse-cpu-throttling-calculator.vercel.app)의
    150→1, 800→2, 1300→3, 1533→4를 잇습니다.
    """
    points = [(150, 1.0), (800, 2.0), (1300, 3.0), (1533, 4.0)]
    for (low, start), (high, end) in itertools.pairwise(points):
        if index < high:
            return max(1.0, start + (end - start) * (index - low) / (high - low))
    return 4.0


def measure(url: str, cpu: float = 4.0) -> dict:
    """라이트하우스를 한 번 실행한 결과입니다. `cpu`는 CPU를 늦출 배수입니다."""
    command = ["npx", "--yes", f"lighthouse@{VERSION}", url, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--throttling.cpuSlowdownMultiplier={cpu:.2f}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    env = {**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]}
    process = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    if process.returncode != 0:
        raise SystemExit(f"라이트하우스가 끝나지 못했습니다.\n{process.stderr.strip()}")
    return json.loads(process.stdout)


def row(name: str, results: list[dict]) -> list[str]:
    """쪽 하나의 가운데 값입니다."""
    cells = [name or "첫 쪽"]
    for category in CATEGORIES:
        score = statistics.median(each["categories"][category]["score"] for each in results)
        cells.append(f"{score * 100:.0f}")
    for audit, (_, unit, form) in METRICS.items():
        value = statistics.median(each["audits"][audit]["numericValue"] for each in results)
        cells.append(form.format(value / unit))
    fonts, total = zip(*(weight(each) for each in results), strict=True)
    cells.append(f"{(statistics.median(total) - statistics.median(fonts)) / 1000:.0f}")
    cells.append(f"{statistics.median(total) / 1000:.0f}")
    return cells


def weight(result: dict) -> tuple[int, int]:
    """받은 글꼴의 바이트와 받은 것 모두의 바이트입니다."""
    items = result["audits"]["network-requests"]["details"]["items"]
    fonts = sum(item["transferSize"] for item in items if item.get("resourceType") == "Font")
    return fonts, sum(item["transferSize"] for item in items)


def markdown(rows: list[list[str]]) -> str:
    names = ["쪽", *CATEGORIES.values(), *(name for name, _, _ in METRICS.values())]
    names += ["글꼴 빼고(KB)", "글꼴까지(KB)", "CPU를 늦춘 배수"]
    rule = ["---", *["--:"] * (len(names) - 1)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [names, rule, *rows])


def main() -> int:
    rows = []
    with served() as (address, site):
        for name in pages(site):
            cpu = slowdown(measure(address + name)["environment"]["benchmarkIndex"])
            results = [measure(address + name, cpu) for _ in range(RUNS)]
            rows.append([*row(name, results), f"{cpu:.1f}"])
            print(" ".join(rows[-1]), flush=True)
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(markdown(rows), "utf-8")
    print(f"\n{markdown(rows)}\n{TABLE.relative_to(ROOT).as_posix()}에 표를 남겼습니다.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
