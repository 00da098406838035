"""docs/ch11/learning-rate-schedules.md의 코드입니다."""

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
def hidden_layer():
    return keras.layers.Dense(64, "relu", kernel_initializer="he_normal")


def build_model(optimizer):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            hidden_layer(),
            hidden_layer(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


# --8<-- [end:build_model]


# --8<-- [start:fit]
def fit(model, **options):
    return model.fit(X_train, y_train, batch_size=50, verbose=0, **options)


# --8<-- [end:fit]

# --8<-- [start:first_look]
schedule = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=200)

keras.utils.set_random_seed(42)
model = build_model(keras.optimizers.SGD(schedule, momentum=0.9))
for epochs in (5, 10):
    fit(model, initial_epoch=epochs - 5, epochs=epochs)
    steps = int(model.optimizer.iterations)
    print(f"{steps}스텝 {float(model.optimizer.learning_rate):.3f}")
# --8<-- [end:first_look]

# --8<-- [start:why]
noise = np.random.default_rng(42).standard_normal((200, 5000))
t = np.arange(200)
errors = {}
for name, rates in [
    ("0.5로 고정", np.full(200, 0.5)),
    ("0.01로 고정", np.full(200, 0.01)),
    ("0.5에서 코사인으로", 0.25 * (1 + np.cos(np.pi * t / 200))),
]:
    w, errors[name] = np.full(5000, 10.0), []
    for step in range(200):
        w -= rates[step] * (w + noise[step])
        errors[name].append(np.mean(w**2))
    print(*(f"{errors[name][step]:5.2f}" for step in (9, 99, 199)), name)
# --8<-- [end:why]

# --8<-- [start:draw_why]
for (name, values), style in zip(errors.items(), ["--", ":", "-"]):
    plt.semilogy(np.arange(1, 201), values, style, label=name)
plt.xlabel("스텝")
plt.ylabel("바닥에서 떨어진 거리의 제곱")
plt.legend(loc="upper right")
plt.show()
# --8<-- [end:draw_why]

# --8<-- [start:noise_floor]
for rate, name in [(0.5, "0.5로 고정"), (0.01, "0.01로 고정")]:
    expected = 100.0
    for _ in range(200):
        expected = (1 - rate) ** 2 * expected + rate**2
    floor = rate / (2 - rate)
    last = errors[name][-1]
    assert abs(last / expected - 1) < 0.1, f"{name}: {last:.4f}, 셈하면 {expected:.4f}"
    assert last > 0.9 * floor, f"{name}: 바닥 {floor:.4f}보다 낮습니다"
big, small, falling = (values[-1] for values in errors.values())
assert falling < big / 10, f"코사인의 끝이 {falling:.3f}, 큰 학습률의 끝이 {big:.3f}"
assert falling < small / 10, f"코사인의 끝이 {falling:.3f}, 작은 쪽이 {small:.3f}"
# --8<-- [end:noise_floor]

# --8<-- [start:formulas]
t = np.arange(200)
cycle = (t >= 30) * 1 + (t >= 90) * 1  # 길이는 30, 60, 120스텝


def cosine(t, n_steps):
    return 0.05 * (1 + np.cos(np.pi * t / n_steps))


# --8<-- [end:formulas]


# --8<-- [start:by_hand]
by_hand = {
    "거듭제곱 기반": 0.1 / (1 + t / 20),
    "지수 기반": 0.1 * 0.01 ** (t / 200),
    "구간별 고정": np.where(t < 100, 0.1, np.where(t < 150, 0.01, 0.001)),
    "코사인": cosine(t, 200),
    "재시작": cosine(t - 30 * (2**cycle - 1), 30 * 2**cycle),
    "워밍업": np.where(t < 20, 0.1 * t / 20, cosine(t - 20, 180)),
    "1사이클": np.interp(t, [0, 90, 180, 200], [0.01, 0.1, 0.01, 0.00001]),
}
# --8<-- [end:by_hand]

