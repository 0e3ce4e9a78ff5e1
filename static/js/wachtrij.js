// The queue of the door. Every tap gets a key of its own and is kept in IndexedDB until the server said what became of
// it; online and offline are the same path. It survives a reload, a locked screen and a restart of the tablet.
// It holds ids, and a name only for somebody new who is not enrolled yet. The key against forgery is asked when
// something is sent and lives in this page's memory only.
"use strict";

(() => {
  const KANAAL = "deur-wachtrij";
  const SLOT = "deur-versturen";
  const HOOGSTENS = 100; // taps in one post
  const GEDULD = 15_000;
  const EVEN = 1_200; // so long sending may take before the screen mentions it
  const ACHTERGROND = { "X-Achtergrond": "1" };

  const tekstblok = document.getElementById("deurteksten");
  const teksten = window.tekstenZonderInternet || (tekstblok ? JSON.parse(tekstblok.textContent) : {});
  const zeg = (sleutel, waarden = {}) =>
    (teksten[sleutel] || "").replace(/\{(\w+)\}/g, (heel, naam) => (naam in waarden ? waarden[naam] : heel));

  // --- what is kept on the tablet

  let database = null;
  // Without storage, or when the disk is full, the queue lives as long as this page; its numbers are below zero.
  const los = { tikken: [], geweigerd: [] };
  let volgnummer = 0;

  const open = () =>
    new Promise((gelukt) => {
      let vraag;
      try {
        vraag = indexedDB.open("deur", 1);
      } catch {
        gelukt(null);
        return;
      }
      vraag.onupgradeneeded = () => {
        vraag.result.createObjectStore("tikken", { keyPath: "nr", autoIncrement: true });
        vraag.result.createObjectStore("geweigerd", { keyPath: "sleutel" });
      };
      vraag.onsuccess = () => {
        vraag.result.onversionchange = () => vraag.result.close();
        gelukt(vraag.result);
      };
      vraag.onerror = () => gelukt(null);
    });

  const in_een_keer = (namen, doe) =>
    new Promise((gelukt, mislukt) => {
      // strict: on the disk of the tablet before we go on, so that a flat battery loses nothing
      const stap = database.transaction(namen, "readwrite", { durability: "strict" });
      const uitkomst = doe(...namen.map((naam) => stap.objectStore(naam)));
      stap.oncomplete = () => gelukt(uitkomst && uitkomst.result);
      stap.onerror = stap.onabort = () => mislukt(stap.error);
    });

  const lees = (naam) =>
    new Promise((gelukt, mislukt) => {
      if (!database) {
        gelukt([...los[naam]]);
        return;
      }
      const vraag = database.transaction([naam]).objectStore(naam).getAll();
      vraag.onsuccess = () => gelukt([...vraag.result, ...los[naam]]);
      vraag.onerror = () => mislukt(vraag.error);
    });

  const bewaar = async (tik) => {
    if (!database) throw new Error("geen opslag");
    tik.nr = await in_een_keer(["tikken"], (winkel) => winkel.add(tik));
  };

  const bewaar_los = (tik) => los.tikken.push(Object.assign(tik, { nr: (volgnummer -= 1) }));

  const ruim = async (klaar, geweigerd) => {
    const nummers = new Set(klaar.map((tik) => tik.nr));
    los.tikken = los.tikken.filter((tik) => !nummers.has(tik.nr));
    if (!database) {
      los.geweigerd.push(...geweigerd);
      return;
    }
    await in_een_keer(["tikken", "geweigerd"], (tikken, nee) => {
      nummers.forEach((nr) => nr > 0 && tikken.delete(nr));
      geweigerd.forEach((weigering) => nee.put(weigering));
    });
  };

  const vergeet = async (sleutel) => {
    los.geweigerd = los.geweigerd.filter((weigering) => weigering.sleutel !== sleutel);
    if (database) await in_een_keer(["geweigerd"], (nee) => nee.delete(sleutel));
  };

  // --- sending

  const wachtrij = { tikken: [], uitslag: () => {}, veranderd: () => {}, zeg };
  const kanaal = "BroadcastChannel" in window ? new BroadcastChannel(KANAAL) : null;
  let csrf = "";
  let toestand = "goed";
  let poging = 0;
  let wekker = 0;
  let bezig = null;
  let nog_eens = false;
  let sinds = 0;
  let gemeld = false;

  const nieuweSleutel = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  class Uitkomst extends Error {}

  const vraag = async (adres, opties = {}) => {
    const antwoord = await fetch(adres, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(GEDULD),
      ...opties,
      headers: { ...ACHTERGROND, ...opties.headers },
    });
    if (antwoord.type === "opaqueredirect" || antwoord.status === 401) throw new Uitkomst("inloggen");
    if (antwoord.status >= 500 || antwoord.status === 429) throw new Uitkomst("storing");
    return antwoord;
  };

  const json = async (antwoord) => {
    try {
      return await antwoord.json();
    } catch {
      throw new Uitkomst("storing"); // a page of somebody in between, such as the log-in of a guest network
    }
  };

  const haalSleutel = async () => {
    const antwoord = await vraag("/aanwezig/sleutel/");
    if (!antwoord.ok) throw new Uitkomst(antwoord.status === 403 ? "inloggen" : "storing");
    csrf = (await json(antwoord)).csrf;
  };

  const post = async (adres, opties) => {
    if (!csrf) await haalSleutel();
    const doe = () => vraag(adres, { ...opties, method: "POST", headers: { ...opties.headers, "X-CSRFToken": csrf } });
    const antwoord = await doe();
    if (antwoord.status !== 403) return antwoord;
    await haalSleutel(); // somebody else logged in meanwhile: the key is another one
    return doe();
  };
  wachtrij.post = post;

  const naarServer = ({ nr, kamer, getikt, ...tik }) => tik;

  const verstuurDeel = async (kamer, deel) => {
    const antwoord = await post(`/aanwezig/${kamer}/tikken/`, {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ tikken: deel.map(naarServer) }),
    });
    if (!antwoord.ok) return false; // this user may not send for that kamer: keep it for who may
    const { uitslagen } = await json(antwoord);
    if (!Array.isArray(uitslagen)) throw new Uitkomst("storing");
    const per_sleutel = new Map(uitslagen.map((uitslag) => [uitslag.sleutel, uitslag]));
    const klaar = deel.filter((tik) => per_sleutel.has(tik.sleutel));
    if (!klaar.length) throw new Uitkomst("storing");
    const geweigerd = klaar
      .filter((tik) => per_sleutel.get(tik.sleutel).uitslag !== "gedaan")
      .map((tik) => ({ sleutel: tik.sleutel, reden: per_sleutel.get(tik.sleutel).reden, getikt: tik.getikt }));
    await ruim(klaar, geweigerd);
    const bericht = klaar.map((tik) => ({ ...per_sleutel.get(tik.sleutel), tik: naarServer(tik) }));
    kanaal?.postMessage({ uitslagen: bericht });
    await verwerk(bericht);
    return true;
  };

  const verwerk = async (uitslagen) => {
    const klaar = new Set(uitslagen.map((uitslag) => uitslag.sleutel));
    wachtrij.tikken = wachtrij.tikken.filter((tik) => !klaar.has(tik.sleutel));
    uitslagen.forEach((uitslag) => wachtrij.uitslag(uitslag));
    wachtrij.veranderd();
    if (uitslagen.some((uitslag) => uitslag.uitslag !== "gedaan")) await toonGeweigerd();
  };

  const verstuurAlles = async () => {
    const niet_voor_mij = new Set();
    for (;;) {
      const alles = await lees("tikken");
      const eerste = alles.find((tik) => !niet_voor_mij.has(tik.kamer));
      if (!eerste) return alles.length ? "andere_kamer" : "goed";
      const deel = alles.filter((tik) => tik.kamer === eerste.kamer).slice(0, HOOGSTENS);
      if (!(await verstuurDeel(eerste.kamer, deel))) niet_voor_mij.add(eerste.kamer);
    }
  };

  const ronde = async () => {
    if (navigator.onLine === false) return "geen_internet";
    try {
      // One tab at a time; the server would handle a tap once anyway.
      return navigator.locks ? await navigator.locks.request(SLOT, verstuurAlles) : await verstuurAlles();
    } catch (fout) {
      if (fout instanceof Uitkomst) return fout.message;
      if (fout instanceof DOMException && fout.name === "TimeoutError") return "storing";
      return "geen_internet";
    }
  };

  const verstuur = () => {
    if (bezig) {
      nog_eens = true; // a tap that came while the last batch was on its way
      return bezig;
    }
    clearTimeout(wekker);
    bezig = ronde().then((hoe) => {
      bezig = null;
      zet(hoe);
      if (hoe === "goed") {
        poging = 0;
        if (nog_eens) return herhaal();
      } else if (wachtrij.tikken.length || hoe === "geen_internet") {
        poging += 1;
        wekker = setTimeout(verstuur, Math.min(60_000, 1000 * 2 ** poging) * (0.75 + Math.random() / 2));
      }
      nog_eens = false;
      return undefined;
    });
    return bezig;
  };
  const herhaal = () => {
    nog_eens = false;
    return verstuur();
  };
  wachtrij.verstuur = verstuur;

  wachtrij.voeg = (tik) => {
    const heel = { sleutel: nieuweSleutel(), getikt: Date.now(), ...tik };
    wachtrij.tikken.push(heel);
    if (!sinds) sinds = Date.now();
    toon();
    setTimeout(toon, EVEN + 50);
    klaar
      .then(() => bewaar(heel))
      .catch(() => bewaar_los(heel))
      .then(() => {
        kanaal?.postMessage({ ververs: true });
        verstuur();
      });
    return heel.sleutel;
  };

  // --- what the screen says about it

  const vak = document.getElementById("verbinding");

  const zet = (hoe) => {
    toestand = hoe;
    toon();
  };
  wachtrij.netwerk = (goed) => {
    if (!goed && toestand === "goed") zet("geen_internet");
    if (!goed || toestand === "goed") return;
    if (wachtrij.tikken.length) verstuur();
    else zet("goed");
  };
  wachtrij.is_weg = () => navigator.onLine === false || toestand === "geen_internet";

  const toon = () => {
    if (!vak || !vak.isConnected) return;
    const aantal = wachtrij.tikken.length;
    if (!aantal) sinds = 0;
    let soort = "";
    if (wachtrij.is_weg()) soort = "geen_internet";
    else if (aantal && toestand !== "goed") soort = toestand;
    else if (aantal && Date.now() - sinds > EVEN) soort = "wachten";
    const nieuw = soort ? zeg(soort, { aantal }) : gemeld ? zeg("verstuurd") : "";
    document.documentElement.dataset.wachten = String(aantal);
    if (vak.dataset.tekst === nieuw) return;
    vak.dataset.tekst = nieuw;
    vak.dataset.soort = soort || "verstuurd";
    vak.textContent = nieuw;
    vak.hidden = !nieuw;
    if (soort === "inloggen") {
      const weg = document.createElement("a");
      weg.className = "deurknop";
      weg.href = location.pathname.startsWith("/aanwezig/") ? location.href.split("#")[0] : "/aanwezig/";
      weg.textContent = zeg("inloggen_knop");
      vak.append(" ", weg);
    }
    gemeld = Boolean(soort);
    if (!soort && nieuw) setTimeout(toon, 4000);
  };

  const toonGeweigerd = async () => {
    const plek = document.getElementById("geweigerd");
    if (!plek) return;
    const regels = (await lees("geweigerd")).map((weigering) => {
      const regel = document.createElement("div");
      regel.className = "deurmelding deurmelding--error";
      regel.setAttribute("role", "alert");
      const tijd = new Date(weigering.getikt).toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
      const zin = document.createElement("span");
      zin.textContent = zeg("geweigerd", { tijd, reden: weigering.reden });
      const knop = document.createElement("button");
      knop.type = "button";
      knop.className = "deurknop";
      knop.textContent = zeg("begrepen");
      knop.addEventListener("click", () => vergeet(weigering.sleutel).then(toonGeweigerd));
      regel.append(zin, " ", knop);
      return regel;
    });
    plek.replaceChildren(...regels);
  };

  // --- begin

  const ververs = async () => {
    const stond_er = new Set(wachtrij.tikken.filter((tik) => tik.nr !== undefined).map((tik) => tik.sleutel));
    const alles = await lees("tikken");
    alles.forEach((tik) => stond_er.add(tik.sleutel));
    // What was tapped here this very moment may not be on the disk yet.
    wachtrij.tikken = [...alles, ...wachtrij.tikken.filter((tik) => !stond_er.has(tik.sleutel))];
    if (wachtrij.tikken.length && !sinds) sinds = Date.now();
    wachtrij.veranderd();
    toon();
  };

  const klaar = open().then((gevonden) => {
    database = gevonden;
  });
  wachtrij.klaar = klaar.then(ververs);

  kanaal?.addEventListener("message", ({ data }) => {
    if (data.uitslagen) verwerk(data.uitslagen).then(toon);
    else ververs();
  });
  window.addEventListener("online", () => {
    zet("goed");
    verstuur();
  });
  window.addEventListener("offline", toon);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") verstuur();
  });
  wachtrij.klaar.then(() => {
    toon();
    toonGeweigerd();
    verstuur();
  });
  window.wachtrij = wachtrij;

  // --- the app: what opens when there is no internet

  if (document.body.dataset.taal) {
    try {
      localStorage.setItem("deurtaal", document.body.dataset.taal);
    } catch {
      // without storage the page without internet is Dutch
    }
  }
  if (document.body.dataset.dienst && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(document.body.dataset.dienst).catch(() => {});
    navigator.storage?.persist?.().catch(() => {});
  }
})();
