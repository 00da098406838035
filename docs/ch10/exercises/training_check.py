"""'훈련과 도구' 연습의 채점기입니다."""

import functools
import math
import tempfile
from pathlib import Path

import keras
import numpy as np

from grading import (
    BLANK,
    Wrong,
    as_array,
    as_number,
    call,
    close,
    compare,
    graded,
    is_blank,
)

# 정렬된 데이터 나누기

ORDERS = {
    "클래스 순서로 정렬된 데이터": np.repeat(np.arange(10), 100),
    "클래스가 0부터 4까지 되풀이되는 데이터": np.tile(np.arange(5), 200),
    "드문 클래스가 앞에 모인 데이터": np.repeat([0, 1, 2], [100, 200, 700]),
}
"""나눌 데이터의 레이블입니다. 샘플의 첫 특성이 그 샘플의 번호입니다."""


@graded
def check_split(split):
    """`split(X, y, rng)`이 짝을 지키고, 겹치지 않고, 클래스의 비율을 맞추는지 봅니다."""
    for name, y in ORDERS.items():
        train, valid = _parts(split, y)
        _check_samples(train, valid, len(y))
        _check_shares(name, y, train, valid)
    return (
        "맞습니다. 데이터가 어떤 순서로 쌓여 있어도 두 세트의 클래스 비율이 전체와 비슷하고, "
        "샘플과 레이블의 짝도 그대로입니다."
    )


