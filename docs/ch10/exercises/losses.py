# %% [markdown]
# # 손실과 출력층 { #losses }
#
# 문제에 맞는 출력층과 손실을 고르고, 손실을 직접 셈합니다.
# 짝이 틀려도 케라스는 대개 아무 말이 없으므로, 값을 보고 알아채는 연습도 합니다.

# %%
import keras
import numpy as np
from losses_check import check_classifier, check_heads, check_huber, check_logits
from sklearn.datasets import load_digits

X, y = load_digits(return_X_y=True)
X_train, y_train = X[:1000] / 16, y[:1000].reshape(-1, 1)  # (1000, 64), (1000, 1)

# %% [markdown] tags=["task"]
# ## 가까이는 제곱, 멀리는 직선 { #huber }
#
# <!-- 연습: 구현, 10분, ../regression.md#losses ../regression.md#delta -->
#
# 후버 손실을 구하는 함수 `huber(y_true, y_pred, delta)`를 넘파이로 쓰세요.
# 오차의 크기가 `delta`보다 크지 않으면 오차의 제곱의 절반입니다.
# 그보다 크면 같은 값과 같은 기울기로 이어지는 직선입니다.
# `y_true`와 `y_pred`는 크기가 같은 배열이고, 모든 원소의 손실을 평균한 수 하나를 돌려줍니다.
# 다 쓰고 나면 이상치 하나가 손실을 얼마나 키우는지 `delta`로 정할 수 있습니다.

# %% [markdown] tags=["hint"]
# 오차의 부호는 상관없으므로 먼저 절댓값을 구합니다.
# 두 식을 모두 셈해 놓고 `np.where()`로 원소마다 하나를 고릅니다.

# %% [markdown] tags=["hint"]
# $e^2/2$의 기울기는 $e$이므로, 오차가 $\delta$(델타)인 곳에서 기울기는 $\delta$입니다.
# 그래서 직선의 기울기도 $\delta$입니다.

# %% [markdown] tags=["hint"]
# 오차가 $\delta$일 때 제곱의 값은 $\delta^2/2$이고, 직선 $\delta|e|$의 값은 $\delta^2$입니다.
# 둘이 이어지도록 직선에서 $\delta^2/2$를 뺍니다.


# %% tags=["start"]
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    near = ...
    far = ...
    return ...


# %% tags=["check"]
check_huber(huber)


# %% tags=["solution"]
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    near = error**2 / 2
    far = delta * (error - delta / 2)
    return np.where(error <= delta, near, far).mean()


# %% [markdown] tags=["why"]
# 오차가 `delta`인 곳에서 두 식의 값이 같고 기울기도 같습니다.
# 그래서 [이상치가 멀어져도](../regression.md#outliers) 기울기는 `delta`를 넘지 않습니다.


# %% tags=["also"]
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    capped = np.minimum(error, delta)
    return np.mean(capped * (error - capped / 2))


# %% tags=["wrong"]
# 제곱을 절반으로 나누지 않았습니다.
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    return np.where(error <= delta, error**2, delta * (error - delta / 2)).mean()


# %% tags=["wrong"]
# 직선을 제곱에 이어 붙이지 않았습니다.
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    return np.where(error <= delta, error**2 / 2, delta * error).mean()


# %% tags=["wrong"]
# delta를 받기만 하고 언제나 1로 셈합니다.
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    return np.where(error <= 1, error**2 / 2, error - 1 / 2).mean()


# %% tags=["wrong"]
# 절댓값을 씌우지 않아서 음수인 오차는 모두 가깝다고 봅니다.
def huber(y_true, y_pred, delta):
    error = y_true - y_pred
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).mean()


# %% tags=["wrong"]
# 배열을 한꺼번에 `if`로 묻습니다.
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    if error <= delta:
        return (error**2 / 2).mean()
    return (delta * (error - delta / 2)).mean()


# %% tags=["wrong"]
# 평균 대신 합을 구했습니다.
def huber(y_true, y_pred, delta):
    error = np.abs(y_true - y_pred)
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).sum()


