// The log comes alive: keys, the reading pane, picking, arrivals.

import { onKey } from "./keyboard.js";
import { currentRow, step } from "./rows.js";
import "./pane.js";
import "./picks.js";
import "./arrivals.js";

onKey("j", () => step(1));
onKey("k", () => step(-1));
for (const key of ["o", "Enter"]) {
  onKey(key, (event) => {
    const row = currentRow();
    if (!row || (key === "Enter" && event.target.closest("a, button, summary, input"))) return false;
    location.assign(row.querySelector(".act a").href);
    return true;
  });
}
