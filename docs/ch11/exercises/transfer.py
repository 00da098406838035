# %% [markdown]
# # 전이 학습과 적은 레이블 { #transfer }
#
# 층을 가져오는 순서를 바로잡고, 레이블이 적을 때 쓰는 증식과 평가를 직접 씁니다.

# %%
import keras
import numpy as np
from transfer_check import check_pick, check_shift, check_transfer

keras.utils.set_random_seed(42)


def build_model():
    model = keras.Sequential([keras.Input(shape=(64,))])
    for units, name in [(30, "hidden_1"), (20, "hidden_2")]:
        layer = keras.layers.Dense(
            units, activation="relu", kernel_initializer="he_normal", name=name
        )
        model.add(layer)
    model.add(keras.layers.Dense(5, activation="softmax", name="head"))
    return model


def compile_model(model, learning_rate):
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate),
    )


# %% [markdown] tags=["task"]
# ## 움직이지 않는 미세 튜닝 { #thaw }
#
# <!-- 연습: 버그 찾기, 20분, ../transfer-learning.md#clone ../transfer-learning.md#freeze -->
#
# `transfer()`는 모델 A의 은닉층을 빌려 새 모델을 만들고, 미세 튜닝을 시작할 준비까지 마칩니다.
#
# 1. A의 은닉층 둘을 가중치까지 복제하고, 출력층은 새로 만듭니다.
# 2. 은닉층을 동결하고, 학습률 0.1로 열 스텝을 훈련합니다.
# 3. 모든 층을 풀고, 다음 `train_on_batch()`부터 학습률 0.01로 훈련하게 해서 돌려줍니다.
#
# 그런데 돌려받은 모델을 더 훈련해도 은닉층이 움직이지 않습니다.
# 오류도 경고도 없습니다.
# 잘못을 찾아 고치되, A는 조금도 바뀌지 않게 하세요.
#
# `model_A`는 위의 `build_model()`로 만들어 훈련한 모델입니다.
# `X`의 크기는 (샘플 수, 64)이고 `y`의 값은 0부터 4까지입니다.

# %% [markdown] tags=["hint"]
# 훈련할 가중치의 목록은 언제 정해질까요?
# `trainable`을 바꾼 때가 아닙니다.

# %% [markdown] tags=["hint"]
# 컴파일한 모델은 처음 훈련할 때 계산 그래프를 만들고, 그 그래프를 쓰는 동안은 `trainable`을 다시 보지 않습니다.
# 동결한 채 열 스텝을 훈련했으니 그래프에는 출력층만 들어 있습니다.

# %% [markdown] tags=["hint"]
# `trainable`을 바꾼 다음에는 늘 다시 컴파일합니다.
# 마지막 줄에서 학습률만 바꾸지 말고 `compile_model(model, 0.01)`을 부르세요.


# %% tags=["start"]
def transfer(model_A, X, y):
    model = keras.models.clone_model(model_A)
    for new, old in zip(model.layers[:2], model_A.layers[:2]):
        new.set_weights(old.get_weights())
        new.trainable = False
    compile_model(model, 0.1)
    for step in range(10):
        model.train_on_batch(X, y)

    for layer in model.layers:
        layer.trainable = True
    model.optimizer.learning_rate = 0.01
    return model


# %% tags=["check"]
check_transfer(transfer)


# %% tags=["solution"]
def transfer(model_A, X, y):
    model = keras.models.clone_model(model_A)
    for new, old in zip(model.layers[:2], model_A.layers[:2]):
        new.set_weights(old.get_weights())
        new.trainable = False
    compile_model(model, 0.1)
    for step in range(10):
        model.train_on_batch(X, y)

    for layer in model.layers:
        layer.trainable = True
    compile_model(model, 0.01)
    return model


# %% [markdown] tags=["why"]
# 학습률은 변수라서 그래프를 다시 만들지 않아도 바뀌지만, 훈련할 가중치의 목록은 그래프에 새겨져 있습니다.
# 그래서 학습률을 인쇄해 보아도 잘못이 드러나지 않습니다.
# `clone_model()`이 출력층의 가중치를 새로 뽑으므로, 은닉층의 가중치만 옮기면 새 출력층이 됩니다.


