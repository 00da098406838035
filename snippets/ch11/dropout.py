"""드롭아웃입니다. docs/ch11/dropout.md에서 읽습니다."""

# --8<-- [start:first_look]
import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(42)
layer = keras.layers.Dropout(0.5)
x = np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]], "float32")
print(np.array(layer(x, training=True)), "훈련")
print(np.array(layer(x, training=True)), "한 번 더")
print(np.array(layer(x, training=False)), "추론")
# --8<-- [end:first_look]


# --8<-- [start:by_hand]
def dropout(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p)


# --8<-- [end:by_hand]

# --8<-- [start:expectation]
p = 0.2
x = np.tile([2.0, 4.0, 10.0], (100_000, 1)).astype("float32")
by_hand = dropout(x, p, np.random.default_rng(42))
by_keras = np.array(keras.layers.Dropout(p)(x, training=True))
for out in (by_hand, by_keras):
    print(np.unique(out), (out == 0).mean().round(2))
    print(out.mean(axis=0).round(1), out.var(axis=0).round(1))
print(x[0] ** 2 * p / (1 - p), "분산의 공식")
# --8<-- [end:expectation]

# --8<-- [start:moments]
for rate in (0.1, 0.5, 0.8):
    layers = [
        np.array(keras.layers.Dropout(rate)(x, training=True)),
        dropout(x, rate, np.random.default_rng(0)),
    ]
    for out in layers:
        kept = np.unique((out / x).round(4))
        assert np.allclose(kept, [0, 1 / (1 - rate)], atol=1e-3), f"배율이 {kept}입니다"
        error = np.abs(out.mean(axis=0) / x[0] - 1).max()
        limit = 5 * np.sqrt(rate / (1 - rate) / len(x))
        assert error < limit, f"평균이 {error:.4f}만큼 다릅니다"
        ratio = out.var(axis=0) / (x[0] ** 2 * rate / (1 - rate))
        assert np.abs(ratio - 1).max() < 0.03, f"분산이 공식의 {ratio}배입니다"
# --8<-- [end:moments]

# --8<-- [start:data]
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

# --8<-- [start:twin]
keras.utils.set_random_seed(42)
twin = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dropout(0.5, seed=7),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
twin.compile(keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy")
weights = twin.get_weights()
# --8<-- [end:twin]


# --8<-- [start:sgd_step]
def sgd_step(weights, X, y, mask, learning_rate=0.1):
    W1, b1, W2, b2 = weights
    a = np.maximum(X @ W1 + b1, 0)
    d = a * mask  # mask는 0 또는 1 / (1 - p)
    e = np.exp(d @ W2 + b2)
    g = (e / e.sum(axis=1, keepdims=True) - np.eye(10)[y]) / len(y)
    g1 = (g @ W2.T) * mask * (a > 0)
    gradients = X.T @ g1, g1.sum(axis=0), d.T @ g, g.sum(axis=0)
    return [w - learning_rate * gw for w, gw in zip(weights, gradients)]


# --8<-- [end:sgd_step]

# --8<-- [start:ten_steps]
seeds = keras.random.SeedGenerator(7)
gaps = []
for _ in range(10):
    ones = np.ones((100, 16), "float32")
    mask = np.array(keras.random.dropout(ones, 0.5, seed=seeds))
    weights = sgd_step(weights, X_train[:100], y_train[:100], mask)
    twin.train_on_batch(X_train[:100], y_train[:100])
    pairs = zip(weights, twin.get_weights())
    gaps.append(max(np.abs(w - v).max() for w, v in pairs))
print(f"{max(gaps):.5f}")
# --8<-- [end:ten_steps]

# --8<-- [start:ten_steps_agree]
assert max(gaps) < 1e-5, f"열 스텝에서 {max(gaps):.1e}만큼 벌어졌습니다"
wrong = sgd_step(weights, X_train[:100], y_train[:100], np.ones((100, 16)))
right = sgd_step(weights, X_train[:100], y_train[:100], mask)
gap = max(np.abs(w - v).max() for w, v in zip(wrong, right))
assert gap > 1e-3, f"마스크를 빼도 {gap:.1e}만큼만 다릅니다"
# --8<-- [end:ten_steps_agree]


# --8<-- [start:build_model]
def build_model(rate):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(2):
        model.add(
            keras.layers.Dense(256, activation="relu", kernel_initializer="he_normal")
        )
        model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.002),
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:build_model]

# --8<-- [start:measure]
cross_entropy = keras.losses.SparseCategoricalCrossentropy()
train_on, train_off = [], []


