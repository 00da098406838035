"""전이 학습입니다. docs/ch11/transfer-learning.md에서 읽습니다."""

# --8<-- [start:data]
import keras
import numpy as np
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
# --8<-- [end:data]

# --8<-- [start:split_tasks]
X_A, y_A = X_train[y_train < 5], y_train[y_train < 5]
X_valid_A, y_valid_A = X_valid[y_valid < 5], y_valid[y_valid < 5]
X_valid_B, y_valid_B = X_valid[y_valid > 4], y_valid[y_valid > 4] - 5

rng = np.random.default_rng(42)
few = np.concatenate(
    [rng.permutation(np.flatnonzero(y_train == c))[:10] for c in range(5, 10)]
)
X_few, y_few = X_train[few], y_train[few] - 5
print(len(X_A), "A의 이미지", len(X_few), "B의 이미지")
# --8<-- [end:split_tasks]


# --8<-- [start:build_model]
def build_model(n_inputs=64):
    model = keras.Sequential([keras.Input(shape=(n_inputs,))])
    for name in ["hidden_1", "hidden_2", "hidden_3"]:
        layer = keras.layers.Dense(
            100, activation="relu", kernel_initializer="he_normal", name=name
        )
        model.add(layer)
    model.add(keras.layers.Dense(5, activation="softmax", name="head"))
    return model


def compile_model(model, learning_rate):
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate),
    )


# --8<-- [end:build_model]


# --8<-- [start:accuracy]
def accuracy(model, X, y):
    return np.mean(np.argmax(model(X), axis=1) == y)


# --8<-- [end:accuracy]

# --8<-- [start:train_A]
keras.utils.set_random_seed(42)
model_A = build_model()
compile_model(model_A, 0.003)
model_A.fit(X_A, y_A, epochs=10, batch_size=50, verbose=0)
print(f"{accuracy(model_A, X_valid_A, y_valid_A):.2f}")
# --8<-- [end:train_A]

# --8<-- [start:assemble]
copy_A = keras.models.clone_model(model_A)
copy_A.set_weights(model_A.get_weights())

lower, upper = copy_A.layers[:2], build_model().layers[2:]
model_B = keras.Sequential([keras.Input(shape=(64,)), *lower, *upper])
# --8<-- [end:assemble]


# --8<-- [start:freeze_and_thaw]
def freeze(model, n_layers):
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= n_layers


for n_frozen, learning_rate in [(2, 0.004), (0, 0.0004)]:
    freeze(model_B, n_frozen)
    compile_model(model_B, learning_rate)
    for _ in range(30):
        model_B.train_on_batch(X_few, y_few)
    score = accuracy(model_B, X_valid_B, y_valid_B)
    print(f"{score:.2f} {n_frozen}개 동결, 학습률 {learning_rate}")
# --8<-- [end:freeze_and_thaw]

# --8<-- [start:from_scratch]
scratch = build_model()
compile_model(scratch, 0.004)
for _ in range(60):
    scratch.train_on_batch(X_few, y_few)
print(f"{accuracy(scratch, X_valid_B, y_valid_B):.2f}")
# --8<-- [end:from_scratch]

# --8<-- [start:clone]
clone = keras.models.clone_model(model_A)
print(f"{np.abs(clone(X_valid_A) - model_A(X_valid_A)).max():.2f} 복제만 함")
clone.set_weights(model_A.get_weights())
print(f"{np.abs(clone(X_valid_A) - model_A(X_valid_A)).max():.2f} 가중치도 옮김")
# --8<-- [end:clone]

# --8<-- [start:clone_is_new]
assert not any(a is b for a, b in zip(clone.weights, model_A.weights)), (
    "가중치를 나눕니다"
)
blank = keras.models.clone_model(model_A)
assert not blank.layers[0].bias.numpy().any(), "복제한 편향이 0이 아닙니다"
assert model_A.layers[0].bias.numpy().any(), "A의 편향이 0에서 움직이지 않았습니다"
std = blank.layers[1].kernel.numpy().std()
assert abs(std / np.sqrt(2 / 100) - 1) < 0.05, f"He 초기화의 크기가 아닙니다: {std:.3f}"
# --8<-- [end:clone_is_new]

