"""퍼셉트론입니다. docs/ch10/perceptron.md에서 읽습니다."""

# --8<-- [start:data]
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_iris

iris = load_iris()
order = np.random.default_rng(42).permutation(150)
X = iris.data[order, 2:]  # 꽃잎의 길이와 너비, (150, 2)
y = (iris.target[order] == 0).astype(int)  # 세토사면 1
# --8<-- [end:data]


# --8<-- [start:train_perceptron]
def train_perceptron(X, y, n_epochs, w=(0.0, 0.0), b=0.0):
    w, updates = np.array(w), []
    for epoch in range(n_epochs):
        for i, x_i in enumerate(X):
            error = y[i] - int(x_i @ w + b >= 0)
            if error != 0:
                w, b = w + error * x_i, b + error
                updates.append((epoch, i, error, w, b))
    return w, b, updates


# --8<-- [end:train_perceptron]


# --8<-- [start:fit_iris]
w, b, updates = train_perceptron(X, y, n_epochs=3)
y_pred = (X @ w + b >= 0).astype(int)

print(f"w = {w.round(2)}, b = {b:.1f}")
print(f"고친 횟수 {len(updates)}번, 맞힌 꽃 {np.sum(y_pred == y)}송이")
# --8<-- [end:fit_iris]

# --8<-- [start:first_epoch_only]
epochs = [epoch for epoch, *_ in updates]
assert len(epochs) == 4 and set(epochs) == {0}, f"고친 에포크: {epochs}"
assert len({i for _, i, *_ in updates}) == 4, "같은 꽃으로 두 번 고쳤습니다"
assert np.all(y_pred == y), "틀린 붓꽃이 남았습니다"
# --8<-- [end:first_epoch_only]

# --8<-- [start:fixed_flowers]
fixed = [i for _, i, *_ in updates]
assert sorted(y[fixed]) == [0, 1, 1, 1], f"고친 꽃의 레이블: {y[fixed]}"
assert len(np.unique(X[fixed], axis=0)) == 3, "겹친 꽃이 없습니다"
# --8<-- [end:fixed_flowers]

# --8<-- [start:draw_boundary]
fixed = X[[i for _, i, *_ in updates]]
x1 = np.array([0.5, 7.5])
x2 = -(w[0] * x1 + b) / w[1]

plt.scatter(*X[y == 1].T, s=14, c="C0", label="세토사")
plt.scatter(*X[y == 0].T, s=14, c="C1", marker="s", label="그 밖")
plt.scatter(*fixed.T, s=120, c="none", edgecolors="C3", label="고친 꽃")
plt.plot(x1, x2, c="C2", label="결정 경계")
plt.fill_between(x1, x2, -1, color="C0", alpha=0.1, lw=0)
plt.axis([0.5, 7.2, 0, 2.7])
plt.xlabel("꽃잎의 길이(cm)")
plt.ylabel("꽃잎의 너비(cm)")
plt.legend(loc="upper left")
plt.show()
# --8<-- [end:draw_boundary]

# --8<-- [start:score_moves]
w_before, b_before = np.zeros(2), 0.0
for _, i, error, w_after, b_after in updates:
    moved = (X[i] @ w_after + b_after) - (X[i] @ w_before + b_before)
    expected = error * (X[i] @ X[i] + 1)
    assert np.isclose(moved, expected), f"{moved}이 아니라 {expected}"
    w_before, b_before = w_after, b_after
# --8<-- [end:score_moves]

# --8<-- [start:small_data]
x1 = [1.9, -0.2, 1.3, -1.0, 0.4, -1.3, -1.1, -1.8]
x2 = [-0.4, -0.7, 1.9, -1.3, -1.9, 1.6, -0.6, 0.1]
X_small = np.c_[x1, x2]
y_small = np.array([1, 1, 0, 1, 1, 0, 1, 0])

w0, b0 = np.array([0.9, 0.2]), 0.0
*_, updates = train_perceptron(X_small, y_small, n_epochs=3, w=w0)
lines = [(w0, b0)] + [(w, b) for *_, w, b in updates]
for w, b in lines:
    n_correct = np.sum((X_small @ w + b >= 0) == y_small)
    print(f"w = ({w[0]:4.1f}, {w[1]:4.1f}), b = {b:4.1f}: {n_correct}개")
