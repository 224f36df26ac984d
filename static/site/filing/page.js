/* The section page of a filing. What is typed is saved field by field; without script the page works the same, one
   save at a time. The modules beside this one each do one thing. */
import { countries } from "./countries.js";
import { form, inputOf, labelOf, nameOf, stateOf } from "./fields.js";
import { keyboard } from "./keyboard.js";
import { showAll, showRow } from "./live.js";
import { post } from "./post.js";
import { saver } from "./saver.js";
import { askSoon, stand } from "./stand.js";
import { word } from "./words.js";

document.documentElement.classList.add("has-script");
const pageState = form.querySelector("[data-save-state]"), undo = form.querySelector("[data-undo]");
const say = (text) => { if (pageState && pageState.textContent !== text) pageState.textContent = text; };

/* --- What became of it, at the field and for the page --- */
const LOOKS = { saved: "is-saved", unreadable: "is-unreadable", refused: "is-refused", conflict: "is-conflict" };
const sayField = ({ name, state, at, by, when, message, theirs }) => {
  const place = stateOf(name), input = inputOf(name);
  if (!place) return;
  const refused = state === "unreadable" || state === "refused";
  place.className = `field-state ${LOOKS[state] ?? ""}`;
  place.id ||= `state-${name}`;
  if (input && input.type !== "checkbox") {
    if (refused) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", place.id); }
    else if (input.getAttribute("aria-describedby") === place.id) { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
  }
  if (state === "conflict") return sayConflict(place, name, theirs);
  if (refused) place.textContent = state === "refused" ? message : word("unreadable", { message });
  else if (state === "waiting") place.textContent = saver.trouble ? word("waiting") : word("unsaved");
  else if (state === "sending") place.textContent = word("saving");
  else if (by) place.textContent = word("changed_by", { by, when });
  else place.textContent = at ? word("saved", { at }) : "";
};
const sayConflict = (place, name, theirs) => {
  const texts = [...(inputOf(name).closest("[data-country-rows]") ?? { querySelectorAll: () => [inputOf(name)] }).querySelectorAll("input")].map((input) => input.value.trim()).filter(Boolean);
  const box = form.querySelector(`[name="${CSS.escape(`${name}__not_relevant`)}"]`);
  const mine = box?.checked ? word("not_relevant") : texts.join(" ") || word("empty");
  const by = theirs.by || word("a_colleague");
  const question = document.createElement("span"), keep = document.createElement("button"), use = document.createElement("button");
  question.textContent = word("conflict", { by, theirs: theirs.words, mine });
  keep.textContent = word("keep_theirs", { theirs: theirs.words });
  use.textContent = word("use_mine", { mine });
  keep.type = use.type = "button";
  keep.className = use.className = "btn btn-secondary";
  keep.addEventListener("click", () => { saver.choose(name, false, theirs); after(name); });
  use.addEventListener("click", () => { saver.choose(name, true, theirs); after(name); });
  place.replaceChildren(question, keep, use);
  say(question.textContent);
};
const after = (name) => { inputOf(name)?.focus(); refresh(name); };
const refresh = (name) => { const row = inputOf(name)?.closest("[data-field]"); if (row) showRow(row); else showAll(); };

const sayPage = () => {
  const waiting = saver.count("waiting", "sending"), stuck = saver.count("unreadable", "refused", "conflict");
  if (undo) undo.disabled = !saver.canUndo();
  document.querySelector("a[data-log-in]")?.toggleAttribute("hidden", saver.trouble !== "logged_out");
  if (saver.trouble) say(word(saver.trouble, { count: waiting }));
  else if (saver.count("conflict")) return; /* the question is what is said */
  else if (waiting) say(word("saving"));
  else if (stuck) say(word("some_unreadable", { count: stuck }));
  else say(saver.lastSaved ? word("all_saved", { at: saver.lastSaved }) : "");
};
/* What only a page that is sent whole can do: confirm an explanation unchanged, write a remark. */
const needsWhole = () => form.querySelector("[data-outdated]") !== null
  || [...form.querySelectorAll("input[name^=comment__]")].some((input) => input.value.trim());
saver.listen((event, detail) => {
  if (event === "field") { sayField(detail); sayPage(); }
  if (event === "taken") refresh(detail.name);
  if (event === "page") sayPage();
  if (event === "saved") askSoon();
  if (event === "undone") {
    refresh(detail.name);
    const text = detail.pairs.map(([, typed]) => typed).filter(Boolean).join(" ");
    say(word("undone", { label: labelOf(detail.name), text: text || word("empty") }));
  }
});
const saveAll = async () => { if (await saver.flush()) say(saver.lastSaved ? word("all_saved", { at: saver.lastSaved }) : word("nothing_new")); };

/* --- Typing --- */
if (form.dataset.save) {
  form.addEventListener("input", (event) => {
    const name = nameOf(event.target), row = event.target.closest("[data-field]");
    if (name) saver.changed(name);
    if (row) { row.classList.remove("is-news"); showRow(row); }
  });
  form.addEventListener("change", (event) => { const name = nameOf(event.target); if (name) saver.left(name); });
  form.addEventListener("focusout", (event) => { const name = nameOf(event.target); if (name) saver.left(name); });
  countries();
  keyboard(saveAll);
  undo.addEventListener("click", () => saver.undo());
  let leaving = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (leaving) return;
    event.preventDefault();
    if (button?.dataset.send) { await sendComment(button); return; }
    const whole = await saver.flush();
    if (button?.hasAttribute("data-save-all") && whole && !needsWhole()) { saveAll(); return; }
    if (saver.trouble) return; /* it is kept here; a page that cannot be sent would only be lost sight of */
    leaving = true;
    form.action = location.pathname; /* without the fragment, which would scroll the answer to another field */
    setTimeout(() => form.requestSubmit(button)); /* not while this very event is still on its way: it would be ignored */
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (saver.count("waiting", "sending") && saver.trouble && !leaving) event.preventDefault(); });

  const logIn = document.createElement("a");
  logIn.dataset.logIn = "";
  logIn.hidden = true;
  logIn.className = "btn btn-primary";
  logIn.href = `${form.dataset.logIn}?next=${encodeURIComponent(location.pathname)}`;
  logIn.textContent = word("log_in");
  logIn.addEventListener("click", () => { leaving = true; });
  pageState.insertAdjacentElement("afterend", logIn);

  form.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-offer]"), old = event.target.closest("[data-put-back]");
    if (offer) {
      const input = offer.closest("[data-problem]").querySelector("input[name^=explain__]");
      input.value = offer.dataset.offer;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    }
    if (old) {
      const input = inputOf(old.closest("[data-field]").dataset.field);
      input.value = old.dataset.putBack;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    }
  });
}

