"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement;

  // Colours: the system's, unless a choice was made and could be kept.
  const stored = { get: () => { try { return localStorage.getItem("exlint-theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("exlint-theme", value); } catch { /* a page from disk may keep nothing */ } } };
  const themes = all(".themes button");
  const paint = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme; else delete root.dataset.theme;
    for (const button of themes) button.setAttribute("aria-pressed", String(button.dataset.theme === (root.dataset.theme ?? "auto")));
  };
  for (const button of themes) button.addEventListener("click", () => { paint(button.dataset.theme); stored.set(button.dataset.theme); });
  paint(stored.get());

  const filters = one("filters");
  if (!filters) return; // nothing was found

  // What sticks below the filters has to know how high they are.
  const measure = () => root.style.setProperty("--bar", getComputedStyle(filters).position === "sticky" ? `${filters.offsetHeight}px` : "0px");
  new ResizeObserver(measure).observe(filters);

  // Findings, with the text that a search looks at made when it is first needed.
  const sheets = all(".sheet").map((node) => ({
    node, name: node.dataset.name.toLowerCase(),
    hits: all(".hit", node).map((item) => ({ item, button: item.querySelector(".open"), code: item.dataset.code, severity: item.dataset.severity, text: null })),
  }));
  const hits = sheets.flatMap((sheet) => sheet.hits.map((hit) => Object.assign(hit, { sheet })));
  const byButton = new Map(hits.map((hit) => [hit.button.id, hit]));
  const cells = all("#strip .cell");
  const picks = all("[data-pick]");
  const chips = all(".chip");
  const text = one("f-text"), file = one("f-file"), rule = one("f-rule"), reset = one("reset"), status = one("status");
  const noun = status.textContent.trim().split(" ").pop().replace(/s$/, "");
  const things = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
  const haystack = (hit) => (hit.text ??= `${hit.sheet.name} ${hit.item.textContent}`.toLowerCase());

  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const part = file.value.trim().toLowerCase();
    const severities = new Set(chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.severity));
    let found = 0, cards = 0;
    const shown = new Set();
    for (const sheet of sheets) {
      const named = sheet.name.includes(part);
      let any = false;
      for (const hit of sheet.hits) {
        const yes = named && hit.code.startsWith(rule.value) && severities.has(hit.severity) && words.every((word) => haystack(hit).includes(word));
        hit.item.hidden = !yes;
        found += yes;
        any ||= yes;
      }
      sheet.node.hidden = !any;
      cards += any;
      if (any) shown.add(sheet.node.dataset.sheet);
    }
    const active = Boolean(words.length || part || rule.value || severities.size < chips.length);
    status.textContent = active ? `${found.toLocaleString("en")} of ${things(hits.length, "finding")}, in ${things(cards, noun)}` : `${things(found, "finding")} in ${things(cards, noun)}`;
    reset.hidden = !active;
    one("none").hidden = found > 0;
    for (const cell of cells) cell.classList.toggle("off", active && !shown.has(cell.dataset.sheet));
    for (const pick of picks) pick.setAttribute("aria-pressed", String(pick.dataset.pick === rule.value));
    fade();
  };
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); if (hits.length > 2000) waiting = setTimeout(apply, 150); else apply(); };
  const clear = () => {
    text.value = file.value = rule.value = "";
    for (const chip of chips) chip.setAttribute("aria-pressed", "true");
    apply();
  };
  text.addEventListener("input", soon);
  file.addEventListener("input", soon);
  rule.addEventListener("change", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", (event) => { event.preventDefault(); clear(); text.focus(); });
  for (const chip of chips) chip.addEventListener("click", () => { chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true")); apply(); });
  for (const pick of picks) pick.addEventListener("click", () => { rule.value = rule.value === pick.dataset.pick ? "" : pick.dataset.pick; apply(); });
  one("all-rules")?.addEventListener("click", (event) => {
    const open = document.querySelector(".bars.rules").classList.toggle("all");
    event.currentTarget.setAttribute("aria-expanded", String(open));
    event.currentTarget.textContent = open ? "Show fewer" : `Show all ${all(".bars.rules li").length} rules`;
  });

  // The viewer: one source at a time, built from its template.
  const viewer = one("viewer"), source = one("v-source"), narrow = matchMedia("(max-width: 1020px)");
  let current = null, shownSheet = null;
  const fade = () => {
    for (const mark of all("mark", source)) mark.classList.toggle("off", mark.dataset.n.split(" ").every((n) => byButton.get(`hit-${n}`)?.item.hidden));
  };
  const load = (sheet) => {
    if (shownSheet === sheet) return;
    shownSheet = sheet;
    one("v-name").replaceChildren(sheet.node.querySelector("h3 bdi").cloneNode(true));
    const template = sheet.node.querySelector("template");
    const missing = Object.assign(document.createElement("p"), { className: "missing", textContent: "The source of this file is not in the report." });
    source.replaceChildren(template ? template.content.cloneNode(true) : missing);
    fade();
    for (const cell of cells) cell.classList.toggle("here", cell.dataset.sheet === sheet.node.dataset.sheet);
  };
  const into = (node) => { if (node) source.scrollTop += node.getBoundingClientRect().top - source.getBoundingClientRect().top - source.clientHeight / 3; };
  const uncover = () => {
    one("idle").hidden = true;
    one("shown").hidden = false;
    if (narrow.matches && !viewer.classList.contains("open-now")) {
      viewer.classList.add("open-now");
      document.body.classList.add("covered");
      for (const node of [document.querySelector(".top"), one("list"), filters, ...all("main > :not(#results)")]) node.inert = true;
      one("v-close").focus();
    }
  };
  const describe = (hit) => {
    const message = one("v-message");
    message.replaceChildren(hit.button.querySelector(".icon").cloneNode(true), hit.button.querySelector(".message bdi").textContent);
    const link = one("v-rule");
    link.removeAttribute("href"); // a rule that is none of exlint's own has no page
    if (hit.button.dataset.url) link.href = hit.button.dataset.url;
    link.textContent = `${hit.code} ${hit.button.querySelector(".rule").textContent}`;
    const why = one(`rule-${hit.code}`);
    one("v-why").hidden = !why;
    one("v-why-text").textContent = why ? why.content.textContent : "";
  };
  const open = (hit) => {
    current?.button.removeAttribute("aria-current");
    current = hit;
    hit.button.setAttribute("aria-current", "true");
    load(hit.sheet);
    describe(hit);
    one("v-finding").hidden = false;
    uncover();
    const number = hit.button.id.slice(4);
    const rows = all(".source > li", source);
    for (const row of rows) row.classList.remove("at-row");
    for (const mark of all("mark", source)) mark.classList.toggle("current", mark.dataset.n.split(" ").includes(number));
    const row = rows[hit.button.dataset.row - 1];
    row?.classList.add("at-row");
    into(source.querySelector("mark.current") ?? row);
  };
  const close = () => {
    viewer.classList.remove("open-now");
    document.body.classList.remove("covered");
    for (const node of all("[inert]")) node.inert = false;
    if (!narrow.matches) { one("idle").hidden = false; one("shown").hidden = true; }
    current?.button.removeAttribute("aria-current");
    current?.button.focus();
    current = shownSheet = null;
    for (const cell of all(".cell.here")) cell.classList.remove("here");
  };
  const step = (by) => {
    const visible = hits.filter((hit) => !hit.item.hidden);
    if (!visible.length) return;
    const focused = byButton.get(document.activeElement?.id) ?? current;
    const index = visible.indexOf(focused);
    const next = visible[index < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.min(Math.max(index + by, 0), visible.length - 1)];
    next.button.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (!viewer.classList.contains("open-now")) next.button.focus({ preventScroll: true });
    open(next);
  };
  one("list").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("open")) open(byButton.get(button.id));
    if (button.classList.contains("go")) {
      open(byButton.get(button.closest(".hit").querySelector(".open").id));
      load(sheets[button.dataset.sheet]);
      const rows = all(".source > li", source);
      for (const row of rows) row.classList.remove("at-row");
      const row = rows[button.dataset.row - 1];
      row?.classList.add("at-row");
      into(row);
    }
  });
  source.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    const hit = mark && mark.dataset.n.split(" ").map((n) => byButton.get(`hit-${n}`)).find((each) => !each.item.hidden);
    if (hit) { hit.button.scrollIntoView({ block: "nearest" }); open(hit); }
  });
  one("v-prev").addEventListener("click", () => step(-1));
  one("v-next").addEventListener("click", () => step(1));
  one("v-close").addEventListener("click", close);

  // The strip: one stop for the Tab key, arrows within.
  const strip = one("strip"), readout = one("readout"), rest = readout.textContent;
  const go = (cell) => {
    const sheet = sheets[cell.dataset.sheet];
    if (!sheet) return;
    if (sheet.node.hidden) clear();
    const hit = sheet.hits.find((each) => !each.item.hidden);
    sheet.node.scrollIntoView({ block: "start" });
    open(hit);
    if (!narrow.matches) hit.button.focus({ preventScroll: true });
  };
  if (cells.length) cells[0].tabIndex = 0;
  strip.addEventListener("click", (event) => { const cell = event.target.closest(".cell"); if (cell) go(cell); });
  strip.addEventListener("pointerover", (event) => { const cell = event.target.closest(".cell"); if (cell) readout.textContent = cell.getAttribute("aria-label"); });
  strip.addEventListener("pointerleave", () => { readout.textContent = rest; });
  strip.addEventListener("focusin", (event) => {
    for (const cell of cells) if (cell.tabIndex === 0 && cell !== event.target) cell.tabIndex = -1;
    event.target.tabIndex = 0;
    readout.textContent = event.target.getAttribute("aria-label");
  });
  strip.addEventListener("focusout", () => { readout.textContent = rest; });
  strip.addEventListener("keydown", (event) => {
    const across = getComputedStyle(strip).gridTemplateColumns.split(" ").length;
    const at = cells.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + across, ArrowUp: at - across, Home: 0, End: cells.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    cells[to]?.focus();
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName ?? "");
    if (event.key === "Escape") {
      if (typing && event.target.value) { event.target.value = ""; apply(); } else if (typing) event.target.blur(); else if (!one("shown").hidden) close(); else if (!reset.hidden) clear();
      event.preventDefault();
      return;
    }
    if (typing) return;
    if (event.key === "/") { event.preventDefault(); text.focus(); text.select(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
})();
