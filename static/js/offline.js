// The page without internet: in the language of the last volunteer; goes on by itself as soon as there is internet.
"use strict";

(() => {
  const talen = JSON.parse(document.getElementById("talen").textContent);
  let taal = document.documentElement.lang;
  try {
    taal = localStorage.getItem("deurtaal") || taal;
  } catch {
    // no storage: the language of the page
  }
  const teksten = talen[taal] || talen.nl;
  window.tekstenZonderInternet = teksten;
  document.documentElement.lang = talen[taal] ? taal : "nl";
  document.documentElement.dir = teksten.richting;
  document.title = teksten.offline_kop;
  document.getElementById("offline-kop").textContent = teksten.offline_kop;
  document.getElementById("offline-tekst").textContent = teksten.offline_tekst;
  const opnieuw = document.getElementById("opnieuw");
  opnieuw.textContent = teksten.opnieuw;

  const verder = async () => {
    await window.wachtrij?.verstuur();
    if (location.pathname.endsWith("/offline/")) location.assign("/aanwezig/");
    else location.reload();
  };
  opnieuw.addEventListener("click", verder);
  window.addEventListener("online", verder);
})();
