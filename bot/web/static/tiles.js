// One photo in a bubble: a preview drawn from the file while it is sent, the server's small copy afterwards.

import { el, icon } from "./dom.js";

const PREVIEW_EDGE = 480; // pixels

/** Draw a picture file small. Rejects for what the browser cannot read. */
export async function preview(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, PREVIEW_EDGE / Math.max(bitmap.width, bitmap.height));
  const canvas = el("canvas", { width: Math.max(1, Math.round(bitmap.width * scale)), height: Math.max(1, Math.round(bitmap.height * scale)) });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/** What stands in for a photo that cannot be shown. */
export function fileMark(name) {
  return el("span", { class: "file-mark" }, icon("file"), el("span", { class: "file-name", text: name }));
}

export class Tile {
  constructor(open) {
    this.bar = el("span", { class: "progress", "aria-hidden": "true" });
    this.element = el("button", { type: "button", class: "tile", on: { click: open } });
    this.facts = {};
    this.shown = null;
  }

  /** facts: src, full, file, alt, note, progress (0 to 1 while it is sent). */
  update(facts, label) {
    this.facts = facts;
    this.element.setAttribute("aria-label", facts.note ? `${facts.alt} ${facts.note}` : label);
    this.showProgress(facts.progress);
    const wanted = facts.src ?? facts.file ?? facts.note ?? "";
    if (this.shown === wanted) return;
    this.shown = wanted;
    this.element.disabled = !facts.src; // and again when the picture turns out not to be one
    if (facts.src) this.showImage(facts);
    else if (facts.file) this.showFile(facts.file);
    else this.showMark(facts.note ?? facts.alt);
  }

  showProgress(progress) {
    this.bar.style.setProperty("--part", progress ?? 1);
    if (progress == null) this.bar.remove();
    else this.element.append(this.bar);
  }

  // The picture lies over its preview until it has come, so that nothing flickers.
  showImage(facts) {
    const image = el("img", { alt: "", decoding: "async", loading: "lazy" });
    image.onload = () => this.element.replaceChildren(image);
    image.onerror = () => this.showMark(facts.alt);
    image.src = facts.src;
    this.element.append(image);
  }

  async showFile(file) {
    try {
      const canvas = await preview(file);
      if (this.shown === file) this.element.prepend(canvas);
    } catch {
      if (this.shown === file) this.showMark(file.name);
    }
  }

  showMark(name) {
    this.element.disabled = true;
    this.element.replaceChildren(fileMark(name));
    this.showProgress(this.facts.progress);
  }
}
