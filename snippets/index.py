"""첫 쪽입니다. docs/index.md에서 읽습니다."""

# --8<-- [start:and]
import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 0, 0, 1])  # 둘 다 1일 때만 1
w, b = np.zeros(2), 0.0

for epoch in range(1, 7):
    for x_i, y_i in zip(X, y):
        error = y_i - int(x_i @ w + b >= 0)
        w, b = w + error * x_i, b + error
    n_correct = np.sum((X @ w + b >= 0) == y)
    print(f"에포크 {epoch}: w = {w}, b = {b:2.0f}, 맞힌 점 {n_correct}개")
# --8<-- [end:and]

# --8<-- [start:learned]
assert n_correct == 4, f"점을 {n_correct}개만 맞혔습니다"
for x_i, y_i in zip(X, y):
    assert y_i == int(x_i @ w + b >= 0), f"{x_i}에서 고칠 것이 남았습니다"
# --8<-- [end:learned]