# --8<-- [start:performance]
keras.utils.set_random_seed(42)
watched = build_model(keras.optimizers.SGD(0.1, momentum=0.9))
plateau = keras.callbacks.ReduceLROnPlateau(factor=0.3, patience=1)
history = fit(
    watched,
    epochs=10,
    validation_data=(X_valid, y_valid),
    callbacks=[plateau],
)
for name in ["val_loss", "learning_rate"]:
    print(*(f"{value:5.2f}" for value in history.history[name]), name)
# --8<-- [end:performance]

# --8<-- [start:plateau_rule]
rate, best, expected = 0.1, np.inf, []
for loss in history.history["val_loss"]:
    expected.append(rate)
    if loss < best - 1e-4:
        best = loss
    else:
        rate *= 0.3
recorded = history.history["learning_rate"]
assert np.allclose(recorded, expected, rtol=1e-5), f"{recorded}, 규칙은 {expected}"
last = float(watched.optimizer.learning_rate)
assert np.isclose(last, rate, rtol=1e-5), f"마지막 학습률이 {last:.4f}입니다"
# --8<-- [end:plateau_rule]

# --8<-- [start:draw_curves]
curves = dict(by_hand)
curves["성능 기반"] = np.repeat(history.history["learning_rate"], 20)
groups = [
    ["거듭제곱 기반", "지수 기반", "코사인"],
    ["구간별 고정", "성능 기반"],
    ["워밍업", "1사이클", "재시작"],
]
titles = ["매끄럽게 내리기", "계단으로 내리기", "올리기도 하기"]
fig, axes = plt.subplots(3, 1, figsize=(5.4, 5.8), sharex=True)
for ax, names, title in zip(axes, groups, titles):
    for name, style in zip(names, ["-", "--", ":"]):
        ax.plot(t, curves[name], style, label=name)
    ax.set(title=title, ylabel="학습률", ylim=(0, 0.135))
    ax.legend(ncols=3, loc="upper right")
axes[2].set_xlabel("스텝")
plt.show()
# --8<-- [end:draw_curves]

# --8<-- [start:schedules]
S = keras.optimizers.schedules
by_keras = {
    "거듭제곱 기반": S.InverseTimeDecay(0.1, decay_steps=20, decay_rate=1.0),
    "지수 기반": S.ExponentialDecay(0.1, decay_steps=200, decay_rate=0.01),
    "구간별 고정": S.PiecewiseConstantDecay([99, 149], [0.1, 0.01, 0.001]),
    "코사인": S.CosineDecay(0.1, decay_steps=200),
    "재시작": S.CosineDecayRestarts(0.1, first_decay_steps=30),
    "워밍업": S.CosineDecay(0.0, decay_steps=180, warmup_target=0.1, warmup_steps=20),
}
# --8<-- [end:schedules]

# --8<-- [start:compare]
for name, schedule in by_keras.items():
    rates = np.array([float(schedule(step)) for step in range(200)])
    worst = np.abs(rates - by_hand[name]).max()
    print(f"{rates[100]:.4f} {by_hand[name][100]:.4f} {worst < 1e-5} {name}")
# --8<-- [end:compare]

