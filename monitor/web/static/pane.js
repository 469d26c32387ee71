// The reading pane: the current claim beside the list, judged there without leaving it.

import { onKey } from "./keyboard.js";
import { allRows, choose, currentRow, nextOpen, onMove, replaceRow } from "./rows.js";

const pane = document.querySelector(".pane");
const desk = document.querySelector(".deskrow");
const roomy = matchMedia("(min-width: 68.75rem)");
let asked = null;
let judged = "";

function address(row) {
  const url = new URL(row.querySelector(".act a").href);
  return `${url.pathname}/pane${url.search}`;
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

function draw(html) {
  const parsed = parse(html);
  const fresh = parsed.querySelector("template")?.content.querySelector(".claim");
  const row = fresh && allRows().find((each) => each.dataset.id === fresh.dataset.id);
  if (row) replaceRow(row, document.importNode(fresh, true));
  parsed.querySelector("template")?.remove();
  pane.replaceChildren(...parsed.body.childNodes);
  pane.hidden = false;
  pane.scrollTop = 0;
  desk.classList.add("reading");
}

async function load(row) {
  if (!row || !roomy.matches) return;
  asked?.abort();
  asked = new AbortController();
  pane.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address(row), { signal: asked.signal });
    if (answer.ok) draw(await answer.text());
    else location.assign(row.querySelector(".act a").href);
  } catch (error) {
    if (error.name !== "AbortError") tell("The claim could not be loaded. Open it by its row.");
  } finally {
    pane.removeAttribute("aria-busy");
  }
}

function tell(sentence) {
  pane.querySelector(".said-wrong")?.remove();
  const line = document.createElement("p");
  line.className = "fault said-wrong";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  pane.prepend(line);
  pane.hidden = false;
}

function faultOf(html) {
  const page = parse(html);
  const found = page.querySelector(".fault") ?? page.querySelector("main .panel p") ?? page.querySelector("h1");
  return found ? found.textContent.trim() : "Nothing was recorded.";
}

async function judge(form, button) {
  const fields = new FormData(form, button);
  const verdict = fields.get("verdict");
  const id = currentRow()?.dataset.id ?? "";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
    const html = await answer.text();
    if (!answer.ok || !new URL(answer.url).pathname.endsWith("/pane")) return tell(faultOf(html));
    draw(html);
  } catch {
    return tell("The desk does not answer; nothing was recorded.");
  }
  if (verdict === "confirmed" || verdict === "rejected") {
    judged = id;
    choose(nextOpen());
  }
}

async function undo() {
  const row = judged && allRows().find((each) => each.dataset.id === judged);
  judged = "";
  if (row && row !== currentRow()) {
    choose(row);
    await load(row);
  }
  pane.querySelector('[data-key="u"]')?.click();
}

if (pane) {
  onMove(load);
  onKey("u", () => (roomy.matches ? void undo() : false));
  pane.addEventListener("submit", (event) => {
    event.preventDefault();
    judge(event.target, event.submitter);
  });
  document.querySelector(".log").addEventListener("click", (event) => {
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const link = event.target.closest(".act a");
    // A press of Enter on the link opens the claim, as everywhere; its clicks are counted as 0.
    if (!link || !plain || event.detail === 0 || !roomy.matches) return;
    event.preventDefault();
    choose(link.closest(".claim"));
  });
}
