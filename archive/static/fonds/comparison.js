"use strict";
// The way from change to change: two buttons, and the keys n and p, which can be switched off.
// Without this script the list above the comparison leads to every change.
for (const comparison of document.querySelectorAll(".comparison")) {
  const bar = comparison.querySelector(".change-steps");
  if (!bar) continue;
  const said = bar.querySelector("[role=status]");
  const keys = bar.querySelector("input");

  // In prose every change of words is a stop, a deletion and the insertion in its place being one; of two columns,
  // every paragraph that differs. A row that has fields is reached by them.
  const stops = [...comparison.querySelectorAll(
    ".change.short, .compared-row, .sides.differs, .inline .prose :is(ins, del, .marked)"
  )].filter((stop) =>
    !(stop.matches(".compared-row") && stop.querySelector(".change")) &&
    !(stop.matches("ins") && stop.previousSibling?.nodeName === "DEL"));
  let at = -1;

  function step(by) {
    at = (at + by + stops.length) % stops.length;
    const stop = stops[at];
    for (let around = stop.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    stop.tabIndex = -1;
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
    said.textContent = `Change ${at + 1} of ${stops.length}`;
  }

  const typing = (element) => element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");

  if (stops.length) {
    bar.hidden = false;
    at = -1;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) step(at < 0 && button.dataset.step === "-1" ? 0 : Number(button.dataset.step));
    });
    document.addEventListener("keydown", (event) => {
      if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (event.key === "n") step(1);
      else if (event.key === "p") step(at < 0 ? 0 : -1);
    });
  }
}