def measure(epoch, logs):
    for losses, mode in [(train_on, True), (train_off, False)]:
        probability = model(X_train, training=mode)
        losses.append(float(cross_entropy(y_train, probability)))


# --8<-- [end:measure]

# --8<-- [start:curves]
keras.utils.set_random_seed(42)
model = build_model(0.5)
history = model.fit(
    X_train,
    y_train,
    epochs=8,
    batch_size=100,
    validation_data=(X_valid, y_valid),
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=measure)],
    verbose=0,
)
for name, losses in [
    ("fit의 loss", history.history["loss"]),
    ("훈련 세트, 드롭아웃 켬", train_on),
    ("검증 세트", history.history["val_loss"]),
    ("훈련 세트, 드롭아웃 끔", train_off),
]:
    print(*(f"{losses[i]:.2f}" for i in (0, 2, 4, 7)), name)
# --8<-- [end:curves]

# --8<-- [start:draw_curves]
epochs = np.arange(1, 9)
plt.plot(epochs, history.history["loss"], "C0:", label="fit의 loss")
plt.plot(epochs, train_on, "C0--", label="훈련 세트, 켬")
plt.plot(epochs, history.history["val_loss"], "C1", label="검증 세트")
plt.plot(epochs, train_off, "C0", label="훈련 세트, 끔")
plt.xticks([1, 3, 5, 8])
plt.ylim(bottom=0)
plt.xlabel("에포크")
plt.ylabel("손실")
plt.legend()
plt.show()
# --8<-- [end:draw_curves]

# --8<-- [start:curves_order]
valid, shown = np.array(history.history["val_loss"]), np.array(history.history["loss"])
assert (valid < shown).all(), "fit의 loss가 검증 손실보다 낮은 에포크가 있습니다"
assert (valid < np.array(train_on)).all(), "켠 손실이 검증 손실보다 낮습니다"
assert (np.array(train_off) < valid).all(), "끈 손실이 검증 손실보다 높습니다"
reported = model.evaluate(X_train, y_train, verbose=0)[0]
gap = abs(reported - train_off[-1])
assert gap < 1e-4, f"evaluate와 {gap:.4f}만큼 다릅니다"
# --8<-- [end:curves_order]

# --8<-- [start:off]
by_predict = model.predict(X_test, verbose=0)
by_call = np.array(model(X_test, training=False))
once, again = (np.array(model(X_test, training=True)) for _ in range(2))
for other in (by_call, once, again):
    print(f"{np.abs(by_predict - other).max():.2f}")
# --8<-- [end:off]

# --8<-- [start:off_is_plain]
a = X_test
for dense in model.layers[::2]:
    W, b = dense.get_weights()
    a = a @ W + b
    a = np.maximum(a, 0) if W.shape[1] != 10 else np.exp(a)
plain = a / a.sum(axis=1, keepdims=True)
for result in (by_predict, by_call, np.array(model(X_test))):
    gap = np.abs(result - plain).max()
    assert gap < 1e-5, f"드롭아웃이 없는 계산과 {gap:.1e} 다릅니다"
assert np.abs(once - again).max() > 0.1, "켜도 예측이 달라지지 않습니다"
# --8<-- [end:off_is_plain]

# --8<-- [start:read]
import pandas as pd

runs = pd.read_csv("dropout.csv")
setting = ["data", "rate", "learning_rate"]
mean_loss = runs.groupby(setting)["stop_valid_loss"].mean()
chosen = mean_loss.groupby(["data", "rate"]).idxmin()
best = runs.set_index(setting).loc[chosen].reset_index()
fixed = runs[runs["learning_rate"] == 0.001]
# --8<-- [end:read]

# --8<-- [start:table]
for (data, rate), rows in best.groupby(["data", "rate"]):
    accuracy = rows["stop_test_accuracy"].agg(["median", "min", "max"])
    chosen_rate, loss = rows["learning_rate"].iloc[0], rows["stop_test_loss"].median()
    print(f"{data:5} {rate} {chosen_rate:6} {loss:.2f} ", end="")
    print(*(f"{value:.3f}" for value in accuracy))
# --8<-- [end:table]

