"""docs/ch10/compile.md의 코드입니다."""

# --8<-- [start:data]
import keras
import matplotlib.pyplot as plt
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
def build_model(n_outputs=10, activation="softmax"):
    return keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu", name="hidden"),
            keras.layers.Dense(n_outputs, activation=activation, name="output"),
        ],
        name="digits",
    )


# --8<-- [end:build_model]

# --8<-- [start:first_compile]
keras.utils.set_random_seed(42)
model = build_model()
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=["accuracy"],
)
result = model.evaluate(X_valid, y_valid, verbose=0, return_dict=True)
print({name: f"{value:.2f}" for name, value in result.items()})
# --8<-- [end:first_compile]

# --8<-- [start:draw_loop]
from matplotlib.patches import Rectangle

places = {
    "입력": (0, 1),
    "모델": (1.3, 1),
    "예측": (2.6, 1),
    "레이블": (2.6, 2),
    "손실": (4, 1),
    "지표": (4, 2),
    "옵티마이저": (4, 0),
}
colors = {"손실": "C1", "지표": "C2", "옵티마이저": "C0"}
routes = ["입력 모델", "모델 예측", "예측 손실", "레이블 손실", "예측 지표"]
routes += ["레이블 지표", "손실 옵티마이저"]

fig, ax = plt.subplots(figsize=(5.4, 2.7))
for name, (across, down) in places.items():
    half = 0.6 if name == "옵티마이저" else 0.48
    corner, color = (across - half, down - 0.24), colors.get(name, "C7")
    ax.add_patch(Rectangle(corner, 2 * half, 0.48, ec=color, fc="none", lw=1.8))
    ax.text(across, down - 0.01, name, ha="center", va="center")
for route in routes:
    (x0, y0), (x1, y1) = (places[name] for name in route.split())
    if x0 == x1:
        start, end = (x0, y0 - 0.26), (x1, y1 + 0.28)
    else:
        start, end = (x0 + 0.5, y0), (x1 - 0.52, y1 - 0.12 * np.sign(y1 - y0))
    ax.annotate("", end, start, arrowprops=dict(arrowstyle="->", color="C7"))
ax.plot([3.38, 1.3], [0, 0], "C7", lw=1)
ax.annotate("", (1.3, 0.74), (1.3, 0), arrowprops=dict(arrowstyle="->", color="C7"))
ax.text(2.4, 0.08, "가중치를 고침", ha="center", va="bottom")
ax.text(4.6, 2, "사람이 읽음", va="center")
ax.text(4.12, 0.5, "줄일 값", va="center")
ax.set(xlim=(-0.55, 5.6), ylim=(-0.3, 2.3))
ax.axis("off")
plt.show()
# --8<-- [end:draw_loop]

# --8<-- [start:loss_moves]
start = model.get_weights()
rng = np.random.default_rng(42)
changed = []
for _ in range(5):
    model.set_weights([w + rng.normal(0, 1e-5, w.shape) for w in start])
    moved = model.evaluate(X_valid, y_valid, verbose=0, return_dict=True)
    changed.append(abs(moved["loss"] - result["loss"]))
    assert moved["accuracy"] == result["accuracy"], "정확도가 달라졌습니다"
model.set_weights(start)
assert min(changed) > 1e-7 and max(changed) < 1e-3, f"손실의 변화 {changed}"
# --8<-- [end:loss_moves]

