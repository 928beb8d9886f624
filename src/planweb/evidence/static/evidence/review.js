// Review by keyboard. Everything here is a link or a form of the page, which also work without this.
"use strict";

(() => {
  const review = document.getElementById("review");
  const panel = document.getElementById("panel");
  const list = document.getElementById("list");
  const said = review.dataset;
  const all = () => [...document.querySelectorAll("#items > li")];
  const current = () => document.querySelector("#items a[aria-current]")?.closest("li");
  const segments = (key) => document.querySelectorAll(`#text [data-keys~="${key}"]`);
  let busy = false;

  const tell = (words, wrong) => {
    document.getElementById("told-text").textContent = words;
    document.getElementById("told").classList.toggle("wrong", Boolean(wrong));
  };

  // What can be done to the item is what the tools offer.
  const aim = (item) => {
    const may = item.dataset.may.split(" ");
    document.querySelectorAll(".tools [data-do]").forEach((tool) => {
      const address = `${said.root}${item.dataset.key}/${tool.dataset.do}/`;
      if (tool.matches("form")) {
        tool.setAttribute("action", address);
        tool.elements.revision.value = item.dataset.revision;
      } else {
        tool.href = `${address}?${said.query}`;
      }
      tool.hidden = !may.includes(tool.dataset.do);
    });
  };

  // The picture of the page follows at leisure, when somebody stays with an item.
  let waiting = 0;
  const show = (item) => {
    const sight = document.getElementById("sight");
    if (!sight || sight.dataset.key === item.dataset.key) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      sight.dataset.key = item.dataset.key;
      htmx.ajax("GET", `${said.root}${item.dataset.key}/picture/`, { source: sight, target: sight, swap: "innerHTML" });
    }, 150);
  };

  const choose = (item, focus = true) => {
    if (!item) return;
    document.querySelectorAll("#items a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const link = item.querySelector("a");
    link.setAttribute("aria-current", "true");
    document.querySelectorAll("#text .here").forEach((segment) => segment.classList.remove("here"));
    const here = segments(item.dataset.key);
    here.forEach((segment) => segment.classList.add("here"));
    aim(item);
    show(item);
    const query = new URLSearchParams(said.query);
    query.set("item", item.dataset.key);
    history.replaceState(null, "", `?${query}`);
    if (list.hidden) return;
    if (here.length) centre(here[0]);
    item.scrollIntoView({ block: "nearest" });
    if (focus) link.focus({ preventScroll: true });
  };

  const centre = (segment) => {
    const text = document.getElementById("text");
    const at = segment.getBoundingClientRect();
    const around = text.getBoundingClientRect();
    if (at.top < around.top + 40 || at.bottom > around.bottom - 60) {
      text.scrollTop += at.top - around.top - around.height / 3;
    }
  };

  const step = (by) => {
    const items = all();
    choose(items[Math.min(Math.max(items.indexOf(current()) + by, 0), items.length - 1)]);
  };

  const nextWaiting = () => {
    const items = all();
    const at = items.indexOf(current());
    const item = [...items.slice(at + 1), ...items.slice(0, at)].find((one) => one.dataset.state === "proposed");
    if (item) choose(item);
    else {
      choose(current());
      tell(`${document.getElementById("told-text").textContent} ${said.last}`);
    }
  };

  const close = () => {
    panel.replaceChildren();
    list.hidden = false;
    choose(current() || all()[0]);
  };

  const opened = () => {
    list.hidden = panel.childElementCount > 0;
    if (!list.hidden) return;
    const first = panel.querySelector("[data-focus], #errors, input:not([type=hidden]), select, h2");
    if (first) first.focus();
  };

  const ask = async (verb, address, source) => {
    if (busy) return;
    busy = true;
    try {
      // What others did meanwhile comes along with the answer.
      const values = verb === "POST" ? { seen: said.seen } : {};
      await htmx.ajax(verb, address, { source: source || panel, target: panel, swap: "innerHTML", values });
    } finally {
      busy = false;
    }
  };
  const post = async (form) => {
    if (stale && !(await refresh())) return tell(said.expired, true);
    return ask("POST", form.getAttribute("action"), form);
  };

  // Who has logged in again in another window goes on here with the new token.
  let stale = false;
  const refresh = async () => {
    const answer = await fetch(`${said.root}add/`);
    const token = new DOMParser()
      .parseFromString(await answer.text(), "text/html")
      .querySelector("header input[name=csrfmiddlewaretoken]");
    if (!answer.ok || answer.redirected || !token) return false;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
      field.value = token.value;
    });
    stale = false;
    return true;
  };

  const use = (name) => {
    const tool = document.querySelector(`.tools [data-do="${name}"]`);
    if (!tool || !current()) return;
    if (tool.hidden) tell(said.nothing, true);
    else if (tool.matches("form")) post(tool);
    else ask("GET", tool.href);
  };

  // Offsets of what is selected, in the text as the server has it.
  const offsetOf = (node, offset) => {
    const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("#text [data-start]");
    if (!block) return null;
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, offset);
    // Offsets count characters, not the halves that a browser stores some in.
    return Number(block.dataset.start) + [...before.toString()].length;
  };
  const selected = () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : { start, end };
  };
  const add = () => {
    const query = new URLSearchParams({ filters: said.query, ...selected() });
    ask("GET", `${said.root}add/?${query}`);
  };

  const keys = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    n: nextWaiting,
    Enter: () => (current()?.dataset.state === "confirmed" ? step(1) : use("confirm")),
    e: () => use("correct"),
    x: () => use("reject"),
    m: () => use("merge"),
    r: () => use("reopen"),
    a: add,
    b: () => document.getElementById("bulk").click(),
    u: () => document.querySelector("#told button") && post(document.getElementById("told")),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea, [contenteditable]");
    if (event.key === "Escape" && panel.childElementCount && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      close();
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && panel.contains(event.target)) {
      panel.querySelector("form")?.requestSubmit();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (panel.childElementCount) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!Object.hasOwn(keys, key)) return;
    const other = event.target.closest("a, button, summary");
    if (key === "Enter" && other && !other.closest("#items")) return;
    if (key.startsWith("Arrow") && event.target.id === "text") return;
    event.preventDefault();
    keys[key]();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("#panel, .tools, .told")) return;
    event.preventDefault();
    if (form.method === "get") ask("GET", `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
    else post(form);
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("#items a, [data-close], [data-panel], .tools a");
    const segment = event.target.closest("#text [data-keys]");
    if (link) {
      event.preventDefault();
      if (link.matches("[data-close]")) close();
      else if (link.closest("#items")) choose(link.closest("li"));
      else if (link.id === "add") add();
      else ask("GET", link.href);
    } else if (segment && getSelection().isCollapsed && !panel.childElementCount) {
      const item = segment.dataset.keys.split(" ").map((key) => document.getElementById(`item-${key}`)).find(Boolean);
      choose(item, false);
    }
  });

  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const away = event.detail.xhr.getResponseHeader("HX-Redirect") || "";
    if (!away.startsWith("/log-in/") || !panel.querySelector("form")) return;
    event.preventDefault(); // what was typed stays
    stale = true;
    tell(said.expired, true);
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (event.detail.target !== panel) return;
    if ([409, 422].includes(xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    } else if (xhr.status >= 400) {
      tell(xhr.status === 403 ? said.denied : said.failed, true);
    }
  });
  document.body.addEventListener("htmx:sendError", () => tell(said.failed, true));
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === panel) opened();
  });
  // The list has the new item already; the text follows it.
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    const item = event.detail.target;
    if (!item.dataset?.key) return;
    const now = document.getElementById(item.id);
    segments(now.dataset.key).forEach((segment) => {
      segment.classList.remove("proposed", "confirmed", "corrected", "rejected");
      segment.classList.add(now.dataset.state);
    });
  });
  document.body.addEventListener("reviewed", (event) => {
    const item = document.getElementById(`item-${event.detail.key}`);
    said.seen = event.detail.seen;
    list.hidden = false;
    if (item) choose(item);
    if (!event.detail.stay) nextWaiting();
  });

  choose(current(), false);
})();
