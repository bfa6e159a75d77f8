// The report panel: a report's text with the words that entries rest on.
// Offsets count code points, so texts are cut up with Array.from, never by UTF-16 units.
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const clean = (text) => text.replace(BIDI_CONTROLS, "");
let reports = [];
let texts = [];
let spans = new Map();

function collectSpans(tables) {
  for (const rows of Object.values(tables)) for (const row of rows) for (const one of row.e ?? []) {
    if (!spans.has(one[0])) spans.set(one[0], []);
    spans.get(one[0]).push(one);
  }
}

// Where texts are on the page, quotes are cut from them; else they come with the entry.
const codePoints = new Map();
function quoted(one) {
  if (one[4] !== undefined) return one[4];
  const text = texts[one[0]][one[1] ? 0 : 1];
  if (!/[\ud800-\udfff]/.test(text)) return clean(text.slice(one[2], one[3]));
  const key = 2 * one[0] + one[1];
  if (!codePoints.has(key)) codePoints.set(key, Array.from(text));
  return clean(codePoints.get(key).slice(one[2], one[3]).join(""));
}

function pieces(text, field, all, chosen) {
  const points = Array.from(text);
  const own = all.filter((one) => one[1] === field);
  const cuts = new Set([0, points.length]);
  for (const one of own) { cuts.add(one[2]); cuts.add(one[3]); }
  const edges = [...cuts].filter((cut) => cut <= points.length).sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, at) => {
    const to = edges[at + 1];
    const words = clean(points.slice(from, to).join(""));
    const covers = (one) => one[2] <= from && to <= one[3];
    if (chosen && chosen[1] === field && covers(chosen)) return h("mark", { class: "chosen" }, words);
    return own.some(covers) ? h("mark", {}, words) : words;
  });
}

function reportHead(index) {
  const [, title, date, source, url, language] = reports[index];
  const facts = [num(index + 1)];
  if (source) facts.push(bdi(source));
  if (date) facts.push(num(date));
  if (language) facts.push(label("language", language));
  if (url) facts.push(h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, say("original")));
  return [h("p", { class: "meta" }, say("report"), " ", joined(facts, " · ")), title];
}

function openReport(index, chosen) {
  const panel = byId("panel");
  const [meta, title] = reportHead(index);
  const stored = texts[index];
  const all = spans.get(index) ?? [];
  const heading = stored?.[0] ? pieces(stored[0], 1, all, chosen) : [title || say("untitled")];
  const close = h("button", { type: "button", class: "close", onclick: () => panel.close() }, say("close"));
  panel.replaceChildren(h("div", { class: "panel-head" }, meta, close),
    h("h2", { id: "panel-title", dir: "auto" }, heading), panelBody(stored, all, chosen));
  if (!panel.open) panel.showModal();
  panel.querySelector("mark.chosen")?.scrollIntoView({ block: "center" });
}

function panelBody(stored, all, chosen) {
  if (stored) {
    return h("div", {}, h("p", { class: "note" }, say("marked_words")),
      h("div", { class: "report-text", dir: "auto" }, pieces(stored[1], 0, all, chosen)));
  }
  const unique = [...new Set((chosen ? [chosen, ...all] : all).map(quoted))];
  return h("div", {}, h("p", { class: "note" }, say("text_not_embedded")),
    unique.map((words, at) => h("blockquote", { dir: "auto" }, at || !chosen ? words : h("mark", { class: "chosen" }, words))));
}

function quote(one) {
  return h("button", { type: "button", class: "quote", title: say("open_report"), onclick: () => openReport(one[0], one) },
    h("span", { class: "words", dir: "auto" }, quoted(one)), h("span", { class: "from" }, reportName(one[0])));
}

function reportName(index) {
  const [, , date, source] = reports[index];
  return joined([source ? bdi(source) : num(`#${index + 1}`), date ? num(date) : null].filter(Boolean), " · ");
}

function evidence(row, most = 2) {
  const list = row.e ?? [];
  const rest = list.slice(most);
  const shown = list.slice(0, most).map(quote);
  if (!rest.length) return shown;
  const more = h("details", { class: "more" }, h("summary", {}, "+", num(rest.length), " ", say("more_evidence")));
  more.addEventListener("toggle", () => { if (more.childElementCount === 1) more.append(...rest.slice(0, 30).map(quote)); });
  return [...shown, more];
}
