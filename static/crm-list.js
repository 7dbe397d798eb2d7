// The search box fetches the rows again when it is left: what was ticked stays ticked. Without this script nothing fetches.
"use strict";
const ticked = new Set();
document.addEventListener("change", ({ target }) => {
  if (target.closest(".crm-tick")) ticked[target.checked ? "add" : "delete"](target.value);
});
document.addEventListener("w-swap:success", () => {
  for (const box of document.querySelectorAll(".crm-tick input")) box.checked = ticked.has(box.value);
});
