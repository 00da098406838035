# %% [markdown]
# # 모델과 층 만들기 { #models }
#
# 모델의 파라미터를 손으로 세고, 갈라지는 모델과 층을 직접 씁니다.
# 지금 돌아가는 것에서 그치지 않고, 그래프 안에서도 저장한 다음에도 같은지 확인합니다.

# %%
import keras
import numpy as np
from models_check import (
    check_center,
    check_limit_norm,
    check_params,
    check_wide_and_deep,
)

# %% [markdown] tags=["task"]
# ## 종이에서 세는 파라미터 { #params }
#
# <!-- 연습: 손계산, 5분, ../sequential.md#parameters -->
#
# 아래 층을 차례로 쌓은 모델의 파라미터를 실행하지 않고 세어 보세요.
#
# 1. `keras.Input(shape=(6, 5))`
# 2. `keras.layers.Flatten()`
# 3. `keras.layers.Dense(20, activation="relu", name="hidden1")`
# 4. `keras.layers.Dense(8, activation="relu", name="hidden2")`
# 5. `keras.layers.Dense(3, activation="softmax", name="output")`
#
# `params`에는 `Flatten`부터 `output`까지 층마다의 수를 차례로, `total`에는 그 합을 적으세요.
# 손으로 셀 줄 알면 `summary()`의 수가 생각과 다를 때 잘못 이은 층을 찾을 수 있습니다.

# %% [markdown] tags=["hint"]
# `Flatten`은 `(6, 5)` 크기를 한 줄로 펼 뿐입니다.
# 배워야 할 수가 있을까요?

# %% [markdown] tags=["hint"]
# `hidden1`의 유닛 하나에는 입력마다 가중치가 하나씩 있고, 편향이 하나 있습니다.

# %% [markdown] tags=["hint"]
# 펴고 나면 입력이 30개입니다.
# `hidden1`의 유닛 하나에 파라미터가 31개 있고, 그런 유닛이 20개입니다.

# %% tags=["start"]
params = [..., ..., ..., ...]
total = ...

# %% tags=["check"]
check_params(params, total)

# %% tags=["solution"]
params = [0, (30 + 1) * 20, (20 + 1) * 8, (8 + 1) * 3]
total = sum(params)

# %% [markdown] tags=["why"]
# 층의 파라미터는 `(입력 + 1) × 유닛`입니다.
# 앞 층의 유닛이 다음 층의 입력이 되므로, 층 하나의 유닛을 바꾸면 이웃한 두 층의 수가 함께 바뀝니다.

# %% tags=["also"]
weights = 30 * 20 + 20 * 8 + 8 * 3
biases = 20 + 8 + 3
params = np.array([0, 620, 168, 27])
total = weights + biases

# %% tags=["wrong"]
# 편향을 세지 않았습니다.
params = [0, 30 * 20, 20 * 8, 8 * 3]
total = sum(params)

# %% tags=["wrong"]
# 입력 30개를 파라미터로 세었습니다.
params = [30, 31 * 20, 21 * 8, 9 * 3]
total = sum(params)

# %% tags=["wrong"]
# 편향을 층마다 하나씩만 세었습니다.
params = [0, 30 * 20 + 1, 20 * 8 + 1, 8 * 3 + 1]
total = sum(params)

# %% tags=["wrong"]
# 편향을 유닛이 아니라 입력마다 하나씩 세었습니다.
params = [0, 30 * 21, 20 * 9, 8 * 4]
total = sum(params)

# %% tags=["wrong"]
# 펴지 않은 마지막 축의 5를 입력의 수로 썼습니다.
params = [0, 6 * 20, 21 * 8, 9 * 3]
total = sum(params)

