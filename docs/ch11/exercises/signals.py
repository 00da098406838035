# %% [markdown]
# # 신호와 초기화 { #signals }
#
# 신호의 크기를 셈하고, 뽑고, 재고, 고쳐 봅니다.
# `X`는 8×8 숫자 이미지 1,797장이고, 픽셀 값은 0부터 16까지 그대로입니다.

# %%
import keras
import numpy as np
from signals_check import check_dead, check_he, check_selu, check_variance
from sklearn.datasets import load_digits

keras.utils.set_random_seed(42)
X = load_digits().data  # (1797, 64)
network = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Rescaling(1 / 16),
        keras.layers.Dense(100, activation="relu", kernel_initializer="he_normal"),
        keras.layers.Dense(100, activation="relu", kernel_initializer="he_normal"),
    ]
)

# %% [markdown] tags=["task"]
# ## 층을 지나는 분산의 예측 { #variance }
#
# <!-- 연습: 예측, 15분, ../unstable-gradients.md#variance ../unstable-gradients.md#gain -->
#
# 훈련하기 전에 신호가 얼마나 커질지 종이에서 알 수 있을까요?
# 셈한 수가 맞으면 깊이를 바꿀 때마다 모델을 만들어 재지 않아도 됩니다.
#
# 입력은 특성 64개이고 저마다 평균 0, 분산 1입니다.
# 그 위에 100유닛 층을 세 개 쌓습니다.
# 가중치는 모두 N(0, 0.25²)에서 뽑고 편향은 0입니다.
# 세 수를 계산기 없이 정하세요.
#
# - `var_1`은 활성화 함수가 없을 때 1층 $z$의 분산입니다.
# - `var_3`은 활성화 함수가 없을 때 3층 $z$의 분산입니다.
# - `factor`는 활성화 함수가 시그모이드일 때, 그레이디언트의 rms가 3층의 $z$에서 2층의 $z$로 내려오며 변하는 배율의 최댓값입니다.
#
# 채점기는 가중치를 백 번 뽑아 평균을 내고, 5% 안에서 맞으면 받습니다.

# %% [markdown] tags=["hint"]
# $z$ 하나는 가중치와 입력의 곱을 팬-인의 수만큼 더한 값입니다.
# 서로 독립이면 곱의 분산도 그만큼 더해집니다.

# %% [markdown] tags=["hint"]
# 0.25는 표준편차입니다.
# 가중치의 분산은 $0.25^2 = 1/16$이고, 1층의 팬-인은 64입니다.

# %% [markdown] tags=["hint"]
# 2층과 3층의 팬-인은 100이고, 층마다 분산에 $100/16$을 곱합니다.

# %% [markdown] tags=["hint"]
# 거꾸로 내려올 때의 배율은 가중치의 몫과 기울기의 몫을 곱한 것입니다.
# 가중치의 몫은 $\sqrt{100} \times 0.25$이고, 시그모이드의 기울기는 $z$가 0일 때 가장 큽니다.

# %% tags=["start"]
var_1 = ...
var_3 = ...
factor = ...

# %% tags=["check"]
check_variance(var_1, var_3, factor)

# %% tags=["solution"]
var_1 = 64 / 16
var_3 = 4 * (100 / 16) ** 2
factor = 10 * 0.25 * 0.25

# %% [markdown] tags=["why"]
# 정방향에는 팬-인과 가중치의 분산을 곱한 배율이 분산에 붙습니다.
# 역방향에는 가중치의 몫이 rms에 붙지만, 시그모이드의 기울기가 1/4을 넘지 못해서 배율은 1보다 작습니다.
# [시그모이드에 맞는 가중치](../unstable-gradients.md#sigmoid-dilemma)를 찾지 못하는 까닭이 여기에 있습니다.

# %% tags=["also"]
# 셈하지 않고 여러 번 뽑아 재서 답합니다.
rng = np.random.default_rng(0)
squares, factors = [], []
for _ in range(200):
    W_1 = rng.normal(0, 0.25, (64, 100))
    W_2, W_3 = rng.normal(0, 0.25, (2, 100, 100))
    z_1 = rng.standard_normal((20, 64)) @ W_1
    squares.append([np.mean(z_1**2), np.mean((z_1 @ W_2 @ W_3) ** 2)])
    delta = rng.standard_normal((20, 100))
    factors.append(np.std(delta @ W_3.T / 4) / np.std(delta))
