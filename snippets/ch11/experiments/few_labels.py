"""레이블의 수를 바꾸며 다섯 방법을 견줍니다. docs/ch11/few-labels.md에서 읽습니다.

훈련 세트의 이미지 1,000장 가운데 `n_labels`장의 레이블만 봅니다.
레이블을 볼 이미지는 시드마다 새로, 숫자마다 같은 수로 뽑습니다.
신경망은 64 → 100 → 32 → 10이고, 어느 방법이든 50개씩 600스텝을 Adam으로 훈련합니다.
사전 훈련은 이미지 1,000장을 100개씩 2,000스텝, 같은 학습률로 훈련합니다.
`parity`의 사전 훈련은 홀짝이라는 레이블 1,000개를 더 봅니다.

이름이 방법뿐인 열은 테스트 정확도입니다.
`denoising`은 입력에 잡음을 섞은 오토인코더입니다.
`flipped`는 증식에 좌우 뒤집기를 더한 것입니다.
`svm`과 `spreading`은 사이킷런의 기본값이고 학습률과 상관이 없습니다.
`_half`가 붙은 열은 가진 레이블의 절반으로 훈련하고 나머지 절반에서 잰 정확도입니다.
레이블을 더 쓰지 않고 학습률을 고르는 데 씁니다.
레이블이 숫자마다 하나뿐이면 나눌 수 없어서 0으로 적습니다.
`_valid`가 붙은 열은 레이블이 400개인 검증 세트에서 잰 정확도입니다.
"""

from functools import cache

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.semi_supervised import LabelSpreading
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
X = (X / 16).astype("float32")
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)

PRETRAINED = ["autoencoder", "denoising", "parity", "rotation"]
METHODS = ["supervised", *PRETRAINED, "augmentation", "flipped"]
CELLS = [
    {"n_labels": n_labels, "learning_rate": rate, "seed": seed}
    for n_labels in [10, 30, 100, 300, 1000]
    for rate in [0.001, 0.003, 0.01]
    for seed in range(10)
]
N_CODES = 32


def dense(units, activation="relu"):
    initializer = "he_normal" if activation == "relu" else "glorot_uniform"
    return keras.layers.Dense(units, activation, kernel_initializer=initializer)


def compiled(loss, *layers):
    """fit()이 부르는 train_step()을 한 함수 안에서 이어 불러 준비 시간을 아낍니다."""
    model = keras.Sequential(layers)
    model.compile(keras.optimizers.Adam(), loss, jit_compile=False)
    model.optimizer.build(model.trainable_variables)

    @tf.function(jit_compile=True)
    def train_steps(inputs, targets):
        for step in tf.range(len(inputs)):
            model.train_step((inputs[step], targets[step]))

    return model, train_steps


@cache
def models():
    """모델은 한 번만 만들고, 훈련할 때마다 가중치를 새로 뽑습니다."""
    entropy = "sparse_categorical_crossentropy"
    encoder = keras.Sequential([keras.Input(shape=(64,)), dense(100), dense(N_CODES)])
    return {
        "encoder": encoder,
        "classifier": compiled(entropy, encoder, dense(10, "softmax")),
        "autoencoder": compiled("mse", encoder, dense(100), dense(64, "sigmoid")),
        "parity": compiled(entropy, encoder, dense(2, "softmax")),
        "rotation": compiled(entropy, encoder, dense(4, "softmax")),
    }


def augmenter(method):
    layers = [
        keras.layers.RandomTranslation(1 / 16, 1 / 16, fill_mode="constant"),
        keras.layers.RandomRotation(0.03, fill_mode="constant"),
        keras.layers.GaussianNoise(0.2),
    ]
    if method == "flipped":
        layers.append(keras.layers.RandomFlip("horizontal"))
    square, flat = keras.layers.Reshape((8, 8, 1)), keras.layers.Reshape((64,))
    return keras.Sequential([keras.Input(shape=(64,)), square, *layers, flat])


