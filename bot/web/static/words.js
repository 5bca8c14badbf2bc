// The words of the page and the facts it came with: each chat speaks its person's language, the frame the page's.

export const facts = JSON.parse(document.getElementById("facts").textContent);

const COOKIE = "hazardline_language";
let chosen = facts.language;

export const pageLanguage = () => chosen;

/** The tag browsers and screen readers know a language by. */
export const tag = (language) => language.replace("_", "-");

/** A word in a language, with {name} filled in. */
export function say(language, name, values = {}) {
  return facts.words[language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Show the frame in another language and remember it for the next visit. */
export function choosePageLanguage(language) {
  chosen = language;
  document.cookie = `${COOKIE}=${language}; path=/; max-age=31536000; samesite=strict`;
  document.documentElement.lang = tag(language);
  document.title = say(language, "page.title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = say(language, node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(language, node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = say(language, node.dataset.placeholder);
}

/** "9:41", "昨天 17:20", "11月21日 08:05": a moment as the company's clock shows it. */
export function moment(language, iso) {
  const at = new Date(iso);
  const clock = format(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);
  const days = dayNumber(new Date()) - dayNumber(at);
  if (days === 0) return clock;
  if (days === 1) return `${new Intl.RelativeTimeFormat(tag(language), { numeric: "auto" }).format(-1, "day")} ${clock}`;
  return `${format(language, { month: "short", day: "numeric" }, at)} ${clock}`;
}

/** The same, without the clock once it is another day: for the narrow column of the list. */
export function shortMoment(language, iso) {
  const at = new Date(iso);
  if (dayNumber(new Date()) === dayNumber(at)) return moment(language, iso);
  return format(language, { month: "numeric", day: "numeric" }, at);
}

function format(language, options, at) {
  return new Intl.DateTimeFormat(tag(language), { timeZone: facts.time_zone, ...options }).format(at);
}

function dayNumber(at) {
  return Math.floor(Date.parse(`${new Intl.DateTimeFormat("sv", { timeZone: facts.time_zone }).format(at)}T00:00Z`) / 86_400_000);
}
