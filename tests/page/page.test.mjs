// The pages in a real browser. BASE is the server, CHROMIUM the browser; `run.sh` sets both.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const base = process.env.BASE;
const shots = new URL("./screenshots/", import.meta.url).pathname;
const sizes = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};
const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"];
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let browser;
let paths;

const get = async (path) => (await fetch(base + path)).json();
const hit = async (query) => (await get(`/api/v1/search?${query}`)).hits[0];

before(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
  const minutes = await hit("q=vindkraft&kind=referat&year=2019");
  const pdf = await hit("q=vindkraft&kind=referat&year=2022");
  paths = {
    home: "/",
    hits: "/?q=vindkraft",
    statements: "/?q=vindkraft&unit=statement&side=ks",
    passages: "/?q=kommune&unit=passage&sort=date",
    middle: `/?q=kommune&limit=5&cursor=${(await get("/api/v1/search?q=kommune&limit=5")).next_cursor}`,
    nothing: "/?q=vindkraft+tulleord&year=2022",
    unknown: "/?ministry=KDDD&q=foo:bar",
    error: "/?q=a)",
    missing: "/nothing",
    record: minutes.url,
    marked: `${minutes.url}?q=vindkraft`,
    beside: `${pdf.url}?q=vindkraft&original=1`,
    table: (await hit("kind=veileder")).url,
    people: "/people",
    person: `/people/${(await get("/api/v1/people?limit=100")).items.sort((a, b) => b.statements - a.statements)[0].id}`,
    ministries: "/ministries",
    ministry: "/ministries/kdd-2022",
    topics: "/topics",
    topic: "/topics/tema/energi",
    wheel: "/meetings?year=2022",
    meeting: "/meetings/konsultasjonsmote-2022-2",
    cases: "/cases",
    case: `/cases/${(await get("/api/v1/cases")).items[0].id}`,
    hearings: "/hearings",
    hearing: `/hearings/${(await get("/api/v1/hearings")).items[0].id}`,
    agreements: "/agreements",
    coverage: "/coverage",
  };
});

after(() => browser?.close());

// A page on which every complaint of the browser fails the test.
const open = async (path, options = {}) => {
  const { failing = false, ...rest } = options;
  const context = await browser.newContext({ locale: "nb-NO", ...sizes.desktop, ...rest });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  const response = await page.goto(base + path);
  if (!failing) assert.equal(response.status(), 200, path);
  return { page, context, complaints: () => complaints.filter((text) => !failing || !text.includes("status of 4")) };
};

for (const [size, options] of Object.entries(sizes)) {
  for (const scheme of size === "desktop" ? ["light", "dark"] : ["light"]) {
    test(`no page kind breaks WCAG 2.2 A or AA: ${size}, ${scheme}`, async () => {
      for (const [name, path] of Object.entries(paths)) {
        const failing = name === "error" || name === "missing";
        const { page, context, complaints } = await open(path, { ...options, colorScheme: scheme, failing });
        if (name === "beside") await page.waitForSelector("canvas[data-drawn]");
        await page.screenshot({ path: `${shots}${name}-${size}-${scheme}.png` });
        const found = await new AxeBuilder({ page }).withTags(wcag).analyze();
        const brief = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
        assert.deepEqual(brief, [], `${name} ${path}`);
        assert.deepEqual(complaints(), [], name);
        await context.close();
      }
    });
  }
}

test("at 400 % zoom nothing is cut off sideways", async () => {
  for (const [name, path] of Object.entries(paths)) {
    const failing = name === "error" || name === "missing";
    const { page, context } = await open(path, { viewport: { width: 320, height: 256 }, failing });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
    await context.close();
  }
});

test("the first page is less than 100 kB on the wire", async () => {
  const { page, context } = await open("/nothing", { failing: true });
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  wire.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await page.goto(`${base}/?q=vindkraft`, { waitUntil: "networkidle" });
  assert.ok(bytes > 5_000 && bytes < 100_000, `${bytes} bytes`);
  await context.close();
});

