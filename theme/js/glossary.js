// 용어집의 거르는 칸. 치는 대로 우리말, 영어, 다른 표기, 뜻에서 찾고, 첫소리(ㄷㄹㅇㅇ)로도 찾습니다.
;(() => {
  const INITIALS = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"]
  const VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split(" ")
  const FINALS = " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ")

  const letters = text => [...text.toLowerCase().replace(/[\s-]/g, "")]
  const parts = letter => {
    const code = letter.charCodeAt(0) - 0xac00
    if (code < 0 || code > 11171) return [letter]
    return [INITIALS[Math.floor(code / 588)], VOWELS[Math.floor(code / 28) % 21], FINALS[code % 28]]
  }
  const spell = text => {
    const starts = new Set()
    let spelled = ""
    for (const letter of letters(text)) {
      starts.add(spelled.length)
      spelled += parts(letter).join("")
    }
    return { spelled, starts }
  }
  const initials = text => letters(text).map(letter => parts(letter)[0]).join("")

  // 낱자로 풀어서 맞춥니다. '드로'를 치는 도중의 '들'도 '드롭아웃'에 맞습니다.
  // 글자의 처음에서 시작하는 것만 맞다고 봅니다.
  const matches = ({ spelled, starts }, wanted) => {
    let at = spelled.indexOf(wanted)
    while (at >= 0 && !starts.has(at)) at = spelled.indexOf(wanted, at + 1)
    return at >= 0
  }

  const matcher = query => {
    const wanted = spell(query).spelled
    const sounds = /^[ㄱ-ㅎ]+$/.test(wanted)
    return ({ initials, texts }) =>
      (sounds && initials.includes(wanted)) || texts.some(text => matches(text, wanted))
  }

  const read = heading => {
    const elements = [heading]
    while (elements.at(-1).nextElementSibling?.matches("p")) elements.push(elements.at(-1).nextElementSibling)
    const name = heading.firstChild.textContent
    const english = heading.querySelector("em")?.textContent.slice(1) ?? ""
    const words = elements.slice(1).filter(element => !element.matches(".introduced"))
    const texts = [name, english, ...words.map(element => element.textContent)].map(spell)
    return { elements, initials: initials(name), texts }
  }

  const show = (element, shown) => (element.hidden = !shown)
  let showAll = () => {}
  // 거르는 중에 숨긴 항목으로 가려고 하면 모두 다시 보입니다.
  const reveal = hash => {
    if (document.getElementById(hash?.slice(1))?.hidden) showAll()
  }

  document$.subscribe(() => {
    const place = document.querySelector(".glossary-filter")
    if (!place || place.firstChild) return
    const headings = [...place.parentElement.querySelectorAll(":scope > h2, :scope > h3")]
    const entries = headings.filter(heading => heading.matches("h3")).map(read)

    place.setAttribute("role", "search")
    place.setAttribute("aria-label", "용어 거르기")
    place.innerHTML =
      '<label class="glossary-filter__label" for="glossary-box">용어 거르기</label>' +
      '<input class="glossary-filter__box" id="glossary-box" type="search" autocomplete="off" spellcheck="false"' +
      ' placeholder="우리말, 영어, 다른 표기, 첫소리(ㄷㄹㅇㅇ)">' +
      '<p class="glossary-filter__count" role="status"></p>'
    const [box, count] = place.querySelectorAll("input, p")

    const filter = () => {
      const query = box.value.trim()
      const fits = query === "" ? () => true : matcher(query)
      const found = entries.filter(fits)
      for (const entry of entries) {
        const shown = found.includes(entry)
        entry.elements.forEach(element => show(element, shown))
      }
      let shown = false // 묶음은 그 아래의 항목이 하나라도 보이면 보입니다
      for (const heading of [...headings].reverse()) {
        if (heading.matches("h3")) shown ||= !heading.hidden
        else {
          show(heading, shown)
          shown = false
        }
      }
      if (query === "") count.textContent = `용어가 ${found.length}개 있습니다.`
      else if (found.length) count.textContent = `'${query}'에 맞는 용어가 ${found.length}개 있습니다.`
      else count.textContent = `'${query}'에 맞는 용어가 없습니다. 낱말의 앞부분이나 첫소리로 찾아보세요.`
    }
    showAll = () => {
      box.value = ""
      filter()
    }

    box.addEventListener("input", filter)
    // 테마의 검색이 ?q=를 쓰므로 ?term=으로 받습니다.
    box.value = new URLSearchParams(location.search).get("term") ?? ""
    filter()
    reveal(location.hash)
  })

  document.addEventListener("click", event => reveal(event.target.closest?.("a[href*='#']")?.hash), true)
})()
