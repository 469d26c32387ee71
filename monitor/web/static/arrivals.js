// New claims are counted beside the list; it moves only when its reader asks.

import { allRows, choose, currentRow } from "./rows.js";

const QUIET = 400; // milliseconds in which several readings are asked about at once
const list = document.querySelector(".log[data-number]");
const line = list?.querySelector(".arrived");
let stream = null;
let waits = 0;

function say(sentence, withLink) {
  line.querySelector(".told").textContent = sentence;
  line.querySelector("a").hidden = !withLink;
  line.querySelector(".quiet").hidden = !withLink;
  line.hidden = sentence === "";
}

async function ask() {
  waits = 0;
  const query = new URLSearchParams(list.dataset.query);
  query.set("after", list.dataset.number);
  const answer = await fetch(`/claims/arrived?${query}`);
  if (!answer.ok) return;
  const { count } = await answer.json();
  if (count) say(count === 1 ? "1 more claim has arrived." : `${count} more claims have arrived.`, true);
}

function soon() {
  waits ||= setTimeout(() => ask().catch(() => {}), QUIET);
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(`/api/v1/stream?kind=reading&after=${list.dataset.number}`);
  stream.addEventListener("reading", soon);
  stream.addEventListener("end", () => {
    stop();
    say("Live updates have ended. Reload the page.", false);
  });
  stream.addEventListener("error", () => {
    if (stream?.readyState !== EventSource.CLOSED) return; // it tries again by itself
    stop();
    const now = new Date().toTimeString().slice(0, 5);
    say(`Live updates stopped at ${now}. Reload the page.`, false);
  });
}

function stop() {
  stream?.close();
  stream = null;
}

async function showThem(event) {
  event.preventDefault();
  const known = new Set(allRows().map((row) => row.dataset.id));
  const current = currentRow()?.dataset.id;
  const answer = await fetch(event.target.closest("a").href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".log[data-number]");
  if (!answer.ok || !fresh) return location.reload();
  list.dataset.number = fresh.dataset.number;
  const keeps = [list.querySelector(".cols"), line];
  const parts = [...fresh.children].filter((part) => !part.matches(".cols, .arrived"));
  list.replaceChildren(...keeps, ...parts);
  for (const row of allRows()) row.classList.toggle("new", !known.has(row.dataset.id));
  document.querySelector(".head .sub").textContent = page.querySelector(".head .sub").textContent;
  say("", false);
  choose(allRows().find((row) => row.dataset.id === current));
}

if (list) {
  line.querySelector("a").addEventListener("click", showThem);
  // A browser keeps few connections to one desk: a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  addEventListener("pagehide", stop);
  listen();
}
