// Deciding by keyboard: J and K move, Enter accepts, R returns, U undoes.
"use strict";

const rows = () => [...document.querySelectorAll("tr[data-row]")];
const goTo = (row) => {
  if (!row) return;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest ? event.target.closest("tr[data-row]") : null;
  if (event.key === "Escape" && row) {
    goTo(row);
    return;
  }
  if (event.target.matches("input, select, textarea")) return;
  const all = rows();
  const at = all.indexOf(row);
  if (event.key === "j" || event.key === "J") goTo(all[at + 1]);
  else if (event.key === "k" || event.key === "K") goTo(all[Math.max(at - 1, 0)]);
  else if (row && event.key === "Enter" && event.target === row) {
    const accept = row.querySelector("button.accept");
    if (accept) accept.click();
  } else if (row && (event.key === "r" || event.key === "R")) {
    const details = row.querySelector("details");
    if (!details) return;
    details.open = true;
    details.querySelector("input[name=reason]").focus();
    event.preventDefault();
  } else if (row && (event.key === "u" || event.key === "U")) {
    const undo = row.querySelector("button.undo");
    if (undo) undo.click();
  }
});

// After a decision the next row that waits has the focus; after an undo the row itself.
document.addEventListener("htmx:afterSettle", (event) => {
  const row = event.target.closest ? event.target.closest("tr[data-row]") : null;
  if (!row) return;
  const all = rows();
  const after = all.slice(all.indexOf(row) + 1).find((other) => !other.classList.contains("done"));
  goTo(row.classList.contains("done") && !row.querySelector(".error") ? after || row : row);
});

goTo(rows()[0]);
