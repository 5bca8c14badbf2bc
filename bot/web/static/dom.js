// Making elements: never from strings, so that no text of a person can become markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M4 12 20 4l-5 16-4-7Z M11 13l9-9",
  attach: "M4 6h16v12H4Z M4 16l5-5 4 4 3-3 4 4 M15.500 9.500h.01",
  camera: "M4 8h4l1.500-2.500h5L16 8h4v11H4Z M12 16.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400Z",
  close: "M6 6l12 12 M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  down: "M6 9l6 6 6-6",
  beside: "M4 5h16v14H4Z M12 5v14 M16 10v4 M14 12h4",
  check: "M5 13l4.500 4.500L19 7",
  retry: "M19 12a7 7 0 1 1-2-5 M19 4v4h-4",
  file: "M7 3h7l4 4v14H7Z M14 3v4h4",
  more: "M5 12h.01 M12 12h.01 M19 12h.01",
};

/** An element. `props`: class, text, dataset, on (listeners), anything else is an attribute; null leaves it out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.filter((child) => child != null));
  return node;
}

function set(node, name, value) {
  if (value == null || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else node.setAttribute(name, value === true ? "" : value);
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon and says its label. */
export function iconButton(name, label, click, props = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click }, ...props }, icon(name));
}

/** Bring the children of `parent` into this order, moving only what stands elsewhere, so that focus stays. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/** A round mark with the end of a name, as people know it from chats. */
export function avatar(code, name) {
  const short = /^[\x00-\x7f]+$/.test(name) ? initials(name) : name.slice(-2);
  const hue = [...code].reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0), 16777619) >>> 0, 2166136261) % 6;
  return el("span", { class: `avatar hue-${hue}`, "aria-hidden": "true", text: short });
}

function initials(name) {
  return name.split(/\s+/).map((word) => word[0] ?? "").slice(0, 2).join("").toUpperCase();
}