# --8<-- [start:all_options]
times = np.arange(300)
ends = np.minimum(times, 200)
wave = (1 + np.cos(np.pi * ends / 200)) / 2
part = times % 50
options = [
    (S.InverseTimeDecay(0.1, 20, 0.5, staircase=True), 0.1 / (1 + times // 20 * 0.5)),
    (S.ExponentialDecay(0.1, 20, 0.5, staircase=True), 0.1 * 0.5 ** (times // 20)),
    (S.CosineDecay(0.1, 200, alpha=0.2), 0.1 * (0.8 * wave + 0.2)),
    (S.PolynomialDecay(0.1, 200, 0.0), 0.1 * (1 - ends / 200)),
    (S.PolynomialDecay(0.1, 200, 0.01, power=2.0), 0.01 + 0.09 * (1 - ends / 200) ** 2),
    (
        S.CosineDecayRestarts(0.1, 50, t_mul=1.0, m_mul=0.5),
        0.05 * 0.5 ** (times // 50) * (1 + np.cos(np.pi * part / 50)),
    ),
]
for schedule, formula in options:
    gap = np.abs(np.array(schedule(times)) - formula).max()
    assert gap < 1e-5, f"{schedule.name}: 식과 {gap:.1e} 다릅니다"
# --8<-- [end:all_options]

# --8<-- [start:wrong_unit]
keras.utils.set_random_seed(42)
hasty = build_model(keras.optimizers.SGD(S.CosineDecay(0.1, 10), momentum=0.9))
fit(hasty, epochs=10)
for name, net in [("decay_steps=200", model), ("decay_steps=10", hasty)]:
    hits = np.argmax(net(X_valid), axis=1) == y_valid
    print(f"{hits.mean():.2f} {name}")
# --8<-- [end:wrong_unit]

# --8<-- [start:stuck_at_zero]
before = hasty.get_weights()
fit(hasty, epochs=1)
pairs = zip(before, hasty.get_weights())
largest = max(np.abs(a - b).max() for a, b in pairs)
assert float(hasty.optimizer.learning_rate) == 0, "학습률이 0이 아닙니다"
assert largest < 1e-6, f"학습률이 0인데 가중치가 {largest:.1e} 움직였습니다"
# --8<-- [end:stuck_at_zero]

# --8<-- [start:boundaries]
step_down = S.PiecewiseConstantDecay([100], [0.1, 0.01])
print(*(f"{float(step_down(step)):.2f}" for step in (99, 100, 101)))
whole_number = S.ExponentialDecay(1, decay_steps=100, decay_rate=0.5)
print(*(f"{float(whole_number(step)):.2f}" for step in (0, 1, 100)))
# --8<-- [end:boundaries]

# --8<-- [start:integer_forms]
frozen = S.InverseTimeDecay(1, 100, 0.5)
rates = [float(frozen(step)) for step in (0, 100, 200)]
assert rates == [1, 1, 1], f"정수로 만든 InverseTimeDecay가 {rates}입니다"
for broken in (
    S.CosineDecay(0, 180, warmup_target=0.1, warmup_steps=20),
    S.PiecewiseConstantDecay([99], [1, 0.1]),
):
    try:
        broken(0)
    except Exception as error:
        message = str(error)
    else:
        message = ""
    assert "int32" in message, f"{broken.name}의 오류가 다릅니다: {message}"
stuck = float(S.CosineDecay(1, 100)(100))
assert 0.004 < stuck < 0.006, f"정수로 만든 코사인의 끝은 {stuck:.4f}입니다"
right = S.ExponentialDecay(1.0, 100, 0.5)
assert float(right(100)) == 0.5, f"1.0으로 적으면 {float(right(100))}입니다"
# --8<-- [end:integer_forms]

# --8<-- [start:accumulation]
w = keras.Variable(0.0)
slow = keras.optimizers.SGD(
    S.InverseTimeDecay(1.0, 1, 1.0), gradient_accumulation_steps=4
)
slow.build([w])
for _ in range(4):
    slow.apply([keras.ops.ones(())])
moved = -float(w)
assert abs(moved - 1 / 4) < 1e-6, f"네 배치를 모은 첫 스텝의 학습률이 {moved}입니다"
# --8<-- [end:accumulation]


# --8<-- [start:meter]
def slope_of_one(y_true, y_pred):
    return keras.ops.mean(y_pred)


# --8<-- [end:meter]


# --8<-- [start:rates_used]
def rates_used(optimizer):
    layer = keras.layers.Dense(1, use_bias=False)
    meter = keras.Sequential([keras.Input(shape=(1,)), layer])
    meter.compile(optimizer, slope_of_one)
    ones, w = np.ones((200, 1)), []
    record = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: w.append(float(layer.kernel[0, 0]))
    )
    for _ in range(2):  # 100스텝씩 두 번
        meter.fit(ones, ones, batch_size=2, verbose=0, callbacks=[record])
    return -np.diff([*w, float(layer.kernel[0, 0])])


# --8<-- [end:rates_used]

# --8<-- [start:used]
for name in ["워밍업", "재시작"]:
    used = rates_used(keras.optimizers.SGD(by_keras[name]))
    print(f"{np.abs(used - by_hand[name]).max() < 1e-5} {name}")
# --8<-- [end:used]

# --8<-- [start:used_everywhere]
used = rates_used(keras.optimizers.Adam(by_keras["지수 기반"], epsilon=1e-12))
gap = np.abs(used - by_hand["지수 기반"]).max()
assert gap < 1e-5, f"Adam이 쓴 학습률이 {gap:.1e} 다릅니다"
# --8<-- [end:used_everywhere]

# --8<-- [start:iterations_restart]
again = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
again.compile(keras.optimizers.SGD(S.CosineDecay(0.1, 10)), slope_of_one)
again.train_on_batch(np.ones((1, 1)), np.ones((1, 1)))
again.compile(again.optimizer, slope_of_one)
assert int(again.optimizer.iterations) == 1, "쓰던 옵티마이저의 스텝이 사라졌습니다"
again.compile(keras.optimizers.SGD(S.CosineDecay(0.1, 10)), slope_of_one)
assert int(again.optimizer.iterations) == 0, "새 옵티마이저에 스텝이 남았습니다"
# --8<-- [end:iterations_restart]

# --8<-- [start:swap]
before = hasty.get_weights()[0]
hasty.optimizer.learning_rate = S.CosineDecay(0.1, decay_steps=400)
fit(hasty, epochs=1)
moved = np.abs(hasty.get_weights()[0] - before).max()
print(f"{float(hasty.optimizer.learning_rate):.2f} 옵티마이저가 답하는 학습률")
print(f"{moved:.2f} 가중치가 움직인 거리")
# --8<-- [end:swap]

# --8<-- [start:swap_fixed]
before = hasty.get_weights()[0]
hasty.compile(
    keras.optimizers.SGD(S.CosineDecay(0.1, decay_steps=400), momentum=0.9),
    "sparse_categorical_crossentropy",
)
assert int(hasty.optimizer.iterations) == 0, "스텝 수가 남았습니다"
fit(hasty, epochs=1)
moved = np.abs(hasty.get_weights()[0] - before).max()
assert moved > 0.01, f"다시 컴파일했는데 {moved:.1e}만 움직였습니다"
# --8<-- [end:swap_fixed]


# --8<-- [start:one_cycle]
@keras.saving.register_keras_serializable(package="notes")
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, start, peak, end, n_steps):
        self.start, self.peak, self.end = start, peak, end
        self.n_steps = n_steps

    def __call__(self, step):
        half = 0.45 * self.n_steps
        t = keras.ops.cast(step, "float32")
        t = keras.ops.minimum(t, self.n_steps)
        up = self.start + (self.peak - self.start) * t / half
        down = self.peak + (self.start - self.peak) * (t - half) / half
        last = (t - 2 * half) / (self.n_steps - 2 * half)
        last = self.start + (self.end - self.start) * last
        falling = keras.ops.where(t < 2 * half, down, last)
        return keras.ops.where(t < half, up, falling)

    def get_config(self):
        names = ["start", "peak", "end", "n_steps"]
        return {name: getattr(self, name) for name in names}


# --8<-- [end:one_cycle]

# --8<-- [start:one_cycle_rates]
one_cycle = OneCycle(start=0.01, peak=0.1, end=0.00001, n_steps=200)
used = rates_used(keras.optimizers.SGD(one_cycle))
print(np.abs(used - by_hand["1사이클"]).max() < 1e-5)
# --8<-- [end:one_cycle_rates]


# --8<-- [start:cyclic_sgd]
@keras.saving.register_keras_serializable(package="notes")
class CyclicSGD(keras.optimizers.SGD):
    def __init__(self, learning_rate, momentum_schedule, **options):
        options.setdefault("momentum", 0.9)  # 0이 아니면 속도를 저장합니다
        super().__init__(learning_rate, **options)
        self.momentum_schedule = momentum_schedule

    def update_step(self, gradient, variable, learning_rate):
        momentum = self.momentum_schedule(self.iterations)
        m = self.momentums[self._get_variable_index(variable)]
        self.assign(m, momentum * m - learning_rate * gradient)
        self.assign_add(variable, m)

    def get_config(self):
        schedule = keras.saving.serialize_keras_object(self.momentum_schedule)
        return {**super().get_config(), "momentum_schedule": schedule}

    @classmethod
    def from_config(cls, config):
        schedule = config["momentum_schedule"]
        schedule = keras.saving.deserialize_keras_object(schedule)
        return super().from_config({**config, "momentum_schedule": schedule})


# --8<-- [end:cyclic_sgd]

# --8<-- [start:momentum_cycle]
momentum_cycle = OneCycle(start=0.95, peak=0.85, end=0.95, n_steps=200)
steps_taken = rates_used(CyclicSGD(one_cycle, momentum_cycle))

betas = np.interp(t, [0, 90, 180, 200], [0.95, 0.85, 0.95, 0.95])
m, expected = 0.0, []
for rate, beta in zip(by_hand["1사이클"], betas):
    m = beta * m + rate * 1  # 그레이디언트는 늘 1
    expected.append(m)
print(np.abs(steps_taken - expected).max() < 1e-5)
# --8<-- [end:momentum_cycle]

# --8<-- [start:momentum_ignored]
stiff = keras.optimizers.SGD(0.1, momentum=0.9)


def release(batch, logs):
    if batch == 5:
        stiff.momentum = 0.0


keras.utils.set_random_seed(0)
net = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False)])
net.compile(stiff, slope_of_one)
ones, places = np.ones((20, 1)), [float(net.layers[0].kernel[0, 0])]
watch = keras.callbacks.LambdaCallback(
    on_train_batch_begin=release,
    on_train_batch_end=lambda batch, logs: places.append(
        float(net.layers[0].kernel[0, 0])
    ),
)
net.fit(ones, ones, batch_size=2, verbose=0, callbacks=[watch])
taken, kept, velocity = -np.diff(places), [], 0.0
for _ in taken:
    velocity = 0.9 * velocity + 0.1
    kept.append(velocity)