(var_1, var_3), factor = np.mean(squares, axis=0), np.mean(factors)

# %% tags=["wrong"]
# 표준편차를 제곱하지 않고 곱합니다.
var_1 = 64 * 0.25
var_3 = var_1 * (100 * 0.25) ** 2
factor = 0.625

# %% tags=["wrong"]
# 팬-인이 아니라 팬-아웃을 곱합니다.
var_1 = 100 / 16
var_3 = (100 / 16) ** 3
factor = 0.625

# %% tags=["wrong"]
# 층마다 곱할 것을 더합니다.
var_1 = 4
var_3 = 4 + 100 / 16 + 100 / 16
factor = 0.625

# %% tags=["wrong"]
# 세 층의 팬-인이 모두 64라고 봅니다.
var_1 = 4
var_3 = 4**3
factor = 0.625

# %% tags=["wrong"]
# 가중치의 몫을 빠뜨리고 기울기만 봅니다.
var_1 = 4
var_3 = 156.25
factor = 0.25

# %% tags=["wrong"]
# rms의 배율이 아니라 분산의 배율을 적습니다.
var_1 = 4
var_3 = 156.25
factor = (100 / 16) * (1 / 16)

# %% [markdown] tags=["task"]
# ## 두 모양의 He 초기화 { #he }
#
# <!-- 연습: 구현, 20분, ../initialization.md#formulas ../initialization.md#shapes -->
#
# 표에서 외운 공식을 난수로 바꿀 때는 분산, 표준편차, 균등 분포의 한계를 헷갈리기 쉽습니다.
# He 초기화를 정규 분포와 균등 분포로 한 번씩 써 보면 셋의 관계를 알게 됩니다.
#
# 두 함수는 모두 크기가 `(fan_in, fan_out)`인 배열을 돌려줍니다.
# `rng`는 `np.random.default_rng()`로 만든 난수 생성기이고, 난수는 모두 여기에서 나와야 합니다.
# `he_normal()`은 정규 분포와 절단 정규 분포 가운데 어느 것에서 뽑아도 됩니다.

# %% [markdown] tags=["hint"]
# He 초기화의 분산은 $2 / \text{fan}_\text{in}$입니다.
# `rng.normal()`이 받는 것은 분산이 아니라 표준편차입니다.

# %% [markdown] tags=["hint"]
# $-r$과 $r$ 사이의 균등 분포는 분산이 $r^2 / 3$입니다.
# 이것을 $2 / \text{fan}_\text{in}$과 같게 놓고 $r$을 구하세요.

# %% [markdown] tags=["hint"]
# $r = \sqrt{6 / \text{fan}_\text{in}}$이고, `rng.uniform(-r, r, (fan_in, fan_out))`입니다.


# %% tags=["start"]
def he_normal(fan_in, fan_out, rng):
    return ...


def he_uniform(fan_in, fan_out, rng):
    return ...


# %% tags=["check"]
check_he(he_normal, he_uniform)


# %% tags=["solution"]
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


# %% [markdown] tags=["why"]
# 균등 분포의 분산은 한계의 제곱을 3으로 나눈 것이라서, 분자의 2가 한계의 식에서는 6이 됩니다.
# 팬-아웃은 배열의 크기를 정할 뿐 분산에는 들어오지 않습니다.
# [정방향의 신호](../initialization.md#both-ways)를 지키는 것은 팬-인이기 때문입니다.


