/* What the script says, from the page's own words, so that they come in the reader's language. */
const WORDS = new Map(
  [...(document.getElementById("words")?.content.querySelectorAll("[data-word]") ?? [])].map((span) => [span.dataset.word, span.textContent]),
);

export const word = (name, values = {}) =>
  WORDS.get(name).replace(/\{(\w+)\}/g, (_whole, key) => values[key] ?? "");
