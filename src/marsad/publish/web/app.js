// Reads the records, fills the tables at once, then loads charts and map.
function tabs(tables) {
  const order = ["statements", "commitments", "memberships", "figures", "threats", "events"];
  const list = byId("tabs");
  const host = byId("tab-panels");
  const made = new Set();
  const show = (name) => {
    for (const key of order) {
      byId(`tab-${key}`).setAttribute("aria-selected", key === name);
      byId(`tab-${key}`).tabIndex = key === name ? 0 : -1;
      byId(`panel-${key}`).hidden = key !== name;
    }
    if (!made.has(name)) { made.add(name); tableOf(name, byId(`panel-${name}`).lastElementChild, tables[name]); }
  };
  const step = (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    const flip = document.documentElement.dir === "rtl" ? -way : way;
    const at = order.indexOf(event.target.id.slice(4));
    const next = order[(at + flip + order.length) % order.length];
    show(next);
    byId(`tab-${next}`).focus();
  };
  for (const name of order) {
    list.append(h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => show(name), onkeydown: step }, say(name), " ", num(tables[name].length)));
    host.append(h("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, hidden: true }, name === "events" ? h("p", { class: "note" }, say("events_note")) : "", h("div")));
  }
  show(order.find((name) => tables[name].length) ?? "statements");
}

function overview(rows, table) {
  const byCountry = Object.assign((value) => table?.choose("country", value), { show: country });
  const byActor = Object.assign((value) => table?.choose("actor", value), { show: (value) => value });
  drawBars(byId("by-country"), counted(rows, (row) => [row.p?.c]), byCountry);
  drawBars(byId("by-actor"), counted(rows, (row) => row.g ?? []), byActor);
}

async function main() {
  const data = JSON.parse(await inflate("records-data"));
  reports = data.reports;
  texts = JSON.parse((await inflate("texts-data")) ?? "[]");
  collectSpans(data.rows);
  const listeners = [];
  const incidents = data.rows.incidents;
  const table = tableOf("incidents", byId("table-incidents"), incidents, (found) => listeners.forEach((listen) => listen(found)));
  tabs(data.rows);
  legend(byId("map-legend"));
  document.addEventListener("click", (event) => {
    const at = event.target.closest?.("[data-report]")?.dataset.report;
    if (at !== undefined) openReport(Number(at), null);
  });
  byId("panel").addEventListener("click", (event) => { if (event.target === byId("panel")) byId("panel").close(); });
  overview(incidents, table);
  listeners.push((found) => overview(found, table));
  for (const name of ["asset-d3", "asset-topojson", "asset-plot"]) await loadScript(name);
  drawCurve(incidents);
  listeners.push(drawCurve);
  let shown = incidents;
  listeners.push((found) => { shown = found; });
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; drawCurve(shown); } });
  const world = JSON.parse(await inflate("asset-world"));
  const countries = topojson.feature(world, world.objects.countries);
  const choose = (place) => { table?.pick(place); byId("incidents").scrollIntoView(); };
  const update = startMap(byId("map"), countries, choose);
  update(incidents, true);
  listeners.push((found) => update(found, false));
  const missing = incidents.filter((row) => !placeKey(row)).length;
  if (missing) byId("map-state").append(` ${tally("unlocated", missing)}`);
}

main().catch((error) => { console.error(error); byId("content").prepend(h("p", { class: "notice" }, String(error))); });
