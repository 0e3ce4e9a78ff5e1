// The keypad of the PIN. Without this script the field itself does it, with the keyboard of the tablet.
"use strict";

(() => {
  const formulier = document.querySelector("[data-pin]");
  if (!formulier) return;
  const veld = formulier.querySelector("#code");
  const toetsen = formulier.querySelector("[data-toetsen]");
  const stand = formulier.querySelector("[data-stand]");
  const LATEN_STAAN = 60_000;
  let opruimen = 0;

  const zet = (waarde) => {
    veld.value = waarde.slice(0, veld.maxLength);
    stand.textContent = formulier.dataset.cijfers.replace("#", veld.value.length);
    clearTimeout(opruimen);
    // Half a PIN does not wait for the next one.
    if (veld.value) opruimen = setTimeout(() => zet(""), LATEN_STAAN);
  };

  toetsen.hidden = false;
  // The keypad is the keyboard: that of the tablet would cover it. Real keys work as they did.
  veld.inputMode = "none";
  veld.addEventListener("input", () => zet(veld.value));
  toetsen.addEventListener("click", (gebeurtenis) => {
    const toets = gebeurtenis.target.closest("button");
    if (!toets) return;
    if (toets.dataset.cijfer) zet(veld.value + toets.dataset.cijfer);
    else zet(toets.dataset.wis === "alles" ? "" : veld.value.slice(0, -1));
  });
  // One tap, one guess.
  formulier.addEventListener("submit", (gebeurtenis) => {
    if (formulier.dataset.bezig) gebeurtenis.preventDefault();
    formulier.dataset.bezig = "ja";
  });
  window.addEventListener("pageshow", (gebeurtenis) => {
    delete formulier.dataset.bezig;
    // Out of the memory of the back button nothing is left; what was typed while the page still loaded stays.
    zet(gebeurtenis.persisted ? "" : veld.value);
  });
})();
