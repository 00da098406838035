"""모델 예측입니다. docs/ch10/prediction.md에서 읽습니다."""

# --8<-- [start:data]
import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
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
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.optimizer.build(model.trainable_variables)
    return model


keras.utils.set_random_seed(42)
model = build_model()
model.fit(X_train, y_train, epochs=10, batch_size=100, verbose=0)
# --8<-- [end:build_model]

# --8<-- [start:first_predict]
probability = model.predict(X_test[:3], verbose=0)
print(probability.round(2))
print(probability.argmax(axis=-1), "예측")
print(y_test[:3], "정답")
# --8<-- [end:first_predict]

# --8<-- [start:draw_three]
fig, axes = plt.subplots(3, 2, figsize=(5.4, 4.6), width_ratios=[1, 2.6])
for (left, right), image, row, answer in zip(axes, X_test, probability, y_test):
    left.imshow(image.reshape(8, 8), cmap="gray_r")
    left.axis("off")
    colors = ["C0" if k == answer else "C7" for k in range(10)]
    right.bar(range(10), row, color=colors)
    right.set(ylim=(0, 1.05), yticks=[0, 0.5, 1], xticks=range(10))
axes[1, 1].set(ylabel="확률")
axes[2, 1].set(xlabel="숫자")
plt.show()
# --8<-- [end:draw_three]

# --8<-- [start:rows_sum_to_one]
every = model.predict(X_test, verbose=0)
assert every.shape == (397, 10), f"크기가 {every.shape}입니다"
assert every.dtype == np.float32, f"자료형이 {every.dtype}입니다"
assert np.allclose(every.sum(axis=-1), 1, atol=1e-5), f"합이 {every.sum(axis=-1)}입니다"
assert every.min() >= 0, f"가장 작은 값이 {every.min()}입니다"
# --8<-- [end:rows_sum_to_one]

# --8<-- [start:argmax_is_class]
by_argmax = every.argmax(axis=-1)
accuracy = model.evaluate(X_test, by_argmax, verbose=0)[1]
assert accuracy == 1, f"케라스는 예측한 클래스를 다르게 봅니다: {accuracy:.3f}"
reported = model.evaluate(X_test, y_test, verbose=0)[1]
by_hand = (by_argmax == y_test).mean()
assert np.isclose(reported, by_hand), (
    f"evaluate는 {reported:.4f}, argmax는 {by_hand:.4f}"
)
# --8<-- [end:argmax_is_class]

# --8<-- [start:no_axis]
print(probability.argmax())
# --8<-- [end:no_axis]

# --8<-- [start:odd_model]
keras.utils.set_random_seed(42)
odd_model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
odd_model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01))
odd_model.fit(X_train, y_train % 2, epochs=6, batch_size=100, verbose=0)
# --8<-- [end:odd_model]

# --8<-- [start:threshold]
p_odd = odd_model.predict(X_test, verbose=0)  # (397, 1)
y_odd = y_test % 2
for name, predicted in [
    ("argmax", p_odd.argmax(axis=-1)),
    ("임곗값", (p_odd[:, 0] >= 0.5).astype(int)),
]:
    print(f"{(predicted == y_odd).mean():.2f} {np.unique(predicted)} {name}")
# --8<-- [end:threshold]

# --8<-- [start:comparing_a_column]
column = (p_odd >= 0.5).astype(int)
assert column.shape == (397, 1), f"크기가 {column.shape}입니다"
compared = column == y_odd
assert compared.shape == (397, 397), f"비교한 크기가 {compared.shape}입니다"
right = (column[:, 0] == y_odd).mean()
assert compared.mean() < 0.55 < 0.9 < right, f"{compared.mean():.2f}와 {right:.2f}"
# --8<-- [end:comparing_a_column]

# --8<-- [start:add_axis]
print(X_test[:1].shape, X_test[0][np.newaxis].shape)
probability = model.predict(X_test[:1], verbose=0)
print(probability.argmax(axis=-1))
# --8<-- [end:add_axis]

