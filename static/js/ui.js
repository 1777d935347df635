/* The shell's behaviour; every page works without it. */
(() => {
  "use strict";

  const root = document.documentElement;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

  /* --- rail on small screens --- */
  const opener = document.querySelector("[data-rail-open]");
  const rail = document.getElementById("rail");
  function setRail(open) {
    root.classList.toggle("rail-open", open);
    root.classList.toggle("rail-closed", !open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) rail.querySelector("a[href]")?.focus();
    else opener.focus();
  }
  if (opener && rail) {
    opener.setAttribute("aria-expanded", "false");
    const isOpen = () => root.classList.contains("rail-open");
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-rail-open]")) { event.preventDefault(); setRail(!isOpen()); }
      else if (event.target.closest("[data-rail-close]") || (isOpen() && !event.target.closest("#rail"))) { event.preventDefault(); setRail(false); }
    });
    opener.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); setRail(!isOpen()); } });
    document.addEventListener("keydown", (event) => event.key === "Escape" && isOpen() && setRail(false));
  }

  /* --- menus (details) close by Escape and a click elsewhere --- */
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* --- a row is a link --- */
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("tr[data-href]");
    if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, textarea, summary") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.href = row.dataset.href;
  });

  /* --- nothing is sent twice --- */
  const busy = new Map();
  const SENDING = "Đang gửi…";
  function freeze(form, submitter) {
    for (const button of [...form.elements, ...(submitter ? [submitter] : [])]) {
      if (button.type !== "submit" || button.disabled) continue;
      busy.set(button, button.textContent);
      button.disabled = true;
      if (button === submitter || (!submitter && button.tagName === "BUTTON")) { button.textContent = SENDING; button.classList.add("is-busy"); }
    }
  }
  function release() {
    for (const [button, text] of busy) { button.disabled = false; button.textContent = text; button.classList.remove("is-busy"); }
    busy.clear();
  }
  function freshToken(form) {
    const secret = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    const field = form.querySelector('input[name="csrfmiddlewaretoken"]');
    if (secret && field) field.value = secret; // a login in another tab has changed it
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    freshToken(form);
    if (form.hasAttribute("hx-post") || "noGuard" in form.dataset) return;
    form.dataset.sending = "1";
    setTimeout(() => freeze(form, event.submitter)); // after the browser has read the fields
  });
  function reopen() {
    release();
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  }
  addEventListener("pageshow", reopen);

  /* --- choice between two versions --- */
  const mine = new Map();
  document.addEventListener("change", (event) => {
    const radio = event.target;
    const name = radio.dataset?.keepField;
    if (!name || !radio.checked) return;
    const field = radio.form.elements[name];
    const theirs = radio.form.elements[`theirs_${name}`];
    if (!field || !theirs || field instanceof RadioNodeList) return;
    if (!mine.has(name)) mine.set(name, field.type === "checkbox" ? field.checked : field.value);
    const value = radio.value === "theirs" ? theirs.value : mine.get(name);
    if (field.type === "checkbox") field.checked = value === true || value === "True" || value === "on";
    else field.value = value;
    field.dispatchEvent(new CustomEvent("qms:value-set", { bubbles: true }));
  });

  /* --- small things --- */
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) print(); });
  function prepare(scope) {
    for (const table of scope.querySelectorAll("table.cards-on-phone")) {
      const labels = [...table.querySelectorAll("thead th")].map((head) => head.textContent.replace(/[↑↓]/g, "").trim());
      for (const row of table.tBodies[0]?.rows ?? []) {
        [...row.cells].forEach((cell, at) => { if (cell.dataset.label === undefined && labels[at] && row.cells.length === labels.length) cell.dataset.label = labels[at]; });
      }
    }
    for (const hidden of scope.querySelectorAll("[data-with-js]")) hidden.hidden = false;
    stick();
  }
  function stick() {
    for (const box of document.querySelectorAll(".table-region .table-scroll")) {
      box.classList.remove("can-stick");
      box.classList.toggle("can-stick", box.scrollWidth <= box.clientWidth + 1);
    }
  }
  let resizing = 0;
  addEventListener("resize", () => { cancelAnimationFrame(resizing); resizing = requestAnimationFrame(stick); });
  document.fonts?.ready.then(stick);
  prepare(document);

  /* --- a refused form: read what is wrong first --- */
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  /* --- a finished job brings its file by itself --- */
  document.addEventListener("htmx:afterSettle", () => {
    const link = document.querySelector("[data-auto-download]");
    if (!link || link.dataset.started) return;
    link.dataset.started = "1";
    link.click();
  });

  /* --- the rail says when it goes on below --- */
  const inner = rail?.querySelector(".rail-inner");
  const more = () => inner.classList.toggle("has-more", inner.scrollHeight - inner.scrollTop - inner.clientHeight > 12);
  if (inner) {
    inner.addEventListener("scroll", more, { passive: true });
    addEventListener("resize", more);
    document.fonts?.ready.then(more);
    const current = inner.querySelector("[aria-current]");
    if (current) inner.scrollTop = Math.max(0, current.offsetTop - inner.clientHeight * .7); // the page one is on is never below the edge
    more();
  }

  /* --- a long list of sections is folded on a phone --- */
  const sections = document.querySelector(".three-nav");
  if (sections && matchMedia("(max-width: 767.98px)").matches) {
    const fold = document.createElement("details");
    fold.className = "nav-fold";
    fold.append(Object.assign(document.createElement("summary"), { textContent: sections.getAttribute("aria-label") }), ...sections.childNodes);
    sections.append(fold);
  }
  document.addEventListener("htmx:load", (event) => prepare(event.target.parentElement ?? document));

  /* --- sentences at the foot, for htmx --- */
  const toasts = document.getElementById("toasts");
  function say(text, link) {
    for (const old of toasts.children) if (old.dataset.text === text) old.remove();
    const note = document.createElement("div");
    note.className = "toast-note";
    note.dataset.text = text;
    const body = document.createElement("div");
    body.textContent = text;
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { href: link.url, target: "_blank", rel: "noopener", textContent: link.label, className: "on-dark" });
      body.append(" ", anchor);
    }
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Đóng", className: "on-dark" });
    close.addEventListener("click", () => note.remove());
    note.append(body, close);
    toasts.append(note);
  }
  document.addEventListener("qms:say", (event) => say(event.detail?.text ?? event.detail?.value ?? event.detail));

  const SENTENCES = {
    403: "Vai trò của anh/chị không làm được việc này.",
    404: "Mục này không còn. Tải lại trang để xem danh sách mới.",
    409: "Có người vừa lưu trước. Tải lại trang để xem bản mới; nội dung đang gõ vẫn giữ trên máy này.",
    413: "Tệp lớn quá mức cho phép.",
    422: "Có chỗ chưa đúng, xem dòng báo trong biểu mẫu.",
    429: "Gửi nhiều quá nhanh. Chờ một phút rồi thử lại.",
  };
  const expired = () => say("Phiên làm việc đã hết. Nội dung đang gõ vẫn giữ trên trang này.", { url: meta("login-url") || "/", label: "Đăng nhập lại ở thẻ mới" });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const response = event.detail.xhr;
    const turnedAway = meta("login-url") && new URL(response.responseURL || location.href, location.href).pathname === meta("login-url");
    if (response.status === 401 || turnedAway) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      event.stopPropagation();
      expired();
    } else if (response.status === 422 || response.status === 409) {
      if (response.getResponseHeader("HX-Reswap") !== "none" && response.responseText.trim() && !/^\s*<!doctype/i.test(response.responseText)) {
        event.detail.shouldSwap = true; // the form with its errors
        event.detail.isError = false;
      }
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(SENTENCES[status] ?? `Máy chủ gặp lỗi (${status}), chưa làm được. Thử lại sau ít phút.`);
  });
  document.addEventListener("htmx:sendError", () => !(document.querySelector("form[data-draft-key]") && !navigator.onLine) && say("Mất mạng, chưa gửi được. Nội dung trên trang vẫn còn; có mạng thì thử lại."));
  document.addEventListener("htmx:timeout", () => say("Máy chủ trả lời quá lâu. Thử lại sau ít phút."));
  document.addEventListener("htmx:configRequest", (event) => {
    const secret = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (secret) event.detail.headers["X-CSRFToken"] = secret;
  });
})();
