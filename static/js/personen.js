// Choosing a person: suggestions below a text field. Without this script the server looks the typed name up.
"use strict";

(() => {
  const WACHT = 150; // ms after the last letter
  let volgnummer = 0;

  const maak = (naam, klasse, tekst = "") => {
    const element = document.createElement(naam);
    element.className = klasse;
    element.textContent = tekst;
    return element;
  };

  const begin = (vak) => {
    vak.dataset.kies = "aan";
    const veld = vak.querySelector("input[type=text]");
    const { naam, recht, adres } = vak.dataset;
    const meer = "meer" in vak.dataset;
    const lijst = maak("ul", "kies__lijst");
    const melding = maak("p", "alleen-voorlezen");
    const uitleg = maak("p", "kies__uitleg");
    lijst.id = `kies-lijst-${(volgnummer += 1)}`;
    lijst.setAttribute("role", "listbox");
    lijst.setAttribute("aria-label", "Mensen die passen");
    lijst.hidden = uitleg.hidden = true;
    melding.setAttribute("role", "status");
    veld.setAttribute("role", "combobox");
    veld.setAttribute("aria-autocomplete", "list");
    veld.setAttribute("aria-expanded", "false");
    veld.setAttribute("aria-controls", lijst.id);
    veld.parentElement.append(lijst, uitleg, melding);

    let actief = -1;
    let klok = 0;
    let vraag = null;

    const sluit = () => {
      lijst.hidden = true;
      actief = -1;
      veld.setAttribute("aria-expanded", "false");
      veld.removeAttribute("aria-activedescendant");
    };

    const zeg = (tekst, zichtbaar = false) => {
      melding.textContent = tekst;
      uitleg.textContent = tekst;
      uitleg.hidden = !zichtbaar;
    };

    const wijs = (nummer) => {
      const opties = [...lijst.children];
      if (!opties.length) return;
      actief = (nummer + opties.length) % opties.length;
      opties.forEach((optie, n) => optie.setAttribute("aria-selected", String(n === actief)));
      veld.setAttribute("aria-activedescendant", opties[actief].id);
      opties[actief].scrollIntoView({ block: "nearest" });
    };

    const vergeetKeuze = () => {
      vak.querySelector("[data-kandidaten]")?.remove();
      vak.querySelector("[data-gezocht]")?.remove();
      if (!meer) vak.querySelectorAll(`input[name="${naam}_id"]`).forEach((keuze) => keuze.remove());
    };

    const kies = (optie) => {
      vergeetKeuze();
      const { id } = optie.dataset;
      if (meer) {
        if (!vak.querySelector(`input[name="${naam}_id"][value="${id}"]`)) {
          const regel = maak("li", "keuze");
          const vinkje = Object.assign(document.createElement("input"), {
            type: "checkbox", name: `${naam}_id`, value: id, id: `${veld.id}_m${id}`, checked: true,
          });
          const label = maak("label", "", optie.textContent);
          label.htmlFor = vinkje.id;
          regel.append(vinkje, label);
          vak.querySelector(".kies__gekozen").append(regel);
        }
        veld.value = "";
      } else {
        const keuze = Object.assign(document.createElement("input"), { type: "hidden", name: `${naam}_id`, value: id });
        vak.append(keuze);
        veld.value = optie.textContent;
      }
      sluit();
      zeg(`${optie.textContent} gekozen`);
      veld.focus();
      vak.dispatchEvent(new CustomEvent("persoon-gekozen", { bubbles: true, detail: { id } }));
    };

    const toon = (uitslag) => {
      lijst.replaceChildren();
      uitslag.mensen.forEach((mens, n) => {
        const optie = maak("li", "kies__optie", mens.tekst);
        optie.id = `${lijst.id}-${n}`;
        optie.dataset.id = mens.id;
        optie.setAttribute("role", "option");
        optie.setAttribute("aria-selected", "false");
        lijst.append(optie);
      });
      const aantal = uitslag.mensen.length;
      if (!aantal) {
        sluit();
        zeg("Niemand gevonden. Kijk of de naam klopt.", true);
        return;
      }
      lijst.hidden = false;
      actief = -1;
      veld.removeAttribute("aria-activedescendant");
      veld.setAttribute("aria-expanded", "true");
      const soms = uitslag.meer ? "Er zijn er meer: typ meer letters." : "";
      zeg(`${aantal} ${aantal === 1 ? "persoon" : "mensen"} gevonden. ${soms}`);
      if (soms) {
        uitleg.textContent = soms;
        uitleg.hidden = false;
      }
    };

    const zoek = async () => {
      const tekst = veld.value.trim();
      vraag?.abort();
      if (!tekst) {
        sluit();
        zeg("");
        return;
      }
      const deze = (vraag = new AbortController());
      try {
        const antwoord = await fetch(`${adres}?${new URLSearchParams({ zoek: tekst, recht })}`, {
          signal: deze.signal,
          headers: { Accept: "application/json" },
        });
        if (!antwoord.ok || !(antwoord.headers.get("Content-Type") || "").includes("json")) throw new Error("geen lijst");
        const uitslag = await antwoord.json();
        if (deze === vraag && document.activeElement === veld) toon(uitslag);
      } catch (fout) {
        if (fout.name === "AbortError") return;
        sluit();
        zeg("Zoeken lukt nu niet. U kunt de hele naam typen en opslaan: dan zoeken wij de persoon op.", true);
      }
    };

    veld.addEventListener("input", () => {
      vergeetKeuze();
      clearTimeout(klok);
      klok = setTimeout(zoek, WACHT);
    });
    veld.addEventListener("keydown", (toets) => {
      const open = !lijst.hidden;
      if (toets.key === "ArrowDown" || toets.key === "ArrowUp") {
        toets.preventDefault();
        if (open) wijs(toets.key === "ArrowDown" ? actief + 1 : actief < 0 ? -1 : actief - 1);
        else zoek();
      } else if (toets.key === "Enter" && (open || meer)) {
        // Enter chooses; it only sends the form when there is nothing to choose.
        if (open || veld.value.trim()) toets.preventDefault();
        if (open) kies(lijst.children[Math.max(actief, 0)]);
      } else if (toets.key === "Escape" && open) {
        toets.preventDefault();
        sluit();
      }
    });
    // Before the field loses focus, so that a tap on a suggestion counts.
    lijst.addEventListener("mousedown", (tik) => tik.preventDefault());
    lijst.addEventListener("click", (tik) => {
      const optie = tik.target.closest("[role=option]");
      if (optie) kies(optie);
    });
    veld.addEventListener("blur", () => {
      clearTimeout(klok);
      vraag?.abort();
      sluit();
    });
  };

  const alles = () => document.querySelectorAll('[data-kies=""]').forEach(begin);
  alles();
  if (!window.personenkiezer) {
    window.personenkiezer = true;
    document.addEventListener("htmx:load", alles);
  }
})();
