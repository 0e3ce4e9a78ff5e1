// One activity at the door: a tap shows at once and goes into the queue (wachtrij.js); what other tablets tapped is
// asked for every few seconds. What is on the screen is always: what the server said, and the queue on top of that.
"use strict";

(() => {
  const S = JSON.parse(document.getElementById("stand").textContent);
  const mensenvorm = document.getElementById("mensen");
  const sjabloon = document.getElementById("tegel");
  const { wachtrij } = window;
  if (!mensenvorm || !wachtrij) return;

  const ELKE = 15_000; // another tablet is seen within so long
  const STIL = 180_000; // nobody there: ask nothing, so that a session may end
  const EVEN = 600; // the second tap of a double tap lands on the tile that just changed: it does nothing
  const getal = new Intl.NumberFormat("nl-NL");
  const zeg = (tekst) => {
    document.getElementById("gezegd").textContent = tekst;
  };

  const telvorm = document.getElementById("telling");

  // --- state

  let basis = new Set(S.aanwezig.map(String));
  let telling = { ...S.telling };
  let nu = new Set(basis);
  const tegels = new Map(); // person -> tile; a person is an id, or "n:" and the key of the tap that enrolled them
  const ids = new Map(); // key of such a tap -> id, once the server made the person
  let versie = 0;
  let laatst = Date.now();

  const wie = (tik) => {
    if (tik.deelnemer) return String(tik.deelnemer);
    const sleutel = tik.wat === "nieuw" ? tik.sleutel : tik.van;
    return ids.get(sleutel) || `n:${sleutel}`;
  };
  const van_hier = (tik) => tik.activiteit === S.activiteit && tik.datum === S.datum;

  const pas_toe = (tik, mensen, getallen) => {
    if (tik.wat === "telling") {
      getallen[tik.soort] = Math.min(Math.max((getallen[tik.soort] || 0) + tik.stap, 0), 999);
    } else if (tik.wat === "afwezig") mensen.delete(wie(tik));
    else mensen.add(wie(tik));
  };

  const bereken = () => {
    const mensen = new Set(basis);
    const getallen = { ...telling };
    wachtrij.tikken.filter(van_hier).forEach((tik) => {
      if (tik.wat === "nieuw" && !tegels.has(wie(tik))) maakTegel(wie(tik), naamVan(tik), "", "hier");
      pas_toe(tik, mensen, getallen);
    });
    const was = nu;
    nu = mensen;
    // Only what changed: a slow tablet has no time to look at everybody after each tap.
    [...was, ...nu].forEach((persoon) => {
      const tegel = was.has(persoon) !== nu.has(persoon) && tegels.get(persoon);
      if (tegel) zetTegel(tegel, nu.has(persoon));
    });
    toonAantal();
    if (!telvorm?.getallen || Object.keys(getallen).some((soort) => getallen[soort] !== telvorm.getallen[soort])) {
      toonTelling(getallen);
    }
  };

  // --- tiles

  const zoekvorm = (tekst) =>
    tekst
      .toLocaleLowerCase("nl")
      .replace(/[øłđıß’]/g, (t) => ({ ø: "o", ł: "l", đ: "d", ı: "i", ß: "ss", "’": "'" })[t])
      .normalize("NFKD")
      .replace(/\p{M}/gu, "");

  const naamVan = (tik) => {
    const achter = (tik.achternaam || "").trim();
    const deel = achter.split(/\s+/).find((woord) => woord && woord[0] === woord[0].toUpperCase()) || achter.toUpperCase();
    return deel ? `${tik.voornaam} ${deel[0]}.` : tik.voornaam;
  };

  const zetTegel = (tegel, aanwezig) => {
    if (tegel.classList.contains("tegel--aanwezig") === aanwezig) return;
    const [knop, naam, terug] = [".tegel__knop", ".tegel__naam", ".tegel__terug"].map((k) => tegel.querySelector(k));
    const had = document.activeElement;
    tegel.classList.toggle("tegel--aanwezig", aanwezig);
    naam.hidden = !aanwezig;
    if (!knop) return;
    knop.hidden = aanwezig;
    terug.hidden = !aanwezig;
    if (had === knop || had === terug) (aanwezig ? terug : knop).focus({ preventScroll: true });
  };

  const groep = (naam) => document.querySelector(`#groep-${naam} .tegels`);

  const maakTegel = (persoon, naam, nummer, waar) => {
    const tegel = sjabloon.content.firstElementChild.cloneNode(true);
    Object.assign(tegel.dataset, { naam, nummer });
    zetPersoon(tegel, persoon);
    tegel.querySelectorAll("bdi").forEach((plek) => (plek.textContent = naam));
    tegel.querySelectorAll("small").forEach((plek) => (nummer ? (plek.textContent = nummer) : plek.remove()));
    tegel.querySelectorAll("[aria-label]").forEach((knop) => {
      knop.setAttribute("aria-label", knop.getAttribute("aria-label").replace("{naam}", `${naam} ${nummer}`.trim()));
    });
    plaats(tegel, groep(waar) || groep("gevonden"), waar !== "gevonden");
    zetTegel(tegel, nu.has(persoon));
    return tegel;
  };

  const zetPersoon = (tegel, persoon) => {
    if (tegels.get(persoon) !== tegel) tegels.get(persoon)?.remove(); // another tablet told of them first
    tegels.delete(tegel.dataset.id);
    tegel.dataset.id = persoon;
    tegels.set(persoon, tegel);
    if (persoon.startsWith("n:")) return;
    tegel.id = `d${persoon}`;
    tegel.querySelectorAll("button").forEach((knop) => (knop.value = persoon));
  };

  const plaats = (tegel, lijst, op_naam) => {
    const na = (ander) => ander.dataset.naam.localeCompare(tegel.dataset.naam, "nl", { sensitivity: "base" }) > 0;
    lijst.insertBefore(tegel, op_naam ? [...lijst.children].find(na) || null : null);
    lijst.closest("section").hidden = false;
    document.getElementById("niemand")?.remove();
  };

  const toonAantal = () => {
    const tekst = getal.format(nu.size);
    const plek = document.getElementById("aantal");
    if (plek.textContent !== tekst) plek.textContent = tekst;
  };

  // --- a tap

  const tik = (wat, gegevens) => {
    versie += 1;
    return wachtrij.voeg({
      kamer: S.kamer, wat, activiteit: S.activiteit, datum: S.datum, door: S.door, laat: S.vandaag,
      deelnemer: null, ...gegevens,
    });
  };

  const persoonVeld = (persoon) => (persoon.startsWith("n:") ? { van: persoon.slice(2) } : { deelnemer: Number(persoon) });

  const meld = (tegel, aanwezig) => {
    const persoon = tegel.dataset.id;
    tegel.dataset.net = String(performance.now());
    if (aanwezig) nu.add(persoon);
    else nu.delete(persoon);
    zetTegel(tegel, aanwezig);
    toonAantal();
    tik(aanwezig ? "aanwezig" : "afwezig", persoonVeld(persoon));
    zeg(wachtrij.zeg(aanwezig ? "is_aanwezig" : "is_weg", { naam: tegel.dataset.naam }));
  };

  mensenvorm.addEventListener("submit", (gebeurtenis) => gebeurtenis.preventDefault());
  mensenvorm.addEventListener("click", (gebeurtenis) => {
    const knop = gebeurtenis.target.closest(".tegel__knop, .tegel__terug");
    if (!knop) return;
    gebeurtenis.preventDefault();
    const tegel = knop.closest(".tegel");
    if (performance.now() - Number(tegel.dataset.net || -EVEN) < EVEN) return;
    meld(tegel, knop.classList.contains("tegel__knop"));
  });

  // --- people without a name

  const toonTelling = (getallen) => {
    if (!telvorm) return;
    telvorm.getallen = getallen;
    const totaal = Object.values(getallen).reduce((som, aantal) => som + aantal, 0);
    const veld = telvorm.elements.aantal;
    if (document.activeElement !== veld) veld.value = String(totaal);
    telvorm.elements.gezien.value = String(totaal);
    document.getElementById("telling-minder").disabled = !totaal;
    telvorm.querySelectorAll("[data-soort]").forEach((rij) => {
      const aantal = getallen[rij.dataset.soort] || 0;
      rij.querySelector("output").textContent = getal.format(aantal);
      rij.querySelector(".telling__stap").disabled = !aantal;
    });
  };

  const tel = (soort, stap) => {
    tik("telling", { soort, stap });
    bereken();
  };
  const meeste = () => {
    const getallen = telvorm.getallen;
    return getallen[""] ? "" : Object.keys(getallen).sort((a, b) => getallen[b] - getallen[a])[0];
  };
  const zetTotaal = (gevraagd) => {
    let verschil = gevraagd - Number(telvorm.elements.gezien.value);
    if (verschil > 0) tel("", verschil);
    while (verschil < 0) {
      const soort = meeste();
      const stap = -Math.min(-verschil, telvorm.getallen[soort]);
      if (!stap) return;
      tel(soort, stap);
      verschil -= stap;
    }
  };

  telvorm?.addEventListener("submit", (gebeurtenis) => {
    gebeurtenis.preventDefault();
    const veld = telvorm.elements.aantal;
    const melding = document.getElementById("telling-melding");
    const [doe, soort] = (gebeurtenis.submitter?.value || "zet").split(":");
    const fout = doe === "zet" && !/^\d{1,3}$/.test(veld.value.trim());
    melding.hidden = !fout;
    veld.toggleAttribute("aria-invalid", fout);
    if (fout) return;
    if (doe === "meer") tel(soort || "", 1);
    else if (doe === "minder") tel(soort || meeste(), -1);
    else zetTotaal(Number(veld.value));
    veld.value = telvorm.elements.gezien.value;
    zeg(veld.value);
  });

  // --- search: at once in what is on the page, and a moment later in the whole kamer

  const zoekveld = document.getElementById("zoek");
  const melding = document.getElementById("zoekmelding");
  let zoekwekker = 0;
  let zoekvraag = null;
  let van_server = new Set();

  const toonGezocht = () => {
    const woorden = zoekvorm(zoekveld.value).split(/\s+/).filter(Boolean);
    tegels.forEach((tegel, persoon) => {
      const naam = zoekvorm(`${tegel.dataset.naam} ${tegel.dataset.nummer}`);
      tegel.hidden = !(woorden.every((woord) => naam.includes(woord)) || (woorden.length && van_server.has(persoon)));
    });
    document.querySelectorAll(".groep").forEach((deel) => {
      deel.hidden = ![...deel.querySelectorAll(".tegel")].some((tegel) => !tegel.hidden);
    });
  };

  const ruimGevonden = () => {
    van_server = new Set();
    melding.textContent = "";
    [...(groep("gevonden")?.children || [])].forEach((tegel) => {
      if (nu.has(tegel.dataset.id)) plaats(tegel, groep("hier") || groep("gevonden"), true);
      else {
        tegels.delete(tegel.dataset.id);
        tegel.remove();
      }
    });
  };

  const zoekOpServer = async (tekst) => {
    zoekvraag?.abort();
    zoekvraag = new AbortController();
    const adres = new URL(S.zoek, location.href);
    adres.searchParams.set("zoek", tekst);
    if (!S.vandaag) adres.searchParams.set("datum", S.datum);
    try {
      const antwoord = await fetch(adres, { signal: zoekvraag.signal, cache: "no-store", redirect: "manual" });
      if (!antwoord.ok) return;
      const { mensen, meer } = await antwoord.json();
      wachtrij.netwerk(true);
      mensen.forEach(([id, naam, nummer]) => {
        if (!tegels.has(String(id))) maakTegel(String(id), naam, nummer, "gevonden");
      });
      van_server = new Set(mensen.map(([id]) => String(id)));
      bereken();
      toonGezocht();
      const gezien = [...tegels.values()].some((tegel) => !tegel.hidden);
      melding.textContent = meer ? melding.dataset.meer : gezien ? "" : melding.dataset.niemand;
    } catch (fout) {
      if (fout.name === "AbortError") return;
      wachtrij.netwerk(false);
      melding.textContent = wachtrij.zeg("zoek_zonder");
    }
  };

  const zoek = () => {
    clearTimeout(zoekwekker);
    const tekst = zoekveld.value.trim();
    van_server = new Set();
    if (!tekst) {
      zoekvraag?.abort();
      ruimGevonden();
    } else zoekwekker = setTimeout(() => zoekOpServer(tekst), 220);
    toonGezocht();
  };

  if (zoekveld) {
    zoekveld.addEventListener("input", zoek);
    zoekveld.addEventListener("focus", () => zoekveld.select());
    document.getElementById("zoekvorm").addEventListener("submit", (gebeurtenis) => {
      gebeurtenis.preventDefault();
      zoek();
      const eerste = [...tegels.values()].find((tegel) => !tegel.hidden && tegel.getClientRects().length);
      eerste?.querySelector("button:not([hidden])")?.focus();
    });
    document.querySelector(".zoekbalk__knop").hidden = true;
  }

  // --- somebody new

  const venster = document.getElementById("nieuw");
  const nieuw = () => {
    const vorm = document.getElementById("nieuw-vorm");
    const lijkt = document.getElementById("nieuw-lijkt");
    const { voornaam, achternaam } = vorm.elements;
    const fout = document.getElementById("nieuw-fout");
    const kant = (mensen) => {
      vorm.hidden = Boolean(mensen);
      lijkt.hidden = !mensen;
    };

    const open = () => {
      const getypt = zoekveld.value.trim();
      voornaam.value = /\d/.test(getypt) ? "" : getypt.replace(/^\p{L}/u, (letter) => letter.toLocaleUpperCase("nl"));
      achternaam.value = "";
      fout.hidden = true;
      voornaam.removeAttribute("aria-invalid");
      kant(false);
      venster.showModal();
      voornaam.focus();
    };

    const sluit = () => {
      venster.close();
      if (zoekveld.value) {
        zoekveld.value = "";
        zoek();
      }
      zoekveld.focus({ preventScroll: true });
    };

    const schrijfIn = () => {
      const velden = { voornaam: voornaam.value.trim(), achternaam: achternaam.value.trim() };
      const sleutel = tik("nieuw", velden);
      bereken();
      zeg(wachtrij.zeg("is_aanwezig", { naam: naamVan(velden) }));
      sluit();
      tegels.get(`n:${sleutel}`)?.scrollIntoView({ block: "nearest" });
    };

    const bekenden = async () => {
      if (!wachtrij.is_weg()) {
        try {
          const gegevens = new URLSearchParams({ voornaam: voornaam.value, achternaam: achternaam.value, datum: S.datum });
          const antwoord = await wachtrij.post(S.lijkt, { body: gegevens, signal: AbortSignal.timeout(4000) });
          if (antwoord.ok) return (await antwoord.json()).mensen;
        } catch {
          // no internet after all: look at who is on this page
        }
      }
      const gevraagd = zoekvorm(voornaam.value).split(/\s+/)[0];
      return [...tegels]
        .filter(([persoon, tegel]) => !persoon.startsWith("n:") && zoekvorm(tegel.dataset.naam).split(" ")[0] === gevraagd)
        .map(([persoon, tegel]) => [persoon, tegel.dataset.naam, tegel.dataset.nummer]);
    };

    const kies = (id, naam, nummer) => {
      const persoon = String(id);
      const tegel = tegels.get(persoon) || maakTegel(persoon, naam, nummer, "hier");
      if (!nu.has(persoon)) meld(tegel, true);
      sluit();
      tegel.scrollIntoView({ block: "nearest" });
    };

    const toonBekenden = (mensen) => {
      const lijst = document.getElementById("nieuw-mensen");
      lijst.replaceChildren(
        ...mensen.map(([id, naam, nummer]) => {
          const rij = document.createElement("li");
          rij.className = "tegel";
          const knop = document.createElement("button");
          knop.type = "button";
          knop.className = "tegel__knop";
          const woord = document.createElement("bdi");
          woord.textContent = naam;
          knop.append(woord, nummer ? ` ${nummer}` : "");
          knop.addEventListener("click", () => kies(id, naam, nummer));
          rij.append(knop);
          return rij;
        }),
      );
      const uitleg = document.getElementById("nieuw-uitleg");
      uitleg.textContent = uitleg.dataset.uitleg.replace("{naam}", voornaam.value.trim());
      kant(true);
      document.getElementById("nieuw-lijkt-kop").focus();
    };

    document.getElementById("nieuw-knop").addEventListener("click", (gebeurtenis) => {
      gebeurtenis.preventDefault();
      open();
    });
    venster.querySelectorAll("[data-sluit]").forEach((knop) => knop.addEventListener("click", () => venster.close()));
    document.getElementById("nieuw-toch").addEventListener("click", schrijfIn);
    document.getElementById("nieuw-meer").addEventListener("click", (gebeurtenis) => {
      const adres = new URL(gebeurtenis.currentTarget.href);
      adres.searchParams.set("zoek", voornaam.value.trim());
      gebeurtenis.currentTarget.href = adres.href;
    });
    let bezig = false;
    vorm.addEventListener("submit", async (gebeurtenis) => {
      gebeurtenis.preventDefault();
      const leeg = !voornaam.value.trim();
      fout.hidden = !leeg;
      voornaam.toggleAttribute("aria-invalid", leeg);
      if (leeg) voornaam.focus();
      if (leeg || bezig) return;
      bezig = true;
      const mensen = await bekenden();
      bezig = false;
      if (!venster.open) return; // closed while we asked
      if (mensen.length) toonBekenden(mensen);
      else schrijfIn();
    });
  };

  // --- what others tapped

  const peil = async () => {
    if (document.visibilityState !== "visible" || Date.now() - laatst > STIL) return;
    const toen = versie;
    const adres = new URL(S.stand, location.href);
    if (!S.vandaag) adres.searchParams.set("datum", S.datum);
    try {
      const antwoord = await fetch(adres, {
        headers: { "X-Achtergrond": "1" },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(10_000),
      });
      wachtrij.netwerk(true);
      if (!antwoord.ok) return;
      const gezien = await antwoord.json();
      if (S.vandaag && gezien.vandaag !== S.datum) location.reload(); // it is past midnight
      if (toen !== versie) return; // something was tapped or sent meanwhile: this answer is too old
      basis = new Set(gezien.aanwezig.map(([id]) => String(id)));
      telling = gezien.telling;
      gezien.aanwezig.forEach(([id, naam, nummer]) => {
        if (!tegels.has(String(id)) && sjabloon) maakTegel(String(id), naam, nummer, "hier");
      });
      bereken();
      if (zoekveld?.value.trim()) toonGezocht();
    } catch {
      wachtrij.netwerk(false);
    }
  };

  wachtrij.uitslag = ({ sleutel, uitslag, deelnemer, tik: gedaan }) => {
    versie += 1;
    if (!gedaan || !van_hier(gedaan)) return;
    if (uitslag !== "gedaan") {
      if (gedaan.wat === "nieuw") tegels.get(`n:${sleutel}`)?.remove();
      if (gedaan.wat === "nieuw") tegels.delete(`n:${sleutel}`);
      return;
    }
    if (gedaan.wat === "nieuw") {
      ids.set(sleutel, String(deelnemer));
      const tegel = tegels.get(`n:${sleutel}`);
      if (tegel) zetPersoon(tegel, String(deelnemer));
      if (nu.delete(`n:${sleutel}`)) nu.add(String(deelnemer));
    }
    pas_toe(gedaan, basis, telling);
  };
  wachtrij.veranderd = () => {
    bereken();
    if (zoekveld?.value.trim()) toonGezocht();
  };

  // --- begin

  document.querySelectorAll("#mensen .tegel").forEach((tegel) => tegels.set(tegel.dataset.id, tegel));
  if (venster) nieuw();
  bereken();
  let peiler = setInterval(peil, ELKE);
  // What waited when this page came may be sent before this script listened.
  wachtrij.klaar.then(() => wachtrij.tikken.length && setTimeout(peil, 2_000));
  for (const soort of ["pointerdown", "keydown"]) {
    document.addEventListener(
      soort,
      () => {
        const was_stil = Date.now() - laatst > STIL;
        laatst = Date.now();
        if (was_stil) peil();
      },
      { capture: true, passive: true },
    );
  }
  document.addEventListener("visibilitychange", peil);
  // The back button may bring this page from memory: it shows only what a new one would.
  window.addEventListener("pageshow", (gebeurtenis) => gebeurtenis.persisted && location.reload());
  // The screen locked: nothing of anybody stays in this page.
  document.addEventListener("deurslot:dicht", () => {
    clearInterval(peiler);
    peiler = 0;
    wachtrij.uitslag = wachtrij.veranderd = () => {};
    tegels.clear();
    basis = nu = new Set();
  });
})();