# --8<-- [start:call_without_axis]
for ask in (model, model.predict_on_batch):
    try:
        ask(X_test[0])
    except ValueError as error:
        message = str(error)
    else:
        message = "오류가 없습니다"
    assert "Expected shape (None, 64)" in message, f"다른 메시지입니다: {message}"
alone = model.predict(X_test[0][np.newaxis], verbose=0)
together = model.predict(X_test[:3], verbose=0)[:1]
assert np.allclose(alone, together, atol=1e-6), "한 장만 넣은 예측이 다릅니다"
# --8<-- [end:call_without_axis]

# --8<-- [start:five_models]
models = [model]
for seed in range(43, 47):
    keras.utils.set_random_seed(seed)
    net = build_model()
    net.fit(X_train, y_train, epochs=10, batch_size=100, verbose=0)
    models.append(net)
# --8<-- [end:five_models]


# --8<-- [start:wrong_scale]
def spread(values):
    return f"{min(values):.2f}~{max(values):.2f}"


print("정확도     확신도")
for images, name in [
    (X_test, "16으로 나눔(훈련할 때와 같음)"),
    (X_test * 16, "나누지 않음"),
    (X_test * 16 / 255, "255로 나눔"),
    (X_test.astype(int), "나눈 뒤 정수로 바꿈"),
]:
    results = [keras.ops.convert_to_numpy(net(images)) for net in models]
    accuracy = [(p.argmax(axis=-1) == y_test).mean() for p in results]
    confidence = [p.max(axis=-1).mean() for p in results]
    print(spread(accuracy), spread(confidence), name)
# --8<-- [end:wrong_scale]

# --8<-- [start:scale_hides]
rows = np.arange(len(y_test))
for net in models:
    (W1, b1), (W2, b2) = [layer.get_weights() for layer in net.layers]
    accuracy, loss, sure = [], [], []
    for images in (X_test, X_test * 16):
        z = np.maximum(images @ W1 + b1, 0) @ W2 + b2
        log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
        hit = z.argmax(axis=-1) == y_test
        accuracy.append(hit.mean())
        loss.append(-log_p[rows, y_test].mean())
        sure.append(np.exp(log_p.max(axis=-1))[~hit].mean())
    assert abs(np.diff(accuracy)[0]) < 0.015, f"정확도는 {np.round(accuracy, 3)}"
    assert loss[1] > 4 * loss[0], f"손실은 {loss[1] / loss[0]:.1f}배입니다"
    assert sure[1] > 0.9, f"틀린 답의 확신도는 {sure[1]:.2f}입니다"
# --8<-- [end:scale_hides]

# --8<-- [start:logits_grow]
for net in models:
    (W1, b1), (W2, b2) = [layer.get_weights() for layer in net.layers]
    small, large = [
        np.maximum(images @ W1 + b1, 0) @ W2 + b2 for images in (X_test, X_test * 16)
    ]
    slope = np.polyfit(small.ravel(), large.ravel(), 1)[0]
    assert 15 < slope < 16.5, f"로짓은 {slope:.2f}배가 됩니다"
    same = (small.argmax(axis=-1) == large.argmax(axis=-1)).mean()
    assert same > 0.95, f"가장 큰 로짓의 자리가 같은 비율은 {same:.3f}입니다"
# --8<-- [end:logits_grow]

# --8<-- [start:three_ways]
by_predict = model.predict(X_test, verbose=0)
by_call = model(X_test)
by_batch = model.predict_on_batch(X_test)
for result in (by_predict, by_call, by_batch):
    print(type(result).__name__, result.shape)
# --8<-- [end:three_ways]

# --8<-- [start:three_agree]
by_call = keras.ops.convert_to_numpy(by_call)
for other, name in [(by_call, "model(X)"), (by_batch, "predict_on_batch")]:
    gap = np.abs(by_predict - other).max()
    assert gap < 1e-5, f"predict와 {name}의 차이는 {gap:.1e}입니다"
