"""너무 큰 신경망의 가중치를 네 방법으로 규제합니다.

docs/ch11/weight-regularization.md에서 읽습니다.

데이터는 손으로 쓴 숫자의 훈련 세트 1,000개에서 시드마다 새로 뽑은 200개입니다.
`wrong=0.2`이면 레이블의 20%를 아무 숫자로 바꿉니다.
신경망은 뉴런 256개의 은닉층 2개이고 파라미터는 85,002개입니다.
예산은 모두 같아서 배치 50개로 400스텝을 Adam으로 훈련합니다.
학습률과 규제의 강도도 설정의 하나이고, 검증 세트로 고르는 일은 쪽에서 합니다.
시드는 뽑는 샘플과 바꾸는 레이블, 가중치의 첫 값과 미니배치의 순서를 정합니다.
"""

from functools import cache, partial

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

GRIDS = [
    {
        "wrong": 0.0,
        "rates": [3e-4, 1e-3, 3e-3],
        "none": [0],
        "l2": [1e-4, 1e-3],
        "l1": [1e-5, 1e-4],
        "decay": [0.1, 1],
        "max_norm": [1, 1.5],
    },
    {
        "wrong": 0.2,
        "rates": [3e-5, 1e-4, 3e-4, 1e-3],
        "none": [0],
        "l2": [0.003, 0.01, 0.03],
        "l1": [0.001, 0.003, 0.01],
        "decay": [2, 5, 10],
        "max_norm": [0.5, 0.7, 1],
    },
]
METHODS = ["none", "l2", "l1", "decay", "max_norm"]
CELLS = [
    {
        "wrong": grid["wrong"],
        "method": method,
        "strength": strength,
        "rate": rate,
        "seed": seed,
    }
    for grid in GRIDS
    for method in METHODS
    for strength in grid[method]
    for rate in grid["rates"]
    for seed in range(5)
]


@cache
def build(method, strength):
    """같은 규제를 쓰는 설정은 만들어 둔 모델에 가중치만 새로 넣어 씁니다."""
    options = {
        "l1": {"kernel_regularizer": keras.regularizers.L1(strength)},
        "l2": {"kernel_regularizer": keras.regularizers.L2(strength)},
        "max_norm": {"kernel_constraint": keras.constraints.MaxNorm(strength)},
    }
    Dense = partial(keras.layers.Dense, **options.get(method, {}))
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            Dense(256, activation="relu"),
            Dense(256, activation="relu"),
            Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adam(
        weight_decay=strength if method == "decay" else None
    )
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    model.compile(optimizer, "sparse_categorical_crossentropy", steps_per_execution=400)
    return model


def score(model, X, y):
    proba = keras.ops.convert_to_numpy(model(X))
    right = proba[np.arange(len(y)), y]
    accuracy = np.mean(proba.argmax(axis=1) == y)
    return accuracy, -np.log(np.maximum(right, 1e-7)).mean()


def run(wrong, method, strength, rate, seed):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    chosen = rng.choice(1000, 200, replace=False)
    X_few, y_few = X_train[chosen], y_train[chosen]
    y_few = np.where(rng.random(200) < wrong, rng.integers(10, size=200), y_few)
    order = np.concatenate([rng.permutation(200) for _ in range(100)])

    model = build(method, strength)
    for layer in model.layers:  # He 초기화
        n_inputs, _ = shape = layer.kernel.shape
        layer.kernel.assign(rng.normal(0, np.sqrt(2 / n_inputs), shape))
        layer.bias.assign(np.zeros(layer.bias.shape))
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = rate
    model.fit(X_few[order], y_few[order], batch_size=50, shuffle=False, verbose=0)

    train_accuracy, _ = score(model, X_few, y_few)
    valid_accuracy, valid_loss = score(model, X_valid, y_valid)
    test_accuracy, test_loss = score(model, X_test, y_test)
    return {
        "train_accuracy": train_accuracy,
        "valid_accuracy": valid_accuracy,
        "valid_loss": valid_loss,
        "test_accuracy": test_accuracy,
        "test_loss": test_loss,
    }