assert stiff.momentum == 0, "모멘텀이 바뀌지 않았습니다"
assert np.allclose(taken, kept, atol=1e-5), f"걸음이 {taken.round(3)}입니다"
# --8<-- [end:momentum_ignored]


# --8<-- [start:by_epoch]
import tempfile


def halve(epoch, learning_rate):
    return 0.1 * 0.5**epoch


by_epoch = keras.callbacks.LearningRateScheduler(halve)
# --8<-- [end:by_epoch]


# --8<-- [start:save]
def reload(model):
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        return keras.models.load_model(f"{folder}/model.keras")


keras.utils.set_random_seed(42)
scheduled = build_model(CyclicSGD(one_cycle, momentum_cycle))
called_back = build_model(keras.optimizers.SGD(0.1))
fit(scheduled, epochs=3)
fit(called_back, epochs=3, callbacks=[by_epoch])
resumed, restarted = reload(scheduled), reload(called_back)
# --8<-- [end:save]

# --8<-- [start:resume]
fit(resumed, epochs=1)
print(f"{float(resumed.optimizer.learning_rate):.4f} 스케줄")
for start in (0, 3):
    history = fit(
        restarted,
        initial_epoch=start,
        epochs=start + 1,
        callbacks=[by_epoch],
    )
    rate = history.history["learning_rate"][0]
    print(f"{rate:.4f} 콜백, initial_epoch={start}")