# %% [markdown] tags=["task"]
# ## 출력층과 손실 고르기 { #heads }
#
# <!-- 연습: 예측, 15분, ../classification.md#table ../regression.md#output-layer -->
#
# 문제 일곱 개의 출력층과 손실을 실행하지 않고 고르세요.
# 값은 `(유닛의 수, 활성화 함수, 손실)`이고, 활성화 함수가 없으면 `None`을 적습니다.
# 손실은 `"mse"`처럼 이름으로 적어도 되고 `keras.losses.Huber()`처럼 객체로 적어도 됩니다.
# 알맞은 답이 여럿이면 어느 것이나 됩니다.
#
# | 이름 | 맞힐 것 | 타깃의 크기 | 타깃의 값 |
# |---|---|---|---|
# | `spam` | 메일이 스팸일 확률 | `(n,)` | 0 아니면 1 |
# | `breed` | 개의 품종 120가지의 확률 | `(n,)` | 0부터 119까지의 번호 |
# | `weather` | 맑음, 흐림, 비, 눈의 확률 | `(n, 4)` | 원-핫 |
# | `genres` | 영화가 다섯 장르에 각각 들 확률 | `(n, 5)` | 칸마다 0 아니면 1, 여럿이 1일 수 있음 |
# | `change` | 어제와 오늘의 기온 차이 | `(n,)` | 음수와 양수 |
# | `minutes` | 배달에 걸리는 시간 | `(n,)` | 양수이고, 예측도 0보다 커야 함 |
# | `stick` | 조이스틱의 가로와 세로 | `(n, 2)` | -1과 1 사이이고, 예측도 그래야 함 |

# %% [markdown] tags=["hint"]
# 먼저 답이 클래스인지 수인지 가립니다.
# 클래스라면 둘 중 하나인지, 여럿 중 하나인지, 여럿을 동시에 고르는지 봅니다.

# %% [markdown] tags=["hint"]
# 여럿 중 하나이면 확률을 더해서 1이 되어야 하므로 소프트맥스입니다.
# 나머지 확률은 칸마다 따로이므로 시그모이드입니다.

# %% [markdown] tags=["hint"]
# `breed`와 `weather`는 활성화 함수가 같고 손실이 다릅니다.
# 타깃이 번호이면 `sparse_`가 붙은 손실, 원-핫이면 붙지 않은 손실입니다.

# %% [markdown] tags=["hint"]
# 수를 맞힐 때는 예측이 지켜야 할 범위와 범위가 같은 활성화 함수를 찾습니다.
# 소프트플러스는 양수만, `tanh`는 -1과 1 사이만 내보냅니다.

# %% tags=["start"]
heads = {
    "spam": (..., ..., ...),
    "breed": (..., ..., ...),
    "weather": (..., ..., ...),
    "genres": (..., ..., ...),
    "change": (..., ..., ...),
    "minutes": (..., ..., ...),
    "stick": (..., ..., ...),
}

# %% tags=["check"]
check_heads(heads)

# %% tags=["solution"]
heads = {
    "spam": (1, "sigmoid", "binary_crossentropy"),
    "breed": (120, "softmax", "sparse_categorical_crossentropy"),
    "weather": (4, "softmax", "categorical_crossentropy"),
    "genres": (5, "sigmoid", "binary_crossentropy"),
    "change": (1, None, "mse"),
    "minutes": (1, "softplus", "mse"),
    "stick": (2, "tanh", "mse"),
}

# %% [markdown] tags=["why"]
# 유닛의 수는 답할 것의 수이고, 활성화 함수는 답의 범위와 합이 정합니다.
# 손실은 [레이블을 적은 방법](../compile.md#labels)까지 보고 고릅니다.

# %% tags=["also"]
# 확률 대신 로짓을 내보내고 손실에 그렇다고 알려 줍니다.
bce = keras.losses.BinaryCrossentropy(from_logits=True)
heads = {
    "spam": (1, None, bce),
    "breed": (120, None, keras.losses.SparseCategoricalCrossentropy(from_logits=True)),
    "weather": (4, None, keras.losses.CategoricalCrossentropy(from_logits=True)),
    "genres": (5, None, bce),
    "change": (1, "linear", keras.losses.Huber(delta=5.0)),
    "minutes": (1, "exponential", "mae"),
    "stick": (2, keras.activations.tanh, keras.losses.mean_squared_error),
}

