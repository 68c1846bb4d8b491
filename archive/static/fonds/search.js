"use strict";
// While somebody types, the box of the search offers people and places of this archive by name.
// Without this script the box is a box; what is offered is only words to search for.
for (const box of document.querySelectorAll(".search-form input[type=search]")) {
  const PAUSE = 150;
  const names = document.createElement("datalist");
  names.id = "names";
  box.after(names);
  box.setAttribute("list", names.id);
  let waiting, asked;

  async function offer() {
    const typed = box.value.trim();
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

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, PAUSE);
  });
}
