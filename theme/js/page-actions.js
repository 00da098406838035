// 쪽의 Markdown 사본을 클립보드에 담습니다. 담을 수 없으면 링크를 따라 사본을 엽니다.
;(() => {
  const DONE = "이 쪽을 Markdown으로 복사했습니다"

  // 사파리는 누른 순간에 클립보드에 쓰기 시작해야 허락합니다. 그래서 글이 아니라 올 글을 넘깁니다.
  const copy = async href => {
    const text = fetch(href).then(answer => {
      if (!answer.ok) throw new Error(`${href}: ${answer.status}`)
      return answer.text()
    })
    const blob = text.then(body => new Blob([body], { type: "text/plain" }))
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })])
  }

  document$.subscribe(() => {
    document.querySelectorAll("[data-copy-page]").forEach(link => {
      if (link.getAttribute("role") === "button") return
      link.setAttribute("role", "button")
      link.addEventListener("click", event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return  // 새 탭에서 여는 것
        event.preventDefault()
        event.stopPropagation()
        copy(link.href).then(() => alert$.next(DONE), () => location.assign(link.href))
      })
      link.addEventListener("keydown", event => {
        if (event.key !== " ") return
        event.preventDefault()
        link.click()
      })
    })
  })
})()
