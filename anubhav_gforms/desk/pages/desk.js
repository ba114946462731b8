"use strict";
// Loads the parts of the page again that changed, when the desk says that something did; and counts what is new. Without it
// every page still works: it is then as new as its last load.
(() => {
  const SEEN = "anubhav-looked";
  const body = document.body;
  const read = () => { try { const kept = localStorage.getItem(SEEN); return kept === null ? null : Number(kept); } catch { return null; } };
  const write = (value) => { try { localStorage.setItem(SEEN, String(value)); } catch { /* a private window keeps nothing */ } };

  try { localStorage.setItem("anubhav-language", document.documentElement.lang); } catch { /* pages of reports open in it */ }

  const arrivals = () => (document.getElementById("feed")?.dataset.arrivals ?? "").split(" ").filter(Boolean).map((pair) => pair.split(":").map(Number));
  const newest = () => Math.max(0, ...arrivals().map(([moment]) => moment));
  const news = () => {
    const line = document.getElementById("news");
    if (!line) return;
    if (read() === null) write(newest());  // 0 where nothing has come yet: then the first answer is new
    const since = read();
    const count = arrivals().reduce((sum, [moment, number]) => sum + (moment > since ? number : 0), 0);
    line.hidden = !count;
    const shown = line.querySelector("[data-news]");
    if (shown.textContent !== String(count)) shown.textContent = count;
    for (const each of document.querySelectorAll("[data-seen]")) {
      const fresh = Number(each.dataset.seen) > since;
      each.classList.toggle("fresh", fresh);
      each.querySelector(".new-mark").hidden = !fresh;
    }
  };
  document.getElementById("looked")?.addEventListener("click", () => { write(newest()); news(); document.getElementById("main").focus(); });
  news();

  if (matchMedia("(min-width: 53.76em)").matches) for (const each of document.querySelectorAll("[data-open-wide]")) each.open = true;

  // Whoever taps again because nothing seems to happen does not send a note twice.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.timeStamp - (sent.get(event.target) ?? -Infinity) < 10000) event.preventDefault(); else sent.set(event.target, event.timeStamp);
  });

  if (!body.dataset.events) return;
  let asking = false, again = false;
  const renew = () => {
    if (asking) { again = true; return; }
    asking = true;
    const ask = new XMLHttpRequest();
    ask.open("GET", location.href);
    ask.responseType = "document";
    ask.onloadend = () => {
      asking = false;
      const page = ask.status === 200 ? ask.response : null;
      if (page?.body?.dataset.events) {
        for (const old of document.querySelectorAll("[data-live]")) {
          const fresh = page.getElementById(old.id);
          if (!fresh || fresh.isEqualNode(old)) continue;
          const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
          old.replaceWith(document.adoptNode(fresh));
          if (held) [...fresh.querySelectorAll("a")].find((link) => link.getAttribute("href") === held)?.focus();
        }
        body.dataset.version = page.body.dataset.version;
        news();
      } else if (ask.status === 200) location.reload();
      if (again) { again = false; renew(); }
    };
    ask.send();
  };
  const stream = new EventSource(body.dataset.events);
  const cut = (is) => { body.classList.toggle("cut", is); document.getElementById("cut").hidden = !is; };
  stream.onmessage = (event) => { cut(false); if (event.data !== body.dataset.version) renew(); };
  stream.onerror = () => cut(true);
  stream.addEventListener("over", () => { stream.close(); location.reload(); });
  setInterval(renew, 60000);
})();
