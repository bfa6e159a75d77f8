// The map in WebGL 2: MapLibre from this file, its worker from a blob, borders from this file.
const COARSE = new Set(["adm1", "region", "country", "water", "unknown"]);
const placeKey = (row) => (row.p?.y === undefined ? "" : `${row.p.y.toFixed(3)},${row.p.x.toFixed(3)}`);
const radius = (n) => Math.min(25, 4 + 2 * Math.sqrt(n));

function placesOf(rows) {
  const places = new Map();
  for (const row of rows) {
    const key = placeKey(row);
    if (!key) continue;
    const place = places.get(key) ?? { key, name: row.p.n, c: row.p.c, level: row.p.l, at: [row.p.x, row.p.y], rows: [], bands: new Map() };
    place.rows.push(row);
    place.bands.set(row.b, (place.bands.get(row.b) ?? 0) + 1);
    places.set(key, place);
  }
  for (const place of places.values()) place.band = [...place.bands].sort((a, b) => b[1] - a[1])[0][0];
  return [...places.values()].sort((a, b) => b.rows.length - a.rows.length);
}

function placeCard(place, choose) {
  const counts = [...place.bands].map(([band, n]) => h("li", {}, h("span", { class: `dot ${band}` }), label("band", band), " ", num(n)));
  const deaths = place.rows.reduce((sum, row) => sum + (HAPPENED.has(row.s) ? killed(row) : 0), 0);
  return h("div", { class: "place-card", dir: document.documentElement.dir }, h("strong", {}, bdi(place.name)), h("span", { class: "note block" }, bdi(country(place.c)), COARSE.has(place.level) ? ` · ${label("level", place.level)}` : ""),
    h("ul", {}, counts), deaths ? h("p", { class: "note" }, say("n_killed"), say("colon"), " ", num(deaths)) : "",
    h("button", { type: "button", class: "chip", onclick: () => choose(place) }, say("incidents"), " ", num(place.rows.length)));
}

function feature(place, at) {
  return { type: "Feature", id: at, geometry: { type: "Point", coordinates: place.at },
    properties: { at, n: place.rows.length, r: radius(place.rows.length), band: place.band, coarse: COARSE.has(place.level), name: place.name } };
}

// Rings that cross the antimeridian are unrolled, and one that circles a pole is closed along it:
// MapLibre draws on a plane, where such rings would smear over the whole map.
function unrolled(ring) {
  let turn = 0;
  const out = ring.map(([x, y], at) => {
    const step = at ? x - ring[at - 1][0] : 0;
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [x + turn, y];
  });
  if (Math.abs(turn) === 360) {
    const pole = out[0][1] < 0 ? -85.05 : 85.05;
    out.push([out.at(-1)[0], pole], [out[0][0], pole], out[0]);
  }
  return out;
}

function planar(countries) {
  const flat = ({ type, coordinates }) => ({ type, coordinates: type === "Polygon" ? coordinates.map(unrolled) : coordinates.map((part) => part.map(unrolled)) });
  return collection(countries.features.map((one) => ({ ...one, geometry: flat(one.geometry) })));
}

const collection = (features) => ({ type: "FeatureCollection", features });
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function countryNames(countries) {
  return collection(countries.features.map((one) => {
    const biggest = one.geometry.type === "MultiPolygon" ? d3.greatest(one.geometry.coordinates, (part) => d3.polygonArea(part[0]) ** 2) : one.geometry.coordinates;
    const shape = { type: "Polygon", coordinates: biggest };
    return { type: "Feature", geometry: { type: "Point", coordinates: d3.polygonCentroid(shape.coordinates[0]) },
      properties: { name: (settings.countries[one.properties.a3] ?? "").replace(/\s*\(.*\)/, ""), rank: -Math.abs(d3.polygonArea(shape.coordinates[0])) } };
  }));
}

