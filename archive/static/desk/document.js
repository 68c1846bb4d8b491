// Rows of the document form: adding them, and choosing what a note belongs to; order.js moves them. Without script
// the blank row and the choices that the server rendered do the same.
"use strict";

(() => {
  const form = document.getElementById("document_form");
  if (!form) return;

  const OWNERS = {
    texts: (row, n) => `Text ${n} (${value(row, "role")}, ${value(row, "language") || "und"})`,
    editorial_texts: (row, n) => `Editors' text ${n} (${value(row, "editorial_kind")}, ${value(row, "language") || "und"})`,
    footnotes: (row, n) => `Note ${value(row, "label") || n}`,
  };

  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  form.append(said);

  const field = (row, name) => document.getElementById(`id_${row.id}-${name}`);
  const value = (row, name) => field(row, name)?.value ?? "";
  const isDeleted = (row) => Boolean(field(row, "DELETE")?.checked);
  const rowsIn = (part) => [...part.querySelectorAll(":scope > .row")];
  const nameOf = (row) => row.querySelector("legend").textContent.trim().replace(/\s+/g, " ");

  // --- Adding ---

  function add(part) {
    const blank = part.querySelector(":scope > .blank");
    const row = blank ? unwrap(blank) : fromPattern(part);
    // The admin's own scripts listen to this: they make the fields with choices, and the buttons for the order.
    row.dispatchEvent(new CustomEvent("formset:added", {bubbles: true, detail: {formsetName: part.dataset.prefix}}));
    nameChoices(row);
    label(part);
    row.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    said.textContent = `${nameOf(row)} is new`;
  }

  function unwrap(blank) {
    const row = blank.querySelector(".row");
    blank.replaceWith(row);
    return row;
  }

  function fromPattern(part) {
    const total = document.getElementById(`id_${part.dataset.prefix}-TOTAL_FORMS`);
    const pattern = part.querySelector(":scope > template");
    const holder = document.createElement("template");
    holder.innerHTML = pattern.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.content.querySelector(".row");
    pattern.before(row);
    total.value = Number(total.value) + 1;
    return row;
  }

  // The legends count the rows that are kept; order.js writes the numbers of the order.
  function label(part) {
    let number = 0;
    for (const row of rowsIn(part)) {
      row.querySelector("legend .number").textContent = isDeleted(row) ? "(will be deleted)" : ++number;
    }
    offerOwners();
  }

  // --- Owners: what a note or a reference can belong to ---

  function offerOwners() {
    const owners = Object.entries(OWNERS).flatMap(([prefix, words]) => {
      const part = document.getElementById(`${prefix}-group`);
      return rowsIn(part).map((row, at) => [row, new Option(words(row, at + 1), row.id)]);
    });
    for (const select of form.querySelectorAll("select[name$='-owner']")) {
      const chosen = select.value;
      const own = select.name.replace(/-owner$/, "");
      for (const option of [...select.options]) {
        if (/^\w+-\d+$/.test(option.value)) option.remove();
      }
      for (const [row, option] of owners) {
        if (row.id !== own && (row.id === chosen || !isDeleted(row))) select.append(option.cloneNode(true));
      }
      select.value = chosen;
    }
  }

  // --- Fields with choices are named by their labels ---

  function nameChoices(place) {
    for (const select of place.querySelectorAll("select.admin-autocomplete")) {
      const shown = select.parentElement.querySelector(".select2-selection");
      if (shown) shown.setAttribute("aria-labelledby", `${select.id}_label ${shown.getAttribute("aria-labelledby") ?? ""}`.trim());
    }
  }

  // --- Beginning ---

  const parts = form.querySelectorAll(".rows");
  for (const part of parts) {
    for (const blank of part.querySelectorAll(":scope > .blank")) {
      if (blank.open) unwrap(blank);
      else blank.hidden = true;
    }
    const adding = part.querySelector(":scope > .add-row");
    adding.hidden = false;
    adding.firstElementChild.addEventListener("click", () => add(part));
    part.addEventListener("change", (event) => {
      if (event.target.name?.endsWith("-direction")) {
        field(event.target.closest(".row"), "content").dir = event.target.value;
      }
      if (event.target.name?.endsWith("-DELETE")) label(part);
      else if (part.dataset.prefix in OWNERS) offerOwners();
    });
    part.addEventListener("click", (event) => {
      if (!event.target.closest("button.move")) return;
      label(part);
      part.dispatchEvent(new Event("input", {bubbles: true}));
    });
  }
  parts.forEach(label);
  window.addEventListener("load", () => nameChoices(form));

  document.getElementById("faults")?.focus();

  // --- Nothing typed is lost by leaving ---

  let typed = Boolean(document.getElementById("faults") || document.getElementById("filled"));
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", (event) => { if (event.submitter?.name !== "_preview") typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