# --8<-- [end:small_data]

# --8<-- [start:draw_updates]
fig, axes = plt.subplots(2, 2, figsize=(5.4, 5.4))
x1 = np.array([-2.4, 2.4])
for k, ax in enumerate(axes.flat):
    _, i, error, _, _ = updates[k]
    for (w, b), style in zip(lines[k : k + 2], ["--", "-"]):
        x2 = -(w[0] * x1 + b) / w[1]
        ax.plot(x1, x2, c="C2", ls=style)
    ax.fill_between(x1, x2, -9, color="C0", alpha=0.1, lw=0)
    ax.quiver(*(-b * w / (w @ w)), *w, color="C2", width=0.015, scale=8)
    ax.scatter(*X_small[y_small == 1].T, s=34, c="C0", zorder=3)
    ax.scatter(*X_small[y_small == 0].T, s=34, c="C1", marker="s")
    ax.scatter(*X_small[i], s=200, c="none", edgecolors="C3", lw=1.8)
    ax.set_title(f"{k + 1}번째: {'더하기' if error > 0 else '빼기'}")
    ax.set(xlim=(-2.4, 2.4), ylim=(-2.4, 2.4), aspect="equal")
    ax.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
plt.show()
# --8<-- [end:draw_updates]

# --8<-- [start:sklearn_same]
from sklearn.linear_model import Perceptron

w, b, _ = train_perceptron(X, y, n_epochs=3)
model = Perceptron(shuffle=False, tol=None, max_iter=3)
model.fit(X, y)

print(w.round(2), b.round(2), "넘파이")
print(model.coef_[0].round(2), model.intercept_[0].round(2), "사이킷런")
# --8<-- [end:sklearn_same]

# --8<-- [start:same_predictions]
rng = np.random.default_rng(0)
X_grid = rng.uniform([0.5, 0], [7.2, 2.7], size=(10_000, 2))
ours = (X_grid @ w + b >= 0).astype(int)
assert np.allclose([*w, b], [*model.coef_[0], *model.intercept_]), "가중치가 다릅니다"
assert np.array_equal(ours, model.predict(X_grid)), "예측이 다른 점이 있습니다"
assert np.array_equal(y_pred, model.predict(X)), "예측이 다른 꽃이 있습니다"
# --8<-- [end:same_predictions]

# --8<-- [start:default_stop]
default = Perceptron().fit(X, y)
assert default.score(X, y) == 1.0, f"정확도 {default.score(X, y)}"
assert not np.allclose(default.coef_, model.coef_), "가중치가 같습니다"
assert default.n_iter_ == 9, f"{default.n_iter_}에포크에서 멈췄습니다"
# --8<-- [end:default_stop]

# --8<-- [start:same_from_random_start]
n_same = 0
for seed in range(100):
    rng = np.random.default_rng(seed)
    order, w0 = rng.permutation(150), rng.normal(size=2)
    X_s, y_s = X[order], y[order]
    w, b, _ = train_perceptron(X_s, y_s, n_epochs=10, w=w0)
    model = Perceptron(shuffle=False, tol=None, max_iter=10)
    model.fit(X_s, y_s, coef_init=w0, intercept_init=0.0)
    n_same += np.allclose([*w, b], [*model.coef_[0], *model.intercept_])

print(f"가중치가 같은 경우: 100번 가운데 {n_same}번")
# --8<-- [end:same_from_random_start]

# --8<-- [start:tie]
order = np.argsort(-y, kind="stable")  # 세토사 50송이를 앞으로
w, b, _ = train_perceptron(X[order], y[order], n_epochs=10)
model = Perceptron(shuffle=False, tol=None, max_iter=10)
model.fit(X[order], y[order])

print(w.round(2), b.round(2), "넘파이")
print(model.coef_[0].round(2), model.intercept_[0].round(2), "사이킷런")
# --8<-- [end:tie]