# --8<-- [start:clone_is_compiled]
assert blank.compiled and blank.loss == model_A.loss, (
    "컴파일한 설정이 따라오지 않았습니다"
)
assert blank.optimizer is not model_A.optimizer, "옵티마이저를 나눕니다"
rates = [float(net.optimizer.learning_rate) for net in (blank, model_A)]
assert rates[0] == rates[1], f"학습률이 다릅니다: {rates}"
steps = [int(net.optimizer.iterations) for net in (blank, model_A)]
assert steps[0] == 0 < steps[1], f"옵티마이저의 스텝이 따라왔습니다: {steps}"
# --8<-- [end:clone_is_compiled]


# --8<-- [start:shared]
keras.utils.set_random_seed(42)
original = model_A.get_weights()
before = accuracy(model_A, X_valid_A, y_valid_A)

lower, upper = model_A.layers[:2], build_model().layers[2:]
sharing = keras.Sequential([keras.Input(shape=(64,)), *lower, *upper])
compile_model(sharing, 0.004)
for _ in range(60):
    sharing.train_on_batch(X_few, y_few)

print(f"{before:.2f} B를 훈련하기 전의 A")
print(f"{accuracy(model_A, X_valid_A, y_valid_A):.2f} B를 훈련한 뒤의 A")
# --8<-- [end:shared]

# --8<-- [start:damage]
after = accuracy(model_A, X_valid_A, y_valid_A)
assert before - after > 0.02, f"A의 정확도가 {before - after:.3f}만 떨어졌습니다"
assert sharing.layers[0] is model_A.layers[0], "층을 나누어 쓰지 않습니다"
# --8<-- [end:damage]

# --8<-- [start:lender_is_safe]
gaps = [np.abs(a - b).max() for a, b in zip(copy_A.get_weights(), original)]
shared = {id(v) for v in model_A.weights} & {id(v) for v in model_B.weights}
assert not shared, "A와 B가 가중치를 나누어 씁니다"
assert gaps[0] > 0.001, "B를 훈련했는데 복제한 층이 그대로입니다"
assert gaps[-1] == 0, "빌려 주지 않은 출력층이 바뀌었습니다"
# --8<-- [end:lender_is_safe]

# --8<-- [start:optimizer]
print(int(model_B.optimizer.iterations), "풀고 나서 훈련한 스텝")
compile_model(model_B, 0.0004)
print(int(model_B.optimizer.iterations), "다시 컴파일한 뒤")
# --8<-- [end:optimizer]

# --8<-- [start:optimizer_counts]
for n_frozen, count in [(2, 10), (0, 18)]:
    freeze(model_B, n_frozen)
    compile_model(model_B, 0.0004)
    optimizer = model_B.optimizer
    optimizer.build(model_B.trainable_variables)
    assert len(optimizer.variables) == count, f"{len(optimizer.variables)}개입니다"
    assert count == 2 + 2 * len(model_B.trainable_weights), "가중치마다 둘이 아닙니다"
# --8<-- [end:optimizer_counts]

# --8<-- [start:summary]
freeze(model_B, 2)
compile_model(model_B, 0.004)
columns = [0.35, 0.62, 0.78, 1.0]
model_B.summary(line_length=64, positions=columns, show_trainable=True)
# --8<-- [end:summary]

# --8<-- [start:counted]
frozen = sum(v.numpy().size for v in model_B.non_trainable_weights)
trained = sum(v.numpy().size for v in model_B.trainable_weights)
assert frozen == (64 + 1) * 100 + (100 + 1) * 100, f"동결한 파라미터 {frozen}개"
assert trained == (100 + 1) * 100 + (100 + 1) * 5, f"훈련하는 파라미터 {trained}개"
# --8<-- [end:counted]


# --8<-- [start:moved]
def moved(model, X, y):
    before = model.layers[0].kernel.numpy()
    model.train_on_batch(X, y)
    return np.abs(model.layers[0].kernel.numpy() - before).max()


# --8<-- [end:moved]

# --8<-- [start:forget]
model = build_model()
compile_model(model, 0.004)
print(f"{moved(model, X_few, y_few):.4f} 동결하기 전")

