// Writing answers without losing a letter. What is typed stands at once on this device, within a second on the server
// as a draft, and as the answer when somebody leaves the field or stops for a while. One request per field at a time,
// so that an older text never overtakes a newer one. Without this script the button 'Opslaan' does it all.
"use strict";

(() => {
  const formulier = document.querySelector("[data-schrijven]");
  if (!formulier) return;
  const { klad: KLAD, inloggen: INLOGGEN } = formulier.dataset;
  const WIE = Number(formulier.dataset.wie);
  const { apparaat, zonderBsn } = window.schrijfapparaat;
  const RUST = 950; // ms between two drafts of one field: a letter is never older than a second
  const STIL = 20_000; // so long without a letter, and the answer is stored
  const PEIL = 10_000;
  const GEDULD = 15_000;
  const EVEN = 800; // so long something may take before the page says that it is busy
  const WAKKER = 60_000; // once a minute somebody who types keeps the session awake
  const LANGSTE_WACHT = 60_000;
  const KLEIN_GENOEG = 60_000; // bytes: what a browser still sends while the page goes away
  const zegvak = formulier.querySelector("[data-zeg]");
  let csrf = formulier.querySelector("[name=csrfmiddlewaretoken]").value;
  let wakker = 0;
  let poging = 0;
  let wekker = 0;
  let weg = false; // the page is being left by its own button
  let dood = ""; // why nothing may be sent any more

  const zeg = (tekst) => {
    if (zegvak.textContent !== tekst) zegvak.textContent = tekst;
  };

  // --- asking the server

  class Mis extends Error {
    constructor(wat, tekst = "") {
      super(wat);
      this.wat = wat;
      this.tekst = tekst;
    }
  }

  const vraag = async (adres, opties = {}) => {
    let antwoord;
    try {
      antwoord = await fetch(adres, {
        redirect: "manual",
        cache: "no-store",
        ...opties,
        signal: opties.signal || AbortSignal.timeout(GEDULD),
      });
    } catch {
      throw new Mis("verbinding");
    }
    if (antwoord.type === "opaqueredirect" || antwoord.status === 401) throw new Mis("uitgelogd");
    if (antwoord.status >= 500 || antwoord.status === 429) throw new Mis("verbinding");
    if (antwoord.status === 404) throw new Mis("dicht", "U schrijft niet meer mee aan dit rapport.");
    return antwoord;
  };

  const json = async (antwoord) => {
    try {
      return await antwoord.json();
    } catch {
      throw new Mis("verbinding"); // a page of somebody in between, such as the log-in of a guest network
    }
  };

  const peil = async () => {
    const adres = new URL(KLAD, location.href);
    velden.forEach((veld) => adres.searchParams.set(veld.vraag, veld.versie));
    const antwoord = await vraag(adres, { headers: { "X-Achtergrond": "1" } });
    if (!antwoord.ok) throw new Mis("dicht", "U schrijft niet meer mee aan dit rapport.");
    const gezien = await json(antwoord);
    if (gezien.wie !== WIE) throw new Mis("dicht", "Er is nu iemand anders ingelogd. Log in als uzelf en laad de bladzijde opnieuw.");
    csrf = gezien.csrf;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((sleutel) => {
      sleutel.value = csrf; // of every form on the page: who logged in again has another one
    });
    return gezien;
  };

  const post = async (adres, opties) => {
    const doe = () => vraag(adres, { ...opties, method: "POST", headers: { ...opties.headers, "X-CSRFToken": csrf } });
    let antwoord = await doe();
    if (antwoord.status === 403) {
      await peil(); // logged in again meanwhile: the key is another one
      antwoord = await doe();
      if (antwoord.status === 403) throw new Mis("dicht", "U mag hier niet meer schrijven.");
    }
    const uitslag = await json(antwoord);
    if (uitslag.ander) throw new Mis("dicht", uitslag.fout);
    return uitslag;
  };

  // --- one field

  const maakVeld = (blok) => {
    const veld = {
      blok,
      vraag: blok.dataset.vraag,
      tekst: blok.querySelector(`textarea[name="vraag-${blok.dataset.vraag}-tekst"]`),
      versieveld: blok.querySelector("input[type=hidden][name$='-versie']"),
      stand: blok.querySelector("[data-stand]"),
      namenvak: blok.querySelector("[data-schrijven-nu]"),
      keuze: () => blok.querySelector(`input[name="vraag-${blok.dataset.vraag}-keuze"]:checked`)?.value || "",
      stempel: () => JSON.stringify([veld.tekst.value, veld.keuze()]),
      versie: 0,
      opgeslagen: null, // how the field was when it was stored last; null: not as it is
      geklad: null, // how it was when the draft was kept last
      gestuurd: null, // the text of the draft that was sent last, whether it arrived or not
      aangekomen: null, // the text of the draft that the server said it kept
      geprobeerd: null, // the text that was to be stored last
      afgewezen: null, // how it was when the server would not have it
      geweigerd: null, // ... would not store it as an answer
      botst: false,
      geraakt: false,
      wilOpslaan: false,
      bezig: false,
      laatst: 0,
      wekker: 0,
      stil: 0,
      onderweg: null,
    };
    veld.versie = Number(veld.versieveld.value);
    return veld;
  };

  const velden = [...formulier.querySelectorAll("[data-vraag]")].map(maakVeld);

  const toon = (veld, tekst, soort = "", erbij = []) => {
    if (veld.stand.dataset.soort === soort && veld.stand.firstChild?.textContent === tekst && !erbij.length) return;
    veld.stand.dataset.soort = soort;
    const regel = document.createElement("span");
    regel.textContent = tekst;
    veld.stand.replaceChildren(regel, ...erbij.flatMap((deel) => [" ", deel]));
    if (soort === "fout" || soort === "let-op") zeg(tekst);
  };

  const toonMis = (veld, mis) => {
    if (mis.wat === "uitgelogd") {
      const link = document.createElement("a");
      link.href = INLOGGEN;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = "Inloggen in een nieuw tabblad";
      toon(veld, "U bent uitgelogd. Log in; uw tekst blijft staan.", "fout", [link]);
    } else if (mis.wat === "verbinding") {
      toon(veld, apparaat.kan ? "Geen verbinding. Uw tekst staat op dit apparaat." : "Geen verbinding. Laat deze bladzijde openstaan.", "fout");
    } else toon(veld, `${mis.tekst} Uw tekst staat op dit apparaat. Kopieer die als u hem nodig hebt.`, "fout");
  };

  const knop = (tekst, doe) => {
    const element = document.createElement("button");
    element.className = "utrecht-button utrecht-button--secondary-action";
    element.textContent = tekst;
    element.type = doe ? "button" : "submit";
    if (doe) element.addEventListener("click", doe);
    return element;
  };

  const toonBotsing = (veld, door) => {
    veld.botst = true;
    toon(veld, `${door} schreef intussen een andere tekst. De uwe blijft bewaard.`, "let-op", [knop("Beide teksten bekijken")]);
  };

  const toonNamen = (veld, namen) => {
    const tekst = namen.length ? `Ook aan het schrijven: ${namen.join(", ")}` : "";
    const vak = veld.namenvak.querySelector("[data-namen]");
    if (vak.textContent === tekst) return;
    vak.textContent = tekst;
    veld.namenvak.hidden = !tekst;
    if (tekst) zeg(tekst);
  };

  // Only what takes a while is said to be busy: a line that changes every second is read by nobody.
  const zonodigBezig = (veld) => setTimeout(() => !veld.botst && toon(veld, "Bezig…", "bezig"), EVEN);

  // --- a draft, and an answer

  const bekend = (veld) => veld.geklad ?? veld.opgeslagen;
  const isVuil = (veld) => veld.stempel() !== veld.opgeslagen;

  const stuurKlad = async (veld) => {
    const nu = veld.stempel();
    const kop = { "Content-Type": "application/json" };
    if (Date.now() - wakker < WAKKER) kop["X-Achtergrond"] = "1";
    else wakker = Date.now();
    veld.laatst = Date.now();
    veld.gestuurd = veld.tekst.value;
    apparaat.zet(veld);
    veld.onderweg = new AbortController();
    const geduld = setTimeout(() => veld.onderweg?.abort(), GEDULD);
    const bezig = zonodigBezig(veld);
    let uitslag;
    try {
      uitslag = await post(KLAD, {
        headers: kop,
        signal: veld.onderweg.signal,
        body: JSON.stringify({ wie: WIE, vraag: veld.vraag, tekst: veld.tekst.value, keuze: veld.keuze(), versie: veld.versie }),
      });
    } finally {
      clearTimeout(geduld);
      clearTimeout(bezig);
      veld.onderweg = null;
    }
    if (!uitslag.bewaard) {
      veld.afgewezen = nu;
      toon(veld, `Niet bewaard. ${uitslag.fout}`, "fout");
      return;
    }
    veld.geklad = nu;
    veld.aangekomen = JSON.parse(nu)[0];
    if (veld.stempel() === nu) apparaat.zet(veld);
    toonNamen(veld, uitslag.schrijven_nu);
    if (!veld.botst && veld.geweigerd !== nu) toon(veld, `Bewaard om ${uitslag.om}.`, "goed");
  };

  const maakPost = (veld) => {
    const gegevens = new FormData();
    gegevens.set("wie", WIE);
    [...veld.blok.querySelectorAll(`[name^="vraag-${veld.vraag}-"]`)].forEach((invoer) => {
      if (invoer.type !== "radio" || invoer.checked) gegevens.set(invoer.name, invoer.value);
    });
    return gegevens;
  };

  const slaOp = async (veld) => {
    const nu = veld.stempel();
    const vorige = veld.geprobeerd;
    veld.geprobeerd = veld.tekst.value;
    const bezig = zonodigBezig(veld);
    let uitslag;
    try {
      uitslag = await post(location.pathname, { headers: { Accept: "application/json" }, body: maakPost(veld) });
    } finally {
      clearTimeout(bezig);
    }
    if (uitslag.opgeslagen) {
      Object.assign(veld, { opgeslagen: nu, geklad: null, geweigerd: null, afgewezen: null });
      neemVersie(veld, uitslag.versie);
      if (veld.stempel() === nu) apparaat.vergeet(veld);
      veld.blok.querySelector("[data-laatst]")?.remove(); // by now it was somebody else's
      toon(veld, `Opgeslagen om ${uitslag.om}.`, "goed");
    } else if (uitslag.botsing) {
      // What is stored is what this page sent before, and never heard of: that is no other writer.
      if (vorige !== null && uitslag.botsing.tekst.trim() === vorige.trim().replaceAll("\r\n", "\n")) {
        neemVersie(veld, uitslag.botsing.versie);
        veld.wilOpslaan = true;
      } else toonBotsing(veld, uitslag.botsing.door);
    } else {
      veld.geweigerd = nu;
      toon(veld, `Niet opgeslagen. ${uitslag.fout}`, "fout");
    }
  };

  const neemVersie = (veld, versie) => {
    veld.versie = versie;
    veld.versieveld.value = versie;
  };

  // --- whose turn it is

  const magOpslaan = (veld) => veld.geraakt && !veld.botst && isVuil(veld) && veld.geweigerd !== veld.stempel();

  const verwerk = async (veld) => {
    if (veld.bezig || dood || weg) return;
    veld.bezig = true;
    clearTimeout(veld.wekker);
    let gestuurd = false;
    try {
      for (;;) {
        const nu = veld.stempel();
        if (veld.wilOpslaan) {
          veld.wilOpslaan = false;
          if (magOpslaan(veld)) {
            try {
              await slaOp(veld);
              gestuurd = true;
            } catch (mis) {
              veld.wilOpslaan = true;
              throw mis;
            }
            continue;
          }
        }
        if (nu === bekend(veld) || nu === veld.afgewezen) break;
        const nog = veld.laatst + RUST - Date.now();
        if (nog > 0) {
          veld.wekker = setTimeout(() => verwerk(veld), nog);
          break;
        }
        await stuurKlad(veld);
        gestuurd = true;
      }
      if (gestuurd) gelukt();
    } catch (mis) {
      if (!weg) mislukt(mis instanceof Mis ? mis : new Mis("verbinding"));
    } finally {
      veld.bezig = false;
    }
  };

  const gelukt = () => {
    if (!poging) return;
    poging = 0;
    clearTimeout(wekker);
    wekker = 0;
    zeg("De verbinding is er weer.");
    velden.forEach(verwerk);
  };

  const wacht = (veld) => isVuil(veld) && veld.stempel() !== bekend(veld);

  const mislukt = (mis) => {
    if (mis.wat === "dicht") dood = mis.tekst;
    velden.filter((veld) => wacht(veld) || veld.wilOpslaan || mis.wat === "uitgelogd").forEach((veld) => toonMis(veld, mis));
    if (dood || wekker) return;
    poging += 1;
    wekker = setTimeout(opnieuw, Math.min(LANGSTE_WACHT, 1000 * 2 ** Math.min(poging, 6)));
  };

  const opnieuw = async () => {
    clearTimeout(wekker);
    wekker = 0;
    if (dood) return;
    try {
      verwerkPeiling(await peil());
      const wasMis = poging;
      gelukt();
      if (wasMis) velden.filter((veld) => veld.stand.dataset.soort === "fout" && !wacht(veld)).forEach((veld) => toon(veld, ""));
    } catch (mis) {
      mislukt(mis instanceof Mis ? mis : new Mis("verbinding"));
    }
  };

  // --- others

  const neemOver = (veld, stand) => {
    veld.tekst.value = stand.tekst;
    veld.blok.querySelectorAll("input[name$='-keuze']").forEach((keuze) => {
      keuze.checked = keuze.value === stand.keuze;
    });
    neemVersie(veld, stand.versie);
    veld.opgeslagen = veld.stempel();
    veld.geklad = null;
    toon(veld, `${stand.door} schreef een nieuwe tekst. Die staat nu hier.`, "let-op");
    veld.tekst.dispatchEvent(new Event("ververst", { bubbles: true }));
  };

  const verwerkPeiling = (gezien) => {
    velden.forEach((veld) => {
      const stand = gezien.vragen[veld.vraag];
      if (!stand) return;
      toonNamen(veld, stand.schrijven_nu);
      if (stand.versie <= veld.versie || veld.bezig || veld.botst || stand.tekst === undefined) return;
      if (isVuil(veld)) toonBotsing(veld, stand.door);
      else if (document.activeElement === veld.tekst) {
        toon(veld, `${stand.door} sloeg een nieuwe tekst op.`, "let-op", [knop("Toon de nieuwe tekst", () => neemOver(veld, stand))]);
      } else neemOver(veld, stand);
    });
  };

  setInterval(() => {
    if (document.visibilityState === "visible" && !dood && !weg && !wekker) opnieuw();
  }, PEIL);
  const weerHier = () => {
    if (document.visibilityState === "visible" && !weg && (poging || wekker)) opnieuw();
  };
  window.addEventListener("online", weerHier);
  window.addEventListener("focus", weerHier);

  // --- typing and leaving

  const isStil = (veld) => {
    veld.wilOpslaan = true;
    verwerk(veld);
  };

  const getypt = (veld) => {
    veld.geraakt = true;
    apparaat.zet(veld);
    clearTimeout(veld.stil);
    veld.stil = setTimeout(() => isStil(veld), STIL);
    if (dood) toonMis(veld, new Mis("dicht", dood));
    else if (!wekker) verwerk(veld); // while there is no connection the alarm clock tries again
  };

  velden.forEach((veld) => {
    veld.blok.addEventListener("input", (gebeurtenis) => {
      if (gebeurtenis.target.name?.startsWith(`vraag-${veld.vraag}-`)) getypt(veld);
    });
    veld.blok.addEventListener("focusout", (gebeurtenis) => {
      if (veld.geraakt && gebeurtenis.target === veld.tekst && !wekker) isStil(veld);
    });
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") weerHier();
    else if (!wekker) velden.filter(magOpslaan).forEach(isStil);
  });

  window.addEventListener("pagehide", () => {
    if (weg || dood) return;
    weg = true;
    velden.filter(magOpslaan).forEach((veld) => {
      veld.onderweg?.abort(); // a draft that comes after its answer is of no use
      const keepalive = new Blob([veld.tekst.value]).size < KLEIN_GENOEG;
      const kop = { Accept: "application/json", "X-CSRFToken": csrf };
      fetch(location.pathname, { method: "POST", body: maakPost(veld), headers: kop, redirect: "manual", keepalive }).catch(() => {});
    });
  });
  window.addEventListener("pageshow", (gebeurtenis) => {
    if (gebeurtenis.persisted) location.reload();
  });

  // What the server will never take stands on this page only: waiting for it is of no use.
  const blijftHier = (veld) => !veld.bezig && wacht(veld) && (dood || veld.afgewezen === veld.stempel());

  const alles = async () => {
    velden.forEach((veld) => {
      veld.wilOpslaan = true;
    });
    for (let keer = 0; keer < 100; keer += 1) {
      await Promise.all(velden.map(verwerk));
      if (dood || poging) return false;
      const nog = velden.filter((veld) => veld.bezig || wacht(veld));
      if (nog.every(blijftHier)) return !nog.length;
      await new Promise((klaar) => setTimeout(klaar, 100));
    }
    return false;
  };

  formulier.addEventListener("submit", async (gebeurtenis) => {
    if (!poging && !dood) {
      weg = true;
      setTimeout(() => (weg = false), GEDULD); // still here: the browser could not go
      return;
    }
    gebeurtenis.preventDefault(); // without a connection the browser would show an empty page
    delete formulier.dataset.bezig;
    if (dood) return;
    await opnieuw();
    if (!poging && !dood) {
      weg = true;
      formulier.submit();
    }
  });

  // Nobody is kept here, logged in on a computer of others: beside the text that is not stored stands a way to go on.
  const vraagVerder = (verder) => {
    const veld = velden.find(wacht) || velden.find(magOpslaan) || velden[0];
    if (veld.stand.dataset.soort !== "fout") toon(veld, "Deze tekst is nog niet opgeslagen.", "fout");
    veld.stand.querySelectorAll("[data-toch]").forEach((oud) => oud.remove());
    const toch = document.createElement("span");
    toch.dataset.toch = "";
    toch.textContent = "Daarom bent u nog op deze bladzijde.";
    const knopje = knop("Ga toch verder", verder);
    veld.stand.append(" ", toch, " ", knopje);
    knopje.dataset.toch = "";
    knopje.focus();
    zeg(veld.stand.textContent);
  };

  // Logging out, or throwing a draft away, leaves the page: first everything goes to the server.
  document.addEventListener(
    "submit",
    async (gebeurtenis) => {
      const ander = gebeurtenis.target;
      if (ander === formulier || ander.method !== "post" || ander.dataset.mag) return;
      if (ander.id === "kladweg") {
        const veld = velden.find((een) => een.vraag === gebeurtenis.submitter?.value);
        if (veld) {
          apparaat.vergeet(veld);
          clearTimeout(veld.wekker);
          veld.onderweg?.abort();
          Object.assign(veld, { geraakt: false, geklad: veld.stempel() });
        }
      }
      if (!velden.some((veld) => wacht(veld) || magOpslaan(veld))) return;
      gebeurtenis.preventDefault();
      gebeurtenis.stopImmediatePropagation();
      const knopje = gebeurtenis.submitter;
      const verder = () => {
        ander.dataset.mag = "ja";
        ander.requestSubmit(knopje);
      };
      if (await alles()) verder();
      else vraagVerder(verder);
    },
    true,
  );

  // --- what still stood on this device

  const zetMelding = (veld, tekst, knoppen) => {
    const melding = document.createElement("div");
    melding.className = "melding utrecht-alert utrecht-alert--warning schrijfblok__klad";
    const inhoud = document.createElement("div");
    inhoud.className = "utrecht-alert__content";
    const regel = document.createElement("p");
    regel.className = "melding__titel";
    regel.textContent = tekst;
    const rij = document.createElement("p");
    rij.className = "schrijfblok__knoppen";
    rij.append(...knoppen(melding));
    inhoud.append(regel, rij);
    melding.append(inhoud);
    veld.blok.querySelector(".schrijfblok__rij").before(melding);
    return inhoud;
  };

  const zetTerug = (veld, stuk, opServer) => {
    veld.tekst.value = stuk.tekst;
    if (stuk.keuze) {
      veld.blok.querySelectorAll("input[name$='-keuze']").forEach((keuze) => {
        keuze.checked = keuze.value === stuk.keuze;
      });
    }
    veld.tekst.dispatchEvent(new Event("ververst", { bubbles: true }));
    if (stuk.versie < veld.versie) {
      neemVersie(veld, stuk.versie);
      toonBotsing(veld, "Iemand anders");
    }
    zetMelding(veld, "Dit had u nog niet opgeslagen. Het stond nog op dit apparaat. We zetten het terug.", (melding) => [
      knop("Gooi deze tekst weg", () => {
        veld.tekst.value = opServer.tekst;
        neemVersie(veld, opServer.versie);
        veld.botst = false;
        apparaat.vergeet(veld);
        toon(veld, "");
        melding.remove();
        veld.tekst.focus();
        verwerk(veld);
      }),
    ]);
  };

  const legErnaast = (veld, ander) => {
    apparaat.zetErnaast(veld, ander);
    const inhoud = zetMelding(veld, "Op dit apparaat staat nog een andere tekst van u.", (melding) => [
      knop("Zet deze tekst erbij", () => {
        veld.tekst.value = `${veld.tekst.value.trimEnd()}\n\n${ander}`;
        apparaat.zetErnaast(veld, "");
        melding.remove();
        veld.tekst.focus();
        veld.tekst.dispatchEvent(new Event("input", { bubbles: true }));
      }),
      knop("Gooi deze tekst weg", () => {
        apparaat.zetErnaast(veld, "");
        melding.remove();
        veld.tekst.focus();
      }),
    ]);
    const tekst = document.createElement("p");
    tekst.className = "botsing__kaal";
    tekst.textContent = ander;
    inhoud.firstChild.after(tekst);
  };

  // Whether what stands here was typed on after the draft that the server has; else another device wrote since.
  const gaatVerder = (stuk, tekst) =>
    stuk.tekst.startsWith(tekst) || [stuk.gestuurd, stuk.aangekomen].some((eerder) => eerder && zonderBsn(eerder).trim() === tekst.trim());

  velden.forEach((veld) => {
    const hersteld = "hersteld" in veld.blok.dataset;
    // A page that came back with its text (an error in it) was typed here; nothing of it is stored.
    if (hersteld || "terug" in veld.blok.dataset) veld.geklad = hersteld ? veld.stempel() : null;
    else veld.opgeslagen = veld.stempel();
    veld.geraakt = "terug" in veld.blok.dataset;
    if ("achter" in veld.blok.dataset) veld.botst = true;
    const opServer = { tekst: veld.tekst.value, versie: veld.versie };
    const ernaast = apparaat.leesErnaast(veld);
    if (ernaast) legErnaast(veld, ernaast);
    const stuk = apparaat.lees(veld);
    if (!stuk || veld.geraakt) return;
    const zelfde = stuk.tekst.trim() === veld.tekst.value.replaceAll("\r\n", "\n").trim() && stuk.keuze === veld.keuze();
    // A draft that arrived and is not there any more was dealt with: stored, chosen from, or thrown away.
    const afgehandeld = !hersteld && stuk.aangekomen && zonderBsn(stuk.aangekomen) === stuk.tekst;
    if (zelfde || afgehandeld) {
      if (!hersteld) apparaat.vergeet(veld);
    } else if (!hersteld || gaatVerder(stuk, opServer.tekst)) {
      zetTerug(veld, stuk, opServer); // typed after what the server has
      verwerk(veld);
    } else if (stuk.tekst !== ernaast) legErnaast(veld, ernaast ? `${ernaast}\n\n${stuk.tekst}` : stuk.tekst);
  });
})();