# --8<-- [start:zero_score]
assert np.array_equal(model.predict(X), y), "사이킷런이 틀린 꽃이 있습니다"
assert np.array_equal((X @ w + b >= 0).astype(int), y), "틀린 꽃이 있습니다"
model.coef_[:], model.intercept_[:] = 0, 0
assert model.predict([[1.0, 1.0]])[0] == 0, "결정 경계 위의 점을 1로 예측"
for label, sign in [(0, -1), (1, 1)]:
    first = Perceptron().partial_fit([[3.0, 2.0]], [label], [0, 1])
    assert np.allclose(first.coef_, [[sign * 3, sign * 2]]), "고치지 않았습니다"
# --8<-- [end:zero_score]

# --8<-- [start:eta_only_scales]
base = Perceptron(shuffle=False, tol=None, max_iter=10).fit(X, y)
for eta0 in [2**-7, 0.5, 4.0]:
    model = Perceptron(eta0=eta0, shuffle=False, tol=None, max_iter=10)
    model.fit(X, y)
    assert np.allclose(model.coef_, eta0 * base.coef_), f"eta0={eta0}에서 다릅니다"
    assert np.array_equal(model.predict(X_grid), base.predict(X_grid)), "예측"
# --8<-- [end:eta_only_scales]

# --8<-- [start:logic]
X_logic = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y_and = np.array([0, 0, 0, 1])
y_or = np.array([0, 1, 1, 1])
y_xor = np.array([0, 1, 1, 0])

w, b, updates = train_perceptron(X_logic, y_and, n_epochs=10)
for epoch, i, error, w, b in updates:
    x1, x2 = X_logic[i]
    print(f"{epoch + 1}  x=({x1}, {x2})  {error:+d}  w={w}  b={b:.0f}")
# --8<-- [end:logic]

# --8<-- [start:and_learned]
assert np.array_equal(X_logic @ w + b >= 0, y_and), "AND를 틀렸습니다"
assert len(updates) == 11 and updates[-1][0] == 4, "고친 횟수가 다릅니다"
w, b, updates = train_perceptron(X_logic, y_or, n_epochs=10)
assert np.array_equal(X_logic @ w + b >= 0, y_or), "OR를 틀렸습니다"
assert len(updates) == 5, f"OR에서 {len(updates)}번 고쳤습니다"
# --8<-- [end:and_learned]


# --8<-- [start:update_bound]
from itertools import permutations

from scipy.optimize import minimize


def update_bound(X, y):
    A = np.c_[X, np.ones(len(X))] * (2 * y - 1)[:, None]
    start = np.zeros(A.shape[1])
    safe = {"type": "ineq", "fun": lambda v: A @ v - 1}
    v = minimize(lambda v: v @ v, start, constraints=safe).x
    return max(np.sum(A**2, axis=1)) * (v @ v)


# --8<-- [end:update_bound]


# --8<-- [start:compare_bound]
for name, y_logic in [("AND", y_and), ("OR ", y_or)]:
    counts = []
    for order in permutations(range(4)):
        X_o, y_o = X_logic[list(order)], y_logic[list(order)]
        *_, updates = train_perceptron(X_o, y_o, n_epochs=20)
        counts.append(len(updates))
    bound = update_bound(X_logic, y_logic)
    print(f"{name}  {min(counts)}~{max(counts)}번  상한 {bound:.0f}번")

*_, updates = train_perceptron(X, y, n_epochs=20)
print(f"붓꽃 {len(updates)}번  상한 {update_bound(X, y):.0f}번")
# --8<-- [end:compare_bound]

# --8<-- [start:proof_steps]
unit, gamma, v = np.array([2, 2, -3]) / 17**0.5, 1 / 17**0.5, np.zeros(3)
*_, updates = train_perceptron(X_logic, y_and, n_epochs=10)
for _, _, _, w, b in updates:
    v_after = np.array([*w, b])
    assert unit @ v_after - unit @ v > gamma - 1e-9, "덜 다가갔습니다"
    assert v_after @ v_after - v @ v <= 3, "너무 길어졌습니다"
    v = v_after
# --8<-- [end:proof_steps]

