"""클리핑의 방법과 임곗값을 견줍니다. docs/ch11/gradient-clipping.md에서 읽습니다.

데이터는 손글씨 숫자이고, 은닉층 10개짜리 ReLU 신경망을 100개씩 300스텝 훈련합니다.
`he`는 뉴런 50개인 층을 He 초기화로, `n01`은 100개인 층을 N(0, 1)로 뽑습니다.
`valid_50`은 50스텝, `valid_300`과 `test_300`은 300스텝 뒤의 정확도입니다.
`clipped`는 노름이 `global_clipnorm`의 임곗값을 넘은 스텝의 비율입니다.
"""

import functools

import keras
import numpy as np
import tensorflow as tf
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
mean, sd = X_train.mean(), X_train.std()
X_train, X_valid, X_test = (
    ((X - mean) / sd).astype("float32") for X in (X_train, X_valid, X_test)
)

CLIPS = {
    "none": {},
    "clipvalue 0.1": {"clipvalue": 0.1},
    "clipnorm 1": {"clipnorm": 1.0},
    "global 1": {"global_clipnorm": 1.0},
    "global 3": {"global_clipnorm": 3.0},
    "global 10": {"global_clipnorm": 10.0},
}
GRIDS = [
    ("he", "sgd", list(CLIPS), [0.01, 0.03, 0.1, 0.3, 1.0, 3.0]),
    ("he", "adam", ["none", "global 1"], [0.0003, 0.001, 0.003, 0.01, 0.03]),
    ("n01", "sgd", ["none"], [1e-10, 3e-10, 1e-9, 3e-9, 1e-8]),
    ("n01", "sgd", ["global 1"], [0.1, 0.3, 1.0, 3.0, 10.0]),
]
CELLS = [
    {"net": net, "optimizer": optimizer, "clip": clip, "rate": rate, "seed": seed}
    for net, optimizer, clips, rates in GRIDS
    for clip in clips
    for rate in rates
    for seed in range(5)
]


@functools.cache
def compiled(net, optimizer, clip):
    """설정마다 한 번만 만들고, 옵티마이저가 기억하는 첫 값을 적어 둡니다."""
    n_units = 50 if net == "he" else 100
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(10):
        model.add(keras.layers.Dense(n_units, activation="relu"))
    model.add(keras.layers.Dense(10))
    cls = keras.optimizers.SGD if optimizer == "sgd" else keras.optimizers.Adam
    model.optimizer = cls(**CLIPS[clip])
    model.optimizer.build(model.trainable_variables)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def step(X_batch, y_batch):
        with tf.GradientTape() as tape:
            loss = loss_fn(y_batch, model(X_batch, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)
        return tf.linalg.global_norm(gradients)

    return model, step, [variable.numpy() for variable in model.optimizer.variables]


def accuracy(model, X, y):
    return np.mean(np.argmax(model(X), axis=1) == y)


def run(net, optimizer, clip, rate, seed):
    model, step, initial = compiled(net, optimizer, clip)
    for variable, value in zip(model.optimizer.variables, initial):
        variable.assign(value)
    model.optimizer.learning_rate = rate
    rng = np.random.default_rng(seed)
    for layer in model.layers:
        n_inputs, n_units = layer.kernel.shape
        sd = np.sqrt(2 / n_inputs) if net == "he" else 1.0
        layer.kernel.assign(rng.normal(0, sd, (n_inputs, n_units)))
        layer.bias.assign(np.zeros(n_units))

    results, norms = {}, []
    for epoch in range(30):
        for batch in rng.permutation(1000).reshape(10, 100):
            norms.append(float(step(X_train[batch], y_train[batch])))
        if epoch == 4:
            results["valid_50"] = accuracy(model, X_valid, y_valid)
    results["valid_300"] = accuracy(model, X_valid, y_valid)
    results["test_300"] = accuracy(model, X_test, y_test)
    threshold = CLIPS[clip].get("global_clipnorm", np.inf)
    results["clipped"] = np.mean(np.array(norms) > threshold)
    return results
