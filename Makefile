# 하는 일은 tools/에 있습니다. 여기서는 파이썬 하나를 찾아 넘기기만 합니다.
# 알맞은 판인지는 tools/bootstrap.py가 살핍니다.
define run
@for python in "$$PYTHON" python3 python3.13 python3.12 python3.11 python; do \
	if "$$python" -c "" 2>/dev/null; then exec "$$python" tools/bootstrap.py $(1); fi; \
done; \
echo "파이썬을 찾지 못했습니다. 파이썬 3.11, 3.12, 3.13 가운데 하나를 설치하고 다시 실행하세요." >&2; \
exit 1
endef

.DEFAULT_GOAL := help
.PHONY: help serve build offline pdf test backends check update lint format lock bench test-browser screenshots cards fonts lighthouse experiments links clean

help: ## 할 수 있는 일을 보여 줍니다
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s%s\n", $$1, $$2 }' Makefile

serve: ## 사이트를 만들어 127.0.0.1:8000에서 보여 줍니다 (PORT=8001)
	$(call run,serve)

build: ## 사이트를 site/에 만듭니다
	$(call run,build)

offline: ## 인터넷 없이 여는 사이트를 dist/에 압축합니다
	$(call run,offline)

pdf: ## 책을 dist/에 PDF로 인쇄합니다 (PAGE=docs/ch11이나 PAGE=docs/ch11/dropout.md)
	$(call run,pdf)

test: ## 린트, 모든 쪽의 코드, 모든 조각, 사이트를 시험합니다
	$(call run,test)

backends: ## 10장의 코드를 텐서플로, JAX, 파이토치에서 실행합니다
	$(call run,backends)

check: ## 한 쪽만 시험합니다 (PAGE=docs/ch10/perceptron.md)
	$(call run,check)

update: ## 쪽의 출력과 그림을 실행 결과로 고칩니다 (PAGE=docs/ch10/perceptron.md)
	$(call run,update)

lint: ## 파이썬 파일의 서식과 린트를 확인합니다
	$(call run,lint)

format: ## 파이썬 파일의 서식을 고칩니다
	$(call run,format)

lock: ## requirements/의 판을 pyproject.toml의 범위 안에서 새것으로 올립니다
	$(call run,lock)

bench: ## 시험에 걸리는 시간을 잽니다
	$(call run,bench)

test-browser: ## 브라우저가 있어야 하는 시험만 합니다
	$(call run,test-browser)

screenshots: ## 텐서보드를 띄워 쪽에 쓰는 화면을 다시 찍습니다
	$(call run,screenshots)

cards: ## 링크의 미리보기에 쓸 카드를 쪽마다 다시 찍습니다
	$(call run,cards)

fonts: ## 코드의 글꼴을 사이트의 코드에 나오는 글자로 다시 만듭니다
	$(call run,fonts)

lighthouse: ## 라이트하우스로 쪽의 빠르기와 접근성을 재어 표로 보입니다
	$(call run,lighthouse)

experiments: ## 쪽이 읽는 비교의 표를 다시 만듭니다 (NAME=ch11/optimizers)
	$(call run,experiments)

links: ## 바깥 주소를 늘어놓습니다 (CHECK=1이면 열리는지 봅니다)
	$(call run,links)

clean: ## 만든 사이트와 캐시를 지웁니다 (.venv는 남깁니다)
	$(call run,clean)
