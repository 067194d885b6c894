// The service's routes as functions. An API key, where one is needed, is kept for this browser tab only.
const KEY = "tablewright-key";
let askKey = null; // () => Promise<string|null>, set by the page

export function onKeyNeeded(ask) {
  askKey = ask;
}

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `the server answered ${status}`);
    this.status = status;
    this.code = body.code ?? "";
  }
}

async function call(path, options = {}, isQuiet = false) {
  const key = sessionStorage.getItem(KEY);
  const headers = { ...(options.headers ?? {}), ...(key ? { Authorization: `Bearer ${key}` } : {}) };
  const response = await fetch(path, { ...options, headers }).catch((error) => {
    throw error.name === "AbortError" ? error : new Error("The service cannot be reached. Is it running, and is there a network?");
  });
  if (response.status === 401 && askKey && !isQuiet) {
    const given = await askKey();
    if (given) {
      sessionStorage.setItem(KEY, given);
      return call(path, options);
    }
  }
  if (response.ok) return response;
  throw new Problem(response.status, await response.json().catch(() => ({})));
}

const json = async (path, options) => (await call(path, options)).json();
const job = (id) => `v1/jobs/${encodeURIComponent(id)}`;

export const createJobs = (form) => json("v1/jobs", { method: "POST", body: form });
// The caller's jobs of before; nobody is asked for a key.
export const listJobs = async () => (await (await call("v1/jobs?limit=20", {}, true)).json()).jobs;
export const getJob = (id) => json(job(id));
export const removeJob = (id) => call(job(id), { method: "DELETE" });
export const getPage = (id, page) => json(`${job(id)}/pages/${page}`);
export const getPicture = async (id, page, side) => (await call(`${job(id)}/pages/${page}/picture?side=${side}`)).blob();
export const saveTables = (id, page, tables) =>
  call(`${job(id)}/pages/${page}/tables`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ tables }) });
export const dropTables = (id, page) => call(`${job(id)}/pages/${page}/tables`, { method: "DELETE" });
export const getResult = async (id, query) => (await call(`${job(id)}/result?${new URLSearchParams(query)}`)).blob();
export const getSamples = async (id) => (await call(`${job(id)}/samples`)).blob();

export async function recognize(id, wanted) {
  const form = new FormData();
  form.set("job", id);
  form.set("tables", JSON.stringify([wanted]));
  const answer = await json("v1/recognize", { method: "POST", body: form });
  if (answer.tables.length) return answer.tables[0];
  throw new Error(answer.failures[0]?.error.message ?? "no table was recognised there");
}

export async function detect(id, page) {
  const form = new FormData();
  form.set("job", id);
  form.set("pages", page);
  return (await json("v1/detect", { method: "POST", body: form })).pages[0].regions;
}

// Server-sent events through fetch, because EventSource sends no key. Calls hear(name, value) until the job is over.
export async function follow(id, hear, signal) {
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await call(`${job(id)}/events`, { signal });
      let text = "";
      for await (const chunk of chunks(response.body.pipeThrough(new TextDecoderStream()))) {
        text += chunk;
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          const name = /^event: (.*)$/m.exec(text.slice(0, end));
          const data = /^data: (.*)$/m.exec(text.slice(0, end));
          if (name) hear(name[1], JSON.parse(data[1]));
          if (name) tries = 0; // of a row: a long job outlives any number of lost connections
          if (name && ["done", "failed", "cancelled"].includes(name[1])) return;
          text = text.slice(end + 2);
        }
      }
    } catch (error) {
      if (signal.aborted || (error instanceof Problem && error.status < 500) || tries > 20) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000)); // the service is being restarted: the job goes on
  }
}

async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
