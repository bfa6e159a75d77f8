// What stands in the columns of each table.
function dateCell(row) {
  if (!row.d) return unknown();
  const [from, to, precision, relation] = row.d;
  const days = from === to ? [num(from)] : [num(from), " – ", num(to)];
  const lead = relation && relation !== "on" ? [h("span", { class: "note" }, label("relation", relation)), " "] : [];
  const exact = precision === "day" || precision === "days";
  return [lead, days, exact ? "" : h("span", { class: "note block" }, label("precision", precision))];
}

function placeCell(row) {
  if (!row.p) return unknown();
  const { n, c, l, w } = row.p;
  const parts = [h("span", {}, bdi(n))];
  if (c && country(c) !== n) parts.push(h("span", { class: "note block" }, bdi(country(c))));
  if (w && fold(w) !== fold(n)) parts.push(h("span", { class: "note block" }, "«", bdi(w), "»"));
  if (l !== "site" && l !== "town" && l !== "country") parts.push(h("span", { class: "note block" }, label("level", l)));
  return parts;
}

function whatCell(row) {
  const mode = row.m ? h("span", { class: "note block" }, label("mode", row.m)) : "";
  return [h("span", { class: `badge ${row.b}` }, label("type", row.ty)), mode, statusTag(row)];
}

const statusTag = (row) => (!row.s || row.s === "occurred" ? "" : h("span", { class: `tag ${row.s}` }, label("status", row.s)));

function figureCell(row) {
  return (row.f ?? []).map(([kind, low, best, high]) => h("span", { class: "figure block" }, num(best), " ", label("figure", kind),
    low === high ? "" : h("span", { class: "note" }, " (", num(`${numbers.format(low)}–${numbers.format(high)}`), ")")));
}

function amountCell(row) {
  if (row.v === undefined) return "";
  const spread = row.lo !== undefined && row.lo !== row.hi;
  return [row.x && row.lo !== undefined ? `${say("approx")} ` : "", num(row.v), row.c ? [" ", bdi(row.c)] : "",
    spread ? h("span", { class: "note block" }, num(`${numbers.format(row.lo)}–${numbers.format(row.hi)}`)) : "",
    row.x && row.lo === undefined ? h("span", { class: "note block" }, say("additional")) : ""];
}

const killed = (row) => (row.f ?? []).reduce((sum, figure) => sum + (figure[0] === "killed" ? figure[2] : 0), 0);
const sayer = (row) => (row.k ? bdi(row.k) : unknown());
const words = (key) => (row) => (row[key] ? h("span", { class: "clamp", dir: "auto", title: row[key] }, row[key]) : "");
const firstDay = (row) => row.d?.[0];
const parties = (key) => (row) => names(row[key]);

const column = {
  date: { title: "date", class: "date", cell: dateCell, sort: firstDay },
  due: { title: "due", class: "date", cell: (row) => (row.d ? dateCell(row) : ""), sort: firstDay },
  asOf: { title: "as_of", class: "date", cell: (row) => (row.d ? dateCell(row) : ""), sort: firstDay },
  what: { title: "what", cell: whatCell, sort: (row) => label("type", row.ty) },
  where: { title: "where", cell: placeCell, sort: (row) => row.p?.n },
  actors: { title: "actors", cell: parties("a"), sort: (row) => row.a?.[0] },
  recipients: { title: "recipients", cell: parties("r") },
  beneficiaries: { title: "beneficiaries", cell: parties("r") },
  members: { title: "members", cell: parties("a") },
  numbers: { title: "numbers", cell: figureCell, sort: (row) => -killed(row) },
  reports: { title: "reports_tell", class: "n", cell: (row) => (row.o ? bdi(row.o) : num(row.n)), sort: (row) => -row.n },
  evidence: { title: "evidence", class: "wide", cell: (row) => evidence(row) },
  speaker: { title: "speaker", cell: sayer, sort: (row) => row.k },
  assessor: { title: "assessor", cell: sayer, sort: (row) => row.k },
  act: { title: "act", cell: (row) => label("act", row.t), sort: (row) => label("act", row.t) },
  action: { title: "action", cell: (row) => [h("span", { class: "badge plain" }, label("action", row.t)), statusTag(row)], sort: (row) => label("action", row.t) },
  about: { title: "about", cell: (row) => names([...(row.u ?? []), ...(row.w ?? [])]) },
  content: { title: "said", class: "wide", cell: (row) => evidence(row, 1) },
  object: { title: "what", cell: words("q") },
  amount: { title: "amount", class: "n", cell: amountCell, sort: (row) => row.v },
  value: { title: "value", class: "n", cell: amountCell, sort: (row) => row.v },
  counted: { title: "counted", cell: (row) => [words("q")(row), row.u && row.u !== row.q ? h("span", { class: "note block", dir: "auto" }, label("figure", row.u)) : ""] },
  body: { title: "body", cell: (row) => bdi(row.g), sort: (row) => row.g },
  group: { title: "group", cell: (row) => bdi(row.g ?? ""), sort: (row) => row.g },
  trend: { title: "trend", cell: (row) => h("span", { class: `tag ${row.t}` }, label("trend", row.t)), sort: (row) => label("trend", row.t) },
  places: { title: "where", cell: parties("w") },
};

const filter = {
  type: { name: "type", title: "filter_type", value: (row) => row.ty, show: (value) => label("type", value) },
  country: { name: "country", title: "filter_country", value: (row) => row.p?.c, show: country },
  status: { name: "status", title: "filter_status", value: (row) => row.s, show: (value) => label("status", value) },
  actor: { name: "actor", title: "filter_actor", value: (row) => [...(row.a ?? []), ...(row.r ?? [])] },
  act: { name: "act", title: "act", value: (row) => row.t, show: (value) => label("act", value) },
  action: { name: "action", title: "action", value: (row) => row.t, show: (value) => label("action", value) },
  speaker: { name: "speaker", title: "speaker", value: (row) => row.k },
  trend: { name: "trend", title: "trend", value: (row) => row.t, show: (value) => label("trend", value) },
};

const TABLES = {
  incidents: { columns: ["date", "what", "where", "actors", "recipients", "numbers", "reports", "evidence"], filters: ["type", "country", "actor", "status"] },
  statements: { columns: ["speaker", "act", "content", "about"], filters: ["act", "speaker"] },
  commitments: { columns: ["action", "actors", "object", "beneficiaries", "amount", "due", "where", "evidence"], filters: ["action", "status", "actor"] },
  memberships: { columns: ["body", "action", "members", "asOf", "evidence"], filters: ["action"] },
  figures: { columns: ["value", "counted", "actors", "where", "asOf", "speaker", "evidence"], filters: ["speaker", "country"] },
  threats: { columns: ["group", "trend", "places", "assessor", "evidence"], filters: ["trend"] },
  events: { columns: ["date", "what", "where", "actors", "recipients", "numbers", "evidence"], filters: ["type", "status", "country"] },
};

function tableOf(name, host, rows, onchange) {
  const { columns, filters } = TABLES[name];
  return makeTable(host, { name, rows, onchange, columns: columns.map((key) => column[key]), filters: filters.map((key) => filter[key]) });
}
