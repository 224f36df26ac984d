// A button that copies the address beside it. Without script, or without permission, the address can be marked and copied.
"use strict";

for (const button of document.querySelectorAll("[data-copy-button]")) {
  const field = document.querySelector("[data-copy]");
  const state = document.querySelector("[data-copy-state]");
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copied;
    state.textContent = button.dataset.copied;
  });
}
