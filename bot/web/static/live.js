// Hearing what changed: one stream while the page is seen, a slow look while it is not.

const HIDDEN_LOOK = 20_000;

/** Call `onperson` with each chat that changed. A hidden page lets its stream go: a browser has six to a host. */
export function listen({ onperson, onstate, look }) {
  let source = null;
  let timer = null;

  function open() {
    clearInterval(timer);
    if (source) return;
    source = new EventSource("/events");
    source.addEventListener("person", (event) => onperson(JSON.parse(event.data)));
    source.onopen = () => onstate(true);
    source.onerror = () => {
      onstate(false);
      // The browser tries again by itself, but gives up for good after an answer that is no stream.
      if (source.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(() => document.hidden || open(), 3000);
      }
    };
  }

  function close() {
    source?.close();
    source = null;
    timer = setInterval(async () => (await look().catch(() => [])).forEach(onperson), HIDDEN_LOOK);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => event.persisted && ((source = null), open()));
  open();
}