# --8<-- [end:resume]

# --8<-- [start:resumes_exactly]
steps = int(resumed.optimizer.iterations)
assert steps == 80, f"불러온 모델의 스텝 수가 {steps}입니다"
fit(scheduled, epochs=1)
pairs = zip(scheduled.get_weights(), resumed.get_weights())
gap = max(np.abs(a - b).max() for a, b in pairs)
assert gap < 1e-5, f"저장하지 않고 이어 훈련한 모델과 {gap:.1e} 다릅니다"
for step in (0, 45, 150):
    same = resumed.optimizer.momentum_schedule(step) == momentum_cycle(step)
    assert same, f"{step}스텝의 모멘텀이 다릅니다"
# --8<-- [end:resumes_exactly]

# --8<-- [start:plateau_forgets]
reduced = float(watched.optimizer.learning_rate)
assert reduced < 0.1, "학습률이 줄지 않았습니다"
plateau.best = 0.0  # 더 나아질 수 없는 기록
fit(watched, validation_data=(X_valid, y_valid), callbacks=[plateau])
assert plateau.best > 0, "앞의 기록을 기억했습니다"
kept = float(watched.optimizer.learning_rate)
assert kept == reduced, f"줄인 학습률 {reduced:.4f}이 {kept:.4f}로 바뀌었습니다"
# --8<-- [end:plateau_forgets]


