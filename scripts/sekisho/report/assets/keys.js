// Keyboard: / searches, j and k walk the cases, Enter opens (as it does anyway), Escape leaves, ? lists the keys.
const keys = document.getElementById("keys");

function typing(target) {
  return target.matches("input:not([type=checkbox]), select, textarea");
}

function walk(step) {
  const shown = rows.filter((row) => !row.hidden);
  if (!shown.length) return;
  const at = shown.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1);
  shown[next].querySelector("summary").focus();
  shown[next].scrollIntoView({ block: "nearest" });
}

function leave() {
  const search = document.getElementById("search");
  if (document.activeElement === search) {
    search.value = "";
    search.blur();
    changed();
    return;
  }
  const open = rows.find((row) => row.open && row.contains(document.activeElement));
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
}

const ACTIONS = {
  "/": (event) => { event.preventDefault(); document.getElementById("search").focus(); },
  j: () => walk(1),
  k: () => walk(-1),
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!filters || keys.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") leave();
  else if (!typing(event.target) && event.key in ACTIONS) ACTIONS[event.key](event);
});
const help = document.getElementById("help");
if (help) help.addEventListener("click", () => keys.showModal());
