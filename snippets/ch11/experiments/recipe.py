"""기본 설정에서 하나씩 바꾼 신경망을 견줍니다. docs/ch11/recipe.md가 표를 읽습니다.

데이터는 손으로 쓴 숫자의 훈련 세트 1,000장입니다.
신경망은 뉴런 64개의 은닉층 3개나 10개이고, 예산은 모두 100장짜리 배치로 250스텝입니다.
기본 설정은 He 초기화, 배치 정규화, ReLU, 코사인으로 줄이는 Adam입니다.
'사본 더함'은 한 픽셀씩 네 방향으로 옮긴 사본까지 5,000장에서 배치를 뽑습니다.
'모두 예전 것'은 글로럿 초기화와 시그모이드와 일정한 학습률의 SGD만 씁니다.
최고 학습률은 네 배씩 커지는 다섯 값입니다.
시그모이드는 네 배, 모멘텀 SGD는 열 배, SGD는 백 배 한 값을 씁니다.
설정마다 학습률을 고르는 일은 쪽에서 검증 정확도로 합니다.
'완성'은 쪽의 마지막 모델입니다. 검증 세트까지 1,400장과 그 사본에 드롭아웃 0.2를 쓰고
뉴런 256개의 은닉층 2개를 1,470스텝 훈련합니다. 검증 정확도는 없습니다.
사본이나 드롭아웃을 뺀 것도 같은 스텝만큼 훈련합니다.
시드는 가중치의 첫 값과 배치를 정합니다.
moved는 네 방향으로 한 픽셀씩 옮긴 테스트 이미지의 정확도입니다.
"""

from functools import cache

import keras
import numpy as np
from keras.optimizers.schedules import CosineDecay
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

BATCH = 100
RATES = [0.001, 0.004, 0.016, 0.064, 0.256]
OLD = {"activation": "sigmoid", "initializer": "glorot_normal"}
CHANGES = {
    "기본": {},
    "시그모이드": OLD,
    "배치 정규화 없음": {"normalize": False},
    "모멘텀 SGD": {"optimizer": "momentum"},
    "일정한 학습률": {"schedule": False},
    "드롭아웃 더함": {"rate": 0.2},
    "사본 더함": {"copies": True},
    "모두 예전 것": OLD | {"normalize": False, "optimizer": "sgd", "schedule": False},
    "완성": {"rate": 0.2, "copies": True, "n_units": 256},
    "완성, 사본 없음": {"rate": 0.2, "n_units": 256},
    "완성, 드롭아웃 없음": {"copies": True, "n_units": 256},
}
SCALES = {"시그모이드": 4, "모멘텀 SGD": 10, "모두 예전 것": 100}
CELLS = [
    {
        "n_hidden": n_hidden,
        "change": change,
        "learning_rate": rate * SCALES.get(change, 1),
        "seed": seed,
    }
    for n_hidden in [3, 10]
    for change in CHANGES
    if "완성" not in change and (n_hidden, change) != (10, "사본 더함")
    for rate in RATES
    for seed in range(5)
]
CELLS += [
    {"n_hidden": 2, "change": change, "learning_rate": 0.01, "seed": seed}
    for change, n_seeds in zip([*CHANGES][-3:], [10, 5, 5], strict=True)
    for seed in range(n_seeds)
]

X, y = load_digits(return_X_y=True)
X = X / 16
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)


def shifted(images):
    """그대로인 이미지와 위, 아래, 왼쪽, 오른쪽으로 한 픽셀 옮긴 사본입니다. (5n, 64)"""
    wide = np.pad(images.reshape(-1, 8, 8), [(0, 0), (1, 1), (1, 1)])
    moves = [(1, 1), (2, 1), (0, 1), (1, 2), (1, 0)]
    five = [wide[:, down : down + 8, right : right + 8] for down, right in moves]
    return np.concatenate(five).reshape(-1, 64)


def build(
    n_hidden,
    n_units=64,
    activation="relu",
    initializer="he_normal",
    normalize=True,
    rate=0,
):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(n_hidden):
        model.add(
            keras.layers.Dense(
                n_units, use_bias=not normalize, kernel_initializer=initializer
            )
        )
        if normalize:
            model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.Activation(activation))
        if rate:
            model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


@cache
def compiled(n_hidden, change):
    """같은 설정은 만들어 둔 모델에 가중치만 새로 넣어 씁니다. 학습률은 변수입니다."""
    settings = dict(CHANGES[change])
    optimizer = settings.pop("optimizer", "adam")
    schedule, copies = settings.pop("schedule", True), settings.pop("copies", False)
    n_steps = 1470 if "완성" in change else 250
    peak = keras.Variable(0.01, trainable=False)
    if optimizer == "adam":
        optimizer = keras.optimizers.Adam()
    else:
        momentum = 0.9 if optimizer == "momentum" else 0.0
        optimizer = keras.optimizers.SGD(momentum=momentum, nesterov=momentum > 0)
    if schedule:
        optimizer.learning_rate = CosineDecay(peak, n_steps)
    model = build(n_hidden, **settings)
    model.compile(
        optimizer,
        "sparse_categorical_crossentropy",
        steps_per_execution=n_steps // 5,
        jit_compile=False,
    )
    optimizer.build(model.trainable_variables)
    images, labels = (X_rest, y_rest) if "완성" in change else (X_train, y_train)
    if copies:
        images, labels = shifted(images), np.tile(labels, 5)
    return model, peak, settings, images, labels, n_steps


def start_again(model, fresh):
    """가중치, 드롭아웃의 난수, 옵티마이저를 새로 만든 모델의 것으로 되돌립니다."""
    model.set_weights(fresh.get_weights())
    for ours, theirs in zip(model.layers, fresh.layers, strict=True):
        if isinstance(ours, keras.layers.Dropout):
            ours.seed_generator.state.assign(theirs.seed_generator.state)
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))


def accuracy(model, images, labels):
    predicted = keras.ops.convert_to_numpy(model(images)).argmax(axis=1)
    return np.mean(predicted == labels)


def run(n_hidden, change, learning_rate, seed):
    model, peak, settings, images, labels, n_steps = compiled(n_hidden, change)
    keras.utils.set_random_seed(seed)
    start_again(model, build(n_hidden, **settings))
    peak.assign(learning_rate)
    if not CHANGES[change].get("schedule", True):
        model.optimizer.learning_rate = learning_rate
    rng = np.random.default_rng(seed)
    n_epochs = -(-n_steps * BATCH // len(images))
    order = np.concatenate([rng.permutation(len(images)) for _ in range(n_epochs)])
    order = order[: n_steps * BATCH]
    model.fit(images[order], labels[order], batch_size=BATCH, shuffle=False, verbose=0)

    moved = shifted(X_test)[len(X_test) :]
    valid = np.nan if "완성" in change else accuracy(model, X_valid, y_valid)
    return {
        "train": accuracy(model, X_train, y_train),
        "valid": valid,
        "test": accuracy(model, X_test, y_test),
        "moved": accuracy(model, moved, np.tile(y_test, 4)),
    }
