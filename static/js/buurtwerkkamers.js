// Small helpers on top of pages that work without them.
"use strict";

(() => {
  const meld = (tekst) => {
    const vak = document.getElementById("meldingen");
    if (!vak) return;
    const melding = document.createElement("div");
    melding.className = "melding utrecht-alert utrecht-alert--error";
    melding.setAttribute("role", "alert");
    const regel = document.createElement("p");
    regel.textContent = tekst;
    melding.append(regel);
    vak.replaceChildren(melding);
    melding.scrollIntoView({ block: "nearest" });
  };

  // htmx says nothing when a request fails: the person must know that nothing was saved.
  document.addEventListener("htmx:sendError", () => {
    meld("Er is geen verbinding. Er is niets opgeslagen. Probeer het zo nog een keer.");
  });
  document.addEventListener("htmx:timeout", () => {
    meld("Het duurt te lang. Kijk of het is opgeslagen voordat je het nog een keer doet.");
  });
  document.addEventListener("htmx:responseError", (gebeurtenis) => {
    const status = gebeurtenis.detail.xhr.status;
    if (status === 401 || status === 403) {
      meld("Dit mag niet (meer). Laad de pagina opnieuw of log opnieuw in.");
    } else if (status === 404) {
      meld("Dit bestaat niet meer. Laad de pagina opnieuw.");
    } else if (status === 429) {
      meld("Het gaat te snel. Wacht even en probeer het nog een keer.");
    } else {
      meld("Er ging iets mis. Er is niets opgeslagen. Probeer het zo nog een keer.");
    }
  });

  // After a form came back with errors, start reading at their summary.
  document.querySelector("[data-focus]")?.focus();

  // One tap, one post: a second tap on a plain form does nothing while the first is under way.
  document.addEventListener("submit", (gebeurtenis) => {
    const formulier = gebeurtenis.target;
    if (gebeurtenis.defaultPrevented || formulier.method !== "post") return;
    if (formulier.dataset.bezig) {
      gebeurtenis.preventDefault();
      return;
    }
    formulier.dataset.bezig = "ja";
    // A download leaves the page standing: after a while the form works again.
    setTimeout(() => delete formulier.dataset.bezig, 5000);
  });
  // A page taken from the back button's memory must be usable again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-bezig]").forEach((formulier) => delete formulier.dataset.bezig);
  });

  // Texts of answers that were not stored yet stay on this device (see schrijven.js) until their writer logs out. Only
  // a page without anybody's log-out button says that it worked; a session that ended by itself forgets nothing.
  const uitloggen = document.querySelector('form[action$="/account/logout/"]');
  try {
    if (uitloggen) localStorage.removeItem("uitgelogd");
    else if (localStorage.getItem("uitgelogd")) {
      Object.keys(localStorage).filter((sleutel) => sleutel.startsWith("antwoord:")).forEach((sleutel) => localStorage.removeItem(sleutel));
      localStorage.removeItem("uitgelogd");
    }
    document.addEventListener("submit", (gebeurtenis) => {
      const naar = new URL(gebeurtenis.target.action, location.href).pathname;
      if (!gebeurtenis.defaultPrevented && naar.endsWith("/account/logout/")) localStorage.setItem("uitgelogd", "ja");
    });
  } catch {
    // no storage, so nothing was kept
  }

  document.querySelectorAll("[data-druk-af]").forEach((knop) => {
    knop.hidden = false;
    knop.addEventListener("click", () => window.print());
  });
})();
