"""docs/ch10/training.md의 코드입니다."""

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
def build_model(n_units=32):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(n_units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:build_model]


# --8<-- [start:first_fit]
keras.utils.set_random_seed(42)
model = build_model()
history = model.fit(
    X_train,
    y_train,
    epochs=10,
    batch_size=100,
    validation_data=(X_valid, y_valid),
    verbose=0,
)
for name, values in history.history.items():
    print(f"{name:12} {values[0]:.2f} → {values[-1]:.2f}")
# --8<-- [end:first_fit]

# --8<-- [start:history]
print(history.params)
print(history.epoch)
print(list(history.history))
# --8<-- [end:history]

# --8<-- [start:one_value_per_epoch]
steps = -(-len(X_train) // 100)
assert history.params["steps"] == steps == 10, f"{steps}스텝이어야 합니다"
lengths = {len(values) for values in history.history.values()}
assert lengths == {10}, f"목록의 길이가 {lengths}입니다"
# --8<-- [end:one_value_per_epoch]

# --8<-- [start:draw_curves]
epochs = np.arange(1, 11)
fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.7))
for ax, name, title in zip(axes, ["loss", "accuracy"], ["손실", "정확도"]):
    ax.plot(epochs, history.history[name], "C0.-", label="훈련")
    ax.plot(epochs, history.history[f"val_{name}"], "C1.-", label="검증")
    ax.set(title=title, xlabel="에포크", xticks=[1, 4, 7, 10])
    ax.set_ylim(bottom=0)
axes[0].legend()
plt.show()
# --8<-- [end:draw_curves]

# --8<-- [start:still_falling]
for name in ["loss", "val_loss"]:
    steps_down = np.diff(history.history[name])
    assert (steps_down < 0).all(), f"{name}이 오른 에포크가 있습니다"
# --8<-- [end:still_falling]

# --8<-- [start:progress_bar]
history_more = model.fit(
    X_train,
    y_train,
    epochs=2,
    batch_size=100,
    validation_data=(X_valid, y_valid),
)
# --8<-- [end:progress_bar]

# --8<-- [start:half_epoch]
keras.utils.set_random_seed(42)
whole = build_model()
start = whole.evaluate(X_train, y_train, verbose=0)[0]
history_whole = whole.fit(
    X_train,
    y_train,
    epochs=10,
    batch_size=100,
    shuffle=False,
    validation_data=(X_train, y_train),
    verbose=0,
)
running = np.array(history_whole.history["loss"])
at_end = np.array([start] + history_whole.history["val_loss"])
print(*[f"{value:.2f}" for value in running[:5]], "fit의 loss")
print(*[f"{value:.2f}" for value in at_end[1:6]], "에포크 끝의 손실")
# --8<-- [end:half_epoch]

# --8<-- [start:mean_of_batches]
keras.utils.set_random_seed(42)
by_hand = build_model()
by_hand.run_eagerly = True  # 10스텝뿐이라 그래프를 만드는 시간이 더 깁니다
losses = []
for i in range(0, 1000, 100):
    probability = keras.ops.convert_to_numpy(by_hand(X_train[i : i + 100]))
    answers = y_train[i : i + 100]
    losses.append(-np.log(probability[np.arange(100), answers]).mean())
    by_hand.train_on_batch(X_train[i : i + 100], answers)
assert np.isclose(np.mean(losses), running[0], rtol=1e-5), (
    f"배치 손실의 평균은 {np.mean(losses):.5f}, fit의 손실은 {running[0]:.5f}"
)
# --8<-- [end:mean_of_batches]

# --8<-- [start:half_fits]
half = np.interp(epochs - 0.5, np.arange(11), at_end)
as_is = np.mean(abs(running - at_end[1:])[:5])
shifted = np.mean(abs(running - half)[:5])
assert shifted < as_is / 10, f"어긋남이 {as_is:.3f}에서 {shifted:.3f}로 줄었습니다"
# --8<-- [end:half_fits]

# --8<-- [start:draw_shift]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.9), sharey=True)
for ax, shift in zip(axes, [0, 0.5]):
    ax.plot(range(11), at_end, "C2", label="에포크 끝에서 잰 값")
    ax.plot(epochs - shift, running, "C0o", ms=5, label="fit의 loss")
    ax.set(xlim=(0, 6.3), xticks=[0, 2, 4, 6], xlabel="에포크")
axes[0].set(title="기록한 그대로", ylabel="훈련 손실")
axes[1].set(title="반 에포크 왼쪽으로")
axes[0].legend(loc="upper right")
plt.show()
# --8<-- [end:draw_shift]

