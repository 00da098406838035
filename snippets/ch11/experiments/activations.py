"""활성화 함수를 세 가지 신경망에서 견줍니다. docs/ch11/activations.md에서 읽습니다.

데이터는 손글씨 숫자이고, 훈련 세트 1,000개를 50개씩 200스텝 배웁니다(SGD).
은닉층은 모두 50유닛이고, 2개, 20개, 배치 정규화를 넣은 20개의 세 가지입니다.
초기화는 SELU만 르쿤이고 나머지는 He입니다.
학습률은 네 배씩 커지는 네 가지이고, 신경망이 같으면 모든 함수에 똑같이 씁니다.
쪽에서는 함수마다 검증 정확도가 가장 높은 학습률을 고릅니다.
"""

import functools
from itertools import product

import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

NETS = {  # 은닉층의 수, 배치 정규화, 학습률
    "2층": (2, False, [0.04, 0.16, 0.64, 2.56]),
    "20층": (20, False, [0.0025, 0.01, 0.04, 0.16]),
    "20층+정규화": (20, True, [0.04, 0.16, 0.64, 2.56]),
}
PLAIN = ["relu", "leaky_relu", "prelu", "elu", "selu", "gelu", "silu", "mish"]
NORMALIZED = ["relu", "gelu", "silu", "mish"]

CELLS = [
    {"net": net, "activation": name, "learning_rate": rate, "seed": seed}
    for net, (_, normalized, rates) in NETS.items()
    for name, rate, seed in product(
        NORMALIZED if normalized else PLAIN, rates, range(5)
    )
]

X, y = load_digits(return_X_y=True)
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
mean, sd = X_train.mean(), X_train.std()
X_train, X_valid, X_test = ((A - mean) / sd for A in (X_train, X_valid, X_test))


def activation_layer(name):
    """PReLU는 기울기를 훈련해야 해서 이름이 없습니다."""
    return keras.layers.PReLU() if name == "prelu" else keras.layers.Activation(name)


@functools.cache
def build(net, name):
    n_hidden, normalized, _ = NETS[net]
    rule = "lecun_normal" if name == "selu" else "he_normal"
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(n_hidden):
        model.add(keras.layers.Dense(50, kernel_initializer=rule))
        if normalized:
            model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(activation_layer(name))
    model.add(keras.layers.Dense(10, activation="softmax"))
    loss = "sparse_categorical_crossentropy"
    model.compile("sgd", loss, steps_per_execution=20, jit_compile=False)
    return model


def run(net, activation, learning_rate, seed):
    """가중치를 새로 뽑아 한 번 훈련하고, 검증 정확도와 테스트 정확도를 돌려줍니다."""
    model = build(net, activation)
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    model.optimizer.learning_rate = learning_rate
    rng = np.random.default_rng(seed)
    order = np.concatenate([rng.permutation(1000) for _ in range(10)])
    model.fit(X_train[order], y_train[order], batch_size=50, shuffle=False, verbose=0)
    return {
        "valid": np.mean(np.argmax(model(X_valid), axis=1) == y_valid),
        "test": np.mean(np.argmax(model(X_test), axis=1) == y_test),
    }
