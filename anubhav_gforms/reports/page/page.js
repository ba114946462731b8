"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  // What is packed is laid out when it is opened. In a page of many stations the rows of a district are packed as well.
  const large = "large" in one("#table").dataset;
  const unpacked = async (script) => {
    const bytes = Uint8Array.from(atob(script.textContent), (letter) => letter.charCodeAt(0));
    const part = document.createElement("template");
    part.innerHTML = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
    voice(part.content);
    return part.content;
  };
  const districts = new Map(); // code → what it holds, once it is asked for
  const district = (code) => {
    const script = one(`script[data-packed="${CSS.escape(code)}"]`);
    if (script && !districts.has(code)) districts.set(code, unpacked(script).then((part) => {
      const lines = [...part.querySelectorAll("tr")];
      rows.push(...lines);
      for (const row of lines) { row.hidden = true; haystack.set(row, plain(row.cells[0].textContent + " " + row.cells[1].textContent)); }
      body.append(...lines);
      one("#ladders")?.append(...part.querySelectorAll("figure"));
      return part;
    }));
    return districts.get(code);
  };
  const opened = async (details) => {
    const script = details.querySelector(":scope > script[data-packed]");
    if (script) script.replaceWith(await unpacked(script));
  };
  if (!("DecompressionStream" in window)) one("#too-old").hidden = false;

  // Language: what the reader chose last, or Hindi where config/office.toml or the browser says so; both stand in the page.
  const remember = (value) => { try { localStorage.setItem("anubhav-language", value); } catch { /* a page opened from a file may not store */ } };
  const remembered = () => { try { return localStorage.getItem("anubhav-language"); } catch { return null; } };
  const speak = (language) => {
    root.dataset.language = root.lang = language;
    voice(document);
    apply();
  };
  function voice(part) {
    for (const each of part.querySelectorAll("[data-en]:not(td)")) {
      const text = each.dataset[root.lang];
      if (each.tagName === "OPTION") each.textContent = text; else each.setAttribute("aria-label", text);
      if ("placeholder" in each.dataset) each.placeholder = text;
    }
  }

  // The table: every filter, the search and the order, applied together.
  const body = one("#table tbody");
  const rows = [...body.rows];
  const plain = (text) => text.normalize("NFKD").replace(/\u093c/g, "").toLowerCase();
  const haystack = new Map(rows.map((row) => [row, plain(row.cells[0].textContent + " " + row.cells[1].textContent)]));
  let asked = 0;
  async function apply() {
    const here = one("#filter-district").value, turn = ++asked;
    if (large) await Promise.all((here ? [here] : [...one("#filter-district").options].map((each) => each.value).filter(Boolean)).map(district));
    if (turn !== asked) return; // the reader chose something else meanwhile
    const sought = plain(one("#search").value.trim()).split(/\s+/).filter(Boolean);
    const chosen = all("[data-filter]").filter((select) => select.value);
    let shown = 0;
    for (const row of rows) {
      const fits = chosen.every((select) => row.dataset[select.dataset.filter] === select.value) && sought.every((word) => haystack.get(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    one("#shown").textContent = shown.toLocaleString("en-IN");
    one("#nothing").hidden = shown > 0;
    if (large) for (const each of all("#ladders figure")) each.hidden = here !== "" && each.dataset.district !== here;
  }
  const value = (row, key) => {
    if (key === "name") return plain(row.querySelector(`.c-name [lang="${root.lang}"]`).textContent);
    if (key === "district" || key === "kind" || key === "status") return plain(row.querySelector(`.c-${key} [lang="${root.lang}"]`).textContent);
    const text = row.dataset[key === "interval" ? "width" : key];
    return text === "" ? null : Number(text);
  };
  const sort = (key, direction) => {
    const sign = direction === "descending" ? -1 : 1;
    const keyed = rows.map((row, place) => [value(row, key), place, row]);
    keyed.sort(([a, i], [b, j]) => (a === null) - (b === null) || sign * (typeof a === "string" ? a.localeCompare(b, root.lang) : (a ?? 0) - (b ?? 0)) || i - j);
    body.append(...keyed.map(([, , row]) => row));
    for (const head of all("#table thead th")) head.setAttribute("aria-sort", head.classList.contains(`c-${key}`) ? direction : "none");
    one("#sort-by").value = key;
  };
  for (const button of all("[data-sort]")) {
    button.addEventListener("click", () => {
      const now = button.closest("th").getAttribute("aria-sort");
      const first = button.dataset.direction;
      sort(button.dataset.sort, now === first ? (first === "ascending" ? "descending" : "ascending") : first);
    });
  }
  one("#sort-by").addEventListener("change", (event) => sort(event.target.value, one(`[data-sort="${event.target.value}"]`).dataset.direction));
  one("#search").addEventListener("input", () => { one("#rows").open = true; if (large && one("#search").value) one("#filter-district").value = ""; apply(); });
  for (const select of all("[data-filter]")) select.addEventListener("change", () => { one("#rows").open = true; apply(); });
  one("#search").form?.addEventListener("submit", (event) => event.preventDefault());
  const clear = (code) => { one("#search").value = ""; for (const select of all("[data-filter]")) select.value = ""; one("#filter-district").value = code; apply(); };
  const first = large ? one("#filter-district").options[1].value : ""; // of many stations a district at a time
  one("#clear").addEventListener("click", () => clear(first));
  const choose = (code) => { clear(code); one("#rows").open = true; one("#stations").scrollIntoView(); };
  for (const card of all("[data-district].district")) card.addEventListener("click", () => choose(card.dataset.district));

  // The page of one station: #BSP-KTW in the address opens it, Escape or Back closes it.
  const detail = one("#detail");
  const show = async (code) => {
    const page = (await district(code.slice(0, 3)))?.querySelector(`template[data-station="${CSS.escape(code)}"]`);
    if (!page || decodeURIComponent(location.hash.slice(1)) !== code) return;
    detail.querySelector(".detail-body").replaceChildren(page.content.cloneNode(true));
    if (!detail.open) detail.showModal();
    detail.scrollTop = 0;
  };
  const follow = () => { const code = decodeURIComponent(location.hash.slice(1)); if (/^[A-Z]{3}-[A-Z]+$/.test(code)) show(code); else if (detail.open) detail.close(); };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("button[data-code], .funnel [data-code], .ladder [data-code], .map [data-code]");
    if (mark) { if (mark.dataset.code.includes("-")) location.hash = mark.dataset.code; else choose(mark.dataset.code); }
    if (event.target === detail || event.target.closest(".close")) detail.close();
  });
  detail.addEventListener("close", () => { if (/^#[A-Z]{3}-/.test(location.hash)) history.replaceState(null, "", location.pathname + location.search); });
  addEventListener("hashchange", follow);

  one("#language").addEventListener("click", () => { const next = root.lang === "en" ? "hi" : "en"; remember(next); speak(next); });
  one("#print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => { for (const each of all("details")) each.open = true; });
  // What is folded on a phone is open on anything wider; a link of the contents opens what it leads to.
  const wide = matchMedia("(min-width: 45.01em)");
  const unfold = () => { for (const each of all("details.fold")) each.open = wide.matches; };
  for (const each of all("details")) each.addEventListener("toggle", () => { if (each.open) opened(each); });
  wide.addEventListener("change", unfold);
  unfold();
  for (const link of all(".contents a")) link.addEventListener("click", () => { for (const each of all(`${link.hash} > details.fold`)) each.open = true; });
  one("#filter-district").value = first;
  speak(remembered() ?? (root.lang === "hi" || navigator.language.startsWith("hi") ? "hi" : "en"));
  one("#sort-by").value = "district"; // the order of stations.csv: no list from first to last
  follow();
})();
