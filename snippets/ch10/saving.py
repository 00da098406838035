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
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
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
weights_only = build_model()
weights_only.set_weights(model.get_weights())

more = {}
for name, net in [
    ("그대로", model),
    (".keras", loaded),
    ("가중치만", weights_only),
]:
    more[name] = net.fit(
        X_train, y_train, epochs=5, batch_size=100, shuffle=False, verbose=0
    ).history["loss"]
    print(*[f"{loss:.4f}" for loss in more[name]], name)
# --8<-- [end:continue_training]

# --8<-- [start:draw_more]
import matplotlib.pyplot as plt

epochs = range(6, 11)
fig, ax = plt.subplots(figsize=(5.4, 2.9))
ax.plot(epochs, more["그대로"], "C0-", lw=5, alpha=0.35, label="그대로 이어서")
ax.plot(epochs, more[".keras"], "C0.--", label=".keras에서 이어서")
ax.plot(epochs, more["가중치만"], "C1.-", label="가중치만 옮겨서")
ax.set(xlabel="에포크", xticks=epochs, ylabel="훈련 손실", ylim=(0.08, 0.25))
ax.legend()
plt.show()
# --8<-- [end:draw_more]

# --8<-- [start:same_path]
gaps = [np.abs(a - b).max() for a, b in zip(model.get_weights(), loaded.get_weights())]
assert max(gaps) < 1e-6, f"가중치가 {max(gaps):.1e}만큼 다릅니다"
pairs = zip(model.get_weights(), weights_only.get_weights())
moved = max(np.abs(a - b).max() for a, b in pairs)
assert moved > 1e-3, f"옵티마이저의 상태가 없는데 {moved:.1e}만큼만 다릅니다"
ahead = np.array(more["가중치만"]) - more["그대로"]
assert (ahead[:2] > 0.01).all() and (ahead[2:] < 0).all(), f"차이는 {ahead.round(3)}"
# --8<-- [end:same_path]

# --8<-- [start:save_weights]
model.save_weights(folder / "digits.weights.h5")

empty = build_model()
empty.optimizer.build(empty.trainable_variables)
empty.load_weights(folder / "digits.weights.h5")
same = np.array_equal(empty.get_weights()[0], model.get_weights()[0])
print(same, int(empty.optimizer.iterations))
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
print(restored.layers[0].amount, restored.layers[0].get_config()["amount"])
# --8<-- [end:register]

# --8<-- [start:export]
model.export(folder / "served", verbose=False)
print(sorted(path.name for path in (folder / "served").iterdir()))

served = keras.layers.TFSMLayer(folder / "served", call_endpoint="serve")
gap = np.abs(served(X_test.astype("float32")) - model.predict(X_test, verbose=0))
print(f"{gap.max():.6f}")
# --8<-- [end:export]

# --8<-- [start:no_fit]
assert not hasattr(served, "fit"), "내보낸 모델에 fit이 있습니다"
assert not hasattr(served, "optimizer"), "내보낸 모델에 옵티마이저가 있습니다"
# --8<-- [end:no_fit]

# --8<-- [start:legacy_h5]
model.save(folder / "digits.h5")
legacy = keras.models.load_model(folder / "digits.h5")
same = np.array_equal(
    legacy.predict(X_test, verbose=0), model.predict(X_test, verbose=0)
)
print(same, int(legacy.optimizer.iterations), int(model.optimizer.iterations))
# --8<-- [end:legacy_h5]

# --8<-- [start:h5_side_effect]
model.save(folder / "again.keras")
again = keras.models.load_model(folder / "again.keras")
print(type(model.optimizer).__name__, type(again.optimizer).__name__)
# --8<-- [end:h5_side_effect]

# --8<-- [start:kept]
formats = {
    ".keras": keras.models.load_model(folder / "digits.keras"),
    ".h5": legacy,
    ".weights.h5": empty,
    "export()": served,
}
kept = {}
for name, net in formats.items():
    optimizer = getattr(net, "optimizer", None)
    kept[name] = [
        ".weights" not in name,
        len(net.weights) == len(model.weights),
        optimizer is not None and int(optimizer.iterations) > 0,
        hasattr(net, "fit") and ".weights" not in name,
    ]
    print(f"{name:12}", *["O" if value else "-" for value in kept[name]])
# --8<-- [end:kept]

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

# --8<-- [start:h5_refuses_too]
with contextlib.chdir(folder):
    Path("hello.txt").unlink(missing_ok=True)
    evil.save("free_model.h5")
    try:
        keras.models.load_model("free_model.h5")
        message = ""
    except ValueError as error:
        message = str(error)
    assert "Lambda" in message, f".h5의 람다를 거절하지 않았습니다: {message}"
    assert not Path("hello.txt").exists(), "거절하기 전에 실행했습니다"
# --8<-- [end:h5_refuses_too]

# --8<-- [start:answer_no_compile]
plain = keras.models.load_model(folder / "digits.keras", compile=False)
print(plain.compiled, np.array_equal(plain.predict(X_test, verbose=0), before))
# --8<-- [end:answer_no_compile]

# --8<-- [start:answer_smaller]
plain.save(folder / "small.keras")
sizes = [(folder / name).stat().st_size for name in ["digits.keras", "small.keras"]]
print(f"{sizes[0] / sizes[1]:.1f}배")
# --8<-- [end:answer_smaller]

# --8<-- [start:three_times]
parameters = plain.count_params()
stored = len(loaded.optimizer.variables)
assert stored == 2 + 2 * 4, f"옵티마이저의 변수가 {stored}개입니다"
weights_bytes = 4 * parameters
assert sizes[0] - sizes[1] > 1.9 * weights_bytes, (
    f"줄어든 크기 {sizes[0] - sizes[1]}, 가중치의 크기 {weights_bytes}"
)
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
