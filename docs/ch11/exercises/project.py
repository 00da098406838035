# %% [markdown]
# # 스무 층을 훈련하는 여섯 가지 방법 { #project }
#
# 11장에서 배운 방법 여섯 가지로 은닉층이 20개인 신경망을 훈련하고, 정말 도움이 되는 것을 가려냅니다.
# 어느 방법이 이길지는 미리 말하지 않습니다.
# 시드 세 개로 재고, 여러분이 잰 표에서 결론을 내립니다.
#
# | 이름 | 신경망 |
# |---|---|
# | `plain` | He 초기화와 Swish |
# | `batch_norm` | `plain`에 배치 정규화 |
# | `selu` | 르쿤 초기화와 SELU, 정규화 없음 |
# | `alpha_dropout` | `selu`의 출력층 앞에 알파 드롭아웃 |
# | `mc_dropout` | `alpha_dropout`을 예측할 때도 켜 둔 것 |
# | `one_cycle` | `alpha_dropout`을 1사이클 스케줄로 훈련 |
#
# 노트북에서 몇 분 안에 끝나도록 작게 잽니다.
# 층마다 유닛이 50개이고, 모멘텀이 없는 SGD로 10에포크만 훈련합니다.
# 예산이나 옵티마이저를 바꾸면 결론도 달라질 수 있습니다.
#
# `DATASET`을 `"cifar10"`으로 바꾸면 케라스 캐시에 있는 CIFAR10으로 같은 일을 합니다.
# 샘플이 45배라서 훨씬 오래 걸립니다.

# %%
import os
import pickle
from pathlib import Path

import keras
import numpy as np
from keras.layers import Activation, AlphaDropout, BatchNormalization, Dense
from keras.optimizers import SGD
from project_check import check_build, check_run, check_table
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

DATASET = "digits"  # "cifar10"
N_EPOCHS, BATCH_SIZE = 10, 50


# %%
def load(name):
    if name == "digits":
        return load_digits(return_X_y=True)
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    files = sorted((home / "datasets").rglob("cifar-10-batches-py/*_batch*"))
    if len(files) != 6:
        raise FileNotFoundError(
            f"{home}에 CIFAR10이 없습니다. 인터넷이 될 때 "
            "keras.datasets.cifar10.load_data()를 한 번 실행해 내려받거나, "
            'DATASET을 "digits"로 두세요.'
        )
    parts = [pickle.loads(file.read_bytes(), encoding="bytes") for file in files]
    X, y = ([part[key] for part in parts] for key in (b"data", b"labels"))
    return np.concatenate(X).astype("float32"), np.concatenate(y)


X, y = load(DATASET)  # 0~16이나 0~255인 픽셀
n_test, n_valid = {"digits": (397, 400), "cifar10": (10_000, 5_000)}[DATASET]
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=n_test, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=n_valid, stratify=y_rest, random_state=42
)
data = (X_train, y_train), (X_valid, y_valid), (X_test, y_test)


# %%
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, peak, n_steps):
        self.peak, self.n_steps = peak, n_steps

    def __call__(self, step):
        t = keras.ops.cast(step, "float32") / self.n_steps
        up, down = 0.1 + 2 * t, 1.9 - 2 * t  # 0.45에서 만남
        last = keras.ops.maximum(1 - t, 0)
        return self.peak * keras.ops.where(t < 0.9, keras.ops.minimum(up, down), last)


