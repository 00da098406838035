# %% [markdown]
# # 훈련과 도구 { #training }
#
# 데이터를 나누고, 하이퍼파라미터를 뽑고, 평가하고, 저장하고, 제때 멈추는 코드를 다룹니다.
# 이런 코드는 틀려도 오류 없이 돌아가서, 어떤 수가 나와야 하는지 아는 사람만 잘못을 찾습니다.

# %%
import keras
import numpy as np
from training_check import (
    check_column,
    check_draw,
    check_kept,
    check_patience,
    check_smooth,
    check_split,
    check_stopper,
)

# %% [markdown] tags=["task"]
# ## 정렬된 데이터 나누기 { #split }
#
# <!-- 연습: 버그 찾기, 10분, ../training.md#validation -->
#
# 훈련 정확도는 높은데 검증 정확도는 0에 가까운 코드에서, 데이터를 나누는 함수만 떼어 왔습니다.
# 섞는 줄이 있는데도 검증 세트에는 몇몇 클래스만 들어 있습니다.
# 까닭을 찾아 `split(X, y, rng)`을 고치세요.
#
# - `X`의 크기는 `(n, 특성의 수)`, `y`의 크기는 `(n,)`이고 n은 5의 배수입니다.
# - 전체의 20%를 검증 세트로 떼고 `X_train, X_valid, y_train, y_valid`의 차례로 돌려줍니다.
# - 어떤 순서로 쌓인 데이터인지는 모릅니다.
#   어떤 순서이든 두 세트의 클래스 비율은 전체와 비슷해야 합니다.
# - `rng`는 넘파이의 난수 생성기입니다.

# %% [markdown] tags=["hint"]
# 섞은 뒤에도 `X_valid`에 어떤 행이 들어 있는지 보세요.

# %% [markdown] tags=["hint"]
# 먼저 섞고 나중에 나누어야 합니다.
# 그런데 `X`와 `y`를 따로 섞으면 짝이 어긋납니다.

# %% [markdown] tags=["hint"]
# `rng.permutation(len(X))`는 0부터 n-1까지를 섞은 번호입니다.
# 이 번호를 둘로 잘라 `X`와 `y`에 함께 쓰세요.


# %% tags=["start"]
def split(X, y, rng):
    n_train = len(X) - len(X) // 5
    mixed = rng.permutation(n_train)
    X_train, y_train = X[:n_train][mixed], y[:n_train][mixed]
    return X_train, X[n_train:], y_train, y[n_train:]


# %% tags=["check"]
check_split(split)


# %% tags=["solution"]
def split(X, y, rng):
    n_valid = len(X) // 5
    mixed = rng.permutation(len(X))
    valid, train = mixed[:n_valid], mixed[n_valid:]
    return X[train], X[valid], y[train], y[valid]


# %% [markdown] tags=["why"]
# 번호를 섞으면 배열이 몇 개이든 같은 순서로 옮길 수 있습니다.
# 처음 코드는 `fit()`이 `validation_split`으로 하는 일과 같습니다.
# `fit()`도 [마지막 부분을 떼어 낸 다음에](../training.md#validation) 나머지만 섞습니다.


# %% tags=["also"]
# 클래스의 비율까지 정확히 맞춥니다.
def split(X, y, rng):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=0.2, stratify=y, random_state=42)


