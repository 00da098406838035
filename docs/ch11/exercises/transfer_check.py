"""'전이 학습과 적은 레이블' 연습의 채점기입니다."""

import keras
import numpy as np
from sklearn.datasets import load_digits

from grading import Wrong, as_array, call, close, compare, graded


@graded
def check_transfer(transfer):
    """`transfer(model_A, X, y)`가 돌려준 모델을 열 스텝 더 훈련하며 가중치를 견줍니다."""
    model_A = _lender()
    lent = model_A.get_weights()
    rng = np.random.default_rng(11)
    X, y = rng.random((50, 64)), rng.integers(0, 5, 50)
    model = call(lambda: transfer(model_A, X, y))
    if not isinstance(model, keras.Model):
        raise Wrong(f"모델을 돌려주세요. 지금은 {type(model).__name__}입니다.")
    before = model.get_weights()
    if [w.shape for w in before] != [w.shape for w in lent]:
        raise Wrong(
            "가중치의 크기가 model_A와 다릅니다. 은닉층 둘과 유닛이 5개인 출력층이 차례로 있어야 합니다."
        )
    if not model.compiled:
        raise Wrong(
            "돌려준 모델이 컴파일되지 않아 훈련할 수 없습니다. 돌려주기 전에 컴파일하세요."
        )
    rate = float(model.optimizer.learning_rate)
    moved = _moved(model, X, y)
    _check_copy(model_A.get_weights(), lent, before)
    if not all(layer.trainable for layer in model.layers):
        raise Wrong(
            "아직 동결된 층이 있습니다. 미세 튜닝에서는 모든 층의 `trainable`을 True로 바꾸고 "
            "다시 컴파일해야 합니다."
        )
    if moved == 0:
        raise Wrong(
            "`trainable`은 모두 True인데 열 스텝을 훈련해도 은닉층이 조금도 움직이지 않습니다. "
            "동결한 채 만든 계산 그래프를 그대로 쓰고 있습니다. 동결을 푼 다음 다시 컴파일하세요."
        )
    if not close(rate, 0.01):
        raise Wrong(
            f"은닉층이 풀려서 움직이지만 미세 튜닝의 학습률이 {rate:g}입니다. "
            "가져온 층을 망치지 않도록 0.01로 낮추어 컴파일하세요."
        )
    return (
        "맞습니다. 가져온 은닉층은 A와 같은 값에서 출발해 미세 튜닝에서만 움직였고, "
        "A는 그대로입니다."
    )


def _lender():
    """값이 정해진 모델 A입니다. 편향도 0이 아닙니다."""
    layers = [
        keras.layers.Dense(30, activation="relu", name="hidden_1"),
        keras.layers.Dense(20, activation="relu", name="hidden_2"),
        keras.layers.Dense(5, activation="softmax", name="head"),
    ]
    model = keras.Sequential([keras.Input(shape=(64,)), *layers])
    rng = np.random.default_rng(42)
    model.set_weights(
        [rng.normal(0, np.sqrt(2 / w.shape[0]), w.shape) for w in model.get_weights()]
    )
    return model


def _moved(model, X, y):
    """열 스텝을 훈련하고 은닉층이 움직인 가장 큰 거리를 잽니다."""
    before = model.get_weights()[:4]
    try:
        for _ in range(10):
            model.train_on_batch(X, y)
    except ValueError as error:
        if "Unknown variable" not in str(error):
            raise
        raise Wrong(
            "돌려준 모델을 훈련하면 옵티마이저가 모르는 변수라는 오류가 납니다. "
            "옵티마이저는 처음 훈련할 때의 변수만 압니다. 동결을 푼 다음 다시 컴파일하세요."
        ) from None
    return max(np.abs(a - b).max() for a, b in zip(model.get_weights()[:4], before))