# %% tags=["also"]
def transfer(model_A, X, y):
    model = build_model()
    lower = model.layers[:2]
    for i, layer in enumerate(lower):
        layer.set_weights(model_A.layers[i].get_weights())

    for trainable, learning_rate in [(False, 0.1), (True, 0.01)]:
        for layer in lower:
            layer.trainable = trainable
        compile_model(model, learning_rate)
        if not trainable:
            model.fit(X, y, epochs=10, batch_size=len(X), verbose=0)
    return model


# %% tags=["wrong"]
# 복제하고 가중치를 옮기지 않았습니다.
def transfer(model_A, X, y):
    model = keras.models.clone_model(model_A)
    for layer in model.layers[:2]:
        layer.trainable = False
    compile_model(model, 0.1)
    for step in range(10):
        model.train_on_batch(X, y)

    for layer in model.layers:
        layer.trainable = True
    compile_model(model, 0.01)
    return model


# %% tags=["wrong"]
# 복제하지 않고 A의 층을 그대로 끼웠습니다.
def transfer(model_A, X, y):
    head = keras.layers.Dense(5, activation="softmax")
    model = keras.Sequential([keras.Input(shape=(64,)), *model_A.layers[:2], head])
    for layer in model.layers[:2]:
        layer.trainable = False
    compile_model(model, 0.1)
    for step in range(10):
        model.train_on_batch(X, y)

    for layer in model.layers:
        layer.trainable = True
    compile_model(model, 0.01)
    return model


# %% tags=["wrong"]
# 출력층의 가중치까지 옮겼습니다.
def transfer(model_A, X, y):
    model = keras.models.clone_model(model_A)
    model.set_weights(model_A.get_weights())
    for layer in model.layers[:2]:
        layer.trainable = False
    compile_model(model, 0.1)
    for step in range(10):
        model.train_on_batch(X, y)

    for layer in model.layers:
        layer.trainable = True
    compile_model(model, 0.01)
    return model


# %% tags=["wrong"]
# 동결하지 않고 처음부터 모두 훈련합니다.
def transfer(model_A, X, y):
    model = keras.models.clone_model(model_A)
    for new, old in zip(model.layers[:2], model_A.layers[:2]):
        new.set_weights(old.get_weights())
    compile_model(model, 0.1)
    for step in range(10):
        model.train_on_batch(X, y)

    compile_model(model, 0.01)
    return model


# %% tags=["wrong"]
# 다시 컴파일했지만 학습률을 낮추지 않았습니다.
def transfer(model_A, X, y):
    model = keras.models.clone_model(model_A)
    for new, old in zip(model.layers[:2], model_A.layers[:2]):
        new.set_weights(old.get_weights())
        new.trainable = False
    compile_model(model, 0.1)
    for step in range(10):
        model.train_on_batch(X, y)

    for layer in model.layers:
        layer.trainable = True
    compile_model(model, 0.1)
    return model


# %% [markdown] tags=["task"]
# ## 돌아 들어오지 않는 이동 { #shift }
#
# <!-- 연습: 구현, 15분, ../few-labels.md#augmentation -->
#
# 이미지를 한두 칸 옮겨도 숫자는 그대로이므로, 옮긴 이미지는 좋은 증식입니다.
# 그런데 `np.roll()`로 옮기면 밖으로 나간 픽셀이 반대쪽에서 돌아 들어와 없던 획이 생깁니다.
# 빈 자리를 0으로 채우며 옮기는 함수를 쓰세요.
#
# `images`의 크기는 (n, 8, 8)이고, n장을 모두 같은 만큼 옮긴 같은 크기의 배열을 돌려줍니다.
# `dy`가 양수이면 아래로, `dx`가 양수이면 오른쪽으로 옮깁니다.
# 둘 다 -2부터 2까지의 정수이고 0일 수도 있습니다.
# `images`는 바꾸지 마세요.