def _parts(split, y):
    """훈련 세트와 검증 세트에 든 샘플의 번호입니다. 레이블의 짝이 어긋났으면 `Wrong`을 냅니다."""
    numbers = np.arange(len(y), dtype=float)
    X = np.column_stack([numbers, -numbers, numbers / 2])
    parts = call(split, X, y, np.random.default_rng(10))
    if not isinstance(parts, (tuple, list)) or len(parts) != 4:
        raise Wrong(
            "넷을 `return X_train, X_valid, y_train, y_valid`의 차례로 돌려주세요."
        )
    names = ["X_train", "X_valid", "y_train", "y_valid"]
    arrays = [as_array(part, name) for part, name in zip(parts, names)]
    if [array.ndim for array in arrays] != [2, 2, 1, 1]:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise Wrong(
            f"차례가 X_train, X_valid, y_train, y_valid여야 하는데 크기가 {shapes}입니다."
        )
    X_train, X_valid, y_train, y_valid = arrays
    if (len(X_train), len(X_valid)) != (len(y_train), len(y_valid)):
        raise Wrong(
            f"샘플은 {len(X_train)}개와 {len(X_valid)}개로 나누었는데 "
            f"레이블은 {len(y_train)}개와 {len(y_valid)}개로 나누었습니다."
        )
    if abs(len(X_valid) - len(y) // 5) > 5:
        raise Wrong(
            f"샘플 {len(y):,}개의 20%인 {len(y) // 5}개를 검증 세트로 떼야 하는데 {len(X_valid)}개입니다."
        )
    train, valid = X_train[:, 0].astype(int), X_valid[:, 0].astype(int)
    if (y_train != y[train]).any() or (y_valid != y[valid]).any():
        raise Wrong(_broken_pairs(train, valid, y_train, y_valid))
    return train, valid


def _broken_pairs(train, valid, y_train, y_valid):
    still_X = all((np.diff(part) > 0).all() for part in (train, valid))
    still_y = all((np.diff(part) >= 0).all() for part in (y_train, y_valid))
    if still_X:
        return (
            "y만 섞여서 샘플이 남의 레이블을 얻었습니다. "
            "X와 y를 같은 순서로 섞어야 하니, 번호를 섞어 둘에 함께 쓰세요."
        )
    if still_y:
        return (
            "X만 섞이고 y는 그대로라서 짝이 어긋났습니다. "
            "X에 쓴 번호로 y의 순서도 바꾸세요."
        )
    return (
        "X와 y를 서로 다른 순서로 섞어서 샘플과 레이블의 짝이 어긋났습니다. "
        "난수를 한 번만 뽑아 얻은 번호를 X와 y에 함께 쓰세요."
    )


def _check_samples(train, valid, n):
    both = np.intersect1d(train, valid)
    if len(both):
        raise Wrong(
            f"샘플 {len(both)}개가 훈련 세트와 검증 세트에 모두 있습니다. "
            "훈련한 샘플로 재면 성능이 부풀려집니다. 한 번 섞은 번호를 둘로 나누세요."
        )
    for name, part in {"훈련": train, "검증": valid}.items():
        if len(np.unique(part)) < len(part):
            raise Wrong(
                f"{name} 세트에 같은 샘플이 여러 번 들어 있습니다. "
                "되풀이해 뽑지 말고, 번호를 섞은 다음 앞에서부터 자르세요."
            )
    if len(train) + len(valid) < n:
        raise Wrong(
            f"샘플 {n:,}개 가운데 {n - len(train) - len(valid)}개가 어느 세트에도 없습니다. "
            "두 조각이 맞닿게 자르세요."
        )


def _check_shares(name, y, train, valid):
    """무작위로 나눌 때의 표준편차 다섯 배를 넘게 벗어난 클래스가 있으면 `Wrong`을 냅니다."""
    shares = np.bincount(y) / len(y)
    counts = np.bincount(y[valid], minlength=len(shares))
    expected = len(valid) * shares
    spread = np.sqrt(expected * (1 - shares) * len(train) / len(y))
    off = np.abs(counts - expected) - 5 * spread - 1
    if (off <= 0).all():
        return
    classes, ordered = np.unique(y[valid]).tolist(), np.sort(valid)
    if ordered[0] == len(train) and (np.diff(train) < 0).any():
        raise Wrong(
            "나눈 다음에 섞었습니다. 섞인 것은 훈련 세트 안의 순서뿐이고, 검증 세트는 여전히 "
            f"마지막 20%라서 클래스가 {classes}뿐입니다. 나누기 전에 전체를 섞으세요."
        )
    if ordered[0] == len(train):
        raise Wrong(
            f"마지막 20%를 섞지 않고 떼어서 검증 세트의 클래스가 {classes}뿐입니다. "
            "전체를 섞은 다음 나누세요."
        )
    gaps = np.unique(np.diff(ordered))
    if len(gaps) == 1 and gaps[0] > 1:
        raise Wrong(
            f"{gaps[0]}개마다 하나씩 떼었습니다. 정렬된 데이터에서는 잘되지만 {name}에서는 "
            f"검증 세트의 클래스가 {classes}뿐입니다. 쌓인 순서에 기대지 말고 섞으세요."
        )
    worst = int(np.argmax(off))
    raise Wrong(
        f"{name}에서 클래스 {worst}의 비율이 전체에서는 {shares[worst]:.0%}인데 "
        f"검증 세트에서는 {counts[worst] / len(valid):.0%}입니다. 전체를 고르게 섞은 다음 나누세요."
    )


# 로그 눈금의 랜덤 탐색

N_DRAWS = 6000


@graded
def check_draw(draw):
    """`draw(n, rates, units, rng)`의 범위와 재현성과 분포를 봅니다."""
    _check_size(draw)
    for rates, units in [((1e-4, 1e-1), (8, 128)), ((1e-6, 1.0), (1, 4))]:
        learning_rates, n_units = _drawn(draw, N_DRAWS, rates, units, seed=1)
        _check_fresh(learning_rates, n_units)
        _check_rate_limits(learning_rates, rates)
        _check_generator(draw, rates, units)
        _check_rates(learning_rates, rates)
        _check_units(n_units, units)
        related = np.corrcoef(np.log(learning_rates), n_units)[0, 1]
        if abs(related) > 6 / math.sqrt(N_DRAWS):
            raise Wrong(
                f"학습률의 로그와 유닛 수의 상관계수가 {related:.2f}입니다. 난수 하나를 둘에 함께 쓰면 "
                "대각선 위의 조합만 시험합니다. 학습률과 유닛 수의 난수를 따로 뽑으세요."
            )
    return (
        f"맞습니다. {N_DRAWS:,}번 뽑으면 학습률은 자릿수마다, 유닛 수는 값마다 고르게 나오고, "
        "같은 시드의 rng는 같은 후보를 냅니다."
    )


def _drawn(draw, n, rates, units, seed):
    result = call(draw, n, rates, units, np.random.default_rng(seed))
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Wrong("배열 둘을 `return learning_rates, n_units`처럼 함께 돌려주세요.")
    return as_array(result[0], "learning_rates"), as_array(result[1], "n_units")


def _check_size(draw):
    for n in (1, 5):
        for name, values in zip(
            ["learning_rates", "n_units"], _drawn(draw, n, (0.01, 0.1), (1, 9), seed=0)
        ):
            if values.shape != (n,):
                raise Wrong(
                    f"n이 {n}이면 {name}의 크기는 ({n},)이어야 하는데 {values.shape}입니다. "
                    "난수를 뽑을 때 `size=n`을 주세요."
                )


def _check_fresh(learning_rates, n_units):
    for name, values in {"학습률이": learning_rates, "유닛 수가": n_units}.items():
        if len(np.unique(values)) == 1:
            raise Wrong(
                f"후보 {N_DRAWS:,}개의 {name} 모두 같습니다. "
                "한 번 뽑은 값을 되풀이하지 말고 후보마다 새로 뽑으세요."
            )


def _check_rate_limits(learning_rates, rates):
    low, high = rates
    slack = 1e-6
    if (learning_rates >= low * (1 - slack)).all() and (
        learning_rates <= high * (1 + slack)
    ).all():
        return
    if (learning_rates <= 0).any():
        raise Wrong(
            "학습률에 0이나 음수가 있습니다. 로그 눈금에서 뽑은 값은 지수이니, "
            "밑의 거듭제곱으로 되돌리세요."
        )
    if _is_uniform(np.log(learning_rates), *np.log10(rates)):
        raise Wrong(
            "밑이 10인 로그에서 뽑아 `np.exp()`로 되돌렸습니다. 그러면 학습률이 "
            f"{math.exp(math.log10(low)):.2g}부터 {math.exp(math.log10(high)):.2g}까지입니다. "
            "`np.log10()`에는 10의 거듭제곱이, `np.log()`에는 `np.exp()`가 짝입니다."
        )
    if _is_uniform(np.log10(learning_rates), *np.log(rates)):
        raise Wrong(
            "자연로그에서 뽑아 10의 거듭제곱으로 되돌렸습니다. 그러면 학습률이 지나치게 작아집니다. "
            "`np.log()`에는 `np.exp()`가, `np.log10()`에는 10의 거듭제곱이 짝입니다."
        )
    raise Wrong(
        f"학습률은 {low:g}부터 {high:g}까지여야 하는데 "
        f"{learning_rates.min():.2g}부터 {learning_rates.max():.2g}까지 나옵니다."
    )


def _check_generator(draw, rates, units):
    first, again, other = (_drawn(draw, 50, rates, units, seed) for seed in (2, 2, 3))
    for k, name in enumerate(["학습률", "유닛 수"]):
        if not np.array_equal(first[k], again[k]):
            raise Wrong(
                f"같은 시드로 만든 rng를 주어도 부를 때마다 {name}의 후보가 다릅니다. "
                "`np.random`의 함수는 rng를 쓰지 않습니다. `rng`의 메서드로 뽑으세요."
            )
        if np.array_equal(first[k], other[k]):
            raise Wrong(
                f"시드가 다른 rng를 주어도 {name}의 후보가 똑같습니다. 함수 안에서 시드를 정하거나 "
                "격자를 만들지 말고, 받은 `rng`의 메서드로 뽑으세요."
            )


def _check_rates(learning_rates, rates):
    low, high = rates
    if _is_uniform(np.log(learning_rates), math.log(low), math.log(high)):
        return
    if _is_uniform(learning_rates, low, high):
        top = (learning_rates >= high / 10).mean()
        raise Wrong(
            f"학습률의 {top:.0%}가 가장 큰 자릿수인 {high / 10:g}과 {high:g} 사이에 몰려 있습니다. "
            "값이 아니라 값의 로그를 고르게 뽑은 다음 되돌리세요."
        )
    decades = round(math.log10(high / low))
    shares, _ = np.histogram(
        np.log10(learning_rates / low), bins=decades, range=(0, decades)
    )
    said = ", ".join(f"{share / len(learning_rates):.0%}" for share in shares)
    raise Wrong(
        f"{low:g}부터 {high:g}까지 자릿수가 {decades}개이니 {1 / decades:.0%}씩 나와야 하는데, "
        f"작은 쪽부터 {said}입니다. 값의 로그를 균등 분포에서 뽑으세요."
    )


def _check_units(n_units, units):
    low, high = units
    if (n_units != np.round(n_units)).any():
        raise Wrong("유닛 수에 정수가 아닌 값이 있습니다. `rng.integers()`로 뽑으세요.")
    found = np.unique(n_units)
    if found[0] == low and found[-1] == high - 1:
        raise Wrong(
            f"{N_DRAWS:,}번 뽑아도 유닛 수의 끝값({high})이 한 번도 나오지 않습니다. "
            "`rng.integers()`는 끝값을 빼고 뽑으니 `endpoint=True`를 주거나 끝값에 1을 더하세요."
        )
    if found[0] != low or found[-1] != high:
        raise Wrong(
            f"유닛 수는 {low}부터 {high}까지 모두 나와야 하는데 "
            f"{found[0]:g}부터 {found[-1]:g}까지 나옵니다."
        )
    n_values = high - low + 1
    if n_values > 10:
        return
    counts = np.bincount(n_units.astype(int) - low, minlength=n_values)
    expected = len(n_units) / n_values
    if (
        (counts - expected) ** 2 / expected
    ).sum() < 35:  # 고르면 천만 번에 한 번 넘습니다
        return
    if close(counts[[0, -1]] / counts[1:-1].mean(), [0.5, 0.5], rtol=0.2):
        raise Wrong(
            f"유닛 수의 양 끝({low}, {high})이 다른 값의 절반만 나옵니다. 실수를 뽑아 반올림하면 "
            "양 끝은 반쪽 구간만 차지합니다. 처음부터 정수를 뽑으세요."
        )
    said = ", ".join(f"{count / len(n_units):.0%}" for count in counts)
    raise Wrong(
        f"유닛 수 {low}부터 {high}까지가 {1 / n_values:.0%}씩 나와야 하는데 차례로 {said}입니다. "
        "모든 정수를 같은 확률로 뽑으세요."
    )


def _is_uniform(values, low, high):
    """균등 분포에서 뽑았다고 볼 수 있는지 콜모고로프-스미르노프 거리로 봅니다."""
    places = (np.sort(values) - low) / (high - low)
    if places[0] < -1e-6 or places[-1] > 1 + 1e-6:
        return False
    steps = np.arange(len(places) + 1) / len(places)
    distance = max((steps[1:] - places).max(), (places - steps[:-1]).max())
    return distance * math.sqrt(len(places)) < 2.7  # 고르면 백만 번에 한 번 넘습니다


# 한 열짜리 예측의 평가


@graded
def check_column(rmse, accuracy):
    """`rmse(predicted, y)`와 `accuracy(predicted, y)`를 샘플마다 센 값과 견줍니다."""
    rng = np.random.default_rng(10)
    for n in (200, 7, 1):
        y = rng.normal(3, 2, size=n)
        predicted = (y + rng.normal(0, 0.5, size=n)).reshape(-1, 1)
        _check_rmse(rmse, predicted, y)
    for n in (200, 7, 1):
        y = (rng.random(n) < 0.3).astype(int)
        y[0] = 1
        right = rng.random(n) < 0.85
        right[0] = True  # 첫 예측이 1이라야 모두 0으로 예측한 것과 가려집니다
        predicted = np.where(right == (y == 1), 0.9, 0.1) + rng.uniform(
            -0.1, 0.1, size=n
        )
        _check_accuracy(accuracy, predicted.reshape(-1, 1), y)
    return "맞습니다. 예측의 열을 떼어 크기를 `(n,)`으로 맞추면 샘플마다 제 정답과 견줍니다."


def _check_rmse(rmse, predicted, y):
    n = len(y)
    squares = [(float(p) - float(t)) ** 2 for (p,), t in zip(predicted, y)]
    expected = math.sqrt(sum(squares) / n)
    answer = _number(call(rmse, predicted, y), "rmse()", n)
    pairs = (predicted - y) ** 2
    compare(
        answer,
        expected,
        [
            (
                math.sqrt(pairs.mean()),
                f"RMSE가 {expected:.2f}이어야 하는데 {answer:.2f}입니다. 크기가 ({n}, 1)인 예측에서 "
                f"({n},)인 정답을 빼면 ({n}, {n})이 되어, 남의 정답과의 차이까지 평균합니다. "
                "두 배열의 크기를 먼저 맞추세요.",
            ),
            (
                math.sqrt(((predicted[0] - y) ** 2).mean()),
                "`predicted[0]`은 첫 샘플의 예측 하나입니다. 그 값을 모든 정답과 견준 RMSE가 나왔습니다. "
                "첫 열을 떼려면 `predicted[:, 0]`입니다.",
            ),
            (sum(squares) / n, "평균 제곱 오차까지는 맞습니다. 제곱근을 씌우세요."),
            (
                math.sqrt(sum(squares)),
                "오차 제곱의 합에 제곱근을 씌웠습니다. 합이 아니라 평균입니다.",
            ),
            (
                np.abs(predicted[:, 0] - y).mean(),
                "평균 절대 오차가 나왔습니다. RMSE는 제곱을 평균한 다음 제곱근을 씌웁니다.",
            ),
        ],
        f"샘플 {n}개의 RMSE가 {expected:.4f}이어야 하는데 {answer:.4f}입니다. "
        "샘플마다 예측에서 제 정답을 빼고, 제곱을 평균한 다음 제곱근을 씌우세요.",
    )


def _check_accuracy(accuracy, predicted, y):
    n = len(y)
    expected = sum((float(p) >= 0.5) == (t == 1) for (p,), t in zip(predicted, y)) / n
    answer = _number(call(accuracy, predicted, y), "accuracy()", n)
    compare(
        answer,
        expected,
        [
            (
                ((predicted >= 0.5) == y).mean(),
                f"RMSE는 맞지만 정확도가 {expected:.2f}이어야 하는데 {answer:.2f}입니다. "
                f"`==`도 뺄셈처럼 ({n}, 1)과 ({n},)을 ({n}, {n})으로 늘립니다. 여기서도 열을 떼어 내세요.",
            ),
            (
                (y == 0).mean(),
                "모든 샘플을 0으로 예측한 정확도가 나왔습니다. 열이 하나뿐이면 `argmax(axis=-1)`는 "
                "늘 0입니다. 확률을 0.5와 비교하세요.",
            ),
            (
                ((predicted[0] >= 0.5) == y).mean(),
                "첫 샘플의 예측 하나를 모든 정답과 견준 정확도가 나왔습니다. "
                "첫 열을 떼려면 `predicted[:, 0]`입니다.",
            ),
            (
                (predicted[:, 0] == y).mean(),
                "확률이 정답과 똑같은지 비교해서 정확도가 0에 가깝습니다. 먼저 0.5와 비교해 0이나 1로 바꾸세요.",
            ),
            (
                expected * n,
                "맞힌 샘플의 수가 나왔습니다. 정확도는 그것을 전체 샘플의 수로 나눈 비율입니다.",
            ),
            (
                1 - expected,
                "틀린 비율이 나왔습니다. 확률이 0.5 이상일 때 1로 예측합니다.",
            ),
        ],
        f"샘플 {n}개의 정확도가 {expected:.4f}이어야 하는데 {answer:.4f}입니다. "
        "샘플마다 예측을 0이나 1로 바꾸어 제 정답과 견주세요.",
    )


def _number(value, name, n):
    size = np.size(as_array(value, name))
    if size != 1:
        raise Wrong(
            f"{name}는 수 하나를 돌려주어야 하는데 값이 {size:,}개입니다. 예측과 정답의 크기가 달라 생긴 "
            f"({n}, {n}) 배열은 한 축으로 평균해도 소용이 없습니다. 계산하기 전에 크기를 맞추세요."
        )
    return as_number(value, name)


# 저장한 뒤에 남는 것

COLUMNS = ("구조", "가중치", "옵티마이저의 상태", "compile 설정")
REASONS = {
    "save": (
        "`.keras` 파일에는 모델의 설계도가 있습니다.",
        "`.keras` 파일에는 가중치가 있습니다.",
        "`.keras` 파일에는 스텝 수와 Adam의 평균이 있어서 훈련을 그대로 이어 갑니다.",
        "`.keras` 파일의 설계도에는 `compile()`에 준 것도 적혀 있습니다.",
    ),
    "save_weights": (
        "`.weights.h5`에는 설계도가 없어서 `load_model()`로 열리지 않습니다.",
        "`.weights.h5`는 바로 그 가중치를 담으려고 만든 파일입니다.",
        "이름과 달리 `.weights.h5`에는 옵티마이저의 변수도 있고, 받을 자리만 만들어 두면 옮겨집니다.",
        "`.weights.h5`에는 수만 있어서 손실 함수를 알 수 없습니다.",
    ),
    "get_weights": (
        "`get_weights()`는 넘파이 배열의 리스트라서 층의 종류도 활성화 함수도 모릅니다.",
        "`get_weights()`의 배열을 같은 구조에 넣으면 예측이 같습니다.",
        "`get_weights()`는 층의 가중치만 돌려주고, 옵티마이저의 변수는 그 안에 없습니다.",
        "`get_weights()`의 배열만으로는 손실 함수를 알 수 없습니다.",
    ),
    "clone_model": (
        "`clone_model()`은 층마다 설정을 베껴 같은 구조를 만듭니다.",
        "`clone_model()`은 설정만 베끼고 가중치는 새로 초기화합니다.",
        "복제한 모델의 옵티마이저는 새것이라서 스텝 수가 0입니다.",
        "컴파일한 모델을 복제하면 케라스가 복제본도 같은 설정으로 컴파일합니다.",
    ),
    "from_config": (
        "`get_config()`가 돌려주는 딕셔너리가 모델의 설계도입니다.",
        "설계도에는 가중치의 값이 없어서 새로 초기화합니다.",
        "설계도에는 옵티마이저의 변수가 없습니다.",
        "`get_config()`에는 층만 있습니다. `compile()`에 준 것은 `get_compile_config()`에 따로 있습니다.",
    ),
}


@graded
def check_kept(kept):
    """표의 칸마다 실제로 저장하고 옮겨 본 결과와 견줍니다."""
    measured = _measured()
    if not isinstance(kept, dict) or set(kept) != set(measured):
        raise Wrong(
            f"`kept`의 키는 {', '.join(measured)}이어야 합니다. 처음 코드의 키를 그대로 두세요."
        )
    wrong = []
    for way, truth in measured.items():
        if np.shape(kept[way]) != (len(COLUMNS),):
            raise Wrong(
                f'`kept["{way}"]`에는 {", ".join(COLUMNS)}의 차례로 넷을 적으세요.'
            )
        if any(value not in (True, False) for value in kept[way]):
            raise Wrong(f'`kept["{way}"]`에는 True와 False만 적으세요.')
        wrong += [
            (way, k) for k, value in enumerate(truth) if bool(kept[way][k]) is not value
        ]
    if wrong:
        way, k = wrong[0]
        first = (
            "다른 칸은" if len(wrong) == 1 else f"다른 칸이 {len(wrong)}개이고, 처음은"
        )
        raise Wrong(
            f"{first} {way}의 {COLUMNS[k]}입니다. 실제로 옮겨 보니 {measured[way][k]}입니다. "
            f"{REASONS[way][k]}"
        )
    return (
        "맞습니다. 네 가지가 모두 남는 것은 `save()`뿐이고, "
        "나머지는 빠진 것을 코드로 채워야 합니다."
    )


@functools.cache
def _measured():
    """방법마다 구조, 가중치, 옵티마이저의 상태, compile 설정이 남는지 옮겨 본 결과입니다."""
    model = _small_model()
    for _ in range(3):
        _step(model)
    with tempfile.TemporaryDirectory() as folder:
        whole, weights = Path(folder, "m.keras"), Path(folder, "m.weights.h5")
        model.save(whole)
        model.save_weights(weights)
        loaded = keras.models.load_model(whole)
        compiled, plain = _small_model(), _small_model(compiled=False)
        compiled.load_weights(weights)
        plain.load_weights(weights)
        opens = _opens(weights)
    received, received_plain = _small_model(), _small_model(compiled=False)
    received.set_weights(model.get_weights())
    received_plain.set_weights(model.get_weights())
    cloned = keras.models.clone_model(model)
    rebuilt = keras.Sequential.from_config(model.get_config())
    return {
        "save": (
            _same_layers(loaded, model),
            *_carried(loaded, model),
            loaded.compiled,
        ),
        "save_weights": (opens, *_carried(compiled, model), plain.compiled),
        "get_weights": (False, *_carried(received, model), received_plain.compiled),
        "clone_model": (
            _same_layers(cloned, model),
            *_carried(cloned, model),
            cloned.compiled,
        ),
        "from_config": (
            _same_layers(rebuilt, model),
            *_carried(rebuilt, model),
            rebuilt.compiled,
        ),
    }


def _small_model(compiled=True):
    start = keras.initializers.GlorotUniform(seed=10)
    model = keras.Sequential(
        [keras.Input(shape=(3,)), keras.layers.Dense(2, kernel_initializer=start)]
    )
    if compiled:
        model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(0.1))
        model.optimizer.build(model.trainable_variables)
    return model


