// Choosing sentences of a statement, with the mouse or with v and the arrows; their words go into the form.

import { onKey } from "./keyboard.js";

const text = document.getElementById("text");
const form = document.querySelector("form.miss");
const all = text ? [...text.querySelectorAll(".sentence")] : [];
let first = -1;
let last = -1;

function chosen() {
  return all.slice(Math.min(first, last), Math.max(first, last) + 1);
}

// What stands in the page for characters that turn or hide text is not what the statement says,
// and the numbers of marked words are ours.
function wordsOf(sentence) {
  const copy = sentence.cloneNode(true);
  for (const ours of copy.querySelectorAll("sub, .unseen")) ours.remove();
  return copy.textContent;
}

function show() {
  for (const each of all) each.classList.remove("chosen");
  if (first < 0) return;
  const sentences = chosen();
  for (const each of sentences) each.classList.add("chosen");
  form.elements.words.value = sentences.map(wordsOf).join(" ").replace(/\s+/g, " ").trim();
  form.elements.start.value = sentences[0].dataset.start;
  sentences.at(-1).scrollIntoView({ block: "nearest" });
}

function choose(from, to) {
  const field = all[from]?.dataset.field;
  if (field === undefined || all[to]?.dataset.field !== field) return;
  [first, last] = [from, to];
  show();
}

function begin() {
  choose(first < 0 ? firstOfText() : first, last < 0 ? firstOfText() : last);
  text.tabIndex = -1;
  text.focus({ preventScroll: true });
}

function firstOfText() {
  return Math.max(0, all.findIndex((each) => each.dataset.field === "text"));
}

function move(event) {
  if (first < 0 || document.activeElement !== text) return false;
  const forward = event.key === "ArrowDown" || event.key === "ArrowRight";
  const to = Math.min(all.length - 1, Math.max(0, last + (forward ? 1 : -1)));
  choose(event.shiftKey ? first : to, to);
  return true;
}

function fromSelection() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
  const touched = all.filter((each) => selection.containsNode(each, true));
  if (touched.length) choose(all.indexOf(touched[0]), all.indexOf(touched.at(-1)));
}

if (text && form && all.length) {
  onKey("v", begin);
  for (const key of ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"]) onKey(key, move);
  onKey("Enter", () => {
    if (first < 0 || document.activeElement !== text) return false;
    form.elements.against.focus();
    return true;
  });
  text.addEventListener("mouseup", fromSelection);
}
