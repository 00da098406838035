"""쪽이 읽는 표는 곁의 실험 파일이 만든 것이고, 아무 줄이나 다시 재면 시드에 따라 흩어진 폭 안에 듭니다."""

import csv
import json
import math
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT
from tools.experiments import experiment_files, load, name_of, written

FILES = experiment_files()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mistakes(cell: dict, again: dict, rows: list[dict]) -> list[str]:
    """다시 잰 값이 적힌 값에서, 시드만 다른 줄들이 흩어진 폭보다 멀리 떨어진 칸입니다."""
    settings = {name: written(value) for name, value in cell.items()}
    recorded = next(row for row in rows if all(row[k] == v for k, v in settings.items()))
    others = {name: value for name, value in settings.items() if name != "seed"}
    group = [row for row in rows if all(row[name] == value for name, value in others.items())]
    problems = []
    for name in again.keys() - settings.keys():
        values = [float(row[name]) for row in group]
        now, then = float(again[name]), float(recorded[name])
        spread = max(values) - min(values)
        # 표에는 네 자리만 적습니다. 발산한 훈련은 nan이나 inf로 적혀 있습니다.
        same = math.isclose(now, then, rel_tol=1e-3) or (math.isnan(now) and math.isnan(then))
        if not same and not abs(now - then) <= spread:
            problems.append(f"{name}: 표 {then}, 다시 잰 값 {now}, 시드에 따른 폭 {spread:.3g}")
    return problems


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_table_has_a_row_for_every_cell(path):
    cells = load(path).CELLS
    rows = rows_of(path)
    want = [{name: written(value) for name, value in cell.items()} for cell in cells]
    got = [{name: row.get(name) for name in cells[0]} for row in rows]
    assert got == want, f"make experiments NAME={name_of(path)}로 표를 다시 만드세요"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_comparison_is_over_at_least_five_seeds(path):
    groups: dict[tuple, set] = {}
    for cell in load(path).CELLS:
        key = tuple((name, value) for name, value in cell.items() if name != "seed")
        groups.setdefault(key, set()).add(cell["seed"])
    few = {key: seeds for key, seeds in groups.items() if len(seeds) < 5}
    assert not few, f"시드가 다섯 개보다 적은 설정: {few}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_random_row_is_measured_again(path):
    cells = load(path).CELLS
    number = random.SystemRandom().randrange(len(cells))
    command = [sys.executable, "tools/experiments.py", name_of(path), str(number)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    again = json.loads(ran.stdout.splitlines()[-1])
    problems = mistakes(cells[number], again, rows_of(path))
    assert not problems, f"{' '.join(command[1:])}\n{cells[number]}\n" + "\n".join(problems)


ROWS = [
    {"method": "sgd", "seed": "0", "accuracy": "0.9"},
    {"method": "sgd", "seed": "1", "accuracy": "0.92"},
    {"method": "adam", "seed": "0", "accuracy": "0.5"},
]


@pytest.mark.parametrize(("value", "count"), [("0.9", 0), ("0.915", 0), ("0.93", 1), ("nan", 1)])
def test_value_outside_the_spread_is_a_mistake(value, count):
    again = {"method": "sgd", "seed": "0", "accuracy": value}
    assert len(mistakes({"method": "sgd", "seed": 0}, again, ROWS)) == count
