// Asking the server: one session per person, made again when it has run out.

/** A refusal that asking again does not change; `message` is the server's sentence. */
export class Refused extends Error {}

const base = (code) => `/chat/${encodeURIComponent(code)}`;

export const photoUrl = (code, id, variant) => `${base(code)}/photos/${encodeURIComponent(id)}?variant=${variant}`;
export const documentUrl = (code, id) => `${base(code)}/documents/${encodeURIComponent(id)}`;
export const fileUrl = (code, id, variant) => `${base(code)}/files/${encodeURIComponent(id)}?variant=${variant}`;

export async function people() {
  return (await (await fetch("/people")).json()).people;
}

/** Be this person: the server sets a cookie for this chat alone. */
export async function choose(code) {
  const answer = await fetch(`${base(code)}/session`, { method: "POST" });
  if (!answer.ok) throw new Refused((await answer.json()).error);
}

/** Messages: `{since}` a change, `{before}` a seq, or the newest. */
export async function messages(code, where = {}) {
  const answer = await withSession(code, () => fetch(`${base(code)}/messages?${new URLSearchParams(where)}`));
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

export async function markRead(code, upto) {
  const body = new FormData();
  body.set("upto", upto);
  await withSession(code, () => fetch(`${base(code)}/read`, { method: "POST", body }));
}

/** Post one message, or a change of the message `edits`. Resolves once it is on the server's disk; rejects with Refused, or Error for trouble on the way. */
export async function post(code, edits, fields, file, onprogress) {
  const where = edits ? `/${encodeURIComponent(edits)}` : "";
  const answer = await withSession(code, () => upload(`${base(code)}/messages${where}`, fields, file, onprogress));
  if (answer.ok) return;
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  throw new Refused(answer.sentence());
}

async function withSession(code, ask) {
  const answer = await ask();
  if (answer.status !== 401) return answer;
  await choose(code);
  return ask();
}

// XMLHttpRequest, because fetch does not tell how much has been sent.
function upload(url, fields, file, onprogress) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value != null) body.set(name, value);
  if (file) body.set("photo", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.upload.onprogress = (event) => event.lengthComputable && onprogress(event.loaded / event.total);
    request.onload = () => resolve({ ok: request.status === 200, status: request.status, sentence: () => sentence(request) });
    request.onerror = request.ontimeout = () => reject(new Error("network"));
    request.timeout = 120_000;
    request.send(body);
  });
}

function sentence(request) {
  try {
    return JSON.parse(request.responseText).error;
  } catch {
    return request.statusText;
  }
}
