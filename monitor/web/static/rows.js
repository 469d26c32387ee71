// The rows of the log: which one is current, and moving between them.

const list = document.querySelector(".log");
const moved = new EventTarget();

export function allRows() {
  return list ? [...list.querySelectorAll(".claim")] : [];
}

export function currentRow() {
  return list?.querySelector(".claim[aria-current]") ?? null;
}

export function onMove(act) {
  moved.addEventListener("move", () => act(currentRow()));
}

export function choose(row, { focus = true } = {}) {
  if (!row) return;
  currentRow()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  if (focus) {
    row.querySelector(".act a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  moved.dispatchEvent(new Event("move"));
}

export function step(by) {
  const rows = allRows();
  const at = rows.indexOf(currentRow());
  const next = rows[at < 0 ? 0 : at + by];
  if (next) {
    choose(next);
  } else {
    document.querySelector(by > 0 ? ".pager a[rel=next]" : ".pager a:not([rel])")?.focus();
  }
}

export function nextOpen() {
  const rows = allRows();
  const after = rows.slice(rows.indexOf(currentRow()) + 1);
  return after.find((row) => row.querySelector(".review.open")) ?? null;
}

export function replaceRow(row, fresh) {
  const isCurrent = row.hasAttribute("aria-current");
  const box = row.querySelector(".pick input");
  row.replaceWith(fresh);
  if (isCurrent) fresh.setAttribute("aria-current", "true");
  if (box?.checked) fresh.querySelector(".pick input")?.click();
  return fresh;
}
