"""docs/ch10/saving.md의 코드입니다."""

# --8<-- [start:data]
import keras
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


# --8<-- [start:build_model]
def build_model(n_units=32):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(n_units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        metrics=["accuracy"],
    )
    return model


keras.utils.set_random_seed(42)
model = build_model()
model.fit(X_train, y_train, epochs=5, batch_size=100, verbose=0)
# --8<-- [end:build_model]

# --8<-- [start:folder]
import tempfile
from pathlib import Path

temporary = tempfile.TemporaryDirectory()
folder = Path(temporary.name)
# --8<-- [end:folder]

# --8<-- [start:save_and_load]
before = model.predict(X_test, verbose=0)
model.save(folder / "digits.keras")

loaded = keras.models.load_model(folder / "digits.keras")
after = loaded.predict(X_test, verbose=0)
print(np.array_equal(before, after))
# --8<-- [end:save_and_load]

# --8<-- [start:new_process]
import subprocess
import sys

program = """
import keras
import numpy as np

model = keras.models.load_model("digits.keras")
np.save("proba.npy", model.predict(np.load("X_test.npy"), verbose=0))
print(type(model).__name__, model.loss, int(model.optimizer.iterations))
"""
np.save(folder / "X_test.npy", X_test)
command = [sys.executable, "-c", program]
done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
print(done.stdout, end="")
elsewhere = np.load(folder / "proba.npy")
print(f"{np.abs(before - elsewhere).max():.6f}")
# --8<-- [end:new_process]

# --8<-- [start:same_elsewhere]
W1, b1, W2, b2 = model.get_weights()
logits = np.maximum(X_test @ W1 + b1, 0) @ W2 + b2
by_hand = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
assert np.abs(elsewhere - by_hand).max() < 1e-5, "넘파이로 셈한 예측과 다릅니다"
assert f" {5 * 10}\n" in done.stdout, f"스텝 수가 50이 아닙니다: {done.stdout}"
# --8<-- [end:same_elsewhere]

# --8<-- [start:open_zip]
import zipfile

with zipfile.ZipFile(folder / "digits.keras") as archive:
    for name in archive.namelist():
        print(name)
    config = archive.read("config.json")
# --8<-- [end:open_zip]

# --8<-- [start:read_config]
import json

config = json.loads(config)
for layer in config["config"]["layers"]:
    print(layer["class_name"], layer["config"].get("units", ""))
print(config["compile_config"]["loss"])
print(config["compile_config"]["optimizer"]["class_name"])
# --8<-- [end:read_config]

# --8<-- [start:read_weights]
import h5py

with zipfile.ZipFile(folder / "digits.keras") as archive:
    archive.extract("model.weights.h5", folder)
with h5py.File(folder / "model.weights.h5") as file:
    print(list(file["layers"]), list(file["optimizer"]))
    kernel = file["layers/dense/vars/0"][:]
print(np.array_equal(kernel, model.get_weights()[0]))
# --8<-- [end:read_weights]

# --8<-- [start:config_has_no_values]
text = json.dumps(config)
assert "0.01" in text or "0.0099" in text, "설정에 학습률이 없습니다"
rebuilt = keras.Sequential.from_config(config["config"])
assert not np.array_equal(rebuilt.get_weights()[0], kernel), "설정에 가중치가 있습니다"
# --8<-- [end:config_has_no_values]


# --8<-- [start:continue_training]
def train_more(net):
    return net.fit(
        X_train, y_train, epochs=5, batch_size=100, shuffle=False, verbose=0
    ).history["loss"]


weights_only = build_model()
weights_only.set_weights(model.get_weights())
nets = {"그대로": model, ".keras": loaded, "가중치만": weights_only}
for name, net in nets.items():
    print(*[f"{loss:.2f}" for loss in train_more(net)], name)
# --8<-- [end:continue_training]

# --8<-- [start:same_path]
pairs = zip(model.get_weights(), loaded.get_weights())
gap = max(np.abs(a - b).max() for a, b in pairs)
assert gap < 1e-6, f"이어서 훈련한 가중치가 {gap:.1e}만큼 다릅니다"
pairs = zip(model.get_weights(), weights_only.get_weights())
gap = max(np.abs(a - b).max() for a, b in pairs)
assert gap > 1e-3, f"옵티마이저의 상태가 없는데 {gap:.1e}만큼만 다릅니다"
# --8<-- [end:same_path]


