"""레이블이 적을 때입니다. docs/ch11/few-labels.md에서 읽습니다."""

# --8<-- [start:data]
import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = (X / 16).astype("float32")
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
# --8<-- [end:data]


# --8<-- [start:pick_labels]
def pick_labels(seed, n_each=5):
    rng = np.random.default_rng(seed)
    digits = [np.flatnonzero(y_train == digit) for digit in range(10)]
    return np.concatenate([rng.permutation(i)[:n_each] for i in digits])


labeled = pick_labels(42)
X_few, y_few = X_train[labeled], y_train[labeled]
print(len(X_train), "이미지", len(y_few), "레이블")
# --8<-- [end:pick_labels]

# --8<-- [start:stratified]
counts = np.bincount(y_few)
assert (counts == 5).all(), f"숫자마다 뽑은 수가 {counts}입니다"
assert len(set(labeled)) == 50, "같은 이미지를 두 번 뽑았습니다"
# --8<-- [end:stratified]


# --8<-- [start:build]
def dense(units, activation="relu"):
    initializer = "he_normal" if activation == "relu" else "glorot_uniform"
    return keras.layers.Dense(units, activation, kernel_initializer=initializer)


def build_encoder():
    return keras.Sequential([keras.Input(shape=(64,)), dense(100), dense(32)])


def add_layers(encoder, layers, loss="sparse_categorical_crossentropy"):
    model = keras.Sequential([encoder, *layers])
    optimizer = keras.optimizers.Adam(learning_rate=0.003)
    model.compile(optimizer, loss, steps_per_execution=50)
    return model


# --8<-- [end:build]


