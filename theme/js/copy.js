// 코드 블록마다 '첫 코드부터 여기까지 복사' 단추를 답니다.
// 시험이 쪽의 코드를 같은 차례로 실행하므로, 복사한 것은 언제나 그대로 돌아갑니다.
;(() => {
  const LABEL = "첫 코드부터 여기까지 복사"
  const DONE = "첫 코드부터 여기까지 복사했습니다"

  // 쪽의 파이썬 블록입니다. 전체 코드 상자와 문장을 확인하는 코드는 쪽의 흐름이 아닙니다.
  // 연습은 채점기가 든 노트북에서 풉니다.
  const pythonBlocks = () =>
    document.querySelector(".md-content .run--graded") ? [] : [...document.querySelectorAll(".md-content .language-python.highlight, .md-content .language-py.highlight")]
      .filter(block => !block.closest("details.whole, .footnote"))

  // 일부러 오류를 내는 코드와 실행하지 않는 코드는 이어 붙이면 그 자리에서 멈춥니다.
  const runs = block => {
    if (block.previousElementSibling?.matches(".not-run")) return false
    let next = block.nextElementSibling
    while (next?.matches(".run")) {
      if (next.matches(".run--error")) return false
      next = next.nextElementSibling
    }
    return true
  }

  // 둘째 탭부터는 첫째 탭의 대안입니다. 누른 블록이 그 안에 있으면 그 탭을 고른 것입니다.
  const chosen = (block, clicked) => {
    for (let tab = block.closest(".tabbed-block"); tab; tab = tab.parentElement.closest(".tabbed-block")) {
      if (tab.contains(clicked)) continue
      if (tab.parentElement.contains(clicked) || tab.previousElementSibling) return false
    }
    return true
  }

  const code = block => {
    const copy = block.querySelector("code").cloneNode(true)
    copy.querySelectorAll(".md-annotation").forEach(note => note.remove())
    return copy.textContent.trimEnd()
  }

  const upTo = clicked => {
    const blocks = pythonBlocks()
    return blocks
      .slice(0, blocks.indexOf(clicked) + 1)
      .filter(block => block === clicked || (runs(block) && chosen(block, clicked)))
      .map(code)
      .join("\n\n") + "\n"
  }

  const mount = () =>
    pythonBlocks().forEach((block, index) => {
      if (index === 0 || block.querySelector(".copy-up-to")) return
      const button = document.createElement("button")
      button.type = "button"
      button.className = "md-code__button copy-up-to"
      button.title = LABEL
      button.setAttribute("aria-label", LABEL)
      button.addEventListener("click", () =>
        navigator.clipboard.writeText(upTo(block)).then(() => alert$.next(DONE)))
      block.querySelector("pre").prepend(button)
    })

  document$.subscribe(() => setTimeout(mount)) // 테마가 하는 일과 나누어, 그사이 누른 것에 답하게 합니다
})()