def _step(model):
    gradients = [
        keras.ops.ones(variable.shape) for variable in model.trainable_variables
    ]
    model.optimizer.apply(gradients, model.trainable_variables)


def _opens(path):
    try:
        keras.models.load_model(path)
    except ValueError:
        return False
    return True


def _same_layers(model, original):
    return [layer.get_config() for layer in model.layers] == [
        layer.get_config() for layer in original.layers
    ]


def _carried(model, original):
    """예측이 같은지와 옵티마이저의 변수가 모두 같은지입니다."""
    X = np.random.default_rng(10).normal(size=(8, 3))
    same = close(*(keras.ops.convert_to_numpy(m(X)) for m in (model, original)))
    if not model.compiled:
        return same, False
    pairs = zip(model.optimizer.variables, original.optimizer.variables)
    counts = {len(m.optimizer.variables) for m in (model, original)}
    return same, len(counts) == 1 and all(
        close(*(keras.ops.convert_to_numpy(variable) for variable in pair))
        for pair in pairs
    )


# 조기 종료가 남기는 것

VAL_LOSS = [
    *(0.90, 0.70, 0.72, 0.71, 0.60, 0.65, 0.62, 0.60),
    *(0.55, 0.57, 0.56, 0.58, 0.60, 0.61, 0.50),
]


