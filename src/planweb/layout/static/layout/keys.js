// Keys that work on every page; pages add their own beside these.
"use strict";

const inField = (element) => element.matches("input, select, textarea, [contenteditable]");
const showKeys = () => document.getElementById("keys").showModal();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  if (event.key === "?") {
    showKeys();
  } else if (event.key === "/" || event.key === "f") {
    const box = event.key === "/" ? document.getElementById("find") : document.querySelector("main input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }
});

document.getElementById("show-keys").addEventListener("click", showKeys);
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

// People who cannot see the list of errors hear it.
const errors = document.getElementById("errors");
if (errors) errors.focus();
