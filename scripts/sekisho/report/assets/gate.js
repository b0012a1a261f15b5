"use strict";
// Filters the dialogues by text and by what became of them; everything is readable without this script.
const text = document.getElementById("search");
const kind = document.getElementById("kind");
const count = document.getElementById("count");
function apply() {
  const wanted = text.value.normalize("NFKC").toLowerCase();
  let shown = 0;
  for (const item of document.querySelectorAll("details.case")) {
    const fits = (kind.value === "" || item.dataset.pairing === kind.value)
      && item.textContent.normalize("NFKC").toLowerCase().includes(wanted);
    item.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  count.textContent = String(shown);
}
if (text) {
  text.addEventListener("input", apply);
  kind.addEventListener("change", apply);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== text) { event.preventDefault(); text.focus(); }
    if (event.key === "Escape" && document.activeElement === text) { text.value = ""; apply(); }
  });
  apply();
}