test("without JavaScript: search, refine, drop the filter, open a hit, go from hit to hit", async () => {
  const { page, context } = await open("/", { javaScriptEnabled: false });
  await page.fill("#q", "vindkraft");
  await page.click("form[role=search] .row button");
  const total = Number(await page.textContent(".total strong"));
  assert.ok(total >= 5);
  await page.click(".facet a >> nth=0");
  const fewer = Number(await page.textContent(".total strong"));
  assert.ok(fewer > 0 && fewer <= total);
  await page.click(".chips a");
  assert.equal(Number(await page.textContent(".total strong")), total);
  await page.click(".hit .passage .facts a >> nth=0");
  assert.ok((await page.locator("mark").count()) > 0);
  assert.match(page.url(), /#p-[0-9a-f]{8}/);
  await page.click(".walk summary");
  await page.click(".walk ol a >> nth=0");
  assert.match(page.url(), /#treff-1$/);
  await context.close();
});

test("from the first page of hits to the last, back, and on again, without scripts and by phone", async () => {
  for (const options of Object.values(sizes)) {
    const { page, context } = await open("/?q=kommune&limit=5&lang=nn", { ...options, javaScriptEnabled: false });
    const total = Number(await page.textContent(".total strong"));
    const pages = Math.ceil(total / 5);
    assert.ok(pages > 2);
    const told = () => page.innerText(".pager");
    assert.match(await told(), new RegExp(`Side 1 av ${pages} · treff 1–5`));
    await page.click(".pager a[rel~=last]");
    assert.match(await told(), new RegExp(`Side ${pages} av ${pages} · treff ${5 * (pages - 1) + 1}–${total}`));
    assert.equal(await page.locator(".hit").count(), total - 5 * (pages - 1));
    assert.equal(await page.locator(".pager a[rel~=next]").count(), 0);
    await page.click(".pager a[rel~=prev]");
    assert.match(await page.innerText(".total"), new RegExp(`Side ${pages - 1} av ${pages}`));
    await page.click(".pager a[rel~=next]");
    assert.match(await told(), new RegExp(`Side ${pages} av ${pages}`));
    await page.click(".pager a[rel~=first]");
    assert.match(await told(), /Side 1 av/);
    await context.close();
  }
});

test("the drawing of years chooses a year, and its table says the same", async () => {
  const { page, context } = await open(paths.hits);
  const drawn = await page.locator(".timeline svg title").allTextContents();
  await page.click(".timeline summary");
  const rows = await page.locator(".timeline tbody tr").evaluateAll((all) =>
    all.map((row) => [...row.cells].map((cell) => cell.innerText.trim()).join(": ")),
  );
  const some = drawn.filter((text) => !text.endsWith(": 0"));
  assert.deepEqual(rows, some);
  const [year, count] = rows[0].split(": ");
  await page.locator(".timeline svg a").first().click();
  await page.waitForURL(/year=/);
  assert.match(page.url(), new RegExp(`year=${year}`));
  assert.equal(await page.textContent(".total strong"), count);
  await context.close();
});

test("completions are offered, walked with the arrows and taken with Enter", async () => {
  const { page, context, complaints } = await open("/");
  await page.locator("#q").pressSequentially("vindkr");
  await page.waitForSelector("#suggestions li");
  assert.equal(await page.getAttribute("#q", "aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.getAttribute("#q", "aria-activedescendant"), "suggestion-0");
  const chosen = await page.textContent("#suggestion-0 span");
  const found = await new AxeBuilder({ page }).withTags(wcag).analyze();
  assert.deepEqual(found.violations.map((one) => one.id), []);
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  assert.equal(await page.inputValue("#q"), chosen);
  await page.locator("#q").fill("");
  await page.locator("#q").pressSequentially("fin");
  await page.waitForSelector("#suggestions li");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#suggestions"), false);
  assert.deepEqual(complaints(), []);
  await context.close();
});

test("hits are walked with buttons and keys, round and round", async () => {
  const { page, context } = await open(paths.marked);
  const many = Number(await page.getAttribute(".walk", "data-marks"));
  assert.ok(many > 1);
  assert.equal(await page.locator("mark[id]").count(), many);
  const status = page.locator(".walk [role=status]");
  await page.click(".walk button[data-step='1']");
  assert.equal(await status.textContent(), `1 av ${many}`);
  await page.keyboard.press("n");
  assert.equal(await status.textContent(), `2 av ${many}`);
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  assert.equal(await status.textContent(), `${many} av ${many}`);
  assert.equal(await page.locator("mark.current").count(), 1);
  assert.ok(await page.locator("mark.current").isVisible());
  await context.close();
});

test("the PDF stands beside its text with the hits marked on it, with and without scripts", async () => {
  const { page, context, complaints } = await open(paths.beside);
  await page.waitForSelector("canvas[data-drawn]");
  assert.ok(Number(await page.getAttribute("canvas", "data-found")) > 0);
  const dark = await page.locator("canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 200) count += 1;
    return count;
  });
  assert.ok(dark > 500, `${dark} dark points: the page is not drawn`);
  const other = (await page.getAttribute("canvas", "data-drawn")) === "1" ? 2 : 1;
  await page.locator(".viewer-bar button:enabled").click();
  await page.waitForSelector(`canvas[data-drawn='${other}']`);
  assert.deepEqual(complaints(), []);
  await context.close();
  const plain = await open(paths.beside, { javaScriptEnabled: false });
  const frame = await plain.page.getAttribute(".viewer iframe", "src");
  const answer = await fetch(base + frame.split("#")[0]);
  assert.equal(answer.headers.get("content-type"), "application/pdf");
  assert.doesNotMatch(answer.headers.get("content-security-policy"), /sandbox|default-src/);
  await plain.context.close();
});

// Waits until a page scrolls no more.
const settled = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        let [last, still] = [-1, 0];
        const look = () => {
          still = window.scrollY === last ? still + 1 : 0;
          last = window.scrollY;
          if (still > 20) done();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );

test("what an address leads to stands below the bar of hits with its speaker, the PDF's own bar too", async () => {
  const found = await get(`/api/v1${paths.record}`);
  const said = found.statements.at(-4).anchor;
  for (const [path, open_list, scripts] of [
    [paths.marked, false, true],
    [paths.marked, true, true],
    [paths.marked, false, false],
    [`${paths.marked}&original=1`, false, true],
  ]) {
    const { page, context } = await open(path, { javaScriptEnabled: scripts });
    if (open_list) await page.click(".walk summary");
    await page.goto("about:blank");
    await page.goto(`${base}${path}#${said}`);
    await page.waitForLoadState("load");
    if (scripts) await settled(page);
    else await page.waitForTimeout(500);
    const box = (selector) => page.locator(selector).first().boundingBox();
    const bar = await box(".walk");
    const line = await box(`.speakers:has(+ #${said}), #${said} .speakers`);
    assert.ok(line.y >= bar.y + bar.height, `${path} ${open_list}: line at ${line.y}, bar to ${bar.y + bar.height}`);
    assert.ok(line.y < 900, `${path}: line at ${line.y}`);
    await context.close();
  }
  const { page, context } = await open(paths.beside);
  await page.waitForSelector("canvas[data-drawn]");
  await page.evaluate(() => window.scrollTo({ top: 700, behavior: "instant" }));
  const [bar, own] = [await page.locator(".walk").boundingBox(), await page.locator(".viewer-bar").boundingBox()];
  assert.ok(own.y >= bar.y + bar.height, `the PDF's bar at ${own.y}, the bar of hits to ${bar.y + bar.height}`);
  await context.close();
});

test("the original opens at the page of what the address leads to, and is left at the same place", async () => {
  const found = await hit("q=fjordfiber&kind=notat");
  const own = await get(`/api/v1${found.url}`);
  const second = own.paragraphs.find((one) => one.page === 2 && own.paragraphs.indexOf(one) > 2).anchor;
  const { page, context } = await open(`${found.url}?q=fjordfiber#${second}`);
  await page.click(".actions a[data-keep-place]");
  await page.waitForSelector("canvas[data-drawn='2']");
  assert.match(page.url(), /original=1#(p-|treff-)/);
  await page.evaluate((anchor) => (location.hash = anchor), own.paragraphs[0].anchor);
  await page.waitForSelector("canvas[data-drawn='1']");
  await page.evaluate((anchor) => (location.hash = anchor), second);
  await page.waitForSelector("canvas[data-drawn='2']");
  await page.click(".actions a[data-keep-place]");
  await page.waitForURL((url) => !url.searchParams.has("original") && url.hash.length > 2);
  await context.close();
});

// From where to where the line on the page's middle is marked, in points.
const markedOnLine = async (page) => {
  await page.waitForSelector("canvas[data-drawn='1']");
  return page.locator("canvas").evaluate((canvas) => {
    const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let [left, right] = [width, 0];
    // Only that line: the heading has the word too.
    for (let y = Math.floor((height * 106) / 842); y < (height * 134) / 842; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = (y * width + x) * 4;
        if (data[at] > 240 && Math.abs(data[at + 1] - 226) < 12 && data[at + 2] < 160) [left, right] = [Math.min(left, x), Math.max(right, x)];
      }
    }
    return [(left * 595) / width, (right * 595) / width];
  });
};

test("marks on the PDF stand on their words, whatever the widths of the letters beside them", async () => {
  // Widths of Helvetica, in thousandths of its size.
  const widths = { i: 222, l: 222, " ": 278, f: 278, j: 222, o: 556, r: 333, d: 556, b: 556, e: 556 };
  const wide = (text) => ([...text].reduce((sum, letter) => sum + widths[letter], 0) * 12) / 1000;
  const found = await hit("q=fjordfiber&kind=notat");
  const before = "illi ".repeat(7);
  for (const [query, from, to] of [
    ["fjordfiber", before, `${before}fjordfiber`],
    // Of a compound the part that was asked for.
    ["fiber", `${before}fjord`, `${before}fjordfiber`],
    ["fjord", before, `${before}fjord`],
  ]) {
    const { page, context } = await open(`${found.url}?q=${query}&original=1`);
    const seen = await markedOnLine(page);
    const expected = [72 + wide(from), 72 + wide(to)];
    for (const [at, place] of seen.entries()) assert.ok(Math.abs(place - expected[at]) < 4, `${query}: ${seen} for ${expected}`);
    assert.deepEqual([...new Set(await page.locator("mark").allTextContents())], [query]);
    await context.close();
  }
});

test("a word that a line of the PDF breaks is marked on both lines", async () => {
  const found = await hit("q=fjellsikringstiltak&kind=notat");
  for (const [query, many] of [["fjellsikringstiltak", 2], ["tiltak", 1], ["%22fjellskred+og+fjellsikringstiltak%22", 2]]) {
    const { page, context } = await open(`${found.url}?q=${query}&original=1`);
    await page.waitForSelector("canvas[data-drawn='2']");
    assert.equal(await page.getAttribute("canvas", "data-found"), String(many), query);
    await context.close();
  }
});

test("hits in a PDF lead to their page of the original", async () => {
  const { page, context } = await open("/?q=%22igjen,+og+da%22+fjordfiber&kind=notat&unit=passage", { javaScriptEnabled: false });
  const all = await page.locator(".hit > .facts a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(all.length > 0);
  assert.ok(all.every((address) => address.endsWith("/original#page=2")), all.join(" "));
  await context.close();
});

test("back to the hits is back to their filters and page, where a script may say so", async () => {
  const path = "/?q=vindkraft&kind=referat&sort=date&limit=2";
  for (const javaScriptEnabled of [true, false]) {
    const { page, context } = await open(path, { javaScriptEnabled });
    await page.click(".pager a[rel~=next]");
    const came = page.url();
    await page.click(".hit h2 a >> nth=0");
    await page.click(".back a");
    assert.equal(page.url(), javaScriptEnabled ? came : `${base}/?q=vindkraft`);
    await context.close();
  }
});

test("on a phone the original is seen where it was asked for", async () => {
  const { page, context } = await open(paths.beside.replace("&original=1", ""), sizes.phone);
  await page.click(".actions a[data-keep-place]");
  const visible = () => page.locator("canvas").evaluate((canvas) => {
    const { top, bottom } = canvas.getBoundingClientRect();
    return bottom > 100 && top < window.innerHeight - 100;
  });
  await page.waitForSelector("canvas[data-drawn]");
  await settled(page);
  assert.ok(await visible(), "the PDF is out of sight");
  await page.locator("a[data-page]").last().click();
  await page.waitForSelector("canvas[data-drawn='2']");
  await settled(page);
  assert.ok(await visible(), "the page asked for is out of sight");
  await context.close();
});

test("a record is searched from its own page, and the original stays beside it", async () => {
  const path = (await hit("q=vindkraft&kind=referat&year=2022")).url;
  for (const [start, javaScriptEnabled] of [[path, false], [`${path}?original=1`, true]]) {
    const { page, context } = await open(start, { javaScriptEnabled });
    await page.fill("#q", "vindkraft");
    await page.press("#q", "Enter");
    await page.waitForSelector(".walk");
    assert.ok((await page.locator(".text mark").count()) > 0);
    assert.equal(new URL(page.url()).searchParams.get("original"), start.includes("original") ? "1" : null);
    assert.equal(await page.inputValue("#q"), "vindkraft");
    await page.fill("#q", "finnesikkeher");
    await page.press("#q", "Enter");
    await page.waitForURL(/finnesikkeher/);
    assert.match(await page.innerText(".walk"), /Ingen treff i dette dokumentet/);
    await context.close();
  }
});

test("keys without a modifier can be switched off, for good", async () => {
  const { page, context } = await open(paths.marked);
  const status = page.locator(".walk [role=status]");
  await page.keyboard.press("n");
  assert.match(await status.textContent(), /^1 /);
  await page.uncheck(".keys input");
  await page.locator(".keys input").evaluate((input) => input.blur());
  for (const key of ["n", "/"]) await page.keyboard.press(key);
  assert.match(await status.textContent(), /^1 /);
  assert.equal(await page.evaluate(() => document.activeElement.id), "");
  await page.reload();
  assert.equal(await page.isChecked(".keys input"), false);
  await page.keyboard.press("n");
  assert.match(await status.textContent(), /^0 /);
  await context.close();
});

test("on a phone coverage is seen whole", async () => {
  const { page, context } = await open(paths.coverage, sizes.phone);
  const hidden = await page.locator(".scroll").evaluateAll((all) => all.map((box) => box.scrollWidth - box.clientWidth));
  assert.ok(hidden.length > 0 && hidden.every((width) => width <= 1), `${hidden}`);
  await context.close();
});

test("the walk begins at the hit that one came to", async () => {
  const { page, context } = await open(paths.marked);
  const many = await page.getAttribute(".walk", "data-marks");
  const status = page.locator(".walk [role=status]");
  assert.equal(await status.textContent(), `0 av ${many}`);
  await page.evaluate(() => (location.hash = "treff-2"));
  await page.waitForFunction(() => document.querySelector("mark.current")?.id === "treff-2");
  assert.equal(await status.textContent(), `2 av ${many}`);
  await page.click(".walk button[data-step='1']");
  assert.equal(await status.textContent(), `${Math.min(3, Number(many))} av ${many}`);
  await context.close();
});

test("words are not broken in the middle on pages of topics and ministries", async () => {
  for (const path of [paths.topic, paths.ministry]) {
    const { page, context } = await open(path);
    const broken = await page.evaluate(() => {
      const out = [];
      for (const link of document.querySelectorAll(".small-tables td a")) {
        const node = link.firstChild;
        for (const { 0: word, index } of node.textContent.matchAll(/[^\s\p{Pd}]+/gu)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const tops = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
          if (tops.size > 1) out.push(word);
        }
      }
      return out;
    });
    assert.deepEqual(broken, [], path);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll(".small-tables .scroll")].filter((box) => box.scrollWidth > box.clientWidth + 1).length,
    );
    assert.equal(cut, 0, `${path}: tables wider than their place`);
    await context.close();
  }
});

test("on a phone a file of a record takes few lines, and its digest at most three", async () => {
  const { page, context } = await open(paths.record, sizes.phone);
  const heights = await page.locator(".files tbody tr").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  assert.ok(heights.length >= 2 && heights.every((height) => height < 120), heights.join(" "));
  await context.close();
});

test("points below an item of the agenda are set in", async () => {
  const { items } = await get("/api/v1/meetings");
  for (const one of items) {
    const { page, context } = await open(`/meetings/${one.id}`, { javaScriptEnabled: false });
    const deep = page.locator("#agenda ~ .scroll td .level-2");
    if ((await deep.count()) > 0) {
      const top = page.locator("#agenda ~ .scroll tbody tr td:nth-child(2) > :not(.level-2):not(.level-3)").first();
      const [inner, outer] = [await deep.first().boundingBox(), await top.boundingBox()];
      assert.ok(inner.x > outer.x + 10, `${inner.x} beside ${outer.x}`);
      await context.close();
      return;
    }
    await context.close();
  }
  assert.fail("no meeting has such points");
});

test("what was opened or closed stays so", async () => {
  const { page, context } = await open(paths.hits);
  const facet = page.locator("details[data-remember='facet-language']");
  assert.equal(await facet.getAttribute("open"), null);
  await facet.locator("summary").click();
  await page.reload();
  assert.notEqual(await facet.getAttribute("open"), null);
  // Also by one who leaves in the moment of the click, before the browser tells of the toggle.
  await Promise.all([
    page.waitForNavigation(),
    facet.locator("summary").evaluate((summary) => {
      summary.click();
      location.reload();
    }),
  ]);
  assert.equal(await facet.getAttribute("open"), null);
  await context.close();
});

test("the language is that of the address, of the cookie after it, else of the browser", async () => {
  const { page, context } = await open("/", { locale: "nn-NO" });
  const language = () => page.getAttribute("html", "lang");
  assert.equal(await language(), "nn");
  await page.click("header nav a[lang=en]");
  assert.equal(await language(), "en");
  await page.goto(base + paths.record);
  assert.equal(await language(), "en");
  await page.goto(`${base}/?lang=nb`);
  assert.equal(await language(), "nb");
  await context.close();
});

test("what is wrong is told in the reader's language, and what may be meant is one click away", async () => {
  const { page, context } = await open("/nothing", { locale: "nn-NO", failing: true });
  const told = () => page.textContent("[role=alert]");
  assert.match(await told(), /Det finst ingenting på/);
  await page.click("header nav a[lang=en]");
  assert.match(await told(), /Nothing is at/);
  await page.goto(`${base}/ministries/KD?lang=nb`);
  assert.match(await told(), /Flere departementer har hett `KD`: kd-2000, kd-2006/);
  await page.goto(`${base}/?ministry=KDDD&lang=nb`);
  assert.match(await page.textContent(".notice"), /arkivet har ikke «KDDD»/);
  await page.click(".notice a");
  assert.equal(new URL(page.url()).searchParams.get("ministry"), "KDD");
  assert.ok(Number(await page.textContent(".total strong")) > 0);
  await context.close();
});

test("the keyboard alone reaches everything, and the slash the search box", async () => {
  const { page, context } = await open(paths.hits);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "ds-skip-link");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await context.close();
});

test("hostile names and texts are shown and never run", async () => {
  const found = await hit("q=fjellheimen+hermetegn");
  for (const path of ["/?q=fjellheimen+hermetegn", `${found.url}?q=fjellheimen`, "/?q=%3Cscript%3Ealert(9)%3C%2Fscript%3E"]) {
    const { page, context, complaints } = await open(path, { failing: path.includes("%3C") });
    page.on("dialog", () => assert.fail(`a script ran on ${path}`));
    await page.waitForTimeout(200);
    assert.equal(await page.locator("script:not([src])").count(), 0, path);
    assert.deepEqual(complaints(), []);
    await context.close();
  }
  const { page, context } = await open(found.url);
  assert.match(await page.textContent(".text"), /<script>alert\(1\)<\/script> & "hermetegn"/);
  assert.match(await page.textContent(".files"), /<script>alert\(3\)/);
  await context.close();
});

test("a link to a paragraph that is gone says so and leads to the version that had it", async () => {
  const found = await hit("q=fjellheimen+kind:referat");
  const old = await get(`/api/v1${found.url}/v1`);
  const now = await get(`/api/v1${found.url}`);
  assert.equal(now.version, 2);
  const anchors = new Set(now.paragraphs.map((one) => one.anchor));
  const gone = old.paragraphs.map((one) => one.anchor).find((anchor) => !anchors.has(anchor));
  const { page, context } = await open(`${found.url}#${gone}`, { javaScriptEnabled: false });
  const notice = page.locator(".vanished:visible");
  assert.equal(await notice.count(), 1);
  await notice.locator("a").click();
  assert.match(page.url(), new RegExp(`/v1#${gone}$`));
  assert.ok(await page.locator(`#${gone}`).isVisible());
  await context.close();
});

test("a person's page: years, meetings, statements, and the same as a table, without scripts", async () => {
  const { page, context } = await open(paths.person, { javaScriptEnabled: false });
  assert.equal(await page.getAttribute("meta[name=robots]", "content"), "noindex");
  const drawn = (await page.locator(".timeline svg title").allTextContents()).filter((text) => !text.endsWith(": 0"));
  await page.click(".timeline summary");
  const rows = await page.locator(".timeline tbody tr").evaluateAll((all) =>
    all.map((row) => [...row.cells].map((cell) => cell.innerText.trim()).join(": ")),
  );
  assert.deepEqual(rows, drawn);
  const all = Number((await page.textContent(".hits > p:last-child a")).match(/\((\d+)\)/)[1]);
  assert.equal(drawn.reduce((sum, text) => sum + Number(text.split(": ")[1]), 0), all);
  const csv = await page.locator("#data ~ ul a", { hasText: "CSV" }).first().getAttribute("href");
  const answer = await fetch(base + csv);
  assert.equal(Number(answer.headers.get("x-total-count")), all);
  await page.click(".timeline tbody a");
  assert.match(page.url(), /speaker=.*year=|year=.*speaker=/);
  await page.click(".about-these a");
  assert.equal(new URL(page.url()).pathname, paths.person);
  await context.close();
});

test("the annual wheel says with dots what its table says, and leads from year to year by keyboard", async () => {
  const { page, context } = await open(paths.wheel);
  const dots = await page.locator(".wheel a:has(.meeting)").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const rows = await page.locator("#year ~ div tbody tr").evaluateAll((all) =>
    all.filter((row) => row.cells[0].innerText.trim()).map((row) => row.cells[1].querySelector("a").getAttribute("href")),
  );
  assert.ok(dots.length > 0);
  assert.deepEqual(dots, rows);
  const other = page.locator("nav.units a:not([aria-current])").first();
  const year = await other.textContent();
  await other.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/year=/);
  assert.match(await page.textContent("h1"), new RegExp(year));
  assert.equal(await page.textContent("nav.units a[aria-current]"), year);
  await context.close();
});

