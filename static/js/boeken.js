// Booking: only contributions and promises that fit the chosen post, and the sum of a split payment while typing.
// Without this script all of them can be chosen, and the server says what does not fit.
"use strict";

(() => {
  const formulier = document.querySelector("[data-boeken]");
  if (!formulier) return;
  const lees = (id) => JSON.parse(document.getElementById(id).textContent);
  const passend = lees("passend");
  const voorstel = lees("dekkingvoorstel");
  const postVan = lees("post_van");
  const schrijf = new Intl.NumberFormat("nl-NL", { style: "currency", currency: "EUR" });

  const bedrag = (tekst) => {
    const schoon = tekst.replace(/[€\s]/g, "").replace("−", "-");
    if (!/^-?(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?$/.test(schoon)) return 0;
    return Number(schoon.replace(/\./g, "").replace(",", "."));
  };

  const maakRegel = (vak) => {
    const post = vak.querySelector("[data-post]");
    const dekking = vak.querySelector("select[data-dekking]");
    const belofte = vak.querySelector("[data-verplichting]");
    const reden = vak.querySelector("[name$=reden_elders]")?.closest(".veld");
    const groepen = dekking ? [...dekking.querySelectorAll("optgroup")].map((groep) => groep.cloneNode(true)) : [];
    const beloften = belofte ? [...belofte.options].map((keuze) => keuze.cloneNode(true)) : [];
    const voorgesteld = vak.querySelector("[data-voorgesteld]");
    let anders = null;
    let zelfGekozen = Boolean(dekking?.value);

    const toonReden = () => {
      if (!reden) return;
      const past = !dekking.value || (passend[post.value] || []).includes(Number(dekking.value));
      reden.hidden = past && !reden.querySelector("[aria-invalid=true]");
    };

    const kies = (anderePost) => {
      if (dekking) {
        const gekozen = dekking.value;
        const mag = passend[post.value];
        dekking.closest("[data-dekking-rij]").hidden = Boolean(post.value) && !mag;
        dekking.querySelectorAll("optgroup").forEach((groep) => groep.remove());
        anders = document.createElement("optgroup");
        anders.label = "Bedoeld voor iets anders: zeg waarom";
        groepen.forEach((groep) => {
          const kopie = groep.cloneNode(true);
          [...kopie.children].forEach((keuze) => {
            if (mag && !mag.includes(Number(keuze.value))) anders.append(keuze);
          });
          if (kopie.children.length) dekking.append(kopie);
        });
        if (anders.children.length) dekking.append(anders);
        dekking.value = post.value && !mag ? "" : gekozen;
        // The only money that is meant for this post pays it, unless told otherwise.
        if (anderePost && !zelfGekozen) dekking.value = String(voorstel[post.value] || "");
        if (voorgesteld) voorgesteld.hidden = zelfGekozen || !dekking.value;
        toonReden();
      }
      if (belofte) {
        const gekozen = belofte.value;
        belofte.replaceChildren(
          ...beloften.filter((keuze) => !keuze.value || !post.value || postVan[keuze.value] === Number(post.value)),
        );
        belofte.value = [...belofte.options].some((keuze) => keuze.value === gekozen) ? gekozen : "";
        belofte.closest(".veld").hidden = belofte.options.length < 2 && !belofte.closest(".veld").querySelector("[aria-invalid=true]");
      }
    };
    post.addEventListener("change", () => kies(true));
    dekking?.addEventListener("change", () => {
      zelfGekozen = true;
      if (voorgesteld) voorgesteld.hidden = true;
      toonReden();
    });
    kies(false);
  };
  formulier.querySelectorAll("[data-regel]").forEach(maakRegel);

  const samen = formulier.querySelector("[data-samen]");
  const tel = () => {
    const bedragen = [...formulier.querySelectorAll("[data-bedrag]")].map((vak) => bedrag(vak.value)).filter(Boolean);
    samen.hidden = bedragen.length < 2;
    samen.querySelector("strong").textContent = schrijf.format(bedragen.reduce((a, b) => a + b, 0));
  };
  formulier.addEventListener("input", tel);
  tel();

  // Of the lines of a split payment the next empty one comes when the last is used.
  const regels = [...formulier.querySelectorAll("details [data-regel]")];
  const gebruikt = (vak) => [...vak.querySelectorAll("input, select")].some((veld) => veld.value);
  const groei = () => {
    const laatste = regels.findLastIndex(gebruikt);
    regels.forEach((vak, plek) => {
      vak.hidden = plek > laatste + 1 && !vak.querySelector("[aria-invalid=true]");
    });
  };
  formulier.addEventListener("input", groei);
  formulier.addEventListener("change", groei);
  groei();

  if (!formulier.closest("main").querySelector("[data-focus]")) (formulier.querySelector("[name=reden]") || formulier.querySelector("[data-post]")).focus();
})();
