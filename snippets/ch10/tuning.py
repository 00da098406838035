"""docs/ch10/tuning.md의 코드입니다."""

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

# --8<-- [start:add_noise]
rng = np.random.default_rng(42)
X_train, X_valid, X_test = [
    (images + rng.normal(0, 0.3, images.shape)).astype("float32")
    for images in [X_train, X_valid, X_test]
]
# --8<-- [end:add_noise]


# --8<-- [start:build_model]
def build_model(learning_rate=0.01, n_units=32, n_hidden=1):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(n_hidden):
        model.add(keras.layers.Dense(n_units, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.optimizer.build(model.trainable_variables)
    return model


# --8<-- [end:build_model]


# --8<-- [start:callback]
class RangeTest(keras.callbacks.Callback):
    def __init__(self, low, high):
        super().__init__()
        self.low, self.high = low, high

    def on_train_begin(self, logs=None):
        n_steps = self.params["epochs"] * self.params["steps"]
        self.rates = np.geomspace(self.low, self.high, n_steps)
        self.losses = []

    def on_train_batch_begin(self, batch, logs=None):
        rate = self.rates[len(self.losses)]
        self.model.optimizer.learning_rate = rate

    def on_train_batch_end(self, batch, logs=None):
        total = logs["loss"] * (batch + 1)
        before = self.total if batch > 0 else 0
        self.losses.append(total - before)
        self.total = total


# --8<-- [end:callback]


# --8<-- [start:range_test]
keras.utils.set_random_seed(42)
model = build_model()
test = RangeTest(low=1e-5, high=10)
model.fit(
    X_train,
    y_train,
    epochs=10,
    batch_size=100,
    verbose=0,
    callbacks=[test],
)
smooth = np.convolve(test.losses, np.ones(5) / 5, "valid")
bottom = test.rates[2:-2][smooth.argmin()]
print(f"{bottom:.1f} 손실이 바닥일 때의 학습률")
print(f"{bottom / 10:.2f} 바닥의 10분의 1")
# --8<-- [end:range_test]

# --8<-- [start:range_is_exact]
given, by_hand = [], []


class Watch(keras.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        rows = np.arange(100 * batch, 100 * batch + 100)
        probability = keras.ops.convert_to_numpy(model(X_train[rows]))
        right = np.maximum(probability[np.arange(100), y_train[rows]], 1e-7)
        by_hand.append(-np.log(right).mean())

    def on_train_batch_end(self, batch, logs=None):
        given.append(float(model.optimizer.learning_rate))


model.set_weights(build_model().get_weights())
again = RangeTest(low=1e-4, high=1e-2)
model.fit(
    X_train,
    y_train,
    epochs=2,
    batch_size=100,
    shuffle=False,
    verbose=0,
    callbacks=[again, Watch()],
)
assert np.allclose(given, np.geomspace(1e-4, 1e-2, 20)), f"학습률 {given}"
gap = np.abs(np.array(again.losses) - by_hand).max()
assert gap < 1e-3, f"콜백이 적은 손실과 셈한 손실이 {gap:.5f}만큼 다릅니다"
# --8<-- [end:range_is_exact]

# --8<-- [start:draw_range]
fig, ax = plt.subplots()
ax.semilogx(test.rates, test.losses, "C7", lw=1)
ax.semilogx(test.rates[2:-2], smooth, "C0")
for rate, color in [(0.0003, "C2"), (0.01, "C4"), (0.3, "C1")]:
    ax.axvline(rate, color=color, ls="--", lw=1.4)
    ax.text(rate, 4.05, f"{rate:g}", color=color, ha="center")
ax.set(ylim=(0, 4), xlabel="학습률", ylabel="훈련 손실")
ax.minorticks_off()
plt.show()
# --8<-- [end:draw_range]

# --8<-- [start:traced_once]
traced = []
train_step = keras.Model.train_step


def counted_step(self, data):
    traced.append(1)
    return train_step(self, data)


keras.Model.train_step = counted_step
try:
    build_model().fit(X_train[:100], y_train[:100], batch_size=100, verbose=0)
finally:
    keras.Model.train_step = train_step
assert len(traced) == 1, f"훈련 스텝의 그래프를 {len(traced)}번 만들었습니다"
# --8<-- [end:traced_once]


# --8<-- [start:dense_many]
def dense_many(n_in, units, activation):
    limit = (6 / (n_in + units)) ** 0.5
    return keras.layers.EinsumDense(
        "kbi,kio->kbo",
        output_shape=(None, units),
        bias_axes="ko",
        activation=activation,
        kernel_initializer=keras.initializers.RandomUniform(-limit, limit),
    )


# --8<-- [end:dense_many]


# --8<-- [start:build_many]
def build_many(rates, n_units=32, n_hidden=1, optimizer=keras.optimizers.Adam):
    model = keras.Sequential([keras.Input(batch_shape=(len(rates), None, 64))])
    n_in = 64
    for _ in range(n_hidden):
        model.add(dense_many(n_in, n_units, "relu"))
        n_in = n_units
    model.add(dense_many(n_in, 10, "softmax"))
    column = np.reshape(rates, (-1, 1, 1)).astype("float32")
    model.compile(
        loss="sparse_categorical_crossentropy",
        loss_weights=[float(len(rates))],
        optimizer=optimizer(learning_rate=lambda: column),
    )
    model.optimizer.build(model.trainable_variables)
    return model


# --8<-- [end:build_many]


# --8<-- [start:train_many]
def spread(array, n_nets):
    return np.broadcast_to(array, (n_nets, *array.shape))


def train_many(model, batch_size=100, n_epochs=5):
    n_nets = model.input_shape[0]
    scores = []
    for _ in range(n_epochs):
        order = np.random.permutation(len(X_train))
        for rows in np.split(order, len(X_train) // batch_size):
            model.train_on_batch(
                spread(X_train[rows], n_nets), spread(y_train[rows], n_nets)
            )
        scores.append(validate(model(spread(X_valid, n_nets))))
    return np.array(scores)  # (에포크, 손실과 정확도, 신경망)


# --8<-- [end:train_many]


# --8<-- [start:validate]
def validate(probability):
    probability = keras.ops.convert_to_numpy(probability)
    right = probability[:, np.arange(len(y_valid)), y_valid]
    loss = -np.log(np.maximum(right, 1e-7)).mean(axis=1)
    accuracy = (probability.argmax(axis=2) == y_valid).mean(axis=1)
    return loss, accuracy


# --8<-- [end:validate]

# --8<-- [start:base]
rates = np.array([1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1])


def study(batch_size=100, **changes):
    keras.utils.set_random_seed(42)
    model = build_many(np.repeat(rates, 3), **changes)
    return train_many(model, batch_size).reshape(5, 2, 9, 3)


base = study()
for rate, accuracies in zip(rates, base[-1, 1]):
    print(f"{rate:<6g}", *[f"{value:.2f}" for value in accuracies])
# --8<-- [end:base]

# --8<-- [start:same_as_alone]
state = np.random.get_state()
pair = build_many([0.003, 0.03])
of_pair = [keras.ops.convert_to_numpy(w)[1] for w in pair.weights]
for mine, keras_own in zip(of_pair[::2], build_model().get_weights()[::2]):
    sd = keras_own.std()
    assert np.isclose(mine.std(), sd, rtol=0.1), f"초깃값 {mine.std():.3f}, {sd:.3f}"

model.set_weights([w.reshape(v.shape) for w, v in zip(of_pair, model.weights)])
for variable in model.optimizer.variables:
    variable.assign(keras.ops.zeros_like(variable))
model.optimizer.learning_rate = 0.03
model.fit(X_train, y_train, batch_size=100, shuffle=False, verbose=0)
for i in range(0, 1000, 100):
    rows = slice(i, i + 100)
    pair.train_on_batch(spread(X_train[rows], 2), spread(y_train[rows], 2))
for together, alone in zip(pair.weights, model.get_weights()):
    gap = keras.ops.convert_to_numpy(together)[1].reshape(alone.shape) - alone
    assert np.abs(gap).max() < 1e-3, f"가중치가 {np.abs(gap).max():.5f}만큼 다릅니다"
np.random.set_state(state)
# --8<-- [end:same_as_alone]

# --8<-- [start:range_was_right]
means = base[-1, 1].mean(axis=1)
assert means.argmax() in (4, 5), f"가장 나은 학습률은 {rates[means.argmax()]:g}"
assert means.max() - means[4] < 0.03, (
    f"고른 학습률이 {means.max() - means[4]:.3f} 낮습니다"
)
assert means[1] < 0.4 and means[7] < 0.5, f"낮음 {means[1]:.2f}, 높음 {means[7]:.2f}"
# --8<-- [end:range_was_right]

# --8<-- [start:draw_three]
fig, ax = plt.subplots(figsize=(5.4, 2.9))
for i, color, name in [(1, "C2", "낮음"), (4, "C4", "고른 값"), (7, "C1", "높음")]:
    ax.plot(range(1, 6), base[:, 0, i], color, lw=1.4)
    ax.plot([], [], color, label=f"{rates[i]:g} ({name})")
ax.set(ylim=(0, 4), xticks=range(1, 6), xlabel="에포크", ylabel="검증 손실")
ax.legend(loc="upper center", ncols=3)
plt.show()
# --8<-- [end:draw_three]

# --8<-- [start:panels]
optimizers = {
    "SGD": keras.optimizers.SGD,
    "모멘텀": lambda learning_rate: keras.optimizers.SGD(learning_rate, momentum=0.9),
    "RMSProp": keras.optimizers.RMSprop,
}
panels = {
    "옵티마이저": {k: study(optimizer=v) for k, v in optimizers.items()},
    "배치 크기": {k: study(batch_size=k) for k in [250, 500]},
    "유닛 수": {k: study(n_units=k) for k in [8, 16, 64, 128]},
    "은닉층 수": {3: study(n_hidden=3)},
}
for panel, default in zip(panels.values(), ["Adam", 100, 32, 1]):
    panel[default] = base
# --8<-- [end:panels]

# --8<-- [start:draw_panels]
fig, axes = plt.subplots(2, 2, figsize=(5.4, 5.4), sharex=True, sharey=True)
for ax, (title, panel) in zip(axes.flat, panels.items()):
    keys = list(panel) if title == "옵티마이저" else sorted(panel)
    for i, key in enumerate(keys):
        mean = panel[key][-1, 1].mean(axis=1)
        ax.semilogx(rates, mean, f"C{i}", lw=1.5, label=str(key))
    ax.axvline(0.01, color="C7", ls=":", lw=1)
    ax.set(title=title, ylim=(-0.35, 0.9), yticks=[0, 0.2, 0.4, 0.6, 0.8])
    ax.minorticks_off()
    ax.legend(loc="lower center", ncols=2, fontsize=9, columnspacing=1)
axes[1, 0].set(xlabel="학습률", ylabel="검증 정확도", xticks=[1e-4, 1e-2, 1])
axes[1, 1].set(xlabel="학습률")
axes[0, 0].set(ylabel="검증 정확도")
plt.show()
# --8<-- [end:draw_panels]

# --8<-- [start:spreads]
print(f"{np.ptp(base[-1, 1].mean(axis=1)):.2f}       학습률")
for name, panel in panels.items():
    accuracy = np.array([run[-1, 1].mean(axis=1) for run in panel.values()])
    fixed = np.ptp(accuracy[:, 4])
    tuned = np.ptp(accuracy.max(axis=1))
    print(f"{fixed:.2f}  {tuned:.2f} {name}")
# --8<-- [end:spreads]

# --8<-- [start:rate_is_first]
spread_of_rate = np.ptp(base[-1, 1].mean(axis=1))
for name, panel in panels.items():
    accuracy = np.array([run[-1, 1].mean(axis=1) for run in panel.values()])
    tuned = np.ptp(accuracy.max(axis=1))
    assert tuned < spread_of_rate / 4, f"{name}의 폭은 {tuned:.2f}입니다"
    assert tuned < np.ptp(accuracy[:, 4]) - 0.01, f"{name}는 학습률과 무관합니다"
# --8<-- [end:rate_is_first]

# --8<-- [start:optimizers_tie]
accuracy = np.array([run[-1, 1] for run in panels["옵티마이저"].values()])
picked = accuracy.mean(axis=2).argmax(axis=1)
tuned = accuracy[np.arange(4), picked]  # (옵티마이저, 신경망)
gap = np.ptp(tuned.mean(axis=1))
noise = np.ptp(tuned, axis=1).max()
assert gap < noise, (
    f"옵티마이저의 차이 {gap:.3f}, 같은 옵티마이저 안의 차이 {noise:.3f}"
)
# --8<-- [end:optimizers_tie]

# --8<-- [start:optimum_moves]
lowest = {
    name: {k: rates[run[-1, 0].mean(axis=1).argmin()] for k, run in panel.items()}
    for name, panel in panels.items()
}
moved = lowest["옵티마이저"]["SGD"] / lowest["옵티마이저"]["Adam"]
assert moved > 25, f"SGD의 학습률은 Adam의 {moved:.0f}배입니다"
for name, default in [("배치 크기", 100), ("유닛 수", 32), ("은닉층 수", 1)]:
    for k, rate in lowest[name].items():
        moved = rate / lowest[name][default]
        assert 0.09 < moved < 11, f"{name} {k}의 학습률은 {moved:.2g}배입니다"
# --8<-- [end:optimum_moves]

# --8<-- [start:width_is_real]
narrow = panels["유닛 수"][8][-1, 1].mean(axis=1).max()
wide = panels["유닛 수"][128][-1, 1].mean(axis=1).max()
assert wide - narrow > 0.05, f"8유닛 {narrow:.2f}, 128유닛 {wide:.2f}"
of_optimizers = [r[-1, 1].mean(axis=1).max() for r in panels["옵티마이저"].values()]
assert wide - narrow > np.ptp(of_optimizers), "옵티마이저의 차이가 더 큽니다"
# --8<-- [end:width_is_real]

# --8<-- [start:batch_is_rate]
large = panels["배치 크기"][500][-1, 1].mean(axis=1)
lost = base[-1, 1, 4].mean() - large[4]
regained = large[5:].max() - large[4]
assert regained > 0.6 * lost > 0, f"잃은 {lost:.2f} 가운데 {regained:.2f}를 되찾습니다"
# --8<-- [end:batch_is_rate]

# --8<-- [start:draw_strip]
rng = np.random.default_rng(0)
fig, ax = plt.subplots(figsize=(5.4, 3.9))


def strip(accuracy, row, color):
    jitter = rng.uniform(-0.09, 0.09, accuracy.size)
    ax.plot(accuracy.ravel(), row + jitter, color, ls="", marker="o", ms=4, alpha=0.7)


strip(base[-1, 1], 0, "C4")
for row, panel in enumerate(panels.values(), start=1):
    accuracy = np.array([run[-1, 1] for run in panel.values()])
    picked = accuracy.mean(axis=2).argmax(axis=1)
    strip(accuracy[:, 4], row - 0.17, "C7")
    strip(accuracy[np.arange(len(accuracy)), picked], row + 0.17, "C0")
ax.plot([], [], "C7o", ms=4, label="학습률을 0.01로 고정")
ax.plot([], [], "C0o", ms=4, label="학습률을 다시 고름")
ax.set(yticks=range(5), yticklabels=["학습률", *panels], xlabel="검증 정확도")
ax.invert_yaxis()
ax.legend(loc="lower left")
plt.show()
# --8<-- [end:draw_strip]

# --8<-- [start:surface]
from scipy.interpolate import RegularGridInterpolator

widths = [panels["유닛 수"][n][-1, 1].mean(axis=1) for n in [8, 16, 32, 64, 128]]
axes_of_table = np.linspace(0, 1, 5), np.linspace(0, 1, 9)
measured = RegularGridInterpolator(axes_of_table, np.array(widths))
# --8<-- [end:surface]


# --8<-- [start:grid_points]
def grid_points(offset, n):
    units, rate = (np.arange(n) + offset[:, None]) / n
    return np.column_stack([np.repeat(units, n), np.tile(rate, n)])


# --8<-- [end:grid_points]

# --8<-- [start:compare_search]
rng = np.random.default_rng(42)
offsets = rng.random((1000, 2))
points = {
    "그리드, 축 2개": np.array([grid_points(offset, 4) for offset in offsets]),
    "그리드, 축 4개": np.array([grid_points(offset, 2) for offset in offsets]),
    "랜덤, 축 2개": rng.random((1000, 16, 2)),
    "랜덤, 축 4개": rng.random((1000, 16, 4))[:, :, :2],
}
best = {name: measured(tried).max(axis=1) for name, tried in points.items()}
for name, found in best.items():
    low, middle = np.percentile(found, [10, 50])
    print(f"{low:.2f} {middle:.2f} {name}")
# --8<-- [end:compare_search]

# --8<-- [start:random_wins]
grid_two, grid_four, random_two, random_four = best.values()
wins = (random_two > grid_two).mean()
assert 0.3 < wins < 0.6, f"2개일 때 랜덤이 이긴 비율은 {wins:.2f}입니다"
wins = (random_four > grid_four).mean()
assert wins > 2 / 3, f"4개일 때 랜덤이 이긴 비율은 {wins:.2f}입니다"
# --8<-- [end:random_wins]

# --8<-- [start:draw_search]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.2), sharey=True)
grid = np.repeat(grid_points(np.full(2, 0.5), 2), 4, axis=0)
free = np.random.default_rng(42).random((16, 4))[:, :2]
titles = ["그리드: 16번에 4자리", "랜덤: 16번에 16자리"]
for ax, points, title in zip(axes, [grid, free], titles):
    levels = [0.3, 0.7, 0.8]
    lines = ax.contour(*axes_of_table[::-1], widths, levels, colors="C7", linewidths=1)
    ax.clabel(lines, fontsize=8)
    ax.plot(points[:, 1], points[:, 0], "C1o", ms=5)
    ax.plot(points[:, 1], np.full(16, -0.07), "C1|", ms=9)
    ax.set(title=title, xlabel="학습률", xlim=(0, 1), ylim=(-0.12, 1.02))
    ax.set(xticks=[0, 0.5, 1], xticklabels=["0.0001", "0.01", "1"])
axes[0].set(ylabel="유닛 수", yticks=axes_of_table[0], yticklabels=[8, 16, 32, 64, 128])
plt.show()
# --8<-- [end:draw_search]


# --8<-- [start:hypermodel]
import gc
import tempfile

import keras_tuner


class DigitsModel(keras_tuner.HyperModel):
    def build(self, hp):
        return build_model(
            learning_rate=hp.Float("learning_rate", 1e-4, 1, sampling="log"),
            n_units=hp.Int("n_units", 8, 128, step=2, sampling="log"),
            n_hidden=hp.Int("n_hidden", 1, 3),
        )

    def fit(self, hp, model, *args, **kwargs):
        batch_size = hp.Choice("batch_size", [50, 100, 250])
        return model.fit(*args, batch_size=batch_size, **kwargs)


# --8<-- [end:hypermodel]

# --8<-- [start:search]
gc.freeze()
keras.utils.set_random_seed(42)
folder = tempfile.TemporaryDirectory()
tuner = keras_tuner.RandomSearch(
    DigitsModel(),
    objective="val_accuracy",
    max_trials=6,
    seed=42,
    directory=folder.name,
    project_name="digits",
)
tuner.search(X_train, y_train, epochs=5, validation_data=(X_valid, y_valid), verbose=0)
# --8<-- [end:search]

# --8<-- [start:trials]
trials = tuner.oracle.get_best_trials(6)
for trial in trials:
    v = trial.hyperparameters.values
    print(f"{trial.score:.2f} {v['learning_rate']:.4f}", end=" ")
    print(f"{v['n_units']:3} {v['n_hidden']} {v['batch_size']:3}")
# --8<-- [end:trials]

# --8<-- [start:collects_twice]
collected = []


def count(phase, info):
    collected.append((phase, info["generation"]))


gc.callbacks.append(count)
tuner._try_build(tuner.get_best_hyperparameters()[0])
gc.callbacks.remove(count)
n_full = collected.count(("start", 2))
assert n_full >= 2, f"모델 하나를 만들 때 {n_full}번 모았습니다"
# --8<-- [end:collects_twice]

# --8<-- [start:resumes]
import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()) as said:
    resumed = keras_tuner.RandomSearch(
        DigitsModel(),
        objective="val_accuracy",
        max_trials=9,
        directory=folder.name,
        project_name="digits",
    )
assert "Reloading Tuner" in said.getvalue(), "앞의 탐색을 읽지 않았습니다"
scores = [[t.score for t in it.oracle.get_best_trials(9)] for it in (tuner, resumed)]
assert scores[0] == scores[1], f"읽은 점수가 다릅니다: {scores}"
assert resumed.remaining_trials == 3, f"{resumed.remaining_trials}번이 남았습니다"
# --8<-- [end:resumes]

# --8<-- [start:draw_trials]
fig, ax = plt.subplots()
ax.semilogx(rates, base[-1, 1].mean(axis=1), "C7", lw=1, label="앞에서 잰 32유닛")
for trial in trials:
    v = trial.hyperparameters.values
    color = f"C{v['n_hidden'] - 1}"
    size = 12 + 1.2 * v["n_units"]
    ax.scatter(v["learning_rate"], trial.score, size, color, alpha=0.8)
for n_hidden in [1, 2]:
    ax.scatter([], [], 40, f"C{n_hidden - 1}", label=f"은닉층 {n_hidden}개")
ax.set(xlabel="학습률", ylabel="검증 정확도", ylim=(0, 0.95))
ax.minorticks_off()
ax.legend(loc="lower center")
plt.show()
# --8<-- [end:draw_trials]


# --8<-- [start:drawn]
class Constant(keras_tuner.Tuner):
    def run_trial(self, trial, **kwargs):
        return {"val_accuracy": 0.5}


def drawn(oracle_class, seed, names):
    space = keras_tuner.HyperParameters()
    for name in names:
        space.Float(name, 0, 1)
    oracle = oracle_class(
        keras_tuner.Objective("val_accuracy", "max"),
        max_trials=3 * len(names),
        hyperparameters=space,
        seed=seed,
    )
    with tempfile.TemporaryDirectory() as directory:
        Constant(oracle=oracle, directory=directory).search(verbose=0)
    return [trial.hyperparameters.values for trial in oracle.trials.values()]


at_random = drawn(keras_tuner.oracles.RandomSearchOracle, 42, "abcd")
bayesian = drawn(keras_tuner.oracles.BayesianOptimizationOracle, 42, "abcd")
assert len(bayesian) == 12, f"조합이 {len(bayesian)}개입니다"
assert bayesian == at_random, "베이즈 최적화의 처음 12조합이 랜덤 탐색과 다릅니다"
# --8<-- [end:drawn]

# --8<-- [start:seeds_overlap]
now, later, far = [
    drawn(keras_tuner.oracles.RandomSearchOracle, seed, "ab") for seed in [42, 44, 1042]
]
assert later[:-1] == now[1:], "시드 44가 다른 조합을 뽑았습니다"
assert not [values for values in far if values in now], "시드 1042도 겹칩니다"
# --8<-- [end:seeds_overlap]


# --8<-- [start:train_again]
def train_again(trial, n_nets=10):
    v = trial.hyperparameters.values
    keras.utils.set_random_seed(0)
    model = build_many([v["learning_rate"]] * n_nets, v["n_units"], v["n_hidden"])
    return train_many(model, v["batch_size"])[-1, 1]


chosen = {rank: train_again(trials[rank - 1]) for rank in [1, 2, 4]}
for rank, scores in chosen.items():
    low, high = scores.min(), scores.max()
    print(f"{rank}등: 탐색 {trials[rank - 1].score:.2f}", end=", ")
    print(f"다시 훈련 {scores.mean():.2f} ({low:.2f}~{high:.2f})")
# --8<-- [end:train_again]

# --8<-- [start:fourth_is_worse]
first, fourth = chosen[1], chosen[4]
assert first.min() > fourth.mean() + 0.1, (
    f"1등의 최소 {first.min():.2f}, 4등의 평균 {fourth.mean():.2f}"
)
# --8<-- [end:fourth_is_worse]

# --8<-- [start:first_is_luck]
first, second = chosen[1], chosen[2]
gap = first.mean() - second.mean()
assert abs(gap) < max(np.ptp(first), np.ptp(second)), f"1등과 2등의 차이는 {gap:.3f}"
assert trials[0].score > first.mean(), "탐색의 점수가 평균보다 높지 않습니다"
# --8<-- [end:first_is_luck]

# --8<-- [start:test_once]
best_model = tuner.get_best_models()[0]
loss, accuracy = best_model.evaluate(X_test, y_test, verbose=0)
print(f"{accuracy:.2f}")
# --8<-- [end:test_once]

# --8<-- [start:state_is_back]
batch_size = trials[0].hyperparameters.values["batch_size"]
expected = (trials[0].best_step + 1) * 1000 // batch_size
assert int(best_model.optimizer.iterations) == expected, (
    f"스텝 수 {int(best_model.optimizer.iterations)}, 훈련한 스텝 {expected}"
)
on_valid = best_model.evaluate(X_valid, y_valid, verbose=0)[1]
assert np.isclose(on_valid, trials[0].score), (
    f"불러온 모델의 검증 정확도 {on_valid:.4f}"
)
# --8<-- [end:state_is_back]


# --8<-- [start:size_limit]
def build_sized(hp, first=()):
    model = keras.Sequential([*first, keras.layers.Dense(100)])
    model.compile(loss="mse")
    return model


for first, n_refused in [((), 0), ((keras.Input(shape=(64,)),), 1)]:
    with tempfile.TemporaryDirectory() as directory:
        sized = keras_tuner.RandomSearch(
            lambda hp, first=first: build_sized(hp, first),
            objective="val_loss",
            directory=directory,
            max_model_size=1000,
        )
        refused = 0
        try:
            sized._try_build(keras_tuner.HyperParameters())
        except Exception as error:
            assert "Oversized model: 6500" in str(error), f"다른 오류입니다: {error}"
            refused = 1
    assert refused == n_refused, f"Input {len(first)}개일 때 막은 모델 {refused}개"
# --8<-- [end:size_limit]

# --8<-- [start:without_state]
best_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
name = f"digits/trial_{trials[0].trial_id}/checkpoint.weights.h5"
best_model.load_weights(f"{folder.name}/{name}")
print(int(best_model.optimizer.iterations), "스텝")
folder.cleanup()
# --8<-- [end:without_state]


# --8<-- [start:sklearn_model]
def build_for_sklearn(X, y, learning_rate=0.1):
    model = keras.Sequential(
        [
            keras.Input(shape=X.shape[1:]),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(y.shape[1], activation="softmax"),
        ]
    )
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate, momentum=0.9),
    )
    return model


# --8<-- [end:sklearn_model]

# --8<-- [start:sklearn_search]
from sklearn.model_selection import RandomizedSearchCV, ShuffleSplit

keras.utils.disable_interactive_logging()
search = RandomizedSearchCV(
    keras.wrappers.SKLearnClassifier(build_for_sklearn),
    {"model_kwargs": [{"learning_rate": rate} for rate in [0.01, 0.1, 1.0]]},
    n_iter=2,
    cv=ShuffleSplit(n_splits=1, test_size=0.25, random_state=42),
    random_state=42,
    refit=False,
)
search.fit(X_train, y_train, epochs=5, batch_size=250, verbose=0)
for candidate, score in zip(
    search.cv_results_["params"], search.cv_results_["mean_test_score"]
):
    print(candidate["model_kwargs"], f"{score:.2f}")
# --8<-- [end:sklearn_search]

# --8<-- [start:kwargs_are_lost]
from sklearn.base import clone

wrapper = keras.wrappers.SKLearnClassifier(
    build_for_sklearn, fit_kwargs={"epochs": 5}, model_kwargs={"learning_rate": 0.1}
)
assert clone(wrapper).fit_kwargs is None, "fit_kwargs가 남았습니다"
assert clone(wrapper).model_kwargs == {"learning_rate": 0.1}, (
    "model_kwargs도 잃었습니다"
)
# --8<-- [end:kwargs_are_lost]

# --8<-- [start:answer_sgd]
keras.utils.set_random_seed(42)
sgd = build_model()
sgd.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.SGD(),
)
sgd_test = RangeTest(low=1e-4, high=10)
sgd.fit(
    X_train,
    y_train,
    epochs=10,
    batch_size=100,
    verbose=0,
    callbacks=[sgd_test],
)
smooth = np.convolve(sgd_test.losses, np.ones(5) / 5, "valid")
print(f"{sgd_test.rates[2:-2][np.nanargmin(smooth)]:.0f} 손실이 바닥일 때의 학습률")
for rate, accuracy in zip(rates, panels["옵티마이저"]["SGD"][-1, 1].mean(axis=1)):
    print(f"{rate:<6g} {accuracy:.2f}")