@graded
def check_patience(n_steps, n_epochs, restored_epoch, last_epoch, iterations):
    """케라스의 `EarlyStopping`에 검증 손실을 차례로 보여 준 결과와 견줍니다."""
    steps = len(range(0, int(1050 * 0.8), 32))
    epochs, restored, total = _stopped(steps, restore=True)
    _, last, _ = _stopped(steps, restore=False)
    compare(
        as_number(n_steps, "n_steps"),
        steps,
        [
            (
                33,
                "샘플 1,050개를 모두 32개씩 나누었습니다. `validation_split=0.2`로 먼저 떼어 낸 것은 훈련하지 않습니다.",
            ),
            (26, "나머지를 버렸습니다. 32개가 안 되는 마지막 배치도 한 스텝입니다."),
            (
                26.25,
                "스텝의 수는 정수입니다. 32개가 안 되는 마지막 배치도 한 스텝으로 세세요.",
            ),
            (
                7,
                "떼어 낸 검증 세트 210개를 나누었습니다. 훈련하는 것은 나머지 80%입니다.",
            ),
        ],
        "n_steps가 다릅니다. 1,050개에서 검증 세트를 뺀 수를 배치 크기로 나누어 올림하세요.",
    )
    compare(
        as_number(n_epochs, "n_epochs"),
        epochs,
        [
            (7, "0부터 센 에포크 번호입니다. 물은 것은 에포크의 수라서 1을 더합니다."),
            (
                12,
                "8에포크의 0.60을 나아진 것으로 세었습니다. 5에포크의 0.60과 같을 뿐이라서 기다린 에포크가 계속 늘어납니다.",
            ),
            (
                13,
                "한 에포크를 더 기다렸습니다. 기다린 에포크가 `patience`를 넘을 때가 아니라 `patience`에 이르면 멈춥니다.",
            ),
            (
                14,
                "바로 앞 에포크의 손실과 견주었습니다. 견주는 상대는 지금까지 가장 낮은 손실입니다.",
            ),
            (
                6,
                "3, 4에포크에 기다린 것까지 더했습니다. 5에포크에 나아졌으니 기다린 에포크는 0부터 다시 셉니다.",
            ),
            (
                5,
                "가장 좋은 에포크입니다. 그 뒤로 `patience`만큼 더 훈련하고 나서야 멈춥니다.",
            ),
            (
                15,
                "끝까지 훈련하지 않습니다. 15에포크의 0.50에 이르기 전에 기다림이 끝납니다.",
            ),
        ],
        "n_epochs가 다릅니다. 에포크마다 지금까지 가장 낮은 손실과 기다린 에포크의 수를 나란히 적어 보세요.",
    )
    compare(
        as_number(restored_epoch, "restored_epoch"),
        restored,
        [
            (
                8,
                "8에포크의 0.60은 5에포크와 같을 뿐 더 낮지 않아서 챙기지 않습니다. `restore_best_weights=True`면 챙겨 둔 가중치로 되돌립니다.",
            ),
            (
                9,
                "9에포크는 훈련하지 않았습니다. 멈추기 전까지 본 손실 가운데 가장 낮은 것을 찾으세요.",
            ),
            (
                15,
                "15에포크는 훈련하지 않았습니다. 멈춘 뒤의 손실은 콜백이 볼 수 없습니다.",
            ),
            (4, "0부터 센 번호입니다. 여기서는 첫 에포크를 1로 셉니다."),
        ],
        "restored_epoch가 다릅니다. 멈추기 전까지 손실이 가장 낮았던 에포크를 찾으세요.",
    )
    compare(
        as_number(last_epoch, "last_epoch"),
        last,
        [
            (
                restored,
                "`restore_best_weights`의 기본값은 False입니다. 되돌리지 않으면 멈춘 에포크의 가중치가 그대로 남습니다.",
            ),
            (7, "0부터 센 번호입니다. 여기서는 첫 에포크를 1로 셉니다."),
        ],
        "last_epoch가 다릅니다. 되돌리지 않으면 마지막으로 훈련한 에포크의 가중치가 남습니다.",
    )
    compare(
        as_number(iterations, "iterations"),
        total,
        [
            (
                steps * restored,
                "옵티마이저의 스텝 수는 되돌아가지 않습니다. 가중치만 되돌리므로, 훈련한 에포크의 스텝을 모두 세세요.",
            ),
            (
                steps * 15,
                "15에포크를 모두 훈련하지 않았습니다. 멈출 때까지의 스텝만 세세요.",
            ),
        ],
        f"iterations가 다릅니다. 한 에포크의 {steps}스텝을 훈련한 에포크의 수만큼 되풀이했습니다.",
    )
    return (
        f"맞습니다. {epochs}에포크를 훈련하고 멈추며, 가중치만 {restored}에포크로 돌아가고 "
        f"옵티마이저의 스텝 수는 {total}에 머뭅니다."
    )


