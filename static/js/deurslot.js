// The lock of the door: after two minutes without a touch or a key, what is on the page is gone and the PIN is asked.
// The server keeps the same two minutes by itself; this only tells it that somebody is there, and empties the screen.
// What waits to be sent (IndexedDB) is never touched.
"use strict";

(() => {
  const sjabloon = document.getElementById("deurslot");
  if (!sjabloon) return;

  const STIL = 120_000;
  const MELDEN = 15_000; // so often at most the server hears that somebody is there
  const GEDULD = 8_000; // a network that does not answer is none
  const PLEK = "deurslot-plek";
  const { slot, wakker, pin, csrf } = sjabloon.dataset;
  // Whose name was searched for does not go along: it would stand in the address of the lock screen.
  const vragen = new URLSearchParams(location.search);
  vragen.delete("zoek");
  const plek = location.pathname + `?${vragen}`.replace(/^\?$/, "");
  let laatst = Date.now();
  let gemeld = Date.now(); // this page was asked for just now
  let wekker = 0;
  let melder = 0;
  let dicht = false;

  const stuur = (adres, gegevens = {}) =>
    fetch(adres, {
      method: "POST",
      headers: { "X-CSRFToken": csrf },
      body: new URLSearchParams(gegevens),
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(GEDULD),
    });

  // --- somebody is there

  const meld = () => {
    melder = 0;
    if (dicht) return;
    gemeld = Date.now();
    stuur(wakker).then(
      (antwoord) => {
        if (antwoord.status === 401 || antwoord.status === 403) vergrendel();
      },
      () => {}, // no internet: the server will ask for the PIN, and this screen counts on
    );
  };

  const beweeg = () => {
    // A tablet that slept wakes up with the old page: the touch that wakes it is too late.
    if (controleer()) return;
    laatst = Date.now();
    if (!melder) melder = setTimeout(meld, Math.max(0, gemeld + MELDEN - laatst));
  };

  const controleer = () => {
    if (dicht || Date.now() - laatst < STIL) return dicht;
    vergrendel();
    return true;
  };

  const kijk = () => {
    if (!controleer()) wekker = setTimeout(kijk, Math.max(250, laatst + STIL - Date.now()));
  };

  // --- the lock

  const vergrendel = () => {
    if (dicht) return;
    dicht = true;
    clearTimeout(wekker);
    clearTimeout(melder);
    try {
      sessionStorage.setItem(PLEK, JSON.stringify({ plek, hoogte: window.scrollY }));
    } catch {
      // without storage the place on the page is lost, and nothing else
    }
    const scherm = sjabloon.content.cloneNode(true);
    document.body.replaceChildren(scherm);
    document.title = document.querySelector("h1").textContent;
    document.documentElement.dataset.slot = "dicht";
    document.dispatchEvent(new CustomEvent("deurslot:dicht"));
    document.querySelector("h1").focus();
    document.querySelector("[data-opnieuw]").addEventListener("click", naarPin);
    window.addEventListener("online", naarPin);
    naarPin();
  };

  const naarPin = () => {
    toon(true);
    stuur(slot, { terug: plek }).then(
      () => location.replace(`${pin}?${new URLSearchParams({ terug: plek })}`),
      () => toon(false),
    );
  };

  const toon = (metInternet) => {
    document.querySelector("[data-bezig]").hidden = !metInternet;
    document.querySelector("[data-zonder-internet]").hidden = metInternet;
  };

  // --- back at the same place

  const herstel = () => {
    try {
      const bewaard = JSON.parse(sessionStorage.getItem(PLEK) || "null");
      sessionStorage.removeItem(PLEK);
      if (bewaard && bewaard.plek.split("?")[0] === location.pathname) window.scrollTo(0, bewaard.hoogte);
    } catch {
      // nothing kept: the page begins at its top
    }
  };

  for (const soort of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    document.addEventListener(soort, beweeg, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", controleer);
  window.addEventListener("focus", controleer);
  window.addEventListener("pageshow", (gebeurtenis) => {
    // The back button brings an old page from memory: it may show only what a new one would.
    if (!gebeurtenis.persisted) return;
    document.body.replaceChildren();
    location.reload();
  });
  document.querySelectorAll("[data-vergrendel]").forEach((knop) => {
    knop.addEventListener("click", (gebeurtenis) => {
      gebeurtenis.preventDefault();
      vergrendel();
    });
  });
  herstel();
  kijk();
})();