# --8<-- [start:train]
def train(model, X, y, n_steps=600, batch_size=50, change=None):
    n_epochs = -(-n_steps * batch_size // len(X))  # 올림
    order = [np.random.permutation(len(X)) for _ in range(n_epochs)]
    order = np.concatenate(order)[: n_steps * batch_size]
    X, y = X[order], y[order]
    if change is not None:
        X = np.array(change(X, training=True))
    model.fit(X, y, batch_size=batch_size, shuffle=False, verbose=0)


# --8<-- [end:train]


# --8<-- [start:classify]
def classify(encoder, X, y, change=None):
    model = add_layers(encoder, [dense(10, "softmax")])
    train(model, X, y, change=change)
    return model


def accuracy(model, X, y):
    return np.mean(np.argmax(model(X), axis=1) == y)


# --8<-- [end:classify]

# --8<-- [start:baseline]
for X_some, y_some in [(X_train, y_train), (X_few, y_few)]:
    keras.utils.set_random_seed(42)
    baseline = classify(build_encoder(), X_some, y_some)
    score = accuracy(baseline, X_test, y_test)
    print(f"{score:.2f} 레이블 {len(y_some)}개")
# --8<-- [end:baseline]

# --8<-- [start:autoencoder]
keras.utils.set_random_seed(42)
encoder = build_encoder()
decoder = [dense(100), dense(64, "sigmoid")]
autoencoder = add_layers(encoder, decoder, loss="mse")
train(autoencoder, X_train, X_train, n_steps=2000, batch_size=100)
pretrained = encoder.get_weights()
# --8<-- [end:autoencoder]

# --8<-- [start:reconstruct]
from sklearn.decomposition import PCA

pca = PCA(n_components=32).fit(X_train)
restored = {
    "오토인코더": np.array(autoencoder(X_test)),
    "PCA": pca.inverse_transform(pca.transform(X_test)),
}
for name, images in restored.items():
    print(f"{np.mean((images - X_test) ** 2):.4f} {name}")
# --8<-- [end:reconstruct]

# --8<-- [start:pca_wins]
errors = [np.mean((images - X_test) ** 2) for images in restored.values()]
assert errors[1] < 0.75 * errors[0], f"복원 오차가 {errors}입니다"
centered = X_test - X_train.mean(axis=0)
axes_32 = np.linalg.eigh(np.cov(X_train.T))[1][:, -32:]  # 고윳값이 큰 32개
lost = np.mean((centered - centered @ axes_32 @ axes_32.T) ** 2)
assert np.isclose(lost, errors[1], rtol=1e-3), f"고유 벡터로는 {lost:.5f}입니다"
# --8<-- [end:pca_wins]

# --8<-- [start:draw_restored]
import matplotlib.pyplot as plt

shown = [np.flatnonzero(y_test == digit)[0] for digit in range(10)]
fig, axes = plt.subplots(3, 10, figsize=(5.4, 1.7))
rows = {"원본": X_test, **restored}
for row, (name, images) in zip(axes, rows.items()):
    for ax, i in zip(row, shown):
        ax.imshow(images[i].reshape(8, 8), cmap="gray", vmin=0, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    row[0].set_ylabel(name, rotation=0, ha="right", va="center")
plt.show()
# --8<-- [end:draw_restored]

# --8<-- [start:fine_tune]
moved = {}
for name, frozen in [("동결", True), ("미세 튜닝", False)]:
    keras.utils.set_random_seed(42)
    encoder.set_weights(pretrained)
    encoder.trainable = not frozen
    tuned = classify(encoder, X_few, y_few)
    print(f"{accuracy(tuned, X_test, y_test):.2f} {name}")
    pairs = zip(encoder.get_weights(), pretrained)
    moved[name] = max(np.abs(new - old).max() for new, old in pairs)
# --8<-- [end:fine_tune]

# --8<-- [start:frozen_stays]
assert moved["동결"] == 0, f"동결한 인코더가 {moved['동결']:.4f} 움직였습니다"
assert moved["미세 튜닝"] > 0.1, f"풀어도 {moved['미세 튜닝']:.4f}만 움직입니다"
# --8<-- [end:frozen_stays]

# --8<-- [start:probe]
from sklearn.linear_model import RidgeClassifier


def probe(codes, codes_test):
    scores = []
    for seed in range(10):
        few = pick_labels(seed)
        linear = RidgeClassifier().fit(codes[few], y_train[few])
        scores.append(linear.score(codes_test, y_test))
    return np.array(scores)


# --8<-- [end:probe]

# --8<-- [start:probe_three]
encoder.set_weights(pretrained)
probes = {"픽셀": probe(X_train, X_test)}
for name, layers in [("훈련 전", build_encoder()), ("훈련 뒤", encoder)]:
    probes[name] = probe(*(np.array(layers(X)) for X in (X_train, X_test)))
for name, scores in probes.items():
    print(f"{np.median(scores):.2f} ({scores.min():.2f}~{scores.max():.2f}) {name}")
# --8<-- [end:probe_three]

# --8<-- [start:probe_order]
pixels, before, after = probes.values()
assert (after > before).sum() >= 9, f"{(after > before).sum()}번만 훈련 뒤가 높습니다"
assert (after < pixels).sum() >= 7, f"{(after < pixels).sum()}번만 픽셀이 높습니다"
gap = np.median(pixels - after)
assert gap > 0.01, f"픽셀과 차이의 중앙값이 {gap:.3f}입니다"
# --8<-- [end:probe_order]

# --8<-- [start:parity]
keras.utils.set_random_seed(42)
parity_encoder = build_encoder()
parity = add_layers(parity_encoder, [dense(2, "softmax")])
train(parity, X_train, y_train % 2, n_steps=2000, batch_size=100)
print(f"{accuracy(parity, X_test, y_test % 2):.2f} 홀짝")
keras.utils.set_random_seed(42)
tuned = classify(parity_encoder, X_few, y_few)
print(f"{accuracy(tuned, X_test, y_test):.2f} 숫자")
# --8<-- [end:parity]


# --8<-- [start:turn]
def turn(X):
    images = X.reshape(-1, 8, 8)
    turned = [np.rot90(images, k, axes=(1, 2)) for k in range(4)]
    return np.concatenate(turned).reshape(-1, 64), np.repeat(np.arange(4), len(X))


# --8<-- [end:turn]

# --8<-- [start:rotation]
keras.utils.set_random_seed(42)
rotation_encoder = build_encoder()
rotation = add_layers(rotation_encoder, [dense(4, "softmax")])
train(rotation, *turn(X_train), n_steps=2000, batch_size=100)
X_turned, turns = turn(X_test)
guess = np.argmax(rotation(X_turned), axis=1)
for digits in ([0, 1, 8], [2, 3, 4, 5, 6, 7, 9]):
    part = np.isin(np.tile(y_test, 4), digits)
    print(f"{np.mean((guess == turns)[part]):.2f} {digits}")
# --8<-- [end:rotation]

# --8<-- [start:half_turn]
right, digit = guess == turns, np.tile(y_test, 4)
half = ((guess - turns) % 4 == 2)[~right].mean()
assert half > 0.9, f"틀린 것 가운데 {half:.2f}만 반 바퀴 차이입니다"
looks_same = np.isin(digit, [0, 1, 8])
gap = right[~looks_same].mean() - right[looks_same].mean()
assert gap > 0.04, f"0, 1, 8과 나머지의 차이가 {gap:.3f}입니다"
# --8<-- [end:half_turn]

# --8<-- [start:rotation_tune]
keras.utils.set_random_seed(42)
tuned = classify(rotation_encoder, X_few, y_few)
print(f"{accuracy(tuned, X_test, y_test):.2f}")
# --8<-- [end:rotation_tune]

# --8<-- [start:augment]
layers = keras.layers
augment = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        layers.Reshape((8, 8, 1)),
        layers.RandomTranslation(1 / 16, 1 / 16, fill_mode="constant"),
        layers.RandomRotation(0.03, fill_mode="constant"),
        layers.GaussianNoise(0.2),
        layers.Reshape((64,)),
    ]
)
# --8<-- [end:augment]