# --8<-- [end:answer_sgd]

# --8<-- [start:sgd_wants_bottom]
accuracy = panels["옵티마이저"]["SGD"][-1, 1].mean(axis=1)
bottom = sgd_test.rates[2:-2][np.nanargmin(smooth)]
near, tenth = np.interp(np.log([bottom, bottom / 10]), np.log(rates), accuracy)
assert near > tenth + 0.1, f"바닥 {near:.2f}, 10분의 1 {tenth:.2f}"
# --8<-- [end:sgd_wants_bottom]

# --8<-- [start:answer_clean]
X_clean, X_clean_valid, y_clean, y_clean_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
keras.utils.set_random_seed(42)
clean = build_model(learning_rate=0.01, n_units=128)
clean.fit(X_clean, y_clean, epochs=15, batch_size=100, verbose=0)
answers = keras.ops.convert_to_numpy(clean(X_clean_valid)).argmax(axis=1)
print(f"{np.mean(answers == y_clean_valid):.2f}")
# --8<-- [end:answer_clean]

# --8<-- [start:answer_eight]
rng = np.random.default_rng(42)
good = measured(rng.random((1000, 8, 2))) > 0.8
print(f"{good.any(axis=1).mean():.2f} 여덟 번 안에 만난 비율")
print(f"{1 - (1 - good.mean()) ** 8:.2f} 한 번의 확률로 셈한 값")
# --8<-- [end:answer_eight]