# --8<-- [start:bound_holds]
assert np.isclose(update_bound(X_logic, y_and), 3 * 17), "AND의 상한"
for seed in range(50):
    order = np.random.default_rng(seed).permutation(150)
    w, b, updates = train_perceptron(X[order], y[order], n_epochs=10)
    assert np.array_equal(X @ w + b >= 0, y), f"시드 {seed}: 덜 배웠습니다"
    assert len(updates) <= update_bound(X, y), f"{len(updates)}번 고쳤습니다"
# --8<-- [end:bound_holds]

# --8<-- [start:xor_seeds]
best_counts = []
for seed in range(200):
    rng = np.random.default_rng(seed)
    w0, b0 = rng.normal(size=2), rng.normal()
    *_, updates = train_perceptron(X_logic, y_xor, 50, w=w0, b=b0)
    lines = [(w0, b0)] + [(w, b) for *_, w, b in updates]
    counts = [sum((X_logic @ w + b >= 0) == y_xor) for w, b in lines]
    best_counts.append(max(counts))

for n in range(5):
    print(f"가장 많이 맞힌 순간 {n}개: 시드 {best_counts.count(n)}개")
# --8<-- [end:xor_seeds]

# --8<-- [start:xor_never]
assert max(best_counts) == 3, f"XOR에서 {max(best_counts)}개를 맞혔습니다"
# --8<-- [end:xor_never]


# --8<-- [start:separable]
from scipy.optimize import linprog


def separable(X, y):
    A = np.c_[X, np.ones(len(X))] * (2 * y - 1)[:, None]
    target = np.zeros(A.shape[1])  # 해가 있는지만 봅니다
    result = linprog(target, -A, -np.ones(len(A)), bounds=(None, None))
    return result.status == 0  # 해가 없으면 2


for name, y_logic in [("AND", y_and), ("OR", y_or), ("XOR", y_xor)]:
    print(f"{name:3}  {separable(X_logic, y_logic)}")
# --8<-- [end:separable]

# --8<-- [start:infeasible]
A = np.c_[X_logic, np.ones(4)] * (2 * y_xor - 1)[:, None]
result = linprog(np.zeros(3), -A, -np.ones(4), bounds=(None, None))
assert result.status == 2, f"해가 있습니다: {result.message}"
assert np.array_equal(np.ones(4) @ A, np.zeros(3)), "더해도 0이 아닙니다"
# --8<-- [end:infeasible]

# --8<-- [start:draw_xor]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.9))
for ax, name, y_logic in zip(axes, ["AND", "XOR"], [y_and, y_xor]):
    on, off = X_logic[y_logic == 1], X_logic[y_logic == 0]
    ax.scatter(*on.T, s=110, c="C0", zorder=3)
    ax.scatter(*off.T, s=110, c="C1", marker="s", zorder=3)
    ax.set(xlim=(-0.4, 1.5), ylim=(-0.4, 1.5), aspect="equal")
    ax.set(xticks=[0, 1], yticks=[0, 1], title=name)
axes[0].plot([-0.4, 1.9], [1.9, -0.4], c="C2")
axes[1].plot([0, 1], [1, 0], c="C0", ls="--")
axes[1].plot([0, 1], [0, 1], c="C1", ls="--")
axes[1].scatter(0.5, 0.5, s=90, c="C3", marker="X", zorder=3)
plt.show()
# --8<-- [end:draw_xor]

# --8<-- [start:versicolor]
others = iris.target > 0
X_hard = iris.data[others, 2:]  # (100, 2)
y_hard = (iris.target[others] == 2).astype(int)  # 버지니카면 1

rng = np.random.default_rng(42)
order, w, b = rng.permutation(100), rng.normal(size=2), 0.0
X_hard, y_hard = X_hard[order], y_hard[order]
accuracies, n_updates = [], []
for epoch in range(200):
    w, b, updates = train_perceptron(X_hard, y_hard, 1, w=w, b=b)
    accuracies.append(np.mean((X_hard @ w + b >= 0) == y_hard))
    n_updates.append(len(updates))

print("직선 하나로 나뉘는가:", separable(X_hard, y_hard))
print("가장 조용한 에포크에서 고친 횟수:", min(n_updates))
low, high = min(accuracies[100:]), max(accuracies[100:])
print(f"마지막 100에포크의 정확도: {low:.2f}~{high:.2f}")
# --8<-- [end:versicolor]