@functools.cache
def _stopped(steps, restore):
    """훈련한 에포크의 수, 남은 가중치의 에포크, 옵티마이저의 스텝 수입니다.

    에포크마다 편향에 에포크의 번호를 넣어, 끝난 뒤에 어느 에포크의 가중치가 남았는지 읽습니다.
    """
    model = _one_neuron()
    model.compile(loss="mean_squared_error", optimizer=keras.optimizers.SGD())
    model.optimizer.build(model.trainable_variables)
    watcher = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=restore)
    watcher.set_model(model)
    model.stop_training = False
    watcher.on_train_begin()
    for epoch, value in enumerate(VAL_LOSS):
        model.layers[-1].bias.assign([epoch + 1.0])
        model.optimizer.iterations.assign_add(steps)
        watcher.on_epoch_end(epoch, {"val_loss": value})
        if model.stop_training:
            break
    watcher.on_train_end()
    return epoch + 1, int(model.layers[-1].bias[0]), int(model.optimizer.iterations)


def _one_neuron():
    return keras.Sequential(
        [keras.Input(shape=(1,)), keras.layers.Dense(1, kernel_initializer="zeros")]
    )


# 스스로 멈추는 콜백

HISTORIES = [
    ([1.0, 0.75, 0.5, 0.625, 0.5625, 0.6875, 0.375], 2, 0.0),
    ([1.0, 1.25, 0.75, 1.0, 0.5, 0.75, 0.25, 0.25, 0.25], 2, 0.0),
    ([1.0, 0.9375, 0.84375, 0.8125, 0.78125, 0.75, 0.71875], 3, 0.125),
    ([1.0, 1.0625, 1.125, 1.1875, 1.25, 1.3125], 3, 0.125),
    ([0.5, 0.75, 0.75, 0.25], 1, 0.0),
    ([1.0, 0.75, 0.5, 0.25, 0.125], 1, 0.0),
    ([1.0, math.nan, 0.5, 0.5, 0.5], 5, 0.0),
    ([math.nan, 1.0, 0.5], 3, 0.125),
    ([1.0, 0.5, math.inf, 0.25], 3, 0.0),
]
"""검증 손실과 patience와 min_delta입니다. 손실은 2의 거듭제곱으로 나눈 수라서 뺄셈이 정확합니다."""