# --8<-- [start:draw_rates]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.4), sharey=True)
names = {"small": "잡음, 32개", "noisy": "잡음, 512개", "few": "100장, 512개"}
fixed_large = fixed[fixed["data"] != "small"]
panels = [(best, "stop_test_loss"), (fixed_large, "end_test_loss")]
for ax, (part, column) in zip(axes, panels):
    for (data, name), color in zip(names.items(), ["C2", "C1", "C0"]):
        rows = part[part["data"] == data]
        ax.plot(rows["rate"], rows[column], ".", color=color, alpha=0.5)
        ax.plot(rows.groupby("rate")[column].median(), color=color, label=name)
    ax.set(xlabel="드롭아웃 비율", xticks=[0, 0.2, 0.5, 0.7])
axes[0].set(title="학습률을 고르고 멈춤", ylabel="테스트 손실")
axes[1].set(title="학습률 0.001, 끝까지")
axes[1].legend(*axes[0].get_legend_handles_labels())
plt.show()
# --8<-- [end:draw_rates]


# --8<-- [start:rates_compared]
def by_seed(table, data, column):
    return table[table["data"] == data].pivot(
        index="seed", columns="rate", values=column
    )


for data in ("few", "noisy"):
    losses = by_seed(best, data, "stop_test_loss")
    for rate in (0.2, 0.5, 0.7):
        gain = losses[0.0].median() - losses[rate].median()
        spread = max(np.ptp(losses[0.0]), np.ptp(losses[rate]))
        assert abs(gain) < spread, f"{data} {rate}: {gain:.3f}, 폭 {spread:.3f}"
losses = by_seed(best, "small", "stop_test_loss")
assert (losses[0.5] > losses[0.0] + 0.05).all(), f"차이가 {losses[0.5] - losses[0.0]}"
# --8<-- [end:rates_compared]

# --8<-- [start:accuracy_compared]
noisy = by_seed(best, "noisy", "stop_test_accuracy")
for rate in (0.5, 0.7):
    higher = noisy[rate] - noisy[0.0]
    assert higher.min() > 0, f"{rate}: 정확도의 차이가 {higher.round(3).tolist()}"
    assert higher.mean() < 0.02, f"{rate}: 평균 {higher.mean():.3f} 높습니다"
few = by_seed(best, "few", "stop_test_accuracy")
for rate in (0.2, 0.5, 0.7):
    higher = few[rate] - few[0.0]
    assert higher.min() < 0 < higher.max(), (
        f"few, {rate}: 정확도가 {higher.round(3).tolist()}"
    )
# --8<-- [end:accuracy_compared]

# --8<-- [start:fixed_compared]
losses = by_seed(fixed, "noisy", "end_test_loss")
gain = losses[0.0] - losses[0.5]
assert gain.min() > 0.02, f"시드마다 줄어든 손실이 {gain.round(3).tolist()}입니다"
assert gain.mean() > 0.06, f"평균 {gain.mean():.3f}만 줄었습니다"
train = by_seed(fixed, "noisy", "end_train_loss")
assert (train[0.0] < 0.03).all(), f"외우지 못했습니다. {train[0.0].tolist()}"
assert (train[0.7] > 5 * train[0.0]).all(), f"0.7도 외웠습니다. {train[0.7].tolist()}"
worse = losses[0.7] - losses[0.5]
assert worse.min() > 0.05, f"0.7과 0.5의 차이가 {worse.round(3).tolist()}입니다"
few = by_seed(fixed, "few", "end_test_loss")
for rate in (0.2, 0.5, 0.7):
    gain = few[0.0] - few[rate]
    agree = gain.min() > 0.02 if rate == 0.7 else gain.min() < 0 < gain.max()
    assert agree, f"few, {rate}: 줄어든 손실이 {gain.round(3).tolist()}입니다"
slow = fixed[fixed["data"] == "small"]
assert (slow["end_train_loss"] > 0.4).all(), "작은 신경망도 0.001로 다 배웠습니다"
# --8<-- [end:fixed_compared]

# --8<-- [start:rate_needs_speed]
speeds = best.groupby(["data", "rate"])["learning_rate"].first()
for data in ("few", "noisy", "small"):
    speed = speeds[data]
    assert speed.is_monotonic_increasing, f"{data}: 학습률이 {speed.to_dict()}"
    assert speed.iloc[-1] > 3 * speed.iloc[0], f"{data}: 학습률이 {speed.to_dict()}"
# --8<-- [end:rate_needs_speed]