# --8<-- [start:draw_augment]
keras.utils.set_random_seed(42)
picked = X_test[[shown[digit] for digit in (2, 4, 5, 7)]]
columns = [picked] + [augment(picked, training=True) for _ in range(5)]
columns.append(picked.reshape(-1, 8, 8)[:, :, ::-1])
titles = ["원본", "", "", "증식", "", "", "뒤집기"]
fig, axes = plt.subplots(4, 7, figsize=(5.4, 3.2))
for column, images, title in zip(axes.T, columns, titles):
    column[0].set_title(title)
    for ax, image in zip(column, np.array(images)):
        ax.imshow(image.reshape(8, 8), cmap="gray", vmin=0, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
plt.show()
# --8<-- [end:draw_augment]

# --8<-- [start:augment_train]
keras.utils.set_random_seed(42)
augmented = classify(build_encoder(), X_few, y_few, change=augment)
print(f"{accuracy(augmented, X_test, y_test):.2f}")
# --8<-- [end:augment_train]

# --8<-- [start:flip_loses]
from sklearn.svm import SVC

judge = SVC().fit(X_train, y_train)
keras.utils.set_random_seed(1)
kept = judge.score(np.array(augment(X_test, training=True)), y_test)
assert kept > 0.7, f"증식한 이미지는 {kept:.2f}만 알아봅니다"
flipped = X_test.reshape(-1, 8, 8)[:, :, ::-1].reshape(-1, 64)
assert judge.score(flipped, y_test) < 0.5, (
    f"뒤집어도 {judge.score(flipped, y_test):.2f}"
)
lost = np.isin(y_test, [3, 5, 6])
assert judge.score(flipped[lost], y_test[lost]) < 0.05, "뒤집은 3, 5, 6을 알아봅니다"
# --8<-- [end:flip_loses]

# --8<-- [start:trap]
inside = keras.Sequential([augment, augmented])
predictions = {
    "model(X)": inside(X_test),
    "model(X, training=False)": inside(X_test, training=False),
    "model.predict(X)": inside.predict(X_test, verbose=0),
}
for name, output in predictions.items():
    print(f"{np.mean(np.argmax(output, axis=1) == y_test):.2f} {name}")
# --8<-- [end:trap]

# --8<-- [start:call_changes]
called, quiet, predicted = (np.array(output) for output in predictions.values())
plain = np.array(augmented(X_test))
assert np.allclose(quiet, plain, atol=1e-5), "training=False인데 입력이 바뀌었습니다"
assert np.allclose(predicted, plain, atol=1e-5), "predict()가 입력을 바꿨습니다"
assert np.abs(called - plain).max() > 0.3, "model(X)가 입력을 바꾸지 않았습니다"
# --8<-- [end:call_changes]

# --8<-- [start:spreading]
from sklearn.neighbors import KNeighborsClassifier
from sklearn.semi_supervised import LabelSpreading

y_partly = np.full(len(y_train), -1)  # -1은 레이블이 없다는 뜻
y_partly[labeled] = y_few
spreading = LabelSpreading().fit(X_train, y_partly)
print(f"{spreading.score(X_test, y_test):.2f} 레이블 퍼뜨리기")
nearest = KNeighborsClassifier(1).fit(X_few, y_few)
print(f"{nearest.score(X_test, y_test):.2f} 최근접 이웃")
# --8<-- [end:spreading]

# --8<-- [start:unlabeled_helps]
gains = []
for seed in range(5):
    few = pick_labels(seed)
    partly = np.full(1000, -1)
    partly[few] = y_train[few]
    alone = KNeighborsClassifier(1).fit(X_train[few], y_train[few])
    spread = LabelSpreading().fit(X_train, partly)
    gains.append(spread.score(X_test, y_test) - alone.score(X_test, y_test))
assert min(gains) > 0.02, f"레이블 없는 이미지의 이득이 {np.round(gains, 3)}입니다"
# --8<-- [end:unlabeled_helps]

# --8<-- [start:scale_matters]
with np.errstate(invalid="ignore"):
    far, far_test = (16 * X for X in (X_train, X_test))
    raw = LabelSpreading().fit(far, y_partly).score(far_test, y_test)
assert raw < 0.2, f"나누지 않아도 정확도가 {raw:.2f}입니다"
# --8<-- [end:scale_matters]

# --8<-- [start:read_table]
import pandas as pd

runs = pd.read_csv("few_labels.csv")
first = runs.learning_rate != 0.003  # 점수가 같으면 0.003을 고릅니다
runs = runs.loc[first.sort_values(kind="stable").index]


def chosen(method, score="half", column=None):
    best = runs.groupby(["seed", "n_labels"])[f"{method}_{score}"].idxmax()
    best = runs.loc[best].set_index(["seed", "n_labels"])
    return 100 * best[column or method].unstack()


# --8<-- [end:read_table]

# --8<-- [start:table]
METHODS = ["supervised", "autoencoder", "parity", "rotation", "augmentation"]
scores = {method: chosen(method) for method in METHODS}
scores |= {name: chosen("supervised", column=name) for name in ("svm", "spreading")}
for method, table in scores.items():
    print(f"{method:12}", *(f"{value:5.1f}" for value in table.median()))
# --8<-- [end:table]


# --8<-- [start:paired]
def cells(gap):
    return [f"{value:5.1f} ({n:2d})" for value, n in zip(gap.median(), (gap > 0).sum())]


for method, table in scores.items():
    if method != "supervised":
        print(f"{method:12}", *cells(table - scores["supervised"]))
# --8<-- [end:paired]

# --8<-- [start:draw_compare]
TITLES = {
    "autoencoder": "오토인코더",
    "parity": "보조 작업(홀짝)",
    "rotation": "자기 지도(회전)",
    "augmentation": "데이터 증식",
}
fig, axes = plt.subplots(2, 2, figsize=(5.4, 5.2), sharex=True, sharey=True)
for ax, (method, title) in zip(axes.flat, TITLES.items()):
    ax.plot(scores["spreading"].median(), "--", color="C2", label="레이블 퍼뜨리기")
    for name, color, label in [
        (method, "C1", "이 방법"),
        ("supervised", "C0", "레이블만"),
    ]:
        table = scores[name]
        ax.plot(table.median(), "o-", ms=4, color=color, label=label)
        ax.fill_between(table.columns, table.min(), table.max(), color=color, alpha=0.2)
    ax.set(title=title, xscale="log")
    ax.set_xticks(table.columns, table.columns)
    ax.minorticks_off()
fig.supxlabel("레이블의 수", fontsize=11)
fig.supylabel("테스트 정확도(%)", fontsize=11)
fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=3)
plt.show()
# --8<-- [end:draw_compare]


