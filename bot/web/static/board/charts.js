// Pictures beside tables: drawn from what the tables say, so that there is one truth, and hidden from screen readers.

/* global echarts */

const main = document.getElementById("content");
const drawn = new Map(); // the name of a picture -> its node, its chart, and what it shows
const still = matchMedia("(prefers-reduced-motion: reduce)");

// The library empties its own node in this way, and sets nothing else.
self.trustedTypes?.createPolicy("default", { createHTML: (html) => (html === "" ? "" : null) });

export function draw(part) {
  for (const table of part.querySelectorAll("[data-chart]")) {
    const name = `${part.id} ${table.dataset.key ?? ""}`;
    table.dataset.chart === "trend" ? whenOpen(table, () => show(name, table, trend)) : show(name, table, KINDS[table.dataset.chart]);
  }
}

export function redraw() {
  for (const picture of drawn.values()) if (picture.table.isConnected) picture.chart.setOption(picture.kind(picture), true);
}

function whenOpen(details, then) {
  if (details.open) then();
  details.addEventListener("toggle", () => details.open && then());
}

function show(name, table, kind) {
  const picture = drawn.get(name) ?? begin(name);
  Object.assign(picture, { table, kind });
  place(picture, table);
  if (kind === ranking) {
    const bars = table.querySelectorAll("[data-value]").length;
    picture.node.hidden = !bars;
    picture.node.style.height = `${16 + 30 * bars}px`;
  }
  picture.chart.resize();
  picture.chart.setOption(kind(picture), true);
}

function begin(name) {
  const node = document.createElement("div");
  node.className = "chart";
  node.setAttribute("aria-hidden", "true"); // the table beside it says all of it
  main.append(node); // so that it has a size
  const picture = { node, chart: echarts.init(node), drilled: null };
  new ResizeObserver(() => picture.chart.resize()).observe(node);
  picture.chart.on("click", (event) => picture.tapped?.(event.dataIndex));
  drawn.set(name, picture);
  return picture;
}

function place({ node, kind }, table) {
  const before = table.tagName === "DETAILS" ? table.querySelector(":scope > .as-table, :scope > .table") : table;
  node.classList.toggle("tall", kind === shares);
  before.before(node);
  if (kind === trend && !before.matches(".as-table")) {
    before.before(legend(table));
    const more = document.createElement("details");
    more.className = "as-table";
    more.dataset.key = `${table.dataset.key} table`;
    const summary = document.createElement("summary");
    summary.textContent = main.dataset.table;
    before.replaceWith(more);
    more.append(summary, before);
  }
}

function legend(table) {
  const told = document.createElement("p");
  told.className = "legend";
  told.setAttribute("aria-hidden", "true");
  [...table.querySelectorAll("thead th")].slice(1).forEach((head, index) => {
    const item = document.createElement("span");
    item.className = `series${index}`;
    item.textContent = head.textContent;
    told.append(item);
  });
  return told;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function common() {
  const colour = colours();
  const text = { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  return { animation: !still.matches, animationDuration: 300, textStyle: text };
}

function axis(colour, more) {
  const line = { lineStyle: { color: colour("line") } };
  return { axisLabel: { color: colour("soft") }, axisLine: line, axisTick: { show: false }, splitLine: line, ...more };
}

// New and closed as bars, the overdue as a line over them.
function trend({ table }) {
  const colour = colours();
  const rows = [...table.querySelectorAll("tbody tr")].reverse();
  const column = (index) => rows.map((row) => Number(row.children[index].textContent));
  const bar = (index, name) => ({ type: "bar", data: column(index), itemStyle: { color: colour(name) }, barGap: 0 });
  const line = { type: "line", data: column(3), symbol: "none", lineStyle: { color: colour("red"), width: 3 }, itemStyle: { color: colour("red") } };
  const last = { show: true, color: colour("red"), fontWeight: "bold" };
  return {
    ...common(),
    grid: { left: 8, right: 32, top: 12, bottom: 4, containLabel: true },
    xAxis: axis(colour, { type: "category", data: rows.map((row) => row.children[0].textContent), splitLine: { show: false } }),
    yAxis: axis(colour, { type: "value", minInterval: 1 }),
    series: [bar(1, "blue"), bar(2, "green"), { ...line, endLabel: last }],
  };
}

// Categories first; a tap shows the entries of one, and a tap on an entry its cases.
function shares(picture) {
  const { table } = picture;
  const categories = [...table.querySelectorAll("details")];
  const within = categories.find((each) => each.dataset.key === picture.drilled);
  const links = within ? [...within.querySelectorAll("a")] : [];
  const pieces = within
    ? links.map((link) => ({ name: link.textContent, value: Number(link.dataset.value) }))
    : categories.map((each) => ({ name: each.dataset.name, value: Number(each.dataset.value) }));
  picture.tapped = (index) => (within ? location.assign(links[index].href) : drill(picture, categories[index]));
  back(picture, within);
  const colour = colours();
  const label = { color: colour("ink"), formatter: "{b} {c}", overflow: "break", width: 84 };
  const border = { borderColor: colour("raised"), borderWidth: 2 };
  return { ...common(), series: [{ type: "pie", radius: picture.node.clientWidth < 340 ? ["25%", "44%"] : ["35%", "62%"], data: pieces, label, itemStyle: border, minShowLabelAngle: 20 }] };
}

function drill(picture, category) {
  picture.drilled = category?.dataset.key ?? null;
  if (category) category.open = true;
  picture.chart.setOption(shares(picture), true);
}

function back(picture, within) {
  picture.node.previousElementSibling?.matches(".back") && picture.node.previousElementSibling.remove();
  if (!within) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "back";
  button.textContent = `${main.dataset.all} › ${within.dataset.name}`;
  button.addEventListener("click", () => drill(picture, null));
  picture.node.before(button);
}

// How many limits each department has met, the best at the top.
function ranking(picture) {
  const colour = colours();
  const rows = [...picture.table.querySelectorAll("tr")].filter((row) => row.querySelector("[data-value]")).reverse();
  picture.tapped = (index) => rows[index].querySelector("a") && location.assign(rows[index].querySelector("a").href);
  const names = rows.map((row) => row.querySelector("th").textContent);
  const rates = rows.map((row) => Number(row.querySelector("[data-value]").dataset.value));
  const label = { show: true, position: "right", color: colour("ink"), formatter: ({ value }) => `${Math.round(value)}%` };
  return {
    ...common(),
    grid: { left: 8, right: 48, top: 4, bottom: 4, containLabel: true },
    xAxis: axis(colour, { type: "value", min: 0, max: 100, show: false }),
    yAxis: axis(colour, { type: "category", data: names, splitLine: { show: false }, axisLabel: { color: colour("ink"), width: 120, overflow: "truncate" } }),
    series: [{ type: "bar", data: rates, label, barMaxWidth: 18, itemStyle: { color: colour("accent") } }],
  };
}

const KINDS = { shares, ranking };
