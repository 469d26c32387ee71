// An agreement while it is written: the YAML follows the form, a source is tried as it is typed.
// Without this file the same page works by its buttons.

const REST = 500;
const REST_BEFORE_TRY = 600;
const ADDRESS = /^(https?:\/\/[^\s/.]+\.[^\s/]{2,}|https?:\/\/[\d.:[\]a-f]+\/|@\w{4,}|(t|telegram)\.me\/\w{4,})/i;

const form = document.getElementById("draft");
const yaml = form.elements.yaml;
const state = document.getElementById("yaml-state");
const touched = new Set();
const rests = new Map();
const tries = new Map();
let asked = 0;
let written = false; // the YAML itself was edited, and the form does not follow yet
let leaving = false;

function after(key, delay, act) {
  clearTimeout(rests.get(key));
  rests.set(key, setTimeout(act, delay));
}

function send(address, order, signal) {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", order);
  return fetch(address, { method: "POST", body, signal, credentials: "same-origin" });
}

async function check() {
  const number = ++asked;
  let answer;
  try {
    const response = await send(form.dataset.check, "check");
    if (!response.ok) throw new Error(String(response.status));
    answer = await response.json();
  } catch (problem) {
    if (number === asked) state.textContent = "The YAML does not follow just now; “Check” tells more.";
    return;
  }
  if (number === asked) show(answer);
}

function show(answer) {
  if (answer.torn) {
    state.textContent = answer.bar;
    return;
  }
  document.getElementById("lines").innerHTML = answer.lines;
  document.getElementById("bar").innerHTML = answer.bar;
  if (written) {
    state.textContent = "The form follows when you check.";
    return;
  }
  state.textContent = "";
  yaml.value = answer.text;
  form.elements.digest.value = answer.digest;
  showFaults(answer.faults);
  showActors(answer.actors);
}

function showFaults(faults) {
  for (const field of form.querySelectorAll("p.field")) {
    const input = field.querySelector("input[name], select[name], textarea[name]");
    if (!input || (!touched.has(input.name) && !field.classList.contains("bad"))) continue;
    const what = faults[input.name];
    field.classList.toggle("bad", Boolean(what));
    input.toggleAttribute("aria-invalid", Boolean(what));
    if (what) input.setAttribute("aria-invalid", "true");
    let problem = field.querySelector(".problem");
    if (!what) {
      problem?.remove();
      continue;
    }
    if (!problem) {
      problem = document.createElement("span");
      problem.className = "problem";
      problem.id = `${input.name}-problem`;
      input.after(problem);
      input.setAttribute("aria-describedby", [problem.id, input.getAttribute("aria-describedby") ?? ""].join(" ").trim());
    }
    if (problem.textContent !== what) problem.textContent = what;
  }
}

// New parties have no lasting id yet: a choice is kept by its place in the list.
function showActors(actors) {
  for (const select of form.querySelectorAll("select[data-actors]")) {
    const chosen = select.selectedIndex;
    const told = [...select.options].slice(1).map((option) => [option.value, option.text]);
    if (JSON.stringify(told) === JSON.stringify(actors)) continue;
    select.replaceChildren(select.options[0], ...actors.map(([id, name]) => new Option(name, id)));
    select.selectedIndex = Math.min(chosen, select.options.length - 1);
  }
}

async function tryOut(source) {
  const name = source.dataset.source;
  const place = source.querySelector("[data-result]");
  tries.get(name)?.abort();
  const control = new AbortController();
  tries.set(name, control);
  place.setAttribute("aria-busy", "true");
  if (!place.firstElementChild) say(place, "Trying …");
  try {
    const response = await send(form.dataset.try, `try:${name}`, control.signal);
    const text = await response.text();
    if (control.signal.aborted) return;
    if (response.ok) place.innerHTML = text;
    else say(place, `The try was refused (${response.status}). Nothing is lost.`);
    fillIn(name, place.querySelector("[data-found]")?.dataset.found);
  } catch (problem) {
    if (!control.signal.aborted) say(place, "The desk did not answer. Nothing is lost.");
  } finally {
    if (tries.get(name) === control) place.removeAttribute("aria-busy");
  }
}

function say(place, text) {
  const box = document.createElement("div");
  box.className = "try";
  box.setAttribute("role", "status");
  box.textContent = text;
  place.replaceChildren(box);
}

// What the try found out goes where nothing stands yet.
function fillIn(name, text) {
  const found = text ? JSON.parse(text) : {};
  const values = { kind: found.kind };
  for (const [key, value] of Object.entries(found.select ?? {})) values[`select.${key}`] = value;
  let filled = false;
  for (const [key, value] of Object.entries(values)) {
    const input = form.elements[`${name}.${key}`];
    if (!input || !value || input.value) continue;
    input.value = value;
    touched.add(input.name);
    input.closest("details.more")?.setAttribute("open", "");
    filled = true;
  }
  if (filled) after("check", 0, check);
}

form.addEventListener("input", (event) => {
  const input = event.target;
  if (input.name === "paste") return;
  leaving = false;
  form.dataset.dirty = "yes";
  written = written || input === yaml;
  touched.add(input.name);
  after("check", REST, check);
  const source = input.closest("[data-source]");
  if (!source || !("tried" in input.dataset)) return;
  const address = form.elements[`${source.dataset.source}.url`]?.value.trim() ?? "";
  if (ADDRESS.test(address)) after(source.dataset.source, REST_BEFORE_TRY, () => tryOut(source));
});

form.addEventListener("submit", (event) => {
  const order = event.submitter?.value ?? "check";
  if (order.startsWith("try:")) {
    event.preventDefault();
    const source = form.querySelector(`[data-source="${CSS.escape(order.slice(4))}"]`);
    if (source) tryOut(source);
    return;
  }
  leaving = true;
});

// A link to a problem opens what it lies in.
document.addEventListener("click", (event) => {
  const target = event.target.closest?.('#bar a[href^="#"]')?.hash.slice(1);
  let place = target ? document.getElementById(target) : null;
  for (; place; place = place.parentElement) if (place.tagName === "DETAILS") place.open = true;
});

addEventListener("beforeunload", (event) => {
  if (form.dataset.dirty && !leaving) event.preventDefault();
});
