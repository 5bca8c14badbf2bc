// One person's chat on the page: the head, the log of bubbles, and the place to write.

import { arrange, avatar, el, icon, iconButton } from "./dom.js";
import { Bubble, group, pauseBetween } from "./bubbles.js";
import { Composer } from "./composer.js";
import { History } from "./history.js";
import { openPicture } from "./picture.js";
import { moment, say, tag } from "./words.js";

const AT_BOTTOM = 80; // pixels from the end that still count as reading the newest
const NEAR_TOP = 200;

export class Pane {
  /** `hooks`: close(), back(), focused(), switchTo(code). The outbox outlives the pane: closing a chat loses nothing. */
  constructor(person, outbox, hooks) {
    this.person = person;
    this.hooks = hooks;
    this.element = el("section", { class: "pane", on: { focusin: () => hooks.focused(), pointerdown: () => hooks.focused() } });
    takeDrops(this.element, (files) => this.composer.add(files));
    this.outbox = outbox;
    outbox.onchange = () => this.render();
    this.start();
  }

  /** Begin anew, in the language the person has now. */
  start() {
    this.language = this.person.language;
    this.unavailable = false;
    this.kept = new Map(); // bubbles and separators by key
    this.pinned = true;
    this.history = new History(this.person.code, () => this.render());
    this.build();
    this.open();
  }

  word(name, values) {
    return say(this.language, `chat.${name}`, values);
  }

  name() {
    return this.person.name[this.language];
  }

  build() {
    const name = this.name();
    this.element.lang = tag(this.language);
    this.element.setAttribute("aria-label", this.word("of", { name }));
    this.content = el("div", { class: "log-content" });
    const reading = { role: "log", "aria-live": "polite", "aria-busy": "true", "aria-label": this.word("log", { name }), tabindex: 0 };
    this.log = el("div", { class: "log", ...reading, on: { scroll: () => this.scrolled() } }, this.content);
    this.down = el("button", { type: "button", class: "down", hidden: true, on: { click: () => this.toBottom() } }, icon("down"), el("span"));
    this.composer = new Composer(this.person.code, this.language, {
      say: (text, files) => this.act(() => this.outbox.say(text, files)),
      edit: (id, text) => this.outbox.alter(id, { text }),
    });
    const cover = el("div", { class: "drop", text: this.word("drop", { name }), "aria-hidden": "true" });
    this.element.replaceChildren(this.head(), el("div", { class: "log-frame" }, this.log, this.down), this.composer.element, cover);
    const stay = new ResizeObserver(() => this.pinned && this.jumpDown());
    for (const each of [this.content, this.log]) stay.observe(each);
  }

  head() {
    const { code, department, roles } = this.person;
    const what = [department[this.language], roles[this.language].join(say(this.language, "list.joined"))];
    const line = what.filter(Boolean).join(say(this.language, "list.apart"));
    const title = el("div", { class: "title" }, el("h2", { text: this.name() }), el("p", { text: line, title: line }));
    this.switcher = el("nav", { class: "switcher", "aria-label": this.word("others") });
    const back = iconButton("back", this.word("back"), () => this.hooks.back(), { class: "icon-button back" });
    const close = iconButton("close", this.word("close", { name: this.name() }), () => this.hooks.close(), { class: "icon-button close" });
    return el("header", { class: "pane-head" }, back, avatar(code, this.name()), title, this.switcher, close);
  }

  /** On a phone: the other chats that are open, one tap away. */
  showSwitcher(people) {
    const made = JSON.stringify(people.map((person) => [person.code, person.unread > 0]));
    if (this.switcher.dataset.made === made) return;
    this.switcher.dataset.made = made;
    this.switcher.replaceChildren(...people.map((person) => this.switchButton(person)));
  }

  switchButton(person) {
    const name = person.name[this.language];
    const props = { type: "button", class: person.unread ? "switch unread" : "switch", "aria-label": this.word("switch", { name }) };
    return el("button", { ...props, on: { click: () => this.hooks.switchTo(person.code) } }, avatar(person.code, name));
  }

  async open() {
    const log = this.log;
    try {
      await this.history.load();
    } catch {
      return this.showUnavailable();
    }
    requestAnimationFrame(() => log.removeAttribute("aria-busy")); // from here on, what arrives is read out
  }

  showUnavailable() {
    this.unavailable = true;
    const again = el("button", { type: "button", class: "link", text: this.word("again"), on: { click: () => this.start() } });
    this.content.replaceChildren(el("div", { class: "hint" }, el("p", { text: this.word("unavailable") }), again));
  }

  /** The server is there again. */
  connected() {
    if (this.unavailable) this.start();
    else this.changed();
  }

  /** The chat came into view. */
  shown() {
    if (this.pinned) this.jumpDown();
    this.noteRead();
  }