# %% [markdown] tags=["hint"]
# 이미지를 옮기는 대신 이미지를 보는 8×8 창을 옮긴다고 생각해 보세요.
# 창이 이미지 밖을 볼 수 있으려면 둘레에 0이 있어야 합니다.

# %% [markdown] tags=["hint"]
# `np.pad(images, ((0, 0), (2, 2), (2, 2)))`는 이미지마다 둘레에 0을 두 칸씩 둘러 12×12로 만듭니다.
# 첫 축은 이미지의 번호이므로 두르지 않습니다.

# %% [markdown] tags=["hint"]
# 옮기지 않을 때의 창은 행과 열 모두 `2:10`입니다.
# 이미지가 아래로 한 칸 내려가 보이려면 창은 위로 한 칸 올라가야 합니다.
# 그래서 행의 창은 `2 - dy : 10 - dy`입니다.


# %% tags=["start"]
def shift_images(images, dy, dx):
    return ...


# %% tags=["check"]
check_shift(shift_images)


# %% tags=["solution"]
def shift_images(images, dy, dx):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2)))
    return padded[:, 2 - dy : 10 - dy, 2 - dx : 10 - dx]


# %% [markdown] tags=["why"]
# 창을 옮기면 0과 음수를 따로 다루지 않아도 됩니다.
# 자르는 자리를 `images[:, :-dy]`처럼 적으면 `dy`가 0일 때 빈 배열이 됩니다.


# %% tags=["also"]
# 돌려서 옮긴 다음, 돌아 들어온 픽셀을 지웁니다.
def shift_images(images, dy, dx):
    rows, columns = np.arange(8) - dy, np.arange(8) - dx  # 픽셀이 온 자리
    kept = np.outer((rows >= 0) & (rows < 8), (columns >= 0) & (columns < 8))
    return np.roll(images, (dy, dx), axis=(1, 2)) * kept


# %% tags=["wrong"]
# 밖으로 나간 픽셀이 반대쪽에서 돌아 들어옵니다.
def shift_images(images, dy, dx):
    return np.roll(images, (dy, dx), axis=(1, 2))


# %% tags=["wrong"]
# 행과 열을 바꾸어 옮깁니다.
def shift_images(images, dy, dx):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2)))
    return padded[:, 2 - dx : 10 - dx, 2 - dy : 10 - dy]


# %% tags=["wrong"]
# 옮기는 방향이 반대입니다.
def shift_images(images, dy, dx):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2)))
    return padded[:, 2 + dy : 10 + dy, 2 + dx : 10 + dx]


# %% tags=["wrong"]
# 첫 이미지만 옮깁니다.
def shift_images(images, dy, dx):
    shifted = images.copy()
    padded = np.pad(images[0], 2)
    shifted[0] = padded[2 - dy : 10 - dy, 2 - dx : 10 - dx]
    return shifted


# %% tags=["wrong"]
# 빈 자리를 0 대신 가장자리의 값으로 채웁니다.
def shift_images(images, dy, dx):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2)), mode="edge")
    return padded[:, 2 - dy : 10 - dy, 2 - dx : 10 - dx]


# %% [markdown] tags=["task"]
# ## 레이블을 더 쓰지 않는 두 벌 { #two-halves }
#
# <!-- 연습: 측정, 20분, ../few-labels.md#learning-rate ../few-labels.md#compare -->
#
# 학습률이나 방법을 고르는 데 쓴 레이블도 레이블입니다.
# 그래서 가진 레이블을 둘로 나누어, 한 벌로 훈련하고 다른 한 벌에서 정확도를 잽니다.
# 그 두 벌을 뽑는 함수를 쓰세요.
#
# - `y`는 정수 레이블의 배열이고, 클래스의 번호가 0부터 이어지지 않을 수도 있습니다.
# - `train`과 `valid`는 `y`의 인덱스를 담은 배열이고, 저마다 클래스마다 꼭 `per_class`개씩 있습니다.
# - 같은 샘플이 두 번 나오지 않습니다.
# - 무작위는 `np.random.default_rng(0)`처럼 만든 `rng`에서만 얻습니다.
#
# 클래스마다 샘플은 `2 * per_class`개 이상 있습니다.
# 답이 맞으면 채점기가 여러분의 두 벌로 최근접 이웃을 열 번 재서, 한 번 잰 정확도를 얼마나 믿을 수 있는지 알려 줍니다.