# --8<-- [start:only_plans]
plain = build_model()
before = plain.get_weights()
plain.compile(loss="mistyped_loss", metrics=["mistyped_metric"], run_eagerly=True)
pairs = zip(before, plain.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "컴파일이 가중치를 바꿨습니다"
try:
    plain.evaluate(X_valid, y_valid, verbose=0)
except ValueError as error:
    message = str(error)
assert "Could not interpret" in message, f"다른 오류입니다: {message}"
# --8<-- [end:only_plans]

# --8<-- [start:stale_metrics]
again = build_model()
loss = "sparse_categorical_crossentropy"
again.compile(loss=loss, metrics=["accuracy"], run_eagerly=True)
again.evaluate(X_valid, y_valid, verbose=0)
again.compile(loss=loss, run_eagerly=True)
left = again.evaluate(X_valid, y_valid, verbose=0, return_dict=True)
assert set(left) == {"loss", "accuracy"}, f"남은 지표는 {set(left)}입니다"
again.compile(loss=loss, metrics=[], run_eagerly=True)
left = again.evaluate(X_valid, y_valid, verbose=0, return_dict=True)
assert set(left) == {"loss"}, f"남은 지표는 {set(left)}입니다"
# --8<-- [end:stale_metrics]

# --8<-- [start:by_hand]
before = keras.ops.convert_to_numpy(model(X_valid))
p = before[np.arange(len(y_valid)), y_valid]
print(f"{-np.log(p).mean():.4f}")
print(f"{model.evaluate(X_valid, y_valid, verbose=0)[0]:.4f}")
# --8<-- [end:by_hand]

# --8<-- [start:starting_loss]
for seed in range(5):
    keras.utils.set_random_seed(seed)
    fresh = keras.ops.convert_to_numpy(build_model()(X_valid))
    loss = -np.log(fresh[np.arange(400), y_valid]).mean()
    assert np.log(10) < loss < np.log(10) + 0.2, f"시드 {seed}의 첫 손실은 {loss:.2f}"
assert f"{np.log(10):.2f}" == "2.30", f"log 10은 {np.log(10):.2f}입니다"
# --8<-- [end:starting_loss]

# --8<-- [start:train]
keras.utils.set_random_seed(42)
model.fit(X_train, y_train, epochs=10, batch_size=100, verbose=0)
after = keras.ops.convert_to_numpy(model(X_valid))
p = after[np.arange(len(y_valid)), y_valid]
right = after.argmax(axis=1) == y_valid
print(f"{-np.log(p).mean():.2f} {right.mean():.2f}")
# --8<-- [end:train]

# --8<-- [start:draw_log]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3), sharey=True)
grid = np.geomspace(1e-4, 1, 200)
for ax, probability, title in zip(axes, [before, after], ["훈련 전", "10에포크 뒤"]):
    p = probability[np.arange(len(y_valid)), y_valid]
    hit = probability.argmax(axis=1) == y_valid
    ax.plot(grid, -np.log(grid), "C7", lw=1)
    ax.plot(p[hit], -np.log(p[hit]), "C0o", ms=4, alpha=0.4, label="맞힘")
    ax.plot(p[~hit], -np.log(p[~hit]), "C1o", ms=4, alpha=0.6, label="틀림")
    ax.axhline(-np.log(p).mean(), c="C2", lw=1.2, ls="--", label="평균")
    ax.set(title=title, xlabel="정답의 확률 p", xlim=(0, 1.03), ylim=(-0.3, 9.2))
    ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
axes[0].set_ylabel("손실 -log p")
axes[1].legend()
plt.show()
# --8<-- [end:draw_log]

# --8<-- [start:half]
assert p.min() > 1e-4, f"가장 낮은 확률은 {p.min():.4f}이라 그림 밖입니다"
assert right[p > 0.5].all(), "확률이 절반을 넘었는데 틀린 샘플이 있습니다"
unsure = right & (p < 0.5)
assert unsure.any(), "절반에 못 미치고 맞힌 샘플이 없습니다"
assert f"{np.log(2):.2f}" == "0.69", f"log 2는 {np.log(2):.2f}입니다"
share = -np.log(p[~right]).sum() / -np.log(p).sum()
assert 0.04 < (~right).mean() < 0.08, f"틀린 샘플은 {(~right).mean():.3f}입니다"
assert share > 0.5, f"틀린 샘플의 몫은 {share:.2f}입니다"
# --8<-- [end:half]

# --8<-- [start:one_hot]
Y_train = keras.utils.to_categorical(y_train, 10)
Y_valid = keras.utils.to_categorical(y_valid, 10)
print(y_valid[0], Y_valid[0])
print(y_valid.shape, Y_valid.shape)
# --8<-- [end:one_hot]

# --8<-- [start:two_losses]
for loss, labels in [
    ("sparse_categorical_crossentropy", y_valid),
    ("categorical_crossentropy", Y_valid),
]:
    loss_fn = keras.losses.get(loss)
    values = keras.ops.convert_to_numpy(loss_fn(labels, before))
    print(values[:4].round(4), f"{values.mean():.4f}", loss)
# --8<-- [end:two_losses]

# --8<-- [start:losses_agree]
one, other = (
    keras.ops.convert_to_numpy(keras.losses.get(name)(labels, after))
    for name, labels in [
        ("sparse_categorical_crossentropy", y_valid),
        ("categorical_crossentropy", Y_valid),
    ]
)
by_formula = -np.log(after[np.arange(400), y_valid])
assert one.shape == other.shape == (400,), f"손실의 크기가 {one.shape}입니다"
assert np.allclose(one, other, atol=1e-6), f"{abs(one - other).max():.1e}만큼 다릅니다"
assert np.allclose(one, by_formula, atol=1e-5), "-log p와 다릅니다"

ends = []
for loss, labels in [
    ("sparse_categorical_crossentropy", y_train),
    ("categorical_crossentropy", Y_train),
]:
    keras.utils.set_random_seed(42)
    trained = build_model()
    trained.compile(loss=loss, optimizer="adam", run_eagerly=True)
    for i in range(0, 1000, 100):
        trained.train_on_batch(X_train[i : i + 100], labels[i : i + 100])
    ends.append(trained.get_weights())
gap = max(abs(a - b).max() for a, b in zip(*ends))
assert gap < 1e-4, f"훈련한 가중치가 {gap:.1e}만큼 다릅니다"
# --8<-- [end:losses_agree]

# --8<-- [start:integers_again]
assert np.array_equal(Y_valid.argmax(axis=1), y_valid), "되돌린 레이블이 다릅니다"
assert Y_valid.sum(axis=1).tolist() == [1] * 400, "1이 하나가 아닌 줄이 있습니다"
# --8<-- [end:integers_again]

# --8<-- [start:labels_from_one]
for jit in [False, True]:
    model.compile(
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=jit,
    )
    try:
        print(model.evaluate(X_valid, y_valid + 1, verbose=0))
    except Exception as error:
        _, said, rest = str(error).partition("Received")
        print(type(error).__name__, said + rest.partition("  Label")[0], sep="\n")
# --8<-- [end:labels_from_one]

# --8<-- [start:default_jit]
import tensorflow as tf

model.compile(loss="sparse_categorical_crossentropy")
kinds = {device.device_type for device in tf.config.list_physical_devices()}
assert model.jit_compile == bool(kinds - {"CPU"}), (
    f"{kinds}인데 {model.jit_compile}입니다"
)
shifted = np.arange(1, 11)
_, back = np.unique(shifted, return_inverse=True)
assert np.array_equal(back, np.arange(10)), f"번호가 {back}입니다"
# --8<-- [end:default_jit]

# --8<-- [start:became]
for loss, labels, n_outputs in [
    ("sparse_categorical_crossentropy", y_valid, 10),
    ("categorical_crossentropy", Y_valid, 10),
    ("binary_crossentropy", y_valid % 2, 1),
    ("binary_crossentropy", Y_valid, 10),
    ("mse", y_valid, 1),
]:
    net = build_model(n_outputs, "sigmoid")
    net.compile(loss=loss, metrics=["accuracy"], run_eagerly=True)
    net.evaluate(X_valid, labels, batch_size=400, verbose=0)
    became = net.metrics[1].metrics[0]
    print(f"{labels.shape!s:9} {type(became).__name__:26} {loss}")
# --8<-- [end:became]

# --8<-- [start:by_shape]
for loss, labels, n_outputs, activation in [
    ("mse", Y_valid, 10, "softmax"),
    ("categorical_crossentropy", Y_valid, 10, "softmax"),
    ("binary_crossentropy", Y_valid, 10, "sigmoid"),
]:
    net = build_model(n_outputs, activation)
    net.compile(loss=loss, metrics=["accuracy"], run_eagerly=True)
    measured = net.evaluate(X_valid, labels, batch_size=400, verbose=0)[1]
    guess = keras.ops.convert_to_numpy(net(X_valid))
    by_argmax = (guess.argmax(axis=1) == labels.argmax(axis=1)).mean()
    by_cell = ((guess > 0.5) == labels).mean()
    assert np.isclose(measured, by_argmax), f"{loss}: {measured}와 {by_argmax}"
    assert not np.isclose(measured, by_cell, atol=0.05), f"{loss}: {by_cell}와 같습니다"
# --8<-- [end:by_shape]

# --8<-- [start:wrong_metric]
for loss, labels, names in [
    ("sparse_categorical_crossentropy", y_valid, ["accuracy", "categorical_accuracy"]),
    ("categorical_crossentropy", Y_valid, ["accuracy", "binary_accuracy"]),
]:
    model.compile(loss=loss, metrics=names)
    result = model.evaluate(X_valid, labels, verbose=0, return_dict=True)
    print(labels.shape, {name: f"{result[name]:.2f}" for name in names})
# --8<-- [end:wrong_metric]

# --8<-- [start:why_wrong]
hit = after.argmax(axis=1) == y_valid
assert np.isclose(result["accuracy"], hit.mean()), "정확도가 다릅니다"
cells = ((after > 0.5) == (Y_valid == 1)).mean()
assert np.isclose(result["binary_accuracy"], cells), f"칸으로 센 값은 {cells:.4f}입니다"
assert (Y_valid == 0).mean() == 0.9, "0인 칸이 열에 아홉이 아닙니다"
exact = keras.metrics.Accuracy()
exact.update_state(Y_valid, after)
assert float(exact.result()) < 0.01, f"같은 칸이 {float(exact.result()):.2f}입니다"
# --8<-- [end:why_wrong]

# --8<-- [start:names]
for name in ["sgd", "rmsprop", "adam", "adamw", "nadam"]:
    optimizer = keras.optimizers.get(name)
    rate = float(optimizer.learning_rate)
    print(f"{name:8} {type(optimizer).__name__:8} {rate:.3f}")

for name in ["mse", "mae", "bce", "huber"]:
    print(f"{name:8} {keras.losses.get(name).__name__}")
# --8<-- [end:names]

# --8<-- [start:default_optimizer]
net = build_model()
net.compile(loss="mse")
kind = type(net.optimizer).__name__
assert kind == "RMSprop", f"적지 않은 옵티마이저가 {kind}입니다"
for bad in [dict(optimizer="adamm"), dict(optimizer=keras.optimizers.Adam)]:
    try:
        net.compile(loss="mse", **bad)
        message = ""
    except ValueError as error:
        message = str(error)
    assert "Could not interpret optimizer" in message, f"{bad}의 오류: {message}"
# --8<-- [end:default_optimizer]

# --8<-- [start:huber]
y_true, y_pred = np.array([0.0]), np.array([3.0])
print(float(keras.losses.get("huber")(y_true, y_pred)))
print(float(keras.losses.Huber(delta=2.0)(y_true, y_pred)))
# --8<-- [end:huber]

# --8<-- [start:huber_formula]
for delta, name_or_object in [(1.0, "huber"), (2.0, keras.losses.Huber(delta=2.0))]:
    want = delta * (3.0 - delta / 2)
    got = float(keras.losses.get(name_or_object)(y_true, y_pred))
    assert np.isclose(got, want), f"delta {delta}: {got}, 공식 {want}"
# --8<-- [end:huber_formula]

# --8<-- [start:new_rate]
model = build_model()
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
model.fit(X_train, y_train, epochs=2, batch_size=100, verbose=0)

model.optimizer.learning_rate = 0.001
model.fit(X_train, y_train, epochs=2, batch_size=100, verbose=0)
print(int(model.optimizer.iterations), f"{float(model.optimizer.learning_rate):.3f}")
# --8<-- [end:new_rate]

# --8<-- [start:rate_used]
sgd = build_model()
sgd.compile(
    loss="mse", optimizer=keras.optimizers.SGD(learning_rate=0.1), run_eagerly=True
)
steps = []
for rate in [0.1, 0.01]:
    sgd.optimizer.learning_rate = rate
    at = sgd.get_weights()
    sgd.train_on_batch(X_train, Y_train)
    steps.append(max(abs(a - b).max() for a, b in zip(at, sgd.get_weights())))
assert 8 < steps[0] / steps[1] < 12, f"걸음이 {steps[0] / steps[1]:.1f}배 줄었습니다"
sgd.optimizer.lr = 0.5
assert np.isclose(float(sgd.optimizer.learning_rate), 0.01), "lr이 학습률을 바꿨습니다"
# --8<-- [end:rate_used]

# --8<-- [start:decay_formula]
schedule = keras.optimizers.schedules.InverseTimeDecay(
    0.1, decay_steps=1, decay_rate=0.01
)
for step in [0, 10, 100]:
    want, got = 0.1 / (1 + 0.01 * step), float(schedule(step))
    assert np.isclose(got, want), f"{step}스텝: {got}, 공식 {want}"
decayed = build_model()
optimizer = keras.optimizers.SGD(learning_rate=0.1, weight_decay=0.01)
decayed.compile(loss="mse", optimizer=optimizer, run_eagerly=True)
for _ in range(10):
    decayed.train_on_batch(X_train, Y_train)
rate = float(decayed.optimizer.learning_rate)
assert np.isclose(rate, 0.1), f"weight_decay가 학습률을 {rate}로 바꿨습니다"
# --8<-- [end:decay_formula]


# --8<-- [start:focal]
def focal(y_true, y_pred):
    calls.append(type(y_pred).__name__)
    labels = keras.ops.one_hot(keras.ops.cast(y_true, "int32"), 10)
    p = keras.ops.clip(keras.ops.sum(labels * y_pred, axis=-1), 1e-7, 1)
    return -((1 - p) ** 2) * keras.ops.log(p)


# --8<-- [end:focal]

# --8<-- [start:count_calls]
for eager in [False, True]:
    calls = []
    keras.utils.set_random_seed(42)
    model = build_model()
    model.compile(loss=focal, optimizer="adam", run_eagerly=eager)
    loss = model.fit(X_train, y_train, epochs=2, batch_size=100, verbose=0).history
    print(f"{loss['loss'][-1]:.2f}", len(calls), calls[-1])
# --8<-- [end:count_calls]

# --8<-- [start:focal_formula]
ready = keras.losses.CategoricalFocalCrossentropy(gamma=2.0, alpha=1.0, reduction=None)
want = keras.ops.convert_to_numpy(ready(Y_valid, after))
got = keras.ops.convert_to_numpy(focal(y_valid, after))
assert got.shape == (400,), f"손실의 크기가 {got.shape}입니다"
assert np.allclose(got, want, atol=1e-6), f"{abs(got - want).max():.1e}만큼 다릅니다"
# --8<-- [end:focal_formula]

# --8<-- [start:metric_shape]
shapes = []


def squared(y_true, y_pred):
    shapes.append((tuple(y_true.shape), tuple(y_pred.shape)))
    return keras.ops.square(y_true - y_pred)


single = build_model(1, None)
single.compile(loss=squared, metrics=[squared], run_eagerly=True)
values = single.evaluate(X_valid, y_valid.astype(float), batch_size=400, verbose=0)
out = keras.ops.convert_to_numpy(single(X_valid))[:, 0]
assert np.isclose(values[0], np.mean((y_valid - out) ** 2), rtol=1e-5), (
    f"손실 {values[0]}"
)
assert np.isclose(values[1], np.mean((y_valid[:, None] - out) ** 2), rtol=1e-5), (
    f"지표 {values[1]}"
)
assert abs(values[0] - values[1]) > 1e-3, f"손실과 지표가 같습니다: {values}"
assert {t for t, p in shapes} == {(400, 1), (400,)}, f"레이블의 크기 {shapes}"
# --8<-- [end:metric_shape]

# --8<-- [start:answer_first_loss]
losses = []
for seed in range(5):
    keras.utils.set_random_seed(seed)
    model = build_model()
    model.compile(loss="sparse_categorical_crossentropy")
    losses.append(model.evaluate(X_valid, y_valid, verbose=0))

W, b = model.layers[-1].get_weights()
model.layers[-1].set_weights([0 * W, b])
flat = model.evaluate(X_valid, y_valid, verbose=0)
print(*[f"{loss:.2f}" for loss in losses])
print(f"{flat:.4f} {np.log(10):.4f}")
# --8<-- [end:answer_first_loss]

# --8<-- [start:answer_smoothing]
smooth = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
plain = keras.losses.CategoricalCrossentropy()
softened = 0.9 * Y_valid + 0.1 / 10
print(softened[0].round(2))
print(f"{float(smooth(Y_valid, before)):.4f}")
print(f"{float(plain(softened, before)):.4f}")
# --8<-- [end:answer_smoothing]

# --8<-- [start:answer_top3]
top3 = keras.metrics.SparseTopKCategoricalAccuracy(k=3)
top3.update_state(y_valid, after)
best3 = np.argsort(after, axis=1)[:, -3:]
by_hand = (best3 == y_valid[:, np.newaxis]).any(axis=1).mean()
print(f"{float(top3.result()):.2f} {by_hand:.2f}")
# --8<-- [end:answer_top3]

# --8<-- [start:answer_odd]
odd = y_train % 2 == 1
names, labels = np.unique(y_train[odd], return_inverse=True)
print(names, np.unique(labels))

keras.utils.set_random_seed(42)
model = build_model(len(names))
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
model.fit(X_train[odd], labels, epochs=5, batch_size=50, verbose=0)

X_odd, y_odd = X_valid[y_valid % 2 == 1], y_valid[y_valid % 2 == 1]
predicted = names[keras.ops.convert_to_numpy(model(X_odd)).argmax(axis=1)]
print(f"{(predicted == y_odd).mean():.2f}")
# --8<-- [end:answer_odd]
