"""심층 신경망의 기본 설정과 처방입니다. docs/ch11/recipe.md에서 읽습니다."""

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
from keras.layers import Activation, BatchNormalization, Dense, Dropout
from keras.optimizers import SGD, Adam
from keras.optimizers.schedules import CosineDecay


def build_model(n_steps, peak, n_hidden=3, n_units=64, rate=0.0):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(n_hidden):
        model.add(Dense(n_units, use_bias=False, kernel_initializer="he_normal"))
        model.add(BatchNormalization())
        model.add(Activation("relu"))
        model.add(Dropout(rate))
    model.add(Dense(10, activation="softmax"))
    optimizer = Adam(CosineDecay(peak, n_steps))
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer, loss, metrics=["accuracy"])
    return model


# --8<-- [end:build_model]


# --8<-- [start:first_look]
def accuracy_of(net, X, y):
    return np.mean(keras.ops.convert_to_numpy(net(X)).argmax(axis=1) == y)


keras.utils.set_random_seed(42)
model = build_model(n_steps=250, peak=0.016)
model.fit(X_train, y_train, epochs=25, batch_size=100, verbose=0)
accuracy = accuracy_of(model, X_valid, y_valid)
print(f"{accuracy:.2f}")
# --8<-- [end:first_look]

# --8<-- [start:schedule_ends]
n_done = int(model.optimizer.iterations)
assert n_done == 250, f"{n_done}스텝을 훈련했습니다"
last_rate = float(model.optimizer.learning_rate)
assert last_rate < 1e-6, f"마지막 학습률이 {last_rate}입니다"
early = float(CosineDecay(0.016, 250)(240))
assert early > 1e-5, f"열 스텝 전의 학습률이 {early}입니다"
# --8<-- [end:schedule_ends]

# --8<-- [start:read_runs]
import pandas as pd

runs = pd.read_csv("recipe.csv")


def choose(n_hidden, change):
    mine = runs[(runs["n_hidden"] == n_hidden) & (runs["change"] == change)]
    best = mine.groupby("learning_rate")["valid"].mean().idxmax()
    return mine[mine["learning_rate"] == best].set_index("seed")


# --8<-- [end:read_runs]

# --8<-- [start:table]
for n_hidden in [3, 10]:
    print(f"은닉층 {n_hidden}개")
    for name in runs.loc[runs["n_hidden"] == n_hidden, "change"].unique():
        chosen = choose(n_hidden, name)
        rate = chosen["learning_rate"].iloc[0]
        low, middle, high = chosen["test"].quantile([0, 0.5, 1])
        print(f"{middle:.2f} ({low:.2f}~{high:.2f}) {rate:5} {name}")
# --8<-- [end:table]

# --8<-- [start:one_cell_agrees]
cell = runs[(runs["n_hidden"] == 3) & (runs["change"] == "기본")]
cell = cell[cell["learning_rate"] == 0.016]["valid"]
assert len(cell) == 5, f"표에 {len(cell)}줄이 있습니다"
assert cell.min() - 0.015 < accuracy < cell.max() + 0.015, (
    f"쪽에서는 {accuracy:.3f}, 표에서는 {cell.min()}~{cell.max()}"
)
# --8<-- [end:one_cell_agrees]

# --8<-- [start:tuned_inside]
tuned = runs[runs["valid"].notna()]
for (n_hidden, name), mine in tuned.groupby(["n_hidden", "change"]):
    if (n_hidden, name) == (10, "모두 예전 것"):
        continue
    best, rates = choose(n_hidden, name)["learning_rate"].iloc[0], mine["learning_rate"]
    assert mine["seed"].nunique() == 5, (
        f"{name}: 시드가 {mine['seed'].nunique()}개입니다"
    )
    assert rates.nunique() == 5, f"{name}: 학습률이 {rates.nunique()}개입니다"
    assert rates.min() < best < rates.max(), f"{name}, 은닉층 {n_hidden}개: 끝값 {best}"