# --8<-- [start:draw_accuracy]
plt.plot(range(1, 201), accuracies, c="C0", lw=1)
plt.ylim(0.45, 1)
plt.xlabel("에포크")
plt.ylabel("훈련 정확도")
plt.show()
# --8<-- [end:draw_accuracy]

# --8<-- [start:versicolor_sklearn]
scores = []
for seed in range(10):
    model = Perceptron(random_state=seed).fit(X_hard, y_hard)
    scores.append(model.score(X_hard, y_hard))
print(f"시드 10개의 훈련 정확도: {min(scores):.2f}~{max(scores):.2f}")
# --8<-- [end:versicolor_sklearn]


# --8<-- [start:two_layers]
def step(z):
    return (z >= 0).astype(int)


W1 = np.array([[1, 1], [1, 1]])
b1 = np.array([-0.5, -1.5])
w2, b2 = np.array([1, -1]), -0.5

hidden = step(X_logic @ W1 + b1)  # (4, 2)
output = step(hidden @ w2 + b2)
for x, h, o in zip(X_logic, hidden, output):
    print(f"x={x}  OR={h[0]}  AND={h[1]}  출력={o}")
# --8<-- [end:two_layers]

# --8<-- [start:two_layers_solve]
assert np.array_equal(output, y_xor), f"XOR를 틀렸습니다: {output}"
assert np.array_equal(hidden, np.c_[y_or, y_and]), "은닉층이 OR와 AND가 아닙니다"
assert separable(hidden, y_xor), "은닉층의 출력도 나눌 수 없습니다"
# --8<-- [end:two_layers_solve]

# --8<-- [start:draw_band]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.1))
x1 = np.array([-1, 2])
band = {"color": "C0", "alpha": 0.15, "lw": 0}
axes[0].fill_between(x1, 0.5 - x1, 1.5 - x1, **band)
axes[0].plot(x1, 0.5 - x1, c="C2")
axes[0].plot(x1, 1.5 - x1, c="C4")
axes[0].set(title="입력", xlabel="$x_1$", ylabel="$x_2$")
axes[1].fill_between(x1, x1 - 0.5, -1, **band)
axes[1].plot(x1, x1 - 0.5, c="C5")
axes[1].set(title="은닉층의 출력", xlabel="OR", ylabel="AND")
for ax, points in zip(axes, [X_logic, hidden]):
    on, off = points[y_xor == 1], points[y_xor == 0]
    ax.scatter(*on.T, s=110, c="C0", zorder=3)
    ax.scatter(*off.T, s=110, c="C1", marker="s", zorder=3)
    ax.set(xlim=(-0.4, 1.5), ylim=(-0.4, 1.5), aspect="equal")
    ax.set(xticks=[0, 1], yticks=[0, 1])
plt.show()
# --8<-- [end:draw_band]

# --8<-- [start:linear_collapses]
stacked = (X_logic @ W1 + b1) @ w2 + b2
assert np.allclose(stacked, X_logic @ (W1 @ w2) + (b1 @ w2 + b2)), "식이 다릅니다"
rng = np.random.default_rng(0)
for _ in range(1000):
    V, v = rng.normal(size=(3, 8)), rng.normal(size=9)
    z = (X_logic @ V[:2] + V[2]) @ v[:8] + v[8]
    n_correct = np.sum((z >= 0) == y_xor)
    assert n_correct <= 3, f"선형 층을 쌓아 {n_correct}개를 맞혔습니다"
# --8<-- [end:linear_collapses]


# --8<-- [start:mse]
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def xor_loss(theta, activation):
    hidden = activation(X_logic @ theta[:4].reshape(2, 2) + theta[4:6])
    output = activation(hidden @ theta[6:8] + theta[8])
    return np.mean((output - y_xor) ** 2)


theta = np.array([*W1.ravel(), *b1, *w2, b2])
print(f"계단 함수의 손실: {xor_loss(theta, step):.2f}")
# --8<-- [end:mse]

