// Entering a report by keyboard; what is typed stays on this machine until it is submitted.
"use strict";

const report = document.getElementById("report");

if (report) {
  const place = `report-${report.dataset.draft}`;
  const fields = [...report.querySelectorAll("input[id]:not([type=file]), textarea, select")];
  const first = new Map(fields.map((field) => [field.id, field.value]));
  // A value with a unit behind it is weighed on the server, which converts it.
  const number = (text) => Number(text.replace(/[,，\s%％]/g, ""));

  const keep = () => {
    const typed = Object.fromEntries(fields.filter((field) => field.value !== first.get(field.id)).map((field) => [field.id, field.value]));
    if (Object.keys(typed).length) localStorage.setItem(place, JSON.stringify(typed));
    else localStorage.removeItem(place);
    const saved = document.getElementById("saved");
    if (saved) saved.textContent = Object.keys(typed).length ? saved.dataset.word : "";
  };

  const weigh = (field) => {
    const odd = field.closest("td").querySelector("[data-odd]");
    const [last, value] = [Number(field.dataset.last || NaN), number(field.value)];
    const ratio = Math.abs(value / last);
    odd.hidden = !(field.value && last && value && (ratio > 10 || ratio < 0.1));
  };

  const address = new URL(window.location);
  if (address.searchParams.has("submitted")) {
    localStorage.removeItem(place);
    address.searchParams.delete("submitted");
    window.history.replaceState(null, "", address);
  }
  // What the server sent back is newer than what this machine kept.
  const draft = JSON.parse(localStorage.getItem(place) || "{}");
  let restored = false;
  if (!("sent" in report.dataset)) {
    fields.forEach((field) => {
      if (field.id in draft && field.value !== draft[field.id]) {
        field.value = draft[field.id];
        restored = true;
      }
    });
  }
  document.getElementById("restored").hidden = !restored;
  document.getElementById("discard").addEventListener("click", () => {
    fields.forEach((field) => { field.value = first.get(field.id); });
    keep();
    document.getElementById("restored").hidden = true;
    fields[0].focus();
  });

  const valued = fields.filter((field) => "last" in field.dataset);
  valued.forEach((field) => { weigh(field); });
  report.addEventListener("input", (event) => {
    if ("last" in event.target.dataset) weigh(event.target);
    keep();
  });

  // The same column of the row above or below.
  const beside = (field, step) => {
    const [column] = field.id.split("-");
    const same = fields.filter((other) => other.id.split("-")[0] === column);
    return same[same.indexOf(field) + step];
  };
  report.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      report.requestSubmit();
      return;
    }
    const { target } = event;
    if (!target.id || target.matches("textarea, select, [type=file], button") || event.isComposing) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = beside(target, step);
    if (next) {
      next.focus();
      if (next.select) next.select();
    }
  });
  if (valued.length && !document.getElementById("errors")) (valued.find((field) => !field.value) || valued[0]).focus();
}
