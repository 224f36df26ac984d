/* Danish numbers as reporting.numbers reads and writes them; what it would refuse is null here and left to the server. */
const SPELLING = /^(?:(?:0|[1-9]\d*)|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}([ \u00a0\u202f\u2009])\d{3}(?:\1\d{3})*)(?:,\d+)?$/;
const danish = new Intl.NumberFormat("da-DK", { maximumFractionDigits: 2 });

export const readNumber = (text) => {
  const typed = text.trim();
  return SPELLING.test(typed) ? Number(typed.replace(/[.\s\u00a0\u202f\u2009]/g, "").replace(",", ".")) : null;
};
export const writeNumber = (number) => danish.format(number).replace("-", "−");
export const rounded = (number) => Math.sign(number) * Math.round(Math.abs(number)); /* halves away from zero */
