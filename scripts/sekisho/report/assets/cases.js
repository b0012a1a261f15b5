// The list of cases: filters, search, deep links, and the dialogues that are stored compressed in the page.
const rows = [...document.querySelectorAll("details.case")];
const filters = document.getElementById("filters");
const FIELDS = ["kind", "language", "tag", "cause"];
const folded = (text) => text.normalize("NFKC").toLowerCase();
let stored = { texts: {}, bodies: {} };
let searched = new Map();
let mark = "";

async function unpack() {
  const text = document.querySelector("script#packed").textContent;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  stored = JSON.parse(await new Response(stream).text());
  searched = new Map(rows.map((row) => [row.id, folded(stored.texts[row.id] || "")]));
}

// The markup comes from the page's own writer, which has escaped every text in it.
function fill(row) {
  if (row.querySelector(":scope > .body")) return;
  const markup = stored.bodies[row.id];
  if (markup === undefined) return;
  const holder = document.createElement("template");
  holder.innerHTML = markup;
  translate(holder.content);
  row.append(holder.content);
}

function wanted() {
  const chosen = { text: folded(document.getElementById("search").value.trim()), must: document.getElementById("must").checked };
  for (const name of FIELDS) chosen[name] = document.getElementById(name).value;
  return chosen;
}

function fits(row, chosen) {
  const has = (field, value) => value === "" || (row.dataset[field] || "").split(" ").includes(value);
  return has("kind", chosen.kind) && has("language", chosen.language) && has("tags", chosen.tag)
    && has("cause", chosen.cause) && has("marks", mark) && (!chosen.must || row.dataset.must === "1")
    && chosen.text.split(/\s+/).every((part) => (searched.get(row.id) || folded(row.id)).includes(part));
}

function apply() {
  const chosen = wanted();
  let shown = 0;
  for (const row of rows) {
    row.hidden = !fits(row, chosen);
    if (!row.hidden) shown += 1;
  }
  const parts = [word("count", { shown, all: rows.length })];
  if (mark) parts.push(word("filter-mark", { mark }));
  if (shown === 0) parts.push(word("no-match"));
  document.getElementById("count").textContent = parts.join(" · ");
}

function clearFilters() {
  mark = "";
  filters.reset();
}

// #?kind=broken&text=… narrows the list, #golden/some-case opens a case.
function remember() {
  const chosen = wanted();
  const query = new URLSearchParams();
  for (const name of FIELDS) if (chosen[name]) query.set(name, chosen[name]);
  if (chosen.must) query.set("must", "1");
  if (mark) query.set("mark", mark);
  const text = document.getElementById("search").value;
  if (text) query.set("text", text);
  history.replaceState(null, "", "#" + (query.size ? "?" + query : "dialogues"));
}

function follow() {
  let hash;
  try { hash = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  if (location.hash.startsWith("#?")) {
    const query = new URLSearchParams(location.hash.slice(2));
    clearFilters();
    for (const name of FIELDS) document.getElementById(name).value = query.get(name) || "";
    for (const name of FIELDS) if (document.getElementById(name).selectedIndex < 0) document.getElementById(name).value = "";
    document.getElementById("must").checked = query.get("must") === "1";
    document.getElementById("search").value = query.get("text") || "";
    mark = query.get("mark") || "";
    apply();
    document.getElementById("dialogues").scrollIntoView();
    return;
  }
  const row = rows.find((one) => one.id === hash);
  if (!row) return;
  if (row.hidden) { clearFilters(); apply(); }
  fill(row);
  row.open = true;
  row.scrollIntoView();
  row.querySelector("summary").focus({ preventScroll: true });
}

function changed() { apply(); remember(); }

if (filters) {
  const broken = rows.some((row) => row.dataset.kind === "broken");
  if (broken) document.getElementById("kind").value = "broken";
  for (const row of rows) row.addEventListener("toggle", () => { if (row.open) fill(row); });
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("input", changed);
  filters.addEventListener("reset", () => { mark = ""; setTimeout(changed); });
  addEventListener("hashchange", follow);
  document.addEventListener("spoken", apply);
  apply();
  unpack().then(() => {
    for (const row of rows) if (row.open) fill(row);
    apply();
    follow();
    page.dataset.ready = "1";
  }, () => {
    document.getElementById("count").textContent = word("unreadable");
    page.dataset.ready = "0";
  });
} else {
  page.dataset.ready = "1";
}
