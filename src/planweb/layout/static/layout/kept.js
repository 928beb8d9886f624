// What was typed into a form outlives a log-in that had run out: it waits in this tab until the person is back.
"use strict";

(() => {
  const PLACE = "kept-form";
  const main = document.getElementById("main");
  const skipped = new Set(["hidden", "file", "password", "submit", "button", "reset"]);
  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !skipped.has(field.type));
  const chosen = (field) => [...field.options].filter((option) => option.selected).map((option) => option.value);
  const said = (field) => ({
    name: field.name,
    value: field.type === "select-multiple" ? chosen(field) : field.value,
    checked: Boolean(field.checked),
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !main.contains(form) || form.querySelector("[type=password]")) return;
    if ("draft" in form.dataset) return; // it keeps what is typed by itself
    const fields = fieldsOf(form).map(said);
    if (!fields.length) return;
    const kept = { path: window.location.pathname, action: form.getAttribute("action"), user: main.dataset.user, fields };
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(kept));
    } catch {
      sessionStorage.removeItem(PLACE); // too much to be kept
    }
  });

  const kept = JSON.parse(sessionStorage.getItem(PLACE) || "null");
  if (!kept) return;
  const lapsed = document.getElementById("lapsed");
  if (lapsed) {
    lapsed.hidden = false;
    sessionStorage.setItem(PLACE, JSON.stringify({ ...kept, lapsed: true }));
    return;
  }
  sessionStorage.removeItem(PLACE);
  if (!kept.lapsed || kept.path !== window.location.pathname || kept.user !== main.dataset.user) return;
  const names = kept.fields.map((field) => field.name).join();
  const form = [...main.querySelectorAll("form")].find(
    (one) => one.getAttribute("action") === kept.action && fieldsOf(one).map((field) => field.name).join() === names,
  );
  if (!form) return;
  fieldsOf(form).forEach((field, number) => {
    const before = kept.fields[number];
    if (field.type === "checkbox" || field.type === "radio") field.checked = before.checked;
    else if (field.type === "select-multiple") {
      [...field.options].forEach((option) => { option.selected = before.value.includes(option.value); });
    } else field.value = before.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.getElementById("kept").hidden = false;
})();