def _check_copy(now, lent, before):
    """A가 그대로인지, 미세 튜닝을 시작할 때의 층이 있어야 할 값인지 봅니다."""
    changed = max(np.abs(a - b).max() for a, b in zip(now, lent))
    if changed > 0:
        raise Wrong(
            f"새 모델을 훈련했는데 A의 가중치가 {changed:.3f}까지 움직였습니다. "
            "두 모델이 같은 층을 나누어 씁니다. 층을 복제한 다음 가중치를 옮기세요."
        )
    gap = max(_distance(a, b) for a, b in zip(before[:4], lent[:4]))
    if gap > 0.5:
        raise Wrong(
            "은닉층의 가중치가 A와 전혀 다릅니다. `clone_model()`은 층의 설정만 복제하고 가중치는 "
            "새로 뽑습니다. `set_weights()`로 옮기지 않으면 훈련하지 않은 층을 가져온 것입니다."
        )
    if gap > 1e-6:
        raise Wrong(
            "미세 튜닝을 시작하기도 전에 은닉층이 A의 값에서 조금 벗어나 있습니다. "
            "새 출력층을 훈련하는 열 스텝 동안 은닉층이 동결되어 있지 않았습니다."
        )
    if _distance(before[4], lent[4]) < 0.7:
        raise Wrong(
            "출력층이 A의 값에서 출발했습니다. A의 출력층은 다른 클래스를 가르던 것이므로, "
            "은닉층 둘의 가중치만 옮기고 출력층은 새로 뽑은 값에서 시작하세요."
        )
    if not before[5].any():
        raise Wrong(
            "새 출력층의 편향이 모두 0입니다. 미세 튜닝을 시작하기 전에 한 스텝도 훈련하지 않았거나 "
            "출력층까지 동결했습니다. 은닉층만 동결하고 열 스텝을 훈련하세요."
        )


def _distance(a, b):
    return np.linalg.norm(a - b) / np.linalg.norm(b)


@graded
def check_shift(shift_images):
    """`shift_images(images, dy, dx)`를 -2부터 2까지의 모든 이동에서 봅니다."""
    images = np.random.default_rng(8).uniform(0.1, 1, (3, 8, 8))
    moves = [(dy, dx) for dy in range(-2, 3) for dx in range(-2, 3)]
    given = [images.copy() for _ in moves]
    answers = [_moved_by(shift_images, *pair) for pair in zip(given, moves)]

    def every(move):
        return np.array([move(dy, dx) for dy, dx in moves])

    expected = every(lambda dy, dx: _shifted(images, dy, dx))
    first_only = expected.copy()
    first_only[:, 1:] = images[1:]
    wrong = [
        move
        for move, answer, right in zip(moves, answers, expected)
        if not close(answer, right)
    ]
    compare(
        np.array(answers),
        expected,
        [
            (
                every(lambda dy, dx: np.roll(images, (dy, dx), axis=(1, 2))),
                "밖으로 나간 픽셀이 반대쪽에서 돌아 들어왔습니다. `np.roll()`이 하는 일입니다. "
                "빈 자리는 0이어야 합니다.",
            ),
            (
                every(lambda dy, dx: _shifted(images, dx, dy)),
                "행과 열이 바뀌었습니다. 축 1이 행이라서 dy를, 축 2가 열이라서 dx를 씁니다.",
            ),
            (
                every(lambda dy, dx: _shifted(images, -dy, -dx)),
                "방향이 반대입니다. dy가 양수이면 아래로, dx가 양수이면 오른쪽으로 옮겨야 하는데 "
                "위와 왼쪽으로 옮겼습니다. 창을 옮겼다면 이미지는 창과 반대로 움직입니다.",
            ),
            (
                every(lambda dy, dx: _shifted(images, -dy, dx)),
                "dx는 맞는데 dy가 반대입니다. 행의 번호는 아래로 갈수록 커지므로, "
                "dy가 양수이면 아래로 옮깁니다.",
            ),
            (
                every(lambda dy, dx: _shifted(images, dy, -dx)),
                "dy는 맞는데 dx가 반대입니다. dx가 양수이면 오른쪽으로 옮깁니다.",
            ),
            (
                first_only,
                "첫 이미지만 옮기고 나머지는 그대로입니다. 첫 축은 이미지의 번호이므로 `[:, ...]`로 모두 옮기세요.",
            ),
            (
                every(lambda dy, dx: np.roll(images, (dy, dx), axis=(0, 1))),
                "이미지의 차례가 바뀌었습니다. 축 0은 이미지의 번호이고, 행은 축 1, 열은 축 2입니다.",
            ),
            (
                every(lambda dy, dx: _edged(images, dy, dx)),
                "빈 자리를 가장자리의 값으로 채웠습니다. 숫자의 획이 길게 늘어나므로 0으로 채우세요.",
            ),
            (
                every(lambda dy, dx: images),
                "이미지가 조금도 움직이지 않았습니다. 잘라 낸 조각을 다른 자리에 넣었는지 확인하세요.",
            ),
        ],
        _which_moves(wrong, moves),
    )
    if not close(given, [images] * len(moves)):
        raise Wrong(
            "돌려준 값은 맞지만 받은 images까지 바뀌었습니다. 훈련 세트를 넘기면 원본이 사라집니다. "
            "새 배열에 담아 돌려주세요."
        )
    return (
        "맞습니다. 25가지 이동 모두 밖으로 나간 픽셀은 사라지고 빈 자리는 0이 됩니다."
    )


