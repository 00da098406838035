"""쪽 하나가 쓸 수 있는 시간보다 오래 걸리는 비교를 실행해 표로 남깁니다.

    make experiments                       모든 표를 다시 만듭니다
    make experiments NAME=ch11/optimizers  표 하나를 다시 만듭니다

`snippets/ch11/experiments/optimizers.py`에는 두 가지가 있습니다.
`CELLS`는 훈련 한 번의 설정을 사전에 담은 목록이고, 설정 하나는 `seed`입니다.
`run(**cell)`은 그 설정만으로 한 번 훈련하고 잰 값을 사전으로 돌려줍니다.
표는 곁의 `optimizers.csv`에 설정마다 한 줄로 적습니다. 쪽은 그 표를 읽어 그립니다.
"""

import csv
import importlib.util
import io
import json
import os
import sys
import time
from pathlib import Path
from types import ModuleType

from hooks.experiments import files, name_of

SNIPPETS = Path(__file__).resolve().parent.parent / "snippets"


def found() -> dict[str, Path]:
    """모든 실험의 이름과 파일입니다."""
    return {name_of(path, SNIPPETS): path for path in files(SNIPPETS) if path.suffix == ".py"}


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"experiment_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(value: object) -> str:
    """표에 적는 글입니다. 소수는 유효 숫자 네 자리로 적어서 표를 작게 합니다."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def measure(module: ModuleType, cell: dict) -> dict[str, str]:
    """설정 하나로 훈련하고, 설정과 잰 값을 표의 한 줄로 돌려줍니다."""
    measured = {name: float(value) for name, value in module.run(**cell).items()}
    return {name: written(value) for name, value in {**cell, **measured}.items()}


def write_table(name: str, path: Path) -> None:
    """모든 설정을 실행해 표를 씁니다. 중간에 멈추면 있던 표를 그대로 둡니다."""
    module = load(path)
    started = time.process_time()
    rows = []
    for number, cell in enumerate(module.CELLS, 1):
        rows.append(measure(module, cell))
        print(f"\r{name} {number}/{len(module.CELLS)}", end="", flush=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    temporary = path.with_suffix(".csv.new")
    temporary.write_text(text.getvalue(), "utf-8")
    temporary.replace(path.with_suffix(".csv"))
    print(f", CPU {time.process_time() - started:.0f}초")


def main(arguments: list[str]) -> int:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    experiments = found()
    name, *number = arguments or [""]
    if name and name not in experiments:
        known = ", ".join(experiments) or "없습니다"
        print(f"'{name}'이라는 실험은 없습니다. 있는 것: {known}", file=sys.stderr)
        return 1
    if number:  # 시험이 모든 설정을 묻고 한 줄을 다시 잽니다
        module = load(experiments[name])
        cells = [{key: written(value) for key, value in cell.items()} for cell in module.CELLS]
        again = measure(module, module.CELLS[int(number[0]) % len(cells)])
        print(json.dumps({"cells": cells, "again": again}))
        return 0
    for each in [name] if name else experiments:
        write_table(each, experiments[each])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
