/* The page on which a story is written: its printed spread beside the text, renewed when one stops typing; what is
   typed kept in the browser until the server has said saved; and the cut of a photo as its slider moves.
   Without it the page works the same, with a button for the spread and the cut shown after each save. */
"use strict";
(() => {
  const form = document.getElementById("story-form");
  const PAUSE = 1000; /* milliseconds without a key before the spread is set */

  /* The spread: one request at a time; a newer text calls the older one off. */
  const panel = document.querySelector("[data-spread-panel]");
  const place = panel?.querySelector("[data-spread]"), state = panel?.querySelector("[data-spread-state]");
  let asked = null, timer = 0;
  const show = async () => {
    asked?.abort();
    const mine = (asked = new AbortController());
    state.textContent = panel.dataset.setting;
    panel.classList.add("is-setting");
    try {
      const answer = await fetch(panel.dataset.address, {
        method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, signal: mine.signal,
      });
      if (answer.redirected || answer.status === 403) { state.textContent = panel.dataset.loggedOut; return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const set = document.createElement("div");
      set.innerHTML = await answer.text();
      const words = set.querySelector(".spread-words"), before = place.querySelector(".spread");
      if (before && !set.querySelector(".spread")) set.prepend(before); /* no new pages: the old ones are better than none */
      place.replaceChildren(...set.childNodes);
      if (words.hasAttribute("data-busy")) { clearTimeout(timer); timer = setTimeout(show, 3 * PAUSE); }
      state.textContent = "";
    } catch (error) {
      if (error.name === "AbortError") return;
      state.textContent = panel.dataset.failed;
    } finally {
      if (asked === mine) panel.classList.remove("is-setting");
    }
  };
  if (form && panel) {
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, PAUSE); });
    show();
  }

  /* What is typed, under the page's address with the version that it was based on. It is dropped when the server
     says saved, put back where the version is still the same, and shown for copying where it is not. */
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* full or forbidden: nothing to do */ } };
  const writing = form?.hasAttribute("data-story");
  const KEY = `case ${location.pathname}`;
  const said = document.querySelector(".message-success");
  const sent = sessionStorage.getItem("case sent");
  sessionStorage.removeItem("case sent");
  if (said && sent) localStorage.removeItem(sent);
  if (writing) {
    const version = form.dataset.version, saveState = form.querySelector("[data-save-state]");
    const fields = () => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.matches("input:not([type=radio]), textarea, select"));
    const answered = Boolean(document.getElementById("error-summary"));
    let unsaved = answered || Boolean(document.querySelector(".message-error")), sending = false;
    const sayUnsaved = () => { saveState.textContent = saveState.dataset.unsaved; };
    const tell = (text, ...more) => {
      const note = document.createElement("div");
      note.className = "problem soft kept-text";
      note.setAttribute("role", "status");
      const words = document.createElement("p");
      words.textContent = text;
      note.append(words, ...more);
      form.prepend(note);
      return note;
    };
    const offer = (typed) => {
      const copy = document.createElement("textarea"), drop = document.createElement("button");
      copy.readOnly = true;
      copy.rows = 8;
      copy.className = "form-control";
      copy.setAttribute("aria-label", form.dataset.kept);
      copy.value = typed.filter(([, value]) => value.trim()).map(([, value]) => value).join("\n\n");
      drop.type = "button";
      drop.className = "btn btn-quiet";
      drop.textContent = form.dataset.drop;
      const note = tell(form.dataset.kept, copy, drop);
      drop.addEventListener("click", () => { localStorage.removeItem(KEY); note.remove(); });
    };
    const putBack = () => {
      const kept = JSON.parse(localStorage.getItem(KEY) || "null");
      if (!kept) return;
      const differing = kept.typed.filter(([name, value]) => {
        const field = form.elements.namedItem(name);
        return field && "value" in field && field.value.replace(/\r\n/g, "\n") !== value;
      });
      if (!differing.length) { localStorage.removeItem(KEY); return; }
      if (answered) return; /* the text came back from the server with what is wrong with it */
      if (kept.version !== version) { offer(differing); return; }
      for (const [name, value] of differing) form.elements.namedItem(name).value = value;
      unsaved = true;
      tell(form.dataset.restored);
      show();
    };
    const keepTyped = () => keep(KEY, JSON.stringify({ version, typed: fields().map((field) => [field.name, field.value.replace(/\r\n/g, "\n")]) }));

    putBack();
    if (unsaved) sayUnsaved();
    form.addEventListener("input", () => { unsaved = true; sayUnsaved(); keepTyped(); });
    for (const field of fields()) if (!form.contains(field)) field.addEventListener("input", () => { unsaved = true; sayUnsaved(); keepTyped(); });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("data-show")) return;
      sending = true;
      keepTyped();
      sessionStorage.setItem("case sent", KEY);
    });
    addEventListener("beforeunload", (event) => { if (unsaved && !sending) event.preventDefault(); });
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); form.querySelector("[data-save]").click(); }
    });
  }

  /* The cut of a photo: the whole photo in a frame of the page's shape, moved as CSS and the server both mean it. */
  const cut = document.querySelector("[data-cut]"), slider = document.getElementById("id_focus");
  if (cut && slider) {
    slider.addEventListener("input", () => {
      if (cut.getAttribute("src") !== cut.dataset.cut) cut.src = cut.dataset.cut;
      cut.style.objectPosition = cut.dataset.side === "x" ? `${slider.value}% 50%` : `50% ${slider.value}%`;
    });
  }
})();
