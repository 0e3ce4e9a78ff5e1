// The bank: when another post is chosen, 'Betaald uit' follows: only money that is meant for that post, and the one
// that fits when there is only one. Without this script the server says what does not fit.
"use strict";

(() => {
  const lijst = document.getElementById("bestemd");
  if (!lijst) return;
  const bestemd = JSON.parse(lijst.textContent);

  document.querySelectorAll("[data-uit]").forEach((rij) => {
    const post = rij.closest("td").querySelector("select[name^=post-]");
    const uit = rij.querySelector("select");
    const toon = () => {
      const past = bestemd[post.value] || [];
      if (post.value && !past.includes(uit.value)) uit.value = "";
      [...uit.options].forEach((keuze) => {
        keuze.hidden = keuze.disabled = Boolean(keuze.value) && Boolean(post.value) && !past.includes(keuze.value);
      });
      rij.hidden = Boolean(post.value) && !past.length;
    };
    post.addEventListener("change", () => {
      const past = bestemd[post.value] || [];
      uit.value = past.length === 1 ? past[0] : "";
      toon();
    });
    toon();
  });
})();
