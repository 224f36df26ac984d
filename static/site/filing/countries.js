/* A list of countries filled in fast: a few letters choose the country (Danish, English or code), Enter goes on to the
   number, and a list from elsewhere is pasted as it is. Without script it is a plain list with the browser's own chooser. */
import { addCountryRow, form } from "./fields.js";
import { word } from "./words.js";

const MOST = 8;
const plain = (text) => text.trim().toLowerCase().replace(/\s+/g, " ");
const COUNTRIES = [...document.querySelectorAll("#countries option")].map((option) => ({
  name: option.value, also: option.dataset.also.split("|"),
}));
const exactly = (text) => {
  const typed = plain(text);
  return COUNTRIES.find(({ name, also }) => plain(name) === typed || also.includes(typed)) ?? null;
};
/* The best first: what begins with the letters, then a code or another name that does, then a later word. */
const matching = (text) => {
  const typed = plain(text);
  if (!typed) return [];
  const rank = ({ name, also }) => {
    if (plain(name) === typed || also.includes(typed)) return 0;
    if (plain(name).startsWith(typed)) return 1;
    if (also.some((other) => other.length > 2 && other.startsWith(typed))) return 2;
    return plain(name).split(/[ (-]/).some((part) => part.startsWith(typed)) ? 3 : 9;
  };
  return COUNTRIES.map((country) => [rank(country), country]).filter(([order]) => order < 9)
    .sort(([one], [other]) => one - other).slice(0, MOST).map(([, country]) => country);
};

let open = null; /* { input, list, at } */
const close = () => {
  if (!open) return;
  open.list.remove();
  open.input.setAttribute("aria-expanded", "false");
  open.input.removeAttribute("aria-activedescendant");
  open = null;
};
const mark = (at) => {
  const options = [...open.list.children];
  open.at = (at + options.length) % options.length;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === open.at)));
  open.input.setAttribute("aria-activedescendant", options[open.at].id);
};
const show = (input) => {
  const found = matching(input.value), here = exactly(input.value);
  close();
  if (!found.length || (found.length === 1 && here && here.name === input.value)) return;
  const list = document.createElement("ul");
  list.id = `${input.id}_choices`;
  list.className = "choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", word("choices", { count: found.length }));
  found.forEach(({ name }, at) => {
    const option = document.createElement("li");
    option.id = `${list.id}_${at}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(input, name); });
    list.append(option);
  });
  input.insertAdjacentElement("afterend", list);
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", list.id);
  open = { input, list, at: 0 };
  mark(0);
};
const choose = (input, name) => {
  input.value = name;
  close();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  close(); /* the input event opened it again */
  const count = input.closest(".country-row").querySelector(".number");
  count.focus();
  count.select();
};
export const prepare = (list) => {
  for (const input of list.querySelectorAll(".country")) {
    input.removeAttribute("list");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
  }
  const last = [...list.querySelectorAll(".country-row")].at(-1);
  if ([...last.querySelectorAll("input")].some((input) => input.value.trim() && !input.disabled)) addCountryRow(list), prepare(list);
};

/* `Tyskland  3`, `DE: 3`, `3 Germany`: a line each; what is no country with a number is handed back. */
const readLines = (text) => {
  const rows = [], rest = [];
  for (const line of text.split(/[\r\n;]+/).map((part) => part.trim()).filter(Boolean)) {
    const after = line.match(/^(.+?)[\s:=,|–-]+(\d[\d.]*)$/), before = line.match(/^(\d[\d.]*)[\s:x×]+(.+)$/);
    const [name, count] = after ? [after[1], after[2]] : before ? [before[2], before[1]] : [line, ""];
    const country = exactly(name);
    if (country && !rows.some(([other]) => other === country.name)) rows.push([country.name, count]); else rest.push(line);
  }
  return [rows, rest];
};
const paste = (list, text) => {
  const [rows, rest] = readLines(text);
  for (const [name, count] of rows) {
    const all = [...list.querySelectorAll(".country-row")];
    const row = all.find((one) => exactly(one.querySelector(".country").value)?.name === name)
      ?? all.find((one) => ![...one.querySelectorAll("input")].some((input) => input.value.trim())) ?? addCountryRow(list);
    row.querySelector(".country").value = name;
    if (count) row.querySelector(".number").value = count;
  }
  prepare(list);
  list.querySelector(".country").dispatchEvent(new Event("input", { bubbles: true }));
  return rest.length ? word("pasted_some", { count: rows.length, rest: rest.join("; ") }) : word("pasted", { count: rows.length });
};

/* Said below the list itself, where it stays: the page's own line soon tells of the save. */
const sayBelow = (list, text) => {
  let place = list.nextElementSibling;
  if (!place?.hasAttribute("data-pasted")) {
    place = document.createElement("p");
    place.dataset.pasted = "";
    place.className = "hint";
    place.setAttribute("role", "status");
    list.insertAdjacentElement("afterend", place);
  }
  place.textContent = text;
};

export const countries = () => {
  for (const list of form.querySelectorAll("[data-country-rows]")) {
    prepare(list);
    list.addEventListener("input", (event) => {
      prepare(list);
      if (event.isTrusted && event.target.matches(".country")) show(event.target);
    });
    list.addEventListener("focusout", (event) => {
      close();
      const found = event.target.matches(".country") && exactly(event.target.value);
      if (found && found.name !== event.target.value) {
        event.target.value = found.name;
        event.target.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    list.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain");
      const isList = /[\t\n;]/.test(text.trim()) || (event.target.matches(".country") && /\D\s*\d/.test(text.trim()));
      if (!isList) return;
      event.preventDefault();
      sayBelow(list, paste(list, text.replace(/\t/g, " ")));
    });
    list.addEventListener("keydown", (event) => {
      if (!open || event.target !== open.input) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) mark(open.at + step);
      else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) choose(open.input, open.list.children[open.at].textContent);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
};