# --8<-- [end:tuned_inside]

# --8<-- [start:draw_changes]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.2), sharey=True)
rows = ["기본", "시그모이드", "배치 정규화 없음", "모멘텀 SGD", "일정한 학습률"]
rows = [*rows, "드롭아웃 더함", "사본 더함"][::-1]
for ax, n_hidden in zip(axes, [3, 10]):
    middle = choose(n_hidden, "기본")["test"].median()
    ax.axvline(middle, color="C7", lw=1)
    for row, name in enumerate(rows):
        if (n_hidden, name) != (10, "사본 더함"):
            scores, color = choose(n_hidden, name)["test"], "C1" if row < 6 else "C0"
            ax.plot(scores, np.full(5, row), "o", color=color, ms=5, alpha=0.6)
            ax.plot(scores.median(), row, "|", color=color, ms=15, mew=2)
    ax.set(title=f"은닉층 {n_hidden}개", xlabel="테스트 정확도", xlim=(0.87, 1))
axes[0].set(yticks=range(7), yticklabels=rows)
plt.show()
# --8<-- [end:draw_changes]


# --8<-- [start:shallow_ties]
def gaps(n_hidden, name, column="test"):
    gap = choose(n_hidden, name)[column] - choose(n_hidden, "기본")[column]
    assert len(gap) == 5 and not gap.isna().any(), f"{name}: 짝이 맞지 않습니다"
    return gap


for name in rows:
    if name not in ("기본", "사본 더함"):
        gap = gaps(3, name)
        assert gap.abs().median() < 0.015, f"{name}: 차이가 {gap.tolist()}입니다"
        assert gap.min() > -0.03, f"{name}: 차이가 {gap.tolist()}입니다"
# --8<-- [end:shallow_ties]

# --8<-- [start:deep_losses]
for name in ["일정한 학습률", "시그모이드"]:
    gap = gaps(10, name)
    assert (gap < -0.005).all(), f"{name}: 차이가 {gap.tolist()}입니다"
gap = gaps(10, "배치 정규화 없음")
assert (gap < 0).sum() >= 4, f"배치 정규화 없음: 차이가 {gap.tolist()}입니다"
# --8<-- [end:deep_losses]

# --8<-- [start:momentum_ties]
gap = gaps(10, "모멘텀 SGD")
assert gap.abs().max() < 0.015, f"차이가 {gap.tolist()}입니다"
assert gap.min() < 0 < gap.max(), f"시드마다 같은 쪽으로 다릅니다: {gap.tolist()}"
# --8<-- [end:momentum_ties]

# --8<-- [start:dropout_slows]
for column in ["train", "test"]:
    gap = gaps(10, "드롭아웃 더함", column)
    assert (gap < 0).all(), f"{column}: 차이가 {gap.tolist()}입니다"
# --8<-- [end:dropout_slows]

# --8<-- [start:copies_trade]
gap, moved = gaps(3, "사본 더함"), gaps(3, "사본 더함", "moved")
assert gap.median() <= 0 and gap.max() < 0.01, f"차이가 그대로인 이미지: {gap.tolist()}"
assert moved.min() > 0.4, f"옮긴 이미지: {moved.tolist()}"
# --8<-- [end:copies_trade]

# --8<-- [start:one_is_not_fatal]
for name in rows:
    if name != "사본 더함":
        middle = choose(10, name)["test"].median()
        assert middle > 0.9, f"{name}: 중앙값이 {middle:.3f}입니다"
# --8<-- [end:one_is_not_fatal]

# --8<-- [start:old_fails]
old = {n_hidden: choose(n_hidden, "모두 예전 것")["test"] for n_hidden in [3, 10]}
assert old[3].max() < 0.6, f"은닉층 3개: {old[3].tolist()}"
deep_old = runs[(runs["n_hidden"] == 10) & (runs["change"] == "모두 예전 것")]
assert len(deep_old) == 25, f"{len(deep_old)}줄입니다"
assert deep_old["train"].max() < 0.15, f"훈련 정확도 {deep_old['train'].max()}"
# --8<-- [end:old_fails]