# --8<-- [start:forget]
def forget(optimizer):
    for variable in optimizer.variables:
        if "learning_rate" not in variable.path:
            variable.assign(keras.ops.zeros_like(variable))


net, ahead = build_model(), []
for seed in range(5):
    keras.utils.set_random_seed(seed)
    net.set_weights(build_model().get_weights())
    forget(net.optimizer)
    train_more(net)
    trained = net.get_weights()
    with_state = train_more(net)
    net.set_weights(trained)
    forget(net.optimizer)
    ahead.append(np.subtract(train_more(net), with_state))
# --8<-- [end:forget]

# --8<-- [start:draw_more]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5.4, 2.9))
for gap in ahead:
    ax.plot(range(1, 6), gap, "C1.-", lw=1)
ax.axhline(0, c="C0", lw=2)
ax.text(1, 0.002, ".keras에서 이어 감", c="C0")
ax.text(3.1, 0.022, "가중치만 옮김", c="C1")
ax.set(xlabel="이어서 훈련한 에포크", xticks=range(1, 6), ylabel="손실의 차이")
plt.show()
# --8<-- [end:draw_more]

# --8<-- [start:ahead_first]
first, last = np.array(ahead)[:, 0], np.array(ahead)[:, -1]
assert first.min() > 0.01, f"첫 에포크의 차이는 {first.round(3)}"
assert last.max() < 0.005, f"다섯째 에포크의 차이는 {last.round(3)}"
# --8<-- [end:ahead_first]


# --8<-- [start:save_weights]
model.save_weights(folder / "digits.weights.h5")

empty = build_model()
empty.optimizer.build(empty.trainable_variables)
empty.load_weights(folder / "digits.weights.h5")
print(np.array_equal(empty(X_test), model(X_test)), int(empty.optimizer.iterations))
# --8<-- [end:save_weights]

# --8<-- [start:skipping]
unbuilt = build_model()
unbuilt.load_weights(folder / "digits.weights.h5")
# --8<-- [end:skipping]

