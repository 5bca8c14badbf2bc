// What was said in one chat as far as the page has it: loaded, caught up by change, looked further back in.

import { choose, markRead, messages } from "./server.js";

const FULL_PAGE = 60; // messages: as many as the server gives at once

export class History {
  constructor(code, onchange) {
    this.code = code;
    this.onchange = onchange;
    this.rows = []; // in order of seq
    this.clientIds = new Set(); // of messages and of their changes
    this.change = 0;
    this.target = 0;
    this.loaded = false;
    this.hasEarlier = false;
    this.newFrom = null; // seq of the first message that was unread when the chat was opened
  }

  /** Be the person and fetch the newest messages. Rejects when the server cannot be had. */
  async load() {
    await choose(this.code);
    const answer = await messages(this.code);
    this.hasEarlier = answer.messages.length === FULL_PAGE;
    this.newFrom = this.unread(answer.messages)[0]?.seq ?? null;
    this.loaded = true;
    this.take(answer.messages, answer.change);
    await this.catchUp(this.target);
  }

  /** The chat has reached this change: fetch what is missing. */
  async catchUp(target) {
    this.target = Math.max(this.target, target);
    if (this.catching || !this.loaded) return;
    this.catching = true;
    try {
      while (this.change < this.target) await this.fetchSince();
    } finally {
      this.catching = false;
    }
  }

  async fetchSince() {
    const { messages: rows, change } = await messages(this.code, { since: this.change });
    if (!rows.length) this.target = this.change; // nothing there, whatever was announced
    else this.take(rows, change);
  }

  async fetchEarlier() {
    if (!this.hasEarlier || this.looking) return;
    this.looking = true;
    try {
      const { messages: rows } = await messages(this.code, { before: this.rows[0].seq });
      this.hasEarlier = rows.length === FULL_PAGE;
      this.take(rows, this.change);
    } finally {
      this.looking = false;
    }
  }

  take(rows, change) {
    const known = new Map([...this.rows, ...rows].map((row) => [row.seq, row]));
    this.rows = [...known.values()].sort((one, other) => one.seq - other.seq);
    for (const id of rows.flatMap((row) => (row.client_id ? [row.client_id, ...row.changes] : []))) this.clientIds.add(id);
    this.change = change;
    this.onchange();
  }

  unread(rows = this.rows) {
    return rows.filter((row) => row.direction === "out" && !row.read);
  }

  /** All that is here has been seen; the server is told, and if it did not hear, it is told again later. */
  seen() {
    const unread = this.unread();
    if (!unread.length) return;
    for (const row of unread) row.read = true;
    markRead(this.code, unread.at(-1).seq).catch(() => unread.forEach((row) => (row.read = false)));
  }
}
