/* Press a figure on the paper: the column beside it tells value, formula, period and source. Without this script the figure is a link. */
(() => {
  "use strict";

  const box = document.getElementById("figure-card");
  const data = document.getElementById("figure-cards");
  if (!box || !data) return;
  const cards = JSON.parse(data.textContent);

  function line(text, css = "") {
    if (!text) return null;
    return Object.assign(document.createElement("p"), { className: `mb-1 ${css}`, textContent: text });
  }

  function close() {
    box.hidden = true;
    for (const old of document.querySelectorAll(".figure.is-selected")) old.classList.remove("is-selected");
  }

  function show(chip, card) {
    close();
    chip.classList.add("is-selected");
    const source = card.url ? Object.assign(document.createElement("a"), { href: card.url, textContent: "Mở nguồn số liệu" }) : null;
    const shut = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: "Đóng" });
    shut.addEventListener("click", () => { close(); chip.focus(); });
    const foot = Object.assign(document.createElement("p"), { className: "mb-0 d-flex flex-wrap gap-2 align-items-center" });
    foot.append(...[source, shut].filter(Boolean));
    const parts = [
      line(card.text, "figure-panel-value"), line(card.label, "muted"), line(card.formula && `= ${card.formula}`),
      line(card.period), line(card.previous && `Số đã đổi: trước là ${card.previous}`, "late-text"), foot,
    ];
    box.replaceChildren(...parts.filter(Boolean));
    box.hidden = false;
  }

  document.addEventListener("click", (event) => {
    const chip = event.target.closest?.(".paper a.figure[data-figure]");
    const card = chip && cards[chip.dataset.figure];
    if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(chip, card);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !box.hidden) close(); });
})();
