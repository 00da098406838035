// 푼 연습을 브라우저에 적어 두고, 과제와 목록과 장의 쪽에 표시합니다. 어디에도 보내지 않습니다.
;(() => {
  const STORE = "exercises.done"

  // 저장소를 막은 브라우저에서는 쪽을 떠날 때까지만 기억합니다.
  let memory = "[]"
  const read = () => {
    try { memory = localStorage.getItem(STORE) ?? "[]" } catch {}
    try { return new Set([].concat(JSON.parse(memory))) } catch { return new Set() }
  }
  const write = done => {
    memory = JSON.stringify([...done])
    try { localStorage.setItem(STORE, memory) } catch {}
    show()
  }

  const tick = (key, solved) => {
    const done = read()
    if (solved) done.add(key)
    else done.delete(key)
    write(done)
  }

  const addTick = place => {
    const label = document.createElement("label")
    label.className = "exercise-done"
    label.innerHTML = '<input type="checkbox"> 풀었습니다'
    const box = label.firstChild
    box.addEventListener("change", () => tick(place.dataset.exercise, box.checked))
    place.append(" ", label)
  }

  const addProgress = place => {
    place.innerHTML = '<p role="status"></p><button type="button">진도 지우기</button>'
    place.lastChild.addEventListener("click", () => {
      const done = read()
      document.querySelectorAll(".exercise-link").forEach(link => done.delete(link.dataset.exercise))
      write(done)
    })
  }

  const show = () => {
    const done = read()
    document.querySelectorAll(".exercise-about").forEach(place => {
      place.querySelector("input").checked = done.has(place.dataset.exercise)
    })
    const links = [...document.querySelectorAll(".exercise-link")]
    links.forEach(link => link.classList.toggle("done", done.has(link.dataset.exercise)))
    document.querySelectorAll(".exercise-progress").forEach(place => {
      const solved = links.filter(link => link.matches(".done")).length
      place.firstChild.textContent = `연습 ${links.length}개 가운데 ${solved}개를 풀었습니다.`
      place.lastChild.hidden = solved === 0
    })
  }

  document$.subscribe(() => {
    document.querySelectorAll(".exercise-about:not(:has(input))").forEach(addTick)
    document.querySelectorAll(".exercise-progress:empty").forEach(addProgress)
    show()
  })
  // 다른 탭에서 푼 것도 보입니다.
  addEventListener("storage", event => event.key === STORE && show())
})()