# --8<-- [start:skipped_state]
assert int(unbuilt.optimizer.iterations) == 0, "옵티마이저의 상태를 불러왔습니다"
pairs = zip(unbuilt.get_weights(), model.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "가중치가 다릅니다"
# --8<-- [end:skipped_state]

# --8<-- [start:other_shape]
import re

narrow = keras.Sequential(
    [keras.Input(shape=(64,)), keras.layers.Dense(16), keras.layers.Dense(10)]
)
try:
    narrow.load_weights(folder / "digits.weights.h5")
except ValueError as error:
    print(re.search(r"variable\.shape=.*?value\.shape=\(.*?\)", str(error))[0])
# --8<-- [end:other_shape]


# --8<-- [start:custom_layer]
class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor


scaled = keras.Sequential([keras.Input(shape=(64,)), Scale(5.0)])
scaled.save(folder / "scaled.keras")
# --8<-- [end:custom_layer]

# --8<-- [start:cannot_locate]
try:
    keras.models.load_model(folder / "scaled.keras")
except TypeError as error:
    message = str(error)
    start = message.index("Could not locate class")
    print(message[start:].split(".")[0])
# --8<-- [end:cannot_locate]

# --8<-- [start:custom_objects]
restored = keras.models.load_model(
    folder / "scaled.keras", custom_objects={"Scale": Scale}
)
print(restored.layers[0].factor)
# --8<-- [end:custom_objects]


# --8<-- [start:register]
@keras.saving.register_keras_serializable(package="notes")
class Shift(keras.layers.Layer):
    def __init__(self, amount, **kwargs):
        super().__init__(**kwargs)
        self.amount = amount

    def call(self, x):
        return x + self.amount


shifted = keras.Sequential([keras.Input(shape=(64,)), Shift(3.0)])
shifted.save(folder / "shifted.keras")
restored = keras.models.load_model(folder / "shifted.keras")
print(restored.layers[0].amount)
# --8<-- [end:register]


# --8<-- [start:FlipNet]
@keras.saving.register_keras_serializable(package="notes")
class FlipNet(keras.Model):
    def __init__(self, threshold=0.5, **kwargs):
        super().__init__(**kwargs)
        self.threshold = threshold
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        bright = keras.ops.mean(x, axis=1, keepdims=True) > self.threshold
        return self.out(keras.ops.where(bright, 1 - x, x))


# --8<-- [end:FlipNet]


# --8<-- [start:round_trip]
def round_trip(net):
    proba = net(X_test)
    net.save(folder / "flip.keras")
    restored = keras.models.load_model(folder / "flip.keras")
    print(restored.threshold, np.allclose(restored(X_test), proba))


keras.utils.set_random_seed(42)
round_trip(FlipNet(threshold=0.3))
# --8<-- [end:round_trip]

# --8<-- [start:weights_are_same]
net = FlipNet(threshold=0.3)
net(X_test)
net.save(folder / "flip.keras")
restored = keras.models.load_model(folder / "flip.keras")
pairs = zip(net.get_weights(), restored.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "가중치가 다릅니다"
restored.threshold = 0.3
assert np.allclose(restored(X_test), net(X_test)), "인수 말고도 다른 것이 있습니다"
# --8<-- [end:weights_are_same]


# --8<-- [start:SavableNet]
@keras.saving.register_keras_serializable(package="notes")
class SavableNet(FlipNet):
    def get_config(self):
        return super().get_config() | {"threshold": self.threshold}


round_trip(SavableNet(threshold=0.3))
# --8<-- [end:SavableNet]


# --8<-- [start:export]
model.export(folder / "served", verbose=False)
print(sorted(path.name for path in (folder / "served").iterdir()))

served = keras.layers.TFSMLayer(folder / "served", call_endpoint="serve")
images = X_test.astype("float32")
print(np.allclose(served(images), model(images), atol=1e-6))
# --8<-- [end:export]

# --8<-- [start:no_fit]
assert not hasattr(served, "fit"), "내보낸 모델에 fit이 있습니다"
assert not hasattr(served, "optimizer"), "내보낸 모델에 옵티마이저가 있습니다"
# --8<-- [end:no_fit]

# --8<-- [start:no_class]
import tensorflow as tf

scaled.export(folder / "scaled", verbose=False)
loaded_graph = tf.saved_model.load(folder / "scaled")
gap = np.abs(loaded_graph.serve(images) - 5 * images).max()
assert gap < 1e-6, f"다섯 배에서 {gap}만큼 벗어납니다"
assert not isinstance(loaded_graph, keras.layers.Layer), "케라스의 층입니다"
# --8<-- [end:no_class]

# --8<-- [start:legacy_h5]
model.save(folder / "digits.h5")
legacy = keras.models.load_model(folder / "digits.h5")
print(np.array_equal(legacy(X_test), model(X_test)), int(legacy.optimizer.iterations))
# --8<-- [end:legacy_h5]

# --8<-- [start:h5_side_effect]
model.save(folder / "again.keras")
again = keras.models.load_model(folder / "again.keras")
print(type(model.optimizer).__name__, type(again.optimizer).__name__)
# --8<-- [end:h5_side_effect]

# --8<-- [start:h5_mse]
regressor = keras.Sequential([keras.Input(shape=(64,)), keras.layers.Dense(1)])
regressor.compile(loss="mse")
regressor.save(folder / "regressor.h5")
# --8<-- [end:h5_mse]

# --8<-- [start:h5_ways]
without = keras.models.load_model(folder / "regressor.h5", compile=False)
assert np.array_equal(without(X_test), regressor(X_test)), "예측이 다릅니다"
another = keras.models.clone_model(regressor)
another.compile(loss="mse", optimizer="sgd")
another.optimizer.build(another.trainable_variables)
another.save(folder / "regressor.keras")
back = keras.models.load_model(folder / "regressor.keras")
assert back.loss == "mse", f"손실이 {back.loss}입니다"
# --8<-- [end:h5_ways]

# --8<-- [start:kept]
for file in ["digits.keras", "digits.h5", "digits.weights.h5", "served"]:
    try:
        net = keras.models.load_model(folder / file)
        print(int(net.optimizer.iterations), file)
    except ValueError:
        print("-", file)
# --8<-- [end:kept]


# --8<-- [start:bytes_per_parameter]
def size_of(path):
    return sum(p.stat().st_size for p in [path, *path.rglob("*")] if p.is_file())


sizes = {}
for units in [1000, 5000]:
    wide = keras.Sequential([keras.Input(shape=(64,)), keras.layers.Dense(units)])
    wide.compile(loss="mse", optimizer="adam")
    wide.optimizer.build(wide.trainable_variables)
    wide.save(folder / "wide.keras")
    wide.save_weights(folder / "wide.weights.h5")
    wide.export(folder / "wide", verbose=False)
    wide.save(folder / "wide.h5")
    for name in ["wide.keras", "wide.h5", "wide.weights.h5", "wide"]:
        sizes.setdefault(name, []).append(size_of(folder / name))
for name, (small, large) in sizes.items():
    slope = (large - small) / (4000 * 65)
    expected = 8 if name == "wide" else 12
    assert abs(slope - expected) < 0.1, f"{name}: 파라미터마다 {slope:.2f}바이트"
stored = tf.train.list_variables(folder / "wide/variables/variables")
shapes = sorted(tuple(shape) for name, shape in stored if shape)
assert shapes == 2 * [(64, 5000)] + 2 * [(5000,)], f"내보낸 변수는 {shapes}"
# --8<-- [end:bytes_per_parameter]


# --8<-- [start:evil]
import contextlib

with contextlib.chdir(folder):
    evil = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Lambda(lambda x: (open("hello.txt", "w").close(), x)[1]),
        ]
    )
    evil.save("free_model.keras")
    Path("hello.txt").unlink()
