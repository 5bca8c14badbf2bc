// Turning messages into bubbles: photos of one album share one, and a bubble changes in place when its state does.

import { arrange, el, icon } from "./dom.js";
import { Menu } from "./menu.js";
import { Tile } from "./tiles.js";
import { documentUrl, fileUrl, photoUrl } from "./server.js";
import { moment, say } from "./words.js";

const PAUSE = 5 * 60_000; // milliseconds of silence after which the time is shown
const NAMED = 20; // characters of a message that name its menu

/** Messages of the chat, then unsent ones, as groups in the order they are shown. */
export function group(code, language, rows, unsent) {
  const groups = new Map();
  const shown = new Set(rows.map((row) => row.client_id));
  const changesOf = (row) => unsent.filter((each) => each.edits === row.client_id);
  for (const row of rows) join(groups, row.direction === "in" ? said(code, language, row, changesOf(row)) : heard(code, row));
  for (const each of unsent) if (!each.edits) join(groups, pending(language, each, shown.has(each.id)));
  return [...groups.values()];
}

function join(groups, part) {
  const whole = groups.get(part.key);
  if (!whole) return groups.set(part.key, part);
  whole.texts.push(...part.texts);
  whole.tiles.push(...part.tiles);
  whole.mine.push(...part.mine);
  whole.unsent.push(...part.unsent);
}

function heard(code, row) {
  const tiles = row.photos.map(({ id, file, alt }) => {
    const url = (variant) => (file ? fileUrl(code, file, variant) : photoUrl(code, id, variant)); // file: drawn for this reader
    return { key: id ?? file, src: url("thumb"), full: url("clean"), alt };
  });
  const documents = (row.documents ?? []).map(({ file, name }) => ({ href: documentUrl(code, file), name }));
  return { key: `s:${row.seq}`, seq: row.seq, own: false, at: row.at, texts: texts(row.text), tiles, documents, mine: [], choices: row.choices, chosen: row.chosen, unsent: [] };
}

// `changes`: what is still to be changed in it. Other words show at once, with how far they have got; a deletion when it is done.
function said(code, language, row, changes) {
  const tiles = row.photos.map((photo, index) => ({
    key: `${row.client_id}:${index}`,
    src: photo.problem ? null : fileUrl(code, photo.file, "thumb"),
    full: fileUrl(code, photo.file, "clean"),
    alt: photo.name,
    note: photo.problem ? say(language, "bubble.too_large") : null,
  }));
  const text = changes.findLast((each) => !each.deleted)?.text ?? row.text;
  const tapped = row.choice && (row.label ?? say(language, "chat.tapped"));
  const leaving = changes.some((each) => each.deleted);
  const mine = row.choice ? [] : [{ id: row.client_id, text, edited: row.edited, deleted: Boolean(row.deleted), leaving }];
  return { key: keyOf(row.album, row.client_id), own: true, at: row.at, texts: texts(tapped || text), tiles, mine, choices: [], unsent: changes };
}

// What the chat shows already has only its state here.
function pending(language, each, shown) {
  const { file, lost, progress, state } = each;
  const part = { key: keyOf(each.album, each.id), own: true, at: each.at, texts: [], tiles: [], mine: [], choices: [], unsent: [each] };
  if (shown) return part;
  const note = lost ? say(language, "bubble.lost") : null;
  const tile = { key: `${each.id}:0`, file, alt: file?.name ?? "", note, progress: state === "sent" ? null : progress };
  return { ...part, texts: texts(each.label ?? each.text), tiles: file || lost ? [tile] : [] };
}

const texts = (text) => (text.trim() ? [text] : []);
const keyOf = (album, id) => (album ? `a:${album.id}` : `m:${id}`);

/** The time between two groups, where there was silence. */
export function pauseBetween(before, after) {
  return !before || Date.parse(after.at) - Date.parse(before.at) > PAUSE;
}

/**
 * One bubble on the page. `speaker`: whose words.
 * `actions`: tap(token, label), edit(id, text), withdraw(ids), resend(ids), discard(ids), open(tile).
 */
export class Bubble {
  constructor(group, language, speaker, actions) {
    this.language = language;
    this.actions = actions;
    this.tiles = new Map();
    this.heading = el("span", { class: "unseen", text: say(language, "chat.said", { name: speaker, time: moment(language, group.at) }) });
    this.photos = el("div", { class: "tiles" });
    this.text = el("p", { class: "text", tabindex: group.own ? -1 : null });
    this.menu = group.own ? this.ownMenu() : null;
    this.files = el("div", { class: "documents" });
    this.bubble = el("div", { class: "bubble" }, this.photos, this.text, this.files, this.menu?.element);
    this.edited = el("p", { class: "edited", text: this.word("edited") });
    this.chips = el("div", { class: "chips", role: "group", "aria-label": say(language, "chat.buttons") });
    this.status = el("div", { class: "status" });
    // One's own words are not read out to oneself.
    this.element = el("div", { class: `message ${group.own ? "own" : "bot"}`, "aria-live": group.own ? "off" : null }, this.heading, this.bubble);
  }

  word(name, values) {
    return say(this.language, `bubble.${name}`, values);
  }