(W1, b1), (W2, b2) = [layer.get_weights() for layer in model.layers]
z = np.maximum(X_test @ W1 + b1, 0) @ W2 + b2
z = np.exp(z - z.max(axis=-1, keepdims=True))
gap = np.abs(by_predict - z / z.sum(axis=-1, keepdims=True)).max()
assert gap < 1e-5, f"넘파이로 셈한 확률과의 차이는 {gap:.1e}입니다"
# --8<-- [end:three_agree]

# --8<-- [start:how_many_batches]
seen = {"호출": 0, "배치": 0}


class Count(keras.callbacks.Callback):
    def on_predict_begin(self, logs=None):
        seen["호출"] += 1

    def on_predict_batch_end(self, batch, logs=None):
        seen["배치"] += 1


model.predict(X_test, callbacks=[Count()], verbose=0)
assert seen == {"호출": 1, "배치": -(-397 // 32)}, f"부른 횟수는 {seen}"
for i in range(3):
    model.predict(X_test[i : i + 1], callbacks=[Count()], verbose=0)
assert seen == {"호출": 4, "배치": 16}, f"부른 횟수는 {seen}"
# --8<-- [end:how_many_batches]

# --8<-- [start:confusion]
predicted = by_predict.argmax(axis=-1)
counts = confusion_matrix(y_test, predicted)
print(counts[8])
# --8<-- [end:confusion]

# --8<-- [start:confusion_by_hand]
by_hand = np.zeros((10, 10), int)
for answer, guess in zip(y_test, predicted):
    by_hand[answer, guess] += 1
assert np.array_equal(counts, by_hand), "오차 행렬이 다릅니다"
accuracy = model.evaluate(X_test, y_test, verbose=0)[1]
assert np.isclose(np.trace(counts) / counts.sum(), accuracy), f"정확도는 {accuracy:.4f}"
# --8<-- [end:confusion_by_hand]

# --8<-- [start:draw_confusion]
fig, ax = plt.subplots(figsize=(5, 4.4))
for answer, guess in np.argwhere(counts):
    n = counts[answer, guess]
    if answer != guess:
        cell = plt.Rectangle((guess - 0.5, answer - 0.5), 1, 1, lw=0)
        cell.set(color="C1", alpha=0.2 + 0.1 * n)
        ax.add_patch(cell)
    ax.text(guess, answer, n, ha="center", va="center")
ax.set(xlabel="예측", ylabel="정답", aspect="equal")
ax.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), xticks=range(10), yticks=range(10))
plt.show()
# --8<-- [end:draw_confusion]

# --8<-- [start:wrong_order]
wrong = np.flatnonzero(predicted != y_test)
confidence = by_predict.max(axis=-1)
wrong = wrong[np.argsort(-confidence[wrong])]
# --8<-- [end:wrong_order]

# --8<-- [start:draw_wrong]
fig, axes = plt.subplots(2, 5, figsize=(5.4, 3.1))
for ax, i in zip(axes.flat, wrong):
    ax.imshow(X_test[i].reshape(8, 8), cmap="gray_r")
    ax.set_title(f"{y_test[i]} → {predicted[i]}\n{confidence[i]:.2f}")
    ax.axis("off")
plt.show()
# --8<-- [end:draw_wrong]

# --8<-- [start:eight_to_one]
for net in models:
    p = keras.ops.convert_to_numpy(net(X_test))
    table = confusion_matrix(y_test, p.argmax(axis=-1))
    np.fill_diagonal(table, 0)
    most = np.unravel_index(table.argmax(), table.shape)
    assert most == (8, 1), f"가장 흔한 실수는 {most[0]} → {most[1]}입니다"
    hit = p.argmax(axis=-1) == y_test
    sure = p.max(axis=-1)
    assert sure[~hit].mean() < sure[hit].mean() - 0.25, (
        f"틀린 답 {sure[~hit].mean():.2f}, 맞은 답 {sure[hit].mean():.2f}"
    )
