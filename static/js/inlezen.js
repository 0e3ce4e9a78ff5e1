// The page that shows how far an import is: says it aloud at each quarter, and stays calm when a look fails.
"use strict";

(() => {
  const gemeld = document.getElementById("stand-gemeld");
  let kwart = 0;

  document.addEventListener("htmx:afterSwap", () => {
    const balk = document.getElementById("voortgang");
    const nu = balk?.max && balk.hasAttribute("value") ? Math.floor((4 * balk.value) / balk.max) : 0;
    if (nu !== kwart && gemeld) gemeld.textContent = document.querySelector(".voortgang__tekst").textContent;
    kwart = nu;
  });

  // Elsewhere a failed request means that nothing was saved. Here the work goes on, and we look again in a second.
  for (const soort of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(
      soort,
      (gebeurtenis) => {
        if (gebeurtenis.target.id !== "stand") return;
        gebeurtenis.stopPropagation();
        gemeld.textContent = "Even geen verbinding. Het werk gaat door. We kijken zo opnieuw.";
        gemeld.classList.remove("alleen-voorlezen");
      },
      true,
    );
  }
})();