# %% tags=["also"]
# 절단 정규 분포는 케라스에 맡기고, 균등 분포는 0과 1 사이의 난수를 늘여서 만듭니다.
def he_normal(fan_in, fan_out, rng):
    seed = int(rng.integers(2**31))
    return keras.initializers.HeNormal(seed)((fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    return (2 * rng.random((fan_in, fan_out)) - 1) * (6 / fan_in) ** 0.5


# %% tags=["wrong"]
# 팬-인 대신 팬-아웃으로 나눕니다.
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_out), (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / fan_out)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


# %% tags=["wrong"]
# 글로럿 초기화의 분산을 씁니다.
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


# %% tags=["wrong"]
# 표준편차의 자리에 분산을 넣습니다.
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


# %% tags=["wrong"]
# 균등 분포의 한계에 표준편차를 그대로 씁니다.
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(2 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


# %% tags=["wrong"]
# 균등 분포를 0부터 뽑습니다.
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    return rng.uniform(0, np.sqrt(6 / fan_in), (fan_in, fan_out))


# %% tags=["wrong"]
# 받은 난수 생성기를 쓰지 않습니다.
def he_normal(fan_in, fan_out, rng):
    return np.random.randn(fan_in, fan_out) * np.sqrt(2 / fan_in)


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / fan_in)
    return np.random.uniform(-limit, limit, (fan_in, fan_out))


# %% [markdown] tags=["task"]
# ## 죽은 유닛과 죽어 보이는 유닛 { #dead }
#
# <!-- 연습: 측정, 25분, ../activations.md#dying-relu -->
#
# 죽은 ReLU는 손실만 보아서는 드러나지 않으므로, 의심스러우면 층의 출력에서 세어야 합니다.
# 그런데 몇 장만 넣고 세어도 될까요?
#
# `count_dead(model, index, X)`는 `model.layers[index]`인 ReLU 층에서 죽은 유닛의 수를 돌려줍니다.
# 죽은 유닛은 `X`의 모든 샘플에서 0을 내는 유닛입니다.
# `model`은 `keras.Sequential`로 만든 모델입니다.
#
# 함수를 완성한 다음, 준비한 `network`의 둘째 은닉층인 `network.layers[2]`를 재세요.
# `seeming`은 처음 10장에서는 모두 0을 내지만 `X` 전체로 세면 죽지 않은 유닛의 수입니다.

# %% [markdown] tags=["hint"]
# 층의 출력을 얻으려면 `X`를 `model.layers`의 처음부터 그 층까지 차례로 흘립니다.

# %% [markdown] tags=["hint"]
# 출력의 크기는 `(샘플 수, 유닛 수)`입니다.
# 유닛마다 '0보다 큰 샘플이 하나라도 있는가'를 물으세요.

# %% [markdown] tags=["hint"]
# 하나라도 켜진 유닛은 `(outputs > 0).any(axis=0)`입니다.
# 10장에서 센 수에서 전체로 센 수를 빼면 `seeming`입니다.


# %% tags=["start"]
def count_dead(model, index, X):
    outputs = X
    for layer in model.layers[: index + 1]:
        outputs = layer(outputs)
    # 여기에서 죽은 유닛을 세고, 아래의 ...을 그 수로 바꾸세요.
    return ...


seeming = ...

# %% tags=["check"]
check_dead(count_dead, network, X, seeming)


# %% tags=["solution"]
def count_dead(model, index, X):
    outputs = X
    for layer in model.layers[: index + 1]:
        outputs = layer(outputs)
    alive = (np.array(outputs) > 0).any(axis=0)  # (유닛 수,)
    return int((~alive).sum())


seeming = count_dead(network, 2, X[:10]) - count_dead(network, 2, X)

# %% [markdown] tags=["why"]
# 열 장에서 조용한 유닛도 다른 샘플에서 켜지면 그레이디언트를 받습니다.
# 샘플을 늘릴수록 죽어 보이는 유닛은 줄기만 하므로, 적은 샘플로 센 수는 언제나 전체로 센 수 이상입니다.
# [모든 샘플에서 0인 유닛](../activations.md#dying-relu)만 그레이디언트가 정확히 0입니다.


# %% tags=["also"]
# 그 층까지만 있는 모델을 만들고, 유닛마다 가장 큰 출력을 봅니다.
def count_dead(model, index, X):
    part = keras.Model(model.inputs[0], model.layers[index].output)
    return np.sum(np.max(part(X), axis=0) == 0)


few, many = count_dead(network, 2, X[:10]), count_dead(network, 2, X)
seeming = few - many


# %% tags=["wrong"]
# 유닛이 아니라 0인 출력을 모두 셉니다.
def count_dead(model, index, X):
    for layer in model.layers[: index + 1]:
        X = layer(X)
    return int((np.array(X) == 0).sum())


seeming = count_dead(network, 2, X[:10]) - count_dead(network, 2, X)


# %% tags=["wrong"]
# 첫 샘플만 봅니다.
def count_dead(model, index, X):
    for layer in model.layers[: index + 1]:
        X = layer(X)
    return int((np.array(X)[0] == 0).sum())


seeming = count_dead(network, 2, X[:10]) - count_dead(network, 2, X)


# %% tags=["wrong"]
# 0도 켜진 것으로 칩니다.
def count_dead(model, index, X):
    for layer in model.layers[: index + 1]:
        X = layer(X)
    alive = (np.array(X) >= 0).any(axis=0)
    return int((~alive).sum())


seeming = count_dead(network, 2, X[:10]) - count_dead(network, 2, X)


# %% tags=["wrong"]
# 축을 바꾸어 유닛이 아니라 샘플을 셉니다.
def count_dead(model, index, X):
    for layer in model.layers[: index + 1]:
        X = layer(X)
    return int((np.array(X) == 0).all(axis=1).sum())


seeming = count_dead(network, 2, X[:10]) - count_dead(network, 2, X)


# %% tags=["wrong"]
# 한 번이라도 0을 낸 유닛을 모두 죽었다고 합니다.
def count_dead(model, index, X):
    for layer in model.layers[: index + 1]:
        X = layer(X)
    return int((np.array(X) == 0).any(axis=0).sum())


seeming = count_dead(network, 2, X[:10]) - count_dead(network, 2, X)


# %% tags=["wrong"]
# 처음 10장에서 센 것을 그대로 답합니다.
def count_dead(model, index, X):
    for layer in model.layers[: index + 1]:
        X = layer(X)
    return int((np.array(X) == 0).all(axis=0).sum())


seeming = count_dead(network, 2, X[:10])

# %% [markdown] tags=["task"]
# ## 조용히 깨진 SELU의 조건 { #selu }
#
# <!-- 연습: 버그 찾기, 25분, ../activations.md#selu ../initialization.md#formulas -->
#
# SELU의 조건은 어겨도 오류가 나지 않습니다.
# 그래서 층마다 평균과 표준편차를 재 보기 전에는 자기 정규화가 깨진 줄을 모릅니다.
#
# 아래의 `build_model(X_train)`은 ReLU 신경망에서 `activation`만 `"selu"`로 바꾼 것입니다.
# 훈련하지 않은 모델에 `X`를 흘렸을 때 은닉층마다 평균 0, 표준편차 1에 가까운 값이 나오게 고치세요.
#
# - 은닉층 네 개의 유닛 수와 활성화 함수, 출력층은 그대로 둡니다.
# - 입력을 맞추는 일도 모델 안에서 합니다.
# - 은닉층마다 20%를 끄는 것은 그대로 두되, 층의 종류는 바꾸어도 됩니다.

# %% [markdown] tags=["hint"]
# `model.layers`를 하나씩 부르며 `np.mean()`과 `np.std()`를 인쇄해 보세요.
# 첫 은닉층에 들어가는 값부터 살피세요.

# %% [markdown] tags=["hint"]
# `Normalization` 층은 데이터를 보여 주기 전에는 아무 일도 하지 않습니다.

# %% [markdown] tags=["hint"]
# SELU는 가중치의 분산이 $1 / \text{fan}_\text{in}$일 때 크기를 지킵니다.
# 드롭아웃에도 평균과 표준편차를 지키는 것이 따로 있습니다.

# %% [markdown] tags=["hint"]
# `normalization.adapt(X_train)`, `kernel_initializer="lecun_normal"`, `keras.layers.AlphaDropout(0.2)`의 세 곳을 고칩니다.


# %% tags=["start"]
def build_model(X_train):
    normalization = keras.layers.Normalization()
    model = keras.Sequential([keras.Input(shape=(64,)), normalization])
    for n_units in [300, 200, 100, 50]:
        dense = keras.layers.Dense(
            n_units, activation="selu", kernel_initializer="he_normal"
        )
        model.add(dense)
        model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% tags=["check"]
check_selu(build_model, X)


# %% tags=["solution"]
def build_model(X_train):
    normalization = keras.layers.Normalization()
    normalization.adapt(X_train)
    model = keras.Sequential([keras.Input(shape=(64,)), normalization])
    for n_units in [300, 200, 100, 50]:
        dense = keras.layers.Dense(
            n_units, activation="selu", kernel_initializer="lecun_normal"
        )
        model.add(dense)
        model.add(keras.layers.AlphaDropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% [markdown] tags=["why"]
# 세 조건은 하는 일이 다릅니다.
# 표준화는 첫 층의 크기를, 르쿤 초기화는 층을 지날 때의 배율을, 알파 드롭아웃은 유닛을 끄는 동안의 평균과 표준편차를 지킵니다.
# 그 가운데 입력의 크기는 [깊어지면서 저절로 맞춰지므로](../activations.md#selu) 마지막 층만 재서는 눈에 띄지 않습니다.


# %% tags=["also"]
# 픽셀 전체의 평균과 표준편차로 맞추고, 층을 목록으로 만듭니다.
def build_model(X_train):
    mean, sd = X_train.mean(), X_train.std()
    lecun = {"scale": 1.0, "mode": "fan_in", "distribution": "uniform"}
    layers = [keras.layers.Rescaling(1 / sd, offset=-mean / sd)]
    for n_units in [300, 200, 100, 50]:
        initializer = keras.initializers.VarianceScaling(**lecun)
        layers += [
            keras.layers.Dense(n_units, kernel_initializer=initializer),
            keras.layers.Activation("selu"),
            keras.layers.AlphaDropout(0.2),
        ]
    output = keras.layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input(shape=(64,)), *layers, output])