def _moved_by(shift_images, images, move):
    """받은 배열을 바꾸는지도 보려고 images를 베끼지 않고 넘깁니다."""
    dy, dx = move
    moved = call(lambda: shift_images(images, dy, dx))
    return as_array(moved, f"dy={dy}, dx={dx}만큼 옮긴 것", images.shape)


def _shifted(images, dy, dx):
    """픽셀을 하나씩 옮긴 것입니다."""
    shifted = np.zeros_like(images)
    for i in range(8):
        for j in range(8):
            if 0 <= i + dy < 8 and 0 <= j + dx < 8:
                shifted[:, i + dy, j + dx] = images[:, i, j]
    return shifted


def _edged(images, dy, dx):
    rows = np.clip(np.arange(8) - dy, 0, 7)
    columns = np.clip(np.arange(8) - dx, 0, 7)
    return images[:, rows][:, :, columns]


def _which_moves(wrong, moves):
    if wrong == [move for move in moves if min(move) < 0]:
        return (
            "0 이상으로 옮길 때는 모두 맞고, 음수가 있으면 모두 다릅니다. "
            "위와 왼쪽으로 옮길 때는 자르는 쪽과 채우는 쪽이 바뀝니다."
        )
    if wrong and all(0 in move for move in wrong):
        return (
            "dy나 dx가 0일 때만 다릅니다. `[:-0]`은 전체가 아니라 빈 배열입니다. "
            "끝을 `8 - dy`처럼 양수로 적으세요."
        )
    where = (
        f" 처음으로 다른 것은 dy={wrong[0][0]}, dx={wrong[0][1]}입니다."
        if wrong
        else ""
    )
    return (
        f"25가지 이동 가운데 {len(wrong)}가지가 다릅니다.{where} "
        "`np.arange(64).reshape(1, 8, 8)`을 넘겨 어느 픽셀이 어디로 갔는지 보세요."
    )


@graded
def check_pick(pick):
    """`pick(y, per_class, rng)`의 두 벌을 시드를 바꾸어 가며 봅니다."""
    X, digits = load_digits(return_X_y=True)
    uneven = np.repeat([3, 7, 12], [20, 200, 9])
    uneven = np.random.default_rng(5).permutation(uneven)
    pools = [(digits, 5), (uneven, 4)]
    draws = [[_drawn(pick, y, n, seed) for seed in range(10)] for y, n in pools]
    for (y, n), drawn in zip(pools, draws):
        for train, valid in drawn:
            _check_counts(train, "train", y, n)
            _check_counts(valid, "valid", y, n)
    pairs = [pair for drawn in draws for pair in drawn]
    repeated = sum(len(half) - len(np.unique(half)) for pair in pairs for half in pair)
    if repeated:
        raise Wrong(
            f"클래스마다 수는 맞지만 스무 번 뽑는 동안 한 벌 안에 같은 샘플이 {repeated}번 되풀이되었습니다. "
            "뽑은 것을 되돌려 놓지 마세요. `rng.choice()`라면 `replace=False`가 필요합니다."
        )
    shared = max(np.intersect1d(train, valid).size for train, valid in pairs)
    if shared:
        raise Wrong(
            f"두 벌에 같은 샘플이 많게는 {shared}개 들어 있습니다. 훈련한 샘플은 배운 것이 없어도 "
            "외워서 맞히므로 정확도가 부풀려집니다. 한 번 섞은 것을 둘로 나누세요."
        )
    _check_random(pick, pools, draws)
    scores = [_nearest(X, digits, train, valid) for train, valid in draws[0]]
    return (
        f"맞습니다. 여러분의 두 벌로 최근접 이웃을 열 번 재니 정확도가 {min(scores):.2f}에서 "
        f"{max(scores):.2f}까지 나왔습니다. 한 번 뽑은 정확도로는 이 폭보다 작은 차이를 믿을 수 없습니다."
    )