freeze(model, 2)
print(f"{moved(model, X_few, y_few):.4f} 동결함")
print(f"{moved(model, X_few[:20], y_few[:20]):.4f} 배치 크기를 바꿈")

compile_model(model, 0.004)
print(f"{moved(model, X_few, y_few):.4f} 다시 컴파일함")

freeze(model, 0)
print(f"{moved(model, X_few, y_few):.4f} 동결을 풂")
# --8<-- [end:forget]

# --8<-- [start:silent]
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("error", UserWarning)
    quiet = build_model()
    compile_model(quiet, 0.004)
    freeze(quiet, 2)
    assert moved(quiet, X_few, y_few) == 0, "첫 훈련 전의 동결이 듣지 않았습니다"
    freeze(quiet, 0)
    assert moved(quiet, X_few, y_few) == 0, "컴파일하지 않았는데 동결이 풀렸습니다"
# --8<-- [end:silent]

# --8<-- [start:frozen_norm]
norm = keras.layers.BatchNormalization()
norm(X_few)
for trainable in (False, True):
    norm.trainable = trainable
    start = norm.moving_mean.numpy()
    gap = np.abs(norm(X_few, training=True) - norm(X_few, training=False)).max()
    still = np.array_equal(start, norm.moving_mean.numpy())
    assert bool(gap == 0) is not trainable, f"trainable={trainable}: 차이 {gap:.3f}"
    assert still is not trainable, f"trainable={trainable}: 이동 평균 {still}"
# --8<-- [end:frozen_norm]

# --8<-- [start:read_table]
import pandas as pd

table = pd.read_csv("transfer_learning.csv")


def chosen(method, shift, labels):
    cells = table[(table["shift"] == shift) & (table["labels"] == labels)]
    tuned = cells.groupby("learning_rate")[f"{method}_valid"].mean()
    return cells[cells["learning_rate"] == tuned.idxmax()].set_index("seed")


def scores(method, shift, labels):
    return chosen(method, shift, labels)[f"{method}_test"]


# --8<-- [end:read_table]

# --8<-- [start:plain]
LABELS = [1, 3, 10, 30]


def show(shift, methods):
    for method in methods:
        print(f"{method:9}", end="")
        for labels in LABELS:
            values = scores(method, shift, labels)
            wins = (values > scores("scratch", shift, labels)).sum()
            print(f"{values.median():5.1f}({wins:2d})", end=" ")
        print()


methods = ["scratch", "random2", "frozen2", "open2", "thaw2", "knn"]
show(0, methods)
# --8<-- [end:plain]

# --8<-- [start:plain_no_gain]
for method in ["frozen2", "thaw2", "open2"]:
    for labels in LABELS:
        gain = scores(method, 0, labels) - scores("scratch", 0, labels)
        assert len(gain) == 10, f"시드가 {len(gain)}개입니다"
        assert gain.median() <= 1, f"{method}, {labels}장: {gain.median():.1f}"
        if labels < 10:
            assert gain.median() < -2, f"{method}, {labels}장: {gain.median():.1f}"
# --8<-- [end:plain_no_gain]

# --8<-- [start:no_better_than_random]
for labels in LABELS:
    wins = (scores("frozen2", 0, labels) > scores("random2", 0, labels)).sum()
    assert 3 <= wins <= 6, f"{labels}장에서 {wins}번 이겼습니다"
# --8<-- [end:no_better_than_random]

# --8<-- [start:simple_is_enough]
for labels in LABELS:
    gain = scores("knn", 0, labels) - scores("scratch", 0, labels)
    assert abs(gain.median()) < 2, f"{labels}장에서 {gain.median():.1f}%포인트 다릅니다"
# --8<-- [end:simple_is_enough]

# --8<-- [start:range_is_wide]
largest = table["learning_rate"].max()
assert largest == 0.064, f"가장 큰 학습률은 {largest}입니다"
for method in methods[:-1]:
    for labels in LABELS:
        rate = chosen(method, 0, labels)["learning_rate"].iloc[0]
        assert rate < largest, f"{method}, {labels}장에서 0.064입니다"
# --8<-- [end:range_is_wide]