MISTAKES = [
    (
        {"nan": False},
        "무한대에서는 멈추지만 NaN에서는 멈추지 않습니다. NaN은 자기 자신과 견주어도 같지 않습니다. "
        "`np.isfinite()`나 `np.isnan()`으로 물으세요.",
    ),
    (
        {"nan": False, "inf": False},
        "손실이 NaN이나 무한대여도 기다리기만 합니다. NaN은 `== np.nan`으로 찾을 수 없습니다. "
        "`np.isfinite()`가 거짓이면 `patience`를 세지 말고 곧바로 멈추세요.",
    ),
    (
        {"inf": False},
        "NaN에서는 멈추지만 무한대에서는 멈추지 않습니다. `np.isfinite()`는 둘을 함께 찾습니다.",
    ),
    (
        {"against": "previous"},
        "바로 앞 에포크의 손실과 견주고 있습니다. 그러면 높은 곳에서 오르내리기만 해도 나아진 것이 됩니다. "
        "지금까지 가장 좋은 손실과 견주세요.",
    ),
    (
        {"against": "lowest"},
        "`min_delta`만큼 나아지지 않았는데도 best를 낮추었습니다. 그러면 조금씩 꾸준히 나아지는 손실이 "
        "기준을 영영 넘지 못합니다. 나아졌을 때만 best를 바꾸세요.",
    ),
    (
        {"reset": False},
        "나아진 뒤에도 기다린 에포크를 0으로 되돌리지 않습니다. 손실이 오르내리며 내려가는 훈련이 너무 일찍 멈춥니다.",
    ),
    (
        {"sign": 0},
        "`min_delta`를 쓰지 않고, 조금이라도 낮아지면 나아졌다고 봅니다. "
        "`best - min_delta`보다 낮아야 나아진 것입니다.",
    ),
    (
        {"sign": -1},
        "`min_delta`의 부호가 반대라서 손실이 조금 올라도 나아졌다고 봅니다. best에서 `min_delta`를 빼세요.",
    ),
    (
        {"late": True},
        "한 에포크 늦게 멈춥니다. 기다린 에포크가 `patience`를 넘을 때가 아니라 `patience`에 이르면 멈추세요.",
    ),
    (
        {"tie": True},
        "손실이 그대로인 에포크를 나아진 것으로 셉니다. best보다 낮을 때만 나아진 것이니 `<=`가 아니라 `<`입니다.",
    ),
]