# --8<-- [start:plain]
def plain(n_hidden, n_units, activation, optimizer):
    hidden = [Dense(n_units, activation) for _ in range(n_hidden)]
    net = keras.Sequential([keras.Input(shape=(64,)), *hidden, Dense(10, "softmax")])
    net.compile(optimizer, "sparse_categorical_crossentropy")
    return net


# --8<-- [end:plain]

# --8<-- [start:first_to_last]
import tensorflow as tf

cross_entropy = keras.losses.SparseCategoricalCrossentropy()


def first_to_last(net, X, y):
    with tf.GradientTape() as tape:
        loss = cross_entropy(y, net(X, training=True))
    gradients = tape.gradient(loss, net.trainable_variables)
    return np.linalg.norm(gradients[0]) / np.linalg.norm(gradients[-2])


# --8<-- [end:first_to_last]


# --8<-- [start:diagnose]
def diagnose(loss, ratio, gap, drop):
    if not np.isfinite(loss):
        return "불안정한 그레이디언트"
    if loss >= np.log(10) / 2:
        reaches = 0.001 < ratio < 1000
        return "느린 훈련" if reaches else "불안정한 그레이디언트"
    if gap < 0.1:
        return "문제 없음"
    return "모자란 레이블" if drop > 0.25 else "과대적합"


# --8<-- [end:diagnose]


# --8<-- [start:examine]
rng = np.random.default_rng(42)


