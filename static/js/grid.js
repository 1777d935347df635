/* Input grids: Enter goes to the row below (a new one after the last), arrows move, cells are pasted from Excel.
   <fieldset data-grid="prefix"> holds a table, <template data-grid-row> and a button [data-grid-add]. */
(() => {
  "use strict";

  const CELLS = 'input:not([type="hidden"], [type="checkbox"], [type="radio"], [type="file"]), select, textarea';
  const fold = (text) => text.trim().toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");

  const rows = (grid) => [...grid.querySelectorAll("tbody > tr")];
  const cells = (row) => [...row.querySelectorAll(CELLS)];

  function addRow(grid) {
    const template = grid.querySelector("template[data-grid-row]");
    const total = grid.querySelector(`input[name="${grid.dataset.grid}-TOTAL_FORMS"]`);
    const most = grid.querySelector(`input[name="${grid.dataset.grid}-MAX_NUM_FORMS"]`);
    if (!template || !total || (most?.value && Number(total.value) >= Number(most.value))) return null;
    const holder = document.createElement("tbody");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value).replaceAll("__number__", String(Number(total.value) + 1));
    const row = holder.firstElementChild;
    grid.querySelector("tbody").append(row);
    total.value = String(Number(total.value) + 1);
    return row;
  }

  function place(cell) {
    const row = cell.closest("tr");
    return { row, column: cells(row).indexOf(cell) };
  }

  function below(grid, cell, step, grow) {
    const { row, column } = place(cell);
    const all = rows(grid);
    const next = all[all.indexOf(row) + step] ?? (grow ? addRow(grid) : null);
    const target = next && cells(next)[column];
    if (target) { target.focus(); target.select?.(); }
    return Boolean(target);
  }

  function put(cell, text) {
    if (cell.tagName === "SELECT") {
      const option = [...cell.options].find((one) => fold(one.text) === fold(text) || one.value === text.trim());
      if (option) cell.value = option.value;
    } else {
      cell.value = cell.tagName === "TEXTAREA" ? text : text.replace(/\s*\n\s*/g, " ").trim();
    }
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Excel's clipboard text: tabs between cells, a cell with line breaks in quotes. */
  function parse(text) {
    const table = [[]];
    let cell = "";
    let quoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const letter = source[at];
      if (quoted) {
        if (letter === '"' && source[at + 1] === '"') { cell += '"'; at += 1; }
        else if (letter === '"') quoted = false;
        else cell += letter;
      } else if (letter === '"' && cell === "") quoted = true;
      else if (letter === "\t") { table.at(-1).push(cell); cell = ""; }
      else if (letter === "\n") { table.at(-1).push(cell); cell = ""; table.push([]); }
      else cell += letter;
    }
    table.at(-1).push(cell);
    return table;
  }

  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    const grid = cell.closest?.("[data-grid]");
    if (!grid || !cell.matches(CELLS) || !cell.closest("tbody")) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      below(grid, cell, 1, true);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      cell.form?.requestSubmit();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && cell.tagName === "INPUT") {
      if (below(grid, cell, event.key === "ArrowDown" ? 1 : -1, false)) event.preventDefault();
    }
  });

  document.addEventListener("paste", (event) => {
    const cell = event.target;
    const grid = cell.closest?.("[data-grid]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!grid || !cell.matches(CELLS) || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const { row, column } = place(cell);
    const from = rows(grid).indexOf(row);
    let lost = 0;
    parse(text).forEach((line, down) => {
      const target = rows(grid)[from + down] ?? addRow(grid);
      if (!target) { lost += 1; return; }
      const fields = cells(target);
      line.forEach((value, across) => fields[column + across] && put(fields[column + across], value));
    });
    if (lost) document.dispatchEvent(new CustomEvent("qms:say", { detail: `Bảng không còn chỗ: ${lost} dòng dán vào đã bị bỏ lại.` }));
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-grid-add]");
    if (!button) return;
    const row = addRow(button.closest("[data-grid]"));
    if (row) cells(row)[0]?.focus();
  });

  document.addEventListener("qms:rows", (event) => {
    const { prefix, total } = event.detail;
    const grid = event.target.querySelector(`[data-grid="${CSS.escape(prefix)}"]`);
    while (grid && rows(grid).length < total && addRow(grid));
  }, true);

  function show(root) {
    for (const hidden of root.querySelectorAll("[data-grid-add], [data-grid-help]")) hidden.hidden = false;
  }
  show(document);
  document.addEventListener("htmx:load", (event) => show(event.target));
})();