# %% tags=["also"]
# 스팸인지를 두 클래스의 다중 분류로 봅니다.
heads = {
    "spam": (2, "softmax", "sparse_categorical_crossentropy"),
    "breed": (120, "softmax", "sparse_categorical_crossentropy"),
    "weather": (4, "softmax", "categorical_crossentropy"),
    "genres": (5, "sigmoid", "bce"),
    "change": (1, None, "mae"),
    "minutes": (1, "softplus", "huber"),
    "stick": (2, "tanh", "mae"),
}

# %% tags=["wrong"]
# 스팸의 유닛 하나에 소프트맥스를 씌웠습니다.
heads = {
    "spam": (1, "softmax", "binary_crossentropy"),
    "breed": (120, "softmax", "sparse_categorical_crossentropy"),
    "weather": (4, "softmax", "categorical_crossentropy"),
    "genres": (5, "sigmoid", "binary_crossentropy"),
    "change": (1, None, "mse"),
    "minutes": (1, "softplus", "mse"),
    "stick": (2, "tanh", "mse"),
}

# %% tags=["wrong"]
# 품종의 번호를 수로 보고 유닛 하나로 맞힙니다.
heads = {
    "spam": (1, "sigmoid", "binary_crossentropy"),
    "breed": (1, None, "mse"),
    "weather": (4, "softmax", "categorical_crossentropy"),
    "genres": (5, "sigmoid", "binary_crossentropy"),
    "change": (1, None, "mse"),
    "minutes": (1, "softplus", "mse"),
    "stick": (2, "tanh", "mse"),
}

# %% tags=["wrong"]
# 번호인 레이블과 원-핫인 레이블의 손실을 맞바꾸었습니다.
heads = {
    "spam": (1, "sigmoid", "binary_crossentropy"),
    "breed": (120, "softmax", "categorical_crossentropy"),
    "weather": (4, "softmax", "sparse_categorical_crossentropy"),
    "genres": (5, "sigmoid", "binary_crossentropy"),
    "change": (1, None, "mse"),
    "minutes": (1, "softplus", "mse"),
    "stick": (2, "tanh", "mse"),
}

# %% tags=["wrong"]
# 여러 장르가 함께 참일 수 있는데 소프트맥스를 썼습니다.
heads = {
    "spam": (1, "sigmoid", "binary_crossentropy"),
    "breed": (120, "softmax", "sparse_categorical_crossentropy"),
    "weather": (4, "softmax", "categorical_crossentropy"),
    "genres": (5, "softmax", "categorical_crossentropy"),
    "change": (1, None, "mse"),
    "minutes": (1, "softplus", "mse"),
    "stick": (2, "tanh", "mse"),
}

# %% tags=["wrong"]
# 활성화 함수를 빠뜨리고 손실의 이름만 적었습니다.
heads = {
    "spam": (1, None, "binary_crossentropy"),
    "breed": (120, None, "sparse_categorical_crossentropy"),
    "weather": (4, None, "categorical_crossentropy"),
    "genres": (5, None, "binary_crossentropy"),
    "change": (1, None, "mse"),
    "minutes": (1, None, "mse"),
    "stick": (2, None, "mse"),
}

# %% tags=["wrong"]
# 수를 맞히는 출력층에 모두 ReLU를 썼습니다.
heads = {
    "spam": (1, "sigmoid", "binary_crossentropy"),
    "breed": (120, "softmax", "sparse_categorical_crossentropy"),
    "weather": (4, "softmax", "categorical_crossentropy"),
    "genres": (5, "sigmoid", "binary_crossentropy"),
    "change": (1, "relu", "mse"),
    "minutes": (1, "relu", "mse"),
    "stick": (2, "relu", "mse"),
}

# %% [markdown] tags=["task"]
# ## 로짓에서 바로 구하는 크로스 엔트로피 { #logits }
#
# <!-- 연습: 구현, 20분, ../classification.md#from-logits ../compile.md#cross-entropy -->
#
# 로짓과 번호 레이블을 받아 크로스 엔트로피를 구하는 `cross_entropy(logits, y)`를 넘파이로 쓰세요.
# `logits`의 크기는 `(n, k)`, `y`의 크기는 `(n,)`이고 값은 0부터 `k - 1`까지입니다.
# 샘플마다의 손실을 평균한 수 하나를 돌려줍니다.
# 로짓이 1000이나 -1000이어도 옳은 값이 나와야 합니다.
# 다 쓰고 나면 `from_logits=True`가 하는 일을 알게 됩니다.

