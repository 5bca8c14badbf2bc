// What a person has said, or said otherwise, and the server has not taken yet: sent one after another, kept over a reload, never twice.

import { post, Refused } from "./server.js";

const PAUSES = [1000, 3000, 8000, 15_000]; // milliseconds between tries, the last one over and over
const UNSENT = new Set(["waiting", "sending", "failed"]);

const newId = () => crypto.randomUUID();
const shelf = (code) => `hazardline.unsent.${code}.`;

/**
 * One unsent message, or a change of the message `edits`: other words, or that it is deleted.
 * state: waiting; sending; failed (tried again by itself); refused; sent (not shown by the chat yet).
 */
function item(fields) {
  return { id: newId(), text: "", choice: null, label: null, album: null, edits: null, deleted: false, file: null, lost: false, state: "waiting", progress: 0, error: null, at: new Date().toISOString(), ...fields };
}

export class Outbox {
  constructor(code) {
    this.code = code;
    this.onchange = () => {}; // set by whoever shows it
    this.items = stored(code);
    this.running = false;
    this.failures = 0; // in a row
    this.run();
  }

  /** Say something. Several photos become an album of messages; the text goes with the first. */
  say(text, files = []) {
    const album = files.length > 1 ? { id: newId(), size: files.length } : null;
    if (!files.length) this.add({ text });
    files.forEach((file, index) => this.add({ text: index ? "" : text, file, album }));
  }

  tap(token, label) {
    if (this.items.some((each) => each.choice === token && each.state !== "refused")) return;
    this.add({ choice: token, label });
  }

  /** A message that the server has reads otherwise now (`text`), or is to go (`deleted`). Only the last change counts. */
  alter(id, { text = "", deleted = false }) {
    const overtaken = this.items.filter((each) => each.edits === id && each.state !== "sending" && each.state !== "sent");
    for (const each of overtaken) this.drop(each);
    this.add({ edits: id, text, deleted });
  }

  /** The chat shows these. Only what the server acknowledged too is done; a photo that was lost here and shows is safe. */
  arrived(ids) {
    const done = this.items.filter((each) => ids.has(each.id) && (each.state === "sent" || each.lost));
    for (const each of done) this.drop(each);
  }

  resend(id) {
    this.change(this.items.find((each) => each.id === id), { state: "waiting", error: null });
    this.run();
  }

  discard(id) {
    this.drop(this.items.find((each) => each.id === id));
    this.onchange();
    this.run();
  }

  hasUnsentPhotos() {
    return this.items.some((each) => each.file && each.state !== "sent");
  }

  add(fields) {
    const added = item(fields);
    this.items.push(added);
    this.keep(added);
    this.onchange();
    this.run();
  }

  // Nothing overtakes: a message that cannot get through holds those behind it, and is tried again and again.
  async run() {
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    let through = true;
    for (let next; through && (next = this.items.find((each) => UNSENT.has(each.state))); ) through = await this.send(next);
    this.running = false;
    if (!through) this.timer = setTimeout(() => this.run(), PAUSES[Math.min(this.failures++, PAUSES.length - 1)]);
  }

  async send(each) {
    this.change(each, { state: each.state === "failed" ? "failed" : "sending", progress: 0 });
    try {
      await post(this.code, each.edits, fieldsOf(each), each.file, (progress) => this.change(each, { progress }));
      this.failures = 0;
      this.forget(each);
      this.change(each, { state: "sent", progress: 1 });
      return true;
    } catch (error) {
      const refused = error instanceof Refused;
      this.change(each, refused ? { state: "refused", error: error.message } : { state: "failed" });
      return refused;
    }
  }

  change(each, values) {
    Object.assign(each, values);
    this.onchange();
  }

  // A photo is too big to keep; its place is, so that nobody believes it was sent.
  keep(each) {
    const { id, text, choice, label, album, edits, deleted, at } = each;
    const kept = { id, text, choice, label, album, edits, deleted, at, lost: Boolean(each.file) };
    store((shelves) => shelves.setItem(shelf(this.code) + id, JSON.stringify(kept)));
  }

  drop(gone) {
    this.forget(gone);
    this.items = this.items.filter((each) => each !== gone);
  }

  forget(each) {
    store((shelves) => shelves.removeItem(shelf(this.code) + each.id));
  }
}

function fieldsOf(each) {
  const { id, text, choice, album } = each;
  return { client_id: id, text, choice, album_id: album?.id, album_size: album?.size, deleted: each.deleted ? "1" : null };
}

function stored(code) {
  const kept = store((shelves) => Object.keys(shelves).filter((key) => key.startsWith(shelf(code))).map((key) => JSON.parse(shelves.getItem(key)))) ?? [];
  kept.sort((one, other) => one.at.localeCompare(other.at));
  return kept.map((each) => item({ ...each, state: each.lost ? "refused" : "waiting" }));
}

// A browser may refuse to store (private window, full disk): then unsent words live as long as the page.
function store(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}
