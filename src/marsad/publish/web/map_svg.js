// The map at once and without WebGL 2: drawn as SVG, moved and zoomed by D3.
function svgMap(host, countries, choose) {
  const width = host.clientWidth || 720;
  const height = host.clientHeight || 420;
  const projection = d3.geoMercator().fitSize([width, height], { type: "MultiPoint", coordinates: [[-120, -50], [150, 65]] });
  const path = d3.geoPath(projection);
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("role", "img").attr("aria-label", say("map_label"));
  const world = svg.append("g").attr("class", "world");
  world.selectAll("path").data(countries.features).join("path").attr("d", path).append("title").text((one) => settings.countries[one.properties.a3] ?? one.properties.name);
  const dots = svg.append("g");
  const card = h("div", { class: "card-over", hidden: true });
  let scale = d3.zoomIdentity;
  const zoom = d3.zoom().scaleExtent([1, 40]).filter((event) => event.type !== "wheel" || event.ctrlKey || host.dataset.awake).on("zoom", ({ transform }) => {
    scale = transform;
    world.attr("transform", transform).attr("stroke-width", 0.7 / transform.k);
    place();
  });
  const place = () => dots.selectAll("circle").attr("transform", (one) => `translate(${scale.apply(projection(one.at))})`);
  svg.call(zoom).on("click", () => { host.dataset.awake = "yes"; card.hidden = true; });
  const zoomTo = (k) => h("button", { type: "button", onclick: () => svg.call(zoom.scaleBy, k) }, k > 1 ? "+" : "−");
  host.replaceChildren(svg.node(), h("div", { class: "zoom" }, zoomTo(1.6), zoomTo(1 / 1.6)), card);

  function show(event, one) {
    event.stopPropagation();
    card.replaceChildren(placeCard(one, choose));
    card.hidden = false;
  }
  function fit(places) {
    const [[west, south], [east, north]] = boundsOf(places);
    const [x0, y0] = projection([west, north]);
    const [x1, y1] = projection([east, south]);
    const k = Math.min(12, 0.85 / Math.max((x1 - x0) / width, (y1 - y0) / height, 0.05));
    svg.call(zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-(x0 + x1) / 2, -(y0 + y1) / 2));
  }
  return (rows, refit) => {
    const places = placesOf(rows);
    dots.selectAll("circle").data(places, (one) => one.key).join("circle").attr("r", (one) => radius(one.rows.length)).attr("class", (one) => `${one.band}${COARSE.has(one.level) ? " coarse" : ""}`)
      .on("click", show).each(function title(one) { d3.select(this).selectAll("title").data([one]).join("title").text(`${one.name}: ${one.rows.length}`); });
    place();
    if (refit && places.length) fit(places);
  };
}

function hasWebGl2() {
  try { return Boolean(document.createElement("canvas").getContext("webgl2")); } catch { return false; }
}

// Drawn as SVG at once; WebGL takes its place once it has drawn the same incidents.
function startMap(host, countries, choose) {
  const layer = () => host.appendChild(h("div", { class: "layer" }));
  const drawn = layer();
  let update = svgMap(drawn, countries, choose);
  let shown = [];
  const swap = async () => {
    const above = layer();
    above.classList.add("unready");
    try {
      update = await glMap(above, countries, choose, () => shown);
      above.classList.remove("unready");
      drawn.remove();
    } catch (error) { console.warn(error); above.remove(); fallback(); }
  };
  const fallback = () => byId("map-state").prepend(`${say("map_fallback")} `);
  if (hasWebGl2()) swap(); else fallback();
  return (rows, fit) => { shown = rows; update(rows, fit); };
}
