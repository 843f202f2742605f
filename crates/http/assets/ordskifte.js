// What the pages do beyond HTML: completions, remembered openings, walking from hit to hit. Every page is whole without it.

// Openings of details are remembered: what the reader clicked (a key on a summary clicks too), and at once, since
// "toggle" comes a task later, when the reader may have left the page.
for (const details of document.querySelectorAll("details[data-remember]")) {
  const key = `ordskifte:${details.dataset.remember}`;
  try {
    const held = localStorage.getItem(key);
    if (held !== null && !details.querySelector(".active")) details.open = held === "1";
    details
      .querySelector(":scope > summary")
      ?.addEventListener("click", () => localStorage.setItem(key, details.open ? "0" : "1"));
  } catch {
    // A browser that keeps nothing shows the page as it comes.
  }
}

// Keys without a modifier can be switched off (WCAG 2.1.4): who speaks to the browser, or slips, does not want them.
const keys = document.querySelector(".keys");
const switched = keys.querySelector("input");
try {
  switched.checked = localStorage.getItem("ordskifte:keys") !== "0";
  switched.addEventListener("change", () => localStorage.setItem("ordskifte:keys", switched.checked ? "1" : "0"));
} catch {
  // As above.
}
keys.hidden = false;
const isKey = (event) =>
  switched.checked && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea");

// Back to the hits is back to those that one came from, with their filters and page.
const back = document.querySelector("a[data-back]");
if (back && document.referrer) {
  const came = new URL(document.referrer);
  if (came.origin === location.origin && came.pathname === "/") back.href = came.href;
}

// Completions: a combobox after the ARIA pattern, with the list below the box.
const box = document.querySelector("input[data-suggest]");
if (box) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestLabel);
  box.parentElement.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  let chosen = -1;
  let waiting;
  let asked = "";

  const open = (is) => {
    list.hidden = !is;
    box.setAttribute("aria-expanded", String(is));
    if (!is) choose(-1);
  };
  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    const item = list.children[place];
    if (item) {
      box.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };
  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((one, at) => {
        const item = document.createElement("li");
        item.id = `suggestion-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const label = document.createElement("span");
        label.textContent = one.label;
        const note = document.createElement("span");
        note.className = "count";
        note.textContent = String(one.count);
        item.append(label, note);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          go(one);
        });
        return item;
      }),
    );
    list.suggestions = suggestions;
    open(suggestions.length > 0);
  };
  const go = (one) => {
    if (one.kind === "word") {
      box.value = one.value;
      open(false);
      box.form.requestSubmit();
    } else {
      location.assign(one.url);
    }
  };
  const ask = async () => {
    const typed = box.value;
    asked = typed;
    if (!typed.trim()) return open(false);
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: typed })}`);
      if (!answer.ok || asked !== typed) return;
      show((await answer.json()).suggestions);
    } catch {
      open(false);
    }
  };
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  box.addEventListener("blur", () => open(false));
  box.addEventListener("keydown", (event) => {
    const many = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      choose((chosen + (event.key === "ArrowDown" ? 1 : many + (chosen < 0 ? 0 : -1))) % many);
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      go(list.suggestions[chosen]);
    }
  });
}

// From hit to hit: buttons, and the keys n and p outside of fields.
const walk = document.querySelector("nav.walk[data-marks]");
const marks = Number(walk?.dataset.marks ?? 0);
// What the address leads to: a paragraph or a mark.
const target = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (walk) {
  const measure = () => {
    // On a narrow page the bar scrolls away with the text.
    const covers = getComputedStyle(walk).position === "sticky" ? walk.offsetHeight : 0;
    document.documentElement.style.setProperty("--bar", `${covers}px`);
  };
  measure();
  new ResizeObserver(measure).observe(walk);
  addEventListener("resize", measure);
  // The browser has gone there by what it knew of the bar before, and of nothing above the paragraph.
  const go = () => {
    const led = target();
    const above = led?.previousElementSibling;
    (above?.matches(".speakers") ? above : led)?.scrollIntoView({ behavior: "instant" });
  };
  const [visit] = performance.getEntriesByType("navigation");
  // Who comes back stands where they were.
  if (location.hash && visit?.type === "navigate") addEventListener("load", go);
}
if (marks > 0) {
  const buttons = walk.querySelector(".buttons");
  const status = buttons.querySelector("[role=status]");
  buttons.hidden = false;
  let at = 0;
  const stand = (place) => {
    document.getElementById(`treff-${at}`)?.classList.remove("current");
    at = place;
    const mark = document.getElementById(`treff-${at}`);
    mark?.classList.add("current");
    status.textContent = `${at} ${status.dataset.of} ${marks}`;
    return mark;
  };
  const step = (by) => {
    let place = ((at - 1 + by + marks) % marks) + 1;
    if (place < 1) place = marks;
    const mark = stand(place);
    mark?.scrollIntoView({ block: "center" });
    document.dispatchEvent(new CustomEvent("ordskifte:mark", { detail: mark }));
  };
  // The walk begins at the hit that the address leads to.
  const begin = () => {
    const led = target();
    const mark = led?.matches("mark") ? led : led?.querySelector("mark[id]");
    stand(Number(mark?.id.split("-")[1] ?? at));
  };
  begin();
  addEventListener("hashchange", begin);
  for (const button of buttons.querySelectorAll("button")) {
    button.addEventListener("click", () => step(at === 0 && button.dataset.step === "-1" ? 0 : Number(button.dataset.step)));
  }
  document.addEventListener("keydown", (event) => {
    if (!isKey(event)) return;
    if (event.key === "n") step(1);
    if (event.key === "p") step(at === 0 ? 0 : -1);
  });
}

// The original is opened and closed at the place where one reads.
for (const link of document.querySelectorAll("a[data-keep-place]")) {
  link.addEventListener("click", () => {
    const place = document.querySelector("mark.current")?.id ?? target()?.id;
    if (place) link.hash = place;
  });
}

// The slash goes to the search box.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || !isKey(event)) return;
  const field = document.getElementById("q");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
