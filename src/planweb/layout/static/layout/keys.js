// Keys that work on every page; pages add their own beside these.
"use strict";

const inField = (element) => element.matches("input, select, textarea, [contenteditable]");
const showKeys = () => document.getElementById("keys").showModal();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  if (event.key === "?") {
    showKeys();
  } else if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  }
});

document.getElementById("show-keys").addEventListener("click", showKeys);
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

// People who cannot see the list of errors hear it.
const errors = document.getElementById("errors");
if (errors) errors.focus();
