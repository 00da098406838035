"""그레이디언트 클리핑입니다. docs/ch11/gradient-clipping.md에서 읽습니다."""

# --8<-- [start:first_look]
import keras
import numpy as np


def applied(gradients, **setting):
    variables = [keras.Variable(np.zeros_like(g)) for g in gradients]
    optimizer = keras.optimizers.SGD(learning_rate=1.0, **setting)
    optimizer.apply(gradients, variables)
    return [0 - v.numpy() for v in variables]


g = np.array([3.0, 1.0])
for setting in [{}, {"clipvalue": 1.0}, {"clipnorm": 1.0}]:
    print(applied([g], **setting)[0].round(2), setting)
# --8<-- [end:first_look]


# --8<-- [start:by_hand]
def clip_value(g, c):
    return np.clip(g, -c, c)


def clip_norm(g, c):
    return g * c / max(np.linalg.norm(g), c)


def clip_global_norm(gradients, c):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return [g * c / max(norm, c) for g in gradients]


# --8<-- [end:by_hand]


# --8<-- [start:cosine]
def cosine(a, b):
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


for clipped in [clip_value(g, 1.0), clip_norm(g, 1.0)]:
    print(f"노름 {np.linalg.norm(clipped):.2f}, 코사인 {cosine(g, clipped):.2f}")
# --8<-- [end:cosine]

# --8<-- [start:draw_vectors]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5.4, 2.9))
angle = np.linspace(0, 2 * np.pi, 200)
ax.plot([-1, 1, 1, -1, -1], [-1, -1, 1, 1, -1], "C1--", lw=1)
ax.plot(np.cos(angle), np.sin(angle), "C2--", lw=1)
for end, color, label, at in [
    (g, "C7", "그레이디언트 (3, 1)", (1.75, 1.13)),
    (clip_value(g, 1.0), "C1", "clipvalue", (0.35, 1.13)),
    (clip_norm(g, 1.0), "C2", "clipnorm", (1.1, 0.12)),
]:
    ax.annotate(
        "", end, (0, 0), arrowprops={"color": color, "arrowstyle": "-|>", "lw": 2}
    )
    ax.text(*at, label, color=color)
ax.set(xlim=(-1.2, 3.2), ylim=(-1.2, 1.5), aspect="equal")
ax.set(xlabel="첫째 성분", ylabel="둘째 성분")
plt.show()
# --8<-- [end:draw_vectors]

# --8<-- [start:thousand]
many, c = np.random.default_rng(0).normal(0, 1, (1000, 5)), 1.5
for v in many:
    by_value, by_norm = clip_value(v, c), clip_norm(v, c)
    if np.linalg.norm(v) <= c:
        assert np.allclose(by_norm, v), "임곗값보다 짧은 벡터를 바꾸었습니다"
    assert np.linalg.norm(by_norm) <= c * (1 + 1e-9), "노름이 임곗값을 넘습니다"
    assert cosine(v, by_norm) > 1 - 1e-9, "노름으로 잘랐는데 방향이 돌았습니다"
    assert np.abs(by_value).max() <= c, "성분이 임곗값을 넘습니다"
    turned = cosine(v, by_value) < 1 - 1e-9
    assert turned == (np.abs(v).max() > c), f"값으로 자른 {v}의 방향이 다릅니다"
# --8<-- [end:thousand]

# --8<-- [start:two_variables]
gradients = [np.array([3.0, 1.0]), np.array([0.2, 0.4])]
whole = np.concatenate(gradients)
for setting in [{"clipvalue": 1.0}, {"clipnorm": 1.0}, {"global_clipnorm": 1.0}]:
    parts = applied(gradients, **setting)
    clipped = np.concatenate(parts)
    print(*(part.round(2) for part in parts), end=" ")
    print(f"노름 {np.linalg.norm(clipped):.2f}, 코사인 {cosine(whole, clipped):.2f}")
# --8<-- [end:two_variables]

