// Areas are outlined on the plan picture: by clicks, taps or keys, one after another, each saved when it is said so.

import { insideOf, pathOf, pointsOf } from "./outlines.js";

const main = document.getElementById("content");
const stage = document.getElementById("stage");
const outline = document.getElementById("outline");
const words = main.dataset;
const high = Number(stage.dataset.high);
const FULL = 10000;
const CLOSE = 60; // nearer than this to the last point is the same point: a double click, a finger that trembles
const STEP = 100;
const LARGE_STEP = 500;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const radios = [...main.querySelectorAll("input[name=area]")];

let points = []; // of the chosen area, as they stand on the page
let cursor = [FULL / 2, FULL / 2];
let last = null; // what was saved last: area, before, after

for (const radio of radios) radio.addEventListener("change", () => choose(radio));
stage.addEventListener("click", (event) => place(under(event)));
stage.addEventListener("keydown", press);
stage.addEventListener("focus", drawCross);
stage.addEventListener("blur", drawCross);
on("undo-point", undoPoint);
on("start-over", () => change([], words.begun));
on("save", () => save(chosen(), points, words.saved));
on("remove", () => save(chosen(), [], words.removed));
on("take-back", () => save(last.area, last.before, words.takenBack));
addEventListener("beforeunload", (event) => isUnsaved() && event.preventDefault());
show();

function on(id, then) {
  document.getElementById(id).addEventListener("click", then);
}

function chosen() {
  return radios.find((radio) => radio.checked);
}

function kept(radio) {
  return pointsOf(radio.dataset.outline);
}

function isUnsaved(radio = chosen()) {
  return Boolean(radio) && pathOf(points) !== pathOf(kept(radio));
}

// Whoever turns to another area with changes that are not saved is told so, and stays.
function choose(radio) {
  const before = radios.find((each) => each.dataset.chosen !== undefined);
  if (before && before !== radio && isUnsaved(before)) {
    before.checked = true;
    say(words.unsaved, { area: before.dataset.name });
    return;
  }
  if (before) delete before.dataset.chosen;
  radio.dataset.chosen = "";
  change(kept(radio), words.begun);
}

function under(event) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(stage.getScreenCTM().inverse());
  return [x, (y * FULL) / high].map((each) => Math.min(Math.max(Math.round(each), 0), FULL));
}

function place(point) {
  cursor = point;
  if (!chosen()) return drawCross(), say(words.chooseFirst);
  if (points.length >= Number(words.most)) return say(words.enough, { n: words.most });
  if (points.some((each) => Math.hypot(each[0] - point[0], each[1] - point[1]) < CLOSE)) return drawCross();
  change([...points, point], words.at);
}

function undoPoint() {
  if (!chosen()) return say(words.chooseFirst);
  change(points.slice(0, -1), words.backTo);
}

function press(event) {
  const way = ARROWS[event.key];
  if (way) {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    cursor = cursor.map((each, axis) => Math.min(Math.max(each + way[axis] * step, 0), FULL));
    drawCross();
    say(words.cursor, position(cursor));
  } else if (event.key === "Enter" || event.key === " ") place(cursor);
  else if (event.key === "Backspace" || event.key === "Delete") undoPoint();
  else return;
  event.preventDefault();
}

function change(to, told) {
  points = to;
  show();
  const area = chosen();
  if (!area) return say(words.chooseFirst);
  say(told, { area: area.dataset.name, n: points.length, ...(points.length ? position(points.at(-1)) : {}) });
}

async function save(area, to, told) {
  if (!area) return say(words.chooseFirst);
  if (to.length && to.length < Number(words.fewest)) return say(words.tooFew, { n: words.fewest });
  const before = kept(area);
  const answer = await post({ plan: words.plan, area: area.value, outline: to, if_now: before });
  if (answer.error) return say(answer.error);
  area.dataset.outline = pathOf(to);
  area.parentElement.querySelector("small").textContent = to.length ? words.drawn : words.missing;
  last = pathOf(before) === pathOf(to) ? last : { area, before };
  if (area === chosen()) points = to;
  show();
  say(told, { area: area.dataset.name });
}

async function post(asked) {
  const headers = { "Content-Type": "application/json", "X-Guard": words.guard };
  try {
    const answer = await fetch("/plan/outlines", { method: "POST", headers, body: JSON.stringify(asked) });
    return await answer.json();
  } catch {
    return { error: words.notSaved };
  }
}

function show() {
  outline.setAttribute("points", drawn(points));
  const dots = points.map(([x, y]) => node("circle", { cx: x, cy: scaled(y), r: 70 }));
  document.getElementById("points").replaceChildren(...dots);
  const others = radios.filter((radio) => radio !== chosen() && radio.dataset.outline.trim());
  document.getElementById("others").replaceChildren(...others.flatMap(other));
  document.getElementById("take-back").hidden = !last;
  const left = radios.filter((radio) => !radio.dataset.outline.trim()).length;
  document.getElementById("still").textContent = left ? filled(words.still, { n: left }) : words.allDrawn;
  drawCross();
}

function other(radio) {
  const within = kept(radio);
  const [x, y] = insideOf(within);
  const name = node("text", { x, y: scaled(y) });
  name.textContent = radio.dataset.name;
  return [node("polygon", { points: drawn(within) }), name];
}

function drawCross() {
  const [x, y] = [cursor[0], scaled(cursor[1])];
  const is = document.activeElement === stage;
  document.getElementById("cross").setAttribute("d", is ? `M${x - 300} ${y}h600M${x} ${y - 300}v600` : "");
}

function scaled(y) {
  return Math.round((y * high) / FULL);
}

function drawn(outlined) {
  return outlined.map(([x, y]) => `${x},${scaled(y)}`).join(" ");
}

function node(name, attributes) {
  const made = document.createElementNS(outline.namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function position([x, y]) {
  return { x: Math.round(x / 100), y: Math.round(y / 100) };
}

function filled(said, facts) {
  return said.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

function say(said, facts = {}) {
  document.getElementById("said").textContent = filled(said, facts);
}