@graded
def check_stopper(Stopper):
    """`Stopper(patience, min_delta)`에 검증 손실을 차례로 보여 주고 언제 멈추는지 봅니다."""
    if not isinstance(Stopper, type) or not issubclass(
        Stopper, keras.callbacks.Callback
    ):
        raise Wrong("`keras.callbacks.Callback`을 상속한 클래스의 이름을 넘기세요.")
    expected = [_keras_stops(*history) for history in HISTORIES]
    stops, stopper = [], None
    for losses, patience, min_delta in HISTORIES:
        stopper = _made(Stopper, patience, min_delta)
        stops.append(_drive(stopper, losses))
    if stops != expected:
        raise Wrong(_why_not(stops, expected, stopper))
    stopper = _made(Stopper, 2, 0.0)
    twice = [_drive(stopper, [1.0, 0.5, 0.75, 0.75, 0.75]) for _ in range(2)]
    if twice[0] != twice[1]:
        raise Wrong(
            f"같은 콜백으로 `fit()`을 다시 부르니 {twice[0]}에포크가 아니라 {_stops_at(twice[1])}. "
            "best와 기다린 에포크를 `on_train_begin()`에서 처음으로 되돌리세요."
        )
    return (
        f"맞습니다. 손실 기록 {len(HISTORIES)}벌에서 알맞은 때에 멈추고, "
        "다시 부른 `fit()`에서는 처음부터 셉니다."
    )


def _made(Stopper, patience, min_delta):
    try:
        return Stopper(patience=patience, min_delta=min_delta)
    except TypeError as error:
        raise Wrong(
            f"`Stopper(patience={patience}, min_delta={min_delta:g})`로 만들지 못했습니다. "
            f"`__init__()`이 두 매개변수를 받는지 확인하세요. TypeError: {error}"
        ) from None


def _drive(stopper, losses):
    """`fit()`처럼 콜백을 부르고, 1부터 세어 멈춘 에포크를 돌려줍니다. 멈추지 않으면 None입니다."""
    model = _one_neuron()
    stopper.set_model(model)
    model.stop_training = False
    stopper.on_train_begin({})
    for epoch, value in enumerate(losses):
        stopper.on_epoch_begin(epoch, {})
        logs = {"loss": 1.0 - epoch / 16, "val_loss": value}
        if is_blank(stopper.on_epoch_end(epoch, logs)):
            raise Wrong(BLANK)
        if model.stop_training:
            return epoch + 1
    return None


def _keras_stops(losses, patience, min_delta):
    """유한한 손실에서는 케라스의 `EarlyStopping`이, 그 밖에는 첫 NaN이나 무한대가 정하는 에포크입니다."""
    broken = [epoch for epoch, value in enumerate(losses) if not math.isfinite(value)]
    finite = losses[: broken[0]] if broken else losses
    watcher = keras.callbacks.EarlyStopping(
        monitor="val_loss", patience=patience, min_delta=min_delta, mode="min"
    )
    return _drive(watcher, finite) or (broken[0] + 1 if broken else None)


def _why_not(stops, expected, stopper):
    if not any(stops):
        if getattr(stopper, "stop_training", False):
            return (
                "콜백 자신의 `stop_training`을 바꾸어서 `fit()`이 알지 못합니다. "
                "훈련을 멈추는 것은 `self.model.stop_training = True`입니다."
            )
        return (
            '어떤 기록에서도 멈추지 않습니다. `on_epoch_end()`에서 `logs["val_loss"]`를 보고 '
            "`self.model.stop_training = True`로 멈추는지 확인하세요."
        )
    for mistake, reason in MISTAKES:
        if stops == [_mistaken_stops(*history, **mistake) for history in HISTORIES]:
            return reason
    first = next(k for k, stop in enumerate(stops) if stop != expected[k])
    losses, patience, min_delta = HISTORIES[first]
    said = ", ".join(f"{value:g}" for value in losses)
    return (
        f"검증 손실이 {said}이고 patience={patience}, min_delta={min_delta:g}이면 "
        f"{_must_stop_at(expected[first])} {_stops_at(stops[first])}. "
        "에포크마다 best와 기다린 에포크를 적으며 따라가 보세요."
    )


def _stops_at(stop):
    return f"{stop}에포크에 멈춥니다" if stop else "끝까지 멈추지 않습니다"


def _must_stop_at(stop):
    return f"{stop}에포크에 멈춰야 하는데" if stop else "끝까지 멈추지 않아야 하는데"


def _mistaken_stops(
    losses,
    patience,
    min_delta,
    against="best",
    reset=True,
    sign=1,
    late=False,
    tie=False,
    nan=True,
    inf=True,
):
    """알려진 실수 하나를 저지른 콜백이 멈출 에포크입니다."""
    best, wait = math.inf, 0
    for epoch, value in enumerate(losses):
        if (nan and math.isnan(value)) or (inf and math.isinf(value)):
            return epoch + 1
        limit = best - sign * min_delta
        better = value < limit or (tie and value == limit)
        wait = (0 if reset else wait) if better else wait + 1
        if better or against == "previous":
            best = value
        elif against == "lowest":
            best = min(best, value)
        if wait >= patience + late:
            return epoch + 1
    return None


# NaN이 섞인 기록 매끄럽게 하기


