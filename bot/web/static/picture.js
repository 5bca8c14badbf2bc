// The large view of a photo: a dialog, so that Esc closes it and the focus returns to where it was.

import { icon } from "./dom.js";
import { pageLanguage, say } from "./words.js";

const dialog = document.getElementById("picture");
const image = dialog.querySelector("img");
const caption = dialog.querySelector("figcaption");
const position = dialog.querySelector(".picture-position");
const gone = dialog.querySelector(".picture-gone");
const [closer, previous, next] = ["close", "previous", "next"].map((name) => dialog.querySelector(`.picture-${name}`));

let shown = [];
let at = 0;

closer.append(icon("close"));
previous.append(icon("back"));
next.append(icon("next"));
closer.addEventListener("click", () => dialog.close());
previous.addEventListener("click", () => show(at - 1));
next.addEventListener("click", () => show(at + 1));
dialog.addEventListener("click", (event) => (event.target === dialog || event.target.tagName === "FIGURE") && dialog.close());
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft" && at > 0) show(at - 1);
  if (event.key === "ArrowRight" && at < shown.length - 1) show(at + 1);
});
image.addEventListener("error", () => {
  gone.hidden = false;
  image.hidden = true;
});
dialog.addEventListener("close", () => image.removeAttribute("src"));

/** Show one of some tiles ({full, alt}) large. */
export function openPicture(tiles, index) {
  shown = tiles;
  show(index);
  dialog.showModal();
}

function show(index) {
  at = index;
  gone.hidden = true;
  image.hidden = false;
  image.src = shown[at].full;
  image.alt = caption.textContent = shown[at].alt;
  position.textContent = shown.length > 1 ? say(pageLanguage(), "picture.position", { number: at + 1, count: shown.length }) : "";
  previous.disabled = at === 0;
  next.disabled = at === shown.length - 1;
  previous.hidden = next.hidden = shown.length < 2;
}