# --8<-- [start:three_at_the_edge]
edges = {
    (shift, labels)
    for shift in (0, 4)
    for labels in LABELS
    if chosen("thaw3", shift, labels)["learning_rate"].iloc[0] == largest
}
assert edges == {(0, 10), (0, 30), (4, 30)}, f"0.064가 뽑힌 자리는 {edges}입니다"
# --8<-- [end:three_at_the_edge]


# --8<-- [start:place]
def place(X, shift, rng):
    canvas = np.zeros((len(X), 8 + shift, 8 + shift), "float32")
    corners = rng.integers(0, shift + 1, (len(X), 2))
    for i, (row, column) in enumerate(corners):
        canvas[i, row : row + 8, column : column + 8] = X[i].reshape(8, 8)
    return canvas.reshape(len(X), -1)


# --8<-- [end:place]

# --8<-- [start:draw_place]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(2, 5, figsize=(5.4, 2.4))
first = [np.flatnonzero(y_train == c)[0] for c in range(10)]
for ax, image in zip(axes.flat, place(X_train[first], 4, np.random.default_rng(1))):
    ax.imshow(image.reshape(12, 12), cmap="gray")
    ax.axis("off")
plt.show()
# --8<-- [end:draw_place]

# --8<-- [start:shifted]
show(4, [*methods, "augment", "augment2"])
# --8<-- [end:shifted]

# --8<-- [start:draw_compare]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.6))
lines = {
    "scratch": ("처음부터", "C0", "-"),
    "thaw2": ("동결한 뒤 풂", "C1", "-"),
    "random2": ("무작위 층 동결", "C7", "--"),
    "knn": ("1-최근접 이웃", "C2", ":"),
    "augment": ("처음부터, 증식", "C3", "-."),
}
for ax, shift, title in zip(axes, (0, 4), ("제자리에 놓은 숫자", "옮겨 놓은 숫자")):
    for method, (label, color, style) in lines.items():
        if method == "augment" and shift == 0:
            continue
        runs = pd.DataFrame({n: scores(method, shift, n) for n in LABELS})
        ax.plot(LABELS, runs.median(), color=color, ls=style, label=label)
        if method in ("scratch", "thaw2", "augment"):
            low, high = runs.min(), runs.max()
            ax.fill_between(LABELS, low, high, color=color, alpha=0.2, lw=0)
    ax.set(xscale="log", xlabel="클래스마다 레이블", title=title)
    ax.set_xticks(LABELS, LABELS)
    ax.minorticks_off()
axes[0].set_ylabel("테스트 정확도(%)")
fig.legend(*axes[1].get_legend_handles_labels(), loc="outside lower center", ncols=2)
plt.show()
# --8<-- [end:draw_compare]


# --8<-- [start:shifted_gain]
for method in ["frozen2", "thaw2", "open2"]:
    for labels in LABELS:
        wins = (scores(method, 4, labels) > scores("scratch", 4, labels)).sum()
        assert wins >= 8, f"{method}, {labels}장에서 {wins}번 이겼습니다"
# --8<-- [end:shifted_gain]

# --8<-- [start:random_loses]
for labels in LABELS:
    wins = (scores("random2", 4, labels) > scores("scratch", 4, labels)).sum()
    assert wins <= 2, f"{labels}장에서 {wins}번 이겼습니다"
# --8<-- [end:random_loses]

# --8<-- [start:order_is_small]
for shift in (0, 4):
    for labels in LABELS:
        gap = scores("thaw2", shift, labels) - scores("open2", shift, labels)
        assert round(gap.median(), 1) <= 2, (
            f"{shift}, {labels}장에서 {gap.median():.2f}"
        )
        if shift == 0 and labels < 10:
            assert gap.median() < -2, f"{labels}장에서 {gap.median():.1f}"
# --8<-- [end:order_is_small]

# --8<-- [start:knn_is_strong]
for method in ["frozen2", "open2", "thaw2"]:
    for labels in (10, 30):
        gain = scores(method, 4, labels) - scores("knn", 4, labels)
        assert gain.median() < 0, f"{method}, {labels}장: {gain.median():.1f}"
# --8<-- [end:knn_is_strong]