# %% [markdown] tags=["hint"]
# 클래스마다 따로 뽑아야 수가 고릅니다.
# `np.unique(y)`로 클래스를 돌고, `np.flatnonzero(y == label)`로 그 클래스의 인덱스를 얻습니다.

# %% [markdown] tags=["hint"]
# 그 인덱스를 `rng.permutation()`으로 섞으면 앞에서부터 잘라 써도 무작위입니다.

# %% [markdown] tags=["hint"]
# 한 번 섞은 것의 앞 `per_class`개는 `train`에, 다음 `per_class`개는 `valid`에 넣습니다.
# 따로 섞으면 두 벌에 같은 샘플이 들어갈 수 있습니다.


# %% tags=["start"]
def pick(y, per_class, rng):
    train, valid = ..., ...
    return train, valid


# %% tags=["check"]
check_pick(pick)


# %% tags=["solution"]
def pick(y, per_class, rng):
    train, valid = [], []
    for label in np.unique(y):
        shuffled = rng.permutation(np.flatnonzero(y == label))
        train.extend(shuffled[:per_class])
        valid.extend(shuffled[per_class : 2 * per_class])
    return np.array(train), np.array(valid)


# %% [markdown] tags=["why"]
# 검증 세트가 작으면 뽑기에 따라 정확도가 크게 달라집니다.
# 두 방법을 견줄 때는 같은 두 벌을 함께 쓰고 여러 번 뽑아 [짝지어 봅니다](../few-labels.md#scores).


# %% tags=["also"]
# 모두 섞은 다음 클래스끼리 모읍니다.
def pick(y, per_class, rng):
    order = rng.permutation(len(y))
    grouped = order[np.argsort(y[order], kind="stable")]
    starts = np.searchsorted(y[grouped], np.unique(y)).reshape(-1, 1)
    chosen = grouped[starts + np.arange(2 * per_class)]  # (클래스 수, 2 * per_class)
    return chosen[:, :per_class].ravel(), chosen[:, per_class:].ravel()


# %% tags=["wrong"]
# 클래스마다 늘 앞에서부터 고릅니다.
def pick(y, per_class, rng):
    groups = [np.flatnonzero(y == label) for label in np.unique(y)]
    train = np.concatenate([i[:per_class] for i in groups])
    valid = np.concatenate([i[per_class : 2 * per_class] for i in groups])
    return train, valid


# %% tags=["wrong"]
# 뽑은 샘플을 되돌려 놓고 다시 뽑습니다.
def pick(y, per_class, rng):
    groups = [np.flatnonzero(y == label) for label in np.unique(y)]
    drawn = np.array([rng.choice(i, 2 * per_class) for i in groups])
    return drawn[:, :per_class].ravel(), drawn[:, per_class:].ravel()


# %% tags=["wrong"]
# 클래스를 가리지 않고 뽑습니다.
def pick(y, per_class, rng):
    n = per_class * len(np.unique(y))
    shuffled = rng.permutation(len(y))
    return shuffled[:n], shuffled[n : 2 * n]


# %% tags=["wrong"]
# 두 벌을 따로 뽑아서 겹칩니다.
def pick(y, per_class, rng):
    groups = [np.flatnonzero(y == label) for label in np.unique(y)]
    train = np.concatenate([rng.permutation(i)[:per_class] for i in groups])
    valid = np.concatenate([rng.permutation(i)[:per_class] for i in groups])
    return train, valid


# %% tags=["wrong"]
# 인덱스가 아니라 레이블을 돌려줍니다.
def pick(y, per_class, rng):
    groups = [rng.permutation(np.flatnonzero(y == label)) for label in np.unique(y)]
    train = np.concatenate([i[:per_class] for i in groups])
    valid = np.concatenate([i[per_class : 2 * per_class] for i in groups])
    return y[train], y[valid]