  /** The person's line in the list changed. */
  changed() {
    if (this.person.language !== this.language) return this.start();
    this.history.catchUp(this.person.change).catch(() => {}); // the next change, or the next connection, asks again
  }

  /** The person says or taps something: what was new has been answered, and the newest is what they look at. */
  act(say) {
    this.history.newFrom = null;
    this.pinned = true;
    say();
    this.jumpDown();
  }

  render() {
    if (!this.history?.loaded) return;
    const { rows, clientIds, hasEarlier } = this.history;
    this.outbox.arrived(clientIds);
    const unsent = this.outbox.items;
    const groups = group(this.person.code, this.language, rows, unsent);
    this.composer.follow(groups.flatMap((each) => each.mine));
    const tapping = new Set(unsent.map((each) => each.choice));
    const nodes = hasEarlier ? [this.once("earlier", () => this.earlierButton())] : [];
    const current = groups.findLast((each) => each.choices.length);
    groups.forEach((each, index) => nodes.push(...this.nodesOf(each, groups[index - 1], tapping, each === current)));
    arrange(this.content, nodes.length ? nodes : [this.once("empty", () => this.emptyHint())]);
    if (this.pinned) this.jumpDown();
    this.showDown();
    this.noteRead();
  }

  nodesOf(each, before, tapping, current) {
    const nodes = [];
    if (pauseBetween(before, each)) nodes.push(this.once(`time ${each.key}`, () => this.timeMark(each.at)));
    if (each.seq && each.seq === this.history.newFrom) nodes.push(this.once("new", () => el("p", { class: "new", text: this.word("new") })));
    const speaker = each.own ? this.word("me") : say(this.language, "page.brand");
    const bubble = this.keep(each.key, () => new Bubble(each, this.language, speaker, this.actions()));
    bubble.update(each, each.choices.find(([token]) => tapping.has(token))?.[0], current);
    return [...nodes, bubble.element];
  }

  keep(key, make) {
    if (!this.kept.has(key)) this.kept.set(key, make());
    return this.kept.get(key);
  }

  once(key, make) {
    return this.keep(key, () => ({ element: make() })).element;
  }

  timeMark(at) {
    return el("p", { class: "when" }, el("time", { datetime: at, text: moment(this.language, at) }));
  }

  earlierButton() {
    return el("button", { type: "button", class: "link earlier", text: this.word("earlier"), on: { click: () => this.lookBack() } });
  }

  emptyHint() {
    return el("div", { class: "hint" }, icon("camera"), el("p", { text: this.word("empty") }));
  }

  actions() {
    return {
      tap: (token, label) => this.act(() => this.outbox.tap(token, label)),
      edit: (id, text) => this.composer.edit(id, text),
      withdraw: (ids) => ids.forEach((id) => this.outbox.alter(id, { deleted: true })),
      resend: (ids) => ids.forEach((id) => this.outbox.resend(id)),
      discard: (ids) => ids.forEach((id) => this.outbox.discard(id)),
      open: (tiles, tile) => openPicture(tiles, tiles.indexOf(tile)),
    };
  }

  async lookBack() {
    const below = this.log.scrollHeight - this.log.scrollTop;
    await this.history.fetchEarlier();
    this.log.scrollTop = this.log.scrollHeight - below; // what was being read stays where it was
  }

  scrolled() {
    // Only a person moves the page up; pictures that load late grow it below, and that is no reading back.
    const wentUp = this.log.scrollTop < (this.lastTop ?? 0);
    const atBottom = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < AT_BOTTOM;
    this.pinned = atBottom || (this.pinned && !wentUp);
    this.lastTop = this.log.scrollTop;
    if (this.log.scrollTop < NEAR_TOP && !this.pinned) this.lookBack();
    this.showDown();
    this.noteRead();
  }

  jumpDown() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  toBottom() {
    this.pinned = true;
    this.jumpDown();
    this.showDown();
    this.noteRead();
  }

  showDown() {
    const count = this.history.unread().length;
    this.down.hidden = this.pinned;
    this.down.lastChild.textContent = count ? this.word("down_new", { count }) : this.word("down");
  }

  /** Seen is what stands on the screen of a page that is looked at. */
  noteRead() {
    if (this.pinned && !document.hidden && this.element.offsetParent) this.history.seen();
  }
}

function takeDrops(element, add) {
  let depth = 0; // enter and leave come for every child too
  const show = (deeper) => element.classList.toggle("dropping", (depth = deeper) > 0);
  element.addEventListener("dragenter", (event) => (event.preventDefault(), show(depth + 1)));
  element.addEventListener("dragleave", () => show(depth - 1));
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => (event.preventDefault(), show(0), add([...event.dataTransfer.files])));
}