# --8<-- [start:one_cell]
def train(model, rates, seed):
    keras.utils.set_random_seed(seed)
    model.set_weights(build_model("sgd").get_weights())
    for variable in model.optimizer.variables:  # 모멘텀과 스텝 수
        variable.assign(keras.ops.zeros_like(variable))
    for epoch in range(10):
        for batch in np.random.permutation(1000).reshape(20, 50):
            step = int(model.optimizer.iterations)
            model.optimizer.learning_rate = rates[step]
            model.train_on_batch(X_train[batch], y_train[batch])


# --8<-- [end:one_cell]

# --8<-- [start:one_row]
import pandas as pd

table = pd.read_csv("learning_rate_schedules.csv")
row = table.query("schedule == 'cosine' and peak == 0.1 and seed == 0")

one = build_model(keras.optimizers.SGD(0.1, momentum=0.9))
train(one, by_hand["코사인"], seed=0)
hits = np.argmax(one(X_test), axis=1) == y_test
print(f"{hits.mean():.2f} {row['test_accuracy'].iloc[0]:.2f}")
# --8<-- [end:one_row]

# --8<-- [start:labels]
LABELS = {
    ("sgd", "constant"): "고정",
    ("sgd", "power"): "거듭제곱 기반",
    ("sgd", "exponential"): "지수 기반",
    ("sgd", "piecewise"): "구간별 고정",
    ("sgd", "performance"): "성능 기반",
    ("sgd", "cosine"): "코사인",
    ("sgd", "warmup"): "워밍업",
    ("sgd", "1cycle"): "1사이클",
    ("sgd", "1cycle_momentum"): "1사이클, 모멘텀까지",
    ("adam", "constant"): "Adam, 고정",
    ("adam", "cosine"): "Adam, 코사인",
}
# --8<-- [end:labels]

# --8<-- [start:best]
runs, best = {}, {}
for key, group in table.groupby(["optimizer", "schedule"], sort=False):
    name = LABELS[key]
    runs[name] = group.pivot(index="peak", columns="seed", values="valid_loss")
    peak = runs[name].mean(axis=1).idxmin()
    best[name] = group[group["peak"] == peak].set_index("seed")
    loss, accuracy = best[name]["test_loss"], best[name]["test_accuracy"]
    middle = f"{loss.mean():.2f} ({loss.min():.2f}~{loss.max():.2f})"
    print(f"{peak:5} {middle} {accuracy.mean():.2f} {name}")
# --8<-- [end:best]

