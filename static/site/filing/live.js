/* Sums, shares and changes while one types; the server writes the same when the page is made. */
import { form, inputOf } from "./fields.js";
import { readNumber, rounded, writeNumber } from "./numbers.js";
import { word } from "./words.js";

const numberIn = (code) => { const input = inputOf(code); return input ? readNumber(input.value) : null; };
const sumOf = (codes) => {
  const known = codes.map(numberIn).filter((number) => number !== null);
  return known.length ? known.reduce((sum, number) => sum + number, 0) : null;
};

const showChange = (row) => {
  const before = row.querySelector("[data-last-year]"), change = row.querySelector("[data-change]");
  if (!before || !change || before.dataset.lastYear === "") return;
  const now = numberIn(row.dataset.field), old = Number(before.dataset.lastYear);
  if (now === null || old === 0) { change.textContent = ""; return; }
  /* The same steps as checks.change_text; the words for no and little change are left to the server. */
  const exact = ((now - old) * 100) / old;
  if (Math.abs(exact) < 0.5) { change.textContent = ""; return; }
  const percent = exact < -99 && now ? rounded(exact * 10) / 10 : rounded(exact);
  change.textContent = `${percent > 0 ? "+" : ""}${writeNumber(percent)}\u00a0%`;
};
const showShare = (row) => {
  const share = row.querySelector("[data-share]");
  if (!share) return;
  const now = numberIn(row.dataset.field), whole = sumOf(share.dataset.share.split(" "));
  share.hidden = now === null || !whole;
  if (!share.hidden) share.querySelector("[data-share-text]").textContent = `${writeNumber(rounded((now * 100) / whole))}\u00a0%`;
};
const showListTotal = (row) => {
  const total = row.querySelector("[data-list-total]");
  if (!total) return;
  const counts = [...row.querySelectorAll(".country-row .number")].map((input) => readNumber(input.value)).filter((number) => number !== null);
  const sum = writeNumber(counts.reduce((all, count) => all + count, 0)), number = numberIn(total.dataset.listTotal);
  const text = number === null ? word("list_total", { sum }) : word("list_total_of", { sum, number: writeNumber(number) });
  if (total.textContent !== text) total.textContent = text;
  total.classList.toggle("is-short", number !== null && sum !== writeNumber(number));
};

export const showAll = () => {
  for (const row of form.querySelectorAll("[data-subtotal]")) {
    const sum = sumOf(row.dataset.subtotal.split(" "));
    row.querySelector("output").textContent = sum === null ? "–" : writeNumber(sum);
  }
  for (const row of form.querySelectorAll("[data-field]")) { showShare(row); showListTotal(row); }
};
export const showRow = (row) => { showChange(row); showAll(); };
