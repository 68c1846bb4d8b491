"use strict";
// Rows that have a number for their order also get two buttons, ↑ and ↓.
//
// A row is what lies around an input whose name ends in "-position": tr.form-row, .row or .inline-related. The rows
// of one list are children of one parent. Whoever adds a row by script dispatches "formset:added" on it (bubbling),
// as Django does. Without this script the number itself orders the rows.
{
  const NUMBER = 'input[name$="-position"]';
  const ROW = "tr.form-row, .row, .inline-related:not(.tabular)";

  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");

  const isRow = (element) =>
    element.matches(ROW) && !element.matches(".empty-form") && element.querySelector(NUMBER) !== null;
  const rowsOf = (list) => [...list.children].filter(isRow);
  const typedNumber = (row) => Number(row.querySelector(NUMBER).value) || Infinity;
  const formIndex = (row) => Number(row.querySelector(NUMBER).name.match(/-(\d+)-position$/)?.[1] ?? Infinity);

  // Numbers the rows as they stand, and tells each button which row it moves.
  function renumber(list) {
    const rows = rowsOf(list);
    rows.forEach((row, index) => {
      row.querySelector(NUMBER).value = index + 1;
      nameButtons(row, index + 1, rows.length);
    });
  }

  function nameButtons(row, number, count) {
    for (const button of row.querySelectorAll("button.move")) {
      button.setAttribute("aria-label", `Move row ${number} ${button.value}`);
      button.setAttribute("aria-disabled", number === (button.value === "up" ? 1 : count));
    }
  }

  function move(button) {
    const row = button.closest(ROW);
    const rows = rowsOf(row.parentElement);
    const from = rows.indexOf(row);
    const to = button.value === "up" ? from - 1 : from + 1;
    if (!rows[to]) return;
    if (to < from) rows[to].before(row);
    else rows[to].after(row);
    renumber(row.parentElement);
    button.focus();
    spoken.textContent = `Now row ${to + 1} of ${rows.length}.`;
  }

  function makeButton(direction, sign) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "move", value: direction, textContent: sign });
    button.addEventListener("click", () => move(button));
    return button;
  }

  function equip(row) {
    if (row.querySelector("button.move")) return;
    const buttons = document.createElement("span");
    buttons.className = "moves";
    buttons.append(makeButton("up", "↑"), makeButton("down", "↓"));
    row.querySelector(NUMBER).after(buttons);
  }

  function arrange(list, key) {
    rowsOf(list)
      .sort((a, b) => key(a) - key(b))
      .forEach((row, index, rows) => index && rows[index - 1].after(row));
  }

  function start() {
    document.body.append(spoken);
    const lists = new Set();
    for (const input of document.querySelectorAll(NUMBER)) {
      const row = input.closest(ROW);
      if (row && isRow(row) && !row.closest("details.blank")) {
        equip(row);
        lists.add(row.parentElement);
      }
    }
    lists.forEach(renumber);
  }

  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("formset:added", ({ target }) => {
    if (!isRow(target)) return;
    equip(target);
    renumber(target.parentElement);
  });

  // When Django's script removes a row it numbers the forms as they stand on the page, saved ones first. So the rows
  // go back to the order of their forms before that, and to the order of their numbers afterwards.
  document.addEventListener(
    "click",
    ({ target }) => {
      const list = target.closest?.(".inline-deletelink")?.closest(ROW)?.parentElement;
      if (!list) return;
      arrange(list, formIndex);
      const after = () => {
        arrange(list, typedNumber);
        renumber(list);
      };
      document.addEventListener("formset:removed", () => setTimeout(after), { once: true });
    },
    true
  );
}
