// Going through promises by keyboard.
"use strict";

(() => {
  const rows = [...document.querySelectorAll("#fulfilments tbody tr")];
  let at = -1;
  const go = (to) => {
    if (!rows.length) return;
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const open = (selector) => {
    const link = rows[at] && rows[at].querySelector(selector);
    if (link) link.click();
  };
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#fulfilments tbody tr");
    if (row) at = rows.indexOf(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (key === "enter" && event.target === rows[at]) open(".promise blockquote a");
    else if (key === "r") open(".result blockquote a");
    else if (key === "n") {
      const more = rows[at] && rows[at].querySelector("details");
      if (more) more.open = !more.open;
    } else return;
    event.preventDefault();
  });
})();