# --8<-- [start:draw_best]
fig, ax = plt.subplots(figsize=(5.4, 3.7))
for row, (name, group) in enumerate(best.items()):
    color = "C1" if name in ("고정", "Adam, 고정") else "C0"
    loss = group["test_loss"]
    ax.plot(loss, [row] * len(loss), "o", color=color, alpha=0.6, mew=0)
    ax.plot(loss.mean(), row, "|", color=color, ms=18, mew=2.5)
ax.set_yticks(range(len(best)), best)
ax.invert_yaxis()
ax.set(xlabel="테스트 손실", xlim=(0.05, 0.21))
plt.show()
# --8<-- [end:draw_best]

# --8<-- [start:draw_peaks]
styles = {"고정": "C1--", "거듭제곱 기반": "C2:", "코사인": "C0-", "워밍업": "C3-."}
for name, style in styles.items():
    losses = runs[name]
    plt.loglog(losses.index, losses.mean(axis=1), style, label=name)
    low, high = losses.min(axis=1), losses.max(axis=1)
    plt.fill_between(losses.index, low, high, color=style[:2], alpha=0.15, lw=0)
plt.xlabel("최고 학습률")
plt.ylabel("검증 손실")
plt.minorticks_off()
plt.xticks(losses.index, [f"{peak:g}" for peak in losses.index])
plt.yticks([0.2, 0.5, 1, 2], ["0.2", "0.5", "1", "2"])
plt.legend()
plt.show()
# --8<-- [end:draw_peaks]

# --8<-- [start:decay_helps]
falling = ["구간별 고정", "성능 기반", "코사인", "워밍업", "1사이클"]
worst = max(best[name]["test_loss"].mean() for name in falling)
at_peaks = table.query("optimizer == 'sgd' and schedule == 'constant'")
at_peaks = at_peaks.groupby("peak")["test_loss"].mean()
assert at_peaks.min() > 1.1 * worst, f"고정 {at_peaks.min():.3f}, 나머지 {worst:.3f}"
for name in falling:
    gap = best["고정"]["test_loss"] - best[name]["test_loss"]
    assert (gap > 0).sum() >= 5, f"{name}: 나은 시드가 {(gap > 0).sum()}개입니다"
# --8<-- [end:decay_helps]

# --8<-- [start:falling_tie]
means = [best[name]["test_loss"].mean() for name in falling]
spreads = [np.ptp(best[name]["test_loss"]) for name in falling]
assert np.ptp(means) < min(spreads), f"{np.ptp(means):.3f}, 시드 {min(spreads):.3f}"
hits = [best[name]["test_accuracy"].mean() for name in falling]
assert np.ptp(hits) < 0.01, f"정확도의 차이가 {np.ptp(hits):.4f}입니다"
# --8<-- [end:falling_tie]

# --8<-- [start:slow_decay]
fixed = best["고정"]["test_loss"]
better = {name: (fixed - best[name]["test_loss"] > 0).sum() for name in best}
assert better["거듭제곱 기반"] == 1, f"시드 {better['거듭제곱 기반']}개에서 낫습니다"
assert better["지수 기반"] == 4, f"시드 {better['지수 기반']}개에서 낫습니다"
# --8<-- [end:slow_decay]

# --8<-- [start:momentum_hurts]
extra = best["1사이클, 모멘텀까지"]["test_loss"] - best["1사이클"]["test_loss"]
assert extra.min() > 0.01, f"가장 작은 차이가 {extra.min():.3f}입니다"
# --8<-- [end:momentum_hurts]

# --8<-- [start:table_size]
assert len(table) == 318, f"표는 {len(table)}줄입니다"
n_methods = len(table.groupby(["optimizer", "schedule"]))
assert n_methods == 11, f"방법이 {n_methods}가지입니다"
# --8<-- [end:table_size]

