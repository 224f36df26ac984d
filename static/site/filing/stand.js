/* How the section stands on the server: findings after a save, a colleague's newer answers, and who else is here. */
import { form, inputOf, nameOf, rowOf, stateOf, versionOf } from "./fields.js";
import { post } from "./post.js";
import { saver } from "./saver.js";
import { word } from "./words.js";

/* ms: a page that rests, after a save, and between two looks at least, however fast somebody types */
const EVERY = 20000, AFTER_A_SAVE = 1000, BETWEEN = 6000;
let timer = 0, asked = 0, askedAt = 0;
let told = { stands: "" }; /* what the page was last told; as long as that is true the answer is only who else is here */

const signature = (holder) => [...holder.querySelectorAll("[data-problem]")].map((problem) => problem.dataset.problem).join("\n");
/* Put findings where they changed; an explanation that somebody is writing is not taken from under the hands. */
const putProblems = (holder, html) => {
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  if (signature(fresh) === signature(holder)) return;
  const names = [...holder.querySelectorAll("input[name^=explain__]:not([type=hidden])")].map(nameOf);
  if (holder.contains(document.activeElement) || names.some(saver.isPending)) return;
  holder.replaceChildren(...fresh.childNodes);
  for (const input of holder.querySelectorAll("input[name^=explain__]:not([type=hidden])")) saver.met(nameOf(input));
};
/* Where the review asked about single fields: what contradicts a new answer opens, and shuts when it fits again. */
const setShut = (row, isShut) => {
  if (!row || row.contains(document.activeElement)) return;
  for (const input of row.querySelectorAll(".field-input input, .not-relevant input")) input.disabled = isShut;
  row.classList.toggle("is-shut", isShut);
};
const isBehind = (name, shown) => !saver.isPending(name) && inputOf(name) && versionOf(name) !== shown.version;

const show = (answer) => {
  const page = told = { ...told, ...answer }; /* what could not be put in while somebody wrote there is tried again */
  document.querySelector(".turn").textContent = page.turn;
  const others = document.querySelector("[data-others]");
  const names = page.others.length > 1 ? page.others.slice(0, -1).join(", ") + word("and") + page.others.at(-1) : page.others[0];
  const text = names ? word("others", { names }) : "";
  if (others.textContent !== text) others.textContent = text;
  for (const [name, shown] of Object.entries(page.fields)) {
    if (isBehind(name, shown) && document.activeElement !== inputOf(name)) {
      saver.take(name, shown);
      stateOf(name).textContent = shown.by ? word("changed_by", shown) : "";
      rowOf(name)?.classList.add("is-news");
    }
    setShut(rowOf(name), shown.is_shut);
    const holder = rowOf(name)?.querySelector("[data-problems]");
    if (holder) putProblems(holder, shown.problems);
  }
  putProblems(form.querySelector("[data-gaps]"), page.gaps);
  if (!page.is_open && !saver.pending().length) location.reload();
};
const ask = async () => {
  clearTimeout(timer);
  const mine = ++asked;
  askedAt = Date.now();
  try {
    const response = await post(form.dataset.status, [["stands", told.stands]]);
    if (response.ok && mine === asked) show(await response.json());
  } catch { /* the next time */ }
  timer = setTimeout(again, EVERY);
};
const again = () => { if (document.hidden) timer = setTimeout(again, EVERY); else ask(); };
export const askSoon = () => {
  asked += 1; /* an answer still under way is older than the save that calls */
  clearTimeout(timer);
  timer = setTimeout(ask, Math.max(AFTER_A_SAVE, askedAt + BETWEEN - Date.now()));
};
export const stand = () => {
  timer = setTimeout(again, 1500);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) askSoon(); });
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
};