  ownMenu() {
    const edit = () => {
      const { id, text } = this.mine.find((each) => each.text) ?? this.mine[0];
      this.actions.edit(id, text);
    };
    const withdraw = () => {
      this.actions.withdraw(this.mine.map((each) => each.id));
      this.text.focus({ preventScroll: true }); // its menu is gone, and with it the place in the chat
    };
    return new Menu([[this.word("edit"), edit], [this.word("delete"), withdraw]]);
  }

  /** `chosenNow`: the token of a tap on its way; `current`: these are the newest buttons. */
  update(group, chosenNow, current) {
    this.showOwn(group);
    const gone = group.mine.length > 0 && group.mine.every((each) => each.deleted);
    const text = gone ? this.word("deleted") : group.texts.join("\n");
    if (this.text.textContent !== text) this.text.textContent = text;
    this.text.hidden = !text;
    this.bubble.classList.toggle("bare", !text);
    this.bubble.classList.toggle("gone", gone);
    this.showPhotos(group.tiles);
    this.showDocuments(group.documents ?? []);
    this.showChips(group.choices, chosenNow ?? group.chosen);
    this.chips.classList.toggle("current", current);
    this.showStatus(group.unsent);
    const edited = this.mine.some((each) => each.edited) ? this.edited : null;
    const parts = [this.heading, this.bubble, edited, group.choices.length ? this.chips : null, this.status.childElementCount ? this.status : null];
    arrange(this.element, parts.filter(Boolean));
  }

  /** What can still be changed of it: what the server has of one's own words and photos. */
  showOwn(group) {
    this.mine = group.mine.filter((each) => !each.deleted && !each.leaving);
    this.bubble.classList.toggle("leaving", group.mine.some((each) => each.leaving && !each.deleted));
    if (!this.menu) return;
    this.menu.element.hidden = !this.mine.length || group.unsent.some((each) => !each.edits);
    const [text] = group.texts.length ? group.texts : [say(this.language, "list.photo")];
    this.menu.name(this.word("more", { text: text.slice(0, NAMED) }));
  }

  showPhotos(tiles) {
    const shown = new Set(tiles.map((tile) => tile.key));
    for (const key of [...this.tiles.keys()]) if (!shown.has(key)) this.tiles.delete(key);
    this.photos.hidden = !tiles.length;
    this.photos.dataset.count = Math.min(tiles.length, 3);
    arrange(this.photos, tiles.map((tile, index) => this.tile(tile, index)));
  }

  /** Files that were made for this reader, each a link that keeps it under its name. */
  showDocuments(documents) {
    this.files.hidden = !documents.length;
    arrange(this.files, documents.map(({ href, name }) => el("a", { href, download: name, text: name })));
  }

  tile(facts, index) {
    const tile = this.tiles.get(facts.key) ?? new Tile(() => this.openTile(tile));
    this.tiles.set(facts.key, tile);
    const name = facts.alt || this.word("photo", { number: index + 1 });
    tile.update({ ...facts, alt: name }, this.word("open", { name }));
    return tile.element;
  }

  openTile(tile) {
    const shown = [...this.tiles.values()].filter((each) => !each.element.disabled).map((each) => each.facts);
    this.actions.open(shown, tile.facts);
  }

  showChips(choices, chosen) {
    const made = JSON.stringify(choices);
    if (this.chips.dataset.made !== made) {
      this.chips.dataset.made = made;
      this.chips.replaceChildren(...choices.map(([token, label]) => this.chip(token, label)));
    }
    this.chips.classList.toggle("settled", chosen != null);
    choices.forEach(([token], index) => mark(this.chips.children[index], token === chosen));
  }

  chip(token, label) {
    return el("button", { type: "button", class: "chip", on: { click: () => this.actions.tap(token, label) } }, icon("check"), el("span", { text: label }));
  }

  showStatus(unsent) {
    const stuck = unsent.filter((each) => each.state === "failed" || each.state === "refused");
    const coming = unsent.find((each) => each.state !== "sent");
    const state = coming?.deleted ? "deleting" : (coming?.state ?? "");
    const made = stuck.length ? stuck.map((each) => each.id + each.state + each.error).join() : state;
    if (this.status.dataset.made === made) return;
    this.status.dataset.made = made;
    this.status.replaceChildren(...(stuck.length ? this.trouble(stuck) : made ? [el("span", { text: this.word(made) })] : []));
  }

  trouble(stuck) {
    const ids = stuck.map((each) => each.id);
    const { edits, deleted, error } = stuck[0];
    const button = (name, act) => el("button", { type: "button", class: "link", text: this.word(name), on: { click: () => act(ids) } });
    const why = error ?? this.word(deleted ? "not_deleted" : edits ? "not_edited" : "failed");
    const again = stuck.some((each) => each.lost) ? null : button(edits ? "retry" : "resend", this.actions.resend);
    return [el("span", { class: "wrong", text: why }), again, button(edits ? "keep" : "discard", this.actions.discard)].filter(Boolean);
  }
}

function mark(chip, chosen) {
  chip.classList.toggle("chosen", chosen);
  if (chosen) chip.setAttribute("aria-pressed", "true");
  else chip.removeAttribute("aria-pressed");
}