# --8<-- [start:passes]
passes = np.stack([model(X_test, training=True) for _ in range(100)])
mean, deviation = passes.mean(axis=0), passes.std(axis=0)
wrong = np.flatnonzero(by_predict.argmax(axis=1) != y_test)
wrong = wrong[np.argsort(-by_predict[wrong].max(axis=1))]
i, k = wrong[0], by_predict[wrong[0]].argmax()
print(passes.shape)
print(f"정답 {y_test[i]}, 예측 {k}, 확신도 {by_predict[i, k]:.2f}")
print(f"켠 예측의 평균 {mean[i, k]:.2f}, 표준편차 {deviation[i, k]:.2f}")
# --8<-- [end:passes]

# --8<-- [start:not_the_plain]
gap = np.abs(mean - by_predict).max()
error = (deviation / np.sqrt(100)).max()
assert gap > 3 * error, f"평균과 끈 예측의 차이가 {gap:.3f}, 오차가 {error:.3f}입니다"
sure, less = by_predict.max(axis=1).mean(), mean.max(axis=1).mean()
assert less < sure - 0.02, f"확신도의 평균이 {sure:.3f}에서 {less:.3f}이 됩니다"
W, b = model.layers[-1].get_weights()
a = np.random.default_rng(0).random((1, 256)).astype("float32")
linear = np.mean(
    [dropout(a, 0.5, np.random.default_rng(s)) @ W for s in range(4000)], 0
)
gap = np.abs(linear - a @ W).max()
assert gap < 0.1, f"선형 층 하나의 평균은 {gap:.3f} 다릅니다"
# --8<-- [end:not_the_plain]

# --8<-- [start:strange]
letter = "..#####. ..#..... ..#..... ..####.. ..#..... ..#..... ..#####. ........"
letter = np.array([dot == "#" for row in letter.split() for dot in row], float)
rotated = np.rot90(X_test.reshape(-1, 8, 8), axes=(1, 2)).reshape(-1, 64)
noise = np.random.default_rng(42).random(64)
shown = np.stack([X_test[2], *X_test[wrong[:2]], rotated[2], noise, letter])
draws = np.stack([model(shown, training=True) for _ in range(100)])
# --8<-- [end:strange]

