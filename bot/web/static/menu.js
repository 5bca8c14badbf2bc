// A small menu behind a button: arrows move in it; Esc, Tab and whatever is touched elsewhere close it.

import { el, iconButton } from "./dom.js";

const WIDTH = 144; // pixels, as .menu in bubbles.css
const ROOM = 120; // pixels: what a menu of two takes in height, and some air
const EDGE = 8; // pixels kept free at the edge of the screen

export class Menu {
  /** `items`: [word, act] in order. */
  constructor(items) {
    const on = { keydown: (event) => this.move(event), beforetoggle: (event) => this.toggles(event), toggle: (event) => this.toggled(event) };
    this.list = el("div", { class: "menu", role: "menu", popover: "auto", on }, ...items.map(([word, act]) => this.item(word, act)));
    this.button = iconButton("more", "", null, { class: "icon-button more", "aria-haspopup": "menu", "aria-expanded": "false" });
    this.button.popoverTargetElement = this.list; // so the button closes what it has opened
    this.element = el("div", {}, this.button, this.list);
    this.place = this.place.bind(this);
  }

  item(word, act) {
    const click = () => (this.list.hidePopover(), act());
    return el("button", { type: "button", class: "menu-item", role: "menuitem", tabindex: -1, text: word, on: { click } });
  }

  /** What it is the menu of. */
  name(label) {
    for (const each of [this.button, this.list]) each.setAttribute("aria-label", label);
    this.button.title = label;
  }

  toggles(event) {
    if (event.newState === "open") this.place();
  }

  toggled(event) {
    const open = event.newState === "open";
    this.button.setAttribute("aria-expanded", open);
    if (open) this.list.firstChild.focus({ preventScroll: true });
    if (open) addEventListener("scroll", this.place, true);
    else removeEventListener("scroll", this.place, true);
  }

  place() {
    const { left, top, bottom } = this.button.getBoundingClientRect();
    const below = innerHeight - bottom > ROOM;
    this.list.style.top = below ? `${bottom}px` : "auto";
    this.list.style.bottom = below ? "auto" : `${innerHeight - top}px`;
    this.list.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - WIDTH - EDGE))}px`;
  }

  move(event) {
    if (event.key === "Tab") return this.list.hidePopover(); // back to the button, and on from there
    const items = [...this.list.children];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length).focus();
  }
}
