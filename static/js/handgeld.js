// An expense of petty cash: says while typing that it goes over the maximum of the month. It may; it is only said.
"use strict";

(() => {
  const formulier = document.querySelector("[data-handgeld][data-hoogstens]");
  if (!formulier) return;
  const schrijf = new Intl.NumberFormat("nl-NL", { style: "currency", currency: "EUR" });
  const vak = formulier.querySelector("[name=bedrag]");
  const dag = formulier.querySelector("[name=datum]");
  const regel = formulier.querySelector("[data-over]");
  const centen = (tekst) => Math.round(Number(tekst) * 100);
  const { hoogstens, besteed, was, maand } = formulier.dataset;
  const ruimte = centen(hoogstens) - centen(besteed) + centen(was);

  const zeg = () => {
    const schoon = vak.value.replace(/[€\s]/g, "");
    const klopt = /^(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?$/.test(schoon);
    const bedrag = klopt ? centen(schoon.replace(/\./g, "").replace(",", ".")) : 0;
    const over = bedrag - ruimte;
    const hier = !dag.value || dag.value.startsWith(maand);
    const tekst = hier && bedrag && over > 0 ? `Hiermee komt u ${schrijf.format(over / 100)} boven het maximum van deze maand.` : "";
    if (regel.textContent !== tekst) regel.textContent = tekst;
  };
  vak.addEventListener("input", zeg);
  dag.addEventListener("input", zeg);
  zeg();
})();
