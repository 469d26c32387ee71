// What came of a test is shown as soon as it is known: the page's own rows, asked for until it is.

const PAUSE = 1500;
const MOST = 40;

async function look(times) {
  const here = document.getElementById("tries");
  if (here?.dataset.awaited !== "true" || times > MOST) return;
  await new Promise((done) => setTimeout(done, PAUSE));
  try {
    const answer = await fetch(location.pathname);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("tries");
    if (fresh && !here.contains(document.activeElement)) here.replaceWith(fresh);
  } catch {
    return; // the row stands as it was; opening the page again shows the rest
  }
  look(times + 1);
}

look(1);
