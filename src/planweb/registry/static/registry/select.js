// Ticks all rows of a table at once, and says how many are ticked.
"use strict";

document.querySelectorAll("[data-select-all]").forEach((all) => {
  const form = all.closest("form");
  const boxes = () => [...form.querySelectorAll("input[type=checkbox][name=take]")];
  const said = form.querySelector("[data-selected]");
  const show = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && ticked < boxes().length;
    if (said) said.textContent = String(ticked);
  };
  all.addEventListener("change", () => {
    boxes().forEach((box) => { box.checked = all.checked; });
    show();
  });
  form.addEventListener("change", show);
  all.hidden = false;
  show();
});
