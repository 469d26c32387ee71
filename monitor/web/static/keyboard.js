// Single keys. An element names its own by data-key, other scripts add theirs with onKey.
// They are off while somebody types, with a modifier, and for who switched them off.

const STORED = "ceasewatch-keys";
const PLACES = { o: "/", l: "/claims", i: "/statements", s: "/sources", a: "/audit", d: "/deliveries", r: "/rules" };
const actions = new Map();
let goes = false;

export function onKey(key, act) {
  actions.set(key, act);
}

function areOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function isTyping(target) {
  if (target.closest("textarea, select, [contenteditable]")) return true;
  const input = target.closest("input");
  return input !== null && !["checkbox", "radio", "button", "submit"].includes(input.type);
}

function findByKey(key) {
  const named = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return [...named].find((each) => each.checkVisibility());
}

function use(element) {
  if (element.matches("input")) {
    element.focus();
    element.select();
  } else if (element.matches("summary")) {
    element.parentElement.open = true;
    (element.parentElement.querySelector("textarea, input") ?? element).focus();
  } else {
    element.click();
  }
}

function openHelp() {
  const help = document.getElementById("keys");
  if (help && !help.open) help.showModal();
}

function openFilters() {
  const first = document.querySelector(".filters summary");
  if (!first) return;
  first.parentElement.open = true;
  first.focus();
}

function closeOpen() {
  for (const box of document.querySelectorAll("details[name=filter][open]")) {
    box.open = false;
    box.querySelector("summary").focus();
  }
}

function press(event) {
  const key = event.key;
  if (goes) {
    goes = false;
    if (PLACES[key]) location.assign(PLACES[key]);
    return true;
  }
  if (key === "g") return (goes = true);
  if (key === "?") return openHelp(), true;
  if (key === "f") return openFilters(), true;
  if (key === "p") return window.print(), true;
  const act = actions.get(event.shiftKey && key.length === 1 ? `Shift+${key.toLowerCase()}` : key);
  if (act && act(event) !== false) return true;
  const element = findByKey(key);
  if (element) use(element);
  return Boolean(element);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (isTyping(event.target)) event.target.blur();
    closeOpen();
  } else if (areOn() && !isTyping(event.target) && press(event)) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  for (const box of document.querySelectorAll("details[name=filter][open]")) {
    if (!box.contains(event.target)) box.open = false;
  }
});

function show() {
  document.documentElement.classList.toggle("keys-on", areOn());
}

const choice = document.getElementById("keys-on");
if (choice) {
  choice.checked = areOn();
  choice.addEventListener("change", () => {
    localStorage.setItem(STORED, choice.checked ? "on" : "off");
    show();
  });
}
for (const link of document.querySelectorAll(".help")) link.addEventListener("click", openHelp);
document.documentElement.classList.add("has-keys");
show();