# --8<-- [start:per_variable]
by_norm = np.concatenate([clip_norm(g, 1.0) for g in gradients])
by_global = np.concatenate(clip_global_norm(gradients, 1.0))
for ours, setting in [(by_norm, "clipnorm"), (by_global, "global_clipnorm")]:
    theirs = np.concatenate(applied(gradients, **{setting: 1.0}))
    assert np.allclose(ours, theirs, atol=1e-6), f"{setting}: {ours}와 {theirs}"
assert np.linalg.norm(by_norm) > 1.05, f"전체 노름이 {np.linalg.norm(by_norm):.3f}"
assert cosine(whole, by_norm) < 0.99, "변수마다 잘랐는데 방향이 같습니다"
assert cosine(whole, by_global) > 1 - 1e-9, "한꺼번에 잘랐는데 방향이 다릅니다"
# --8<-- [end:per_variable]

# --8<-- [start:data]
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = X / 16
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
mean, sd = X_train.mean(), X_train.std()
X_train, X_valid, X_test = ((X - mean) / sd for X in (X_train, X_valid, X_test))
# --8<-- [end:data]


# --8<-- [start:gradients]
def softmax_gradients(W, b, X, Y):
    z = X @ W + b
    p = np.exp(z - z.max(axis=1, keepdims=True))
    delta = (p / p.sum(axis=1, keepdims=True) - Y) / len(X)
    return [X.T @ delta, delta.sum(axis=0)]


CLIPPERS = {
    "clipvalue": lambda gradients, c: [clip_value(g, c) for g in gradients],
    "clipnorm": lambda gradients, c: [clip_norm(g, c) for g in gradients],
    "global_clipnorm": clip_global_norm,
}
# --8<-- [end:gradients]

# --8<-- [start:ten_steps]
Y_train, losses = np.eye(10)[y_train], "categorical_crossentropy"
gaps, changed = {name: [] for name in CLIPPERS}, []
for name, clip in CLIPPERS.items():
    model = keras.Sequential(
        [keras.Input(shape=(64,)), keras.layers.Dense(10, activation="softmax")]
    )
    model.compile(keras.optimizers.SGD(1.0, **{name: 0.02}), losses)
    ours = [np.float64(w) for w in model.get_weights()]
    for batch in np.arange(1000).reshape(10, 100):
        raw = softmax_gradients(*ours, X_train[batch], Y_train[batch])
        clipped = clip(raw, 0.02)
        ours = [w - g for w, g in zip(ours, clipped)]
        model.train_on_batch(X_train[batch], Y_train[batch])
        changed.append(max(np.abs(a - b).max() for a, b in zip(raw, clipped)))
        pairs = zip(ours, model.get_weights())
        gaps[name].append(max(np.abs(a - b).max() for a, b in pairs))
    print(f"{max(gaps[name]):.5f} {name}")
# --8<-- [end:ten_steps]

# --8<-- [start:ten_steps_agree]
worst = {name: max(values) for name, values in gaps.items()}
assert all(len(values) == 10 for values in gaps.values()), "열 스텝이 아닙니다"
assert max(worst.values()) < 1e-5, f"차이가 {worst}입니다"
assert min(changed) > 1e-3, "자르지 않은 스텝이 있어 견줄 것이 없습니다"
# --8<-- [end:ten_steps_agree]

# --8<-- [start:build]
import tensorflow as tf

loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def build(learning_rate, **setting):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(10):
        model.add(keras.layers.Dense(50, activation="relu"))
    model.add(keras.layers.Dense(10))
    model.compile(keras.optimizers.SGD(learning_rate, **setting), loss_fn)
    return model


def draw(model, seed, he=True):
    rng = np.random.default_rng(seed)
    for layer in model.layers:
        n_inputs, n_units = layer.kernel.shape
        sd = np.sqrt(2 / n_inputs) if he else 1.0  # 아니면 N(0, 1)
        layer.kernel.assign(rng.normal(0, sd, (n_inputs, n_units)))
        layer.bias.assign(np.zeros(n_units))


