/* Moving as in a spreadsheet: Enter and the arrows go from field to field, Ctrl+S saves what is saved anyway. */
import { form } from "./fields.js";

const cells = () => [...form.querySelectorAll("input.textinput, input.number, input.country")].filter((input) => !input.disabled && !input.closest("details:not([open])"));
const go = (from, step) => {
  const all = cells(), next = all[all.indexOf(from) + step];
  if (!next) {
    if (step > 0) form.querySelector("[name=onwards]")?.focus();
    return;
  }
  next.focus();
  next.select();
};
/* In a list of countries up and down keep to their column. */
const goInList = (from, step) => {
  const column = from.matches(".country") ? ".country" : ".number", list = from.closest("[data-country-rows]");
  const all = [...list.querySelectorAll(column)], next = all[all.indexOf(from) + step];
  if (!next) { go(step > 0 ? [...list.querySelectorAll("input")].at(-1) : list.querySelector("input"), step); return; }
  next.focus();
  next.select();
};

export const keyboard = (saveAll) => {
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("input:not([type=checkbox])") || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (event.shiftKey && event.key !== "Enter")) return;
    event.preventDefault();
    if (input.name.startsWith("comment__") && event.key === "Enter") form.querySelector(`[data-send="${input.name}"]`).click();
    else if (event.key !== "Enter" && input.closest("[data-country-rows]")) goInList(input, step);
    else go(input, step);
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); saveAll(); }
  });
};
