// The plots of a spread analysis, drawn by Observable Plot from the findings in the page.
const INK = "var(--ink)", BLUE = "var(--accent)", RED = "var(--c-assault)";
const BASE = { style: { background: "none", fontFamily: "inherit", fontSize: "12px", overflow: "visible" } };
const thin = (labels) => labels.filter((_, at) => at % Math.max(1, Math.ceil(labels.length / 14)) === 0);
const whole = (n) => (Number.isInteger(n) ? numbers.format(n) : "");
const widthOf = (host) => Math.max(280, host.clientWidth || 640);
const bands = (labels, shown = true) => ({ type: "band", domain: labels, label: null, ticks: shown ? thin(labels) : [], tickRotate: -40, tickSize: 3 });

// Longitudes are drawn shorter with the latitude, so that distances look alike in both directions.
function drawMap(found, host) {
  const lat = d3.mean(found.points, (one) => one[1]);
  const squeeze = Math.cos((lat * Math.PI) / 180);
  const at = ([lon, north]) => [lon * squeeze, north];
  const ring = (points) => ({ type: "Polygon", coordinates: [points.map(at)] });
  const dots = found.points.map(([day, north, lon]) => ({ day: +new Date(`${day}T00:00:00Z`), text: day, at: at([lon, north]) }));
  const corners = { type: "MultiPoint", coordinates: [...dots.map((one) => one.at), ...found.clusters.flatMap((one) => circle(one)).map(at)] };
  const [west, east] = d3.extent(corners.coordinates, (one) => one[0]);
  const [south, north] = d3.extent(corners.coordinates, (one) => one[1]);
  const pad = 0.04 * Math.max(east - west, north - south, 0.5);
  const frame = { type: "MultiPoint", coordinates: [[west - pad, south - pad], [east + pad, north + pad]] };
  const width = widthOf(host);
  const height = Math.min(620, Math.max(260, (width * (north - south + 2 * pad)) / (east - west + 2 * pad)));
  return Plot.plot({
    ...BASE, width, height, ariaLabel: say("map"), margin: 1, projection: { type: "reflect-y", domain: frame },
    color: { type: "linear", scheme: "viridis", reverse: true, legend: true, label: say("day_of_event"), tickFormat: d3.utcFormat("%Y-%m"), ticks: 5, width: Math.min(320, width) },
    marks: [
      Plot.frame({ fill: "var(--sea)", stroke: "var(--line)" }),
      Plot.geo(found.land.map(ring), { fill: "var(--land)", stroke: "var(--border)", strokeWidth: 0.7, clip: "frame" }),
      Plot.dot(dots, { x: (one) => one.at[0], y: (one) => one.at[1], fill: "day", fillOpacity: 0.75, r: 2.6, channels: { date: { value: "text", label: say("date") } }, tip: { format: { x: false, y: false, fill: false } } }),
      Plot.geo(found.clusters.map((one) => ring(circle(one))), { stroke: RED, strokeWidth: 1.8, fill: "none", clip: "frame" }),
      Plot.text(found.clusters, { x: (one) => one.centre[1] * squeeze, y: (one) => one.centre[0], text: (one) => String(one.rank), fill: RED, stroke: "var(--land)", strokeWidth: 4, fontWeight: "bold", fontSize: 15 }),
    ],
  });
}

function circle({ centre: [lat, lon], radius }) {
  const wide = Math.cos((lat * Math.PI) / 180);
  return d3.range(0, 361, 4).map((turn) => [
    lon + (radius / (111.2 * wide)) * Math.cos((turn * Math.PI) / 180), lat + (radius / 111.2) * Math.sin((turn * Math.PI) / 180)]);
}

function drawCurve({ effort }, host) {
  const { labels } = effort;
  const rows = effort.periods.map((row, at) => ({ ...row, label: labels[at], low: row.interval?.[0], high: row.interval && Math.min(row.interval[1], 400) }));
  const width = widthOf(host), last = labels.at(-1);
  const late = (top) => Plot.barY([{ label: last }], { x: "label", y1: 0, y2: top, fill: "var(--late)", insetLeft: -1, insetRight: -1 });
  const shared = { ...BASE, width, marginLeft: 44 };
  const fixed = rows.filter((row) => row.constant !== null && row.constant !== undefined);
  const above = Plot.plot({ ...shared, height: 210, marginBottom: 8, x: bands(labels, false), y: { grid: true, label: say("events"), ticks: 5, tickFormat: whole },
    marks: [late(d3.max(rows, (row) => row.events) || 1), Plot.barY(rows, { x: "label", y: "events", fill: BLUE, insetLeft: 0.5, insetRight: 0.5, tip: true }),
      ...(fixed.length ? [Plot.lineY(fixed, { x: "label", y: "constant", stroke: RED, strokeWidth: 1.4 })] : []), Plot.ruleY([0])] });
  const known = rows.filter((row) => row.per_100_reports !== null && row.per_100_reports !== undefined);
  const top = d3.max(known, (row) => row.high ?? row.per_100_reports) || 1;
  const below = Plot.plot({ ...shared, height: 190, marginBottom: 52, x: bands(labels), y: { grid: true, label: say("per_hundred"), ticks: 4, domain: [0, top] },
    marks: [late(top), Plot.areaY(known, { x: "label", y1: "low", y2: "high", fill: BLUE, fillOpacity: 0.18 }), Plot.lineY(known, { x: "label", y: "per_100_reports", stroke: BLUE, strokeWidth: 1.4, tip: true }), Plot.ruleY([0])] });
  const key = fixed.length ? h("p", { class: "note" }, h("span", { class: "swatch" }), say("constant")) : "";
  return h("div", {}, above, key, below);
}