# %% [markdown] tags=["task"]
# ## 값이 없는 텐서도 받는 함수 { #limit-norm }
#
# <!-- 연습: 구현, 20분, ../backends.md#portable ../functional.md#symbolic -->
#
# 벡터마다 노름을 재어 `max_norm`보다 크면 방향은 두고 노름만 `max_norm`으로 줄이고, 아니면 그대로 두는 함수를 쓰세요.
# `limit_norm(x, max_norm, axis=-1)`은 `x`와 크기도 자료형도 같은 텐서를 돌려줍니다.
# `axis`는 벡터가 놓인 축이고, 노름은 제곱의 합에 제곱근을 씌운 것입니다.
# 0으로만 된 벡터는 0 그대로여야 합니다.
# 넘파이 배열, 케라스의 텐서, 값이 없는 `KerasTensor`를 모두 받고 `predict()`의 그래프 안에서도 같은 값을 내야 합니다.
# 그러면 어느 백엔드에서나 층처럼 모델에 이을 수 있습니다.

# %% [markdown] tags=["hint"]
# `np.*`와 `tf.*`는 `KerasTensor`를 받지 않습니다.
# `keras.ops`에는 `norm()`, `maximum()`, `where()`가 있습니다.

# %% [markdown] tags=["hint"]
# 벡터마다 노름이 하나씩이므로 파이썬의 `if`로 한 번에 물을 수 없습니다.
# `keras.ops.where(조건, 참일 때, 거짓일 때)`로 원소마다 고릅니다.

# %% [markdown] tags=["hint"]
# `(4, 3)` 크기의 `x`를 벡터 4개의 노름으로 나누려면 노름의 크기가 `(4, 1)`이어야 합니다.
# `keepdims=True`가 줄어든 축을 1로 남깁니다.

# %% [markdown] tags=["hint"]
# 노름이 `max_norm`보다 작은 벡터에는 1을, 큰 벡터에는 `max_norm / 노름`을 곱합니다.
# 나누는 수를 `max_norm`과 노름 가운데 큰 쪽으로 두면 두 경우가 식 하나가 됩니다.


# %% tags=["start"]
def limit_norm(x, max_norm, axis=-1):
    norm = ...
    return ...


# %% tags=["check"]
check_limit_norm(limit_norm)


# %% tags=["solution"]
def limit_norm(x, max_norm, axis=-1):
    norm = keras.ops.norm(x, axis=axis, keepdims=True)
    return x * max_norm / keras.ops.maximum(norm, max_norm)


# %% [markdown] tags=["why"]
# `keras.ops`의 함수는 값이 있으면 바로 셈하고, 값이 없으면 무엇을 셈할지 적어 둡니다.
# 그래서 같은 코드가 [그래프 안에서도](../subclassing.md#tracing) 통합니다.
# 나누는 수가 `max_norm`보다 작아지지 않으므로 0으로 나누는 일도 없습니다.


# %% tags=["also"]
def limit_norm(x, max_norm, axis=-1):
    squares = keras.ops.sum(keras.ops.square(x), axis=axis, keepdims=True)
    norm = keras.ops.sqrt(squares)
    safe = keras.ops.where(norm > 0, norm, 1.0)
    return keras.ops.where(norm > max_norm, x * (max_norm / safe), x)


# %% tags=["wrong"]
# 넘파이의 함수로 노름을 잽니다.
def limit_norm(x, max_norm, axis=-1):
    norm = np.linalg.norm(x, axis=axis, keepdims=True)
    return x * max_norm / np.maximum(norm, max_norm)


# %% tags=["wrong"]
# 텐서의 값을 파이썬의 `if`로 묻습니다.
def limit_norm(x, max_norm, axis=-1):
    norm = keras.ops.norm(x, axis=axis, keepdims=True)
    if norm > max_norm:
        return x * max_norm / norm
    return x


# %% tags=["wrong"]
# 배치 전체의 노름을 하나만 잽니다.
def limit_norm(x, max_norm, axis=-1):
    norm = keras.ops.norm(x)
    return x * max_norm / keras.ops.maximum(norm, max_norm)


# %% tags=["wrong"]
# 줄어든 축을 남기지 않았습니다.
def limit_norm(x, max_norm, axis=-1):
    norm = keras.ops.norm(x, axis=axis)
    return x * max_norm / keras.ops.maximum(norm, max_norm)


