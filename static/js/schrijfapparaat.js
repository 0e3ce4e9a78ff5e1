// What somebody who writes an answer typed, kept on this device: at once with every letter, until it is stored or they log
// out. Of one person and one place, so that the next user of this device finds nothing.
"use strict";

(() => {
  const formulier = document.querySelector("[data-schrijven]");
  if (!formulier) return;
  const { wie: WIE, plek: PLEK } = formulier.dataset;

  const apparaat = {
    sleutel: (veld) => `antwoord:${WIE}:${PLEK}:${veld.vraag}`,
    lees(veld) {
      try {
        const stuk = JSON.parse(localStorage.getItem(this.sleutel(veld)) || "null");
        return stuk && typeof stuk.tekst === "string" ? stuk : null;
      } catch {
        return null;
      }
    },
    zet(veld) {
      const { versie, gestuurd, aangekomen } = veld;
      const stuk = { tekst: zonderBsn(veld.tekst.value), keuze: veld.keuze(), versie, gestuurd, aangekomen };
      try {
        localStorage.setItem(this.sleutel(veld), JSON.stringify(stuk));
        this.kan = true;
      } catch {
        this.kan = false; // no storage, or it is full: the page itself still holds the text
      }
    },
    // Another text of the same person for the same field, until they say what becomes of it.
    leesErnaast: (veld) => {
      try {
        return localStorage.getItem(`${apparaat.sleutel(veld)}:ernaast`) || "";
      } catch {
        return "";
      }
    },
    zetErnaast(veld, tekst) {
      try {
        if (tekst) localStorage.setItem(`${this.sleutel(veld)}:ernaast`, tekst);
        else localStorage.removeItem(`${this.sleutel(veld)}:ernaast`);
      } catch {
        // it stands on the page
      }
    },
    vergeet(veld) {
      try {
        localStorage.removeItem(this.sleutel(veld));
      } catch {
        // no storage, so nothing to forget
      }
    },
    kan: true,
  };

  // A burgerservicenummer is never stored, here neither: the same test as the server's.
  const zonderBsn = (tekst) =>
    tekst.replace(/(?<![0-9])(?<![0-9][ .-])[0-9](?:[ .-]?[0-9]){8}(?![ .-]?[0-9])/g, (vondst) => {
      const cijfers = vondst.replace(/[^0-9]/g, "");
      const som = [...cijfers].reduce((tot, cijfer, n) => tot + Number(cijfer) * (n === 8 ? -1 : 9 - n), 0);
      return Number(cijfers) && som % 11 === 0 ? vondst.replace(/[0-9]/g, "#") : vondst;
    });

  window.schrijfapparaat = { apparaat, zonderBsn };
})();