# --8<-- [end:eight_to_one]

# --8<-- [start:add_noise]
rng = np.random.default_rng(42)
X_train_noisy = X_train + rng.normal(0, 0.3, X_train.shape)
X_valid_noisy = X_valid + rng.normal(0, 0.3, X_valid.shape)
X_test_noisy = X_test + rng.normal(0, 0.3, X_test.shape)
# --8<-- [end:add_noise]

# --8<-- [start:train_longer]
records, nets = {3: [], 6: [], 20: []}, []
for seed in range(5):
    keras.utils.set_random_seed(seed)
    net = build_model()
    net.optimizer.learning_rate = 0.02
    for epoch in range(1, 21):
        for batch in np.split(np.random.permutation(1000), 5):
            net.train_on_batch(X_train_noisy[batch], y_train[batch])
        if epoch in records:
            p = keras.ops.convert_to_numpy(net(X_test_noisy))
            records[epoch].append(p)
    nets.append(net)
# --8<-- [end:train_longer]


# --8<-- [start:reliability]
def reliability(probability, y_true):
    confidence = probability.max(axis=-1)
    hit = probability.argmax(axis=-1) == y_true
    group = (confidence * 10).astype(int).clip(max=9)
    rows = [
        (np.mean(group == g), confidence[group == g].mean(), hit[group == g].mean())
        for g in np.unique(group)
    ]
    return np.transpose(rows)  # 샘플의 비율, 확신도, 정확도


# --8<-- [end:reliability]

# --8<-- [start:against_sklearn]
from sklearn.calibration import calibration_curve

for results in records.values():
    pooled = np.concatenate(results)
    hit = pooled.argmax(axis=-1) == np.tile(y_test, 5)
    accuracy, confidence = calibration_curve(hit, pooled.max(axis=-1), n_bins=10)
    _, by_us, acc_by_us = reliability(pooled, np.tile(y_test, 5))
    assert np.allclose(confidence, by_us, atol=1e-5), f"{confidence}와 {by_us}"
    assert np.allclose(accuracy, acc_by_us), f"{accuracy}와 {acc_by_us}"
# --8<-- [end:against_sklearn]

# --8<-- [start:ece]
y_five = np.tile(y_test, 5)
print("에포크 정확도 확신도  ECE")
for n_epochs, results in records.items():
    pooled = np.concatenate(results)
    share, confidence, accuracy = reliability(pooled, y_five)
    ece = np.sum(share * np.abs(accuracy - confidence))
    print(
        f"{n_epochs:6}{np.sum(share * accuracy):7.2f}"
        f"{np.sum(share * confidence):7.2f}{ece:7.2f}"
    )
# --8<-- [end:ece]

# --8<-- [start:draw_reliability]
fig, ax = plt.subplots(figsize=(4.8, 4.4))
ax.plot([0, 1], [0, 1], "C7", lw=1, label="확신도 = 정확도")
for (n_epochs, results), style in zip(records.items(), ["C0o-", "C2s-", "C1^-"]):
    share, confidence, accuracy = reliability(np.concatenate(results), y_five)
    many = share > 0.01
    label = f"{n_epochs}에포크"
    ax.plot(confidence[many], accuracy[many], style, ms=5, label=label)
ax.set(xlim=(0.2, 1), ylim=(0.2, 1.02), xlabel="확신도", ylabel="정확도")
ax.legend(loc="upper left")
plt.show()
# --8<-- [end:draw_reliability]

# --8<-- [start:every_seed]
for n_epochs, low, high in [(3, -0.16, -0.03), (6, -0.04, 0.06), (20, 0.07, 0.16)]:
    for p in records[n_epochs]:
        hit = p.argmax(axis=-1) == y_test
        gap = p.max(axis=-1).mean() - hit.mean()
        assert low < gap < high, f"{n_epochs}에포크의 차이는 {gap:.3f}입니다"
