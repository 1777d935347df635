/* The schedule edited in place: Esc gives a row up, a new row goes away without asking the server,
   one click writes the usual topics. Enter saves by itself: the row is a form. */
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-slot-form]");
    if (!form || event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    form.querySelector("[data-slot-cancel]")?.click();
  });

  document.addEventListener("click", (event) => {
    const cancel = event.target.closest?.("[data-slot-cancel]");
    if (!cancel) return;
    if (cancel.hasAttribute("hx-get")) return; // htmx brings the stored row back
    const row = cancel.closest("tr");
    if (!row) return;
    event.preventDefault();
    row.remove();
    document.querySelector("[data-slot-add]")?.focus();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-usual-topics]");
    if (!button) return;
    const field = button.closest("[data-slot-form]").querySelector("textarea[name=topics]");
    field.value = button.dataset.usualTopics;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  /* One new row at a time: a second click leads to the one that is open. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches?.("[data-slot-add]")) return;
    const open = document.querySelector("tr.slot-edit:not([id]) [data-slot-form]");
    if (!open) return;
    event.preventDefault();
    open.querySelector("input:not([type=hidden])").focus();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const rows = event.target.querySelectorAll?.("tr.slot-edit [data-slot-form]");
    const form = event.target.matches?.("tbody") && rows.length ? rows[rows.length - 1] : null;
    form?.scrollIntoView({ block: "center" });
  });
  document.addEventListener("htmx:load", (event) => {
    const form = event.target.querySelector?.("[data-slot-form]");
    if (form) (form.querySelector("[data-error-summary]") ?? form.querySelector("input:not([type=hidden])"))?.focus();
  });
})();
