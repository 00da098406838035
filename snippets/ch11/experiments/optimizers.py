"""옵티마이저 열 개를 같은 예산으로 견줍니다. docs/ch11/optimizers.md에서 읽습니다.

데이터는 손글씨 숫자이고, ReLU 뉴런 50개짜리 은닉층 세 개를 100개씩 100스텝 훈련합니다.
옵티마이저마다 두 배씩 커지는 학습률 여덟 개를 시드 다섯 개로 훈련합니다.
`loss_20`은 20스텝 뒤에 훈련 세트 전체에서 잰 손실입니다.
손실이 찍을 때의 값 ln 10보다 크거나 발산하면 ln 10으로 적습니다.
"""

import functools

import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = X / 16
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)

OPTIMIZERS = {  # 만드는 법과 가장 작은 학습률
    "SGD": (keras.optimizers.SGD, {}, 0.02),
    "모멘텀": (keras.optimizers.SGD, {"momentum": 0.9}, 0.003),
    "네스테로프": (keras.optimizers.SGD, {"momentum": 0.9, "nesterov": True}, 0.003),
    "AdaGrad": (keras.optimizers.Adagrad, {}, 0.01),
    "RMSProp": (keras.optimizers.RMSprop, {}, 0.0005),
    "Adam": (keras.optimizers.Adam, {}, 0.0005),
    "AdaMax": (keras.optimizers.Adamax, {}, 0.001),
    "Nadam": (keras.optimizers.Nadam, {}, 0.0005),
    "AdamW": (keras.optimizers.AdamW, {}, 0.0005),
    "Lion": (keras.optimizers.Lion, {}, 0.0002),
}
CELLS = [
    {"optimizer": name, "learning_rate": lowest * 2**k, "seed": seed}
    for name, (_, _, lowest) in OPTIMIZERS.items()
    for k in range(8)
    for seed in range(5)
]


def build():
    hidden = [
        keras.layers.Dense(50, activation="relu", kernel_initializer="he_normal")
        for _ in range(3)
    ]
    return keras.Sequential(
        [
            keras.Input(shape=(64,)),
            *hidden,
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


@functools.cache
def compiled(name):
    """옵티마이저마다 한 번 컴파일하고, 옵티마이저가 기억하는 첫 값을 적어 둡니다."""
    model = build()
    cls, options, _ = OPTIMIZERS[name]
    model.compile(cls(**options), "sparse_categorical_crossentropy")
    model.optimizer.build(model.trainable_variables)
    return model, [variable.numpy() for variable in model.optimizer.variables]


def loss(model, X, y):
    p = np.array(model(X))[np.arange(len(y)), y]
    mean = -np.log(np.maximum(p, 1e-7)).mean()
    return np.fmin(mean, np.log(10))


def accuracy(model, X, y):
    return np.mean(np.argmax(model(X), axis=1) == y)


def run(optimizer, learning_rate, seed):
    model, initial = compiled(optimizer)
    keras.utils.set_random_seed(seed)
    model.set_weights(build().get_weights())
    for variable, value in zip(model.optimizer.variables, initial):
        variable.assign(value)
    model.optimizer.learning_rate = learning_rate

    results, step = {}, 0
    rng = np.random.default_rng(seed)
    for epoch in range(10):
        for batch in rng.permutation(1000).reshape(10, 100):
            model.train_on_batch(X_train[batch], y_train[batch])
            step += 1
            if step in (5, 10, 20, 50, 100):
                results[f"loss_{step}"] = loss(model, X_train, y_train)
    results["valid_loss"] = loss(model, X_valid, y_valid)
    results["valid_accuracy"] = accuracy(model, X_valid, y_valid)
    results["test_accuracy"] = accuracy(model, X_test, y_test)
    return results
