/* A list of check boxes: narrowed by the words typed (accents aside), and told how many are ticked. */
(() => {
  "use strict";

  const fold = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");

  function tell(list) {
    const count = list.querySelectorAll("input[type=checkbox]:checked").length;
    list.querySelector("[data-check-told]").textContent = count ? `Đã chọn ${count}` : "Chưa chọn mục nào";
  }

  function narrow(list, words) {
    let shown = 0;
    for (const item of list.querySelectorAll(".check-item")) {
      const text = fold(item.textContent);
      item.hidden = !words.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    list.querySelector("[data-check-none]").hidden = shown > 0 || !words.length;
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-check-filter]")) return;
    narrow(event.target.closest("[data-check-list]"), fold(event.target.value).split(/\s+/).filter(Boolean));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-check-filter]")) return;
    if (event.key === "Enter") event.preventDefault(); // a word to narrow by is not a form to send
    if (event.key === "Escape" && event.target.value) {
      event.preventDefault();
      event.stopPropagation();
      event.target.value = "";
      narrow(event.target.closest("[data-check-list]"), []);
    }
  }, true);
  document.addEventListener("click", (event) => {
    const list = event.target.closest?.("[data-check-suggest]")?.closest("[data-check-list]");
    if (!list) return;
    for (const box of list.querySelectorAll("[data-suggested]:not(:checked)")) box.click();
  });
  for (const name of ["change", "qms:value-set"]) {
    document.addEventListener(name, (event) => {
      const list = event.target.closest?.("[data-check-list]");
      if (list) tell(list);
    });
  }
  const start = (root) => root.querySelectorAll("[data-check-list]").forEach(tell);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document));
  else start(document);
  document.addEventListener("htmx:load", (event) => start(event.target.parentElement ?? document));
})();
