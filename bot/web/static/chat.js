// The page: the people, up to four chats side by side (on a phone one at a time), and what keeps them live.

import { arrange } from "./dom.js";
import { listen } from "./live.js";
import { Outbox } from "./outbox.js";
import { Pane } from "./pane.js";
import { onSearch, showPeople } from "./people.js";
import { people as fetchPeople } from "./server.js";
import { choosePageLanguage, facts, pageLanguage, say } from "./words.js";

const MOST = 4;
const CHAT_WIDTH = 300; // pixels: the least a chat wants, and what the list of people takes
const frame = document.getElementById("frame");
const main = document.getElementById("panes");
const welcome = document.getElementById("welcome");
const connection = document.getElementById("connection");
const phone = matchMedia("(max-width: 719px)");

const people = new Map(); // by code
const panes = new Map(); // by code
const outboxes = new Map(); // by code
let open = []; // codes, left to right
let active = null; // the chat that has the focus; on a phone the one that is shown

function person(summary) {
  const known = people.get(summary.code);
  if (!known) return refresh();
  Object.assign(known, summary);
  panes.get(summary.code)?.changed();
  showList();
}

async function refresh() {
  for (const each of await fetchPeople()) people.set(each.code, Object.assign(people.get(each.code) ?? {}, each));
  showList();
}

function showList() {
  showPeople([...people.values()], { open: openHere, beside: openBeside, isOpen: (code) => open.includes(code) });
  const unread = [...people.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = (unread ? `(${unread}) ` : "") + say(pageLanguage(), "page.title");
  for (const [code, pane] of panes) pane.showSwitcher(open.filter((other) => other !== code).map((other) => people.get(other)));
}

// --- which chats are open: kept in the address, so that a reload and the back button find them ---

function openHere(code) {
  if (open.includes(code)) return focus(code);
  if (phone.matches) return openBeside(code);
  const place = Math.max(0, open.indexOf(active));
  go(open.length ? open.with(place, code) : [code], code);
}

function openBeside(code) {
  if (open.includes(code)) return focus(code);
  const oldest = open.find((each) => each !== active);
  go([...(open.length < MOST ? open : open.filter((each) => each !== oldest)), code], code);
}

function focus(code) {
  go(open, code);
}

function close(code) {
  const rest = open.filter((each) => each !== code);
  go(rest, rest.at(-1) ?? null);
}

function go(codes, at, { keepFocus = false, travelling = false } = {}) {
  const hash = `#${new URLSearchParams({ open: codes.join(), ...(at ? { at } : {}) })}`;
  const deeper = phone.matches && at && !active && !travelling; // on a phone the back button leads from a chat to the people
  if (deeper) history.pushState({ deeper }, "", hash);
  else if (hash !== location.hash) history.replaceState(history.state, "", hash);
  show(codes, at);
  if (at && !keepFocus && !matchMedia("(pointer: coarse)").matches) panes.get(at)?.composer.text.focus();
}

function back() {
  if (history.state?.deeper) history.back();
  else go(open, null);
}

/** Back and forth: on a phone the chats that are open stay open. */
function travelled() {
  if (!phone.matches) return fromAddress();
  const at = new URLSearchParams(location.hash.slice(1)).get("at");
  go(open, open.includes(at) ? at : null, { keepFocus: true, travelling: true });
}

function fromAddress() {
  const where = new URLSearchParams(location.hash.slice(1));
  const codes = (where.get("open") ?? "").split(",").filter((code) => people.has(code)).slice(0, MOST);
  const at = codes.includes(where.get("at")) ? where.get("at") : null;
  show(codes, phone.matches ? at : (at ?? codes.at(-1) ?? null));
}

function show(codes, at) {
  open = codes;
  active = at;
  for (const code of [...panes.keys()]) if (!codes.includes(code)) panes.delete(code);
  for (const code of codes) if (!panes.has(code)) panes.set(code, new Pane(people.get(code), outbox(code), hooks(code)));
  arrange(main, codes.length ? codes.map((code) => panes.get(code).element) : [welcome]);
  frame.dataset.view = at ? "chat" : "people";
  main.dataset.count = codes.length;
  fitPeople();
  for (const [code, pane] of panes) pane.element.classList.toggle("active", code === at);
  panes.get(at)?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  panes.get(at)?.shown();
  showList();
}

/** Where the chats need the room, the people draw back to a rail of their marks. */
function fitPeople() {
  frame.classList.toggle("rail", !phone.matches && (open.length + 1) * CHAT_WIDTH > innerWidth);
}

function outbox(code) {
  if (!outboxes.has(code)) outboxes.set(code, new Outbox(code));
  return outboxes.get(code);
}

function hooks(code) {
  return {
    close: () => close(code),
    back,
    switchTo: (other) => focus(other),
    focused: () => code !== active && open.includes(code) && go(open, code, { keepFocus: true }),
  };
}

// --- the frame ---

document.getElementById("language").addEventListener("click", () => {
  choosePageLanguage(pageLanguage() === "en" ? "zh_CN" : "en");
  document.getElementById("company").textContent = facts.company[pageLanguage()];
  showList();
});
onSearch(showList);
addEventListener("popstate", travelled);
addEventListener("resize", fitPeople);
addEventListener("online", () => outboxes.forEach((each) => each.run()));
phone.addEventListener("change", fromAddress);
document.addEventListener("visibilitychange", () => panes.forEach((pane) => pane.shown()));
addEventListener("beforeunload", (event) => [...outboxes.values()].some((each) => each.hasUnsentPhotos()) && event.preventDefault());

function connected(state) {
  const restored = state && !connection.hidden;
  connection.hidden = state;
  if (!restored) return;
  refresh();
  outboxes.forEach((each) => each.run());
  panes.forEach((pane) => pane.connected());
}

async function start() {
  try {
    await refresh();
  } catch {
    connection.hidden = false;
    return setTimeout(start, 2000);
  }
  fromAddress();
  listen({ onperson: person, onstate: connected, look: fetchPeople });
}

start();