# %% tags=["wrong"]
# 작은 벡터까지 늘립니다.
def limit_norm(x, max_norm, axis=-1):
    norm = keras.ops.norm(x, axis=axis, keepdims=True)
    return x * max_norm / keras.ops.maximum(norm, 1e-7)


# %% tags=["wrong"]
# axis를 받기만 하고 언제나 마지막 축에서 잽니다.
def limit_norm(x, max_norm, axis=-1):
    norm = keras.ops.norm(x, axis=-1, keepdims=True)
    return x * max_norm / keras.ops.maximum(norm, max_norm)


# %% [markdown] tags=["task"]
# ## 와이드 & 딥에 단 보조 출력 { #helper }
#
# <!-- 연습: 구현, 20분, ../functional.md#wide-and-deep ../functional.md#auxiliary -->
#
# 입력이 둘, 출력이 둘인 모델을 돌려주는 `build_model()`을 함수형 API로 쓰세요.
#
# - 입력 `pixels`는 크기가 `(64,)`이고, 은닉층을 하나 이상 지나는 깊은 길로 갑니다.
# - 입력 `shapes`는 크기가 `(3,)`이고, 은닉층을 지나지 않는 넓은 길로 갑니다.
# - 출력 `digit`은 두 길이 만난 곳에서 숫자 10가지의 확률을 냅니다.
# - 출력 `helper`는 두 길이 만나기 전, 깊은 길의 은닉층에서 같은 10가지의 확률을 냅니다.
#
# 확률은 소프트맥스이고, 은닉층의 수와 유닛과 활성화 함수는 마음대로 정합니다.
# 입력과 출력에 위의 이름을 붙이고, 컴파일은 하지 않아도 됩니다.
# 채점기는 입력과 가중치를 조금씩 흔들어 어느 출력이 움직이는지 봅니다.
# 다 쓰고 나면 길이 어디에서 갈라지고 만나는지 코드에서 읽을 수 있습니다.

# %% [markdown] tags=["hint"]
# 층을 부른 결과를 변수에 담아 두면 그 자리에서 길을 몇 갈래로든 나눌 수 있습니다.

# %% [markdown] tags=["hint"]
# `helper`의 출력층에는 은닉층의 결과를, `digit`의 출력층에는 `Concatenate`의 결과를 넣습니다.

# %% [markdown] tags=["hint"]
# `keras.layers.Concatenate()([deep, shapes])`로 두 길을 이어 붙입니다.
# 마지막에는 `keras.Model()`에 입력의 딕셔너리와 출력의 딕셔너리를 차례로 넘깁니다.


# %% tags=["start"]
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = ...
    helper = ...
    digit = ...
    return ...


# %% tags=["check"]
check_wide_and_deep(build_model)


# %% tags=["solution"]
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = keras.layers.Dense(32, activation="relu")(pixels)
    deep = keras.layers.Dense(32, activation="relu")(deep)
    helper = keras.layers.Dense(10, activation="softmax", name="helper")(deep)
    joined = keras.layers.Concatenate()([deep, shapes])
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(joined)
    inputs = {"pixels": pixels, "shapes": shapes}
    return keras.Model(inputs, {"digit": digit, "helper": helper})


# %% [markdown] tags=["why"]
# `helper`와 `digit`이 같은 은닉층을 함께 쓰므로, `helper`의 손실에서 온 그레이디언트도 그 은닉층을 고칩니다.
# 은닉층을 따로 두면 이름만 [보조 출력](../functional.md#auxiliary)이고 훈련을 돕지 못합니다.


# %% tags=["also"]
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = keras.layers.Dense(50, activation="tanh")(pixels)
    helper = keras.layers.Dense(10)(deep)
    helper = keras.layers.Softmax(name="helper")(helper)
    deep = keras.layers.Dense(20, activation="tanh")(deep)
    logits = keras.layers.Add()(
        [keras.layers.Dense(10)(deep), keras.layers.Dense(10)(shapes)]
    )
    digit = keras.layers.Softmax(name="digit")(logits)
    return keras.Model([pixels, shapes], [digit, helper])


