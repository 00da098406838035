"""설치와 첫 실행입니다. docs/setup.md에서 읽습니다."""

# --8<-- [start:python_version]
import sys

assert (3, 11) <= sys.version_info[:2] <= (3, 13), f"파이썬 {sys.version}"
# --8<-- [end:python_version]

# --8<-- [start:versions]
import keras
import sklearn
import tensorflow as tf

print("keras     ", keras.__version__)
print("tensorflow", tf.__version__)
print("sklearn   ", sklearn.__version__)
print("backend   ", keras.config.backend())
# --8<-- [end:versions]

# --8<-- [start:n_images]
from sklearn.datasets import load_digits

assert load_digits().images.shape == (1797, 8, 8), "이미지의 개수가 다릅니다"
# --8<-- [end:n_images]

# --8<-- [start:data]
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = X / 16  # 0~16을 0~1로, (1797, 64)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=42)
# --8<-- [end:data]


# --8<-- [start:model]
def make_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(100, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model


# --8<-- [end:model]

# --8<-- [start:train]
keras.utils.set_random_seed(42)
model = make_model()
model.fit(X_train, y_train, epochs=20, batch_size=64, verbose=0)
loss, accuracy = model.evaluate(X_test, y_test, verbose=0)
print(f"테스트 정확도: {accuracy:.2f}")
# --8<-- [end:train]

# --8<-- [start:seeds]
for seed in range(5):
    keras.utils.set_random_seed(seed)
    model = make_model()
    model.fit(X_train, y_train, epochs=20, batch_size=64, verbose=0)
    loss, accuracy = model.evaluate(X_test, y_test, verbose=0)
    print(f"시드 {seed}: {accuracy:.3f}")
# --8<-- [end:seeds]

# --8<-- [start:tofu]
import io

import matplotlib.pyplot as plt

with plt.rc_context({"font.family": "DejaVu Sans"}):
    plt.title("손실")
    plt.savefig(io.BytesIO())
plt.close()
# --8<-- [end:tofu]

# --8<-- [start:korean_font]
import matplotlib.pyplot as plt
from matplotlib import font_manager

candidates = [
    "Noto Sans KR",
    "Malgun Gothic",  # 윈도우
    "Apple SD Gothic Neo",  # 맥
    "NanumGothic",
    "Noto Sans CJK KR",
]
names = font_manager.get_font_names()
found = next(name for name in candidates if name in names)
plt.rcParams["font.family"] = [found, "DejaVu Sans"]
plt.rcParams["axes.unicode_minus"] = False
# --8<-- [end:korean_font]

# --8<-- [start:no_more_tofu]
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("error")  # 경고가 나면 여기서 멈춥니다
    plt.title("손실")
    plt.savefig(io.BytesIO())
plt.close()
assert found in candidates, "한글 글꼴을 찾지 못했습니다"
# --8<-- [end:no_more_tofu]

# --8<-- [start:draw_korean]
keras.utils.set_random_seed(42)
history = make_model().fit(X_train, y_train, epochs=8, verbose=0)
plt.plot(range(1, 9), history.history["loss"])
plt.title("손으로 쓴 숫자의 학습 곡선")
plt.xlabel("에포크")
plt.ylabel("손실")
plt.show()
# --8<-- [end:draw_korean]