# %% [markdown] tags=["task"]
# ## 여섯 모델의 조립 { #build }
#
# <!-- 연습: 구현, 40분, ../activations.md#selu ../batch-normalization.md#placement ../dropout.md#alpha-dropout ../learning-rate-schedules.md#one-cycle -->
#
# 위의 표에 있는 이름 하나를 받아 컴파일한 모델을 돌려주는 함수 `build_model(kind, rate, n_steps)`을 쓰세요.
# 여섯 모델을 견주려면 바꾸려는 것 하나만 다르고 나머지는 같아야 합니다.
#
# - 입력의 크기는 `X_train.shape[1:]`이고, 은닉층은 유닛이 50개인 `Dense` 층 20개입니다.
#   출력층은 유닛이 10개이고 소프트맥스입니다.
# - `plain`과 `batch_norm`은 `he_normal`과 `silu`를, 나머지는 `lecun_normal`과 `selu`를 씁니다.
# - `batch_norm`에는 은닉층마다 배치 정규화가 하나씩 있습니다.
#   활성화 함수의 앞과 뒤 가운데 어디에 두어도 됩니다.
#   200스텝만 훈련하므로 `momentum`은 0.9로 둡니다.
# - `alpha_dropout`, `mc_dropout`, `one_cycle`에는 비율이 0.1인 `AlphaDropout`이 출력층의 바로 앞에 있습니다.
# - `mc_dropout`은 `training`을 적지 않고 불러도 드롭아웃이 켜져 있습니다.
# - 옵티마이저는 `SGD`이고 학습률은 `rate`입니다.
#   `one_cycle`에서만 최고 학습률이 `rate`이고 길이가 `n_steps`스텝인 1사이클 스케줄입니다.
# - 손실은 `sparse_categorical_crossentropy`, 지표는 `accuracy`입니다.

# %% [markdown] tags=["hint"]
# 은닉층 하나를 쌓는 코드를 쓰고 20번 되풀이하세요.
# 이름에 따라 달라지는 것은 초기화와 활성화 함수의 짝, 배치 정규화, 마지막 드롭아웃, 학습률뿐입니다.

# %% [markdown] tags=["hint"]
# 초기화는 문자열로 적으세요.
# 초기화 객체 하나를 스무 층에 넣으면 크기가 같은 층의 가중치가 모두 같아집니다.

# %% [markdown] tags=["hint"]
# 늘 켜져 있는 층은 `AlphaDropout`을 상속해서 `call()`이 언제나 `training=True`로 계산하게 만듭니다.
# 스케줄은 `SGD(OneCycle(rate, n_steps))`처럼 학습률의 자리에 넣습니다.


# %% tags=["start"]
def build_model(kind, rate, n_steps):
    layers = [keras.Input(shape=X_train.shape[1:])]
    # 여기에 층을 쌓고 컴파일하는 코드를 쓰고, 아래의 ...을 model로 바꾸세요.
    return ...


# %% tags=["check"]
check_build(build_model)


# %% tags=["solution"]
class MCAlphaDropout(AlphaDropout):
    def call(self, inputs, training=False):
        return super().call(inputs, training=True)