# --8<-- [end:build]


# --8<-- [start:make_step]
def make_step(model):
    @tf.function
    def step(X_batch, y_batch):
        with tf.GradientTape() as tape:
            loss = loss_fn(y_batch, model(X_batch, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)
        return tf.linalg.global_norm(gradients)  # 자르기 전의 노름

    return step


# --8<-- [end:make_step]


# --8<-- [start:train]
def train(model, step, seed, he=True):
    draw(model, seed, he)
    rng, norms = np.random.default_rng(seed), []
    for epoch in range(10):
        for batch in rng.permutation(1000).reshape(10, 100):
            norms.append(float(step(X_train[batch], y_train[batch])))
    return norms, np.mean(np.argmax(model(X_valid), axis=1) == y_valid)


# --8<-- [end:train]

# --8<-- [start:explode]
plain, clipped = build(0.5), build(0.5, global_clipnorm=1.0)
plain_step, clipped_step = make_step(plain), make_step(clipped)
without = [train(plain, plain_step, seed) for seed in range(5)]
within = [train(clipped, clipped_step, seed) for seed in range(5)]
for runs, label in [(without, "자르지 않음"), (within, "노름 1로 자름")]:
    print(*(f"{accuracy:.1f}" for norms, accuracy in runs), label)
# --8<-- [end:explode]

# --8<-- [start:draw_norms]
fig, axes = plt.subplots(2, 1, figsize=(5.4, 4.8), sharex=True, sharey=True)
titles = ["자르지 않음", "노름 1로 자름"]
for ax, runs, title, color in zip(axes, (without, within), titles, ("C1", "C2")):
    for norms, accuracy in runs:
        ax.loglog(range(1, 101), norms, color=color, lw=1, alpha=0.8)
    ax.axhline(1, color="C7", ls="--", lw=1)
    ax.set(title=title, ylabel="자르기 전의 노름", ylim=(1e-3, 1e16))
axes[1].set(xlabel="스텝")
axes[1].set_xticks([1, 10, 100], ["1", "10", "100"])
axes[1].text(1, 0.01, "임곗값 1", color="C7")
plt.show()
# --8<-- [end:draw_norms]

# --8<-- [start:blow_up]
largest = np.array([max(norms) for norms, _ in without])
assert (largest > 1e6).sum() >= 3, f"가장 큰 노름이 {largest}입니다"
lost, kept = ([accuracy for _, accuracy in runs] for runs in (without, within))
assert max(lost) < 0.4 and min(kept) > 0.6, f"{lost}와 {kept}"
peak = max(max(norms) for norms, _ in within)
assert peak < 100, f"클리핑한 훈련의 노름이 {peak:.0f}까지 커졌습니다"
# --8<-- [end:blow_up]

# --8<-- [start:healthy]
plain.optimizer.learning_rate = 0.1
healthy = np.ravel([train(plain, plain_step, seed)[0] for seed in range(5)])
for percent in (50, 90, 99):
    print(f"{percent}번째 백분위수 {np.percentile(healthy, percent):4.1f}")
# --8<-- [end:healthy]

# --8<-- [start:read_table]
import pandas as pd

table = pd.read_csv("gradient_clipping.csv")
runs = table.set_index(["net", "optimizer", "clip", "rate"]).sort_index()


def best(net, optimizer, clip):
    group = runs.loc[net, optimizer, clip]
    means = group.groupby("rate").mean()
    rate = means.valid_300.idxmax()
    return rate, means.valid_50.max(), group.loc[rate]


def report(net, optimizer, clips):
    for clip in clips:
        rate, early, group = best(net, optimizer, clip)
        late, test = group.valid_300.mean(), group.test_300
        print(f"{early:.2f} {late:.2f}", end=" ")
        print(f"{test.min():.2f}~{test.max():.2f} {rate:g} {clip}")


# --8<-- [end:read_table]

# --8<-- [start:best_rates]
methods = ["none", "clipvalue 0.1", "clipnorm 1", "global 3"]
report("he", "sgd", methods)
# --8<-- [end:best_rates]

# --8<-- [start:draw_rates]
fig, axes = plt.subplots(2, 1, figsize=(5.4, 5.4), sharex=True)
thresholds = ["none", "global 10", "global 3", "global 1"]
for ax, clips, colors in [
    (axes[0], methods, ["C7", "C1", "C3", "C2"]),
    (axes[1], thresholds, ["C7", "C4", "C2", "C0"]),
]:
    for clip, color, style in zip(clips, colors, ["o-", "s-", "^-", "D-"]):
        by_rate = runs.loc["he", "sgd", clip].valid_300.groupby("rate")
        band = by_rate.min(), by_rate.max()
        ax.fill_between(band[0].index, *band, color=color, alpha=0.2, lw=0)
        label = "자르지 않음" if clip == "none" else clip
        ax.plot(by_rate.mean(), style, color=color, ms=4, label=label)
    ax.set(xscale="log", ylim=(0, 1), ylabel="검증 정확도")
    ax.legend(loc="lower left")
axes[0].set_title("세 방법")
axes[1].set_title("global_clipnorm의 임곗값")
axes[1].set_xlabel("학습률")
axes[1].set_xticks(
    [0.01, 0.03, 0.1, 0.3, 1, 3], ["0.01", "0.03", "0.1", "0.3", "1", "3"]
)
axes[1].set_xticks([], minor=True)
plt.show()
# --8<-- [end:draw_rates]

# --8<-- [start:similar_best]
ends = {clip: best("he", "sgd", clip) for clip in methods}
late = {clip: group.valid_300.mean() for clip, (_, _, group) in ends.items()}
early = {clip: value for clip, (_, value, _) in ends.items()}
assert 0 < late["global 3"] - late["none"] < 0.05, f"300스텝 {late}"
assert max(late.values()) - min(late.values()) < 0.05, f"300스텝 {late}"
gain = min(early[clip] for clip in methods[1:]) - early["none"]
assert gain > 0.05, f"50스텝에서 얻는 정확도가 {gain:.3f}입니다"
# --8<-- [end:similar_best]

# --8<-- [start:wider]
at = runs.xs(0.3, level="rate").loc["he", "sgd"].valid_300
assert at["none"].mean() < 0.6 and np.ptp(at["none"]) > 0.5, (
    f"자르지 않은 정확도가 {at['none'].values}입니다"
)
for clip in methods[1:]:
    assert at[clip].min() > 0.9, f"{clip}: 학습률 0.3에서 {at[clip].values}"
assert runs.xs(3.0, level="rate").loc["he", "sgd"].valid_300.max() < 0.3, "학습률 3"
# --8<-- [end:wider]

# --8<-- [start:real_cosine]
cosines = []
for seed in range(5):
    draw(plain, seed)
    with tf.GradientTape() as tape:
        loss = loss_fn(y_train[:100], plain(X_train[:100]))
    raw = [g.numpy() for g in tape.gradient(loss, plain.trainable_variables)]
    cuts = [raw] + [clip(raw, 1.0) for clip in list(CLIPPERS.values())[1:]]
    cuts.insert(1, CLIPPERS["clipvalue"](raw, 0.1))
    flat = [np.concatenate([np.ravel(g) for g in cut]) for cut in cuts]
    cosines.append([cosine(flat[0], v) for v in flat[1:]])
middle = np.median(cosines, axis=0)
assert np.allclose(middle, [0.78, 0.89, 1], atol=0.02), f"코사인이 {middle}입니다"
# --8<-- [end:real_cosine]

# --8<-- [start:best_n01]
report("n01", "sgd", ["none", "global 1"])
# --8<-- [end:best_n01]

# --8<-- [start:n01_gap]
plain_end, clipped_end = (
    best("n01", "sgd", clip)[2].valid_300 for clip in ("none", "global 1")
)
assert clipped_end.min() > plain_end.max() + 0.05, f"{plain_end}와 {clipped_end}"
he_end = best("he", "sgd", "global 1")[2].valid_300
assert he_end.min() > clipped_end.max() + 0.03, f"{clipped_end}와 {he_end}"
# --8<-- [end:n01_gap]

# --8<-- [start:n01_norms]
clipped.optimizer.learning_rate = 1.0
for seed in range(3):
    norms, _ = train(clipped, clipped_step, seed, he=False)
    fall = np.median(norms[:5]) / np.median(norms[-5:])
    assert np.median(norms[:5]) > 1e5, f"처음의 노름이 {np.median(norms[:5]):.0e}"
    assert fall > 10, f"시드 {seed}: {fall:.1f}분의 1로 줄었습니다"
# --8<-- [end:n01_norms]

# --8<-- [start:product]
for rate, c in [(0.1, 10), (0.3, 3), (1.0, 1), (0.3, 10), (1.0, 3), (3.0, 1)]:
    means = runs.loc["he", "sgd", f"global {c}", rate].mean()
    print(f"{rate:.1f} × {c:2} = {rate * c:.1f}", end="  ")
    print(f"{means.clipped:.2f} {means.valid_300:.2f}")
# --8<-- [end:product]

# --8<-- [start:product_rule]
for c in (10, 3, 1):
    accuracy = runs.loc["he", "sgd", f"global {c}"].valid_300.groupby("rate").min()
    within_one = accuracy[(accuracy.index * c < 1.01) & (accuracy.index > 0.05)]
    beyond = accuracy[accuracy.index * c > 2.9]
    assert within_one.min() > 0.88, f"임곗값 {c}: {within_one}"
    assert beyond.max() < 0.5, f"임곗값 {c}: {beyond}"
# --8<-- [end:product_rule]

# --8<-- [start:adam_table]
report("he", "adam", ["none", "global 1"])
# --8<-- [end:adam_table]

# --8<-- [start:adam_gap]
ends = [best("he", "adam", clip)[2].valid_300.mean() for clip in ("none", "global 1")]
assert abs(ends[1] - ends[0]) < 0.03, f"가장 좋은 학습률에서 {ends}"
large = runs.xs(0.03, level="rate").loc["he", "adam"].valid_300
gain = large["global 1"].mean() - large["none"].mean()
assert gain > 0.1, f"학습률 0.03에서 {gain:.2f} 높아졌습니다"
# --8<-- [end:adam_gap]


# --8<-- [start:adam_walk]
def walk(optimizer, gradients):
    w, places = keras.Variable([0.0]), [0.0]
    for g in gradients:
        optimizer.apply([np.array([g])], [w])
        places.append(float(w[0]))
    return -np.diff(places)


for threshold in (0.1, 0.001):
    for cls in (keras.optimizers.SGD, keras.optimizers.Adam):
        steps = walk(cls(0.01, global_clipnorm=threshold), [3.0, 5.0, 2.0])
        print(f"{steps.mean() / 0.01:.2g} {cls.__name__}, 임곗값 {threshold}")
# --8<-- [end:adam_walk]

# --8<-- [start:spike]
gradients = np.ones(300)
gradients[50] = 1000
spiked = walk(keras.optimizers.Adam(0.01), gradients)
saved = walk(keras.optimizers.Adam(0.01, global_clipnorm=2.0), gradients)
print(f"{spiked[-1]:.4f} {saved[-1]:.4f}")
# --8<-- [end:spike]

# --8<-- [start:adam_formula]
for c in (0.001, 10.0):
    sequence = np.array([3.0, -5.0, 2.0, 40.0, 0.5, 1.0, -2.0, 7.0, 0.1, 4.0])
    theirs = walk(keras.optimizers.Adam(0.01, global_clipnorm=c), sequence)
    m = v = 0
    for t, g in enumerate(clip_value(sequence, c), 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        rate = 0.01 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        step = rate * m / (np.sqrt(v) + 1e-7)
        assert abs(step - theirs[t - 1]) < 1e-5, f"{t}스텝: {step}과 {theirs[t - 1]}"
# --8<-- [end:adam_formula]

# --8<-- [start:spike_stalls]
assert spiked[-1] < 0.05 * 0.01, f"튄 다음의 걸음이 {spiked[-1]:.5f}입니다"
assert saved[51:].min() > 0.9 * 0.01, f"자른 걸음이 {saved[51:].min():.5f}입니다"
# --8<-- [end:spike_stalls]

# --8<-- [start:draw_spike]
plt.figure(figsize=(5.4, 2.8))
plt.plot(range(1, 301), spiked / 0.01, "C1", label="자르지 않음")
plt.plot(range(1, 301), saved / 0.01, "C2", label="노름 2로 자름")
plt.xlabel("스텝")
plt.ylabel("걸음 / 학습률")
plt.legend(loc="center right")
plt.show()
# --8<-- [end:draw_spike]


# --8<-- [start:nan]
def show(gradients):
    for setting in [{"clipvalue": 1.0}, {"clipnorm": 1.0}, {"global_clipnorm": 1.0}]:
        print(*(step.round(1) for step in applied(gradients, **setting)), *setting)


show([np.array([np.nan, 3.0]), np.array([4.0])])
show([np.array([np.inf, 3.0]), np.array([4.0])])
# --8<-- [end:nan]

# --8<-- [start:terminate]
import contextlib
import io

tiny = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
tiny.compile(keras.optimizers.SGD(global_clipnorm=1.0), "mse")
x_nan, stop = np.full((4, 1), np.nan), keras.callbacks.TerminateOnNaN()
with contextlib.redirect_stdout(io.StringIO()):
    history = tiny.fit(x_nan, x_nan, epochs=5, verbose=0, callbacks=[stop])
assert history.epoch == [0], f"{len(history.epoch)}에포크 훈련했습니다"
# --8<-- [end:terminate]

# --8<-- [start:answer_length]
rng = np.random.default_rng(42)
for n in (4, 100, 10_000):
    g = rng.normal(0, 100, n)
    print(f"{n} {np.linalg.norm(clip_value(g, 1.0)):.0f} {np.sqrt(n):.0f}")
# --8<-- [end:answer_length]

# --8<-- [start:answer_product]
starts = [rng.normal(0, 1, (64, 10)), np.zeros(10)]
for rate, c in [(0.5, 0.1), (0.1, 0.5), (0.1, 0.1)]:
    ours = starts
    for batch in np.arange(1000).reshape(10, 100):
        raw = softmax_gradients(*ours, X_train[batch], Y_train[batch])
        ours = [w - rate * g for w, g in zip(ours, clip_global_norm(raw, c))]
    moved = sum(np.sum((a - b) ** 2) for a, b in zip(ours, starts)) ** 0.5
    print(f"{moved:.4f} 학습률 {rate}, 임곗값 {c}")
# --8<-- [end:answer_product]

# --8<-- [start:answer_momentum]
sgd = keras.optimizers.SGD(0.1, momentum=0.9, clipnorm=1.0)
steps = walk(sgd, [5.0] * 60)
print(f"{steps[0]:.2f} {steps[-1]:.2f}")
# --8<-- [end:answer_momentum]

# --8<-- [start:answer_shallow]
shallow = []
for setting in [{}, {"global_clipnorm": 3.0}]:
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(50, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    model.compile(keras.optimizers.SGD(0.3, **setting), loss_fn)
    norms, accuracy = train(model, make_step(model), seed=0)
    shallow.append(model.get_weights())
    print(f"가장 큰 노름 {max(norms):.1f}, 정확도 {accuracy:.2f}")
print(all(np.array_equal(a, b) for a, b in zip(*shallow)))
# --8<-- [end:answer_shallow]