# %% tags=["wrong"]
# 픽셀을 16이 아니라 255로 나눕니다.
def build_model(X_train):
    model = keras.Sequential([keras.Input(shape=(64,))])
    model.add(keras.layers.Rescaling(1 / 255))
    for n_units in [300, 200, 100, 50]:
        dense = keras.layers.Dense(
            n_units, activation="selu", kernel_initializer="lecun_normal"
        )
        model.add(dense)
        model.add(keras.layers.AlphaDropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% tags=["wrong"]
# He 초기화를 남겨 둡니다.
def build_model(X_train):
    normalization = keras.layers.Normalization()
    normalization.adapt(X_train)
    model = keras.Sequential([keras.Input(shape=(64,)), normalization])
    for n_units in [300, 200, 100, 50]:
        dense = keras.layers.Dense(
            n_units, activation="selu", kernel_initializer="he_normal"
        )
        model.add(dense)
        model.add(keras.layers.AlphaDropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% tags=["wrong"]
# 초기화를 지워서 기본값인 글로럿 초기화가 됩니다.
def build_model(X_train):
    normalization = keras.layers.Normalization()
    normalization.adapt(X_train)
    model = keras.Sequential([keras.Input(shape=(64,)), normalization])
    for n_units in [300, 200, 100, 50]:
        model.add(keras.layers.Dense(n_units, activation="selu"))
        model.add(keras.layers.AlphaDropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% tags=["wrong"]
# 보통의 드롭아웃을 남겨 둡니다.
def build_model(X_train):
    normalization = keras.layers.Normalization()
    normalization.adapt(X_train)
    model = keras.Sequential([keras.Input(shape=(64,)), normalization])
    for n_units in [300, 200, 100, 50]:
        dense = keras.layers.Dense(
            n_units, activation="selu", kernel_initializer="lecun_normal"
        )
        model.add(dense)
        model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% tags=["wrong"]
# 드롭아웃을 아예 빼 버립니다.
def build_model(X_train):
    normalization = keras.layers.Normalization()
    normalization.adapt(X_train)
    model = keras.Sequential([keras.Input(shape=(64,)), normalization])
    for n_units in [300, 200, 100, 50]:
        dense = keras.layers.Dense(
            n_units, activation="selu", kernel_initializer="lecun_normal"
        )
        model.add(dense)
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model
