// A line is pasted beside the rows it belongs to: it is read on the desk, shown, and on “Use these” put into new rows.
// Without script the page “Paste a page” does the same. Nothing here saves anything.
"use strict";

(() => {
  const form = document.getElementById("document_form");
  const pattern = document.getElementById("paste-line");
  if (!form || !pattern) return;

  const LINES = {
    signatories: ["signatures", "Paste a line of signatures"],
    archival_references: ["archival", "Paste an archival reference"],
    printings: ["printings", "Paste a “published in” line"],
  };

  for (const [part, [kind, words]] of Object.entries(LINES)) {
    const group = document.getElementById(`${part}-group`);
    if (!group) continue;
    const box = pattern.content.firstElementChild.cloneNode(true);
    const area = box.querySelector("textarea");
    area.id = `paste-${kind}`;
    box.querySelector("summary").textContent = words;
    box.querySelector("label").htmlFor = area.id;
    group.before(box);
    let read = null;
    const reply = box.querySelector(".reply");
    const use = box.querySelector(".use");
    // What is pasted here is no field of the document, and so nothing that would be lost.
    area.addEventListener("input", (event) => { event.stopPropagation(); use.hidden = true; });
    box.querySelector(".read").addEventListener("click", async () => {
      use.hidden = true;
      read = await ask(kind, area.value);
      show(reply, read);
      use.hidden = Boolean(read.fault) || !(read.rows[part]?.length);
    });
    use.querySelector("button").addEventListener("click", () => {
      const told = fill(part, read);
      reply.textContent = told;
      area.value = "";
      use.hidden = true;
    });
  }

  async function ask(kind, pasted) {
    const body = new URLSearchParams({ kind, pasted, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const sent = await fetch(pattern.dataset.address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const found = await sent?.json().catch(() => null);
    return found ?? { fault: "The desk could not be reached, or you are no longer logged in. What you pasted is still here." };
  }

  function show(place, read) {
    if (read.fault) place.textContent = read.fault;
    else place.innerHTML = read.html; // made on the desk, every word of it escaped
  }

  // --- Filling: new rows only, and fields of the document only where nothing stands ---

  function fill(part, read) {
    const left = [];
    for (const [name, value] of Object.entries(read.own)) {
      const at = document.getElementById(`id_${name}`);
      if (!at) continue;
      if (at.value && at.value !== value) left.push(label(at));
      else write(at, value, read.called);
    }
    for (const values of read.rows[part]) addRow(part, values, read.called);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const many = read.rows[part].length;
    const told = `${many} ${many === 1 ? "row was" : "rows were"} filled in, and not saved yet.`;
    return left.length ? `${told} Something else stands already in: ${left.join(", ")}.` : told;
  }

  function addRow(part, values, called) {
    const group = document.getElementById(`${part}-group`);
    group.querySelector(":scope > .add-row button").click();
    const row = [...group.querySelectorAll(":scope > .row")].at(-1);
    for (const [name, value] of Object.entries(values)) {
      const at = document.getElementById(`id_${row.id}-${name}`);
      if (at) write(at, value, called);
    }
  }

  // A box in which records are found by typing knows a record only once it is one of its choices.
  function write(field, value, called) {
    if (field.matches("select.admin-autocomplete") && ![...field.options].some((each) => each.value === value)) {
      field.append(new Option(called[value] ?? value, value));
    }
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function label(field) {
    return document.getElementById(`${field.id}_label`)?.textContent.trim() ?? field.name;
  }
})();