# %% [markdown] tags=["hint"]
# 샘플 하나의 손실은 $-\log p_y$입니다.
# $p_y$에 소프트맥스의 식을 넣고 로그를 풀면 지수와 로그가 하나씩 사라집니다.

# %% [markdown] tags=["hint"]
# 풀면 $\log \sum_j e^{z_j} - z_y$입니다.
# 확률을 구하지 않으므로 확률이 0이 되어 로그를 못 구하는 일도 없습니다.

# %% [markdown] tags=["hint"]
# 남은 지수가 넘치지 않도록, 행마다 가장 큰 로짓 $m$(엠)을 뺍니다.
# $\log \sum_j e^{z_j} = m + \log \sum_j e^{z_j - m}$이므로 값은 그대로입니다.


# %% tags=["start"]
def cross_entropy(logits, y):
    picked = logits[np.arange(len(y)), y]  # 정답의 로짓, (n,)
    return ...


# %% tags=["check"]
check_logits(cross_entropy)


# %% tags=["solution"]
def cross_entropy(logits, y):
    picked = logits[np.arange(len(y)), y]  # 정답의 로짓, (n,)
    top = logits.max(axis=1)
    total = np.exp(logits - top[:, np.newaxis]).sum(axis=1)
    return np.mean(top + np.log(total) - picked)


# %% [markdown] tags=["why"]
# 최댓값을 빼면 지수가 모두 1을 넘지 않아 넘치지 않습니다.
# 가장 큰 로짓의 지수는 꼭 1이므로 합도 1보다 작아지지 않고, 로그가 무한대가 되지 않습니다.


# %% tags=["also"]
def cross_entropy(logits, y):
    picked = logits[np.arange(len(y)), y]
    return (np.logaddexp.reduce(logits, axis=1) - picked).mean()


# %% tags=["also"]
def cross_entropy(logits, y):
    picked = logits[np.arange(len(y)), y]
    return keras.ops.mean(keras.ops.logsumexp(logits, axis=1) - picked)


# %% tags=["wrong"]
# 소프트맥스를 먼저 구하고 로그를 씌웁니다.
def cross_entropy(logits, y):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()


# %% tags=["wrong"]
# 최댓값은 뺐지만 0이 된 확률에 로그를 씌웁니다.
def cross_entropy(logits, y):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()


# %% tags=["wrong"]
# 확률이 0이 되지 않도록 잘라 냅니다.
def cross_entropy(logits, y):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    return -np.log(np.maximum(p[np.arange(len(y)), y], 1e-7)).mean()


# %% tags=["wrong"]
# 행마다가 아니라 배열 전체의 최댓값을 뺍니다.
def cross_entropy(logits, y):
    picked = logits[np.arange(len(y)), y]
    top = logits.max()
    return np.mean(top + np.log(np.exp(logits - top).sum(axis=1)) - picked)


# %% tags=["wrong"]
# 최댓값 대신 평균을 뺍니다.
def cross_entropy(logits, y):
    picked = logits[np.arange(len(y)), y]
    middle = logits.mean(axis=1)
    total = np.exp(logits - middle[:, np.newaxis]).sum(axis=1)
    return np.mean(middle + np.log(total) - picked)


# %% tags=["wrong"]
# 뺀 최댓값을 도로 더하지 않았습니다.
def cross_entropy(logits, y):
    picked = logits[np.arange(len(y)), y]
    total = np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1)
    return np.mean(np.log(total) - picked)


# %% tags=["wrong"]
# 정답만이 아니라 모든 클래스의 로그를 더합니다.
def cross_entropy(logits, y):
    log_p = logits - np.logaddexp.reduce(logits, axis=1)[:, np.newaxis]
    return -log_p.sum(axis=1).mean()


