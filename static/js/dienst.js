// The service worker of the door. It keeps files without names (styles, scripts, pictures, letters) and one page that
// says that there is no internet. Pages, and everything that a script asks, always come from the server.
// INSTELLING stands above this in what the browser gets (see views/deurapp.py).
"use strict";

const VOORRAAD = `deur-${INSTELLING.versie}`;
const VAN_DE_DEUR = ["/aanwezig/", "/deur/"];

self.addEventListener("install", (gebeurtenis) => {
  gebeurtenis.waitUntil(
    caches
      .open(VOORRAAD)
      .then(async (voorraad) => {
        await voorraad.addAll(INSTELLING.bestanden);
        // Without cookies: what is kept is nobody's page.
        const pagina = await fetch(INSTELLING.offline, { credentials: "omit", cache: "no-store" });
        if (!pagina.ok || pagina.redirected) throw new Error("offline");
        await voorraad.put(INSTELLING.offline, pagina);
      })
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (gebeurtenis) => {
  gebeurtenis.waitUntil(
    caches
      .keys()
      .then((namen) => Promise.all(namen.filter((naam) => naam !== VOORRAAD).map((naam) => caches.delete(naam))))
      .then(() => self.clients.claim()),
  );
});

const zonderInternet = async () => {
  const pagina = await caches.match(INSTELLING.offline);
  return pagina || Response.error();
};

const bestand = async (verzoek) => {
  const bewaard = await caches.match(verzoek);
  if (bewaard) return bewaard;
  const antwoord = await fetch(verzoek);
  if (antwoord.ok && antwoord.type === "basic") (await caches.open(VOORRAAD)).put(verzoek, antwoord.clone());
  return antwoord;
};

self.addEventListener("fetch", (gebeurtenis) => {
  const { request: verzoek } = gebeurtenis;
  const adres = new URL(verzoek.url);
  if (verzoek.method !== "GET" || adres.origin !== self.location.origin) return;
  if (verzoek.mode === "navigate") {
    if (VAN_DE_DEUR.some((begin) => adres.pathname.startsWith(begin))) {
      gebeurtenis.respondWith(fetch(verzoek).catch(zonderInternet));
    }
  } else if (adres.pathname.startsWith("/static/")) {
    gebeurtenis.respondWith(bestand(verzoek));
  }
});
