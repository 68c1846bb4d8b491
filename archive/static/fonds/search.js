"use strict";
// While somebody types, the box of the search offers people and places of this archive by name.
// Without this script the box is a box; what is offered is only words to search for.
{
  const PAUSE = 150;
  let waiting, asked;

  function namesOf(box) {
    if (!box.list) {
      const names = document.createElement("datalist");
      names.id = "names";
      box.after(names);
      box.setAttribute("list", names.id);
    }
    return box.list;
  }

  async function offer(box) {
    const typed = box.value.trim();
    const names = namesOf(box);
    asked?.abort();
    if (typed.length < 2) return names.replaceChildren();
    asked = new AbortController();
    try {
      const answer = await fetch(`/documents/suggest.json?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
      if (!answer.ok) return;
      const [, found, details] = await answer.json();
      names.replaceChildren(...found.map((name, place) => {
        const option = document.createElement("option");
        option.value = name;
        option.label = `${name} (${details[place]})`;
        return option;
      }));
    } catch {
      // Another letter was typed, or the archive cannot be reached: nothing is offered.
    }
  }

  // The document listens, for the box may be replaced by that of the next search.
  document.addEventListener("input", ({ target }) => {
    if (!target.matches(".search-form input[type=search]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(offer, PAUSE, target);
  });
}
