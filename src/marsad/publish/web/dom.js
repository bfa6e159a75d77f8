// Small helpers: elements, words in the page's language, packed data.
const settings = JSON.parse(document.getElementById("settings").textContent);
const numbers = new Intl.NumberFormat(settings.language, { numberingSystem: "latn", maximumFractionDigits: 2 });
const byId = (id) => document.getElementById(id);
const say = (key) => settings.messages[key] ?? key;
const label = (group, key) => settings.codes[group]?.[key] ?? String(key).replaceAll("_", " ");
const country = (code) => settings.countries[code] ?? code;
const colour = (band) => `var(--c-${band})`;

// Children are set as text or nodes, never parsed as HTML.
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

const bdi = (text, name = "") => h("bdi", { class: name || undefined, dir: "auto" }, String(text));
const num = (value) => h("bdi", { class: "num", dir: "ltr" }, typeof value === "number" ? numbers.format(value) : value);
const unknown = () => h("span", { class: "unknown" }, say("unknown"));

const tally = (key, n) => `${say(key)}${say("colon")} ${numbers.format(n)}.`;

function joined(nodes, separator) {
  return nodes.flatMap((node, index) => (index ? [separator, node] : [node]));
}

function names(list, most = 6) {
  if (!list?.length) return [];
  const shown = joined(list.slice(0, most).map((name) => bdi(name)), settings.language === "ar" ? "، " : ", ");
  return list.length > most ? [...shown, " ", num(`+${list.length - most}`)] : shown;
}

async function inflate(id) {
  const packed = byId(id).textContent.trim();
  if (!packed) return null;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

const blobUrl = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));

async function loadScript(id) {
  const url = blobUrl(await inflate(id));
  await new Promise((resolve, reject) => {
    document.head.append(h("script", { src: url, onload: resolve, onerror: reject }));
  });
  URL.revokeObjectURL(url);
}

// Search key: the letters that writers of Arabic and French mix up are one letter here.
function fold(text) {
  return text.normalize("NFKD").replace(/[\p{Mn}\u0640\u200c-\u200f]/gu, "").toLowerCase()
    .replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/[’‘ʼ]/g, "'");
}