def train(net, X, y):
    for _ in range(150):
        batch = rng.choice(len(X), len(X) // 10)
        net.train_on_batch(X[batch], y[batch])
    return float(cross_entropy(y, net(X)))


def examine(make, X, y, X_new, y_new):
    net, fewer, quarter = make(), make(), slice(len(X) // 4)
    ratio, loss, drop = first_to_last(net, X, y), train(net, X, y), 0
    gap = accuracy_of(net, X, y) - accuracy_of(net, X_new, y_new)
    if gap >= 0.1:
        train(fewer, X[quarter], y[quarter])
        drop = accuracy_of(net, X_new, y_new) - accuracy_of(fewer, X_new, y_new)
    answer = diagnose(loss, ratio, gap, drop)
    print(f"{loss:.1f} {ratio:.0e} {gap:4.1f} {drop:4.1f} {answer}")
    return answer


# --8<-- [end:examine]

# --8<-- [start:patients]
X_noisy = X_train + rng.normal(0, 0.3, X_train.shape)
X_valid_noisy = X_valid + rng.normal(0, 0.3, X_valid.shape)
all_of_it = X_train, y_train, X_valid, y_valid
forty = X_train[:40], y_train[:40], X_valid, y_valid
noisy = X_noisy, y_train, X_valid_noisy, y_valid

keras.utils.set_random_seed(42)
answers = [
    examine(lambda: plain(10, 64, "sigmoid", SGD(0.1)), *all_of_it),
    examine(lambda: plain(2, 64, "relu", SGD(0.001)), *all_of_it),
    examine(lambda: plain(2, 64, "relu", Adam(0.01)), *forty),
    examine(lambda: plain(2, 256, "relu", Adam(0.01)), *noisy),
    examine(lambda: plain(2, 64, "relu", Adam(0.01)), *all_of_it),
]
# --8<-- [end:patients]

# --8<-- [start:five_answers]
expected = ["불안정한 그레이디언트", "느린 훈련", "모자란 레이블", "과대적합"]
assert answers == [*expected, "문제 없음"], f"진단: {answers}"
# --8<-- [end:five_answers]

# --8<-- [start:nan_is_unstable]
nan = float("nan")
for lost in (nan, float("inf")):
    answer = diagnose(lost, 1.0, nan, 0)
    assert answer == "불안정한 그레이디언트", f"손실이 {lost}일 때의 진단: {answer}"
# --8<-- [end:nan_is_unstable]

# --8<-- [start:draw_tree]
boxes = {  # 이름: (가로, 세로, 색, 글)
    "learns": (0, 4.1, "C7", "훈련 손실이\n줄어드는가"),
    "arrives": (1, 4.1, "C7", "첫 층까지\n그레이디언트가\n오는가"),
    "unstable": (2, 4.1, "C1", "불안정한\n그레이디언트"),
    "slow": (1, 3.1, "C1", "느린 훈련"),
    "gap": (0, 2.5, "C7", "검증 정확도가\n훈련보다\n많이 낮은가"),
    "well": (1, 2.5, "C2", "문제 없음"),
    "fewer": (0, 1.15, "C7", "레이블을 줄이면\n크게 낮아지는가"),
    "few": (1, 1.15, "C1", "모자란 레이블"),
    "overfit": (0, 0.05, "C1", "과대적합"),
}
arrows = [
    ("learns", "arrives", "아니요"),
    ("arrives", "unstable", "아니요"),
    ("arrives", "slow", "예"),
    ("learns", "gap", "예"),
    ("gap", "well", "아니요"),
    ("gap", "fewer", "예"),
    ("fewer", "few", "예"),
    ("fewer", "overfit", "아니요"),
]
fig, ax = plt.subplots(figsize=(4.8, 4.8))
patches = {}
for name, (x, height, color, text) in boxes.items():
    frame = {"boxstyle": "round,pad=0.4", "fc": color, "alpha": 0.22, "ec": color}
    place = {"ha": "center", "va": "center", "linespacing": 1.3}
    label = ax.text(x, height, text, bbox=frame, **place)
    patches[name] = label.get_bbox_patch()
for start, end, answer in arrows:
    (x0, y0, *_), (x1, y1, *_) = boxes[start], boxes[end]
    ends = {"patchA": patches[start], "patchB": patches[end], "color": "C7"}
    ax.annotate("", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "->", **ends})
    if y0 == y1:
        ax.text((x0 + x1) / 2, y0 + 0.06, answer, ha="center", fontsize=9)
    else:
        ax.text(x0 + 0.05, (y0 + y1) / 2, answer, va="center", fontsize=9)
ax.set(xlim=(-0.45, 2.42), ylim=(-0.25, 4.6))
ax.axis("off")
plt.show()
# --8<-- [end:draw_tree]


# --8<-- [start:shifted]
def shifted(images):
    wide = np.pad(images.reshape(-1, 8, 8), [(0, 0), (1, 1), (1, 1)])
    moves = [(1, 1), (2, 1), (0, 1), (1, 2), (1, 0)]
    five = [wide[:, down : down + 8, right : right + 8] for down, right in moves]
    return np.concatenate(five).reshape(-1, 64)


X_five, y_five = shifted(X_rest), np.tile(y_rest, 5)
print(X_rest.shape, X_five.shape)
# --8<-- [end:shifted]

# --8<-- [start:really_moved]
first = np.pad(X_rest[0].reshape(8, 8), 1)
for k, move in enumerate([(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)]):
    copy = X_five[k * len(X_rest)].reshape(8, 8)
    moved = np.roll(first, move, axis=(0, 1))[1:9, 1:9]
    assert np.array_equal(copy, moved), f"사본 {k}는 {move}만큼 옮긴 것이 아닙니다"
    assert y_five[k * len(X_rest)] == y_rest[0], f"사본 {k}의 레이블이 다릅니다"
# --8<-- [end:really_moved]

# --8<-- [start:train_final]
import time

started = time.process_time()
keras.utils.set_random_seed(42)
model = build_model(n_steps=21 * 70, peak=0.01, n_hidden=2, n_units=256, rate=0.2)
model.fit(X_five, y_five, epochs=21, batch_size=100, verbose=0)
seconds = time.process_time() - started
print(f"{accuracy_of(model, X_test, y_test):.2f} 테스트 정확도")
# --8<-- [end:train_final]

# --8<-- [start:fast_enough]
n_done = int(model.optimizer.iterations)
assert n_done == 21 * 70, f"{n_done}스텝을 훈련했습니다"
assert seconds < 30, f"CPU {seconds:.1f}초가 걸립니다"
# --8<-- [end:fast_enough]

# --8<-- [start:ten_seeds]
finals = runs[runs["valid"].isna()].groupby("change")
for name, mine in finals:
    scores, moved = mine["test"], mine["moved"].mean()
    low, mean, high = scores.min(), scores.mean(), scores.max()
    print(f"{mean:.3f} ({low:.3f}~{high:.3f}) {moved:.2f} {name}")
# --8<-- [end:ten_seeds]

# --8<-- [start:above_98]
final = finals.get_group("완성")["test"]
assert len(final) == 10, f"시드가 {len(final)}개입니다"
assert final.min() >= 0.98, f"가장 낮은 테스트 정확도가 {final.min()}입니다"
here = accuracy_of(model, X_test, y_test)
assert here >= 0.98, f"쪽에서 훈련한 신경망의 정확도가 {here:.4f}입니다"
# --8<-- [end:above_98]

# --8<-- [start:each_alone]
whole = finals.get_group("완성").set_index("seed")
for name in ["완성, 사본 없음", "완성, 드롭아웃 없음"]:
    without = finals.get_group(name).set_index("seed")
    gap = (whole["test"] - without["test"]).dropna()
    assert len(gap) == 5, f"{name}: 짝이 {len(gap)}개입니다"
    assert abs(gap.mean()) < 0.005, f"{name}: 차이의 평균이 {gap.mean():.4f}입니다"
    moved = (whole["moved"] - without["moved"]).dropna()
    if name == "완성, 사본 없음":
        assert moved.min() > 0.4, f"옮긴 이미지에서의 차이가 {moved.tolist()}입니다"
# --8<-- [end:each_alone]

# --8<-- [start:baselines]
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

baselines = {
    "로지스틱 회귀": LogisticRegression(max_iter=1000),
    "가까운 이웃 3개": KNeighborsClassifier(3),
    "SVM": SVC(C=10),
}
for name, baseline in baselines.items():
    baseline.fit(X_rest, y_rest)
    print(f"{baseline.score(X_test, y_test):.3f} {name}")
# --8<-- [end:baselines]

# --8<-- [start:svm_wins]
svm_score = baselines["SVM"].score(X_test, y_test)
assert svm_score > final.mean(), f"SVM {svm_score:.3f}, 신경망 {final.mean():.3f}"
for name in ["로지스틱 회귀", "가까운 이웃 3개"]:
    score = baselines[name].score(X_test, y_test)
    assert score < svm_score, f"{name}의 정확도 {score:.3f}, SVM {svm_score:.3f}"
started = time.process_time()
SVC(C=10).fit(X_rest, y_rest)
svm_seconds = time.process_time() - started
assert svm_seconds < seconds / 10, f"SVM {svm_seconds:.2f}초, 신경망 {seconds:.2f}초"
# --8<-- [end:svm_wins]

# --8<-- [start:svm_grows]
n_support = []
for n in [350, 1400, 7000]:
    svm = SVC(C=10).fit(X_five[:n], y_five[:n])
    n_support.append(len(svm.support_vectors_))
    print(f"{n}장: SVM {svm.support_vectors_.size / 10_000:.1f}만")
print(f"신경망 {model.count_params() / 10_000:.1f}만")
# --8<-- [end:svm_grows]

# --8<-- [start:grows_with_data]
few, some, many = n_support
assert 1.3 * few < some and some + 1 < many, f"서포트 벡터가 {n_support}개입니다"
assert svm.support_vectors_.size > model.count_params(), "SVM이 아직 더 작습니다"
# --8<-- [end:grows_with_data]

# --8<-- [start:answer_fixed]
for name in ["기본", "시그모이드", "배치 정규화 없음"]:
    mine = runs[(runs["n_hidden"] == 10) & (runs["change"] == name)]
    at = mine.groupby("learning_rate")["valid"].mean()
    print(*(f"{at[rate]:.2f}" for rate in [0.004, 0.016, 0.064]), name)
# --8<-- [end:answer_fixed]

# --8<-- [start:fixed_misleads]
mean = (
    tuned[tuned["n_hidden"] == 10].groupby(["change", "learning_rate"])["valid"].mean()
)
for rate, winner in [(0.004, "배치 정규화 없음"), (0.016, "기본")]:
    three = {
        name: mean[name][rate] for name in ["기본", "시그모이드", "배치 정규화 없음"]
    }
    assert max(three, key=three.get) == winner, f"학습률 {rate}: {three}"
assert mean["시그모이드"][0.004] < 0.7, "학습률 0.004에서도 배웁니다"
assert mean["시그모이드"].max() > 0.9, "어느 학습률로도 못 배웁니다"
# --8<-- [end:fixed_misleads]

# --8<-- [start:answer_memorise]
keras.utils.set_random_seed(42)
twenty = plain(3, 128, "relu", Adam(0.003))
shuffled = rng.permutation(y_train[:20])
for _ in range(40):
    twenty.train_on_batch(X_train[:20], shuffled)
print(f"{accuracy_of(twenty, X_train[:20], shuffled):.2f}")
# --8<-- [end:answer_memorise]

# --8<-- [start:memorised]
memorised = accuracy_of(twenty, X_train[:20], shuffled)
assert memorised == 1, f"외운 비율 {memorised}"
unmoved = np.mean(shuffled == y_train[:20])
assert unmoved < 0.5, f"뒤섞고도 그대로인 레이블이 {unmoved}입니다"
# --8<-- [end:memorised]

# --8<-- [start:answer_prescribe]
keras.utils.set_random_seed(42)
for name, net in {
    "시그모이드": plain(10, 64, "sigmoid", SGD(0.1)),
    "ReLU": plain(10, 64, "relu", SGD(0.1)),
    "기본 설정": build_model(150, 0.016, n_hidden=10),
}.items():
    print(f"{first_to_last(net, X_train, y_train):.0e} {name}")
# --8<-- [end:answer_prescribe]

# --8<-- [start:cured]
net = build_model(150, 0.016, n_hidden=10)
*hidden, last = [layer for layer in net.layers if isinstance(layer, Dense)]
for seed in range(5):
    for k, layer in enumerate(hidden):
        draw = keras.initializers.HeNormal(100 * seed + k)
        layer.kernel.assign(draw(layer.kernel.shape))
    last.kernel.assign(keras.initializers.GlorotUniform(seed)(last.kernel.shape))
    ratio = first_to_last(net, X_train, y_train)
    assert 0.1 < ratio < 10, f"시드 {seed}: 기본 설정의 비가 {ratio:.1e}입니다"
# --8<-- [end:cured]

# --8<-- [start:answer_shift]
moved, answer = shifted(X_test)[397:], np.tile(y_test, 4)
print(f"{accuracy_of(model, moved, answer):.2f} 사본으로 훈련한 신경망")
print(f"{baselines['SVM'].score(moved, answer):.2f} 사본 없이 훈련한 SVM")
print(f"{svm.score(moved, answer):.2f} 사본으로 훈련한 SVM")
# --8<-- [end:answer_shift]

# --8<-- [start:shift_learned]
net_score, svm_copies = accuracy_of(model, moved, answer), svm.score(moved, answer)
svm_plain = baselines["SVM"].score(moved, answer)
assert net_score > svm_plain + 0.2, (
    f"신경망이 {net_score:.3f}, SVM이 {svm_plain:.3f}입니다"
)
assert abs(svm_copies - net_score) < 0.03, (
    f"신경망이 {net_score:.3f}, SVM이 {svm_copies:.3f}입니다"
)
# --8<-- [end:shift_learned]