# --8<-- [start:augment_wins]
for labels in LABELS:
    gain = scores("augment", 4, labels) - scores("thaw2", 4, labels)
    assert gain.median() > 15, f"{labels}장에서 {gain.median():.1f}%포인트 높습니다"
# --8<-- [end:augment_wins]

# --8<-- [start:both_when_few]
for labels, better, least in [(1, 1, 9), (3, 1, 9), (10, -1, 8), (30, -1, 8)]:
    gain = better * (scores("augment2", 4, labels) - scores("augment", 4, labels))
    assert (gain > 0).sum() >= least, f"{labels}장에서 {(gain > 0).sum()}번입니다"
# --8<-- [end:both_when_few]


# --8<-- [start:how_many]
for shift in (0, 4):
    show(shift, ["thaw1", "thaw2", "thaw3"])
# --8<-- [end:how_many]

# --8<-- [start:how_many_depends]
for shift, sign in [(0, 1), (4, -1)]:
    for labels in (1, 3, 30):
        gain = sign * (scores("thaw1", shift, labels) - scores("thaw3", shift, labels))
        if labels < 30:
            assert (gain > 0).sum() >= 8, (
                f"{labels}장에서 {(gain > 0).sum()}번 이겼습니다"
            )
        else:
            assert abs(gain.median()) < 2, f"30장의 차이는 {gain.median():.1f}입니다"
# --8<-- [end:how_many_depends]

# --8<-- [start:answer_count]
freeze(model_B, 3)
print(sum(weight.numpy().size for weight in model_B.trainable_weights))
# --8<-- [end:answer_count]

# --8<-- [start:answer_cache]
keras.utils.set_random_seed(42)
upper = build_model().layers[2:]
whole = keras.Sequential([keras.Input(shape=(64,)), *copy_A.layers[:2], *upper])
freeze(whole, 2)
compile_model(whole, 0.004)

short = keras.Sequential([keras.Input(shape=(100,)), *clone.layers[2:]])
short.set_weights([v for layer in upper for v in layer.get_weights()])
compile_model(short, 0.004)

bottom = keras.Sequential([keras.Input(shape=(64,)), *whole.layers[:2]])
features = np.array(bottom(X_few))
for _ in range(10):
    whole.train_on_batch(X_few, y_few)
    short.train_on_batch(features, y_few)
gap = whole(X_valid_B) - short(bottom(X_valid_B))
print(f"{np.abs(gap).max():.4f}")
# --8<-- [end:answer_cache]

# --8<-- [start:answer_everywhere]
from sklearn.neighbors import KNeighborsClassifier

for n_copies in (1, 100):
    hits = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X_fit = place(np.tile(X_few, (n_copies, 1)), 4, rng)
        knn = KNeighborsClassifier(1).fit(X_fit, np.tile(y_few, n_copies))
        hits.append(knn.score(place(X_valid_B, 4, rng), y_valid_B))
    print(f"{min(hits):.2f}~{max(hits):.2f} {n_copies}번씩 놓음")
# --8<-- [end:answer_everywhere]

# --8<-- [start:everywhere_wins]
in_place = scores("knn", 0, 10).median() / 100
gap = abs(np.median(hits) - in_place)
assert gap < 0.08, f"제자리의 최근접 이웃과 {gap:.2f} 다릅니다"
assert min(hits) > scores("thaw3", 4, 10).max() / 100 + 0.1, f"백 번씩 놓아도 {hits}"
# --8<-- [end:everywhere_wins]

# --8<-- [start:answer_rate]
for shift in (0, 4):
    for labels in LABELS:
        gain = scores("thaw2", shift, labels) - scores("same2", shift, labels)
        print(f"{gain.median():5.1f} ({(gain > 0).sum():2d})", end="")
    print()
# --8<-- [end:answer_rate]

# --8<-- [start:answer_torture]
gain = scores("open2", 0, 1) - scores("scratch", 0, 1)
print(f"{gain.max():.1f} {gain.median():.1f} {gain.min():.1f}")
# --8<-- [end:answer_torture]

# --8<-- [start:one_seed_lies]
assert round(gain.max()) == 11, f"가장 좋은 시드는 {gain.max():.1f}"
assert gain.median() < 0, f"중앙값은 {gain.median():.1f}"
# --8<-- [end:one_seed_lies]
