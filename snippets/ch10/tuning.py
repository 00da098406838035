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
X_rest_noisy = np.vstack([X_train, X_valid])
y_rest = np.hstack([y_train, y_valid])
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
        metrics=["accuracy"],
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
ax.semilogx(test.rates, test.losses, "C7", lw=1, label="배치마다 잰 손실")
ax.semilogx(test.rates[2:-2], smooth, "C0", label="5스텝 평균")
for rate, color in [(0.0003, "C2"), (0.01, "C4"), (0.3, "C1")]:
    ax.axvline(rate, color=color, ls="--", lw=1.4)
    ax.text(rate, 4.05, f"{rate:g}", color=color, ha="center")
ax.set(ylim=(0, 4), xlabel="학습률", ylabel="훈련 손실")
ax.legend(loc="lower left")
plt.show()
# --8<-- [end:draw_range]


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
from itertools import pairwise


def build_many(rates, n_units=32, n_hidden=1, optimizer=keras.optimizers.Adam):
    model = keras.Sequential([keras.Input(batch_shape=(len(rates), None, 64))])
    sizes = [64] + [n_units] * n_hidden
    for n_in, units in pairwise(sizes):
        model.add(dense_many(n_in, units, "relu"))
    model.add(dense_many(sizes[-1], 10, "softmax"))
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
    "배치 크기": {k: study(batch_size=k) for k in [50, 500]},
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
best = {"그리드, 2개": [], "그리드, 4개": [], "랜덤, 2개": [], "랜덤, 4개": []}
for _ in range(1000):
    best["그리드, 2개"].append(measured(grid_points(rng.random(2), 4)).max())
    best["그리드, 4개"].append(measured(grid_points(rng.random(2), 2)).max())
    best["랜덤, 2개"].append(measured(rng.random((16, 2))).max())
    best["랜덤, 4개"].append(measured(rng.random((16, 4))[:, :2]).max())
for name, found in best.items():
    low, middle = np.percentile(found, [10, 50])
    print(f"{low:.2f} {middle:.2f} {name}")
# --8<-- [end:compare_search]

# --8<-- [start:random_wins]
grid_two, grid_four, random_two, random_four = map(np.array, best.values())
wins = (random_two > grid_two).mean()
assert 0.3 < wins < 0.6, f"2개일 때 랜덤이 이긴 비율은 {wins:.2f}입니다"
wins = (random_four > grid_four).mean()
assert wins > 0.75, f"4개일 때 랜덤이 이긴 비율은 {wins:.2f}입니다"
# --8<-- [end:random_wins]

# --8<-- [start:draw_search]
rng = np.random.default_rng(3)
grid, free = grid_points(np.full(2, 0.5), 2), rng.random((16, 2))
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.0), sharey=True)
for ax, points, title in zip(axes, [grid, free], ["그리드 탐색", "랜덤 탐색"]):
    extent = (-0.0625, 1.0625, -0.125, 1.125)
    ax.imshow(
        widths, origin="lower", extent=extent, aspect="auto", cmap="Blues", vmax=1
    )
    ax.plot(points[:, 1], points[:, 0], "C1o", ms=5)
    ax.plot(points[:, 1], np.full(len(points), -0.2), "C1|", ms=9, clip_on=False)
    ax.set(title=title, xlabel="학습률", xticks=[0, 0.5, 1], ylim=(-0.22, 1.125))
    ax.set(xticklabels=["0.0001", "0.01", "1"], yticks=[0, 0.25, 0.5, 0.75, 1])
axes[0].set(ylabel="유닛 수", yticklabels=[8, 16, 32, 64, 128])
plt.show()
# --8<-- [end:draw_search]


# --8<-- [start:hypermodel]
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
folder = tempfile.TemporaryDirectory()
tuner = keras_tuner.RandomSearch(
    DigitsModel(),
    objective="val_accuracy",
    max_trials=8,
    seed=42,
    directory=folder.name,
    project_name="digits",
)
keras.utils.set_random_seed(42)
tuner.search(X_train, y_train, epochs=5, validation_data=(X_valid, y_valid), verbose=0)
# --8<-- [end:search]

# --8<-- [start:trials]
trials = tuner.oracle.get_best_trials(8)
for trial in trials:
    v = trial.hyperparameters.values
    print(
        f"{trial.score:.2f}  {v['learning_rate']:.4f} {v['n_units']:4}"
        f" {v['n_hidden']} {v['batch_size']:4}"
    )
# --8<-- [end:trials]

# --8<-- [start:draw_trials]
fig, ax = plt.subplots(figsize=(5.4, 3.0))
for trial in trials:
    v = trial.hyperparameters.values
    size = 10 + 1.6 * v["n_units"]
    ax.scatter(
        v["learning_rate"], trial.score, size, f"C{v['n_hidden'] - 1}", alpha=0.7
    )
for n_hidden in [1, 2, 3]:
    ax.scatter([], [], 60, f"C{n_hidden - 1}", alpha=0.7, label=f"은닉층 {n_hidden}개")