# --8<-- [start:tolerance]
high = table.query("optimizer == 'sgd' and peak == 0.3")
lowest = high.groupby("schedule")["valid_accuracy"].min()
for name, expected in [("constant", 0.38), ("cosine", 0.88), ("warmup", 0.94)]:
    assert abs(lowest[name] - expected) < 0.006, (
        f"{name}의 가장 낮은 정확도는 {lowest[name]:.3f}입니다"
    )
failed = table.query("schedule == 'warmup' and peak == 1")["valid_accuracy"]
assert failed.max() < 0.2, f"학습률 1에서 {failed.max():.3f}까지 배웠습니다"
# --8<-- [end:tolerance]

# --8<-- [start:not_only_warmup]
by_seed = high.pivot(index="seed", columns="schedule", values="valid_accuracy")
apart = (by_seed["warmup"] - by_seed["cosine"]) > 0.02
assert apart.sum() == 1, f"시드 {apart.sum()}개에서 워밍업이 낫습니다"
assert min(lowest["exponential"], lowest["power"]) > 0.94, f"가장 낮은 값: {lowest}"
falls = lowest[["constant", "piecewise", "performance"]]
assert falls.max() < 0.4, f"가장 낮은 정확도는 {falls.to_dict()}입니다"
# --8<-- [end:not_only_warmup]

# --8<-- [start:adam_too]
gain = best["Adam, 고정"]["test_loss"] - best["Adam, 코사인"]["test_loss"]
assert (gain > 0.01).sum() == 4, f"시드 {(gain > 0.01).sum()}개에서 낫습니다"
assert gain.min() > -0.01, f"가장 나쁜 시드의 차이가 {gain.min():.3f}입니다"
# --8<-- [end:adam_too]

# --8<-- [start:answer_count]
steps_per_epoch = -(-55_000 // 32)  # 올림
n_steps = 20 * steps_per_epoch
schedule = S.CosineDecay(
    0.0,
    decay_steps=n_steps - steps_per_epoch,
    warmup_target=0.1,
    warmup_steps=steps_per_epoch,
)
for step in (0, steps_per_epoch, n_steps):
    print(f"{step:5} {float(schedule(step)):.3f}")
# --8<-- [end:answer_count]


# --8<-- [start:answer_power]
@keras.saving.register_keras_serializable(package="notes")
class PowerDecay(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, initial, decay_steps, power):
        self.initial, self.decay_steps = initial, decay_steps
        self.power = power

    def __call__(self, step):
        t = keras.ops.cast(step, "float32")
        return self.initial / (1 + t / self.decay_steps) ** self.power

    def get_config(self):
        names = ["initial", "decay_steps", "power"]
        return {name: getattr(self, name) for name in names}


# --8<-- [end:answer_power]

# --8<-- [start:answer_power_check]
config = S.serialize(PowerDecay(0.1, 20, 0.5))
copy = S.deserialize(config)
rates = np.array([float(copy(step)) for step in range(200)])
print(np.abs(rates - 0.1 / np.sqrt(1 + t / 20)).max() < 1e-5)

linear = PowerDecay(0.1, 20, 1.0)
rates = np.array([float(linear(step)) for step in range(200)])
print(np.abs(rates - by_hand["거듭제곱 기반"]).max() < 1e-5)
# --8<-- [end:answer_power_check]

# --8<-- [start:answer_floor]
rng = np.random.default_rng(42)
for rate in (0.1, 0.5, 1.0):
    w = np.zeros(100_000)
    for _ in range(100):
        w -= rate * (w + rng.standard_normal(100_000))
    print(f"{np.mean(w**2):.2f} {rate / (2 - rate):.2f}")
# --8<-- [end:answer_floor]


# --8<-- [start:answer_record]
class RecordRate(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["learning_rate"] = float(self.model.optimizer.learning_rate)


keras.utils.set_random_seed(42)
recorded = build_model(keras.optimizers.SGD(by_keras["코사인"]))
history = fit(recorded, epochs=4, callbacks=[RecordRate()])
print(list(history.history))
print(*(f"{rate:.3f}" for rate in history.history["learning_rate"]))
# --8<-- [end:answer_record]