# --8<-- [end:every_seed]


# --8<-- [start:perfect_ece]
def ece_of(probability, answers):
    share, confidence, accuracy = reliability(probability, answers)
    return np.sum(share * np.abs(accuracy - confidence))


measured = {e: ece_of(np.concatenate(r), y_five) for e, r in records.items()}
pooled = np.concatenate(records[6])
ideal = []
for seed in range(20):
    hit = np.random.default_rng(seed).random(len(pooled)) < pooled.max(axis=-1)
    ideal.append(ece_of(pooled, np.where(hit, pooled.argmax(axis=-1), -1)))
assert 0.01 < np.mean(ideal) < 0.02, f"우연만으로 나온 ECE는 {np.mean(ideal):.3f}입니다"
assert measured[6] < 0.035, f"6에포크의 ECE는 {measured[6]:.3f}입니다"
assert measured[20] > 3 * max(ideal), (
    f"20에포크 {measured[20]:.3f}, 우연 {max(ideal):.3f}"
)
# --8<-- [end:perfect_ece]

# --8<-- [start:clean_is_under]
for net in models:
    p = keras.ops.convert_to_numpy(net(X_test))
    gap = p.max(axis=-1).mean() - (p.argmax(axis=-1) == y_test).mean()
    assert -0.06 < gap < -0.01, f"확신도와 정확도의 차이는 {gap:.3f}입니다"
# --8<-- [end:clean_is_under]

# --8<-- [start:strange_images]
rotated = np.rot90(X_test.reshape(-1, 8, 8), axes=(1, 2))
noise = np.random.default_rng(42).random((1000, 8, 8))
drawings = {
    "A": "...##... ..#..#.. ..#..#.. .#....#. .######. .#....#. .#....#. ........",
    "E": "..#####. ..#..... ..#..... ..####.. ..#..... ..#..... ..#####. ........",
}
letters = {
    name: np.array([[dot == "#" for dot in row] for row in rows.split()], float)
    for name, rows in drawings.items()
}
# --8<-- [end:strange_images]

# --8<-- [start:strange_confidence]
print("중앙값     0.9 넘음")
for images, name in [
    (X_test, "테스트 이미지"),
    (rotated, "90도 돌린 이미지"),
    (noise, "무작위 픽셀"),
    (letters["A"], "글자 A"),
    (letters["E"], "글자 E"),
]:
    images = images.reshape(-1, 64)
    sure = [keras.ops.convert_to_numpy(net(images)).max(axis=-1) for net in models]
    median = [np.median(s) for s in sure]
    print(spread(median), spread([np.mean(s > 0.9) for s in sure]), name)
# --8<-- [end:strange_confidence]

# --8<-- [start:draw_strange]
shown = [rotated[2], rotated[4], noise[0], noise[1], letters["A"], letters["E"]]
p = keras.ops.convert_to_numpy(model(np.reshape(shown, (-1, 64))))
fig, axes = plt.subplots(2, 3, figsize=(5.4, 3.9))
for ax, image, row in zip(axes.flat, shown, p):
    ax.imshow(image, cmap="gray_r", vmin=0, vmax=1)
    ax.set_title(f"예측 {row.argmax()}, {row.max():.2f}")
    ax.axis("off")
plt.show()
# --8<-- [end:draw_strange]

# --8<-- [start:rotated_is_four]
for net in models:
    p = keras.ops.convert_to_numpy(net(rotated.reshape(-1, 64)))
    four = (p.argmax(axis=-1) == 4).mean()
    assert four > 0.9, f"4라고 답한 비율은 {four:.2f}입니다"
    upright = keras.ops.convert_to_numpy(net(X_test))
    assert np.median(p.max(axis=-1)) > np.median(upright.max(axis=-1)), (
        "돌린 이미지의 확신도가 더 낮습니다"
    )