@graded
def check_smooth(smooth):
    """`smooth(values, weight)`를 유한한 값의 가중 평균으로 직접 셈한 것과 견줍니다."""
    rng = np.random.default_rng(10)
    values = rng.normal(2, 1, size=12)
    for weight in (0.6, 0.9, 0.0):
        _check_finite(smooth, values, weight)
    for places, broken in {(4, 5): math.nan, (0, 7): math.nan, (3,): math.inf}.items():
        holed = values.copy()
        holed[list(places)] = broken
        _check_holed(smooth, holed, 0.6)
    return (
        "맞습니다. 매끄럽게 한 값은 지난 값일수록 가볍게 친 가중 평균이고, "
        "NaN과 무한대는 그 자리에만 남습니다."
    )


def _check_finite(smooth, values, weight):
    answer = as_array(call(smooth, values, weight), "smooth()의 결과", values.shape)
    expected = _weighted_means(values, weight)
    biased = expected * (1 - weight ** np.arange(1, len(values) + 1))
    from_first, swapped, undone = [values[0]], 0.0, []
    for t, value in enumerate(values, 1):
        swapped = (1 - weight) * swapped + weight * value
        undone.append(swapped)
        if t > 1:
            from_first.append(weight * from_first[-1] + (1 - weight) * value)
    if not np.isfinite(answer).all():
        raise Wrong(
            "유한한 값만 주었는데 결과에 NaN이나 무한대가 있습니다. "
            "`t`를 0부터 세면 첫 값에서 `1 - weight**t`가 0이 되어 0으로 나눕니다. 1부터 세세요."
        )
    ahead = 1 - weight ** np.arange(2, len(values) + 2)
    first = f"첫 값은 {values[0]:.2f} 그대로여야 하는데 {answer[0]:.2f}입니다."
    compare(
        answer,
        expected,
        [
            (
                biased,
                f"{first} 0에서 출발한 이동 평균이라 앞쪽이 0에 치우칩니다. `1 - weight**t`로 나누세요.",
            ),
            (
                biased / ahead,
                f"{first} 나눌 때 쓴 `t`가 하나 큽니다. 첫 값에서 `t`는 1입니다.",
            ),
            (
                from_first,
                "첫 값에서 출발한 이동 평균입니다. 그러면 첫 값만 지나치게 무겁습니다. "
                "0에서 출발해 `1 - weight**t`로 나누세요.",
            ),
            (
                _weighted_means(values, 1 - weight),
                "`weight`와 `1 - weight`가 바뀌었습니다. `weight`는 지난 평균에 곱하는 값이라서 "
                "클수록 곡선이 매끄럽습니다.",
            ),
            (
                undone,
                "`weight`와 `1 - weight`가 바뀌었고 `1 - weight**t`로 나누지도 않았습니다. "
                "`weight`는 지난 평균에 곱하는 값입니다.",
            ),
            (
                np.divide(undone, 1 - weight ** np.arange(1, len(values) + 1)),
                "평균에 곱하는 것만 `1 - weight`로 바뀌었습니다. 지난 평균에 `weight`를, "
                "새 값에 `1 - weight`를 곱하세요.",
            ),
            (
                values,
                f"`weight`가 {weight:g}인데 값이 그대로입니다. 지난 값이 섞여야 매끄러워집니다.",
            ),
        ],
        f"`weight`가 {weight:g}일 때 둘째 값은 {expected[1]:.4f}이어야 하는데 {answer[1]:.4f}이고, "
        f"마지막 값은 {expected[-1]:.4f}이어야 하는데 {answer[-1]:.4f}입니다. "
        "`average`와 결과의 처음 두 값을 손으로 셈해 견주세요.",
    )


def _check_holed(smooth, holed, weight):
    answer = as_array(call(smooth, holed, weight), "smooth()의 결과")
    finite = np.isfinite(holed)
    name = "NaN" if np.isnan(holed).any() else "무한대"
    if answer.shape != holed.shape:
        raise Wrong(
            f"값 {len(holed)}개를 주었는데 {answer.size}개가 돌아왔습니다. {name}을 빼 버리면 뒤의 값이 "
            "앞 스텝으로 당겨집니다. 그 자리에 그대로 두세요."
        )
    spread = finite & ~np.isfinite(answer)
    if spread.any():
        raise Wrong(
            f"값 하나가 {name}이면 그 뒤의 값 {spread.sum()}개까지 유한하지 않게 됩니다. "
            "유한하지 않은 값은 이동 평균에 넣지 마세요."
        )
    expected = _weighted_means(holed[finite], weight)
    counted = np.arange(1, len(holed) + 1)[finite]
    uncounted = 1 - weight ** np.arange(1, finite.sum() + 1)
    zeros = _weighted_means(np.where(finite, holed, 0), weight)
    compare(
        answer[finite],
        expected,
        [
            (
                expected * uncounted / (1 - weight**counted),
                "`t`를 셀 때 유한하지 않은 값까지 세었습니다. 이동 평균에 들어간 값만 세어야 "
                "`1 - weight**t`가 비중의 합과 같습니다.",
            ),
            (
                zeros[finite],
                f"{name}을 0으로 바꾸어 평균에 넣었습니다. 그러면 매끄럽게 한 값이 0 쪽으로 끌립니다. 셈에서 빼세요.",
            ),
        ],
        f"유한한 값만 있으면 맞는데 {name}이 섞이면 그 둘레의 값이 다릅니다. "
        "유한하지 않은 값에서는 평균도 `t`도 바꾸지 마세요.",
    )
    if not np.array_equal(answer[~finite], holed[~finite], equal_nan=True):
        raise Wrong(
            f"{name}이 있던 자리에 다른 값을 넣었습니다. 손실이 망가진 자리를 감추게 되니 그대로 두세요."
        )


def _weighted_means(values, weight):
    """스텝마다 그때까지의 값을 오래될수록 `weight`배씩 가볍게 쳐 평균한 것입니다."""
    means = []
    for t in range(1, len(values) + 1):
        weights = [weight ** (t - 1 - k) for k in range(t)]
        means.append(sum(w * value for w, value in zip(weights, values)) / sum(weights))
    return np.array(means)