# --8<-- [start:no_gain_from_pretraining]
def versus(method, other="supervised"):
    gap = scores[method] - scores[other]
    return gap.median(), (gap > 0).sum(), gap


for method in ("autoencoder", "rotation"):
    median, wins, _ = versus(method)
    assert wins.loc[:100].max() <= 3, f"{method}: {dict(wins)}번 이깁니다"
    assert median.max() < 1, f"{method}: 차이의 중앙값이 {dict(median)}입니다"
    assert median.loc[:30].max() < -2, f"{method}: 차이의 중앙값이 {dict(median)}입니다"
# --8<-- [end:no_gain_from_pretraining]

# --8<-- [start:parity_is_unclear]
median, wins, _ = versus("parity")
assert wins.min() >= 4 and wins.max() <= 8, f"홀짝이 {dict(wins)}번 이깁니다"
assert median.max() < 4, f"차이의 중앙값이 {dict(median)}입니다"
assert versus("parity", "autoencoder")[1].loc[:100].min() >= 9, (
    "오토인코더보다 못합니다"
)
# --8<-- [end:parity_is_unclear]

# --8<-- [start:augmentation_helps_when_few]
median, wins, _ = versus("augmentation")
assert wins.loc[:100].min() >= 9, f"증식이 {dict(wins)}번 이깁니다"
assert median[10] > 6 and median[30] > 3, f"차이의 중앙값이 {dict(median)}입니다"
assert abs(median[1000]) < 1, f"레이블 1,000개에서 {median[1000]:.1f}만큼 다릅니다"
assert wins[1000] <= 5, f"레이블 1,000개에서 {wins[1000]}번 이깁니다"
# --8<-- [end:augmentation_helps_when_few]

