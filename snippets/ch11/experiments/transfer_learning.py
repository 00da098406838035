"""숫자 0~4를 배운 하위 층이 레이블이 적은 5~9를 배우는 데 도움이 되는지 잽니다.

`shift`가 0이면 8×8 이미지를 그대로 씁니다.
4이면 이미지를 12×12 화면의 아무 곳에나 옮겨 놓습니다.
모델 A는 0~4의 이미지 500여 장을 열 번씩, 옮길 때는 열 곳에 놓고 480스텝 훈련합니다.
새 문제는 클래스마다 이미지가 `labels`장인 5~9이고, 예산은 모두 60스텝입니다.

- `scratch`: 처음부터 훈련합니다.
- `random2`: 훈련하지 않은 하위 층 두 개를 동결합니다.
- `frozen2`: A의 하위 층 두 개를 가져와 끝까지 동결합니다.
- `open2`: A의 하위 층 두 개를 가져와 동결하지 않고 모두 훈련합니다.
- `thaw1`, `thaw2`, `thaw3`: A의 은닉층을 아래에서 그만큼 가져와 동결하고 30스텝,
  풀고 학습률의 10분의 1로 30스텝 훈련합니다.
- `same2`: `thaw2`에서 학습률을 낮추지 않습니다.
- `augment`: `scratch`에서 5~9의 이미지를 스텝마다 새 자리에 놓습니다.
- `augment2`: `thaw2`에서 5~9의 이미지를 스텝마다 새 자리에 놓습니다.
- `knn`: 픽셀이 가장 가까운 이미지의 레이블로 답합니다. 학습률과 상관없습니다.

`shift`가 0이면 자리가 하나뿐이어서 `augment`는 `scratch`와, `augment2`는 `thaw2`와
같습니다.

값은 정확도(%)입니다. `_valid`는 검증 세트, `_test`는 테스트 세트에서 잰 것입니다.
시드마다 A의 첫 값, 레이블을 붙일 이미지, 새 층의 첫 값이 모두 다릅니다.
"""

from functools import cache
from itertools import pairwise

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

CELLS = [
    {"shift": shift, "labels": labels, "learning_rate": learning_rate, "seed": seed}
    for shift in (0, 4)
    for labels in (1, 3, 10, 30)
    for learning_rate in (0.001, 0.004, 0.016, 0.064)
    for seed in range(10)
]
N_HALF = 30


def place(X, shift, rng):
    """8×8 이미지를 한 변이 shift만큼 더 긴 화면의 아무 곳에나 놓습니다."""
    canvas = np.zeros((len(X), 8 + shift, 8 + shift), "float32")
    corners = rng.integers(0, shift + 1, (len(X), 2))
    for i, (row, column) in enumerate(corners):
        canvas[i, row : row + 8, column : column + 8] = X[i].reshape(8, 8)
    return canvas.reshape(len(X), -1)


@cache
def load(shift):
    X, y = load_digits(return_X_y=True)
    X = X / 16
    X_rest, X_test, y_rest, y_test = train_test_split(
        X, y, test_size=397, stratify=y, random_state=42
    )
    X_train, X_valid, y_train, y_valid = train_test_split(
        X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
    )
    rng = np.random.default_rng(0)
    low = y_train < 5
    old = place(np.tile(X_train[low], (10, 1)), shift, rng), np.tile(y_train[low], 10)
    few = X_train[~low], y_train[~low] - 5
    valid, test = (
        (place(X[y > 4], shift, rng), y[y > 4] - 5)
        for X, y in ((X_valid, y_valid), (X_test, y_test))
    )
    return old, few, valid, test


@cache
def build(shift, n_frozen):
    model = keras.Sequential([keras.Input(shape=((8 + shift) ** 2,))])
    for i in range(3):
        layer = keras.layers.Dense(
            100, activation="relu", kernel_initializer="he_normal"
        )
        layer.trainable = i >= n_frozen
        model.add(layer)
    model.add(keras.layers.Dense(5, activation="softmax"))
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer="adam",
        steps_per_execution=N_HALF,
    )
    model.optimizer.build(model.trainable_variables)
    model.make_train_function()
    return model


