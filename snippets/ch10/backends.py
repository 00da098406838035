"""docs/ch10/backends.md의 코드입니다."""

# --8<-- [start:backend]
import keras

print(keras.__version__, keras.config.backend())
# --8<-- [end:backend]

# --8<-- [start:data]
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = X / 16  # (1797, 64), 0~1

X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
# --8<-- [end:data]

# --8<-- [start:weights]
rng = np.random.default_rng(42)
weights = [
    rng.normal(0, 0.125, (64, 32)),
    np.zeros(32),
    rng.normal(0, 0.125, (32, 10)),
    np.zeros(10),
]
# --8<-- [end:weights]

# --8<-- [start:is_squareplus]
points = np.linspace(-5, 5, 11)
built_in = keras.activations.squareplus(points)
expected = (points + np.sqrt(points**2 + 4)) / 2
assert np.allclose(expected, built_in), f"케라스의 값: {built_in}"
# --8<-- [end:is_squareplus]


# --8<-- [start:by_hand]
def squareplus(x):
    return (x + np.sqrt(x**2 + 4)) / 2


def predict_by_hand(X, W1, b1, W2, b2):
    logits = squareplus(X @ W1 + b1) @ W2 + b2
    exp = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exp / exp.sum(axis=1, keepdims=True)


by_hand = predict_by_hand(X_test, *weights)
# --8<-- [end:by_hand]

# --8<-- [start:program]
program = """
import sys

import keras
import numpy as np

def squareplus(x):
    return (x + keras.ops.sqrt(x**2 + 4)) / 2

model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(32, activation=squareplus),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)

data = np.load("data.npz")
model.set_weights([data[name] for name in ["W1", "b1", "W2", "b2"]])
before = model.predict(data["X_test"], verbose=0)
history = model.fit(
    data["X_train"],
    data["y_train"],
    epochs=5,
    batch_size=100,
    shuffle=False,
    verbose=0,
)
np.savez("result.npz", before=before, losses=history.history["loss"])

array = model(data["X_test"][:1])
print("계산한 배열:", type(array).__module__.split(".")[0])
print("텐서플로를 불러옴:", "tensorflow" in sys.modules)
"""
# --8<-- [end:program]

# --8<-- [start:run_on]
import os
import subprocess
import sys
import tempfile
from pathlib import Path

temporary = tempfile.TemporaryDirectory()
folder = Path(temporary.name)
(folder / "program.py").write_text(program, "utf-8")
np.savez(
    folder / "data.npz",
    **dict(zip(["W1", "b1", "W2", "b2"], weights)),
    X_train=X_train,
    y_train=y_train,
    X_test=X_test,
)


def run_on(backend):
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=folder,
        env={**os.environ, "KERAS_BACKEND": backend, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode != 0:
        print(done.stderr.strip().splitlines()[-1])
        return
    print(done.stdout, end="")
    result = np.load(folder / "result.npz")
    gap = np.abs(result["before"] - by_hand).max()
    print("넘파이의 예측과 같음:", gap < 1e-5)
    print("손실", *[f"{loss:.4f}" for loss in result["losses"]])


# --8<-- [end:run_on]

# --8<-- [start:on_tensorflow]
run_on("tensorflow")
# --8<-- [end:on_tensorflow]

# --8<-- [start:same_as_numpy]
result = np.load(folder / "result.npz")
before, losses = result["before"], result["losses"]
assert np.abs(before - by_hand).max() < 1e-5, "예측이 넘파이와 다릅니다"
first_batch = predict_by_hand(X_train[:100], *weights)
start = -np.log(first_batch[np.arange(100), y_train[:100]]).mean()
assert losses[0] < start, f"첫 배치의 손실 {start:.4f}에서 줄지 않았습니다"
assert (np.diff(losses) < 0).all(), f"손실이 오른 에포크가 있습니다: {losses}"
# --8<-- [end:same_as_numpy]

# --8<-- [start:too_late]
os.environ["KERAS_BACKEND"] = "jax"
print(keras.config.backend())
del os.environ["KERAS_BACKEND"]
# --8<-- [end:too_late]

# --8<-- [start:unknown]
run_on("pytorch")
# --8<-- [end:unknown]

# --8<-- [start:requires]
from importlib import metadata

package = metadata.packages_distributions()["tensorflow"][0]
print([need for need in metadata.requires(package) if "keras" in need])
print([need for need in metadata.requires("keras") if "tensorflow" in need])
# --8<-- [end:requires]

# --8<-- [start:same_classes]
import tensorflow as tf

print(tf.keras.layers.Dense is keras.layers.Dense)
print(tf.keras.Sequential is keras.Sequential)
# --8<-- [end:same_classes]

# --8<-- [start:other_classes]
shared = set(dir(keras.layers)) & set(dir(tf.keras.layers))
public = {name for name in shared if not name.startswith("_")}
print(
    sorted(
        name
        for name in public
        if getattr(tf.keras.layers, name) is not getattr(keras.layers, name)
    )
)
# --8<-- [end:other_classes]

# --8<-- [start:draw_stack]
import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch


def box(ax, x, y, width, height, text, color):
    style = "round,pad=0,rounding_size=0.12"
    ax.add_patch(FancyBboxPatch((x, y), width, height, style, fc=color, alpha=0.25))
    ax.add_patch(FancyBboxPatch((x, y), width, height, style, fc="none", ec=color))
    ax.text(x + width / 2, y + height / 2, text, ha="center", va="center")


fig, ax = plt.subplots(figsize=(5.4, 3.3))
box(ax, 0, 3.6, 9, 0.9, "import keras로 쓴 코드", "C1")
box(ax, 0, 2.4, 9, 0.9, "케라스 3: 층, 모델, fit, 저장", "C0")
box(ax, 0, 1.2, 9, 0.9, "keras.ops: 행렬 곱, 지수, 최댓값, ...", "C0")
for x, name in zip([0, 3.1, 6.2], ["텐서플로", "JAX", "파이토치"]):
    box(ax, x, 0, 2.8, 0.9, name, "C2")
for x in [1.4, 4.5, 7.6]:
    for y in [3.45, 2.25, 1.05]:
        ax.annotate("", (x, y - 0.12), (x, y + 0.12), arrowprops={"arrowstyle": "->"})
ax.set(xlim=(-0.1, 9.1), ylim=(-0.1, 4.6))
ax.axis("off")
plt.show()
# --8<-- [end:draw_stack]

# --8<-- [start:answer_softplus]
z = np.linspace(-5, 5, 11)
mine = keras.ops.log(1 + keras.ops.exp(z))
built_in = keras.activations.softplus(z)
gap = keras.ops.max(keras.ops.abs(mine - built_in))
print(f"{float(gap):.6f}")
# --8<-- [end:answer_softplus]

# --8<-- [start:answer_softplus_large]
for value in [10.0, 50.0, 100.0]:
    x = keras.ops.convert_to_tensor(value)
    mine = float(keras.ops.log(1 + keras.ops.exp(x)))
    print(f"{value:5.0f} {mine:7.2f} {float(keras.activations.softplus(x)):7.2f}")
# --8<-- [end:answer_softplus_large]

# --8<-- [start:overflows]
limit = np.log(np.finfo("float32").max)
assert 88 < limit < 89, f"float32의 지수 함수는 {limit:.1f}까지 셉니다"
assert not np.isfinite(mine), f"넘치지 않고 {mine}이 되었습니다"
# --8<-- [end:overflows]
