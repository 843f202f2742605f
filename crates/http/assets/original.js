// The original beside its text: pages of a PDF drawn by pdf.js, with the words that the search found marked on them.
const viewer = document.querySelector(".viewer[data-pdf]");

const fallback = () => {
  const frame = document.createElement("iframe");
  frame.src = `${viewer.dataset.pdf}#page=${pageOfAddress() ?? viewer.dataset.page}`;
  frame.title = viewer.getAttribute("aria-label");
  viewer.replaceChildren(frame);
};

const button = (label, sign) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "ds-button";
  made.dataset.variant = "secondary";
  made.setAttribute("aria-label", label);
  made.textContent = sign;
  return made;
};

// In lower case, a unit for a unit.
const low = (unit) => {
  const small = /\s/.test(unit) ? " " : unit.toLowerCase();
  return small.length === 1 ? small : unit;
};

// The text of a page in one piece, and for each unit of it the run that it is of and its place there: words go on over the
// ends of runs, and behind a hyphen over those of lines.
const flow = (runs) => {
  const text = [];
  const stands = [];
  for (const [number, run] of runs.entries()) {
    for (let at = 0; at < run.str.length; at += 1) {
      if (run.str[at] === "\u00ad") continue;
      text.push(low(run.str[at]));
      stands.push([number, at]);
    }
    if (!run.hasEOL) continue;
    const next = () => runs.slice(number + 1).find((later) => later.str.trim())?.str ?? "";
    if (text.at(-1) === "-" && /\p{L}/u.test(text.at(-2) ?? "") && /^\p{Ll}/u.test(next())) {
      text.pop();
      stands.pop();
    } else {
      text.push(" ");
      stands.push([number, run.str.length]);
    }
  }
  return { text: text.join(""), stands };
};

// Where in the runs of a page what the search found stands: of whole words, case aside, the stretch that is marked. A
// stretch that goes on in another run is two.
const places = (runs, marks) => {
  const { text, stands } = flow(runs);
  const out = [];
  for (const { word, from, to } of marks) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ") || /[\p{L}\p{N}]/u.test(text[at + word.length] ?? " ")) continue;
      let last = null;
      for (const [run, unit] of stands.slice(at + from, at + to)) {
        if (last?.run === run) last.to = unit + 1;
        else out.push((last = { run, from: unit, to: unit + 1 }));
      }
    }
  }
  return out;
};

// What the page says is marked: from where to where of which words.
const marksOf = (told) =>
  told.split("\t").flatMap((line) => {
    const [, from, to, word] = line.match(/^(\d+) (\d+) (.+)$/) ?? [];
    return word ? [{ word: word.split("").map(low).join(""), from: Number(from), to: Number(to) }] : [];
  });

// How far into a run of text a place is, as a share of its width: by the widths of its letters in the font that the page loaded.
const measured = (paint, item, styles) => {
  const family = styles[item.fontName]?.fontFamily ?? "sans-serif";
  paint.font = `100px "${item.fontName}", ${family}`;
  const whole = paint.measureText(item.str).width;
  return (letters) => (whole > 0 ? paint.measureText(item.str.slice(0, letters)).width / whole : letters / item.str.length);
};

// The page of a place in the text: that of the last page's beginning before it.
const pageOf = (place) => {
  const links = [...document.querySelectorAll("a[data-page]")];
  const above = links.filter((link) => link.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
  return above.length ? Number(above.at(-1).dataset.page) : null;
};
// The page that the address leads to.
const pageOfAddress = () => {
  const led = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return led ? pageOf(led) : null;
};

// On a narrow page the original stands above the text: who asks for it is led there.
const seen = () => {
  if (getComputedStyle(viewer).position === "static") viewer.scrollIntoView({ behavior: "instant" });
};

const start = async () => {
  const pdfjs = await import("/assets/pdf.min.mjs");
  pdfjs.GlobalWorkerOptions.workerSrc = "/assets/pdf.worker.min.mjs";
  const file = await pdfjs.getDocument({ url: viewer.dataset.pdf, isEvalSupported: false, enableXfa: false }).promise;
  const marks = marksOf(viewer.dataset.words);
  const bar = document.createElement("p");
  bar.className = "viewer-bar";
  const before = button(viewer.dataset.before, "←");
  const after = button(viewer.dataset.after, "→");
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  bar.append(before, status, after);
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  sheet.append(canvas);
  viewer.replaceChildren(bar, sheet);
  let shown = 0;
  let drawing = Promise.resolve();

  const draw = async (number) => {
    const page = await file.getPage(number);
    const width = Math.max(viewer.clientWidth - 2, 200);
    const plain = page.getViewport({ scale: 1 });
    const scale = width / plain.width;
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    const view = page.getViewport({ scale: scale * sharp });
    canvas.width = Math.floor(view.width);
    canvas.height = Math.floor(view.height);
    const paint = canvas.getContext("2d");
    await page.render({ canvas, canvasContext: paint, viewport: view }).promise;
    const content = await page.getTextContent();
    let found = 0;
    paint.globalCompositeOperation = "multiply";
    paint.fillStyle = "#ffe27a";
    const runs = content.items.filter((item) => typeof item.str === "string");
    for (const { run, from, to } of places(runs, marks)) {
      const item = runs[run];
      if (!item.width) continue;
      const share = measured(paint, item, content.styles);
      const [x0, y0] = view.convertToViewportPoint(
        item.transform[4] + item.width * share(from),
        item.transform[5] + item.height,
      );
      const [x1, y1] = view.convertToViewportPoint(
        item.transform[4] + item.width * share(to),
        item.transform[5] - item.height * 0.25,
      );
      paint.fillRect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
      found += 1;
    }
    canvas.dataset.found = String(found);
    canvas.dataset.drawn = String(number);
  };
  const show = (number) => {
    const wanted = Math.min(Math.max(number, 1), file.numPages);
    if (wanted === shown) return;
    shown = wanted;
    before.disabled = wanted === 1;
    after.disabled = wanted === file.numPages;
    status.textContent = `${viewer.dataset.label} ${wanted} / ${file.numPages}`;
    canvas.setAttribute("aria-label", status.textContent);
    drawing = drawing.then(() => draw(wanted)).catch(fallback);
  };
  before.addEventListener("click", () => show(shown - 1));
  after.addEventListener("click", () => show(shown + 1));
  // Page links in the text, and the hit that one walks to, turn the page here.
  for (const link of document.querySelectorAll("a[data-page]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(Number(link.dataset.page));
      seen();
    });
  }
  document.addEventListener("ordskifte:mark", (event) => {
    const page = pageOf(event.detail);
    if (page) show(page);
  });
  addEventListener("hashchange", () => {
    const page = pageOfAddress();
    if (page) show(page);
  });
  show(pageOfAddress() ?? Number(viewer.dataset.page));
  // After the browser has gone to what the address leads to, which is further down.
  if (document.readyState === "complete") seen();
  else addEventListener("load", () => setTimeout(seen));
};

if (viewer) start().catch(fallback);