ax.semilogx(rates, base[-1, 1].mean(axis=1), "C7:", label="앞에서 잰 곡선")
ax.set(xlim=(8e-5, 1.2), ylim=(0, 0.95), xlabel="학습률", ylabel="검증 정확도")
ax.legend(loc="lower center", fontsize=9)
plt.show()
# --8<-- [end:draw_trials]


# --8<-- [start:ten_more]
def ten_more(trial):
    keras.utils.set_random_seed(0)
    v = trial.hyperparameters.values
    model = build_many([v["learning_rate"]] * 10, v["n_units"], v["n_hidden"])
    return train_many(model, v["batch_size"])[-1, 1]


for rank in [0, 1, 2, 4]:
    s = ten_more(trials[rank])
    print(
        f"{rank + 1}등 {trials[rank].score:.2f}"
        f" → {s.mean():.2f} ({s.min():.2f}~{s.max():.2f})"
    )
# --8<-- [end:ten_more]

# --8<-- [start:top_is_a_tie]
first, second = ten_more(trials[0]), ten_more(trials[1])
pooled = np.sqrt(first.var() + second.var())
assert abs(first.mean() - second.mean()) < pooled, (
    f"1등 {first.mean():.3f}, 2등 {second.mean():.3f}, 흩어진 정도 {pooled:.3f}"
)
assert trials[0].score > first.mean(), "고를 때의 점수가 평균보다 높지 않습니다"
# --8<-- [end:top_is_a_tie]

# --8<-- [start:retrain]
hp = tuner.get_best_hyperparameters()[0]
keras.utils.set_random_seed(42)
best = tuner.hypermodel.build(hp)
history = tuner.hypermodel.fit(hp, best, X_rest_noisy, y_rest, epochs=8, verbose=0)
accuracy = best.evaluate(X_test, y_test, verbose=0)[1]
print(f"{accuracy:.2f}")
# --8<-- [end:retrain]

# --8<-- [start:best_model]
loaded = tuner.get_best_models()[0]
loss, accuracy = loaded.evaluate(X_valid, y_valid, verbose=0)
assert np.isclose(accuracy, trials[0].score, atol=1e-4), (
    f"정확도는 {accuracy:.4f}입니다"
)
# --8<-- [end:best_model]

# --8<-- [start:sklearn]
from sklearn.model_selection import GridSearchCV, ShuffleSplit


def build_for_sklearn(X, y, learning_rate=0.01):
    model = build_model(learning_rate)
    model.compile(loss="categorical_crossentropy", optimizer=model.optimizer)
    return model


classifier = keras.wrappers.SKLearnClassifier(build_for_sklearn)
search = GridSearchCV(
    classifier,
    {"model_kwargs": [{"learning_rate": rate} for rate in [0.001, 0.01, 0.3]]},
    cv=ShuffleSplit(1, test_size=0.3, random_state=42),
    refit=False,
)
keras.utils.set_random_seed(42)
keras.utils.disable_interactive_logging()
search.fit(X_train, y_train, epochs=5, batch_size=100, verbose=0)
keras.utils.enable_interactive_logging()
print(search.cv_results_["mean_test_score"].round(2))
# --8<-- [end:sklearn]

# --8<-- [start:answer_sgd]
keras.utils.set_random_seed(42)
model = build_model()
model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
sgd_test = RangeTest(low=1e-3, high=1000)
model.fit(X_train, y_train, epochs=10, batch_size=100, verbose=0, callbacks=[sgd_test])
sgd_smooth = np.convolve(sgd_test.losses, np.ones(5) / 5, "valid")
sgd_bottom = sgd_test.rates[2:-2][sgd_smooth.argmin()]
print(f"{sgd_bottom / bottom:.0f}배")
# --8<-- [end:answer_sgd]

# --8<-- [start:sgd_is_larger]
assert sgd_bottom > 5 * bottom, f"SGD는 {sgd_bottom:.2f}, Adam은 {bottom:.2f}"
# --8<-- [end:sgd_is_larger]

# --8<-- [start:answer_eight]
rng = np.random.default_rng(42)
eight = measured(rng.random((8000, 2))).reshape(1000, 8)
p = (eight > 0.8).mean()
print(f"{p:.2f} 한 번")
print(f"{(eight.max(axis=1) > 0.8).mean():.2f} 여덟 번")
# --8<-- [end:answer_eight]

# --8<-- [start:eight_by_formula]
formula = 1 - (1 - p) ** 8
found = (eight.max(axis=1) > 0.8).mean()
assert abs(formula - found) < 0.05, f"식 {formula:.3f}, 센 값 {found:.3f}"
# --8<-- [end:eight_by_formula]

# --8<-- [start:answer_small]
for n_units, row in zip([8, 16, 32, 64, 128], widths):
    print(f"{n_units:3} {row.max():.2f}")
# --8<-- [end:answer_small]

# --8<-- [start:cleanup]
folder.cleanup()
# --8<-- [end:cleanup]