function drawRange({ ranges }, host) {
  const { labels } = ranges;
  const measures = [["cells", "measure_cells"], ["hull_km2", "measure_hull"], ["major_km", "measure_axis"]];
  return h("div", {}, measures.map(([name, words], at) => {
    const rows = ranges.periods.map((row) => ({ label: labels[row.period - ranges.first], ...row.measures[name] }));
    const equal = rows.filter((row) => row.rarefied !== null && row.rarefied !== undefined);
    const lowest = at === measures.length - 1;
    return Plot.plot({ ...BASE, width: widthOf(host), height: lowest ? 190 : 150, marginLeft: 60, marginBottom: lowest ? 52 : 10,
      x: bands(labels, lowest), y: { grid: true, label: say(words), ticks: 4, tickFormat: numbers.format, zero: true },
      marks: [Plot.ruleX(rows, { x: "label", y1: (row) => row.interval[0], y2: (row) => row.interval[1], stroke: BLUE, strokeWidth: 6, strokeOpacity: 0.25 }),
        Plot.lineY(rows, { x: "label", y: "value", stroke: BLUE }), Plot.dot(rows, { x: "label", y: "value", fill: BLUE, r: 2.5, tip: true }),
        Plot.lineY(equal, { x: "label", y: "rarefied", stroke: RED }), Plot.dot(equal, { x: "label", y: "rarefied", symbol: "square", fill: RED, r: 2.8 }), Plot.ruleY([0])] });
  }));
}

function drawRepeat({ near_repeat: cells }, host) {
  const order = (name) => [...new Set(cells.map((one) => one[name]))];
  const same = (text) => (text === "same place" ? say("same_place") : text);
  const strong = (one) => one.p <= 0.05;
  const shown = cells.filter((one) => one.value !== null);
  const text = (some, weight) => Plot.text(some, { x: "time_band", y: "distance_band", text: (one) => numbers.format(one.value), fontWeight: weight, fill: "black" });
  return Plot.plot({ ...BASE, width: Math.min(620, widthOf(host)), height: 240, marginLeft: 96, marginBottom: 40, padding: 0.03,
    x: { domain: order("time_band"), label: say("days_apart") }, y: { domain: order("distance_band"), label: say("km_apart"), tickFormat: same },
    color: { type: "diverging", scheme: "RdBu", reverse: true, domain: [-3, 3], pivot: 0 },
    marks: [Plot.cell(shown, { x: "time_band", y: "distance_band", fill: (one) => Math.log2(Math.min(8, Math.max(0.25, one.value))), fillOpacity: 0.85 }),
      text(shown.filter(strong), "bold"), text(shown.filter((one) => !strong(one)), "normal")] });
}

function drawForecast({ forecast: months }, host) {
  return Plot.plot({ ...BASE, width: Math.min(620, widthOf(host)), height: 210, marginLeft: 44, x: { type: "band", domain: months.map((one) => one.month), label: null },
    y: { grid: true, label: say("events"), ticks: 5, tickFormat: whole, zero: true },
    marks: [Plot.ruleX(months, { x: "month", y1: (one) => one.interval[0], y2: (one) => one.interval[1], stroke: BLUE, strokeWidth: 10, strokeOpacity: 0.3 }),
      Plot.dot(months, { x: "month", y: "median", fill: BLUE, r: 4, tip: true }), Plot.ruleY([0])] });
}

const DRAWERS = { map: drawMap, curve: drawCurve, range: drawRange, near_repeat: drawRepeat, forecast: drawForecast };
const hosts = () => [...document.querySelectorAll("[data-plot]")];

async function main() {
  const found = JSON.parse(await inflate("findings-data"));
  for (const name of ["asset-d3", "asset-plot"]) await loadScript(name);
  const draw = () => hosts().forEach((host) => host.replaceChildren(DRAWERS[host.dataset.plot](found, host)));
  draw();
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; draw(); } });
  document.documentElement.dataset.drawn = "yes";
}

// Where scripts run but cannot draw, the fixed plots of the page without scripts are shown.
main().catch((error) => {
  console.error(error);
  hosts().forEach((host) => { host.innerHTML = host.nextElementSibling.textContent; });
});
