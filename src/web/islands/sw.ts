// The service worker: keeps the field pages' shells and their files, so that a reload in flight mode still opens the screen. It never
// answers for the ledger: what is asked of the API goes to the network or fails, and the outbox waits.
// No import here: it runs as a classic script, since not every browser takes module workers. The server puts the list of files first.

type Shelf = { version: string; files: string[]; shells: string[] };
type WorkerScope = {
  SHELF?: Shelf;
  location: Location;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
};
type Lasting = { waitUntil(work: Promise<unknown>): void };
type Fetching = Lasting & { request: Request; respondWith(answer: Promise<Response>): void };

const scope = globalThis as unknown as WorkerScope;
const { version, files, shells } = scope.SHELF ?? { version: "none", files: [], shells: [] };
const FILES = `files ${version}`;
const PAGES = "pages";
/** So long a shell may take before the kept copy is shown: a gate's network often connects and then carries nothing. */
const SHELL_MS = 2500;
/** A page with this header was made for somebody on duty (pages/field/check-page.ts). */
const DUTY = "so-nguon-duty";
/** Where a visitor comes in or goes out. */
const DOORS = ["/session", "/session/sign-out", "/demo/persona"];
/** As shared/shelf.ts names it, and the lists in it that name vehicles. */
const KEPT = { database: "so-nguon-field", store: "kept", personal: "trust " };

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== scope.location.origin) return;
  if (request.method !== "GET") {
    if (DOORS.includes(url.pathname)) event.respondWith(throughDoor(event));
  } else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && shells.includes(url.pathname)) event.respondWith(shell(request, url));
});

async function install(): Promise<void> {
  const cache = await caches.open(FILES);
  await cache.addAll(files);
  const pages = await caches.open(PAGES);
  await takeShells(pages);
  await scope.skipWaiting();
}

/** A shell that is not open to this visitor is left out; it comes in when it is first seen. */
async function takeShells(pages: Cache): Promise<void> {
  await Promise.all(shells.map((path) => fetch(path).then((answer) => keepShell(pages, path, answer), ignore)));
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name !== FILES && name !== PAGES) await caches.delete(name);
  await scope.clients.claim();
}

/** Files carry their content's hash in their name: what is kept is right for ever. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** Shells come from the network while it carries one; the kept copy is for when there is none, or it is slow, or a proxy answers in the server's place. */
async function shell(request: Request, url: URL): Promise<Response> {
  const pages = await caches.open(PAGES);
  const known = await pages.match(url.pathname);
  const asked = fetch(request).then(async (answer) => {
    // A screen about one slip is not the shell; only language and theme may vary.
    const plain = [...url.searchParams.keys()].every((name) => name === "lang" || name === "theme");
    if (plain) await keepShell(pages, url.pathname, answer.clone());
    return answer;
  });
  if (!known) return asked;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, SHELL_MS));
  const answer = await Promise.race([asked.catch(ignore), late]);
  return answer && answer.status < 500 ? answer : known;
}

/**
 * Keeps a page that was meant for this visitor; one that was not removes what was kept. A session that ended by its hours is neither: what
 * the shift had stays until somebody signs in or out.
 */
async function keepShell(pages: Cache, path: string, answer: Response): Promise<void> {
  const known = await pages.match(path);
  if (answer.status === 401 || (known?.headers.has(DUTY) && !answer.headers.has(DUTY))) return;
  if (answer.ok && !answer.redirected) await pages.put(path, answer);
  else if (answer.status >= 400 && answer.status < 500) await pages.delete(path);
}

/** Signing in or out: once it is done, nothing that was made for the last visitor is left for the next. */
async function throughDoor(event: Fetching): Promise<Response> {
  const answer = await fetch(event.request);
  if (answer.ok || answer.type === "opaqueredirect") {
    await forget();
    event.waitUntil(caches.open(PAGES).then(takeShells).catch(ignore));
  }
  return answer;
}

/** Pages and lists go. Keys, the outbox and what this device itself has met stay: they are the device's and not a visitor's. */
async function forget(): Promise<void> {
  await caches.delete(PAGES);
  const database = await openShelf();
  if (!database) return;
  const lists = IDBKeyRange.bound(KEPT.personal, `${KEPT.personal}\uffff`);
  const writing = database.transaction(KEPT.store, "readwrite");
  writing.objectStore(KEPT.store).delete(lists);
  await new Promise<void>((resolve) => {
    writing.oncomplete = () => resolve();
    writing.onabort = () => resolve();
  });
  database.close();
}

/** The field pages' database where there is one; it is never made here. */
function openShelf(): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    const request = indexedDB.open(KEPT.database);
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });
}

function ignore(): void {}
