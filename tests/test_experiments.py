"""쪽이 읽는 표는 곁의 실험 파일이 만든 것이고, 아무 줄이나 다시 재면 시드를 하나 더 뽑은 것과 같은 범위에 듭니다."""

import csv
import json
import math
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import stdev

import pytest
from scipy.stats import t

from tests.project import ROOT
from tools import experiments


@dataclass
class Experiment:
    """표 하나와, 실험 파일이 지금 말하는 설정과, 무작위로 골라 다시 잰 줄입니다."""

    name: str
    rows: list[dict[str, str]]
    cells: list[dict[str, str]]
    again: dict[str, str]
    command: str


FOUND = experiments.found()


@pytest.fixture(scope="module", params=FOUND)
def experiment(request) -> Experiment:
    name = request.param
    number = str(random.SystemRandom().randrange(10**6))
    command = [sys.executable, "-m", "tools.experiments", name, number]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    rows = rows_of(FOUND[name].with_suffix(".csv"))
    return Experiment(name, rows, said["cells"], said["again"], " ".join(["python", *command[1:]]))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_table_has_a_row_for_every_cell(experiment):
    names = experiment.cells[0]
    got = [{name: row.get(name) for name in names} for row in experiment.rows]
    assert got == experiment.cells, f"make experiments NAME={experiment.name}로 다시 만드세요"


def test_comparison_is_over_at_least_five_seeds(experiment):
    groups: dict[tuple, set] = {}
    for cell in experiment.cells:
        key = tuple((name, value) for name, value in cell.items() if name != "seed")
        groups.setdefault(key, set()).add(cell["seed"])
    few = {key: seeds for key, seeds in groups.items() if len(seeds) < 5}
    assert not few, f"시드가 다섯 개보다 적은 설정: {few}"


def test_a_random_row_is_measured_again(experiment):
    names = list(experiment.cells[0])
    problems = mistakes(names, experiment.again, experiment.rows)
    assert not problems, "\n".join([experiment.command, str(experiment.again), *problems])


def mistakes(names: list[str], again: dict, rows: list[dict]) -> list[str]:
    """다시 잰 값이, 시드를 하나 더 뽑으면 나올 값의 범위에서 벗어난 칸입니다.

    CPU가 다르면 불안정한 훈련은 시드를 바꾼 것만큼 달라집니다. 그래서 적힌 값과 다르면,
    시드만 다른 줄들에서 구한 99.9% 예측 구간(평균 ± t·s·√(1 + 1/n)) 안에 드는지 봅니다.
    """
    group = [row for row in rows if all(row[n] == again[n] for n in names if n != "seed")]
    recorded = next(row for row in group if row["seed"] == again["seed"])
    problems = []
    for name in again.keys() - set(names):
        values = [float(row[name]) for row in group]
        now, then = float(again[name]), float(recorded[name])
        width = half_width(values)
        # 표에는 네 자리만 적습니다. 발산한 훈련은 nan이나 inf로 적혀 있습니다.
        same = math.isclose(now, then, rel_tol=1e-3) or (math.isnan(now) and math.isnan(then))
        if not same and not abs(now - sum(values) / len(values)) <= width:
            problems.append(f"{name}: 표 {then}, 다시 잰 값 {now}, 예측 구간의 반폭 {width:.3g}")
    return problems


def half_width(values: list[float]) -> float:
    """시드를 하나 더 뽑을 때의 99.9% 예측 구간의 반폭입니다."""
    n = len(values)
    if n < 2 or not all(map(math.isfinite, values)):
        return 0.0
    return float(t.ppf(0.9995, n - 1)) * stdev(values) * math.sqrt(1 + 1 / n)


ROWS = [
    *({"method": "sgd", "seed": str(seed), "accuracy": f"{0.9 + seed / 100}"} for seed in range(5)),
    {"method": "adam", "seed": "0", "accuracy": "0.5"},
]


@pytest.mark.parametrize(
    ("value", "count"), [("0.9", 0), ("0.96", 0), ("0.5", 1), ("0.75", 1), ("nan", 1)]
)
def test_value_outside_the_spread_is_a_mistake(value, count):
    again = {"method": "sgd", "seed": "0", "accuracy": value}
    assert len(mistakes(["method", "seed"], again, ROWS)) == count
