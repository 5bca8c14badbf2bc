// Where a person writes: text, photos by button, camera, drop or paste; Enter sends. Sent words come back here to be edited.

import { arrange, el, iconButton } from "./dom.js";
import { fileMark, preview } from "./tiles.js";
import { facts, say } from "./words.js";

const draftKey = (code) => `hazardline.draft.${code}`;

export class Composer {
  /** `hooks`: say(text, files), edit(id, text). */
  constructor(code, language, hooks) {
    this.code = code;
    this.language = language;
    this.hooks = hooks;
    this.photos = []; // {file, element}
    this.editing = null; // {id, text, draft}: a message that was sent, as it reads, and what was being written meanwhile
    this.build();
    this.text.value = remembered(code);
    this.fit();
  }

  word(name, values) {
    return say(this.language, `composer.${name}`, values);
  }

  build() {
    this.picker = this.fileInput({ multiple: true, accept: "image/*,.xlsx" });
    this.camera = this.fileInput({ capture: "environment" });
    this.tray = el("ul", { class: "tray", "aria-label": this.word("chosen"), hidden: true });
    this.complaint = el("p", { class: "complaint", role: "alert", hidden: true });
    this.bar = el("div", { class: "editing", hidden: true }, el("p"), iconButton("close", this.word("cancel"), () => this.cancel()));
    this.text = el("textarea", { rows: 1, enterkeyhint: "send", placeholder: this.word("write"), on: this.textEvents() });
    this.sender = el("button", { type: "submit", class: "send" });
    this.attach = iconButton("attach", this.word("attach"), () => this.picker.click());
    this.shoot = iconButton("camera", this.word("camera"), () => this.camera.click(), { class: "icon-button camera" });
    const line = el("div", { class: "composer-line" }, this.attach, this.shoot, this.text, this.sender);
    const on = {
      submit: (event) => (event.preventDefault(), this.send()),
      keydown: (event) => event.key === "Escape" && !event.isComposing && this.editing && this.cancel(),
    };
    this.element = el("form", { class: "composer", on }, this.complaint, this.bar, this.tray, line, this.picker, this.camera);
    this.showEditing();
  }

  fileInput(props) {
    const change = (event) => (this.add([...event.target.files]), (event.target.value = ""));
    return el("input", { type: "file", accept: "image/*", hidden: true, tabindex: -1, on: { change }, ...props });
  }

  textEvents() {
    return {
      input: () => this.fit(),
      keydown: (event) => {
        // While an input method is choosing characters, Enter is its own.
        if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        this.send();
      },
      paste: (event) => {
        if (!event.clipboardData.files.length) return;
        event.preventDefault();
        this.add([...event.clipboardData.files]);
      },
    };
  }

  /** Put photos beside the text, ready to go. What is far too large never leaves; what is too large, the bot answers. */
  add(files) {
    if (this.editing) return this.complain(this.word("no_photos"));
    const tooLarge = files.find((file) => file.size > facts.limits.body_bytes);
    this.complain(tooLarge && this.word("too_large", { name: tooLarge.name, size: Math.round(facts.limits.file_bytes / 2 ** 20) }));
    for (const file of files) if (file.size <= facts.limits.body_bytes) this.photos.push({ file, element: this.thumb(file) });
    this.showTray();
    this.text.focus();
  }

  thumb(file) {
    const frame = el("span", { class: "thumb" });
    preview(file).then((canvas) => frame.replaceChildren(canvas), () => frame.replaceChildren(fileMark(file.name)));
    const remove = iconButton("close", this.word("remove", { name: file.name }), () => this.remove(file));
    return el("li", {}, frame, remove);
  }

  remove(file) {
    this.photos = this.photos.filter((photo) => photo.file !== file);
    this.showTray();
    this.text.focus();
  }

  /** Bring back words that were sent. What was being written, and its photos, wait until they are saved or left alone. */
  edit(id, text) {
    this.editing = { id, text, draft: this.editing?.draft ?? this.text.value };
    this.text.value = text;
    this.complain(null);
    this.showEditing();
    this.text.focus();
    this.text.setSelectionRange(text.length, text.length);
  }

  stopEditing() {
    this.text.value = this.editing.draft;
    this.editing = null;
    this.complain(null);
    this.showEditing();
  }

  cancel() {
    this.stopEditing();
    this.text.focus();
  }

  save(text) {
    const { id, text: before } = this.editing;
    if (!text) return this.text.focus();
    this.cancel();
    if (text !== before.trim()) this.hooks.edit(id, text);
  }

  /** What the chat shows of one's own now: nothing of what is gone can be edited any more. */
  follow(mine) {
    const edited = this.editing && mine.find((each) => each.id === this.editing.id);
    if (!edited?.deleted && !edited?.leaving) return;
    this.stopEditing();
    this.complain(this.word("gone"));
  }

  showEditing() {
    const editing = Boolean(this.editing);
    this.bar.hidden = !editing;
    this.bar.firstChild.textContent = editing ? this.word("editing", { text: this.editing.text }) : "";
    this.attach.hidden = this.shoot.hidden = editing;
    this.sender.textContent = this.word(editing ? "save" : "send");
    this.text.setAttribute("aria-label", this.word(editing ? "change" : "write"));
    this.showTray();
  }

  send() {
    const text = this.text.value.trim();
    if (this.editing) return this.save(text);
    if (!text && !this.photos.length) return this.text.focus();
    this.hooks.say(text, this.photos.map((photo) => photo.file));
    this.photos = [];
    this.text.value = "";
    this.complain(null);
    this.showTray();
    this.fit();
    this.text.focus();
  }

  showTray() {
    arrange(this.tray, this.photos.map((photo) => photo.element));
    this.tray.hidden = !this.photos.length || Boolean(this.editing);
    this.fit();
  }

  complain(sentence) {
    this.complaint.textContent = sentence ?? "";
    this.complaint.hidden = !sentence;
  }

  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
    this.sender.classList.toggle("ready", Boolean(this.text.value.trim() || (this.photos.length && !this.editing)));
    remember(this.code, this.editing?.draft ?? this.text.value); // a reload forgets the editing: the message is as it was
  }
}

function remembered(code) {
  try {
    return sessionStorage.getItem(draftKey(code)) ?? "";
  } catch {
    return "";
  }
}

function remember(code, text) {
  try {
    if (text) sessionStorage.setItem(draftKey(code), text);
    else sessionStorage.removeItem(draftKey(code));
  } catch {
    // Without storage a half-written text lives as long as the page.
  }
}