# %% [markdown] tags=["task"]
# ## 오류 없이 배우지 않는 분류기 { #silent }
#
# <!-- 연습: 버그 찾기, 15분, ../compile.md#labels ../compile.md#three-parts -->
#
# 숫자 이미지를 맞히는 모델인데, 아무리 훈련해도 찍는 것보다 나아지지 않습니다.
# 오류도 경고도 없고 손실은 조금씩 줄어듭니다.
# 레이블 `y_train`은 표에서 한 열을 읽은 것이라 크기가 `(n, 1)`이고, 값은 0부터 9까지의 번호입니다.
# 컴파일한 모델을 돌려주는 `build_model()`을 고치세요.
# 데이터와 옵티마이저는 그대로 두고, 출력은 숫자 10가지의 확률이나 로짓이어야 합니다.
# 채점기는 답을 아는 예측의 손실을 재고, 훈련을 몇 스텝 해 봅니다.

# %% [markdown] tags=["hint"]
# 좋은 예측과 나쁜 예측을 하나씩 손으로 적고, 이 손실로 재면 어느 쪽이 작은지 견주어 보세요.

# %% [markdown] tags=["hint"]
# `(n, 10)` 크기의 예측에서 `(n, 1)` 크기의 레이블을 빼면 오류 없이 열 칸 모두에서 번호를 뺍니다.
# 확률 10개를 모두 7에 가깝게 하라는 손실은 무엇을 배우게 할까요?

# %% [markdown] tags=["hint"]
# 번호는 크기가 아니라 몇째 칸인지를 가리킵니다.
# 번호를 그렇게 읽는 손실의 이름은 `sparse_`로 시작합니다.


# %% tags=["start"]
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    model.compile(loss="mse", optimizer=adam, metrics=["accuracy"])
    return model


# %% tags=["check"]
check_classifier(build_model)


# %% tags=["solution"]
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    loss = "sparse_categorical_crossentropy"
    model.compile(loss=loss, optimizer=adam, metrics=["accuracy"])
    return model


# %% [markdown] tags=["why"]
# 번호 $y$에서 확률 열 개를 모두 빼면 손실은 $\sum_j (p_j - y)^2 = \sum_j p_j^2 - 2y + 10y^2$입니다.
# 확률의 합이 1이라 $y$는 예측이 바꿀 수 없는 항에만 남고, 훈련은 $\sum_j p_j^2$만 줄입니다.
# 그 값이 가장 작은 예측은 열 가지에 똑같이 0.1을 주는 것이라서, 손실이 줄수록 아무것도 말하지 않는 모델이 됩니다.


# %% tags=["also"]
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(loss=loss, optimizer=adam, metrics=["accuracy"])
    return model


# %% tags=["also"]
def build_model():
    def one_hot_loss(y_true, y_pred):
        targets = keras.ops.one_hot(keras.ops.reshape(y_true, (-1,)), 10)
        return keras.losses.categorical_crossentropy(targets, y_pred)

    pixels = keras.Input(shape=(64,))
    x = keras.layers.Dense(32, activation="relu")(pixels)
    model = keras.Model(pixels, keras.layers.Dense(10, activation="softmax")(x))
    model.compile(loss=one_hot_loss, optimizer=keras.optimizers.Adam(0.01))
    return model


# %% tags=["wrong"]
# 제곱을 절댓값으로만 바꾸었습니다.
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    model.compile(loss="mae", optimizer=adam, metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# 출력을 하나로 줄여 번호를 회귀로 맞힙니다.
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    model.compile(loss="mse", optimizer=adam, metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# 번호인 레이블에 원-핫을 받는 손실을 썼습니다.
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    loss = "categorical_crossentropy"
    model.compile(loss=loss, optimizer=adam, metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# 손실은 고쳤지만 소프트맥스를 지웠습니다.
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    loss = "sparse_categorical_crossentropy"
    model.compile(loss=loss, optimizer=adam, metrics=["accuracy"])
    return model


# %% tags=["wrong"]
# 손실은 고쳤지만 확률의 합이 1이 아닌 시그모이드를 썼습니다.
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="sigmoid"),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.01)
    loss = "sparse_categorical_crossentropy"
    model.compile(loss=loss, optimizer=adam, metrics=["accuracy"])
    return model
