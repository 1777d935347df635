/* Opens note sheets without a network. Its address limits it to the sheets of one agency and year.
   The network always comes first; the page's script keeps the copies, under its user, and drafts.js drops those of
   anyone else as soon as another account, or nobody, is signed in. */
"use strict";

const KEPT = "qms-notes-";
const SHEET = /\/phieu\/\d+\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const sheet = request.mode === "navigate" && SHEET.test(url.pathname);
  if (sheet || url.pathname.startsWith("/static/")) event.respondWith(networkFirst(request, sheet));
});

async function networkFirst(request, sheet) {
  try {
    const response = await fetch(request);
    const user = response.headers.get("X-Qms-User");
    if (sheet && response.ok && user) {
      const copy = response.clone();
      const cache = await caches.open(KEPT + user);
      await cache.put(new URL(request.url).pathname, copy);
    }
    return response;
  } catch (error) {
    const path = new URL(request.url).pathname;
    for (const name of await caches.keys()) {
      if (!name.startsWith(KEPT)) continue;
      const kept = await (await caches.open(name)).match(path, { ignoreVary: true, ignoreSearch: true });
      if (kept) return kept;
    }
    throw error;
  }
}
