"""학습률 스케줄을 같은 예산에서 견줍니다.

docs/ch11/learning-rate-schedules.md에서 읽습니다.
손글씨 숫자 1,000개를 은닉층 두 개인 신경망이 50개씩 10에포크, 곧 200스텝 훈련합니다.
스케줄마다 최고 학습률 다섯 개를 시드 여섯 개로 훈련합니다.
최고 학습률 말고 다른 설정은 고르지 않고 한 가지로 정했습니다.
고르는 데 쓸 검증 세트의 값과 견주는 데 쓸 테스트 세트의 값을 함께 남깁니다.
"""

import functools

import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

schedules = keras.optimizers.schedules

N_STEPS = 200
SGD_NAMES = [
    "constant",
    "power",
    "exponential",
    "piecewise",
    "performance",
    "cosine",
    "warmup",
    "1cycle",
    "1cycle_momentum",
]
CELLS = [
    {"optimizer": "sgd", "schedule": name, "peak": peak, "seed": seed}
    for name in SGD_NAMES
    for peak in [0.01, 0.03, 0.1, 0.3, 1.0]
    for seed in range(6)
] + [
    {"optimizer": "adam", "schedule": name, "peak": peak, "seed": seed}
    for name in ["constant", "cosine"]
    for peak in [0.001, 0.003, 0.01, 0.03]
    for seed in range(6)
]


X, y = load_digits(return_X_y=True)
X = X / 16
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)


class OneCycle(schedules.LearningRateSchedule):
    def __init__(self, start, peak, end, n_steps):
        self.start, self.peak, self.end = start, peak, end
        self.n_steps = n_steps

    def __call__(self, step):
        half = 0.45 * self.n_steps
        t = keras.ops.cast(step, "float32")
        t = keras.ops.minimum(t, self.n_steps)
        up = self.start + (self.peak - self.start) * t / half
        down = self.peak + (self.start - self.peak) * (t - half) / half
        last = (t - 2 * half) / (self.n_steps - 2 * half)
        last = self.start + (self.end - self.start) * last
        falling = keras.ops.where(t < 2 * half, down, last)
        return keras.ops.where(t < half, up, falling)


class CyclicSGD(keras.optimizers.SGD):
    def __init__(self, learning_rate, momentum_schedule):
        super().__init__(learning_rate, momentum=0.9)
        self.momentum_schedule = momentum_schedule

    def update_step(self, gradient, variable, learning_rate):
        momentum = self.momentum_schedule(self.iterations)
        m = self.momentums[self._get_variable_index(variable)]
        self.assign(m, momentum * m - learning_rate * gradient)
        self.assign_add(variable, m)


@functools.cache
def rates(name, peak):
    """스텝 200번의 학습률입니다. 성능 기반은 훈련하면서 정하므로 첫 값만 있습니다."""
    if name in ("constant", "performance"):
        return [peak] * N_STEPS
    schedule = {
        "power": schedules.InverseTimeDecay(peak, 20, 1.0),
        "exponential": schedules.ExponentialDecay(peak, N_STEPS, 0.01),
        "piecewise": schedules.PiecewiseConstantDecay(
            [99, 149], [peak, 0.1 * peak, 0.01 * peak]
        ),
        "cosine": schedules.CosineDecay(peak, N_STEPS),
        "warmup": schedules.CosineDecay(0.0, 180, warmup_target=peak, warmup_steps=20),
        "1cycle": OneCycle(peak / 10, peak, peak / 10_000, N_STEPS),
    }[name.removesuffix("_momentum")]
    return [float(schedule(step)) for step in range(N_STEPS)]


def build():
    return keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(64, "relu", kernel_initializer="he_normal"),
            keras.layers.Dense(64, "relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


@functools.cache
def compiled(name):
    """옵티마이저마다 한 번만 컴파일합니다. 학습률은 스텝마다 넣습니다."""
    optimizer = {
        "sgd": lambda: keras.optimizers.SGD(momentum=0.9),
        "cyclic": lambda: CyclicSGD(0.01, OneCycle(0.95, 0.85, 0.95, N_STEPS)),
        "adam": keras.optimizers.Adam,
    }[name]()
    model = build()
    model.compile(optimizer, "sparse_categorical_crossentropy", jit_compile=False)
    optimizer.build(model.trainable_variables)
    return model


def cross_entropy(model, X, y):
    probability = keras.ops.convert_to_numpy(model(X)).astype("float64")
    right = np.clip(probability[np.arange(len(y)), y], 1e-7, 1)
    return float(-np.log(right).mean())


def accuracy(model, X, y):
    probability = keras.ops.convert_to_numpy(model(X))
    return float((probability.argmax(axis=1) == y).mean())


def run(optimizer, schedule, peak, seed):
    model = compiled("cyclic" if schedule == "1cycle_momentum" else optimizer)
    keras.utils.set_random_seed(seed)
    model.set_weights(build().get_weights())
    for variable in model.optimizer.variables:  # 스텝 수와 모멘텀도 0으로
        variable.assign(keras.ops.zeros_like(variable))

    step, factor, best = 0, 1.0, np.inf
    for epoch in range(10):
        for batch in np.random.permutation(1000).reshape(20, 50):
            rate = rates(schedule, peak)[step] * factor
            model.optimizer.learning_rate = rate
            model.train_on_batch(X_train[batch], y_train[batch])
            step += 1
        if schedule == "performance":  # ReduceLROnPlateau(factor=0.3, patience=1)
            loss = cross_entropy(model, X_valid, y_valid)
            if loss < best - 1e-4:
                best = loss
            else:
                factor *= 0.3

    return {
        "train_loss": cross_entropy(model, X_train, y_train),
        "valid_loss": cross_entropy(model, X_valid, y_valid),
        "valid_accuracy": accuracy(model, X_valid, y_valid),
        "test_loss": cross_entropy(model, X_test, y_test),
        "test_accuracy": accuracy(model, X_test, y_test),
    }