# --8<-- [end:evil]

# --8<-- [start:refused]
with contextlib.chdir(folder):
    try:
        keras.models.load_model("free_model.keras")
    except ValueError as error:
        print(str(error).split(". ")[0])
    print("파일이 생김:", Path("hello.txt").exists())
# --8<-- [end:refused]

# --8<-- [start:unsafe]
with contextlib.chdir(folder):
    keras.models.load_model("free_model.keras", safe_mode=False)
    print("파일이 생김:", Path("hello.txt").exists())
# --8<-- [end:unsafe]

# --8<-- [start:look_inside]
with zipfile.ZipFile(folder / "free_model.keras") as archive:
    print("__lambda__" in archive.read("config.json").decode())
# --8<-- [end:look_inside]

# --8<-- [start:h5_refuses_too]
with contextlib.chdir(folder):
    Path("hello.txt").unlink(missing_ok=True)
    evil.save("free_model.h5")
    for safe_mode, ran in [(True, False), (False, True)]:
        try:
            keras.models.load_model("free_model.h5", safe_mode=safe_mode)
            message = "오류 없음"
        except ValueError as error:
            message = str(error)
        refused = "Requested the deserialization of a `Lambda`" in message
        assert refused is not ran, f"safe_mode={safe_mode}에서 {message}"
        assert Path("hello.txt").exists() is ran, f"실행한 것과 다릅니다: {ran}"
# --8<-- [end:h5_refuses_too]

# --8<-- [start:answer_no_compile]
plain = keras.models.load_model(folder / "digits.keras", compile=False)
print(plain.compiled, np.array_equal(plain.predict(X_test, verbose=0), before))
# --8<-- [end:answer_no_compile]

# --8<-- [start:answer_smaller]
for n_units in [32, 512]:
    net = build_model(n_units)
    net.optimizer.build(net.trainable_variables)
    net.save(folder / "full.keras")
    keras.models.load_model(folder / "full.keras", compile=False).save(
        folder / "small.keras"
    )
    sizes = [(folder / name).stat().st_size for name in ["full.keras", "small.keras"]]
    print(f"{sizes[0] / sizes[1]:.1f}배 {n_units}유닛")
# --8<-- [end:answer_smaller]

# --8<-- [start:three_times]
removed = (sizes[0] - sizes[1]) / net.count_params()
assert abs(removed - 8) < 1, f"파라미터마다 {removed:.1f}바이트가 줄었습니다"
assert 2.5 < sizes[0] / sizes[1] < 3, f"{sizes[0] / sizes[1]:.2f}배입니다"
# --8<-- [end:three_times]

# --8<-- [start:answer_new_head]
body = keras.Sequential([keras.Input(shape=(64,)), *plain.layers[:-1]])
even_or_odd = keras.Sequential([body, keras.layers.Dense(1, activation="sigmoid")])
even_or_odd.build((None, 64))
same = np.array_equal(even_or_odd.get_weights()[0], kernel)
print(same, even_or_odd.count_params())
# --8<-- [end:answer_new_head]

# --8<-- [start:cleanup]
temporary.cleanup()
# --8<-- [end:cleanup]
