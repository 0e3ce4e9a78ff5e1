// Buttons for the light markup of an answer, putting in a figure, and how the text will look. Everything a button does
// is typing: the browser's own undo takes it back.
"use strict";

(() => {
  const formulier = document.querySelector("[data-schrijven]");
  if (!formulier) return;
  const kiezer = document.getElementById("cijferkiezer");
  const EVEN = 600; // ms without a letter, and the preview is made again

  // --- typing for somebody

  const typ = (vak, van, tot, tekst, kiesVan, kiesTot = kiesVan) => {
    vak.focus();
    vak.setSelectionRange(van, tot);
    let gedaan = false;
    try {
      gedaan = tekst ? document.execCommand("insertText", false, tekst) : document.execCommand("delete");
    } catch {
      gedaan = false;
    }
    if (!gedaan) {
      vak.setRangeText(tekst, van, tot, "end");
      vak.dispatchEvent(new Event("input", { bubbles: true }));
    }
    vak.setSelectionRange(kiesVan, kiesTot);
  };

  const omring = (teken) => (vak) => {
    const { selectionStart: van, selectionEnd: tot, value } = vak;
    const lang = teken.length;
    const gekozen = value.slice(van, tot);
    const kaal = gekozen.trim();
    if (value.slice(van - lang, van) === teken && value.slice(tot, tot + lang) === teken && kaal) {
      typ(vak, van - lang, tot + lang, gekozen, van - lang, tot - lang);
      return;
    }
    // a mark with a space on its inner side is no mark
    const voor = kaal ? gekozen.indexOf(kaal) : gekozen.length;
    const begin = van + voor + lang;
    typ(vak, van, tot, `${gekozen.slice(0, voor)}${teken}${kaal}${teken}${gekozen.slice(voor + kaal.length)}`, begin, begin + kaal.length);
  };

  const REGEL = /^(?:[-*+] |\d+[.)] )/;
  const maakLijst = (merk) => (vak) => {
    const { value } = vak;
    const van = value.lastIndexOf("\n", vak.selectionStart - 1) + 1;
    const einde = value.indexOf("\n", vak.selectionEnd);
    const tot = einde < 0 ? value.length : einde;
    const regels = value.slice(van, tot).split("\n");
    const merkVan = (n) => merk.replace("1", n + 1);
    const weg = regels.every((regel, n) => !regel.trim() || regel.startsWith(merkVan(n)));
    const al = weg && regels.some((regel) => regel.trim());
    const nieuw = regels
      .map((regel, n) => (al ? regel.replace(REGEL, "") : !regel.trim() && regels.length > 1 ? regel : merkVan(n) + regel.replace(REGEL, "")))
      .join("\n");
    // a list begins after an empty line, else it would be part of the paragraph before it
    const vorige = value.slice(0, van).split("\n").at(-2) ?? "";
    const ervoor = !al && van && vorige.trim() && !REGEL.test(vorige) ? "\n" : "";
    const na = van + ervoor.length + nieuw.length;
    typ(vak, van, tot, ervoor + nieuw, regels.length > 1 ? van + ervoor.length : na, na);
  };

  // --- putting in a figure

  let doel = null;
  let plaats = [0, 0]; // where the cursor stood: a browser forgets it when the list closes
  const rijen = kiezer ? [...kiezer.querySelectorAll("[data-verwijzing]")] : [];
  const zoekveld = kiezer?.querySelector("input[type=search]");
  const kaal = (tekst) => tekst.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const filter = () => {
    const woorden = kaal(zoekveld.value).split(/\s+/).filter(Boolean);
    let over = 0;
    rijen.forEach((rij) => {
      const tekst = kaal(rij.textContent);
      const past = woorden.every((woord) => tekst.includes(woord));
      rij.parentElement.hidden = !past;
      if (past) over += 1;
    });
    kiezer.querySelector("[data-niets]").hidden = over > 0;
    kiezer.querySelector("[data-gevonden]").textContent = over === 1 ? "1 cijfer" : `${over} cijfers`;
  };

  const openKiezer = (vak) => {
    doel = vak;
    plaats = [vak.selectionStart, vak.selectionEnd];
    if (zoekveld) {
      zoekveld.value = "";
      filter();
    }
    kiezer.showModal();
    zoekveld?.focus();
  };

  const voegIn = (verwijzing) => {
    const [van, tot] = plaats;
    const voor = van && /[\p{L}\d]/u.test(doel.value[van - 1]) ? " " : "";
    const tekst = `${voor}{${verwijzing}}`;
    plaats = [van + tekst.length, van + tekst.length];
    kiezer.close();
    typ(doel, van, tot, tekst, ...plaats);
  };

  if (kiezer) {
    kiezer.querySelector("[data-sluit]").addEventListener("click", () => kiezer.close());
    kiezer.addEventListener("close", () => {
      doel.focus();
      doel.setSelectionRange(...plaats);
    });
    kiezer.addEventListener("click", (gebeurtenis) => {
      const rij = gebeurtenis.target.closest("[data-verwijzing]");
      if (rij) voegIn(rij.dataset.verwijzing);
      else if (gebeurtenis.target === kiezer) kiezer.close(); // beside it
    });
    zoekveld?.addEventListener("input", filter);
    kiezer.addEventListener("keydown", (toets) => {
      if (toets.key !== "ArrowDown" && toets.key !== "ArrowUp" && !(toets.key === "Enter" && toets.target === zoekveld)) return;
      const zichtbaar = rijen.filter((rij) => !rij.parentElement.hidden);
      toets.preventDefault();
      if (toets.key === "Enter") {
        if (zichtbaar.length === 1) voegIn(zichtbaar[0].dataset.verwijzing);
        return;
      }
      const nu = zichtbaar.indexOf(document.activeElement);
      const naar = nu + (toets.key === "ArrowDown" ? 1 : -1);
      (zichtbaar[naar] || zoekveld).focus();
    });
  }

  // --- the bar above a field: one stop for the tab key, arrows move inside it

  const KNOPPEN = [
    ["Vet", omring("**"), "b", "vet"],
    ["Cursief", omring("*"), "i", "cursief"],
    ["Lijst", maakLijst("- ")],
    ["Genummerde lijst", maakLijst("1. ")],
    ["Cijfer invoegen", openKiezer],
  ];

  const maakBalk = (vak) => {
    const balk = document.createElement("div");
    balk.className = "schrijfbalk";
    balk.setAttribute("role", "toolbar");
    balk.setAttribute("aria-label", "Opmaak");
    balk.setAttribute("aria-controls", vak.id);
    const knoppen = KNOPPEN.map(([naam, doe, toets, soort], n) => {
      const knop = document.createElement("button");
      knop.type = "button";
      knop.className = `schrijfbalk__knop${soort ? ` schrijfbalk__knop--${soort}` : ""}`;
      knop.textContent = naam;
      knop.tabIndex = n ? -1 : 0;
      if (toets) {
        knop.setAttribute("aria-keyshortcuts", `Control+${toets.toUpperCase()}`);
        knop.title = `${naam} (Ctrl+${toets.toUpperCase()})`;
      }
      knop.addEventListener("mousedown", (gebeurtenis) => gebeurtenis.preventDefault()); // the text keeps its selection
      knop.addEventListener("click", () => doe(vak));
      return knop;
    });
    balk.append(...knoppen);
    balk.addEventListener("keydown", (toets) => {
      const nu = knoppen.indexOf(document.activeElement);
      const naar = { ArrowRight: nu + 1, ArrowLeft: nu - 1, Home: 0, End: knoppen.length - 1 }[toets.key];
      if (naar === undefined) return;
      toets.preventDefault();
      const volgende = knoppen[(naar + knoppen.length) % knoppen.length];
      knoppen.forEach((knop) => (knop.tabIndex = knop === volgende ? 0 : -1));
      volgende.focus();
    });
    vak.addEventListener("keydown", (toets) => {
      if (!(toets.ctrlKey || toets.metaKey) || toets.altKey || toets.shiftKey) return;
      const gevonden = KNOPPEN.find(([, , letter]) => letter && letter === toets.key.toLowerCase());
      if (!gevonden) return;
      toets.preventDefault();
      gevonden[1](vak);
    });
    vak.before(balk);
  };

  // --- how it will look

  const maakVoorbeeld = (blok, vak) => {
    const hok = blok.querySelector("[data-voorbeeldvak]");
    const plek = hok.querySelector("[data-vak]");
    hok.hidden = false; // at once, so that nothing moves while somebody types
    let wekker = 0;
    let lopend = null;
    let gezien = null;
    const ververs = async () => {
      if (vak.value === gezien) return;
      lopend?.abort();
      lopend = new AbortController();
      const tekst = vak.value;
      const gegevens = new FormData();
      gegevens.set("tekst", tekst);
      try {
        const antwoord = await fetch(formulier.dataset.voorbeeld, {
          method: "POST",
          body: gegevens,
          headers: { "X-CSRFToken": formulier.querySelector("[name=csrfmiddlewaretoken]").value, "X-Achtergrond": "1" },
          redirect: "manual",
          signal: lopend.signal,
        });
        if (!antwoord.ok) return; // the line under the field says what is wrong
        plek.innerHTML = await antwoord.text(); // made by the server, which lets nothing but the light markup through
        gezien = tekst;
      } catch {
        // the next letter asks again
      }
    };
    const straks = () => {
      clearTimeout(wekker);
      wekker = setTimeout(ververs, EVEN);
    };
    vak.addEventListener("input", straks);
    vak.addEventListener("ververst", straks);
    // Texts that are not in sight yet are looked up when they come there.
    new IntersectionObserver((gezienNu, kijker) => {
      if (!gezienNu.some((deel) => deel.isIntersecting)) return;
      kijker.disconnect();
      ververs();
    }).observe(blok);
  };

  formulier.querySelectorAll("[data-vraag]").forEach((blok) => {
    const vak = blok.querySelector(`textarea[name="vraag-${blok.dataset.vraag}-tekst"]`);
    maakBalk(vak);
    maakVoorbeeld(blok, vak);
  });
})();
