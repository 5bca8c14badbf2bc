// An open board: what changes is put in its place as it comes, and tables that have a picture are drawn.

import { draw, redraw } from "./charts.js";
import { offerCategories } from "./plan.js";

const state = document.getElementById("state");
const policy = policyFor("board", (html) => html); // what our own server has rendered, and escaped

document.querySelectorAll(".part").forEach(draw);
offerCategories(document.getElementById("part-plan"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
listen();

function policyFor(name, createHTML) {
  return self.trustedTypes ? self.trustedTypes.createPolicy(name, { createHTML }) : { createHTML };
}

function listen() {
  const stream = new EventSource("/board/events");
  stream.addEventListener("open", () => tell("live"));
  stream.addEventListener("error", () => tell(stream.readyState === EventSource.CLOSED ? "over" : "lost"));
  stream.addEventListener("over", () => {
    stream.close();
    tell("over");
  });
  stream.addEventListener("board", (event) => {
    for (const [name, html] of Object.entries(JSON.parse(event.data).parts)) {
      replace(document.getElementById(`part-${name}`), html);
    }
  });
}

// Told to screen readers, too: only when it is another one.
function tell(how) {
  if (state.dataset.is === how) return;
  state.dataset.is = how;
  state.className = `state ${how === "live" ? "live" : "lost"}`;
  state.textContent = state.dataset[how];
}

// Whoever reads goes on reading: what they have opened stays open, where they are they stay.
function replace(part, html) {
  const opened = new Set([...part.querySelectorAll("details[open]")].map((each) => each.dataset.key));
  const scrolled = [...part.querySelectorAll(".table")].map((each) => [each.scrollLeft, each.scrollTop]);
  const at = part.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  const fresh = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  for (const each of fresh.querySelectorAll("details")) each.open = opened.has(each.dataset.key);
  keepPictures(part, fresh);
  part.replaceChildren(...fresh.body.childNodes);
  draw(part);
  offerCategories(part);
  for (const each of part.querySelectorAll(".as-table")) each.open = opened.has(each.dataset.key);
  part.querySelectorAll(".table").forEach((each, index) => each.scrollTo(...(scrolled[index] ?? [0, 0])));
  if (at) [...part.querySelectorAll("a, summary, button, select, [tabindex]")].find((each) => nameOf(each) === at)?.focus();
}

// A picture that is shown already is not fetched again.
function keepPictures(part, fresh) {
  const shown = new Map([...part.querySelectorAll("image")].map((each) => [each.getAttribute("href"), each]));
  for (const each of fresh.querySelectorAll("image")) {
    const same = shown.get(each.getAttribute("href"));
    if (same) each.replaceWith(same);
  }
}

function nameOf(element) {
  return element.getAttribute("href") ?? element.closest("[data-key]")?.dataset.key ?? element.className;
}
