/* A record chosen by typing: <div data-record-search="chon"> holds the text, the hidden number and the list.
   Suggestions come from the form's own address (?chon=<field>&q=…); the server checks what is sent. */
(() => {
  "use strict";

  const DELAY = 200;
  const fresh = new WeakMap(); // box → the number of its last question

  const parts = (box) => {
    const [text, pk] = box.querySelectorAll("input");
    return { text, pk, list: box.querySelector("ul"), told: box.querySelector("[data-record-search-told]") };
  };

  function prepare(root) {
    for (const box of root.querySelectorAll("[data-record-search]")) {
      const { text, list } = parts(box);
      if (text.getAttribute("role")) continue;
      const label = text.labels?.[0];
      text.setAttribute("role", "combobox");
      text.setAttribute("aria-autocomplete", "list");
      text.setAttribute("aria-expanded", "false");
      text.setAttribute("aria-controls", list.id);
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", label ? label.textContent.replace("*", "").trim() : text.placeholder);
    }
  }

  function close(box) {
    const { text, list } = parts(box);
    list.hidden = true;
    list.replaceChildren();
    text.setAttribute("aria-expanded", "false");
    text.removeAttribute("aria-activedescendant");
  }

  function mark(box, option) {
    const { text, list } = parts(box);
    for (const one of list.children) one.setAttribute("aria-selected", String(one === option));
    if (!option) { text.removeAttribute("aria-activedescendant"); return; }
    text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function choose(box, option) {
    const { text, pk } = parts(box);
    text.value = option.dataset.label;
    pk.value = option.dataset.pk;
    close(box);
    text.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(box, { found, more }, words) {
    const { text, list, told } = parts(box);
    list.replaceChildren(...found.map((row, at) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${list.id}_${at}`, textContent: row.label });
      Object.assign(option.dataset, { pk: row.pk, label: row.label });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    list.hidden = !found.length;
    text.setAttribute("aria-expanded", String(Boolean(found.length)));
    told.textContent = !found.length
      ? `Không có mục nào khớp với “${words}”.`
      : `${found.length} gợi ý${more ? ", còn nữa: gõ thêm chữ" : ""}. Dùng phím mũi tên để chọn.`;
  }

  async function ask(box) {
    const { text } = parts(box);
    const number = (fresh.get(box) ?? 0) + 1;
    fresh.set(box, number);
    const words = text.value.trim();
    const query = new URLSearchParams({ [box.dataset.recordSearch]: text.name, q: words });
    try {
      const response = await fetch(`${location.pathname}?${query}`, { headers: { Accept: "application/json" } });
      if (!response.ok || !response.headers.get("content-type")?.includes("json")) return;
      const answer = await response.json();
      if (fresh.get(box) === number && document.activeElement === text) show(box, answer, words);
    } catch { /* no network: the text is searched when it is sent */ }
  }

  const waiting = new WeakMap();
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-record-search]");
    if (!box) return;
    parts(box).pk.value = ""; // other words: no longer that row
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(ask, DELAY, box));
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-record-search]");
    if (!box || event.isComposing) return;
    const { list } = parts(box);
    const options = [...list.children];
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!options.length) { ask(box); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(box, options[at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(box, options[at]);
    } else if (event.key === "Escape" && options.length) {
      event.preventDefault();
      event.stopPropagation();
      close(box);
    }
  });

  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.("[data-record-search] [role=option]");
    if (option) event.preventDefault(); // the field keeps the focus, so the list stays for the click
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-record-search]");
    const option = event.target.closest?.("[role=option]");
    if (box && option) choose(box, option);
  });
  document.addEventListener("focusout", (event) => {
    const box = event.target.closest?.("[data-record-search]");
    if (box && !box.contains(event.relatedTarget)) { fresh.set(box, (fresh.get(box) ?? 0) + 1); close(box); }
  });

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target.parentElement ?? document));
})();