# --8<-- [start:spreading_wins]
for method in [*METHODS, "svm"]:
    _, wins, _ = versus("spreading", method)
    assert wins.loc[:300].min() == 10, f"{method}: {dict(wins)}번만 이깁니다"
assert versus("spreading")[0][10] > 15, "레이블 10개에서 차이가 작습니다"
# --8<-- [end:spreading_wins]

# --8<-- [start:nothing_left_to_spread]
assert versus("spreading", "svm")[2][1000].abs().max() < 0.1, "SVM과 다릅니다"
for method in METHODS:
    assert versus("svm", method)[1][1000] == 10, f"{method}: SVM보다 나을 때가 있습니다"
# --8<-- [end:nothing_left_to_spread]

# --8<-- [start:labels_are_worth_more]
few, more = [10, 30, 100], [30, 100, 300]
for method in METHODS:
    gap = scores["supervised"][more].median().values - scores[method][few].median()
    assert gap.min() > 2, f"{method}: 레이블을 늘린 쪽과 차이가 {dict(gap)}입니다"
# --8<-- [end:labels_are_worth_more]

# --8<-- [start:more_pretraining_hurts]
few = runs[runs.n_labels <= 100]
for method, least in [("rotation", 9), ("supervised", 0)]:
    rates = few.pivot(
        index=["n_labels", "seed"], columns="learning_rate", values=method
    )
    gap = 100 * (rates[0.01] - rates[0.001])
    losses = (gap < 0).groupby("n_labels").sum()
    assert losses.min() >= least, f"{method}: 0.01이 {dict(losses)}번 집니다"
    median = gap.groupby("n_labels").median()
    assert (median.max() < -2) == (method == "rotation"), (
        f"{method}: 차이의 중앙값이 {dict(median)}입니다"
    )
# --8<-- [end:more_pretraining_hurts]

# --8<-- [start:neighbors_agree]
pairs = KNeighborsClassifier(1).fit(X_train, y_train).kneighbors(n_neighbors=1)[1]
same = np.mean(y_train[pairs[:, 0]] == y_train)
assert same > 0.95, f"가장 가까운 이미지 가운데 {same:.3f}만 같은 숫자입니다"
# --8<-- [end:neighbors_agree]

# --8<-- [start:answer_denoising]
denoising = chosen("denoising")
for name in ("autoencoder", "supervised"):
    print(*cells(denoising - scores[name]), name)
# --8<-- [end:answer_denoising]

# --8<-- [start:answer_flip]
flipped = chosen("augmentation", column="flipped")
for name in ("augmentation", "supervised"):
    print(*cells(flipped - scores[name]), name)
# --8<-- [end:answer_flip]

# --8<-- [start:answer_valid]
for method in METHODS:
    table = chosen(method, "valid")
    print(f"{method:12}", *(f"{value:5.1f}" for value in table.median()))
# --8<-- [end:answer_valid]

# --8<-- [start:answer_random]
rng = np.random.default_rng(42)
for n_labels in (10, 30, 50):
    draws = [rng.choice(y_train, n_labels, replace=False) for _ in range(2000)]
    missing = np.mean([10 - len(set(draw)) for draw in draws])
    print(f"{n_labels} {missing:.1f} {10 * 0.9**n_labels:.1f}")
# --8<-- [end:answer_random]

# --8<-- [start:same_order]
for n_labels in (10, 30):
    for score in ("half", "valid"):
        middle = {m: chosen(m, score)[n_labels].median() for m in METHODS}
        order = sorted(middle, key=middle.get)[::-1][:3]
        assert order == ["augmentation", "parity", "supervised"], (
            f"{score}로 고르면 순위가 {order}입니다"
        )
# --8<-- [end:same_order]
