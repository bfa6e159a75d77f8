// A table with search, filters, sorting and pages; only the rows in view are in the document.
const PAGE = 20;
const haystacks = new WeakMap();

function haystack(row) {
  if (!haystacks.has(row)) {
    const words = [];
    const walk = (value) => {
      if (typeof value === "string") words.push(value);
      else if (value && typeof value === "object") Object.values(value).forEach(walk);
    };
    walk({ ...row, e: (row.e ?? []).map(quoted) });
    if (row.p?.c) words.push(country(row.p.c));
    if (row.ty) words.push(label("type", row.ty));
    haystacks.set(row, fold(words.join("\n")));
  }
  return haystacks.get(row);
}

function makeTable(host, { name, rows, columns, filters = [], onchange = () => {} }) {
  if (!rows.length) { host.replaceChildren(h("p", { class: "note" }, say("nothing_coded"))); return null; }
  const state = { query: "", page: 0, sort: null, down: false, picked: {}, place: null };
  const body = h("tbody", { role: "rowgroup" });
  const pager = h("div", { class: "pager" });
  const chip = h("span", { class: "chips" });
  const head = h("tr", { role: "row" });
  let found = rows;

  const matches = (row, words) =>
    (!state.place || placeKey(row) === state.place.key) &&
    filters.every((f) => !state.picked[f.name] || [f.value(row)].flat().includes(state.picked[f.name])) &&
    words.every((word) => haystack(row).includes(word));

  function find() {
    const words = fold(state.query).split(/\s+/).filter(Boolean);
    found = rows.filter((row) => matches(row, words));
    if (state.sort) {
      const of = state.sort.sort;
      found = [...found].sort((a, b) => compare(of(a), of(b)) * (state.down ? -1 : 1));
    }
    state.page = 0;
    draw();
    onchange(found);
  }

  function draw() {
    const first = state.page * PAGE;
    const cell = (column, row) => {
      const content = h("div", {}, column.cell(row) ?? "");
      return h("td", { role: "cell", class: [column.class, content.hasChildNodes() ? "" : "empty"].join(" "), "data-label": say(column.title) }, content);
    };
    body.replaceChildren(...found.slice(first, first + PAGE).map((row) => h("tr", { role: "row" }, columns.map((column) => cell(column, row)))));
    if (!found.length) body.append(h("tr", { role: "row" }, h("td", { role: "cell", colspan: columns.length }, say("nothing_found"))));
    pager.replaceChildren(...pagerParts(first));
    chip.replaceChildren(...(state.place ? [h("button", { type: "button", class: "chip", onclick: () => pick(null) }, say("at_place"), " ", bdi(state.place.name), " ×")] : []));
    head.replaceChildren(...columns.map(headCell));
  }

  function pagerParts(first) {
    const last = Math.max(0, Math.ceil(found.length / PAGE) - 1);
    const turn = (step) => () => { state.page += step; draw(); host.scrollIntoView({ block: "start" }); };
    const button = (text, step, off) => h("button", { type: "button", disabled: off, onclick: turn(step) }, say(text));
    return [h("span", { "aria-live": "polite" }, say("shown"), " ",
      num(`${found.length ? first + 1 : 0}–${Math.min(first + PAGE, found.length)}`), " ", say("of"), " ", num(found.length)),
      button("previous", -1, state.page === 0), button("next", 1, state.page >= last)];
  }

  function headCell(column) {
    const sorted = state.sort === column;
    if (!column.sort) return h("th", { role: "columnheader", scope: "col", class: column.class }, say(column.title));
    const turn = () => { state.down = sorted ? !state.down : false; state.sort = column; find(); };
    return h("th", { role: "columnheader", scope: "col", class: column.class, "aria-sort": sorted ? (state.down ? "descending" : "ascending") : "none" },
      h("button", { type: "button", class: "sort", onclick: turn }, say(column.title), sorted ? (state.down ? " ↓" : " ↑") : ""));
  }

  function pick(place) { state.place = place; find(); }
  function choose(filter, value) { state.picked[filter] = value; const select = host.querySelector(`select[name="${filter}"]`); if (select) select.value = value; find(); }

  let timer;
  const type = (event) => { clearTimeout(timer); timer = setTimeout(() => { state.query = event.target.value; find(); }, 180); };
  const search = h("input", { type: "search", placeholder: say("search_hint"), "aria-label": say("search"), oninput: type });
  const clear = () => { search.value = ""; Object.assign(state, { query: "", place: null, picked: {} }); host.querySelectorAll("select").forEach((s) => { s.value = ""; }); find(); };
  host.replaceChildren(
    h("div", { class: "controls" }, h("label", {}, h("span", {}, say("search")), search), filters.map((f) => select(f, rows, choose)),
      h("button", { type: "button", class: "clear", onclick: clear }, say("clear")), chip),
    h("div", { class: "scroll" }, h("table", { role: "table", class: `rows ${name}` }, h("caption", { class: "hidden" }, say(name)), h("thead", { role: "rowgroup" }, head), body)), pager);
  draw();
  return { pick, choose };
}

function select(filter, rows, choose) {
  const counts = new Map();
  for (const row of rows) for (const value of [filter.value(row)].flat()) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const options = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 150);
  if (options.length < 2) return null;
  return h("label", {}, h("span", {}, say(filter.title)),
    h("select", { name: filter.name, onchange: (event) => choose(filter.name, event.target.value) }, h("option", { value: "" }, say("all")),
      options.map(([value, count]) => h("option", { value }, `${filter.show ? filter.show(value) : value} (${count})`))));
}

function compare(a, b) {
  if (a === b) return 0;
  if (a === undefined || a === null || a === "") return 1;
  if (b === undefined || b === null || b === "") return -1;
  return typeof a === "number" ? a - b : String(a).localeCompare(String(b), settings.language);
}
