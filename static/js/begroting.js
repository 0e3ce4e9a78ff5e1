// The grid of the budget: moving from cell to cell, pasting a block, sums while typing, and undo. Amounts are whole
// cents in BigInt, never fractions. Without this script the server adds up and judges; with it, it still judges.
"use strict";

(() => {
  const formulier = document.querySelector("[data-begrooster]");
  if (!formulier || !formulier.querySelector("tr[data-rij]")) return;
  const rijen = [...formulier.querySelectorAll("tr[data-rij]")].map((tr) => [...tr.querySelectorAll("input[data-kolom]")]);
  const vakjes = rijen.flat();
  const plek = new Map();
  rijen.forEach((rij, r) => rij.forEach((vakje, k) => plek.set(vakje, [r, k])));
  const stand = formulier.querySelector("[data-stand]");
  const terugknop = formulier.querySelector("[data-terug]");
  const weerknop = formulier.querySelector("[data-weer]");
  const FOUT = "Hier past alleen een bedrag, zoals 1.250 of 1.250,50.";
  const MEESTE = 10n ** 12n; // cents: ten digits before the comma

  // --- amounts: the same notation as the server reads (Celveld)

  // Whole cents; null for nothing, undefined for what is no amount.
  const lees = (tekst) => {
    let kaal = tekst.replace(/[\s\u00a0€]/g, "").replace(/−/g, "-");
    if (kaal === "" || kaal === "-" || kaal === "–") return null;
    kaal = kaal.replace(/,[-–]{1,2}$/, "");
    let delen = /^(-?)(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?$/.exec(kaal);
    if (delen) delen[2] = delen[2].replace(/\./g, "");
    else delen = /^(-?)(\d+)\.(\d{1,2})$/.exec(kaal); // 12.50, as machines write it
    if (!delen) return undefined;
    const centen = BigInt(delen[2]) * 100n + BigInt((delen[3] || "").padEnd(2, "0"));
    if (centen >= MEESTE) return undefined;
    return delen[1] ? -centen : centen;
  };

  const schrijf = (centen, decimalen, min) => {
    const kaal = centen < 0n ? -centen : centen;
    const heel = (kaal / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".");
    const rest = decimalen ? `,${(kaal % 100n).toString().padStart(2, "0")}` : "";
    return `${centen < 0n ? min : ""}${heel}${rest}`;
  };

  // --- sums

  let decimalen = Number(formulier.dataset.decimalen);
  const waarde = (vakje) => lees(vakje.value) || 0n;

  const tel = () => {
    const kolommen = rijen[0].length;
    const leeg = () => Array(kolommen + 1).fill(0n); // the last one is over all columns
    const soorten = {};
    let volgende = 0;
    decimalen = vakjes.some((vakje) => waarde(vakje) % 100n !== 0n) ? 2 : 0;
    const toon = (cel, bedrag) => {
      cel.textContent = schrijf(bedrag, decimalen, "−");
    };
    const vul = (cellen, sommen) => {
      cellen.forEach((cel) => toon(cel, sommen[cel.dataset.kolom === undefined ? kolommen : Number(cel.dataset.kolom)]));
    };
    formulier.querySelectorAll("tbody[data-soort]").forEach((groep) => {
      const eigen = leeg();
      const soort = (soorten[groep.dataset.soort] ||= leeg());
      groep.querySelectorAll("tr[data-rij]").forEach((tr) => {
        let samen = 0n;
        rijen[volgende].forEach((vakje, k) => {
          const bedrag = waarde(vakje);
          samen += bedrag;
          eigen[k] += bedrag;
        });
        volgende += 1;
        eigen[kolommen] += samen;
        toon(tr.querySelector('[data-som="rij"]'), samen);
      });
      eigen.forEach((bedrag, k) => (soort[k] += bedrag));
      vul(groep.querySelectorAll('[data-som="groep"]'), eigen);
    });
    Object.entries(soorten).forEach(([soort, sommen]) => vul(formulier.querySelectorAll(`[data-van="${soort}"]`), sommen));
    const saldo = leeg().map((nul, k) => (soorten.financiering?.[k] ?? nul) - (soorten.kosten?.[k] ?? nul));
    formulier.querySelectorAll('[data-som="saldo"]').forEach((cel) => {
      vul([cel], saldo);
      cel.classList.toggle("tekort", saldo[cel.dataset.kolom === undefined ? kolommen : Number(cel.dataset.kolom)] < 0n);
    });
  };

  // --- a cell: its message, and how it is written when somebody leaves it

  const fout = (vakje, tekst) => {
    const id = `${vakje.id}-fout`;
    let melding = document.getElementById(id);
    const anderen = (vakje.getAttribute("aria-describedby") || "").split(" ").filter((ander) => ander && ander !== id);
    if (tekst) {
      if (!melding) {
        melding = document.createElement("span");
        melding.className = "begrooster__fout";
        melding.id = id;
        vakje.after(melding);
      }
      melding.textContent = tekst;
      anderen.push(id);
      vakje.setAttribute("aria-invalid", "true");
    } else {
      melding?.remove();
      vakje.removeAttribute("aria-invalid");
    }
    if (anderen.length) vakje.setAttribute("aria-describedby", anderen.join(" "));
    else vakje.removeAttribute("aria-describedby");
  };

  // What is stored, as the row says that it was loaded: 'kamer=1200.00;kamer='.
  const begin = new Map();
  formulier.querySelectorAll("tr[data-rij]").forEach((tr, r) => {
    const geladen = new Map(tr.querySelector('input[name^="was-"]').value.split(";").map((deel) => deel.split("=")));
    rijen[r].forEach((vakje) => begin.set(vakje, lees(geladen.get(vakje.name.split("-")[2]) || "")));
  });
  const vanServer = new Set(vakjes.filter((vakje) => vakje.closest("td").classList.contains("anders")));

  const keur = (vakje, onderweg) => {
    const bedrag = lees(vakje.value);
    // While somebody types '1.2' is on its way to '1.250': only what can never be an amount is refused at once.
    const kan = onderweg ? /^[\s\u00a0€\d.,–−-]*$/.test(vakje.value) : bedrag !== undefined;
    // What the server said about this cell stays until it changes.
    if (!vanServer.has(vakje)) fout(vakje, kan ? "" : FOUT);
    return kan;
  };

  const netjes = (vakje) => {
    const bedrag = lees(vakje.value);
    if (typeof bedrag === "bigint") vakje.value = schrijf(bedrag, decimalen, "-");
    else if (bedrag === null) vakje.value = "";
  };

  let onopgeslagen = vanServer.size > 0;

  const bij = () => {
    tel();
    vakjes.forEach((vakje) => {
      if (vakje !== document.activeElement) netjes(vakje);
      const bedrag = lees(vakje.value);
      const anders = vanServer.has(vakje) || bedrag === undefined || bedrag !== begin.get(vakje);
      vakje.closest("td").classList.toggle("anders", anders);
    });
    onopgeslagen = vakjes.some((vakje) => vakje.closest("td").classList.contains("anders"));
    terugknop.disabled = !gedaan.length;
    weerknop.disabled = !ongedaan.length;
  };

  // --- undo: one step is what was typed in a cell, or a whole paste

  const vast = new Map(vakjes.map((vakje) => [vakje, vakje.value])); // as it was when the last step was made
  const gedaan = [];
  const ongedaan = [];

  const leg = (anders) => {
    const stap = anders.filter(([vakje, nieuw]) => vast.get(vakje) !== nieuw).map(([vakje, nieuw]) => [vakje, vast.get(vakje), nieuw]);
    if (!stap.length) return;
    stap.forEach(([vakje, , nieuw]) => vast.set(vakje, nieuw));
    gedaan.push(stap);
    ongedaan.length = 0;
  };

  const klaar = (vakje) => {
    keur(vakje, false);
    netjes(vakje);
    if (lees(vakje.value) !== lees(vast.get(vakje)) || lees(vakje.value) === undefined) leg([[vakje, vakje.value]]);
    else vast.set(vakje, vakje.value);
    bij();
  };

  const zet = (stap, welke) => {
    stap.forEach((deel) => {
      const vakje = deel[0];
      vakje.value = deel[welke];
      vast.set(vakje, deel[welke]);
      keur(vakje, false);
    });
    bij();
    const eerste = stap[0][0];
    eerste.focus();
    eerste.select();
  };

  const terug = () => {
    const actief = document.activeElement;
    if (vast.has(actief) && actief.value !== vast.get(actief)) {
      // typed and not left yet: that goes first
      if (lees(actief.value) !== lees(vast.get(actief)) || lees(actief.value) === undefined) {
        leg([[actief, actief.value]]);
      }
    }
    const stap = gedaan.pop();
    if (!stap) return;
    ongedaan.push(stap);
    zet(stap, 1);
    stand.textContent = stap.length === 1 ? "1 vakje ongedaan gemaakt." : `${stap.length} vakjes ongedaan gemaakt.`;
  };

  const weer = () => {
    const stap = ongedaan.pop();
    if (!stap) return;
    gedaan.push(stap);
    zet(stap, 2);
    stand.textContent = "Opnieuw gedaan.";
  };

  terugknop.hidden = false;
  weerknop.hidden = false;
  terugknop.addEventListener("click", terug);
  weerknop.addEventListener("click", weer);

  // --- moving

  const zichtbaar = (vakje) => vakje && vakje.offsetParent !== null;
  const ga = (vakje) => {
    if (!zichtbaar(vakje)) return false;
    vakje.focus();
    vakje.select();
    return true;
  };

  formulier.addEventListener("keydown", (toets) => {
    const vakje = toets.target;
    if (!plek.has(vakje)) return;
    const letter = toets.key.toLowerCase();
    if ((toets.ctrlKey || toets.metaKey) && !toets.altKey && (letter === "z" || letter === "y")) {
      toets.preventDefault();
      if (letter === "y" || toets.shiftKey) weer();
      else terug();
      return;
    }
    if (toets.altKey || toets.ctrlKey || toets.metaKey) return;
    const [r, k] = plek.get(vakje);
    // A cell is selected as a whole when somebody comes in: then an arrow leaves it at once.
    const geheel = vakje.selectionStart === 0 && vakje.selectionEnd === vakje.value.length;
    let naar;
    if (toets.key === "ArrowDown" || (toets.key === "Enter" && !toets.shiftKey)) naar = rijen[r + 1]?.[k];
    else if (toets.key === "ArrowUp" || toets.key === "Enter") naar = rijen[r - 1]?.[k];
    else if (toets.key === "ArrowLeft" && (geheel || vakje.selectionEnd === 0)) naar = rijen[r][k - 1];
    else if (toets.key === "ArrowRight" && (geheel || vakje.selectionStart === vakje.value.length)) naar = rijen[r][k + 1];
    else if (toets.key === "Escape") {
      vakje.value = vast.get(vakje);
      keur(vakje, false);
      bij();
      vakje.select();
      return;
    } else return;
    if (toets.key === "Enter" || zichtbaar(naar)) toets.preventDefault();
    if (!ga(naar)) klaar(vakje);
  });
  // Typing replaces what stands in a cell.
  formulier.addEventListener("focusin", (gebeurtenis) => {
    if (plek.has(gebeurtenis.target)) gebeurtenis.target.select();
  });
  formulier.addEventListener("focusout", (gebeurtenis) => {
    if (plek.has(gebeurtenis.target)) klaar(gebeurtenis.target);
  });
  formulier.addEventListener("input", (gebeurtenis) => {
    const vakje = gebeurtenis.target;
    if (!plek.has(vakje)) return;
    vanServer.delete(vakje);
    keur(vakje, true);
    bij();
  });

  // --- pasting a block: rows on lines, columns between tabs, as spreadsheets give it

  const ontleed = (tekst) => {
    const regels = tekst.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    const kaal = (cel) => (/^".*"$/.test(cel) ? cel.slice(1, -1).replace(/""/g, '"') : cel).trim();
    return regels.map((regel) => regel.split("\t").map(kaal));
  };

  formulier.addEventListener("paste", (gebeurtenis) => {
    const vakje = gebeurtenis.target;
    const tekst = gebeurtenis.clipboardData?.getData("text/plain");
    if (!plek.has(vakje) || !tekst) return;
    const blok = ontleed(tekst);
    const enkel = blok.length === 1 && blok[0].length === 1;
    if (enkel && lees(blok[0][0]) === undefined) return; // a part of an amount goes in as text
    gebeurtenis.preventDefault();
    const [r0, k0] = plek.get(vakje);
    const anders = [];
    let over = 0;
    blok.forEach((regel, r) =>
      regel.forEach((cel, k) => {
        const doel = rijen[r0 + r]?.[k0 + k];
        if (!zichtbaar(doel)) {
          if (cel) over += 1;
          return;
        }
        vanServer.delete(doel);
        doel.value = cel;
        keur(doel, false);
        anders.push(doel);
      }),
    );
    tel();
    anders.forEach(netjes);
    leg(anders.map((doel) => [doel, doel.value]));
    bij();
    const mis = anders.filter((doel) => lees(doel.value) === undefined).length;
    const delen = [anders.length === 1 ? "1 vakje geplakt." : `${anders.length} vakjes geplakt.`];
    if (mis) delen.push(mis === 1 ? "1 is geen bedrag." : `${mis} zijn geen bedrag.`);
    if (over) delen.push(over === 1 ? "1 bedrag paste er niet meer bij." : `${over} bedragen pasten er niet meer bij.`);
    stand.textContent = delen.join(" ");
    vakje.select();
  });

  // --- leaving

  formulier.addEventListener("submit", (gebeurtenis) => {
    const mis = vakjes.filter((vakje) => !keur(vakje, false));
    if (mis.length) {
      gebeurtenis.preventDefault();
      stand.textContent = mis.length === 1 ? "1 vakje klopt nog niet. Er is niets opgeslagen." : `${mis.length} vakjes kloppen nog niet. Er is niets opgeslagen.`;
      const kolom = document.getElementById(`kolom-${mis[0].dataset.kolom}`);
      if (kolom && !zichtbaar(mis[0])) kolom.checked = true;
      ga(mis[0]);
      return;
    }
    onopgeslagen = false;
  });
  window.addEventListener("beforeunload", (gebeurtenis) => {
    if (onopgeslagen) gebeurtenis.preventDefault();
  });
  // After a refusal the browser may hold other values than the page came with.
  bij();
})();
