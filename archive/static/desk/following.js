"use strict";
// How far an import has come is asked for again and again; when it has ended, the page with its report is loaded.
// Without script a link does it.
{
  const EVERY = 3000;
  const told = document.getElementById("so-far");
  async function look() {
    try {
      const reply = await fetch(location.href);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const now = page.getElementById("so-far");
      if (!now) return location.reload();
      told.replaceChildren(...now.childNodes);
    } catch { /* the server will be there again */ }
    setTimeout(look, EVERY);
  }
  setTimeout(look, EVERY);
}