# --8<-- [end:rotated_is_four]

# --8<-- [start:top_row]
top = [X_train[y_train == k].reshape(-1, 8, 8)[:, 0].mean() for k in range(10)]
left = [X_train[y_train == k].reshape(-1, 8, 8)[:, :, 1].mean() for k in range(10)]
assert np.argmin(top) == 4, f"윗줄이 가장 옅은 숫자는 {np.argmin(top)}입니다"
assert np.argmax(left) == 4, f"둘째 열이 가장 진한 숫자는 {np.argmax(left)}입니다"
assert rotated[:, 0].mean() < min(top) / 3, f"윗줄 {rotated[:, 0].mean():.3f}"
assert rotated[:, :, 1].mean() > 2 * max(left), f"둘째 열 {rotated[:, :, 1].mean():.3f}"
for net in models:
    bare = rotated.copy()
    bare[:, :, [0, 1, 6, 7]] = 0
    p = keras.ops.convert_to_numpy(net(bare.reshape(-1, 64)))
    four = (p.argmax(axis=-1) == 4).mean()
    assert four < 0.5, f"네 열을 지워도 {four:.2f}가 4입니다"
# --8<-- [end:top_row]

# --8<-- [start:answer_rescaling]
ready = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Rescaling(1 / 16),
        model,
    ]
)
pixels = load_digits().data[:5]  # 0~16
a = keras.ops.convert_to_numpy(ready(pixels))
b = keras.ops.convert_to_numpy(model(pixels / 16))
print(np.allclose(a, b, atol=1e-6))
# --8<-- [end:answer_rescaling]

# --8<-- [start:answer_reject]
for limit in [0, 0.5, 0.7, 0.9]:
    kept, right = [], []
    for net in models:
        p = keras.ops.convert_to_numpy(net(X_test))
        sure = p.max(axis=-1) >= limit
        kept.append(sure.mean())
        right.append((p.argmax(axis=-1) == y_test)[sure].mean())
    print(f"{limit:.1f}", spread(kept), f"{min(right):.3f}~{max(right):.3f}")
# --8<-- [end:answer_reject]


# --8<-- [start:answer_temperature]
def soften(probability, T):
    p = np.maximum(probability, 1e-12) ** (1 / T)
    return p / p.sum(axis=-1, keepdims=True)


def log_loss(probability, y_true):
    return -np.log(probability[np.arange(len(y_true)), y_true]).mean()


valid = [keras.ops.convert_to_numpy(net(X_valid_noisy)) for net in nets]
valid, y_valid_five = np.concatenate(valid), np.tile(y_valid, 5)
grid = np.arange(0.5, 4, 0.05)
T = grid[np.argmin([log_loss(soften(valid, T), y_valid_five) for T in grid])]
# --8<-- [end:answer_temperature]

# --8<-- [start:answer_calibrated]
pooled = np.concatenate(records[20])
for probability, name in [(pooled, "보정 전"), (soften(pooled, T), "보정 후")]:
    share, confidence, accuracy = reliability(probability, y_five)
    ece = np.sum(share * np.abs(accuracy - confidence))
    print(f"ECE {ece:.2f}, 정확도 {np.sum(share * accuracy):.2f} {name}")
# --8<-- [end:answer_calibrated]

# --8<-- [start:same_order]
cooled = soften(pooled, T)
assert np.array_equal(cooled.argmax(axis=-1), pooled.argmax(axis=-1)), "예측이 바뀝니다"
assert 1.5 < T < 2.2, f"T는 {T:.2f}입니다"
logits = np.log(np.maximum(pooled, 1e-12)) / T
by_softmax = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
assert np.allclose(by_softmax, cooled, atol=1e-5), "로짓을 T로 나눈 것과 다릅니다"
# --8<-- [end:same_order]
