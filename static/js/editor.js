/* The report section editor. The textarea [data-editor-source] stays the truth: plain text with {{ figures }} and
   {% logic %}. On top of it lies an editable paper where each placeholder is a chip with its current value. */
(() => {
  "use strict";

  const TOKEN = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g;
  const ZERO = "\u200b"; // lets the caret stand beside a chip
  const BLOCKS = new Set(["DIV", "P", "LI", "UL", "OL", "BLOCKQUOTE", "H1", "H2", "H3", "H4", "PRE", "TR", "TABLE"]);
  const fold = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
  const escape = (text) => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);
  const isChip = (node) => node?.nodeType === 1 && node.hasAttribute("data-source");

  class Editor {
    constructor(box) {
      this.box = box;
      this.source = box.querySelector("[data-editor-source]");
      this.values = JSON.parse(document.getElementById("figure-values")?.textContent || "{}") || {};
      this.note = box.querySelector("[data-editor-note]");
      this.detail = box.querySelector("[data-figure-detail]");
      for (const item of box.querySelectorAll("[data-placeholder]")) {
        this.values[item.dataset.placeholder] ??= { text: item.dataset.text, label: item.dataset.label, key: item.dataset.placeholder, changed: false };
      }
      this.area = document.createElement("div");
      this.area.className = "editor-area";
      this.area.contentEditable = "true";
      this.area.spellcheck = false;
      const label = box.querySelector(`label[for="${this.source.id}"]`);
      for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-label": label?.textContent.trim() || "Nội dung mục", lang: "vi" })) this.area.setAttribute(name, value);
      this.source.hidden = true;
      this.source.after(this.area);
      label?.addEventListener("click", () => this.area.focus());
      this.render();
      this.listen();
    }

    /* --- source → chips --- */
    chip(token) {
      const chip = document.createElement("span");
      chip.contentEditable = "false";
      chip.dataset.source = token;
      if (token.startsWith("{{")) {
        const value = this.values[token] ?? this.values[token.replace(/\s+/g, " ")];
        chip.className = `figure${value ? "" : " missing"}${value?.changed ? " changed" : ""}`;
        chip.textContent = value ? value.text : token.slice(2, -2).trim();
        chip.title = value ? `${value.label}${value.changed ? " – số đã đổi" : ""}` : "Không có số liệu này";
      } else {
        chip.className = "logic";
        chip.textContent = token.slice(2, -2).trim();
        chip.title = "Điều kiện hoặc vòng lặp của đề cương";
      }
      return chip;
    }

    pieces(text) {
      const found = document.createDocumentFragment();
      let from = 0;
      for (const match of text.matchAll(TOKEN)) {
        found.append(text.slice(from, match.index) + ZERO, this.chip(match[0]), ZERO);
        from = match.index + match[0].length;
      }
      found.append(text.slice(from));
      return found;
    }

    render() {
      const text = this.source.value.replace(/\r\n?/g, "\n");
      this.tail = text.match(/\n*$/)[0];
      this.area.replaceChildren(this.pieces(text.slice(0, text.length - this.tail.length)));
      this.check();
    }

    /* --- chips → source --- */
    read() {
      let text = "";
      const fresh = () => { if (text && !text.endsWith("\n")) text += "\n"; };
      const walk = (parent) => {
        for (const node of parent.childNodes) {
          if (node.nodeType === 3) text += node.data;
          else if (isChip(node)) text += node.dataset.source;
          else if (node.nodeName === "BR") { if (node.nextSibling || !BLOCKS.has(parent.nodeName) || parent === this.area) text += "\n"; }
          else if (BLOCKS.has(node.nodeName)) { if (node.previousSibling) fresh(); walk(node); if (node.nextSibling) fresh(); }
          else walk(node);
        }
      };
      walk(this.area);
      return text.replaceAll(ZERO, "").replaceAll("\u00a0", " ").replace(/\n+$/, "") + this.tail;
    }

    write() {
      const text = this.read();
      if (text === this.source.value) return;
      this.source.value = text;
      this.source.dispatchEvent(new Event("input", { bubbles: true }));
      this.check();
    }

    /* A condition must be closed: told at once, the server refuses it again. */
    check() {
      const open = [];
      let problem = "";
      for (const [token] of this.source.value.matchAll(/\{%-?\s*(\w+)[\s\S]*?%\}/g)) {
        const word = token.match(/\w+/)[0];
        if (word === "if" || word === "for") open.push(word);
        else if (word.startsWith("end") && open.pop() !== word.slice(3)) problem = `Có {% ${word} %} thừa hoặc sai chỗ.`;
      }
      if (!problem && open.length) problem = `Thiếu {% end${open.at(-1)} %}: điều kiện hoặc vòng lặp chưa đóng.`;
      if (this.note) this.note.textContent = problem;
    }

    /* --- editing --- */
    range() {
      const selection = getSelection();
      if (selection.rangeCount && this.area.contains(selection.getRangeAt(0).commonAncestorContainer)) return selection.getRangeAt(0);
      return null;
    }

    insert(html) {
      if (document.activeElement !== this.area) {
        const caret = this.last; // focus() moves the caret to the start
        this.area.focus();
        this.restoreCaret(caret);
      }
      document.execCommand("insertHTML", false, html);
    }

    restoreCaret(caret) {
      const selection = getSelection();
      selection.removeAllRanges();
      if (caret && this.area.contains(caret.startContainer)) return selection.addRange(caret);
      const end = document.createRange();
      end.selectNodeContents(this.area);
      end.collapse(false);
      selection.addRange(end);
    }

    /* The chip that the caret touches on one side, with what lies between (zero-width text only). */
    neighbour(range, back) {
      let { startContainer: node, startOffset: at } = range;
      if (node.nodeType === 3) {
        const rest = back ? node.data.slice(0, at) : node.data.slice(at);
        if (rest.replaceAll(ZERO, "")) return null;
        node = back ? node.previousSibling : node.nextSibling;
      } else {
        node = node.childNodes[back ? at - 1 : at];
      }
      while (node?.nodeType === 3 && !node.data.replaceAll(ZERO, "")) node = back ? node.previousSibling : node.nextSibling;
      return isChip(node) ? node : null;
    }

    remove(chip) {
      const selection = getSelection();
      const range = document.createRange();
      range.selectNode(chip);
      const trim = (node, end) => node?.nodeType === 3 && (end ? node.data.endsWith(ZERO) : node.data.startsWith(ZERO));
      if (trim(chip.previousSibling, true)) range.setStart(chip.previousSibling, chip.previousSibling.length - 1);
      if (trim(chip.nextSibling, false)) range.setEnd(chip.nextSibling, 1);
      selection.removeAllRanges();
      selection.addRange(range);
      document.execCommand("delete");
      if (chip.isConnected) { chip.remove(); this.write(); }
    }

    /* Undo brings a chip back selected: the caret goes behind it, so that the next letter does not replace it. */
    settle() {
      const range = this.range();
      if (!range || range.collapsed || !range.cloneContents().querySelector("[data-source]")) return;
      getSelection().collapseToEnd();
    }

    step(chip, back) {
      const beside = back ? chip.previousSibling : chip.nextSibling;
      const range = document.createRange();
      if (beside?.nodeType === 3) range.setStart(beside, back ? Math.max(0, beside.length - (beside.data.endsWith(ZERO) ? 1 : 0)) : (beside.data.startsWith(ZERO) ? 1 : 0));
      else if (back) range.setStartBefore(chip);
      else range.setStartAfter(chip);
      range.collapse(true);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }

    keydown(event) {
      if (event.key === "Enter") {
        event.preventDefault();
        if (event.ctrlKey || event.metaKey) return this.source.form?.requestSubmit();
        if (event.altKey) {
          const here = this.range();
          const chip = here && (this.neighbour(here, true) || this.neighbour(here, false));
          return chip && this.show(chip);
        }
        return document.execCommand("insertLineBreak");
      }
      const range = this.range();
      if (!range?.collapsed || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return undefined;
      if (event.key === "Backspace" || event.key === "Delete") {
        const chip = this.neighbour(range, event.key === "Backspace");
        if (chip) { event.preventDefault(); this.remove(chip); }
      } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        const chip = this.neighbour(range, event.key === "ArrowLeft");
        if (chip) { event.preventDefault(); this.step(chip, event.key === "ArrowLeft"); }
      }
      return undefined;
    }

    plain(text) {
      const holder = document.createElement("div");
      holder.append(this.pieces(text.replace(/\r\n?/g, "\n")));
      return holder.innerHTML;
    }

    selected() {
      const range = this.range();
      const holder = document.createElement("div");
      holder.append(range.cloneContents());
      for (const chip of holder.querySelectorAll("[data-source]")) chip.replaceWith(chip.dataset.source);
      for (const br of holder.querySelectorAll("br")) br.replaceWith("\n");
      return holder.textContent.replaceAll(ZERO, "");
    }

    listen() {
      this.area.addEventListener("input", (event) => {
        if (event.inputType === "historyUndo" || event.inputType === "historyRedo") this.settle();
        this.write();
      });
      this.area.addEventListener("keydown", (event) => this.keydown(event));
      this.area.addEventListener("paste", (event) => {
        event.preventDefault();
        this.insert(this.plain(event.clipboardData.getData("text/plain")));
      });
      this.area.addEventListener("drop", (event) => event.preventDefault());
      for (const kind of ["copy", "cut"]) {
        this.area.addEventListener(kind, (event) => {
          event.preventDefault();
          event.clipboardData.setData("text/plain", this.selected());
          if (kind === "cut") document.execCommand("delete");
        });
      }
      this.area.addEventListener("beforeinput", (event) => {
        if (event.inputType.startsWith("format")) event.preventDefault();
      });
      this.area.addEventListener("click", (event) => {
        const chip = event.target.closest("[data-source]");
        if (chip) this.show(chip);
      });
      document.addEventListener("selectionchange", () => {
        const range = this.range();
        if (range) this.last = range.cloneRange();
      });
      this.source.addEventListener("qms:value-set", () => this.render());
      this.source.form?.addEventListener("reset", () => setTimeout(() => this.render()));
      const picker = this.box.querySelector("[data-figure-picker]");
      picker?.addEventListener("click", (event) => {
        const item = event.target.closest("[data-placeholder]");
        if (!item) return;
        this.insert(`${ZERO}${this.chip(item.dataset.placeholder).outerHTML}${ZERO}`);
        this.write();
      });
      picker?.querySelector("[data-picker-search]")?.addEventListener("input", (event) => this.filter(picker, event.target.value));
      picker?.querySelector("[data-picker-search]")?.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        picker.querySelector(".picker-item:not([hidden])")?.click();
      });
    }

    filter(picker, query) {
      const words = fold(query).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const group of picker.querySelectorAll("[data-picker-group]")) {
        let here = 0;
        for (const item of group.querySelectorAll("[data-placeholder]")) {
          const text = fold(`${item.textContent} ${item.dataset.placeholder}`);
          item.hidden = !words.every((word) => text.includes(word));
          here += item.hidden ? 0 : 1;
        }
        group.hidden = !here;
        shown += here;
      }
      const empty = picker.querySelector("[data-picker-empty]");
      if (empty) empty.hidden = shown > 0;
    }

    /* Formula, period, source and last change of a figure. */
    show(chip) {
      for (const old of this.area.querySelectorAll(".is-selected")) old.classList.remove("is-selected");
      if (!this.detail) return;
      chip.classList.add("is-selected");
      const value = this.values[chip.dataset.source] ?? {};
      const logic = chip.classList.contains("logic");
      const line = (text, css = "") => (text ? `<p class="mb-1 ${css}">${escape(String(text))}</p>` : "");
      this.detail.innerHTML =
        `<p class="figure-panel-value">${escape(logic ? "Điều kiện, vòng lặp" : value.text ?? "Không có số liệu")}</p>` +
        line(value.label, "muted") + line(value.formula && `= ${value.formula}`) + line(value.period) +
        (value.changed ? line(value.previous ? `Số đã đổi: lúc viết là ${value.previous}` : "Số đã đổi sau khi viết mục này", "late-text") : "") +
        (value.url ? `<p class="mb-1"><a href="${escape(value.url)}" target="_blank" rel="noopener">Mở nguồn số liệu</a></p>` : "") +
        `<p class="mb-0"><code>${escape(chip.dataset.source)}</code></p>`;
      this.detail.hidden = false;
    }
  }

  for (const box of document.querySelectorAll("[data-editor]")) box.qmsEditor = new Editor(box);
})();
