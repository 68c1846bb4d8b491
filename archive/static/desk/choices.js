"use strict";
// Gives the box in which a record is chosen (select2) the name of its field, which it does not take over itself.
{
  const nameOf = (select) =>
    select.getAttribute("aria-label") || select.labels[0]?.textContent.trim().replace(/:$/, "") || "";

  function nameChoices(within) {
    for (const select of within.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible")) {
      const box = select.nextElementSibling;
      for (const part of box.querySelectorAll(".select2-selection, .select2-selection__rendered")) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", nameOf(select));
      }
    }
  }

  // After Django's own, which makes the boxes when the page is ready and when a row is added.
  window.django?.jQuery?.(() => {
    nameChoices(document);
    document.addEventListener("formset:added", ({ target }) => nameChoices(target));
  });
}