# %% tags=["wrong"]
# 두 입력을 처음부터 이어 붙여 함께 은닉층에 넣습니다.
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    joined = keras.layers.Concatenate()([pixels, shapes])
    deep = keras.layers.Dense(32, activation="relu")(joined)
    helper = keras.layers.Dense(10, activation="softmax", name="helper")(deep)
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(deep)
    inputs = {"pixels": pixels, "shapes": shapes}
    return keras.Model(inputs, {"digit": digit, "helper": helper})


# %% tags=["wrong"]
# 보조 출력을 두 길이 만난 다음에 달았습니다.
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = keras.layers.Dense(32, activation="relu")(pixels)
    joined = keras.layers.Concatenate()([deep, shapes])
    helper = keras.layers.Dense(10, activation="softmax", name="helper")(joined)
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(joined)
    inputs = {"pixels": pixels, "shapes": shapes}
    return keras.Model(inputs, {"digit": digit, "helper": helper})


# %% tags=["wrong"]
# 이어 붙인 것 대신 깊은 길만 출력층에 넣었습니다.
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = keras.layers.Dense(32, activation="relu")(pixels)
    helper = keras.layers.Dense(10, activation="softmax", name="helper")(deep)
    joined = keras.layers.Concatenate()([deep, shapes])
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(deep)
    inputs = {"pixels": pixels, "shapes": shapes}
    return keras.Model(inputs, {"digit": digit, "helper": helper})


# %% tags=["wrong"]
# 보조 출력에 은닉층을 따로 만들어 주었습니다.
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = keras.layers.Dense(32, activation="relu")(pixels)
    other = keras.layers.Dense(32, activation="relu")(pixels)
    helper = keras.layers.Dense(10, activation="softmax", name="helper")(other)
    joined = keras.layers.Concatenate()([deep, shapes])
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(joined)
    inputs = {"pixels": pixels, "shapes": shapes}
    return keras.Model(inputs, {"digit": digit, "helper": helper})


# %% tags=["wrong"]
# 보조 출력을 은닉층이 아니라 입력에 달았습니다.
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = keras.layers.Dense(32, activation="relu")(pixels)
    helper = keras.layers.Dense(10, activation="softmax", name="helper")(pixels)
    joined = keras.layers.Concatenate()([deep, shapes])
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(joined)
    inputs = {"pixels": pixels, "shapes": shapes}
    return keras.Model(inputs, {"digit": digit, "helper": helper})


# %% tags=["wrong"]
# 출력에 이름을 붙이지 않았습니다.
def build_model():
    pixels = keras.Input(shape=(64,), name="pixels")
    shapes = keras.Input(shape=(3,), name="shapes")
    deep = keras.layers.Dense(32, activation="relu")(pixels)
    helper = keras.layers.Dense(10, activation="softmax")(deep)
    joined = keras.layers.Concatenate()([deep, shapes])
    digit = keras.layers.Dense(10, activation="softmax")(joined)
    return keras.Model([pixels, shapes], [digit, helper])


# %% [markdown] tags=["task"]
# ## 저장하면 사라지는 것 { #lost }
#
# <!-- 연습: 버그 찾기, 20분, ../subclassing.md#custom-layer ../subclassing.md#get-config ../saving.md#custom -->
#
# `Center`는 `adapt()`로 구한 특성마다의 평균에 `strength`를 곱해 입력에서 빼는 층입니다.
# 만들자마자 쓰면 옳은데, 모델을 저장했다가 불러오면 오류도 경고도 없이 예측이 달라집니다.
# 저장해도 같은 값이 나오도록 층을 고치세요.
# 인수와 메서드의 이름은 그대로 두고, 특성이 몇 개인 데이터에도 쓸 수 있어야 합니다.
# 평균은 훈련으로 바뀌지 않아야 합니다.
# 채점기는 `adapt()`에 float32 배열을 넣고, `.keras` 파일로 저장했다가 `custom_objects`로 불러옵니다.