function glStyle(countries) {
  const bandColour = ["match", ["get", "band"], ...settings.bands.flatMap((band) => [band, css(`--c-${band}`)]), css("--c-conflict")];
  return {
    version: 8,
    sources: { world: { type: "geojson", data: countries }, names: { type: "geojson", data: countryNames(countries) }, places: { type: "geojson", data: collection([]) } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": css("--sea") } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": css("--land") } },
      { id: "borders", type: "line", source: "world", paint: { "line-color": css("--border"), "line-width": 0.7 } },
      { id: "names", type: "symbol", source: "names", layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 1, 9, 5, 14], "symbol-sort-key": ["get", "rank"], "text-padding": 6, "text-max-width": 7 },
        paint: { "text-color": css("--map-text"), "text-halo-color": css("--land"), "text-halo-width": 1.2 } },
      { id: "places", type: "circle", source: "places", layout: { "circle-sort-key": ["-", ["get", "n"]] },
        paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 1, ["*", 0.65, ["get", "r"]], 4, ["get", "r"], 8, ["*", 1.5, ["get", "r"]]], "circle-color": bandColour, "circle-opacity": ["case", ["get", "coarse"], 0.18, 0.62], "circle-stroke-color": bandColour, "circle-stroke-width": 1.3, "circle-stroke-opacity": ["case", ["get", "coarse"], 0.55, 1] } },
    ],
  };
}

// Where 92 % of the incidents are: a few far places must not shrink the rest.
function middle(places, axis) {
  const all = d3.sort(places.flatMap((place) => place.rows.map(() => place.at[axis])));
  return all.length < 12 ? d3.extent(all) : [d3.quantileSorted(all, 0.04), d3.quantileSorted(all, 0.96)];
}

function boundsOf(places) {
  const [west, east] = middle(places, 0);
  const [south, north] = middle(places, 1);
  return [[west, Math.max(-75, south)], [east, Math.min(80, north)]];
}

async function glMap(host, round, choose, rowsNow) {
  const countries = planar(round);
  const [code, worker] = await Promise.all([inflate("asset-maplibre"), inflate("asset-maplibre-worker")]);
  const lib = await import(blobUrl(code));
  lib.setWorkerUrl(blobUrl(worker));
  const map = new lib.Map({ container: host, style: glStyle(countries), center: [25, 20], zoom: 1.4, maxZoom: 11, renderWorldCopies: true, dragRotate: false, pitchWithRotate: false, cooperativeGestures: false,
    localIdeographFontFamily: css("--font"), canvasContextAttributes: { preserveDrawingBuffer: true, contextType: "webgl2" }, attributionControl: { compact: true, customAttribution: "Natural Earth · Visionscarto" } });
  map.addControl(new lib.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new lib.ScaleControl({ maxWidth: 110 }));
  map.scrollZoom.disable();
  host.addEventListener("click", () => map.scrollZoom.enable(), { once: true });
  await new Promise((resolve, reject) => { map.once("load", resolve); setTimeout(() => reject(new Error("the map did not load")), 20000); });
  let places = [];
  map.on("click", "places", (event) => {
    const place = places[event.features[0].properties.at];
    new lib.Popup({ maxWidth: "260px" }).setLngLat(place.at).setDOMContent(placeCard(place, choose)).addTo(map);
  });
  map.on("mouseenter", "places", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "places", () => { map.getCanvas().style.cursor = ""; });
  const update = (rows, fit) => {
    places = placesOf(rows);
    map.getSource("places").setData(collection(places.map(feature)));
    if (fit && places.length) map.fitBounds(boundsOf(places), { padding: 50, maxZoom: 6, duration: 0 });
  };
  const restyle = () => { const at = map.getStyle().sources.places.data; map.setStyle({ ...glStyle(countries), sources: { ...glStyle(countries).sources, places: { type: "geojson", data: at } } }); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  update(rowsNow(), true);
  await new Promise((resolve) => { map.once("idle", resolve); });
  return update;
}
