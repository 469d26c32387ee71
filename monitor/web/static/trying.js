// A rule is tried while it is written: the page that the button would show, fetched after a pause.

const PAUSE = 700;
const TOO_SLOW = 3000;
const PARTIES = ["by", "against", "speakers"];
const form = document.getElementById("ruleform");
let timer = 0;
let running = null;
let live = true;

function nameChosen(pick) {
  const chosen = [...pick.querySelectorAll("input:checked")].map((box) => box.parentElement.textContent.trim());
  pick.querySelector(".v").textContent = chosen.join(", ") || pick.dataset.nothing;
  pick.classList.toggle("on", chosen.length > 0);
}

function fieldOf(name) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  return field === null ? null : (field.closest(".pick") ?? field);
}

function showFaults(page) {
  for (const old of form.querySelectorAll(".fault")) old.remove();
  for (const fault of page.querySelectorAll("#ruleform .fault[id]")) {
    const field = fieldOf(fault.id.slice("fault-".length));
    if (field === null) form.prepend(fault);
    else field.after(fault);
  }
}

function showParties(page) {
  for (const name of PARTIES) {
    const fresh = page.querySelector(`#ruleform [name="${name}"]`)?.closest(".pick");
    const here = fieldOf(name);
    if (fresh && here) here.replaceWith(fresh);
  }
}

function replace(id, page) {
  const fresh = page.getElementById(id);
  const here = document.getElementById(id);
  if (fresh && here) here.replaceChildren(...fresh.childNodes);
}

async function tryRule(withParties) {
  running?.abort();
  running = new AbortController();
  const panel = document.getElementById("trial");
  const begun = performance.now();
  panel.setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch("/rules/try", { method: "POST", body, signal: running.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById("trial") === null) throw new Error("no page of a rule");
    showFaults(page);
    if (withParties) showParties(page);
    replace("trial", page);
    replace("told", page);
    if (performance.now() - begun > TOO_SLOW) live = false;
  } catch (error) {
    if (error.name === "AbortError") return;
    live = false;
    document.getElementById("told").textContent =
      "The rule could not be tried; press “Try it”, or open the page again.";
  }
  panel.setAttribute("aria-busy", "false");
}

function noteChange(event) {
  const field = event.target;
  if (field.form !== form) return;
  const pick = field.closest(".pick");
  if (pick) nameChosen(pick);
  clearTimeout(timer);
  if (live) timer = setTimeout(() => tryRule(field.name === "agreement"), PAUSE);
}

function closePicks(except) {
  for (const pick of form.querySelectorAll(".pick[open]")) if (!pick.contains(except)) pick.open = false;
}

if (form) {
  document.addEventListener("input", noteChange);
  document.addEventListener("click", (event) => closePicks(event.target));
  document.addEventListener("keydown", (event) => {
    const pick = event.key === "Escape" ? event.target.closest(".pick[open]") : null;
    if (pick === null) return;
    pick.open = false;
    pick.querySelector("summary").focus();
  });
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    tryRule(true);
  });
  if (!document.querySelector("#trial .bignum, #trial .fault")) tryRule(false);
}