/* --- Beside the fields --- */
async function sendComment(button) {
  const name = button.dataset.send, input = form.elements.namedItem(name), place = stateOf(name);
  try {
    const response = await post(form.dataset.save, [["field", name], [name, input.value]]);
    const answer = await response.json();
    if (answer.state !== "saved") { place.textContent = word("unreadable", answer); return; }
    button.closest("section").querySelector(".comments").insertAdjacentHTML("beforeend", answer.html);
    input.value = "";
    place.textContent = word("saved", answer);
  } catch {
    place.textContent = word("not_sent");
  }
}
form.addEventListener("toggle", async (event) => {
  const holder = event.target.open && event.target.querySelector("[data-history]");
  if (!holder) return;
  const response = await fetch(holder.dataset.history, { redirect: "manual", headers: { "X-Requested-With": "fetch" } });
  if (response.ok) holder.innerHTML = await response.text();
}, true);
form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain"), field = document.querySelector("[data-paste]");
  if (!field || !event.target.matches("[data-field] input.number") || event.target.closest("[data-country-rows]") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  field.value = text;
  field.form.elements.start.value = event.target.closest("[data-field]")?.dataset.field ?? "";
  saver.flush().then(() => { if (!saver.trouble) field.form.requestSubmit(); });
});

if (form.dataset.save) {
  saver.putBack();
  stand();
}
showAll();
