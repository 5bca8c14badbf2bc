// The list of people: who there is, what is unread, and what was said last.

import { arrange, avatar, el, iconButton } from "./dom.js";
import { pageLanguage, say, shortMoment } from "./words.js";

const list = document.getElementById("people-list");
const search = document.getElementById("search");
const none = document.getElementById("people-none");
const rows = new Map();

/** Show the people. `hooks`: open(code), beside(code), isOpen(code). */
export function showPeople(people, hooks) {
  const shown = [...people].filter(matches).sort(byLatest);
  arrange(list, shown.map((person) => row(person, hooks)));
  none.hidden = shown.length > 0 || !people.length;
}

export function onSearch(act) {
  search.addEventListener("input", act);
}

function matches(person) {
  const asked = search.value.trim().toLowerCase();
  const language = pageLanguage();
  const words = [person.code, person.department[language], ...person.roles[language], ...Object.values(person.name)];
  return !asked || words.some((word) => word.toLowerCase().includes(asked));
}

function byLatest(one, other) {
  return (other.latest?.at ?? "").localeCompare(one.latest?.at ?? "") || one.code.localeCompare(other.code);
}

function row(person, hooks) {
  const known = rows.get(person.code) ?? { element: el("li"), made: null };
  rows.set(person.code, known);
  const language = pageLanguage();
  const today = new Date().getDate(); // yesterday's times are shown as dates
  const made = JSON.stringify([language, today, hooks.isOpen(person.code), person.unread, person.latest]);
  if (known.made === made) return known.element;
  known.made = made;
  fill(known.element, person, language, hooks);
  return known.element;
}

// The buttons stay and only what they show changes, so that a change never takes the focus away.
function fill(element, person, language, hooks) {
  if (!element.firstChild) {
    element.append(el("button", { type: "button", class: "person", on: { click: () => hooks.open(person.code) } }));
    element.append(iconButton("beside", "", () => hooks.beside(person.code), { class: "icon-button beside" }));
  }
  const [open, beside] = element.children;
  const label = say(language, "list.beside", { name: person.name[language] });
  beside.setAttribute("aria-label", label);
  beside.title = label;
  element.classList.toggle("open", hooks.isOpen(person.code));
  if (hooks.isOpen(person.code)) open.setAttribute("aria-current", "true");
  else open.removeAttribute("aria-current");
  open.title = person.name[language];
  open.replaceChildren(...parts(person, language));
}

function parts(person, language) {
  const what = [person.department[language], person.roles[language].join(say(language, "list.joined"))].filter(Boolean);
  const mark = avatar(person.code, person.name[language]);
  const name = el("span", { class: "name", text: person.name[language] });
  const post = el("span", { class: "post", text: what.join(say(language, "list.apart")) });
  const time = person.latest && el("time", { datetime: person.latest.at, text: shortMoment(language, person.latest.at) });
  const said = person.latest && el("span", { class: "latest", text: latestLine(person.latest, language) });
  return [badged(mark, person.unread, language), name, time, post, said].filter(Boolean);
}

function badged(mark, unread, language) {
  if (!unread) return mark;
  const count = el("span", { class: "badge", "aria-hidden": "true", text: unread > 99 ? "99+" : unread });
  const spoken = el("span", { class: "unseen", text: say(language, "list.unread", { count: unread }) });
  return el("span", { class: "badged" }, mark, count, spoken);
}

function latestLine(latest, language) {
  if (latest.deleted) return say(language, "bubble.deleted");
  const photos = latest.photos > 1 ? say(language, "list.photos", { count: latest.photos }) : latest.photos ? say(language, "list.photo") : "";
  return [photos, latest.text].filter(Boolean).join(" ");
}
