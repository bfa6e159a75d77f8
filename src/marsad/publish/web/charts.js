// The curve of incidents over time, and the bars of countries and actors.
const HAPPENED = new Set(["occurred", "ongoing"]);
const DAY = 864e5;

function timed(rows) {
  return rows.filter((row) => row.d && HAPPENED.has(row.s) && ["year", "season", "vague"].includes(row.d[2]) === false)
    .map((row) => ({ date: new Date(`${row.d[0]}T00:00:00Z`), band: row.b })).filter((one) => !Number.isNaN(+one.date))
    .sort((a, b) => a.date - b.date);
}

// A few stray dates must not flatten the curve: up to 2 % at each end are left out when that halves the span.
function clipped(list) {
  if (list.length < 20) return list;
  const first = list[Math.floor(list.length * 0.02)].date;
  const last = list[Math.ceil(list.length * 0.98) - 1].date;
  const from = list.at(-1).date - first < (list.at(-1).date - list[0].date) / 2 ? first : list[0].date;
  const to = last - from < (list.at(-1).date - from) / 1.5 ? last : list.at(-1).date;
  return list.filter((one) => one.date >= from && one.date <= to);
}

function unit(list) {
  const days = list.length ? (list.at(-1).date - list[0].date) / DAY : 0;
  if (days <= 7 * 130) return { interval: d3.utcMonday, name: "week_of", format: d3.utcFormat("%Y-%m-%d"), note: "" };
  if (days <= 366 * 20) return { interval: d3.utcMonth, name: "month", format: d3.utcFormat("%Y-%m"), note: say("curve_month") };
  return { interval: d3.utcYear, name: "year", format: d3.utcFormat("%Y"), note: say("curve_year") };
}

function binned(list, step) {
  const counts = d3.rollups(list, (group) => group.length, (one) => +step.interval.floor(one.date), (one) => one.band);
  return counts.flatMap(([start, bands]) => bands.map(([band, n]) => ({ start: new Date(start), band, n })));
}

function drawCurve(rows) {
  const all = timed(rows);
  const list = clipped(all);
  const step = unit(list);
  const bins = binned(list, step);
  const note = [step.note || say("curve_note")];
  if (all.length > list.length) note.push(`${say("curve_clipped")} ${numbers.format(all.length - list.length)}.`);
  const undated = rows.filter((row) => HAPPENED.has(row.s)).length - all.length;
  if (undated) note.push(tally("undated", undated));
  byId("curve-state").textContent = note.join(" ");
  byId("curve-figure").replaceChildren(bins.length ? curvePlot(bins, step) : h("p", { class: "note" }, say("nothing_found")));
  byId("curve-table").replaceChildren(curveTable(bins, step));
}

function curvePlot(bins, step) {
  const width = Math.max(300, byId("curve-figure").clientWidth || 640);
  const end = step.interval.offset(d3.max(bins, (bin) => bin.start), 1);
  const start = d3.min([d3.min(bins, (bin) => bin.start), step.interval.offset(end, -8)]);
  const late = step.name === "week_of" ? [Plot.rectX([0], { x1: step.interval.offset(end, -2), x2: end, fill: "var(--late)", inset: 0 })] : [];
  return Plot.plot({
    width, height: 260, marginLeft: 36, marginBottom: 28, style: { background: "none", fontFamily: "inherit", fontSize: "12px" },
    ariaLabel: say("curve"), x: { type: "utc", domain: [start, end], label: null }, y: { grid: true, label: null, ticks: 5, tickFormat: (n) => (Number.isInteger(n) ? numbers.format(n) : "") },
    color: { domain: settings.bands, range: settings.bands.map(colour) },
    marks: [...late, Plot.rectY(bins, { x: "start", interval: step.interval, y: "n", fill: "band", order: settings.bands, insetLeft: 0.5, insetRight: 0.5,
      title: (bin) => `${step.format(bin.start)}\n${label("band", bin.band)}: ${bin.n}`, tip: true }), Plot.ruleY([0])],
  });
}

function curveTable(bins, step) {
  const weeks = d3.rollups(bins, (group) => new Map(group.map((bin) => [bin.band, bin.n])), (bin) => +bin.start).sort((a, b) => b[0] - a[0]).slice(0, 400);
  const head = [say(step.name), ...settings.bands.map((band) => label("band", band))];
  return h("table", {}, h("thead", {}, h("tr", {}, head.map((text, at) => h("th", { scope: "col", class: at ? "n" : undefined }, text)))),
    h("tbody", {}, weeks.map(([start, counts]) => h("tr", {}, h("th", { scope: "row" }, num(step.format(new Date(start)))),
      settings.bands.map((band) => h("td", { class: "n" }, num(counts.get(band) ?? 0)))))));
}

function drawBars(host, counts, choose) {
  const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8);
  const most = top[0]?.[1] ?? 1;
  const bar = (width) => { const line = h("span", { class: "bar", "aria-hidden": "true" }); line.style.inlineSize = `${(100 * width) / most}%`; return line; };
  host.replaceChildren(h("ol", { class: "bars" }, top.map(([value, count]) => h("li", {},
    h("button", { type: "button", onclick: () => choose(value) }, h("span", { class: "name" }, bdi(choose.show(value))), num(count), bar(count))))));
}

function counted(rows, values) {
  const counts = new Map();
  for (const row of rows) for (const value of new Set(values(row))) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function legend(host) {
  host.replaceChildren(...settings.bands.map((band) => h("span", { class: "key" }, h("span", { class: `dot ${band}`, "aria-hidden": "true" }), label("band", band))));
}
