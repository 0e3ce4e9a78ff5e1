// How an indicator is measured: says what the chosen rule counts, and shows only the choices that belong to it.
"use strict";

(() => {
  const keuze = document.getElementById("id_meetregel");
  const gegevens = document.getElementById("meetregels");
  if (!keuze || !gegevens) return;
  const regels = JSON.parse(gegevens.textContent);
  const velden = JSON.parse(document.getElementById("meetregelvelden").textContent);
  const uitleg = document.getElementById("id_meetregel_telt");
  const rij = (veld) => document.getElementById(`id_${veld}`)?.closest(".veld");

  const toon = () => {
    const regel = regels[keuze.value];
    uitleg.replaceChildren(
      ...(regel ? regel.zinnen : []).map((zin) => Object.assign(document.createElement("p"), { textContent: zin })),
    );
    // Without a rule the name decides, so that any of them may be needed. A field with an error stays in sight.
    velden.forEach((veld) => {
      const vak = rij(veld);
      if (vak) vak.hidden = Boolean(regel) && !regel.velden.includes(veld) && !vak.querySelector("[aria-invalid=true]");
    });
  };

  keuze.addEventListener("change", toon);
  toon();
})();
