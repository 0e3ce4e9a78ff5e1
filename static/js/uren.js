// The week of hours: totals while typing, and moving from cell to cell. Without this script the server adds up.
"use strict";

(() => {
  const formulier = document.querySelector("[data-uren]");
  if (!formulier) return;
  const vakjes = [...formulier.querySelectorAll("input[data-dag]")];
  const schrijf = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 2 });
  const vast = (cel) => cel.textContent.trim().replace(/\./g, "");

  const lees = (tekst) => {
    const schoon = tekst.trim().replace(",", ".");
    const minuten = /^(\d{1,2}):([0-5]\d)$/.exec(schoon);
    if (minuten) return Number(minuten[1]) + Number(minuten[2]) / 60;
    return /^(\d+\.?\d*|\.\d+)$/.test(schoon) && Number(schoon) <= 24 ? Number(schoon) : 0;
  };

  const tel = () => {
    const perDag = [0, 0, 0, 0, 0, 0, 0];
    formulier.querySelectorAll("[data-rij]").forEach((rij) => {
      let samen = 0;
      rij.querySelectorAll("td.dag").forEach((cel, dag) => {
        const vakje = cel.querySelector("input");
        const uren = lees(vakje ? vakje.value : vast(cel));
        perDag[dag] += uren;
        samen += uren;
      });
      rij.querySelector("[data-samen]").textContent = schrijf.format(samen);
    });
    perDag.forEach((uren, dag) => {
      formulier.querySelector(`[data-per-dag="${dag}"]`).textContent = uren ? schrijf.format(uren) : "–";
    });
    formulier.querySelector("[data-alles]").textContent = schrijf.format(perDag.reduce((a, b) => a + b, 0));
  };

  let anders = vakjes.some((vakje) => vakje.closest(".urentabel__anders"));
  formulier.addEventListener("input", (gebeurtenis) => {
    if (!gebeurtenis.target.matches("input[data-dag]")) return;
    anders = true;
    gebeurtenis.target.closest("td").classList.toggle("urentabel__anders", gebeurtenis.target.value !== gebeurtenis.target.defaultValue);
    tel();
  });
  formulier.addEventListener("submit", () => {
    anders = false;
  });
  window.addEventListener("beforeunload", (gebeurtenis) => {
    if (anders) gebeurtenis.preventDefault();
  });

  // Up, down and Enter stay in the same day; left and right leave a cell at the end of its text.
  formulier.addEventListener("keydown", (toets) => {
    const vakje = toets.target;
    if (!vakje.matches("input[data-dag]") || toets.altKey || toets.ctrlKey || toets.metaKey) return;
    const zelfdeDag = vakjes.filter((ander) => ander.dataset.dag === vakje.dataset.dag);
    const zelfdeRij = [...vakje.closest("tr").querySelectorAll("input[data-dag]")].filter((ander) => ander.offsetParent);
    const stap = (reeks, richting) => reeks[reeks.indexOf(vakje) + richting];
    // A cell is selected as a whole when somebody comes in: then an arrow leaves it at once.
    const geheel = vakje.selectionStart === 0 && vakje.selectionEnd === vakje.value.length;
    let naar;
    if (toets.key === "ArrowDown" || (toets.key === "Enter" && !toets.shiftKey)) naar = stap(zelfdeDag, 1);
    else if (toets.key === "ArrowUp" || toets.key === "Enter") naar = stap(zelfdeDag, -1);
    else if (toets.key === "ArrowLeft" && (geheel || vakje.selectionEnd === 0)) naar = stap(zelfdeRij, -1);
    else if (toets.key === "ArrowRight" && (geheel || vakje.selectionStart === vakje.value.length)) naar = stap(zelfdeRij, 1);
    else return;
    if (toets.key === "Enter" || naar) toets.preventDefault();
    if (!naar) return;
    naar.focus();
    naar.select();
  });
  // Typing replaces what stands in a cell.
  formulier.addEventListener("focusin", (gebeurtenis) => {
    if (gebeurtenis.target.matches("input[data-dag]")) gebeurtenis.target.select();
  });
})();