# --8<-- [start:draw_stairs]
biases = np.linspace(-3, 1, 400)
stairs, smooth = [], []
for bias in biases:
    moved = theta.copy()
    moved[4] = bias
    stairs.append(xor_loss(moved, step))
    smooth.append(xor_loss(4 * moved, sigmoid))

plt.plot(biases, stairs, label="계단 함수")
plt.plot(biases, smooth, label="시그모이드 함수")
plt.xlabel("첫 은닉 TLU의 편향")
plt.ylabel("손실")
plt.legend()
plt.show()
# --8<-- [end:draw_stairs]

# --8<-- [start:zero_gradient]
rng = np.random.default_rng(42)
for activation in [step, sigmoid]:
    n_nonzero = 0
    for theta in rng.normal(size=(500, 9)):
        for d in 1e-6 * np.eye(9):
            loss_up = xor_loss(theta + d, activation)
            loss_down = xor_loss(theta - d, activation)
            n_nonzero += loss_up != loss_down
    print(f"{activation.__name__:8}{n_nonzero:5}/4500")
# --8<-- [end:zero_gradient]

# --8<-- [start:perceptron_loss]
rng = np.random.default_rng(0)
for x_i, y_i in zip(X, y):
    v, x_i = rng.normal(size=3), np.array([*x_i, 1.0])
    error = y_i - int(x_i @ v >= 0)
    up, down = v + 1e-6 * np.eye(3), v - 1e-6 * np.eye(3)
    gradient = (abs(up @ x_i) - abs(down @ x_i)) / 2e-6 * (error != 0)
    assert np.allclose(-gradient, error * x_i), "그레이디언트가 다릅니다"
# --8<-- [end:perceptron_loss]

# --8<-- [start:same_as_sgd]
from sklearn.linear_model import SGDClassifier

settings = {"eta0": 1.0, "shuffle": False, "tol": None, "max_iter": 10}
sgd = SGDClassifier(
    loss="perceptron", learning_rate="constant", penalty=None, **settings
).fit(X_hard, y_hard)
model = Perceptron(**settings).fit(X_hard, y_hard)
assert np.allclose(sgd.coef_, model.coef_), "가중치가 다릅니다"
# --8<-- [end:same_as_sgd]

# --8<-- [start:exercise_count]
from itertools import product

for n_inputs in [2, 3]:
    X_all = np.array(list(product([0, 1], repeat=n_inputs)))
    tables = [np.array(t) for t in product([0, 1], repeat=len(X_all))]
    n = sum(separable(X_all, table) for table in tables)
    print(f"입력 {n_inputs}개: {len(tables)}개 가운데 {n}개")
# --8<-- [end:exercise_count]

# --8<-- [start:exercise_pocket]
rng = np.random.default_rng(42)
w0 = rng.normal(size=2)
w, b, updates = train_perceptron(X_hard, y_hard, n_epochs=200, w=w0)
scores = []
for *_, w, b in updates:
    scores.append(np.mean((X_hard @ w + b >= 0) == y_hard))
print(f"마지막 {scores[-1]:.2f}, 주머니에 남은 것 {max(scores):.2f}")
# --8<-- [end:exercise_pocket]

# --8<-- [start:exercise_product]
X_product = np.c_[X_logic, X_logic[:, 0] * X_logic[:, 1]]
w, b, updates = train_perceptron(X_product, y_xor, 20, w=np.zeros(3))
print("평면 하나로 나뉘는가:", separable(X_product, y_xor))
print(f"w = {w}, b = {b}, 고친 횟수 {len(updates)}번")
print("예측:", step(X_product @ w + b))
# --8<-- [end:exercise_product]

# --8<-- [start:exercise_random_hidden]
for n_hidden in [2, 5, 10, 20, 50]:
    n_solved = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        V, c = rng.normal(size=(2, n_hidden)), rng.normal(size=n_hidden)
        H = step(X_logic @ V + c)
        w, b, _ = train_perceptron(H, y_xor, 50, w=np.zeros(n_hidden))
        n_solved += np.array_equal(step(H @ w + b), y_xor)
    print(f"은닉 TLU {n_hidden:2}개: 100번 가운데 {n_solved}번")
# --8<-- [end:exercise_random_hidden]