# --8<-- [start:measured_tuner]
curves = np.array(
    [panels["유닛 수"][n][:, 1].mean(axis=2) for n in [8, 16, 32, 64, 128]]
)
by_epoch = RegularGridInterpolator(
    (np.linspace(0, 1, 5), np.arange(1, 6), np.linspace(0, 1, 9)), curves
)


class MeasuredTuner(keras_tuner.Tuner):
    n_epochs = 0

    def run_trial(self, trial, **kwargs):
        v = trial.hyperparameters.values
        self.n_epochs += v["tuner/epochs"] - v["tuner/initial_epoch"]
        return by_epoch((v["units"], v["tuner/epochs"], v["rate"])).item()


# --8<-- [end:measured_tuner]

# --8<-- [start:answer_hyperband]
space = keras_tuner.HyperParameters()
space.Float("units", 0, 1)
space.Float("rate", 0, 1)
of_hyperband = []
for seed in range(10):
    oracle = keras_tuner.oracles.HyperbandOracle(
        keras_tuner.Objective("val_accuracy", "max"),
        max_epochs=4,
        factor=2,
        hyperparameters=space,
        seed=1000 * seed,
    )
    with tempfile.TemporaryDirectory() as directory:
        hyperband = MeasuredTuner(oracle=oracle, directory=directory)
        hyperband.search(verbose=0)
    of_hyperband.append(oracle.get_best_trials()[0].score)
print(hyperband.n_epochs, "에포크")

rng = np.random.default_rng(42)
points = np.insert(rng.random((1000, 7, 2)), 1, 4, axis=2)  # 4에포크씩 7조합
of_random = by_epoch(points).max(axis=1)
for name, found in [("하이퍼밴드", of_hyperband), ("랜덤", of_random)]:
    low, middle = np.percentile(found, [10, 50])
    print(f"{low:.2f} {middle:.2f} {name}")
# --8<-- [end:answer_hyperband]

# --8<-- [start:hyperband_is_safe]
low_hyperband, middle_hyperband = np.percentile(of_hyperband, [10, 50])
low_random, middle_random = np.percentile(of_random, [10, 50])
assert low_hyperband > low_random + 0.03, (
    f"하위 10%는 하이퍼밴드 {low_hyperband:.2f}, 랜덤 {low_random:.2f}"
)
assert abs(middle_hyperband - middle_random) < 0.03, (
    f"중앙값은 하이퍼밴드 {middle_hyperband:.2f}, 랜덤 {middle_random:.2f}"
)
# --8<-- [end:hyperband_is_safe]
