// The list beside a document keeps step with its text; a mark opens what is known of it.
"use strict";

const list = document.querySelector(".entries-of");
const marks = [...document.querySelectorAll(".text .said[id], .text .promise[id], .sheet .on-page")];
const entries = new Map([...document.querySelectorAll("[data-mark]")].map((entry) => [entry.dataset.mark, entry]));
const seen = new Set();
let held = null;

const choose = (mark, { scroll = true } = {}) => {
  document.querySelectorAll(".current").forEach((other) => other.classList.remove("current"));
  entries.forEach((entry) => entry.removeAttribute("aria-current"));
  if (!mark) return;
  mark.classList.add("current");
  const entry = entries.get(mark.id);
  if (!entry) return;
  entry.setAttribute("aria-current", "true");
  if (scroll) list.scrollTop = entry.offsetTop - list.offsetTop - list.clientHeight / 3;
};

const open = (address) => htmx.ajax("GET", address, { target: "#statement", swap: "innerHTML" });

// While a person has chosen a mark the text may stand anywhere; scrolling on lets go of it.
const follow = () => {
  if (held) return;
  const first = marks.find((mark) => seen.has(mark) && mark.matches(".said"));
  if (first) choose(first);
};
const observer = new IntersectionObserver((changes) => {
  changes.forEach((change) => (change.isIntersecting ? seen.add(change.target) : seen.delete(change.target)));
  follow();
}, { rootMargin: "-15% 0px -45% 0px" });
if (document.querySelector(".text")) marks.forEach((mark) => observer.observe(mark));
["wheel", "touchmove"].forEach((kind) => addEventListener(kind, () => { held = null; }, { passive: true }));

// Heights of what was never shown are guesses that change as it comes near, so a far place is come to in steps.
const bring = (mark, tries = 20) => {
  mark.scrollIntoView({ block: "center" });
  const { top, bottom } = mark.getBoundingClientRect();
  if (tries && held === mark && (tries > 15 || top < 0 || bottom > innerHeight)) {
    requestAnimationFrame(() => bring(mark, tries - 1));
  }
};

const go = (mark) => {
  held = mark;
  bring(mark);
  choose(mark);
};

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const mark = event.target.closest(".text a.said, .sheet a.on-page");
  if (mark) {
    event.preventDefault();
    held = mark;
    choose(mark.id ? mark : document.getElementById(mark.id) || mark);
    open(mark.getAttribute("href"));
    return;
  }
  const entry = event.target.closest("[data-mark]");
  const there = entry && document.getElementById(entry.dataset.mark);
  if (!there) return;
  event.preventDefault();
  history.replaceState(null, "", `#${there.id}`);
  go(there);
  if (there.getAttribute("href")) open(there.getAttribute("href"));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const step = { j: 1, k: -1 }[event.key];
  const said = marks.filter((mark) => !mark.matches(".promise"));
  if (!step || !said.length) return;
  const now = said.findIndex((mark) => mark.matches(".current"));
  go(said[Math.min(Math.max(now + step, 0), said.length - 1)]);
});

const arrive = () => {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  const there = named || document.getElementById("here");
  if (!there) return;
  held = there;
  bring(there);
  if (there.matches("a[href]")) {
    choose(there);
    open(there.getAttribute("href"));
  }
};
addEventListener("load", arrive);
