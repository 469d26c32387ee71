// Picking claims for one verdict on all of them.

import { onKey } from "./keyboard.js";
import { allRows, currentRow } from "./rows.js";

const told = document.querySelector(".bulk .picked");
const list = document.querySelector(".log.picks");
let last = null;

function boxOf(row) {
  return row?.querySelector(".pick input:not(:disabled)") ?? null;
}

function count() {
  const chosen = allRows().filter((row) => boxOf(row)?.checked);
  for (const row of allRows()) row.classList.toggle("chosen", chosen.includes(row));
  told.textContent = chosen.length ? `${chosen.length} picked` : "Pick claims by their boxes";
}

function pickTo(row, checked) {
  const rows = allRows();
  const from = last && rows.includes(last) ? rows.indexOf(last) : rows.indexOf(row);
  const to = rows.indexOf(row);
  for (const each of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    const box = boxOf(each);
    if (box) box.checked = checked;
  }
  last = row;
  count();
}

function pick(ranged) {
  const row = currentRow();
  const box = boxOf(row);
  if (!box) return false;
  if (ranged) {
    pickTo(row, true);
  } else {
    box.checked = !box.checked;
    last = row;
    count();
  }
  return true;
}

if (told && list) {
  onKey("x", () => pick(false));
  onKey("Shift+x", () => pick(true));
  list.addEventListener("click", (event) => {
    if (!event.target.matches(".pick input")) return;
    const row = event.target.closest(".claim");
    if (event.shiftKey) pickTo(row, event.target.checked);
    last = row;
    count();
  });
  document.getElementById("bulk").addEventListener("submit", (event) => {
    if (allRows().some((row) => boxOf(row)?.checked)) return;
    event.preventDefault();
    told.textContent = "Pick claims by their boxes first";
  });
  count();
}