# %% [markdown] tags=["hint"]
# 파일에 남는 것은 둘뿐입니다.
# 설계도에 적히는 `get_config()`의 인수와, 층이 가중치로 아는 값입니다.
# 이 층이 기억해야 하는 것은 무엇일까요?

# %% [markdown] tags=["hint"]
# 인수 `strength`는 설계도에 적어야 합니다.
# `get_config()`를 직접 쓰면 케라스가 인수를 스스로 적어 두지 않습니다.

# %% [markdown] tags=["hint"]
# 평균은 속성에 적은 텐서일 뿐이라 케라스가 모릅니다.
# `build()`에서 `self.add_weight(..., trainable=False)`로 만드세요.

# %% [markdown] tags=["hint"]
# 가중치를 만들었어도 `self.mean = ...`은 가중치를 텐서로 바꿔치기합니다.
# 값만 바꾸려면 `self.mean.assign(...)`을 씁니다.


# %% tags=["start"]
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.mean = keras.ops.zeros(input_shape[-1:])

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.mean = keras.ops.mean(X, axis=0)

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return super().get_config()


# %% tags=["check"]
check_center(Center)


# %% tags=["solution"]
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.mean = self.add_weight(
            shape=input_shape[-1:], initializer="zeros", trainable=False
        )

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.mean.assign(keras.ops.mean(X, axis=0))

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


# %% [markdown] tags=["why"]
# 설계도는 생성자의 인수를, 가중치 파일은 `add_weight()`로 만든 변수를 담습니다.
# 어느 쪽에도 없는 값은 불러올 때 처음 값으로 돌아갑니다.
# 그래서 [불러온 다음 예측이 같은지](../saving.md#model-arguments) 한 번은 확인해야 합니다.


# %% tags=["also"]
# get_config()를 지우면 케라스가 수로 된 인수를 스스로 적어 둡니다.
@keras.saving.register_keras_serializable(package="exercises")
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        size = (input_shape[-1],)
        self.mean = self.add_weight(
            shape=size, initializer="zeros", trainable=False, name="mean"
        )

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.set_weights([X.mean(axis=0)])

    def call(self, x):
        return x - self.strength * self.mean


# %% tags=["wrong"]
# 인수는 적었지만 평균은 여전히 속성에 적은 텐서입니다.
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.mean = keras.ops.zeros(input_shape[-1:])

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.mean = keras.ops.mean(X, axis=0)

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


# %% tags=["wrong"]
# 평균은 가중치로 만들었지만 인수를 적지 않았습니다.
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.mean = self.add_weight(
            shape=input_shape[-1:], initializer="zeros", trainable=False
        )

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.mean.assign(keras.ops.mean(X, axis=0))

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return super().get_config()


# %% tags=["wrong"]
# 가중치를 만들고는 adapt()에서 텐서로 바꿔치기합니다.
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.mean = self.add_weight(
            shape=input_shape[-1:], initializer="zeros", trainable=False
        )

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.mean = keras.ops.mean(X, axis=0)

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


# %% tags=["wrong"]
# 가중치의 크기를 생성자에서 64로 정해 둡니다.
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength
        self.mean = self.add_weight(shape=(64,), initializer="zeros", trainable=False)

    def adapt(self, X):
        self.mean.assign(keras.ops.mean(X, axis=0))

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


# %% tags=["wrong"]
# 평균이 훈련되는 가중치입니다.
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.mean = self.add_weight(shape=input_shape[-1:], initializer="zeros")

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.mean.assign(keras.ops.mean(X, axis=0))

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


# %% tags=["wrong"]
# 설계도에 부모 클래스의 설정을 넣지 않았습니다.
class Center(keras.layers.Layer):
    def __init__(self, strength=1.0, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.mean = self.add_weight(
            shape=input_shape[-1:], initializer="zeros", trainable=False
        )

    def adapt(self, X):
        if not self.built:
            self.build(X.shape)
        self.mean.assign(keras.ops.mean(X, axis=0))

    def call(self, x):
        return x - self.strength * self.mean

    def get_config(self):
        return {"strength": self.strength}