def restart(model, values, learning_rate):
    """가중치를 넣고, 다시 컴파일한 것처럼 옵티마이저를 처음으로 되돌립니다."""
    model.set_weights(values)
    for variable in model.optimizer.variables:
        variable.assign(tf.zeros_like(variable))
    model.optimizer.learning_rate = learning_rate


def train(model, batches, n_steps):
    """`fit()`이 하는 훈련 스텝만 합니다. 한 번에 N_HALF스텝입니다."""
    for _ in range(n_steps // N_HALF):
        model.train_function(batches)


def first_values(shift, seed):
    keras.utils.set_random_seed(seed)
    he, glorot = keras.initializers.HeNormal(), keras.initializers.GlorotUniform()
    sizes = [(8 + shift) ** 2, 100, 100, 100, 5]
    values = []
    for shape in pairwise(sizes):
        draw = glorot if shape[1] == 5 else he
        values += [np.array(draw(shape)), np.zeros(shape[1], "float32")]
    return values


@cache
def pretrain(shift, seed):
    (X, y), *_ = load(shift)
    model = build(shift, 0)
    restart(model, first_values(shift, 1000 + seed), 0.003)
    order = np.random.default_rng(seed)
    rows = np.concatenate([order.permutation(len(X)) for _ in range(11)])[:50_000]
    batches = tf.data.Dataset.from_tensor_slices((X[rows], y[rows])).batch(100)
    train(model, iter(batches), 480)
    return model.get_weights()


def run(shift, labels, learning_rate, seed):
    _, (X, y), *splits = load(shift)
    rng = np.random.default_rng(seed)
    rows = np.concatenate(
        [rng.permutation(np.flatnonzero(y == c))[:labels] for c in range(5)]
    )
    X_few, y_few = place(X[rows], shift, rng), y[rows]
    batches = iter(tf.data.Dataset.from_tensors((X_few, y_few)).cache().repeat())
    old, new = pretrain(shift, seed), first_values(shift, seed)
    columns = {}

    def fit(name, n_frozen, values, rate, n_steps, batches=batches):
        model = build(shift, n_frozen)
        restart(model, values, rate)
        train(model, batches, n_steps)
        if name:
            score(name, lambda X: np.argmax(model(X), axis=1))
        return model.get_weights()

    def score(name, predict):
        for split, (X, y) in zip(("valid", "test"), splits):
            hit = 100 * np.mean(predict(X) == y)
            columns[f"{name}_{split}"] = round(float(hit), 1)

    def moving():
        """스텝마다 새 자리에 놓은 이미지입니다."""
        places = np.random.default_rng(1000 + seed)
        X_moved = np.stack([place(X[rows], shift, places) for _ in range(2 * N_HALF)])
        y_moved = np.tile(y_few, (2 * N_HALF, 1))
        return iter(tf.data.Dataset.from_tensor_slices((X_moved, y_moved)))

    borrowed = {k: old[: 2 * k] + new[2 * k :] for k in (1, 2, 3)}
    low_rate = learning_rate / 10
    fit("scratch", 0, new, learning_rate, 2 * N_HALF)
    fit("random2", 2, new, learning_rate, 2 * N_HALF)
    fit("frozen2", 2, borrowed[2], learning_rate, 2 * N_HALF)
    fit("open2", 0, borrowed[2], learning_rate, 2 * N_HALF)
    for k in (1, 2, 3):
        middle = fit(None, k, borrowed[k], learning_rate, N_HALF)
        fit(f"thaw{k}", 0, middle, low_rate, N_HALF)
        if k == 2:
            fit("same2", 0, middle, learning_rate, N_HALF)
    if shift:
        fit("augment", 0, new, learning_rate, 2 * N_HALF, moving())
        moved = moving()
        middle = fit(None, 2, borrowed[2], learning_rate, N_HALF, moved)
        fit("augment2", 0, middle, low_rate, N_HALF, moved)
    else:
        for split in ("valid", "test"):
            columns[f"augment_{split}"] = columns[f"scratch_{split}"]
            columns[f"augment2_{split}"] = columns[f"thaw2_{split}"]
    score("knn", KNeighborsClassifier(1).fit(X_few, y_few).predict)
    return columns