# %% tags=["also"]
# 클래스마다 20%를 뽑습니다.
def split(X, y, rng):
    is_valid = np.zeros(len(X), dtype=bool)
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        is_valid[rng.choice(rows, len(rows) // 5, replace=False)] = True
    return X[~is_valid], X[is_valid], y[~is_valid], y[is_valid]


# %% tags=["wrong"]
# X와 y를 따로 섞습니다.
def split(X, y, rng):
    n_valid = len(X) // 5
    X, y = rng.permutation(X), rng.permutation(y)
    return X[n_valid:], X[:n_valid], y[n_valid:], y[:n_valid]


# %% tags=["wrong"]
# 레이블만 섞습니다.
def split(X, y, rng):
    n_valid = len(X) // 5
    y = rng.permutation(y)
    return X[n_valid:], X[:n_valid], y[n_valid:], y[:n_valid]


# %% tags=["wrong"]
# 훈련 세트와 검증 세트를 따로 뽑아서 겹칩니다.
def split(X, y, rng):
    n_valid = len(X) // 5
    train = rng.permutation(len(X))[n_valid:]
    valid = rng.permutation(len(X))[:n_valid]
    return X[train], X[valid], y[train], y[valid]


# %% tags=["wrong"]
# 같은 샘플을 여러 번 뽑습니다.
def split(X, y, rng):
    valid = rng.integers(len(X), size=len(X) // 5)
    train = np.setdiff1d(np.arange(len(X)), valid)
    return X[train], X[valid], y[train], y[valid]


# %% tags=["wrong"]
# 다섯 개마다 하나씩 떼어 쌓인 순서에 기댑니다.
def split(X, y, rng):
    valid = np.arange(len(X)) % 5 == 0
    return X[~valid], X[valid], y[~valid], y[valid]


# %% [markdown] tags=["task"]
# ## 로그 눈금의 랜덤 탐색 { #draw }
#
# <!-- 연습: 구현, 15분, ../tuning.md#grid-random ../tuning.md#keras-tuner -->
#
# 학습률을 0.0001과 0.1 사이에서 그냥 고르게 뽑으면 열에 아홉은 0.01보다 큽니다.
# 곱으로 견주는 값은 자릿수마다 똑같이 시험해야 합니다.
# 랜덤 탐색의 후보를 뽑는 `draw(n, rates, units, rng)`를 완성하세요.
#
# - 후보 n개의 `learning_rates`와 `n_units`를 크기가 `(n,)`인 배열로 함께 돌려줍니다.
# - `rates`는 학습률의 가장 작은 값과 가장 큰 값입니다.
#   학습률의 로그가 균등 분포를 따르게 합니다.
# - `units`는 유닛 수의 가장 작은 값과 가장 큰 값입니다.
#   양 끝을 넣은 모든 정수가 같은 확률로 나오게 합니다.
# - 학습률과 유닛 수는 서로 무관하게 뽑습니다.
# - 난수는 넘파이의 생성기 `rng`에서만 얻습니다.
#   시드가 같은 `rng`를 주면 같은 후보가 나와야 합니다.

# %% [markdown] tags=["hint"]
# 학습률을 바로 뽑지 말고 학습률의 로그를 뽑으세요.
# 로그의 양 끝은 `np.log10(rates)`입니다.

# %% [markdown] tags=["hint"]
# `rng.uniform(low, high, size=n)`으로 뽑은 로그를 10의 거듭제곱으로 되돌립니다.

# %% [markdown] tags=["hint"]
# 정수는 `rng.integers()`로 뽑습니다.
# 기본값으로는 끝값을 빼고 뽑으니 `endpoint=True`를 주세요.


# %% tags=["start"]
def draw(n, rates, units, rng):
    learning_rates = ...
    n_units = ...
    return learning_rates, n_units


# %% tags=["check"]
check_draw(draw)


# %% tags=["solution"]
def draw(n, rates, units, rng):
    low, high = np.log10(rates)
    learning_rates = 10 ** rng.uniform(low, high, size=n)
    n_units = rng.integers(*units, size=n, endpoint=True)
    return learning_rates, n_units


# %% [markdown] tags=["why"]
# 로그를 고르게 뽑으면 가장 작은 자릿수와 가장 큰 자릿수가 같은 수만큼 나옵니다.
# [케라스 튜너](../tuning.md#keras-tuner)의 `sampling="log"`도 이렇게 뽑습니다.
# 생성기를 인수로 받으면 다른 코드가 난수를 몇 번 뽑았든 같은 탐색을 되풀이할 수 있습니다.


# %% tags=["also"]
# 밑을 정하지 않고 비율의 거듭제곱으로 씁니다.
def draw(n, rates, units, rng):
    low, high = rates
    learning_rates = low * (high / low) ** rng.random(n)
    n_units = rng.choice(np.arange(units[0], units[1] + 1), size=n)
    return learning_rates, n_units


# %% tags=["also"]
# 후보를 하나씩 뽑습니다.
def draw(n, rates, units, rng):
    learning_rates, n_units = [], []
    for _ in range(n):
        learning_rates.append(np.exp(rng.uniform(*np.log(rates))))
        n_units.append(int(rng.integers(units[0], units[1] + 1)))
    return learning_rates, n_units


# %% tags=["wrong"]
# 로그가 아니라 학습률을 고르게 뽑습니다.
def draw(n, rates, units, rng):
    learning_rates = rng.uniform(*rates, size=n)
    n_units = rng.integers(*units, size=n, endpoint=True)
    return learning_rates, n_units


# %% tags=["wrong"]
# 로그와 지수의 밑이 다릅니다.
def draw(n, rates, units, rng):
    learning_rates = np.exp(rng.uniform(*np.log10(rates), size=n))
    n_units = rng.integers(*units, size=n, endpoint=True)
    return learning_rates, n_units


# %% tags=["wrong"]
# 한 번 뽑은 값을 모든 후보에 씁니다.
def draw(n, rates, units, rng):
    learning_rates = np.full(n, 10 ** rng.uniform(*np.log10(rates)))
    n_units = rng.integers(*units, size=n, endpoint=True)
    return learning_rates, n_units


# %% tags=["wrong"]
# 받은 생성기를 쓰지 않습니다.
def draw(n, rates, units, rng):
    learning_rates = 10 ** np.random.uniform(*np.log10(rates), size=n)
    n_units = np.random.randint(units[0], units[1] + 1, size=n)
    return learning_rates, n_units


# %% tags=["wrong"]
# 함수 안에서 시드를 정합니다.
def draw(n, rates, units, rng):
    rng = np.random.default_rng(42)
    learning_rates = 10 ** rng.uniform(*np.log10(rates), size=n)
    n_units = rng.integers(*units, size=n, endpoint=True)
    return learning_rates, n_units


# %% tags=["wrong"]
# 유닛 수의 끝값을 빠뜨립니다.
def draw(n, rates, units, rng):
    learning_rates = 10 ** rng.uniform(*np.log10(rates), size=n)
    n_units = rng.integers(*units, size=n)
    return learning_rates, n_units


# %% tags=["wrong"]
# 난수 하나로 학습률과 유닛 수를 함께 정합니다.
def draw(n, rates, units, rng):
    place = rng.random(n)
    low, high = np.log10(rates)
    learning_rates = 10 ** (low + (high - low) * place)
    n_units = units[0] + np.floor(place * (units[1] - units[0] + 1))
    return learning_rates, n_units


# %% [markdown] tags=["task"]
# ## 한 열짜리 예측의 평가 { #column }
#
# <!-- 연습: 버그 찾기, 10분, ../prediction.md#threshold -->
#
# 출력 뉴런이 하나인 모델의 `predict()`는 크기가 `(n, 1)`인 배열을 돌려줍니다.
# 정답의 크기는 `(n,)`입니다.
# 아래의 두 함수에 정답을 그대로 예측으로 넣었는데 RMSE가 0이 아니고 정확도가 1이 아닙니다.
# 오류도 경고도 없습니다.
#
# 두 함수를 고치세요.
#
# - `predicted`의 크기는 `(n, 1)`, `y`의 크기는 `(n,)`입니다.
# - `rmse(predicted, y)`는 회귀의 평균 제곱근 오차를 수 하나로 돌려줍니다.
# - `accuracy(predicted, y)`는 0과 1을 가르는 이진 분류의 정확도를 수 하나로 돌려줍니다.
#   `predicted`는 1일 확률이고, 0.5 이상이면 1로 예측합니다.

# %% [markdown] tags=["hint"]
# `predicted - y`의 크기를 인쇄해 보세요.

# %% [markdown] tags=["hint"]
# 넘파이는 `(n, 1)`과 `(n,)`을 만나면 둘을 `(n, n)`으로 늘립니다.
# 예측마다 모든 정답과 뺄셈을 합니다.

# %% [markdown] tags=["hint"]
# 계산하기 전에 `predicted[:, 0]`으로 열을 떼어 내세요.
# 비교하는 `==`에서도 같은 일이 일어납니다.


# %% tags=["start"]
def rmse(predicted, y):
    return np.sqrt(np.mean((predicted - y) ** 2))


def accuracy(predicted, y):
    return np.mean((predicted >= 0.5) == y)


y = np.array([1, 0, 1, 1])
perfect = y.reshape(-1, 1)
print(f"RMSE {rmse(perfect, y):.2f}, 정확도 {accuracy(perfect, y):.2f}")


# %% tags=["check"]
check_column(rmse, accuracy)


# %% tags=["solution"]
def rmse(predicted, y):
    return np.sqrt(np.mean((predicted[:, 0] - y) ** 2))


def accuracy(predicted, y):
    return np.mean((predicted[:, 0] >= 0.5) == y)


# %% [markdown] tags=["why"]
# `(n, n)` 배열에서 제 정답과 견준 것은 대각선의 n개뿐이고 나머지는 남의 정답과 견준 것입니다.
# 그래서 완벽한 예측을 넣으면 RMSE가 0이 아니라 `y`의 표준편차의 √2배입니다.
# 모든 샘플을 `y`의 평균으로 예측하면 표준편차의 1배라서, 아무것도 배우지 않은 모델이 더 나아 보입니다.
# `predict()`의 결과로 지표를 직접 셈할 때는 [열을 떼는 일](../prediction.md#threshold)부터 하세요.


# %% tags=["also"]
# 케라스의 지표는 두 배열의 크기를 알아서 맞춥니다.
def rmse(predicted, y):
    return keras.metrics.RootMeanSquaredError()(y, predicted)


def accuracy(predicted, y):
    return keras.metrics.BinaryAccuracy()(y, predicted)


# %% tags=["also"]
# 정답을 열벡터로 바꿉니다.
def rmse(predicted, y):
    return np.linalg.norm(predicted - y.reshape(-1, 1)) / np.sqrt(len(y))


def accuracy(predicted, y):
    return np.mean((predicted >= 0.5) == y.reshape(-1, 1))


# %% tags=["wrong"]
# RMSE만 고쳤습니다.
def rmse(predicted, y):
    return np.sqrt(np.mean((predicted[:, 0] - y) ** 2))


def accuracy(predicted, y):
    return np.mean((predicted >= 0.5) == y)


# %% tags=["wrong"]
# 한 열에서 가장 큰 값의 자리를 찾습니다.
def rmse(predicted, y):
    return np.sqrt(np.mean((predicted[:, 0] - y) ** 2))


def accuracy(predicted, y):
    return np.mean(predicted.argmax(axis=-1) == y)


# %% tags=["wrong"]
# 첫 열이 아니라 첫 행을 떼어 냅니다.
def rmse(predicted, y):
    return np.sqrt(np.mean((predicted[0] - y) ** 2))


def accuracy(predicted, y):
    return np.mean((predicted[0] >= 0.5) == y)


# %% tags=["wrong"]
# 모든 쌍의 배열을 한 축으로만 평균합니다.
def rmse(predicted, y):
    return np.sqrt(np.mean((predicted - y) ** 2, axis=0))


def accuracy(predicted, y):
    return np.mean((predicted >= 0.5) == y, axis=0)


# %% tags=["wrong"]
# 확률을 임곗값과 비교하지 않습니다.
def rmse(predicted, y):
    return np.sqrt(np.mean((predicted[:, 0] - y) ** 2))


def accuracy(predicted, y):
    return np.mean(predicted[:, 0] == y)


# %% [markdown] tags=["task"]
# ## 저장한 뒤에 남는 것 { #kept }
#
# <!-- 연습: 예측, 15분, ../saving.md#kept ../saving.md#weights -->
#
# Adam으로 3스텝 훈련한 `Sequential` 모델을 다섯 가지 방법으로 옮깁니다.
# 무엇이 남는지 실행하지 않고 예측해 `kept`를 True와 False로 채우세요.
# 빠지는 것을 알면 옮긴 다음에 코드로 무엇을 채워야 하는지 알 수 있습니다.
#
# | 방법 | 받는 쪽이 하는 일 |
# |---|---|
# | `model.save("m.keras")` | `keras.models.load_model("m.keras")` |
# | `model.save_weights("m.weights.h5")` | 같은 구조로 새로 만든 모델에서 `load_weights()` |
# | `model.get_weights()` | 같은 구조로 새로 만든 모델에서 `set_weights()` |
# | `keras.models.clone_model(model)` | 그대로 씀 |
# | `model.get_config()` | `keras.Sequential.from_config()` |
#
# 방법마다 네 칸을 차례로 적습니다.
#
# - 구조: 받은 것만으로, 모델을 만드는 코드 없이 같은 층의 모델을 얻으면 True입니다.
# - 가중치: 받은 모델의 예측이 원래 모델과 같으면 True입니다.
# - 옵티마이저의 상태: 받은 모델의 스텝 수와 Adam이 모아 둔 평균이 원래 모델과 같으면 True입니다.
#   새로 만든 모델에 옮길 때는 미리 컴파일하고 `optimizer.build()`까지 불러 둡니다.
# - compile 설정: `compile()`을 한 번도 부르지 않고 손실 함수와 옵티마이저를 얻으면 True입니다.
#
# 채점기는 임시 폴더에서 실제로 옮겨 봅니다.

# %% [markdown] tags=["hint"]
# 저장한 것을 수와 설계도로 나누어 생각하세요.
# 구조와 compile 설정은 설계도에, 가중치와 옵티마이저의 상태는 수에 있습니다.

# %% [markdown] tags=["hint"]
# `save_weights()`와 `get_weights()`는 이름이 비슷하지만 담는 것이 다릅니다.
# 하나는 옵티마이저의 변수까지 담습니다.

# %% [markdown] tags=["hint"]
# `clone_model()`과 `from_config()`는 둘 다 수를 옮기지 않습니다.
# 다만 하나는 원래 모델이 컴파일되어 있으면 복제본도 컴파일해 줍니다.

# %% tags=["start"]
kept = {  # 구조, 가중치, 옵티마이저의 상태, compile 설정
    "save": [..., ..., ..., ...],
    "save_weights": [..., ..., ..., ...],
    "get_weights": [..., ..., ..., ...],
    "clone_model": [..., ..., ..., ...],
    "from_config": [..., ..., ..., ...],
}

# %% tags=["check"]
check_kept(kept)

# %% tags=["solution"]
kept = {  # 구조, 가중치, 옵티마이저의 상태, compile 설정
    "save": [True, True, True, True],
    "save_weights": [False, True, True, False],
    "get_weights": [False, True, False, False],
    "clone_model": [True, False, False, True],
    "from_config": [True, False, False, False],
}

# %% [markdown] tags=["why"]
# `save_weights()`는 이름과 달리 옵티마이저의 변수도 담고, `clone_model()`은 이름과 달리 가중치를 옮기지 않습니다.
# 훈련까지 이어 가려면 `save()`를 쓰고, 층만 다시 쓰려면 복제한 다음 `set_weights()`로 값을 옮깁니다.
# 형식마다 남는 것은 [표](../saving.md#kept)에 모았습니다.

# %% tags=["also"]
# 설계도가 있는지와 수가 있는지로 셈합니다.
kept = {
    name: [plan, numbers, state, compiled]
    for name, plan, numbers, state, compiled in [
        ("save", 1, 1, 1, 1),
        ("save_weights", 0, 1, 1, 0),
        ("get_weights", 0, 1, 0, 0),
        ("clone_model", 1, 0, 0, 1),
        ("from_config", 1, 0, 0, 0),
    ]
}

# %% tags=["wrong"]
# 복제한 모델이 가중치까지 받는다고 여깁니다.
kept = {
    "save": [True, True, True, True],
    "save_weights": [False, True, True, False],
    "get_weights": [False, True, False, False],
    "clone_model": [True, True, False, True],
    "from_config": [True, False, False, False],
}

# %% tags=["wrong"]
# 가중치 파일에는 가중치만 있다고 여깁니다.
kept = {
    "save": [True, True, True, True],
    "save_weights": [False, True, False, False],
    "get_weights": [False, True, False, False],
    "clone_model": [True, False, False, True],
    "from_config": [True, False, False, False],
}

# %% tags=["wrong"]
# 가중치 파일만으로 모델을 열 수 있다고 여깁니다.
kept = {
    "save": [True, True, True, True],
    "save_weights": [True, True, True, True],
    "get_weights": [False, True, False, False],
    "clone_model": [True, False, False, True],
    "from_config": [True, False, False, False],
}

# %% tags=["wrong"]
# 가중치의 리스트에 옵티마이저의 상태도 있다고 여깁니다.
kept = {
    "save": [True, True, True, True],
    "save_weights": [False, True, True, False],
    "get_weights": [False, True, True, False],
    "clone_model": [True, False, False, True],
    "from_config": [True, False, False, False],
}

# %% tags=["wrong"]
# 설계도에 compile 설정까지 있다고 여깁니다.
kept = {
    "save": [True, True, True, True],
    "save_weights": [False, True, True, False],
    "get_weights": [False, True, False, False],
    "clone_model": [True, False, False, True],
    "from_config": [True, False, False, True],
}

# %% [markdown] tags=["task"]
# ## 조기 종료가 남기는 것 { #patience }
#
# <!-- 연습: 예측, 15분, ../callbacks.md#early-stopping ../training.md#history ../training.md#validation -->
#
# 샘플 1,050개를 다음과 같이 훈련합니다.
# 배치는 32개씩이고, 검증 손실은 아래의 `val_loss`와 같습니다.
#
# <!-- skip: next "채점기가 같은 규칙을 케라스의 콜백으로 실행합니다." -->
# ```python
# stop = keras.callbacks.EarlyStopping(patience=3)
# model.fit(
#     X, y, epochs=15, batch_size=32, validation_split=0.2, callbacks=[stop]
# )
# ```
#
# 실행하지 않고 다섯 수를 구하세요.
# 에포크는 1부터 셉니다.
# 이것을 셀 수 있으면 일찍 멈춘 훈련에서 어느 모델이 손에 남았는지 알 수 있습니다.

# %% [markdown] tags=["hint"]
# `fit()`은 검증 세트를 먼저 떼어 내고 나머지를 배치로 나눕니다.
# 마지막 배치는 32개보다 작을 수 있습니다.

# %% [markdown] tags=["hint"]
# 에포크마다 '지금까지 가장 낮은 손실'과 '기다린 에포크'를 적으세요.
# 가장 낮은 손실과 같은 것은 나아진 것이 아닙니다.

# %% [markdown] tags=["hint"]
# 5에포크에 0.60이 가장 낮은 손실이 되고, 기다린 에포크는 0이 됩니다.
# 6, 7, 8에포크를 차례로 견주세요.

# %% [markdown] tags=["hint"]
# 되돌리는 것은 가중치뿐입니다.
# 옵티마이저의 스텝 수는 훈련한 만큼 그대로입니다.

# %% tags=["start"]
val_loss = [0.90, 0.70, 0.72, 0.71, 0.60, 0.65, 0.62, 0.60]
val_loss += [0.55, 0.57, 0.56, 0.58, 0.60, 0.61, 0.50]

n_steps = ...  # 한 에포크의 스텝 수
n_epochs = ...  # 멈출 때까지 훈련한 에포크의 수
restored_epoch = ...  # restore_best_weights=True일 때 남는 가중치의 에포크
last_epoch = ...  # restore_best_weights를 주지 않을 때 남는 가중치의 에포크
iterations = ...  # restore_best_weights=True일 때 훈련이 끝난 옵티마이저의 스텝 수

# %% tags=["check"]
check_patience(n_steps, n_epochs, restored_epoch, last_epoch, iterations)

# %% tags=["solution"]
n_steps = 27  # 840개를 32개씩 나누면 26개와 나머지
n_epochs = 8
restored_epoch = 5
last_epoch = 8
iterations = 27 * 8

# %% [markdown] tags=["why"]
# 5에포크 다음의 0.65, 0.62, 0.60은 어느 것도 0.60보다 낮지 않아서 8에포크에 기다림이 3에 이릅니다.
# 9에포크의 0.55는 훈련했다면 나왔을 값이지만 콜백은 앞일을 볼 수 없습니다.
# [되돌리는 것은 가중치뿐](../callbacks.md#early-stopping)이라서, 5에포크의 가중치와 8에포크의 옵티마이저가 함께 남습니다.

# %% tags=["also"]
# 손으로 세지 않고 규칙을 코드로 옮깁니다.
val_loss = [0.90, 0.70, 0.72, 0.71, 0.60, 0.65, 0.62, 0.60]
val_loss += [0.55, 0.57, 0.56, 0.58, 0.60, 0.61, 0.50]
n_steps = int(np.ceil(1050 * 0.8 / 32))
restored_epoch = 1
for n_epochs in range(1, len(val_loss) + 1):
    if val_loss[n_epochs - 1] < val_loss[restored_epoch - 1]:
        restored_epoch = n_epochs
    if n_epochs - restored_epoch == 3:
        break
last_epoch = n_epochs
iterations = n_steps * n_epochs

# %% tags=["wrong"]
# 검증 세트를 떼지 않고 나눕니다.
n_steps, n_epochs, restored_epoch, last_epoch = 33, 8, 5, 8
iterations = n_steps * n_epochs

# %% tags=["wrong"]
# 작은 마지막 배치를 세지 않습니다.
n_steps, n_epochs, restored_epoch, last_epoch = 26, 8, 5, 8
iterations = n_steps * n_epochs

# %% tags=["wrong"]
# 손실이 같은 에포크를 나아진 것으로 셉니다.
n_steps, n_epochs, restored_epoch, last_epoch = 27, 12, 9, 12
iterations = n_steps * n_epochs

# %% tags=["wrong"]
# 바로 앞 에포크와 견줍니다.
n_steps, n_epochs, restored_epoch, last_epoch = 27, 14, 9, 14
iterations = n_steps * n_epochs

# %% tags=["wrong"]
# 한 에포크를 더 기다립니다.
n_steps, n_epochs, restored_epoch, last_epoch = 27, 13, 9, 13
iterations = n_steps * n_epochs

# %% tags=["wrong"]
# 되돌리라고 하지 않아도 되돌린다고 여깁니다.
n_steps, n_epochs, restored_epoch, last_epoch = 27, 8, 5, 5
iterations = n_steps * n_epochs

# %% tags=["wrong"]
# 옵티마이저의 스텝 수까지 되돌린다고 여깁니다.
n_steps, n_epochs, restored_epoch, last_epoch = 27, 8, 5, 8
iterations = n_steps * restored_epoch

# %% [markdown] tags=["task"]
# ## 스스로 멈추는 콜백 { #stopper }
#
# <!-- 연습: 구현, 25분, ../callbacks.md#custom ../callbacks.md#early-stopping -->
#
# 케라스의 `EarlyStopping`은 손실이 NaN이 되어도 `patience`만큼 기다립니다.
# NaN에서는 곧바로 멈추는 콜백 `Stopper(patience, min_delta)`를 만드세요.
# 에포크마다 `logs["val_loss"]`를 보고 다음과 같이 합니다.
#
# - 유한한 수가 아니면(NaN이나 무한대이면) 그 에포크에 멈춥니다.
# - `best`는 마지막으로 나아졌을 때의 손실이고, 처음에는 무한대입니다.
#   손실이 `best - min_delta`보다 낮으면 나아진 것입니다.
#   나아지면 `best`를 그 손실로 바꾸고 기다린 에포크를 0으로 되돌립니다.
# - 나아지지 않으면 기다린 에포크를 하나 늘립니다.
#   기다린 에포크가 `patience`(1 이상)에 이르면 멈춥니다.
# - 같은 콜백을 `fit()`에 다시 주면 처음부터 다시 셉니다.
#
# 가중치를 되돌리는 일은 하지 않습니다.
# 채점기는 `fit()`처럼 메서드를 차례로 부르고, 멈춘 때를 케라스의 콜백과 견줍니다.

# %% [markdown] tags=["hint"]
# 콜백이 훈련을 멈추는 방법은 `self.model.stop_training = True`입니다.

# %% [markdown] tags=["hint"]
# `on_train_begin()`은 `fit()`을 시작할 때마다 불립니다.
# `self.best`와 `self.wait`를 여기에서 정하세요.

# %% [markdown] tags=["hint"]
# NaN은 `==`로 찾을 수 없습니다.
# `np.isfinite()`는 NaN과 무한대에서 False를 돌려줍니다.

# %% [markdown] tags=["hint"]
# 나아졌으면 `self.best`와 `self.wait`를 함께 바꾸고, 그렇지 않으면 `self.wait`만 하나 늘립니다.
# 그다음 `self.wait >= self.patience`인지 봅니다.


# %% tags=["start"]
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_train_begin(self, logs=None):
        return ...  # 이 줄을 지우고 처음 상태를 정하세요.

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        return ...  # 이 줄을 지우고 멈출지 정하세요.


# %% tags=["check"]
check_stopper(Stopper)


# %% tags=["solution"]
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_train_begin(self, logs=None):
        self.best, self.wait = np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        if val_loss < self.best - self.min_delta:
            self.best, self.wait = val_loss, 0
        else:
            self.wait += 1
        if not np.isfinite(val_loss) or self.wait >= self.patience:
            self.model.stop_training = True


# %% [markdown] tags=["why"]
# NaN과 비교한 것은 모두 거짓입니다.
# 그래서 `val_loss < self.best`만 쓰면 NaN은 나아지지 않은 에포크로 셀 뿐 눈에 띄지 않습니다.
# `best`를 나아졌을 때만 바꾸기 때문에, 조금씩 꾸준히 나아지는 손실은 모인 것이 `min_delta`를 넘을 때 나아진 것으로 셉니다.


# %% tags=["also"]
# 케라스의 콜백을 상속해 NaN만 더합니다.
class Stopper(keras.callbacks.EarlyStopping):
    def __init__(self, patience, min_delta=0.0):
        super().__init__(monitor="val_loss", patience=patience, min_delta=min_delta)

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        if not np.isfinite(logs["val_loss"]):
            self.model.stop_training = True


# %% tags=["also"]
# 기다린 에포크 대신 나아진 에포크의 번호를 기억합니다.
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_epoch_end(self, epoch, logs=None):
        loss = float(logs["val_loss"])
        if epoch == 0 or self.best - loss > self.min_delta:
            self.best, self.best_epoch = loss, epoch
        late = epoch - self.best_epoch >= self.patience
        if loss != loss or abs(loss) == float("inf") or late:
            self.model.stop_training = True


# %% tags=["wrong"]
# NaN을 ==로 찾습니다.
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_train_begin(self, logs=None):
        self.best, self.wait = np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        if val_loss < self.best - self.min_delta:
            self.best, self.wait = val_loss, 0
        else:
            self.wait += 1
        broken = val_loss == np.nan or val_loss == np.inf
        if broken or self.wait >= self.patience:
            self.model.stop_training = True


# %% tags=["wrong"]
# 나아진 뒤에도 기다린 에포크를 이어서 셉니다.
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_train_begin(self, logs=None):
        self.best, self.wait = np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        if val_loss < self.best - self.min_delta:
            self.best = val_loss
        else:
            self.wait += 1
        if not np.isfinite(val_loss) or self.wait >= self.patience:
            self.model.stop_training = True


# %% tags=["wrong"]
# 바로 앞 에포크의 손실과 견줍니다.
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_train_begin(self, logs=None):
        self.best, self.wait = np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        self.wait = 0 if val_loss < self.best - self.min_delta else self.wait + 1
        self.best = val_loss
        if not np.isfinite(val_loss) or self.wait >= self.patience:
            self.model.stop_training = True


# %% tags=["wrong"]
# 충분히 나아지지 않아도 가장 좋은 손실을 바꿉니다.
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_train_begin(self, logs=None):
        self.best, self.wait = np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        better = val_loss < self.best - self.min_delta
        self.wait = 0 if better else self.wait + 1
        self.best = min(self.best, val_loss)
        if not np.isfinite(val_loss) or self.wait >= self.patience:
            self.model.stop_training = True


# %% tags=["wrong"]
# 처음 상태를 만들 때만 정해서 다음 훈련으로 넘어갑니다.
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta
        self.best, self.wait = np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        if val_loss < self.best - self.min_delta:
            self.best, self.wait = val_loss, 0
        else:
            self.wait += 1
        if not np.isfinite(val_loss) or self.wait >= self.patience:
            self.model.stop_training = True


# %% tags=["wrong"]
# 모델이 아니라 콜백 자신에게 멈추라고 적습니다.
class Stopper(keras.callbacks.Callback):
    def __init__(self, patience, min_delta=0.0):
        super().__init__()
        self.patience, self.min_delta = patience, min_delta

    def on_train_begin(self, logs=None):
        self.best, self.wait = np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        val_loss = logs["val_loss"]
        if val_loss < self.best - self.min_delta:
            self.best, self.wait = val_loss, 0
        else:
            self.wait += 1
        if not np.isfinite(val_loss) or self.wait >= self.patience:
            self.stop_training = True


# %% [markdown] tags=["task"]
# ## NaN이 섞인 기록 매끄럽게 하기 { #smooth }
#
# <!-- 연습: 구현, 15분, ../tensorboard-logs.md#smoothing -->
#
# 기록에 NaN이 하나만 있어도 이동 평균은 끝까지 NaN이 됩니다.
# 그런데 텐서보드의 곡선은 NaN 다음에도 이어집니다.
# 텐서보드처럼 매끄럽게 하는 `smooth(values, weight)`를 완성하세요.
#
# - `values`는 크기가 `(n,)`인 배열이고 NaN이나 무한대가 섞여 있을 수 있습니다.
#   `weight`는 0 이상 1 미만입니다.
# - 크기가 `(n,)`인 배열을 돌려줍니다.
# - 유한하지 않은 값은 그 자리에 그대로 두고 셈에서 뺍니다.
# - 유한한 값 $x_t$만 차례로 $t = 1, 2, \ldots$로 세어 다음과 같이 바꿉니다.
#   $m_0$은 0입니다.
#
# $$
# m_t = w\,m_{t-1} + (1 - w)\,x_t, \qquad s_t = \frac{m_t}{1 - w^t}
# $$

# %% [markdown] tags=["hint"]
# 지금까지의 평균 `average`와 지금까지 센 유한한 값의 수 `t`를 들고 한 번 훑습니다.

# %% [markdown] tags=["hint"]
# `np.isfinite(value)`가 거짓이면 `average`와 `t`를 건드리지 않고 값만 결과에 넣습니다.

# %% [markdown] tags=["hint"]
# 유한하면 `t`를 먼저 하나 늘리고, `average`를 고친 다음 `average / (1 - weight**t)`를 결과에 넣습니다.


# %% tags=["start"]
def smooth(values, weight):
    smoothed = []
    for value in values:
        # 여기에서 smoothed에 값을 하나씩 더하고, 아래의 ...을 배열로 바꾸세요.
        pass
    return ...


# %% tags=["check"]
check_smooth(smooth)


# %% tags=["solution"]
def smooth(values, weight):
    average, t, smoothed = 0.0, 0, []
    for value in values:
        if np.isfinite(value):
            t += 1
            average = weight * average + (1 - weight) * value
            value = average / (1 - weight**t)
        smoothed.append(value)
    return np.array(smoothed)


# %% [markdown] tags=["why"]
# $1 - w^t$은 평균에 들어간 값들의 비중을 모두 더한 것입니다.
# 그래서 들어가지 않은 값은 $t$로도 세지 않아야 비중의 합이 1이 됩니다.
# NaN을 그 자리에 남기는 것은 [매끄럽게 한 곡선](../tensorboard-logs.md#smoothing)이 망가진 스텝까지 감추지 않게 하려는 것입니다.


# %% tags=["also"]
# 비중의 합을 값의 합과 나란히 쌓아 나눕니다.
def smooth(values, weight):
    total, weights, smoothed = 0.0, 0.0, np.array(values, dtype=float)
    for k in np.flatnonzero(np.isfinite(smoothed)):
        total = weight * total + smoothed[k]
        weights = weight * weights + 1
        smoothed[k] = total / weights
    return smoothed


# %% tags=["wrong"]
# 비중의 합으로 나누지 않습니다.
def smooth(values, weight):
    average, smoothed = 0.0, []
    for value in values:
        if np.isfinite(value):
            average = weight * average + (1 - weight) * value
            value = average
        smoothed.append(value)
    return np.array(smoothed)


# %% tags=["wrong"]
# 지난 평균과 새 값에 곱하는 수를 바꿉니다.
def smooth(values, weight):
    average, t, smoothed = 0.0, 0, []
    for value in values:
        if np.isfinite(value):
            t += 1
            average = (1 - weight) * average + weight * value
            value = average / (1 - (1 - weight) ** t)
        smoothed.append(value)
    return np.array(smoothed)


# %% tags=["wrong"]
# 0이 아니라 첫 값에서 출발합니다.
def smooth(values, weight):
    average, smoothed = None, []
    for value in values:
        if np.isfinite(value):
            if average is None:
                average = value
            average = weight * average + (1 - weight) * value
            value = average
        smoothed.append(value)
    return np.array(smoothed)


# %% tags=["wrong"]
# NaN을 이동 평균에 넣어 끝까지 번지게 합니다.
def smooth(values, weight):
    average, smoothed = 0.0, []
    for t, value in enumerate(values, start=1):
        average = weight * average + (1 - weight) * value
        smoothed.append(average / (1 - weight**t))
    return np.array(smoothed)


# %% tags=["wrong"]
# 유한하지 않은 값까지 스텝으로 셉니다.
def smooth(values, weight):
    average, smoothed = 0.0, []
    for t, value in enumerate(values, start=1):
        if np.isfinite(value):
            average = weight * average + (1 - weight) * value
            value = average / (1 - weight**t)
        smoothed.append(value)
    return np.array(smoothed)


# %% tags=["wrong"]
# NaN을 0으로 바꿉니다.
def smooth(values, weight):
    average, smoothed = 0.0, []
    for t, value in enumerate(values, start=1):
        if not np.isfinite(value):
            value = 0.0
        average = weight * average + (1 - weight) * value
        smoothed.append(average / (1 - weight**t))
    return np.array(smoothed)