# --8<-- [start:lag]
when = np.interp(-running, -at_end, np.arange(11))
lag = epochs - when
print(*[f"{value:.1f}" for value in lag])
# --8<-- [end:lag]

# --8<-- [start:later_is_more]
assert (np.diff(at_end) < 0).all(), "손실이 줄기만 해야 시점을 찾을 수 있습니다"
assert abs(lag[:5] - 0.5).max() < 0.15, f"처음 다섯은 {lag[:5].round(2)}"
assert (np.diff(lag[4:]) > 0).all(), f"뒤로 갈수록 늦지 않습니다: {lag.round(2)}"
# --8<-- [end:later_is_more]

# --8<-- [start:fit_again]
keras.utils.set_random_seed(42)
again = build_model()
losses = []
for _ in range(2):
    history_again = again.fit(
        X_train,
        y_train,
        epochs=5,
        batch_size=100,
        shuffle=False,
        verbose=0,
    )
    losses += history_again.history["loss"]
    print(int(again.optimizer.iterations), history_again.epoch)

print(f"{np.abs(running - losses).max():.6f} 손실의 가장 큰 차이")
# --8<-- [end:fit_again]

# --8<-- [start:same_weights]
pairs = zip(again.get_weights(), whole.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "가중치가 다릅니다"
assert losses == list(running), "손실이 다릅니다"
assert int(model.optimizer.iterations) == 120, "10에포크 다음 2에포크입니다"
assert model.history is history_more, "fit이 기록을 새로 만들지 않았습니다"
# --8<-- [end:same_weights]

# --8<-- [start:numbering]
counted = again.fit(
    X_train,
    y_train,
    initial_epoch=10,
    epochs=11,
    batch_size=1000,
    verbose=0,
)
assert counted.epoch == [10], f"에포크 번호가 {counted.epoch}입니다"
# --8<-- [end:numbering]

# --8<-- [start:compile_resets]
before = again.get_weights()
again.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=["accuracy"],
    run_eagerly=True,
)
assert int(again.optimizer.iterations) == 0, "스텝 수가 남았습니다"
pairs = zip(before, again.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "가중치가 바뀌었습니다"
# --8<-- [end:compile_resets]

# --8<-- [start:sorted_trap]
order = np.argsort(y_rest, kind="stable")
X_sorted, y_sorted = X_rest[order], y_rest[order]

keras.utils.set_random_seed(42)
trapped = build_model()
history_trapped = trapped.fit(
    X_sorted,
    y_sorted,
    epochs=5,
    batch_size=100,
    validation_split=0.2,
    verbose=0,
)
for name, values in history_trapped.history.items():
    print(f"{name:12} {values[-1]:.2f}")
# --8<-- [end:sorted_trap]

# --8<-- [start:last_rows]
n_train = int(len(X_sorted) * (1 - 0.2))
X_last, y_last = X_sorted[n_train:], y_sorted[n_train:]
loss, accuracy = trapped.evaluate(X_last, y_last, verbose=0)
print(f"{loss:.2f} 마지막 {len(y_last)}행의 손실")
print(np.unique(y_sorted[:n_train]), "훈련한 숫자")
print(np.unique(y_last), "검증한 숫자")
# --8<-- [end:last_rows]

# --8<-- [start:split_is_last]
recorded = history_trapped.history["val_loss"][-1]
assert np.isclose(loss, recorded, rtol=1e-4), f"{loss}와 {recorded}"
seen = np.isin(y_last, y_sorted[:n_train]).mean()
assert accuracy <= seen + 1e-6 < 0.02, f"본 숫자는 {seen:.3f}, 정확도 {accuracy:.3f}"
# --8<-- [end:split_is_last]

# --8<-- [start:add_noise]
rng = np.random.default_rng(42)
X_train_noisy = X_train + rng.normal(0, 0.3, X_train.shape)
X_valid_noisy = X_valid + rng.normal(0, 0.3, X_valid.shape)
# --8<-- [end:add_noise]


# --8<-- [start:restart]
def restart(model, seed):
    keras.utils.set_random_seed(seed)
    fresh = build_model(model.layers[0].units)
    fresh.optimizer.build(fresh.trainable_variables)
    model.set_weights(fresh.get_weights())
    for v, initial in zip(model.optimizer.variables, fresh.optimizer.variables):
        v.assign(initial)


# --8<-- [end:restart]

# --8<-- [start:three_nets]
runs = {}
for n_units in [3, 16, 512]:
    net = build_model(n_units)
    runs[n_units] = []
    for seed in range(3):
        restart(net, seed)
        run = net.fit(
            X_train_noisy,
            y_train,
            epochs=8,
            batch_size=50,
            validation_data=(X_valid_noisy, y_valid),
            validation_batch_size=400,
            verbose=0,
        )
        runs[n_units].append(run.history)
# --8<-- [end:three_nets]

# --8<-- [start:draw_three]
fig, axes = plt.subplots(3, 1, figsize=(5.4, 6), sharex=True)
titles = ["3유닛: 과소적합", "16유닛: 알맞음", "512유닛: 과대적합"]
for ax, group, title in zip(axes, runs.values(), titles):
    for h in group:
        ax.plot(np.arange(8) + 0.5, h["loss"], "C0", lw=1)
        ax.plot(np.arange(8) + 1, h["val_loss"], "C1", lw=1)
    ax.set(title=title, ylabel="손실", ylim=(0, 2.3))
axes[0].plot([], [], "C0", label="훈련(반 에포크 옮김)")
axes[0].plot([], [], "C1", label="검증")
axes[0].legend(loc="lower left", ncols=2)
axes[2].set(xlabel="에포크")
plt.show()
# --8<-- [end:draw_three]

# --8<-- [start:three_numbers]
print("units   loss  val_loss  lowest  val_accuracy")
for n_units, group in runs.items():
    ends = [
        np.median([h[name][-1] for h in group])
        for name in ["loss", "val_loss", "val_accuracy"]
    ]
    lowest = np.median([min(h["val_loss"]) for h in group])
    print(f"{n_units:5}{ends[0]:7.2f}{ends[1]:10.2f}{lowest:8.2f}{ends[2]:14.2f}")
# --8<-- [end:three_numbers]

# --8<-- [start:small_is_high]
small, right, large = runs.values()
lowest_small = min(h["loss"][-1] for h in small)
highest_right = max(h["val_loss"][-1] for h in right)
assert lowest_small > 1.5 * highest_right, (
    f"3유닛 {lowest_small:.2f}, 16유닛 {highest_right:.2f}"
)
gaps = [h["val_loss"][-1] - h["loss"][-1] for h in small]
assert max(gaps) < 0.15, f"3유닛의 간격은 {max(gaps):.2f}입니다"
# --8<-- [end:small_is_high]

# --8<-- [start:right_is_flat]
for h in right:
    rise = h["val_loss"][-1] - min(h["val_loss"])
    gap = h["val_loss"][-1] - h["loss"][-1]
    assert rise < 0.03, f"16유닛의 검증 손실이 바닥보다 {rise:.2f} 높습니다"
    assert 0.15 < gap < 0.35, f"16유닛의 간격은 {gap:.2f}입니다"
# --8<-- [end:right_is_flat]

# --8<-- [start:large_rises]
for h in large:
    bottom = int(np.argmin(h["val_loss"])) + 1
    rise = h["val_loss"][-1] / min(h["val_loss"])
    assert bottom <= 3, f"512유닛의 바닥은 {bottom}에포크입니다"
    assert rise > 1.2, f"512유닛의 검증 손실은 바닥의 {rise:.2f}배입니다"
    assert h["loss"][-1] < 0.15, f"512유닛의 훈련 손실은 {h['loss'][-1]:.2f}입니다"
# --8<-- [end:large_rises]

# --8<-- [start:large_is_not_worse]
lowest = [min(h["val_loss"]) for h in large]
of_right = [h["val_loss"][-1] for h in right]
assert abs(np.median(lowest) - np.median(of_right)) < 0.05, (
    f"512유닛 {lowest}, 16유닛 {of_right}"
)
for h in large:
    best = h["val_accuracy"][int(np.argmin(h["val_loss"]))]
    drop = best - h["val_accuracy"][-1]
    assert drop < 0.08, f"정확도는 {drop:.3f}만큼 떨어졌습니다"
# --8<-- [end:large_is_not_worse]

# --8<-- [start:evaluate]
values = model.evaluate(X_valid, y_valid)
print([f"{value:.2f}" for value in values])
# --8<-- [end:evaluate]

# --8<-- [start:same_as_val]
recorded = [history_more.history[n][-1] for n in ("val_loss", "val_accuracy")]
assert np.allclose(values, recorded, rtol=1e-4), f"{values}와 {recorded}"
# --8<-- [end:same_as_val]

# --8<-- [start:test_once]
result = model.evaluate(X_test, y_test, verbose=0, return_dict=True)
print({name: f"{value:.2f}" for name, value in result.items()})
# --8<-- [end:test_once]

# --8<-- [start:numpy_agrees]
probability = keras.ops.convert_to_numpy(model(X_test))
right_answers = (probability.argmax(axis=1) == y_test).mean()
cross_entropy = -np.log(probability[np.arange(397), y_test]).mean()
assert np.isclose(result["accuracy"], right_answers), f"정확도 {right_answers:.4f}"
assert np.isclose(result["loss"], cross_entropy, rtol=1e-4), f"손실 {cross_entropy:.4f}"
# --8<-- [end:numpy_agrees]

# --8<-- [start:lucky_guess]
rng = np.random.default_rng(42)
on_valid, on_test = [
    (rng.integers(10, size=(1000, len(y_true))) == y_true).mean(axis=1)
    for y_true in [y_valid, y_test]
]
best = on_valid.argmax()
print(f"{on_valid[best]:.3f} 고를 때 쓴 세트")
print(f"{on_test[best]:.3f} 처음 보는 세트")
# --8<-- [end:lucky_guess]

# --8<-- [start:luck_everywhere]
picked, fresh = [], []
for seed in range(20):
    rng = np.random.default_rng(seed)
    on_valid = (rng.integers(10, size=(1000, 400)) == y_valid).mean(axis=1)
    on_test = (rng.integers(10, size=(1000, 397)) == y_test).mean(axis=1)
    picked.append(on_valid.max())
    fresh.append(on_test[on_valid.argmax()])
assert min(picked) > 0.135, f"가장 낮은 최고점은 {min(picked):.3f}입니다"
assert abs(np.mean(fresh) - 0.1) < 0.01, f"처음 보는 세트의 평균 {np.mean(fresh):.3f}"
# --8<-- [end:luck_everywhere]

# --8<-- [start:sample_weight]
w = np.where(y_valid == 8, 5.0, 1.0)
loss = model.evaluate(X_valid, y_valid, sample_weight=w, verbose=0)[0]

probability = keras.ops.convert_to_numpy(model(X_valid))
per_sample = -np.log(probability[np.arange(len(y_valid)), y_valid])
print(f"evaluate       {loss:.4f}")
print(f"Σwl / n        {np.sum(w * per_sample) / len(w):.4f}")
print(f"Σwl / Σw       {np.sum(w * per_sample) / np.sum(w):.4f}")
# --8<-- [end:sample_weight]

# --8<-- [start:divides_by_n]
by_n = np.sum(w * per_sample) / len(w)
assert np.isclose(loss, by_n, rtol=1e-4), f"{loss:.5f}와 {by_n:.5f}"
double = model.evaluate(X_valid, y_valid, sample_weight=2 * w, verbose=0)[0]
assert np.isclose(double, 2 * loss, rtol=1e-4), f"두 배가 아니라 {double / loss:.3f}배"
# --8<-- [end:divides_by_n]

# --8<-- [start:class_weight]
before = keras.ops.convert_to_numpy(again(X_valid))
expected = np.mean(-w * np.log(before[np.arange(400), y_valid]))
h = again.fit(
    X_valid,
    y_valid,
    batch_size=400,
    class_weight={8: 5.0},
    validation_data=(X_valid, y_valid),
    verbose=0,
).history
after = keras.ops.convert_to_numpy(again(X_valid))
unweighted = np.mean(-np.log(after[np.arange(400), y_valid]))
assert np.isclose(h["loss"][0], expected, rtol=1e-4), (
    f"훈련 손실 {h['loss'][0]:.5f}, 셈한 값 {expected:.5f}"
)
assert np.isclose(h["val_loss"][0], unweighted, rtol=1e-4), (
    f"검증 손실 {h['val_loss'][0]:.5f}"
)
# --8<-- [end:class_weight]

# --8<-- [start:not_both]
try:
    again.fit(X_valid, y_valid, class_weight={8: 5.0}, sample_weight=w, verbose=0)
except ValueError as error:
    message = str(error)
assert "at the same time" in message, f"다른 오류입니다: {message}"
# --8<-- [end:not_both]

# --8<-- [start:weighted_metrics]
again.compile(
    loss="sparse_categorical_crossentropy",
    metrics=["acc"],
    weighted_metrics=["accuracy"],
    run_eagerly=True,
)
result = again.evaluate(
    X_valid,
    y_valid,
    sample_weight=w,
    verbose=0,
    return_dict=True,
)
hit = after.argmax(axis=1) == y_valid
assert np.isclose(result["acc"], hit.mean()), f"가중치 없는 정확도 {hit.mean():.4f}"
weighted = np.sum(w * hit) / np.sum(w)
assert np.isclose(result["accuracy"], weighted), f"가중 정확도 {weighted:.4f}"
# --8<-- [end:weighted_metrics]

# --8<-- [start:answer_shuffled]
restart(trapped, seed=42)
mixed = np.random.default_rng(42).permutation(len(X_sorted))
history_mixed = trapped.fit(
    X_sorted[mixed],
    y_sorted[mixed],
    epochs=5,
    batch_size=100,
    validation_split=0.2,
    verbose=0,
)
print(f"{history_mixed.history['val_accuracy'][-1]:.2f}")
# --8<-- [end:answer_shuffled]

# --8<-- [start:answer_longer]
keras.utils.set_random_seed(1)
tiny = build_model(3)
losses = tiny.fit(
    X_train_noisy,
    y_train,
    epochs=16,
    batch_size=50,
    verbose=0,
).history["loss"]
for epoch in [4, 8, 12, 16]:
    print(f"{losses[epoch - 1]:.2f} {epoch:2}에포크의 훈련 손실")
# --8<-- [end:answer_longer]

# --8<-- [start:restart_is_fresh]
difference = np.abs(np.array(losses[:8]) - small[1]["loss"]).max()
assert difference < 1e-6, f"되돌린 모델의 손실과 {difference:.1e}만큼 다릅니다"
# --8<-- [end:restart_is_fresh]

# --8<-- [start:still_too_small]
of_right = max(h["val_loss"][-1] for h in right)
assert losses[-1] > 1.5 * of_right, f"3유닛 {losses[-1]:.2f}, 16유닛 {of_right:.2f}"
early, late = losses[3] - losses[7], losses[11] - losses[15]
assert late < early / 2, f"줄어든 폭이 {early:.2f}에서 {late:.2f}가 되었습니다"
# --8<-- [end:still_too_small]

# --8<-- [start:answer_order]
keras.utils.set_random_seed(42)
model.optimizer.learning_rate = 0.0
recorded = []
record = keras.callbacks.LambdaCallback(
    on_train_batch_end=lambda batch, logs: recorded.append(logs["loss"])
)
model.fit(
    X_train,
    y_train,
    epochs=2,
    batch_size=100,
    verbose=0,
    callbacks=[record],
)
first, second = np.reshape(recorded, (2, -1))
print(*[f"{value:.3f}" for value in first[:4]], "첫 에포크")
print(*[f"{value:.3f}" for value in second[:4]], "둘째 에포크")
# --8<-- [end:answer_order]

# --8<-- [start:order_is_fixed]
probability = keras.ops.convert_to_numpy(model(X_train[:100]))
in_order = -np.log(probability[np.arange(100), y_train[:100]]).mean()
assert np.array_equal(first, second), "에포크마다 순서가 다릅니다"
assert abs(first[0] - in_order) > 1e-3, "전혀 섞지 않았습니다"
# --8<-- [end:order_is_fixed]

# --8<-- [start:order_without_seed]
import tensorflow as tf

tf.random.set_seed(None)
recorded.clear()
model.fit(
    X_train,
    y_train,
    epochs=2,
    batch_size=100,
    verbose=0,
    callbacks=[record],
)
third, fourth = np.reshape(recorded, (2, -1))
assert not np.allclose(third, fourth, atol=1e-5), "시드가 없어도 순서가 같습니다"
# --8<-- [end:order_without_seed]


# --8<-- [start:answer_freshness]
def cross_entropy(net, X, y):
    probability = keras.ops.convert_to_numpy(net(X))
    return -np.log(probability[np.arange(len(y)), y]).mean()


keras.utils.set_random_seed(42)
net = build_model()
batch_mean, all_mean = [], []
for epoch in range(10):
    batch, every = [], []
    for i in range(0, 1000, 100):
        X_batch, y_batch = X_train[i : i + 100], y_train[i : i + 100]
        batch.append(cross_entropy(net, X_batch, y_batch))
        every.append(cross_entropy(net, X_train, y_train))
        net.train_on_batch(X_batch, y_batch)
    batch_mean.append(np.mean(batch))
    all_mean.append(np.mean(every))

for means in (batch_mean, all_mean):
    when = np.interp(-np.array(means), -at_end, np.arange(11))
    print(*[f"{value:.1f}" for value in epochs - when])
# --8<-- [end:answer_freshness]
