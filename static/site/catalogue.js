/* Moving a row of the catalogue by dragging its grip. It sends the same form as the buttons beside it. */
(() => {
  document.documentElement.classList.add("has-script");
  for (const list of document.querySelectorAll("[data-sortable]")) {
    let dragged = null;
    let began = [];

    const lines = () => [...list.querySelectorAll(":scope > [data-line]")];

    list.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button !== 0) return;
      event.preventDefault();
      dragged = grip.closest("[data-line]");
      began = lines();
      dragged.classList.add("is-dragged");
      grip.setPointerCapture(event.pointerId);
    });

    list.addEventListener("pointermove", (event) => {
      if (!dragged) return;
      const over = lines().find((line) => {
        const box = line.getBoundingClientRect();
        return line !== dragged && event.clientY >= box.top && event.clientY <= box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    });

    const putBack = () => {
      dragged?.classList.remove("is-dragged");
      if (dragged) list.append(...began);
      dragged = null;
    };

    list.addEventListener("pointerup", () => {
      if (!dragged) return;
      const to = lines().indexOf(dragged);
      const form = dragged.querySelector("form.move-buttons");
      if (String(to) === form.dataset.place) return putBack();
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: to });
      form.append(field);
      dragged.classList.remove("is-dragged");
      dragged = null;
      form.submit();
    });
    list.addEventListener("pointercancel", putBack);
    document.addEventListener("keydown", (event) => event.key === "Escape" && putBack());
  }
})();