def build_model(kind, rate, n_steps):
    swish = kind in ("plain", "batch_norm")
    init, activation = ("he_normal", "silu") if swish else ("lecun_normal", "selu")
    layers = [keras.Input(shape=X_train.shape[1:])]
    for _ in range(20):
        if kind == "batch_norm":
            layers.append(Dense(50, use_bias=False, kernel_initializer=init))
            layers.append(BatchNormalization(momentum=0.9))
            layers.append(Activation(activation))
        else:
            layers.append(Dense(50, activation=activation, kernel_initializer=init))
    if kind == "mc_dropout":
        layers.append(MCAlphaDropout(0.1))
    elif not swish and kind != "selu":
        layers.append(AlphaDropout(0.1))
    layers.append(Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    optimizer = SGD(OneCycle(rate, n_steps) if kind == "one_cycle" else rate)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% [markdown] tags=["why"]
# `Dense`의 기본 초기화는 글로럿이라서 활성화 함수를 바꿀 때 [초기화도 직접 적어야](../activations.md#names) 합니다.
# 배치 정규화를 활성화 함수의 앞에 두면 [편향은 쓸모가 없습니다](../batch-normalization.md#placement).
# `mc_dropout`은 드롭아웃 층만 바꾼 것이라서 `alpha_dropout`에서 훈련한 가중치를 그대로 옮길 수 있습니다.


# %% tags=["also"]
# 함수형 API와 층 객체로 쌓고, 배치 정규화를 활성화 함수의 뒤에 둡니다.
def build_model(kind, rate, n_steps):
    scale, act = (2.0, "silu") if kind in ("plain", "batch_norm") else (1.0, "selu")
    inputs = keras.Input(shape=X_train.shape[1:])
    a = inputs
    for _ in range(20):
        init = keras.initializers.VarianceScaling(scale, "fan_in", "uniform")
        a = Activation(act)(Dense(50, kernel_initializer=init)(a))
        if kind == "batch_norm":
            a = BatchNormalization(momentum=0.9)(a)
    if kind in ("alpha_dropout", "one_cycle"):
        a = AlphaDropout(0.1)(a)
    if kind == "mc_dropout":
        a = AlphaDropout(0.1)(a, training=True)
    model = keras.Model(inputs, Dense(10, activation="softmax")(a))
    schedule = {"one_cycle": OneCycle(rate, n_steps)}.get(kind, rate)
    model.compile(SGD(schedule), "sparse_categorical_crossentropy", ["accuracy"])
    return model


# %% tags=["wrong"]
# 활성화 함수만 바꾸고 초기화는 기본값으로 둡니다.
def build_model(kind, rate, n_steps):
    activation = "silu" if kind in ("plain", "batch_norm") else "selu"
    layers = [keras.Input(shape=X_train.shape[1:])]
    for _ in range(20):
        layers.append(Dense(50, activation=activation))
    layers.append(Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(SGD(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# 초기화 객체 하나를 스무 층에 함께 씁니다.
def build_model(kind, rate, n_steps):
    init = keras.initializers.HeNormal()
    layers = [keras.Input(shape=X_train.shape[1:])]
    for _ in range(20):
        layers.append(Dense(50, activation="silu", kernel_initializer=init))
    layers.append(Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(SGD(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# SELU에도 He 초기화를 씁니다.
def build_model(kind, rate, n_steps):
    activation = "silu" if kind in ("plain", "batch_norm") else "selu"
    layers = [keras.Input(shape=X_train.shape[1:])]
    for _ in range(20):
        layers.append(Dense(50, activation=activation, kernel_initializer="he_normal"))
        if kind == "batch_norm":
            layers.append(BatchNormalization(momentum=0.9))
    layers.append(Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(SGD(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# 알파 드롭아웃 대신 보통 드롭아웃을 씁니다.
def build_model(kind, rate, n_steps):
    swish = kind in ("plain", "batch_norm")
    init, activation = ("he_normal", "silu") if swish else ("lecun_normal", "selu")
    layers = [keras.Input(shape=X_train.shape[1:])]
    for _ in range(20):
        layers.append(Dense(50, activation=activation, kernel_initializer=init))
        if kind == "batch_norm":
            layers.append(BatchNormalization(momentum=0.9))
    if not swish and kind != "selu":
        layers.append(keras.layers.Dropout(0.1))
    layers.append(Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(SGD(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# MC 드롭아웃의 드롭아웃이 예측할 때 꺼집니다.
def build_model(kind, rate, n_steps):
    swish = kind in ("plain", "batch_norm")
    init, activation = ("he_normal", "silu") if swish else ("lecun_normal", "selu")
    layers = [keras.Input(shape=X_train.shape[1:])]
    for _ in range(20):
        layers.append(Dense(50, activation=activation, kernel_initializer=init))
        if kind == "batch_norm":
            layers.append(BatchNormalization(momentum=0.9))
    if not swish and kind != "selu":
        layers.append(AlphaDropout(0.1))
    layers.append(Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    optimizer = SGD(OneCycle(rate, n_steps) if kind == "one_cycle" else rate)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% [markdown] tags=["task"]
# ## 한 번만 쓰는 테스트 세트 { #run }
#
# <!-- 연습: 구현, 30분, ../recipe.md#one-change -->
#
# 학습률을 고르고 테스트 정확도를 재는 함수 `run(build, data, rates, n_epochs, seed)`을 쓰세요.
# 고르는 데 테스트 세트를 쓰면 정확도가 실제보다 높게 나오고, 그 수로는 방법을 견줄 수 없습니다.
#
# - `build(rate)`는 그 학습률로 컴파일한 새 모델을 돌려주는 함수입니다.
#   지표는 정확도입니다.
# - `data`는 위에서 만든 것처럼 훈련, 검증, 테스트의 `(X, y)` 짝 셋이고, 픽셀은 아직 표준화하지 않았습니다.
# - 훈련 세트의 픽셀 전체로 구한 평균과 표준편차로 세 세트를 모두 표준화합니다.
# - `rates`의 학습률마다 새 모델을 훈련 세트로 `n_epochs`에포크 훈련합니다.
# - 검증 정확도가 가장 높은 학습률을 고르고, 그 모델의 테스트 정확도를 한 번 잽니다.
# - 같은 `seed`이면 같은 첫 가중치에서 시작합니다.
# - `return rate, accuracy`로 고른 학습률과 테스트 정확도를 돌려줍니다.
#
# 채점기는 여러분의 모델 대신, 무엇을 보았는지 적는 작은 모델을 넘깁니다.

# %% [markdown] tags=["hint"]
# 평균과 표준편차를 먼저 두 변수에 담아 두면 세 세트에 같은 수를 쓰게 됩니다.

# %% [markdown] tags=["hint"]
# 훈련한 모델과 검증 정확도를 학습률마다 간직하고, 반복이 끝난 다음에 하나를 고르세요.
# 검증 정확도는 `model.evaluate(X_valid, y_valid, verbose=0)[1]`입니다.

# %% [markdown] tags=["hint"]
# `keras.utils.set_random_seed(seed)`는 모델을 만들기 전에 부릅니다.
# 테스트 세트로 `evaluate()`를 부르는 줄은 반복문의 밖에 하나뿐이어야 합니다.


# %% tags=["start"]
def run(build, data, rates, n_epochs, seed):
    # 여기에 표준화하고 훈련하고 고르는 코드를 쓰고, 아래의 ...을 바꾸세요.
    rate, accuracy = ..., ...
    return rate, accuracy


# %% tags=["check"]
check_run(run)


# %% tags=["solution"]
def run(build, data, rates, n_epochs, seed):
    (X_train, y_train), (X_valid, y_valid), (X_test, y_test) = data
    mean, std = X_train.mean(), X_train.std()
    keras.utils.set_random_seed(seed)
    models, valid = {}, {}
    for rate in rates:
        models[rate] = model = build(rate)
        model.fit(
            (X_train - mean) / std,
            y_train,
            batch_size=BATCH_SIZE,
            epochs=n_epochs,
            verbose=0,
        )
        valid[rate] = model.evaluate((X_valid - mean) / std, y_valid, verbose=0)[1]
    rate = max(valid, key=valid.get)
    return rate, models[rate].evaluate((X_test - mean) / std, y_test, verbose=0)[1]


# %% [markdown] tags=["why"]
# 후보 가운데 가장 높은 점수를 고르면 그 점수에는 운도 섞입니다.
# 그래서 검증 세트로 고른 다음, 고르는 데 쓰지 않은 테스트 세트에서 한 번만 잽니다.
# 방법마다 학습률을 따로 고르는 까닭은 [하나의 학습률로 견준 연습문제](../recipe.md#exercise-fixed-rate)에 있습니다.


# %% tags=["also"]
# 지금까지 가장 좋은 모델만 남기고, 정확도를 예측에서 직접 셉니다.
def run(build, data, rates, n_epochs, seed):
    center, scale = np.mean(data[0][0]), np.std(data[0][0])
    sets = [((X - center) / scale, y) for X, y in data]

    def accuracy_of(model, X, y):
        return np.mean(model.predict(X, verbose=0).argmax(axis=1) == y)

    best = -1.0, None, None
    for rate in rates:
        keras.utils.set_random_seed(seed)
        model = build(rate)
        for _ in range(n_epochs):
            model.fit(*sets[0], batch_size=BATCH_SIZE, verbose=0)
        score = accuracy_of(model, *sets[1])
        if score > best[0]:
            best = score, rate, model
    return best[1], accuracy_of(best[2], *sets[2])


# %% tags=["wrong"]
# 테스트 정확도로 학습률을 고릅니다.
def run(build, data, rates, n_epochs, seed):
    (X_train, y_train), _, (X_test, y_test) = data
    mean, std = X_train.mean(), X_train.std()
    keras.utils.set_random_seed(seed)
    test = {}
    for rate in rates:
        model = build(rate)
        model.fit((X_train - mean) / std, y_train, epochs=n_epochs, verbose=0)
        test[rate] = model.evaluate((X_test - mean) / std, y_test, verbose=0)[1]
    rate = max(test, key=test.get)
    return rate, test[rate]


# %% tags=["wrong"]
# 세 세트를 합쳐서 평균과 표준편차를 구합니다.
def run(build, data, rates, n_epochs, seed):
    X_all = np.concatenate([X for X, y in data])
    mean, std = X_all.mean(), X_all.std()
    train, valid, test = [((X - mean) / std, y) for X, y in data]
    keras.utils.set_random_seed(seed)
    scores, models = {}, {}
    for rate in rates:
        models[rate] = build(rate)
        models[rate].fit(*train, epochs=n_epochs, verbose=0)
        scores[rate] = models[rate].evaluate(*valid, verbose=0)[1]
    rate = max(scores, key=scores.get)
    return rate, models[rate].evaluate(*test, verbose=0)[1]


# %% tags=["wrong"]
# 세트마다 자기 평균과 표준편차로 표준화합니다.
def run(build, data, rates, n_epochs, seed):
    train, valid, test = [((X - X.mean()) / X.std(), y) for X, y in data]
    keras.utils.set_random_seed(seed)
    scores, models = {}, {}
    for rate in rates:
        models[rate] = build(rate)
        models[rate].fit(*train, epochs=n_epochs, verbose=0)
        scores[rate] = models[rate].evaluate(*valid, verbose=0)[1]
    rate = max(scores, key=scores.get)
    return rate, models[rate].evaluate(*test, verbose=0)[1]


# %% tags=["wrong"]
# 고른 모델이 아니라 마지막에 훈련한 모델을 잽니다.
def run(build, data, rates, n_epochs, seed):
    mean, std = data[0][0].mean(), data[0][0].std()
    train, valid, test = [((X - mean) / std, y) for X, y in data]
    keras.utils.set_random_seed(seed)
    scores = {}
    for rate in rates:
        model = build(rate)
        model.fit(*train, epochs=n_epochs, verbose=0)
        scores[rate] = model.evaluate(*valid, verbose=0)[1]
    rate = max(scores, key=scores.get)
    return rate, model.evaluate(*test, verbose=0)[1]


# %% tags=["wrong"]
# 훈련 정확도로 학습률을 고릅니다.
def run(build, data, rates, n_epochs, seed):
    mean, std = data[0][0].mean(), data[0][0].std()
    train, _, test = [((X - mean) / std, y) for X, y in data]
    keras.utils.set_random_seed(seed)
    scores, models = {}, {}
    for rate in rates:
        models[rate] = build(rate)
        models[rate].fit(*train, epochs=n_epochs, verbose=0)
        scores[rate] = models[rate].evaluate(*train, verbose=0)[1]
    rate = max(scores, key=scores.get)
    return rate, models[rate].evaluate(*test, verbose=0)[1]


# %% tags=["wrong"]
# 시드를 정하지 않습니다.
def run(build, data, rates, n_epochs, seed):
    mean, std = data[0][0].mean(), data[0][0].std()
    train, valid, test = [((X - mean) / std, y) for X, y in data]
    scores, models = {}, {}
    for rate in rates:
        models[rate] = build(rate)
        models[rate].fit(*train, epochs=n_epochs, verbose=0)
        scores[rate] = models[rate].evaluate(*valid, verbose=0)[1]
    rate = max(scores, key=scores.get)
    return rate, models[rate].evaluate(*test, verbose=0)[1]


# %% [markdown] tags=["task"]
# ## 여섯 방법의 비교 { #compare }
#
# <!-- 연습: 측정, 120분, ../recipe.md#one-change ../activations.md#compare ../batch-normalization.md#does-it-help ../dropout.md#does-it-help -->
#
# 여섯 방법을 시드 0, 1, 2로 훈련해 테스트 정확도를 재고, 차이가 시드끼리의 차이보다 큰 것을 가려내세요.
# 흔한 순위표가 아니라 여러분이 잰 표에서 말할 수 있는 것만 말하게 됩니다.
#
# - `table`은 이름마다 시드 세 개의 테스트 정확도를 목록으로 담은 사전입니다.
# - 학습률은 방법마다 0.03과 0.1 가운데 검증 정확도로 고릅니다.
#   0.003부터 0.3까지 미리 훑어서 좁힌 후보입니다.
#   시간을 아끼려면 시드 0에서 고른 학습률을 시드 1과 2에도 쓰세요.
# - `mc_dropout`은 다시 훈련하지 않고 `alpha_dropout`의 가중치로 20번 예측해 확률을 평균합니다.
# - `verdicts`에는 다섯 비교의 결론을 `"높음"`, `"낮음"`, `"모름"` 가운데 하나로 적습니다.
#
# | 방법 | 견줄 것 |
# |---|---|
# | `batch_norm` | `plain` |
# | `selu` | `plain` |
# | `alpha_dropout` | `selu` |
# | `mc_dropout` | `alpha_dropout` |
# | `one_cycle` | `alpha_dropout` |
#
# 시드 세 개의 범위는 최댓값에서 최솟값을 뺀 것입니다.
# 두 방법의 평균의 차이가 두 범위 가운데 큰 것을 넘으면 `"높음"`이나 `"낮음"`이고, 넘지 않으면 `"모름"`입니다.
# 앞의 두 연습에서 만든 `build_model()`과 `run()`을 고쳐 써도 됩니다.

# %% [markdown] tags=["hint"]
# 방법 하나를 시드 하나로 훈련하는 함수부터 쓰고, 한 번만 불러서 시간을 재 보세요.
# 작은 신경망이 짧게 훈련할 때는 `compile()`에 `steps_per_execution=20`과 `jit_compile=False`를 적으면 빨라집니다.

# %% [markdown] tags=["hint"]
# 시드 0에서 훈련한 모델 둘 가운데 검증 정확도가 가장 높은 것이 시드 0의 결과입니다.
# 시드 1과 2는 그 학습률로 한 번씩만 훈련하면 됩니다.

# %% [markdown] tags=["hint"]
# 배치 정규화가 없는 모델은 `model(X, training=True)`로 불러도 움직이는 것이 없습니다.
# 그래서 `alpha_dropout`을 그대로 20번 불러 평균해도 됩니다.

# %% [markdown] tags=["hint"]
# 결론은 표를 인쇄한 다음에 적으세요.
# 평균의 차이와 두 범위를 나란히 인쇄하면 한눈에 보입니다.

# %% tags=["start"]
table = {
    "plain": [..., ..., ...],
    "batch_norm": [..., ..., ...],
    "selu": [..., ..., ...],
    "alpha_dropout": [..., ..., ...],
    "mc_dropout": [..., ..., ...],
    "one_cycle": [..., ..., ...],
}
verdicts = {
    "batch_norm": ...,
    "selu": ...,
    "alpha_dropout": ...,
    "mc_dropout": ...,
    "one_cycle": ...,
}

# %% tags=["check"]
check_table(table, verdicts)

# %% tags=["solution", "varies"]
mean, std = X_train.mean(), X_train.std()
train, valid, test = [((X - mean) / std, y) for X, y in data]
n_steps = N_EPOCHS * -(-len(X_train) // BATCH_SIZE)


def train_one(kind, rate, seed):
    keras.utils.set_random_seed(seed)
    swish = kind in ("plain", "batch_norm")
    init, activation = ("he_normal", "silu") if swish else ("lecun_normal", "selu")
    layers = [keras.Input(shape=X_train.shape[1:])]
    for _ in range(20):
        if kind == "batch_norm":
            layers.append(Dense(50, use_bias=False, kernel_initializer=init))
            layers.append(BatchNormalization(momentum=0.9))
            layers.append(Activation(activation))
        else:
            layers.append(Dense(50, activation=activation, kernel_initializer=init))
    if kind in ("alpha_dropout", "one_cycle"):
        layers.append(AlphaDropout(0.1))
    layers.append(Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        SGD(OneCycle(rate, n_steps) if kind == "one_cycle" else rate),
        "sparse_categorical_crossentropy",
        steps_per_execution=20,
        jit_compile=False,
    )
    model.fit(*train, batch_size=BATCH_SIZE, epochs=N_EPOCHS, verbose=0)
    return model


def accuracy(model, X, y, n_passes=0):
    draws = [model(X, training=True) for _ in range(n_passes)] or [model(X)]
    return float(np.mean(np.mean(draws, axis=0).argmax(axis=1) == y))


table = {}
for kind in ("plain", "batch_norm", "selu", "alpha_dropout", "one_cycle"):
    models = {rate: train_one(kind, rate, seed=0) for rate in (0.03, 0.1)}
    scores = {rate: accuracy(model, *valid) for rate, model in models.items()}
    rate = max(scores, key=scores.get)
    chosen = [models[rate], *(train_one(kind, rate, seed) for seed in (1, 2))]
    table[kind] = [accuracy(model, *test) for model in chosen]
    if kind == "alpha_dropout":
        table["mc_dropout"] = [accuracy(model, *test, n_passes=20) for model in chosen]
    print(f"{kind:13} 검증", *(f"{r}: {s:.2f} " for r, s in scores.items()))

print("테스트: 시드 0, 1, 2와 평균")
for kind, values in table.items():
    print(f"{kind:13}", *(f"{a:.3f}" for a in values), f"{np.mean(values):7.3f}")


def verdict(kind, base):
    gap = np.mean(table[kind]) - np.mean(table[base])
    spread = max(np.ptp(table[kind]), np.ptp(table[base]))
    return "모름" if abs(gap) <= spread else "높음" if gap > 0 else "낮음"


verdicts = {
    "batch_norm": verdict("batch_norm", "plain"),
    "selu": verdict("selu", "plain"),
    "alpha_dropout": verdict("alpha_dropout", "selu"),
    "mc_dropout": verdict("mc_dropout", "alpha_dropout"),
    "one_cycle": verdict("one_cycle", "alpha_dropout"),
}

# %% [markdown] tags=["why"]
# 스무 층에서 값을 한 것은 신호의 크기를 지키는 배치 정규화와 SELU입니다.
# He 초기화와 Swish만으로는 [신호가 위층에 닿기 전에 사그라져서](../activations.md#compare) 거의 배우지 못했습니다.
# 알파 드롭아웃, MC 드롭아웃, 1사이클은 평균이 조금씩 다르지만 시드를 바꾸는 것만으로도 그만큼 달라집니다.
# 도움이 되지 않는다는 뜻이 아니라, 이 데이터와 예산과 시드 세 개로는 말할 수 없다는 뜻입니다.
# `SGD`를 `Adam`으로 바꾸어 다시 재면 이 결론이 남는지도 확인해 보세요.
#
# 정확도 말고 볼 것이 하나 더 있습니다.
# 처음 다섯 줄은 시드 0의 검증 정확도입니다.
# `alpha_dropout`은 학습률 0.1에서 찍는 수준이지만, 같은 신경망을 1사이클로 훈련하면 최고 학습률 0.1에서도 배웁니다.
# 스케줄이 준 것은 더 높은 정확도가 아니라 [학습률을 잘못 골라도 덜 무너지는 여유](../learning-rate-schedules.md#comparison)입니다.

# %% tags=["also"]
# 표와 결론을 손으로 옮겨 적습니다.
table = {
    "plain": np.array([0.358, 0.113, 0.164]),
    "batch_norm": np.array([0.902, 0.899, 0.940]),
    "selu": np.array([0.955, 0.952, 0.947]),
    "alpha_dropout": np.array([0.967, 0.962, 0.917]),
    "mc_dropout": np.array([0.960, 0.962, 0.914]),
    "one_cycle": np.array([0.960, 0.914, 0.935]),
}


verdicts = {
    "batch_norm": "높음",
    "selu": "높음",
    "alpha_dropout": "모름",
    "mc_dropout": "모름",
    "one_cycle": "모름",
}

# %% tags=["wrong"]
# 평균의 순서만 보고 결론을 냅니다.
table = {
    "plain": [0.358, 0.113, 0.164],
    "batch_norm": [0.902, 0.899, 0.940],
    "selu": [0.955, 0.952, 0.947],
    "alpha_dropout": [0.967, 0.962, 0.917],
    "mc_dropout": [0.960, 0.962, 0.914],
    "one_cycle": [0.960, 0.914, 0.935],
}
verdicts = {
    "batch_norm": "높음",
    "selu": "높음",
    "alpha_dropout": "낮음",
    "mc_dropout": "낮음",
    "one_cycle": "낮음",
}

# %% tags=["wrong"]
# 뚜렷한 차이도 모른다고 합니다.
table = {
    "plain": [0.358, 0.113, 0.164],
    "batch_norm": [0.902, 0.899, 0.940],
    "selu": [0.955, 0.952, 0.947],
    "alpha_dropout": [0.967, 0.962, 0.917],
    "mc_dropout": [0.960, 0.962, 0.914],
    "one_cycle": [0.960, 0.914, 0.935],
}
verdicts = {kind: "모름" for kind in table if kind != "plain"}

# %% tags=["wrong"]
# 시드 하나로만 잽니다.
table = {
    "plain": [0.358],
    "batch_norm": [0.902],
    "selu": [0.955],
    "alpha_dropout": [0.967],
    "mc_dropout": [0.960],
    "one_cycle": [0.960],
}
verdicts = {
    "batch_norm": "높음",
    "selu": "높음",
    "alpha_dropout": "높음",
    "mc_dropout": "낮음",
    "one_cycle": "낮음",
}

# %% tags=["wrong"]
# 같은 시드로 세 번 훈련합니다.
table = {
    "plain": [0.358, 0.358, 0.358],
    "batch_norm": [0.902, 0.902, 0.902],
    "selu": [0.955, 0.955, 0.955],
    "alpha_dropout": [0.967, 0.967, 0.967],
    "mc_dropout": [0.960, 0.960, 0.960],
    "one_cycle": [0.960, 0.960, 0.960],
}
verdicts = {
    "batch_norm": "높음",
    "selu": "높음",
    "alpha_dropout": "높음",
    "mc_dropout": "낮음",
    "one_cycle": "낮음",
}
