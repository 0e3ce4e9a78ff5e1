// On top of a form that works without it: reading aloud, answers that survive another language, and on the tablet of the
// room a clean start for the next person. Nothing is kept on the device.
"use strict";

(() => {
  const formulier = document.querySelector("[data-enquete]");
  document.querySelector("[data-focus]")?.focus();

  // --- one tap, one form; a page out of the memory of the back button works again
  formulier?.addEventListener("submit", (gebeurtenis) => {
    if (formulier.dataset.bezig) gebeurtenis.preventDefault();
    formulier.dataset.bezig = "ja";
  });
  window.addEventListener("pageshow", () => {
    if (formulier) delete formulier.dataset.bezig;
  });

  // --- another language: the answers so far go along behind the # of the address, which is never sent to anybody
  const opTablet = "tablet" in document.body.dataset;
  if (formulier) {
    // The browser fills in again what stood in the form before.
    if (opTablet) formulier.reset();
    for (const [naam, waarde] of new URLSearchParams(location.hash.slice(1))) {
      if (!/^v\d{1,18}$/.test(naam) || !/^\d{1,2}$/.test(waarde)) continue;
      const keuze = document.getElementById(`${naam}-${waarde}`);
      if (keuze) keuze.checked = true;
    }
    if (location.hash.startsWith("#v")) history.replaceState(null, "", location.pathname + location.search);
    document.querySelectorAll("a[data-taal]").forEach((link) => {
      link.addEventListener("click", () => {
        const gekozen = [...formulier.querySelectorAll("input:checked")].map(({ name, value }) => `${name}=${value}`);
        link.hash = gekozen.join("&");
      });
    });
  }

  // --- reading aloud, when this device has a voice for the language
  const spraak = window.speechSynthesis;
  const stemVoor = (taal) => spraak.getVoices().find((stem) => stem.lang.toLowerCase().split(/[-_]/)[0] === taal);
  const zeg = (tekst, taal, klaar) => {
    const uiting = new SpeechSynthesisUtterance(tekst);
    uiting.voice = stemVoor(taal);
    uiting.lang = uiting.voice.lang;
    uiting.rate = 0.9;
    if (klaar) uiting.onend = uiting.onerror = klaar;
    spraak.speak(uiting);
  };
  const knoppen = [...document.querySelectorAll("[data-lees]")];
  const stil = () => {
    spraak.cancel();
    knoppen.forEach((knop) => knop.setAttribute("aria-pressed", "false"));
  };
  const lees = (knop) => {
    const was = knop.getAttribute("aria-pressed") === "true";
    stil();
    if (was) return;
    knop.setAttribute("aria-pressed", "true");
    const klaar = () => knop.setAttribute("aria-pressed", "false");
    const vraag = knop.closest("fieldset");
    const tekst = vraag.querySelector(".vraag__tekst");
    const antwoorden = [...vraag.querySelectorAll("[data-antwoord]")].map((antwoord) => antwoord.textContent);
    const daarna = antwoorden.length ? antwoorden.join(". ") : vraag.querySelector(".vraag__uitleg").textContent;
    zeg(tekst.textContent, tekst.lang);
    zeg(daarna, document.documentElement.lang, klaar);
  };
  const toonKnoppen = () => {
    knoppen.forEach((knop) => {
      const talen = [knop.closest("fieldset").querySelector(".vraag__tekst").lang, document.documentElement.lang];
      knop.hidden = !talen.every(stemVoor);
    });
  };
  if (spraak && typeof SpeechSynthesisUtterance === "function") {
    toonKnoppen();
    spraak.addEventListener?.("voiceschanged", toonKnoppen);
    knoppen.forEach((knop) => knop.addEventListener("click", () => lees(knop)));
    window.addEventListener("pagehide", () => spraak.cancel());
  }

  // --- the tablet of the room: what somebody left behind is not there for the next person
  if (!opTablet) return;
  const begin = location.pathname.replace(/bedankt\/$/, "");
  const opnieuw = () => location.replace(begin);
  const { volgende } = document.querySelector("[data-volgende]")?.dataset ?? {};
  if (volgende) {
    setTimeout(opnieuw, 30_000);
    return;
  }
  if (!formulier) return;
  window.addEventListener("pageshow", (gebeurtenis) => gebeurtenis.persisted && opnieuw());
  const vraagOfErNogIemandIs = document.querySelector("[data-stil]");
  let wachten;
  const wacht = () => {
    clearTimeout(wachten);
    wachten = setTimeout(() => {
      if (!formulier.querySelector("input:checked") && location.search === "") return wacht();
      vraagOfErNogIemandIs.showModal();
      wachten = setTimeout(opnieuw, 30_000);
    }, 90_000);
  };
  ["pointerdown", "keydown", "scroll"].forEach((soort) => window.addEventListener(soort, () => vraagOfErNogIemandIs.open || wacht()));
  vraagOfErNogIemandIs.addEventListener("close", wacht);
  wacht();
})();
