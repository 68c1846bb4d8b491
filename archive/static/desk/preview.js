// The preview beside the form. Without script the same button opens it in a window of its own.
"use strict";

(() => {
  const button = document.querySelector("#document_form [name=_preview]");
  const place = document.getElementById("preview-place");
  if (!button || !place) return;

  const PAUSE = 1200; // milliseconds without a key
  const form = button.form;
  let frame = null;
  let waiting = 0;
  let count = 0;

  function open() {
    place.innerHTML = "";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close the preview";
    close.addEventListener("click", shut);
    place.append(close);
    place.parentElement.classList.add("with-preview");
  }

  function shut() {
    frame = null;
    place.innerHTML = "";
    place.parentElement.classList.remove("with-preview");
    button.focus();
  }

  // A new frame for each page: a frame that is sent elsewhere would fill the browser's way back.
  function show() {
    clearTimeout(waiting);
    const next = document.createElement("iframe");
    next.title = place.dataset.title;
    next.name = button.formTarget = `preview-${++count}`;
    next.className = "coming";
    place.append(next);
    next.addEventListener("load", () => arrive(next));
    send();
  }

  function arrive(next) {
    if (next.contentWindow.location.href === "about:blank") return;
    const height = frame?.contentWindow?.scrollY ?? 0;
    for (const old of place.querySelectorAll("iframe")) if (old !== next) old.remove();
    next.className = "";
    next.contentWindow.scrollTo(0, height);
    frame = next;
  }

  // Images are not sent again and again; what they are is seen once they are saved.
  function send() {
    const files = [...form.querySelectorAll("input[type=file]:enabled")];
    for (const file of files) file.disabled = true;
    form.requestSubmit(button);
    for (const file of files) file.disabled = false;
  }

  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (!frame) open();
    show();
  });
  form.addEventListener("input", () => {
    if (!frame) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
})();