def restart(model, seed, learning_rate):
    keras.utils.set_random_seed(seed)
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Dense):
            initializer = type(layer.kernel_initializer)()  # 시드를 새로 받음
            layer.kernel.assign(initializer(layer.kernel.shape))
            layer.bias.assign(keras.ops.zeros_like(layer.bias))
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = learning_rate


def shuffled(n_samples, n_steps, batch_size):
    """에포크마다 다시 섞은 샘플 번호를 스텝마다 한 줄로 나눕니다."""
    n_epochs = -(-n_steps * batch_size // n_samples)
    order = np.concatenate([np.random.permutation(n_samples) for _ in range(n_epochs)])
    return order[: n_steps * batch_size].reshape(n_steps, batch_size)


@cache
def pretrain(task, learning_rate, seed):
    model, train_steps = models()["autoencoder" if task == "denoising" else task]
    restart(model, seed, learning_rate)
    inputs, targets = X_train, X_train
    if task == "parity":
        targets = y_train % 2
    if task == "rotation":
        images = X_train.reshape(-1, 8, 8)
        turned = [np.rot90(images, k, axes=(1, 2)) for k in range(4)]
        inputs = np.concatenate(turned).reshape(-1, 64)
        targets = np.repeat(np.arange(4), len(images))
    order = shuffled(len(inputs), 2000, 100)
    inputs = inputs[order]
    if task == "denoising":
        noise = np.random.normal(0, 0.3, inputs.shape)
        inputs = (inputs + noise).astype("float32")
    train_steps(tf.constant(inputs), tf.constant(targets[order]))
    return models()["encoder"].get_weights()


def train(method, learning_rate, seed, X, y):
    pretrained = None
    if method in PRETRAINED:
        pretrained = pretrain(method, learning_rate, seed)
    model, train_steps = models()["classifier"]
    restart(model, seed, learning_rate)
    if pretrained:
        models()["encoder"].set_weights(pretrained)
    order = shuffled(len(X), 600, 50)
    inputs, targets = X[order], y[order]
    if method in ("augmentation", "flipped"):
        changed = augmenter(method)(inputs.reshape(-1, 64), training=True)
        inputs = np.array(changed).reshape(inputs.shape)
    train_steps(tf.constant(inputs), tf.constant(targets))
    return model


def accuracy(model, X, y):
    return np.mean(np.argmax(model(X), axis=1) == y)


@cache
def split_labels(n_labels, seed):
    """레이블을 볼 이미지를 숫자마다 같은 수로 뽑아 두 절반으로 나눕니다."""
    rng = np.random.default_rng(seed)
    digits = [rng.permutation(np.flatnonzero(y_train == digit)) for digit in range(10)]
    n_each = n_labels // 10 if n_labels < 1000 else 102  # 숫자마다 98~102장이 전부
    first = np.concatenate([rows[: n_each // 2] for rows in digits])
    second = np.concatenate([rows[n_each // 2 : n_each] for rows in digits])
    return first, second


@cache
def baselines(n_labels, seed):
    labeled = np.concatenate(split_labels(n_labels, seed))
    svm = SVC().fit(X_train[labeled], y_train[labeled])
    partly = np.full(1000, -1)
    partly[labeled] = y_train[labeled]
    spreading = LabelSpreading().fit(X_train, partly)
    return {
        "svm": svm.score(X_test, y_test),
        "spreading": spreading.score(X_test, y_test),
    }


def run(n_labels, learning_rate, seed):
    first, second = split_labels(n_labels, seed)
    labeled = np.concatenate([first, second])
    measured = {}
    for method in METHODS:
        setting = method, learning_rate, seed
        model = train(*setting, X_train[labeled], y_train[labeled])
        measured[method] = accuracy(model, X_test, y_test)
        if method == "flipped":
            continue
        measured[f"{method}_valid"] = accuracy(model, X_valid, y_valid)
        measured[f"{method}_half"] = 0.0
        if n_labels > 10:
            model = train(*setting, X_train[first], y_train[first])
            measured[f"{method}_half"] = accuracy(
                model, X_train[second], y_train[second]
            )
    return {**measured, **baselines(n_labels, seed)}
