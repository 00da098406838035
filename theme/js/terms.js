// 점선을 그은 용어에 뜻을 보입니다. 마우스를 올리거나 초점이 오면 카드가 열리고, Esc로 닫힙니다.
// 손가락으로 누르면 용어집으로 가는 대신 카드가 열립니다. 용어집으로는 카드의 링크로 갑니다.
;(() => {
  if (!HTMLElement.prototype.showPopover) return // 팝오버가 없으면 용어집으로 가는 링크로 둡니다

  const GAP = 6
  let card, term, timer, finger

  const add = (tag, name, text) => {
    const element = document.createElement(tag)
    element.className = `term-card__${name}`
    element.textContent = text
    card.append(element)
    return element
  }

  const close = () => {
    clearTimeout(timer)
    card?.remove()
    term?.removeAttribute("aria-describedby")
    card = term = null
  }

  // 카드는 용어 바로 뒤에 두어 화면 낭독기가 이어서 읽고, 팝오버라서 무엇에도 가리지 않습니다.
  const open = chosen => {
    if (chosen === term) return clearTimeout(timer)
    close()
    term = chosen
    card = document.createElement("span")
    card.className = "term-card"
    card.popover = "manual"
    add("span", "name", term.textContent)
    if (term.dataset.english) add("span", "english", term.dataset.english).lang = "en"
    add("span", "definition", term.dataset.definition).id = "term-definition"
    const link = add("a", "link", "용어집에서 보기")
    link.href = term.href
    link.tabIndex = -1 // 키보드로는 용어에서 Enter를 누르면 됩니다
    term.after(card)
    term.setAttribute("aria-describedby", "term-definition")
    card.showPopover()
    place()
  }

  // 용어의 첫 줄 아래에, 자리가 모자라면 위에 둡니다. 휴대 전화에서는 CSS가 화면 아래에 붙입니다.
  const place = () => {
    const { left, top, bottom } = term.getClientRects()[0]
    const { width, height } = card.getBoundingClientRect()
    const room = document.documentElement.clientWidth - width - GAP
    const below = bottom + GAP + height < innerHeight || top < height + GAP
    const y = below ? bottom + GAP : top - GAP - height
    card.style.setProperty("--x", `${Math.max(GAP, Math.min(left, room)) + scrollX}px`)
    card.style.setProperty("--y", `${y + scrollY}px`)
  }

  const later = (wait, action) => {
    clearTimeout(timer)
    timer = setTimeout(action, wait)
  }
  const over = event => event.target.closest?.("a.term")
  const onCard = event => card?.contains(event.target)

  document.addEventListener("pointerover", event => {
    if (event.pointerType !== "mouse") return
    const found = over(event)
    if (found) later(found === term ? 0 : 180, () => open(found))
    else if (onCard(event)) clearTimeout(timer)
    else if (card && document.activeElement !== term) later(250, close)
    else if (!card) clearTimeout(timer)
  })
  document.addEventListener("pointerdown", event => {
    finger = event.pointerType !== "mouse"
    if (card && !onCard(event) && over(event) !== term) close()
  })
  document.addEventListener("click", event => {
    const found = over(event)
    if (!found) return
    if (!finger || event.detail === 0) return close() // 마우스와 키보드는 링크를 따라갑니다
    event.preventDefault()
    event.stopPropagation()
    found === term ? close() : open(found)
  }, true)
  document.addEventListener("focusin", event => {
    if (event.target.matches?.("a.term:focus-visible")) open(event.target)
    else if (card && !onCard(event)) close()
  })
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") close()
  })
  document$.subscribe(close)
})()
