/* The page's fields by name: what is typed in them, what they are based on, and putting something else in.
   A name is an indicator's code, `explain__<rule>__<subject>` or `note__<code>`: what is saved as one. */
const form = document.querySelector("[data-filing]");
const byName = (name) => form.querySelector(`[name="${CSS.escape(name)}"]`);
const listOf = (name) => byName(`${name}__country_0`)?.closest("[data-country-rows]") ?? null;
const versionInput = (name) => byName(name.startsWith("explain__") ? `${name}__seen` : `${name}__version`);

/* The name that an input belongs to; null for what is not saved while one types. */
export const nameOf = (input) => {
  if (!input.name || input.type === "hidden" || input.name.startsWith("comment__")) return null;
  return input.name.replace(/__(?:not_relevant|(?:country|count)_\d+)$/, "");
};
export const inputOf = (name) => byName(name) ?? byName(`${name}__country_0`);
export const stateOf = (name) => form.querySelector(`[data-state-of="${CSS.escape(name)}"]`);
/* Whether the page itself brought back what is typed here because it was refused when the page was sent whole. */
export const cameBackRefused = (name) => {
  const input = inputOf(name);
  return Boolean(input?.classList.contains("is-invalid") || (input?.closest(".has-error") && !name.includes("__")));
};
export const rowOf = (name) => inputOf(name)?.closest("[data-field]") ?? null;
export const labelOf = (name) => rowOf(name)?.querySelector(".form-label")?.textContent.trim() ?? "";
export const versionOf = (name) => versionInput(name)?.value ?? "";
export const setVersion = (name, version) => { const input = versionInput(name); if (input) input.value = version; };

/* What is typed, as pairs of name and text, blank country rows left out. */
export const typedIn = (name) => {
  const list = listOf(name);
  if (list) {
    const rows = [...list.querySelectorAll(".country-row")].map((row) => [...row.querySelectorAll("input")].map((input) => input.value.trim()));
    return rows.filter(([country, count]) => country || count).flatMap(([country, count], at) => [[`${name}__country_${at}`, country], [`${name}__count_${at}`, count]]);
  }
  const pairs = [[name, byName(name)?.value ?? ""]], box = byName(`${name}__not_relevant`);
  return box?.checked ? [...pairs, [box.name, "on"]] : pairs;
};
/* A text that says whether two contents are the same. */
export const contentOf = (pairs) => JSON.stringify(pairs.map(([key, text]) => [key, text.trim()]));

export const putIn = (name, pairs) => {
  const list = listOf(name);
  if (list) {
    const texts = new Map(pairs), rows = pairs.length / 2;
    while (list.querySelectorAll(".country-row").length <= rows) addCountryRow(list);
    list.querySelectorAll(".country-row").forEach((row, at) => {
      row.querySelector(".country").value = texts.get(`${name}__country_${at}`) ?? "";
      row.querySelector(".number").value = texts.get(`${name}__count_${at}`) ?? "";
    });
    return;
  }
  const texts = new Map(pairs), input = byName(name), box = byName(`${name}__not_relevant`);
  if (input) input.value = texts.get(name) ?? "";
  if (box) box.checked = texts.has(box.name);
};
/* What the server says that stands, as pairs. */
export const pairsFrom = (name, shown) => {
  if (shown.rows) return shown.rows.flatMap(([country, count], at) => [[`${name}__country_${at}`, country], [`${name}__count_${at}`, count]]);
  return shown.not_relevant ? [[name, ""], [`${name}__not_relevant`, "on"]] : [[name, shown.text]];
};

/* One more empty row at the end of a list of countries, made from its last. */
export const addCountryRow = (list) => {
  const last = [...list.querySelectorAll(".country-row")].at(-1), next = last.cloneNode(true);
  const here = list.querySelectorAll(".country-row").length;
  for (const part of next.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "for", "name"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/_\d+$/, `_${here}`));
    }
    if (part.tagName === "LABEL") part.textContent = part.textContent.replace(/\d+$/, String(here + 1));
    if (part.tagName === "INPUT") { part.value = ""; for (const name of [...part.getAttributeNames()]) if (name.startsWith("aria-") || name === "role") part.removeAttribute(name); }
  }
  next.querySelector("[role=listbox]")?.remove();
  list.append(next);
  return next;
};
/* Whether somebody is in the middle of a line of a list: a country without its number is no mistake yet. */
export const isHalfTyped = (name) => {
  const list = listOf(name);
  return Boolean(list?.contains(document.activeElement)) && typedIn(name).some(([, text]) => !text);
};
export const allNames = () => [...new Set([...form.querySelectorAll("input:not([type=hidden])")].map(nameOf).filter(Boolean))];
export { form };