def _drawn(pick, y, per_class, seed):
    """두 벌의 인덱스를 정수 배열로 돌려줍니다."""
    result = call(pick, y, per_class, np.random.default_rng(seed))
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Wrong("두 벌의 인덱스를 `return train, valid`로 돌려주세요.")
    return [
        _indices(half, name, y, per_class)
        for half, name in zip(result, ["train", "valid"])
    ]


def _indices(half, name, y, per_class):
    indices = as_array(half, name).ravel()
    if np.asarray(half).dtype == bool:
        raise Wrong(
            f"{name}에 참과 거짓이 들어 있습니다. `np.flatnonzero()`로 인덱스를 얻으세요."
        )
    labels = np.unique(y)
    if close(np.sort(indices), np.repeat(labels, per_class)):
        raise Wrong(
            f"{name}에 인덱스가 아니라 레이블이 들어 있습니다. `X[train]`처럼 이미지도 꺼내려면 "
            "몇 번째 샘플인지가 있어야 합니다."
        )
    if (
        (indices != np.round(indices)).any()
        or (indices < 0).any()
        or (indices >= len(y)).any()
    ):
        raise Wrong(f"{name}에 0부터 {len(y) - 1}까지의 정수가 아닌 것이 있습니다.")
    return indices.astype(int)


def _check_counts(half, name, y, per_class):
    labels = np.unique(y)
    counts = [int(np.sum(y[half] == label)) for label in labels]
    if counts == [per_class] * len(labels):
        return
    if len(half) == per_class * len(labels):
        raise Wrong(
            f"{name}에 든 수가 클래스마다 {counts}입니다. 저마다 {per_class}개여야 합니다. "
            "전체에서 뽑지 말고 클래스마다 따로 뽑으세요."
        )
    raise Wrong(
        f"{name}에는 클래스 {len(labels)}개에서 {per_class}개씩 모두 {per_class * len(labels)}개가 "
        f"있어야 하는데 {len(half)}개가 있습니다. 클래스마다 센 수는 {counts}입니다."
    )


def _check_random(pick, pools, draws):
    y, per_class = pools[0]
    again = _drawn(pick, y, per_class, 0)
    if any(set(a) != set(b) for a, b in zip(again, draws[0][0])):
        raise Wrong(
            "같은 시드의 rng를 다시 넘겼는데 다른 샘플이 뽑힙니다. `np.random`의 함수 대신 "
            "`rng`의 메서드를 써야 결과를 다시 얻을 수 있습니다."
        )
    for (y, n), drawn in zip(pools, draws):
        used = np.unique(np.concatenate([np.concatenate(pair) for pair in drawn]))
        front = np.concatenate(
            [np.flatnonzero(y == label)[: 2 * n] for label in np.unique(y)]
        )
        train = [set(pair[0]) for pair in drawn]
        if np.isin(used, front).all():
            raise Wrong(
                f"시드를 열 번 바꾸어도 클래스마다 앞의 {2 * n}개 안에서만 뽑습니다. 데이터가 정렬되어 있으면 "
                "비슷한 샘플만 모입니다. 그 클래스의 인덱스를 모두 섞은 다음 자르세요."
            )
        if all(chosen == train[0] for chosen in train):
            raise Wrong(
                "시드를 열 번 바꾸어도 train이 늘 같습니다. 받은 `rng`로 섞어야 뽑을 때마다 달라집니다."
            )


def _nearest(X, y, train, valid):
    """훈련한 벌에서 가장 가까운 이미지의 레이블로 답한 정확도입니다."""
    gaps = ((X[valid, None] - X[train]) ** 2).sum(axis=2)
    return np.mean(y[train][gaps.argmin(axis=1)] == y[valid])