test("from a record to the person, the ministry, the topic and the meeting that it names", async () => {
  for (const sort of ["people", "ministries", "topics", "meetings"]) {
    const { page, context } = await open(paths.record, { javaScriptEnabled: false });
    const link = page.locator(`aside a[href^="/${sort}/"]`).first();
    const name = (await link.textContent()).trim();
    await link.click();
    assert.equal(new URL(page.url()).pathname.split("/")[1], sort);
    const heading = await page.textContent("h1");
    const word = name.split(" ").at(-1).toLowerCase();
    assert.ok(heading.toLowerCase().includes(word), `${name} leads to ${heading}`);
    await context.close();
  }
});

test("printed pages are text without controls", async () => {
  for (const path of [paths.hits, paths.marked]) {
    const { page, context } = await open(path);
    await page.emulateMedia({ media: "print" });
    for (const hidden of ["form", ".walk", ".actions", "aside#filters", ".permalink"]) {
      for (const one of await page.locator(hidden).all()) assert.equal(await one.isVisible(), false, `${path} ${hidden}`);
    }
    assert.ok(await page.locator("mark").first().isVisible());
    await context.close();
  }
});

test("every visible link of a search leads to the same hits as a feed, a table and JSON", async () => {
  const { page, context } = await open("/?q=vindkraft&kind=referat");
  const total = Number(await page.textContent(".total strong"));
  const links = await page.locator("aside#filters ul.plain a").evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute("href")]));
  const text = async (name) => (await fetch(base + links.find(([label]) => label.startsWith(name))[1])).text();
  assert.equal((await text("JSON Lines")).trim().split("\n").length, total);
  assert.equal(JSON.parse((await (await fetch(base + links.find(([label]) => label === "JSON")[1])).text())).total, total);
  assert.equal((await text("RIS")).match(/^ER  -/gm).length, total);
  assert.equal((await text("BibTeX")).match(/^@misc/gm).length, total);
  assert.equal((await text("Følg søket")).match(/<entry[ >]/g).length, total);
  await context.close();
});
