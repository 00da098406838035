"""드롭아웃이 일반화를 돕는지, MC 드롭아웃이 틀린 답과 낯선 입력을 가려내는지 잽니다.

은닉층 두 개에 드롭아웃을 넣은 신경망을 손글씨 숫자로 훈련합니다.
`few`는 훈련 이미지가 100장뿐이고, `noisy`는 1,000장이지만 픽셀마다 잡음이 있습니다.
은닉층 하나의 뉴런은 512개이고, `small`은 `noisy`를 뉴런 32개로 배웁니다.
처음에는 256개로 쟀는데 드롭아웃의 효과가 거의 보이지 않아서 512개로 다시 쟀습니다.
드롭아웃 비율마다 학습률 네 개와 시드 다섯 개를 견줍니다.
예산은 모두 미니배치 300개입니다.
`end_`로 시작하는 열은 300스텝 뒤의 값입니다.
`stop_`으로 시작하는 열은 검증 손실이 가장 낮았던 스텝의 가중치로 잰 값입니다.
그 가중치로 MC 드롭아웃도 해서, 확신도와 함께 AUC를 잽니다.
"""

from functools import cache

import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

LARGE, SMALL = (0.0001, 0.0003, 0.001, 0.003), (0.001, 0.003, 0.01, 0.03)
CELLS = [
    {"data": data, "rate": rate, "learning_rate": learning_rate, "seed": seed}
    for data, rates, learning_rates in [
        ("few", (0.0, 0.2, 0.5, 0.7), LARGE),
        ("noisy", (0.0, 0.2, 0.5, 0.7), LARGE),
        ("small", (0.0, 0.2, 0.5), SMALL),
    ]
    for rate in rates
    for learning_rate in learning_rates
    for seed in range(5)
]
N_STEPS, N_PASSES = 300, 30


@cache
def load(data):
    X, y = load_digits(return_X_y=True)
    X = X / 16
    X_rest, X_test, y_rest, y_test = train_test_split(
        X, y, test_size=397, stratify=y, random_state=42
    )
    X_train, X_valid, y_train, y_valid = train_test_split(
        X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
    )
    if data == "few":
        X_train, y_train = X_train[:100], y_train[:100]
    else:
        rng = np.random.default_rng(42)
        X_train = X_train + rng.normal(0, 0.3, X_train.shape)
        X_valid = X_valid + rng.normal(0, 0.3, X_valid.shape)
        X_test = X_test + rng.normal(0, 0.3, X_test.shape)
    return X_train, y_train, X_valid, y_valid, X_test, y_test


@cache
def build(rate, n_units):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(2):
        model.add(
            keras.layers.Dense(
                n_units, activation="relu", kernel_initializer="he_normal"
            )
        )
        model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
    return model


def new_model(rate, n_units, learning_rate, seed):
    """한 번 컴파일한 모델을 새로 만든 모델의 값으로 되돌려서 다시 씁니다."""
    model = build(rate, n_units)
    keras.utils.set_random_seed(seed)
    new_layers = keras.models.clone_model(model).layers
    for old, new in zip(model.layers, new_layers, strict=True):
        for variable, value in zip(old.variables, new.variables, strict=True):
            variable.assign(value)
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = learning_rate
    return model


def predict(model, X, n_passes=0):
    if not n_passes:
        return keras.ops.convert_to_numpy(model(X))
    repeated = np.tile(X, (n_passes, 1))
    p = keras.ops.convert_to_numpy(model(repeated, training=True))
    return p.reshape(n_passes, len(X), -1)


def cross_entropy(p, y):
    return -np.log(np.maximum(p[np.arange(len(y)), y], 1e-12)).mean()


def accuracy(p, y):
    return (p.argmax(axis=-1) == y).mean()


def calibration_error(p, y):
    confidence, hit = p.max(axis=-1), p.argmax(axis=-1) == y
    group = (confidence * 10).astype(int).clip(max=9)
    gaps = [np.sum(confidence[group == g] - hit[group == g]) for g in range(10)]
    return np.abs(gaps).sum() / len(y)


def entropy(p):
    return -np.sum(p * np.log(np.maximum(p, 1e-12)), axis=-1)


def doubts(model, X, dropout):
    """클수록 미심쩍은 점수 세 가지입니다. 드롭아웃이 없으면 첫째뿐입니다."""
    scores = {"plain": 1 - predict(model, X).max(axis=-1)}
    if dropout:
        passes = predict(model, X, N_PASSES)
        mean = passes.mean(axis=0)
        scores["mc"] = 1 - mean.max(axis=-1)
        scores["spread"] = entropy(mean) - entropy(passes).mean(axis=0)
    return scores


def run(data, rate, learning_rate, seed):
    X_train, y_train, X_valid, y_valid, X_test, y_test = load(data)
    n_units = 32 if data == "small" else 512
    model = new_model(rate, n_units, learning_rate, seed)
    rng = np.random.default_rng(seed)
    lowest = np.inf
    for step in range(1, N_STEPS + 1):
        batch = rng.choice(len(X_train), 50, replace=False)
        model.train_on_batch(X_train[batch], y_train[batch])
        if step % 15 == 0:
            valid_loss = cross_entropy(predict(model, X_valid), y_valid)
            if valid_loss < lowest:
                lowest, best, weights = valid_loss, step, model.get_weights()
    p = predict(model, X_test)
    measured = {
        "end_train_loss": cross_entropy(predict(model, X_train), y_train),
        "end_test_loss": cross_entropy(p, y_test),
        "end_test_accuracy": accuracy(p, y_test),
    }
    model.set_weights(weights)
    p = predict(model, X_test)
    measured |= {
        "stop_step": best,
        "stop_valid_loss": lowest,
        "stop_test_loss": cross_entropy(p, y_test),
        "stop_test_accuracy": accuracy(p, y_test),
        "plain_ece": calibration_error(p, y_test),
    }
    mean = predict(model, X_test, N_PASSES).mean(axis=0) if rate else p
    measured["mc_test_loss"] = cross_entropy(mean, y_test)
    measured["mc_ece"] = calibration_error(mean, y_test)

    turned = np.rot90(X_test.reshape(-1, 8, 8), axes=(1, 2)).reshape(-1, 64)
    random = np.random.default_rng(0).random(X_test.shape)
    known = doubts(model, X_test, rate)
    strange = {"turned": doubts(model, turned, rate)}
    strange["random"] = doubts(model, random, rate)
    wrong = p.argmax(axis=-1) != y_test
    new = np.repeat([False, True], len(X_test))
    for kind in ("plain", "mc", "spread"):
        score = known.get(kind, known["plain"])
        measured[f"wrong_{kind}"] = roc_auc_score(wrong, score)
        for name, images in strange.items():
            both = np.concatenate([score, images.get(kind, images["plain"])])
            measured[f"{name}_{kind}"] = roc_auc_score(new, both)
    return measured
