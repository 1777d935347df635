/* “Chèn”: puts a sentence on a line of its own at the end of the text. */
(() => {
  "use strict";
  const target = document.querySelector("[data-insert-target]");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button || !target) return;
    const before = target.value.replace(/\s+$/, "");
    target.value = `${before}${before ? "\n" : ""}- ${button.dataset.insert}`;
    target.dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept as if typed
    target.focus();
    target.setSelectionRange(target.value.length, target.value.length);
  });
})();
