// Marks in a text: select words, press "Person", choose who it is. Without script the marks are typed by hand.
"use strict";

(() => {
  const dialog = document.getElementById("mention");
  const form = document.getElementById("document_form");
  if (!dialog || !form) return;

  const KINDS = JSON.parse(document.getElementById("mention-kinds").textContent);
  const search = document.getElementById("mention-search");
  const found = document.getElementById("mention-found");
  const everywhere = document.getElementById("mention-everywhere");
  const enter = document.getElementById("add_mention_choice");
  const choice = document.getElementById("mention_choice");
  let kind = null;
  let area = null;
  let waiting = 0;

  // --- The tools above a text ---

  function tools(textarea) {
    const bar = document.createElement("div");
    bar.className = "marks";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Marks");
    for (const each of KINDS) bar.append(tool(each.label, () => begin(each, textarea)));
    bar.append(tool("Note", () => anchor(textarea)), tool("Page", () => page(textarea)));
    textarea.before(bar);
  }

  function tool(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  function put(textarea, words, from, to, cursor) {
    textarea.setRangeText(words, from, to, "end");
    if (cursor !== undefined) textarea.setSelectionRange(cursor, cursor);
    textarea.focus();
    textarea.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function anchor(textarea) {
    const labels = [...form.querySelectorAll("input[name^='footnotes-'][name$='-label']")].map((input) => input.value.trim());
    const label = labels.find((each) => each && !textarea.value.includes(`[^${each}]`)) ?? "*";
    put(textarea, `[^${label}]`, textarea.selectionEnd, textarea.selectionEnd);
  }

  function page(textarea) {
    const at = textarea.selectionStart;
    put(textarea, "[[page:]]", at, at, at + "[[page:".length);
  }

  // --- The dialog ---

  function begin(chosen, textarea) {
    [kind, area] = [chosen, textarea];
    const words = selected();
    document.getElementById("mention-title").textContent = `Mark a ${kind.label.toLowerCase()}`;
    document.getElementById("mention-words").textContent = words;
    document.getElementById("mention-missing").hidden = Boolean(words);
    document.getElementById("mention-choosing").hidden = !words;
    enter.href = `${kind.enter}?_popup=1&${kind.name}=${encodeURIComponent(words)}`;
    enter.textContent = `Enter a new ${kind.label.toLowerCase()}`;
    search.value = words;
    everywhere.checked = false;
    dialog.showModal();
    if (words) {
      search.focus();
      search.select();
      ask();
    }
  }

  const selected = () => area.value.slice(area.selectionStart, area.selectionEnd).trim();

  async function ask() {
    const query = new URLSearchParams({term: search.value, app_label: kind.app, model_name: kind.model, field_name: kind.field});
    const reply = await fetch(`${dialog.dataset.url}?${query}`);
    const {results} = reply.ok ? await reply.json() : {results: []};
    found.replaceChildren(...results.map((each) => {
      const item = document.createElement("li");
      item.append(tool(each.text, () => mark(each.id)));
      return item;
    }));
    document.getElementById("mention-count").textContent = results.length ? "" : "Nothing found. Try fewer letters, or enter it.";
  }

  function mark(id) {
    dialog.close();
    const words = selected();
    const marked = (each) => `[[${kind.kind}:${id}|${each}]]`;
    if (everywhere.checked) {
      put(area, markAll(area.value, words, marked(words)), 0, area.value.length);
    } else {
      const start = area.value.indexOf(words, area.selectionStart);
      put(area, marked(words), start, start + words.length);
    }
  }

  // Whole words only, and not within marks that are there already.
  function markAll(text, words, marked) {
    const quoted = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const whole = new RegExp(`(\\[\\[.*?\\]\\])|(?<![\\p{L}\\p{N}])${quoted}(?![\\p{L}\\p{N}])`, "gu");
    return text.replace(whole, (match, mark) => mark ?? marked);
  }

  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  // The admin's script puts what was entered in the little window into this field.
  django.jQuery(choice).on("change", () => {
    if (choice.value) mark(choice.value);
    choice.replaceChildren();
  });

  const marked = "textarea[name$='-content'], #id_heading, #id_summary, #id_signature_line";
  for (const textarea of form.querySelectorAll(marked)) tools(textarea);
  document.addEventListener("formset:added", (event) => {
    for (const textarea of event.target.querySelectorAll(marked)) tools(textarea);
  });
})();
