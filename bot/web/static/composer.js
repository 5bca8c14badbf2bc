// Where a person writes: text, photos by button, camera, drop or paste; Enter sends.

import { arrange, el, iconButton } from "./dom.js";
import { fileMark, preview } from "./tiles.js";
import { facts, say } from "./words.js";

const draftKey = (code) => `hazardline.draft.${code}`;

export class Composer {
  constructor(code, language, onsay) {
    this.code = code;
    this.language = language;
    this.onsay = onsay;
    this.photos = []; // {file, element}
    this.build();
    this.text.value = remembered(code);
    this.fit();
  }

  word(name, values) {
    return say(this.language, `composer.${name}`, values);
  }

  build() {
    this.picker = this.fileInput({ multiple: true });
    this.camera = this.fileInput({ capture: "environment" });
    this.tray = el("ul", { class: "tray", "aria-label": this.word("chosen"), hidden: true });
    this.complaint = el("p", { class: "complaint", role: "alert", hidden: true });
    this.text = el("textarea", { rows: 1, enterkeyhint: "send", "aria-label": this.word("write"), placeholder: this.word("write"), on: this.textEvents() });
    this.sender = el("button", { type: "submit", class: "send", text: this.word("send") });
    const attach = iconButton("attach", this.word("attach"), () => this.picker.click());
    const shoot = iconButton("camera", this.word("camera"), () => this.camera.click(), { class: "icon-button camera" });
    const line = el("div", { class: "composer-line" }, attach, shoot, this.text, this.sender);
    const submit = (event) => (event.preventDefault(), this.send());
    this.element = el("form", { class: "composer", on: { submit } }, this.complaint, this.tray, line, this.picker, this.camera);
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

  send() {
    const text = this.text.value.trim();
    if (!text && !this.photos.length) return this.text.focus();
    this.onsay(text, this.photos.map((photo) => photo.file));
    this.photos = [];
    this.text.value = "";
    this.complain(null);
    this.showTray();
    this.fit();
    this.text.focus();
  }

  showTray() {
    arrange(this.tray, this.photos.map((photo) => photo.element));
    this.tray.hidden = !this.photos.length;
    this.fit();
  }

  complain(sentence) {
    this.complaint.textContent = sentence ?? "";
    this.complaint.hidden = !sentence;
  }

  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
    this.sender.classList.toggle("ready", Boolean(this.text.value.trim() || this.photos.length));
    remember(this.code, this.text.value);
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