# --8<-- [start:draw_strange]
fig, axes = plt.subplots(3, 4, figsize=(5.4, 4.8), width_ratios=[1, 1.6] * 2)
titles = ["맞은 답", "틀린 답", "틀린 답", "90도 돌림", "무작위 픽셀", "글자 E"]
for j, title in enumerate(titles):
    left, right = axes[j % 3, j // 3 * 2 : j // 3 * 2 + 2]
    left.imshow(shown[j].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    left.set_title(title)
    left.axis("off")
    low, high = np.quantile(draws[:, j], [0.1, 0.9], axis=0)
    right.bar(range(10), draws[:, j].mean(axis=0), color="C0")
    right.vlines(range(10), low, high, color="C1", lw=2)
    right.set(ylim=(0, 1.05), yticks=[0, 0.5, 1], xticks=range(0, 10, 3))
plt.show()
# --8<-- [end:draw_strange]

# --8<-- [start:strange_shakes]
top = draws.mean(axis=0).argmax(axis=1)
assert top[0] == y_test[2], f"맞은 답이 아니라 {top[0]}입니다"
shakes = draws.std(axis=0)[np.arange(6), top]
ratio = shakes[1:] / shakes[0]
assert ratio.min() > 1.3, f"맞은 답의 {ratio.round(1).tolist()}배입니다"
assert ratio.mean() > 1.7, f"평균 {ratio.mean():.1f}배입니다"
# --8<-- [end:strange_shakes]

# --8<-- [start:doubts]
from sklearn.metrics import roc_auc_score


def entropy(p):
    return -np.sum(p * np.log(np.maximum(p, 1e-12)), axis=-1)


def doubts(X):
    draws = np.stack([model(X, training=True) for _ in range(50)])
    mean = draws.mean(axis=0)
    plain = 1 - np.array(model(X)).max(axis=-1)
    apart = entropy(mean) - entropy(draws).mean(axis=0)
    return {"확신도": plain, "MC 평균": 1 - mean.max(axis=-1), "MC 갈림": apart}


# --8<-- [end:doubts]

# --8<-- [start:scores]
missed = by_predict.argmax(axis=1) != y_test
for name, doubt in doubts(X_test).items():
    print(f"{roc_auc_score(missed, doubt):.2f} {name}")
# --8<-- [end:scores]

# --8<-- [start:auc]
half = best[best["rate"] == 0.5]
for question in ["wrong", "random", "turned"]:
    for score in ["plain", "mc", "spread"]:
        column = f"{question}_{score}"
        values = half.groupby("data")[column].median()
        print(*(f"{v:.2f}" for v in values), column)
# --8<-- [end:auc]

# --8<-- [start:draw_auc]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.2), sharey=True)
kinds = {"plain": "확신도", "mc": "MC 평균", "spread": "MC 갈림"}
panels = [("noisy", "잡음, 512개"), ("small", "잡음, 32개")]
for ax, (data, title) in zip(axes, panels):
    rows = half[half["data"] == data]
    for j, (kind, name) in enumerate(kinds.items()):
        for at, question in enumerate(["wrong", "random", "turned"]):
            values = rows[f"{question}_{kind}"]
            label = name if at == 0 else None
            ax.plot([at + j / 4] * 5, values, f"C{j}.", alpha=0.8, label=label)
    ax.axhline(0.5, color="C7", lw=1, ls="--")
    ax.set_xticks([0.25, 1.25, 2.25], ["틀린 답", "무작위", "돌림"])
    ax.set_title(title)
axes[0].set_ylabel("AUC")
axes[1].legend(loc="lower left")
plt.show()
# --8<-- [end:draw_auc]

# --8<-- [start:wrong_compared]
for data in ("few", "noisy", "small"):
    rows = half[half["data"] == data]
    for kind in ("mc", "spread"):
        gain = (rows[f"wrong_{kind}"] - rows["wrong_plain"]).median()
        assert gain < 0.02, f"{data}: 틀린 답에서 {kind}가 {gain:.3f}만큼 낫습니다"
# --8<-- [end:wrong_compared]

# --8<-- [start:strange_compared]
for data in ("few", "noisy"):
    rows = half[half["data"] == data]
    for question in ("random", "turned"):
        gain = rows[f"{question}_spread"] - rows[f"{question}_plain"]
        assert gain.min() > 0.01, f"{data}, {question}: 차이가 {gain.tolist()}"
# --8<-- [end:strange_compared]

# --8<-- [start:small_reverses]
rows = half[half["data"] == "small"]
for question in ("wrong", "random"):
    loss = rows[f"{question}_plain"] - rows[f"{question}_spread"]
    assert loss.min() > 0.2, f"{question}: 확신도와의 차이가 {loss.tolist()}"
gain = rows["turned_spread"] - rows["turned_plain"]
assert gain.min() > 0.2, f"돌린 이미지에서는 {gain.tolist()}만큼 높습니다"
# --8<-- [end:small_reverses]

# --8<-- [start:mc_not_calibrated]
for data in ("few", "noisy", "small"):
    rows = half[half["data"] == data]
    for worse, better in [("mc_test_loss", "stop_test_loss"), ("mc_ece", "plain_ece")]:
        gap = rows[worse] - rows[better]
        assert gap.min() > 0.01, f"{data}: {worse}와의 차이가 {gap.round(3).tolist()}"
# --8<-- [end:mc_not_calibrated]


# --8<-- [start:line]
rng = np.random.default_rng(42)
x = np.append(rng.uniform(-2, -0.5, 100), rng.uniform(0.5, 2, 100))
x = x[:, np.newaxis]
y_line = np.sin(2 * x) + rng.normal(0, 0.1, x.shape)
grid = np.linspace(-5, 5, 101)[:, np.newaxis]
# --8<-- [end:line]


# --8<-- [start:fit_line]
def fit_line(activation):
    model = keras.Sequential([keras.Input(shape=(1,))])
    for _ in range(2):
        model.add(keras.layers.Dense(100, activation=activation))
        model.add(keras.layers.Dropout(0.1))
    model.add(keras.layers.Dense(1))
    adam = keras.optimizers.Adam(learning_rate=0.01)
    model.compile(adam, "mse", steps_per_execution=100)
    X_400, y_400 = np.tile(x, (400, 1)), np.tile(y_line, (400, 1))
    model.fit(X_400, y_400, batch_size=200, verbose=0)
    return model


# --8<-- [end:fit_line]


# --8<-- [start:bands]
def band(model):
    draws = np.array(model(np.tile(grid, (200, 1)), training=True))
    draws = draws.reshape(200, len(grid))
    return draws.mean(axis=0), draws.std(axis=0)


keras.utils.set_random_seed(42)
lines = {name: fit_line(name) for name in ["relu", "tanh"]}
bands = {name: band(model) for name, model in lines.items()}
for name, (center, width) in bands.items():
    at = [np.abs(grid[:, 0] - t).argmin() for t in (0, 1.25, 3, 5)]
    print(*(f"{width[i]:.2f}" for i in at), name)
# --8<-- [end:bands]

# --8<-- [start:bands_every_seed]
trained = [(42, name, *bands[name]) for name in lines]
for name in lines:
    keras.utils.set_random_seed(0)
    again = fit_line(name)
    trained.append((0, name, *band(again)))
    for seed in (1, 2, 3):
        keras.utils.set_random_seed(seed)
        again.set_weights(keras.models.clone_model(again).get_weights())
        for variable in again.optimizer.variables:
            variable.assign(keras.ops.zeros_like(variable))
        again.optimizer.learning_rate = 0.01
        repeated = [np.tile(values, (400, 1)) for values in (x, y_line)]
        again.fit(*repeated, batch_size=200, verbose=0)
        trained.append((seed, name, *band(again)))
inside = (np.abs(grid[:, 0]) > 0.5) & (np.abs(grid[:, 0]) < 2)
gap_at, edge = np.abs(grid[:, 0]) < 0.3, np.abs(grid[:, 0]) > 4
truth = np.sin(2 * grid[:, 0])
for seed, name, center, width in trained:
    which = f"{name}, 시드 {seed}"
    far = (np.abs(center - truth) / width)[edge]
    assert far.min() > 3, f"{which}: 오차가 표준편차의 {far.min():.1f}배입니다"
    near = np.abs(center - truth)[inside] < 2 * width[inside]
    assert near.mean() > 0.8, f"{which}: 데이터가 있는 곳도 벗어납니다"
    wide = width[edge].mean() / width[inside].mean()
    middle = width[gap_at].mean() / width[inside].mean()
    if name == "relu":
        assert wide > 4 and middle > 1.2, f"{which}: {wide:.1f}, {middle:.1f}배"
        share = width[edge] / np.abs(center[edge])
        assert share.min() > 0.07 and share.max() < 0.2, f"{which}: 비율이 {share}"
    else:
        assert wide < 1.8 and middle < 0.7, f"{which}: {wide:.1f}, {middle:.1f}배"
# --8<-- [end:bands_every_seed]

# --8<-- [start:draw_bands]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3), sharey=True)
for ax, (name, (center, width)) in zip(axes, bands.items()):
    ax.plot(grid, np.sin(2 * grid), "C7--", lw=1.2, label="참값")
    ax.plot(x[::4], y_line[::4], "C1.", ms=4, label="훈련 데이터")
    ax.plot(grid, center, "C0", label="평균")
    low, high = center - 2 * width, center + 2 * width
    ax.fill_between(grid[:, 0], low, high, color="C0", alpha=0.25, lw=0)
    ax.set(title=name, xlabel="x", xticks=[-4, -2, 0, 2, 4])
axes[1].legend(loc="upper right")
plt.show()
# --8<-- [end:draw_bands]

# --8<-- [start:bn_model]
keras.utils.set_random_seed(42)
bn_model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(100, use_bias=False),
        keras.layers.BatchNormalization(momentum=0.9),
        keras.layers.Activation("relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
adam = keras.optimizers.Adam(learning_rate=0.01)
bn_model.compile(adam, "sparse_categorical_crossentropy")
bn_model.fit(X_train, y_train, batch_size=100, epochs=10, verbose=0)
# --8<-- [end:bn_model]

# --8<-- [start:company]
i = np.flatnonzero(y_test == 8)[0]


def mc_eight(model, company, training):
    images = np.concatenate([X_test[i : i + 1], company])
    draws = [model(images, training=training)[0, 8] for _ in range(50)]
    return np.mean(draws)


def try_company(model, training=None):
    before = model.get_weights()
    for company in (X_valid[:100], X_valid[y_valid == 8]):
        print(f"{mc_eight(model, company, training):.1f} 8일 확률")
    changes = [np.abs(w - v).max() for w, v in zip(before, model.get_weights())]
    print(f"{max(changes):.1f} 가장 크게 움직인 값")


# --8<-- [end:company]

# --8<-- [start:pitfall]
clean, before = bn_model.get_weights(), np.array(bn_model(X_valid))
try_company(bn_model, training=True)
changed = before.argmax(axis=1) != np.array(bn_model(X_valid)).argmax(axis=1)
print(f"{changed.mean():.1f} 달라진 답의 비율")
# --8<-- [end:pitfall]


# --8<-- [start:mc_dropout]
@keras.saving.register_keras_serializable()
class MCDropout(keras.layers.Dropout):
    def call(self, inputs, training=False):
        return super().call(inputs, training=True)


# --8<-- [end:mc_dropout]


# --8<-- [start:to_mc]
def to_mc(layer):
    config = layer.get_config()
    if isinstance(layer, keras.layers.Dropout):
        return MCDropout.from_config(config)
    return type(layer).from_config(config)


mc_model = keras.models.clone_model(bn_model, clone_function=to_mc)
mc_model.set_weights(clean)
# --8<-- [end:to_mc]

# --8<-- [start:avoided]
try_company(mc_model)
# --8<-- [end:avoided]

# --8<-- [start:mc_is_alone]
import tempfile
from pathlib import Path

copied = keras.models.clone_model(mc_model, clone_function=to_mc)
copied.set_weights(mc_model.get_weights())
plain = keras.models.clone_model(bn_model)
plain.set_weights(mc_model.get_weights())
start = mc_model.get_weights()
eights, gaps = X_test[y_test == 8][:5], {}
for name, net, mode in [("켬", plain, True), ("MC", copied, None)]:
    asked = []
    for company in (X_valid[:100], X_valid[y_valid == 8]):
        images = np.concatenate([eights, company])
        draws = [np.array(net(images, training=mode))[:5, 8] for _ in range(60)]
        asked.append(np.mean(draws, axis=0))
    gaps[name] = np.abs(asked[0] - asked[1])
assert np.mean(gaps["켬"]) > 0.3, (
    f"이웃이 바뀌어도 {np.mean(gaps['켬']):.2f}만 다릅니다"
)
assert np.mean(gaps["MC"]) < 0.1, f"MC의 예측도 {np.mean(gaps['MC']):.2f} 다릅니다"
for old, new in zip(start, copied.get_weights()):
    assert np.array_equal(old, new), "MC 드롭아웃이 가중치나 이동 평균을 바꿨습니다"
moved = np.abs(start[1 + 2] - plain.get_weights()[1 + 2]).max()
assert moved > 0.1, f"training=True가 이동 평균을 {moved:.3f}만 옮겼습니다"
with tempfile.TemporaryDirectory() as folder:
    mc_model.save(Path(folder) / "mc.keras")
    loaded = keras.models.load_model(Path(folder) / "mc.keras")
assert type(loaded.layers[3]) is MCDropout, f"{type(loaded.layers[3])}가 되었습니다"
one, two = (loaded.predict(X_test, verbose=0) for _ in range(2))
assert np.abs(one - two).max() > 0.1, "불러온 모델이 드롭아웃을 켜지 않습니다"
# --8<-- [end:mc_is_alone]

# --8<-- [start:alpha_by_hand]
alpha = 1.6732632 * 1.0507010  # SELU가 음수 쪽에서 다가가는 값


def alpha_dropout(x, p, mask):
    a = 1 / np.sqrt((1 - p) * (1 + p * alpha**2))
    return a * np.where(mask, x, -alpha) + a * p * alpha


# --8<-- [end:alpha_by_hand]


# --8<-- [start:alpha_agrees]
normal = np.random.default_rng(0).normal(size=(2000, 200)).astype("float32")
for rate in (0.1, 0.5):
    by_keras = np.array(keras.layers.AlphaDropout(rate, seed=7)(normal, training=True))
    draw = keras.random.uniform(normal.shape, seed=keras.random.SeedGenerator(7))
    by_hand = alpha_dropout(normal, rate, np.array(draw) >= rate)
    gap = np.abs(by_hand - by_keras).max()
    assert gap < 1e-5, f"비율 {rate}에서 {gap:.1e} 다릅니다"
    assert abs(by_hand.mean()) < 0.01, f"평균이 {by_hand.mean():.3f}입니다"
    assert abs(by_hand.var() - 1) < 0.02, f"분산이 {by_hand.var():.3f}입니다"
assert abs(float(keras.activations.selu(-50.0)) + alpha) < 1e-5, (
    "SELU의 끝값이 아닙니다"
)
# --8<-- [end:alpha_agrees]


# --8<-- [start:signal]
def signal(layer, seed):
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(500, 200)).astype("float32")
    measured = []
    for _ in range(20):
        W = rng.normal(0, 1 / np.sqrt(200), (200, 200)).astype("float32")
        a = keras.activations.selu(keras.ops.matmul(a, W))
        a = np.array(layer(a, training=True))
        measured.append((a.mean(), a.var()))
    return np.array(measured)


# --8<-- [end:signal]

# --8<-- [start:selu_stack]
stacks = {}
for layer in [
    keras.layers.Identity(),
    keras.layers.Dropout(0.2),
    keras.layers.AlphaDropout(0.2),
]:
    name = type(layer).__name__
    stacks[name] = np.array([signal(layer, seed) for seed in range(5)])
    for n in (1, 20):
        mean, variance = stacks[name][:, n - 1].mean(axis=0)
        print(f"{n:2d} {mean:z5.2f} {variance:.2f} {name}")
# --8<-- [end:selu_stack]

# --8<-- [start:alpha_keeps]
moments = np.abs(stacks["AlphaDropout"] - [0, 1]).max(axis=(0, 1))
assert moments.max() < 0.06, f"평균 0과 분산 1에서 {moments.max():.3f} 벗어납니다"
first, final = stacks["Dropout"][:, 0, 1], stacks["Dropout"][:, -1, 1]
assert np.abs(first - 1 / (1 - 0.2)).max() < 0.05, f"첫 층의 분산이 {first}입니다"
assert final.min() > 2, f"20층의 분산이 {final.min():.2f}입니다"
assert stacks["Dropout"][:, -1, 0].min() > 0.08, "평균이 밀리지 않았습니다"
# --8<-- [end:alpha_keeps]

# --8<-- [start:one_alpha]
import tensorflow as tf

other = tf.keras.layers.AlphaDropout
assert other is not keras.layers.AlphaDropout, (
    "두 AlphaDropout이 이제 같은 클래스입니다"
)
assert tf.keras.layers.Dropout is keras.layers.Dropout, "Dropout도 다른 클래스입니다"
# --8<-- [end:one_alpha]

# --8<-- [start:answer_before]
z = np.random.default_rng(42).normal(size=(5, 8)).astype("float32")
for name in ["relu", "sigmoid"]:
    activation = keras.activations.get(name)
    before = activation(keras.layers.Dropout(0.5, seed=1)(z, training=True))
    after = keras.layers.Dropout(0.5, seed=1)(activation(z), training=True)
    print(f"{np.abs(np.array(before) - np.array(after)).max():.2f} {name}")
# --8<-- [end:answer_before]

# --8<-- [start:answer_last]
probability = model(X_train)
last = keras.layers.Dropout(0.2, seed=1)
loss = cross_entropy(y_train, last(probability, training=True))
print(f"{float(cross_entropy(y_train, probability)):.1f} 출력층 뒤에 없음")
print(f"{float(loss):.1f} 출력층 뒤에 있음")
# --8<-- [end:answer_last]

# --8<-- [start:answer_passes]
repeated = np.tile(X_test[:40], (640, 1))
draws = np.array(model(repeated, training=True)).reshape(640, 40, 10)
draws = draws[:, np.arange(40), by_predict[:40].argmax(axis=1)]
wobble = {}
for n in (10, 40, 160):
    means = draws.reshape(-1, n, 40).mean(axis=1)
    wobble[n] = means.std(axis=0, ddof=1).mean()
    print(f"{n:3d}번 {wobble[n]:.3f}")
# --8<-- [end:answer_passes]

# --8<-- [start:root_of_passes]
for n in (10, 40):
    ratio = wobble[n] / wobble[4 * n]
    assert 1.6 < ratio < 2.6, f"{4 * n}번 물으니 {ratio:.2f}분의 1이 됩니다"
# --8<-- [end:root_of_passes]


# --8<-- [start:answer_smooth]
def share_mask(layer):
    config = layer.get_config()
    if isinstance(layer, keras.layers.Dropout):
        config["noise_shape"] = (1, None)
    return type(layer).from_config(config)


shared = keras.models.clone_model(lines["relu"], clone_function=share_mask)
shared.set_weights(lines["relu"].get_weights())
widths, bends = {}, {}
for name, net in [("점마다", lines["relu"]), ("한 벌", shared)]:
    curves = np.stack([net(grid, training=True)[:, 0] for _ in range(100)])
    widths[name] = curves.std(axis=0).mean()
    bends[name] = np.abs(np.diff(curves, n=2, axis=1)).mean()
    print(f"{widths[name]:.1f} {bends[name]:.2f} {name}")
# --8<-- [end:answer_smooth]

# --8<-- [start:same_width]
ratio = widths["한 벌"] / widths["점마다"]
assert 0.8 < ratio < 1.25, f"띠의 너비가 {ratio:.2f}배입니다"
share = bends["한 벌"] / bends["점마다"]
assert share < 0.1, f"꺾인 정도가 {share:.2f}배입니다"
# --8<-- [end:same_width]
