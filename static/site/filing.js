/* The section page of a filing: totals and changes while one types, a new country row when the last is used,
   a word when something is not saved, the same place on the page after a save, and what was typed when the save
   never arrived. Without it the page works the same, one save at a time. */
"use strict";
(() => {
  const form = document.querySelector("[data-filing]");
  if (!form) return;

  /* The same spellings as reporting.numbers.parse_number; anything else is left for the server to explain. */
  const SPELLING = /^(?:(?:0|[1-9]\d*)|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}([ \u00a0\u202f\u2009])\d{3}(?:\1\d{3})*)(?:,\d+)?$/;
  const danish = new Intl.NumberFormat("da-DK", { maximumFractionDigits: 2 });
  const read = (text) => {
    const typed = text.trim();
    return SPELLING.test(typed) ? Number(typed.replace(/[.\s\u00a0\u202f\u2009]/g, "").replace(",", ".")) : null;
  };
  const rounded = (number) => Math.sign(number) * Math.round(Math.abs(number)); /* halves away from zero, as reporting.numbers */
  const field = (code) => form.elements.namedItem(code);

  const showSubtotals = () => {
    for (const row of form.querySelectorAll("[data-subtotal]")) {
      const numbers = row.dataset.subtotal.split(" ").map(field).filter(Boolean).map((input) => read(input.value)).filter((n) => n !== null);
      row.querySelector("output").textContent = numbers.length ? danish.format(numbers.reduce((a, b) => a + b, 0)) : "–";
    }
  };
  const showChange = (row) => {
    const before = row.querySelector("[data-last-year]"), change = row.querySelector("[data-change]");
    if (!before || !change || before.dataset.lastYear === "") return;
    const now = read(field(row.dataset.field).value), old = Number(before.dataset.lastYear);
    if (now === null || old === 0) { change.textContent = ""; return; }
    /* The same steps as checks.change_text; the words for no and little change are left to the server. */
    const exact = ((now - old) * 100) / old;
    if (Math.abs(exact) < 0.5) { change.textContent = ""; return; }
    const percent = exact < -99 && now ? rounded(exact * 10) / 10 : rounded(exact);
    change.textContent = `${percent > 0 ? "+" : ""}${danish.format(percent).replace("-", "−")}\u00a0%`;
  };
  const growCountries = (rows) => {
    const last = rows.lastElementChild;
    if (![...last.querySelectorAll("input")].some((input) => input.value.trim())) return;
    const next = last.cloneNode(true), here = rows.querySelectorAll(".country-row").length - 1;
    for (const part of next.querySelectorAll("[id], [for]")) {
      for (const name of ["id", "for", "name"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/_\d+$/, `_${here + 1}`));
      }
      if (part.tagName === "LABEL") part.textContent = part.textContent.replace(/\d+$/, String(here + 2));
      if (part.tagName === "INPUT") part.value = "";
    }
    rows.append(next);
  };

  /* After a save: back to where one was, with the answer beside the button. What must be mended takes the focus itself. */
  const PLACE = `place ${location.pathname}`;
  const keepPlace = () => sessionStorage.setItem(PLACE, JSON.stringify({ top: scrollY, id: document.activeElement.id }));
  const findPlace = () => {
    const place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    const saved = document.querySelector(".message-success"), state = form.querySelector("[data-save-state]");
    if (!place || !saved || !state) return;
    scrollTo(0, place.top);
    (document.getElementById(place.id) || form.querySelector("[data-save]")).focus({ preventScroll: true });
    state.textContent = saved.textContent;
  };

  /* A save that got no answer (logged out meanwhile, no network): what was typed is put back where the stored
     answer is still the one that was on the page, never over a colleague's newer one. */
  const TYPED = `typed ${location.pathname}`;
  const versionOf = (name) => field(`${name.split("__")[0]}__version`)?.value ?? "";
  const typable = () => form.querySelectorAll("input:not([type=hidden]):enabled");
  const valueOf = (input) => (input.type === "checkbox" ? input.checked : input.value);
  const keepTyped = () => {
    const typed = [...typable()].map((input) => [input.name, valueOf(input), versionOf(input.name)]);
    sessionStorage.setItem(TYPED, JSON.stringify(typed));
  };
  const putTypedBack = () => {
    const typed = JSON.parse(sessionStorage.getItem(TYPED)) || [];
    sessionStorage.removeItem(TYPED);
    if (document.querySelector(".messages, #error-summary")) return false; /* it was answered */
    let found = false;
    for (const [name, value, version] of typed) {
      const input = field(name);
      if (!input || input.disabled || valueOf(input) === value || versionOf(name) !== version) continue;
      if (name.startsWith("explain__") && input.value) continue; /* explanations carry no version */
      if (input.type === "checkbox") input.checked = value; else input.value = value;
      const rows = input.closest("[data-country-rows]");
      if (rows) growCountries(rows);
      found = true;
    }
    return found;
  };
  const sayUnsaved = () => {
    const state = form.querySelector("[data-save-state]");
    if (state) state.textContent = state.dataset.unsaved;
  };

  let unsaved = Boolean(document.getElementById("error-summary")), sending = false;
  form.addEventListener("input", (event) => {
    unsaved = true;
    sayUnsaved();
    const row = event.target.closest("[data-field]");
    if (row && event.target.name === row.dataset.field) showChange(row);
    const rows = event.target.closest("[data-country-rows]");
    if (rows) growCountries(rows);
    showSubtotals();
  });
  form.addEventListener("submit", (event) => {
    sending = true;
    form.action = location.pathname; /* without the fragment, which would scroll the answer to another field */
    keepTyped();
    if (event.submitter?.hasAttribute("data-save")) keepPlace();
  });
  addEventListener("beforeunload", (event) => { if (unsaved && !sending) event.preventDefault(); });
  addEventListener("keydown", (event) => {
    const save = form.querySelector("[data-save]");
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && save) { event.preventDefault(); save.click(); }
  });
  if (putTypedBack()) unsaved = true;
  if (unsaved) sayUnsaved();
  showSubtotals();
  findPlace();
})();
