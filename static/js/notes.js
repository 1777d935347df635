/* Note sheets: each row saves itself. What is typed is kept in localStorage at once, under user, agency, sheet and row,
   and leaves it only when a page newer than the save has been loaded; what cannot be sent stays until it can.
   A row on its way is kept as it was sent and sent again the same, so that an answer that got lost adds nothing. */
(() => {
  "use strict";

  const DELAY = 1000;
  const RETRY = 8000;
  const TIMEOUT = 20000;
  const FIELDS = ["clause", "topic", "note", "remark", "indented"];
  const LABELS = { clause: "Điều khoản", topic: "Nội dung", note: "Ghi chép", remark: "Nhận xét" };
  const KEPT = "Chưa gửi được – đã giữ trên máy này";
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const user = meta("user-id");
  const agency = location.pathname.split("/")[1];
  const prefixOf = (sheet) => `qms:note:${user}:${agency}:${sheet}:`;
  const clock = (time) => new Date(time).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const fold = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ");
  const plain = (values) => JSON.stringify(FIELDS.map((name) => (name === "indented" ? Boolean(values[name]) : (values[name] ?? "").replace(/\r\n?/g, "\n").normalize("NFC"))));
  const same = (a, b) => plain(a) === plain(b);

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // without HTTPS there is no randomUUID
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function kept(sheet) {
    const found = new Map();
    const prefix = prefixOf(sheet);
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(prefix)) found.set(name.slice(prefix.length), JSON.parse(localStorage.getItem(name)));
      }
    } catch { /* storage is off */ }
    return found;
  }

  /* The list of sheets: which of them this machine still has rows of. */
  for (const tag of document.querySelectorAll("[data-unsent]")) {
    const count = [...kept(tag.dataset.unsent).values()].filter((record) => record.unsent).length;
    tag.textContent = `${count} dòng chưa gửi trên máy này`;
    tag.hidden = !count;
  }

  const form = document.querySelector("form[data-sheet]");
  if (!form || !user) return;
  const sheet = form.dataset.sheet;
  const renderedAt = Number(form.dataset.renderedAt);
  const list = form.querySelector("[data-rows]");
  const status = form.querySelector("[data-sheet-status]");
  const rows = new Map();
  const element = (tag, text, css) => Object.assign(document.createElement(tag), { textContent: text, className: css ?? "" });

  class Row {
    constructor(node) {
      this.node = node;
      this.key = node.dataset.key;
      this.fields = Object.fromEntries(FIELDS.map((name) => [name, node.querySelector(`[data-field="${name}"]`)]));
      this.state = node.querySelector("[data-state]");
      this.ask = node.querySelector("[data-ask]");
      this.version = node.dataset.version === undefined ? null : Number(node.dataset.version);
      this.stored = this.values();
      this.unsent = false;
      this.held = false; // by a choice the writer has to make, or a refusal
      this.pending = null;
      this.timer = 0;
      rows.set(this.key, this);
      node.addEventListener("input", () => this.typed());
      node.addEventListener("focusout", () => this.timer && this.release());
      this.shape();
    }

    values() {
      return Object.fromEntries(FIELDS.map((name) => [name, name === "indented" ? Boolean(this.fields[name].value) : this.fields[name].value]));
    }

    put(values) {
      for (const name of FIELDS) this.fields[name].value = name === "indented" ? (values[name] ? "1" : "") : values[name] ?? "";
      this.shape();
    }

    shape() {
      const { note, remark, indented } = this.values();
      this.node.classList.toggle("is-indented", indented);
      this.node.querySelector("[data-quick]").hidden = remark.trim() !== "";
      const bare = !this.node.querySelector("[data-finding]");
      this.node.querySelector("[data-undone]").hidden = !(bare && fold(`${note} ${remark}`).includes("chua thuc hien"));
      this.node.querySelector("[data-raise]").hidden = !(bare && `${note}${remark}`.trim());
      if (!CSS.supports("field-sizing", "content")) {
        for (const field of this.node.querySelectorAll("textarea")) {
          field.style.height = "auto";
          field.style.height = `${field.scrollHeight + 2}px`;
        }
      }
    }

    write(extra = {}) {
      const record = { at: this.at, values: this.values(), version: this.version, pending: this.pending, unsent: this.unsent, removed: this.removed, after: this.above(), pk: this.node.dataset.pk, ...extra };
      try {
        localStorage.setItem(prefixOf(sheet) + this.key, JSON.stringify(record));
        return true;
      } catch {
        this.tell("Máy này không giữ được chữ đang gõ – giữ trang mở tới khi lưu xong", "is-problem");
        return false;
      }
    }

    forget() {
      try { localStorage.removeItem(prefixOf(sheet) + this.key); } catch { /* nothing was kept */ }
    }

    tell(text, css = "") {
      this.state.textContent = text;
      this.state.className = `note-state ${css}`;
      this.node.classList.toggle("is-problem", css === "is-problem");
      summary();
    }

    typed() {
      this.at ??= Date.now();
      this.shape();
      if (this.held && this.ask.childElementCount) return this.write(); // the choice is open: kept, not sent
      this.held = false;
      this.unsent = true;
      if (this.write()) this.tell("Đang gõ…");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.release(), DELAY);
    }

    release() {
      clearTimeout(this.timer);
      this.timer = 0;
      pump();
    }

    /* The nearest row above that the server knows. */
    above() {
      for (let node = this.node.previousElementSibling; node; node = node.previousElementSibling) {
        const row = rows.get(node.dataset.key);
        if (row && !row.removed && row.version !== null) return row.key;
      }
      return null;
    }

    message() {
      const body = { user, key: this.key, version: this.version };
      if (this.removed) return { ...body, removed: true };
      return this.version === null ? { ...body, after: this.above(), ...this.values() } : { ...body, ...this.values() };
    }

    saved(answer, sent) {
      this.pending = null;
      if (sent.removed) {
        this.unsent = false;
        this.write({ savedAt: answer.saved_at });
        this.node.remove();
        return summary(answer.saved_at);
      }
      this.version = answer.version;
      this.stored = sent;
      if (answer.pk) this.known(answer.pk);
      this.unsent = this.removed || !same(sent, this.values());
      if (!this.unsent) this.at = undefined;
      this.write({ savedAt: answer.saved_at });
      if (!this.timer && !this.unsent) this.tell(`Đã lưu ${clock(answer.saved_at)}`, "is-kept");
      lastSaved = answer.saved_at;
      summary();
    }

    known(pk) {
      this.node.dataset.pk = pk;
      for (const link of this.node.querySelectorAll("[data-find]")) link.href = `${form.dataset.findUrl}?line=${pk}`;
    }

    refused(sentence) {
      this.pending = null;
      this.held = true;
      this.write();
      if (this.removed) this.restore();
      this.tell(`Chưa lưu: ${sentence}`, "is-problem");
    }

    restore() {
      this.removed = false;
      this.unsent = !same(this.stored, this.values());
      this.node.hidden = false;
      this.write();
    }

    conflict({ error, theirs, who }) {
      this.pending = null;
      this.held = true;
      if (this.removed) this.restore();
      this.unsent = true;
      this.write();
      this.tell(who ? `${error} (${who})` : error, "is-problem");
      const mine = this.values();
      const box = [element("p", theirs ? "Chọn giữ bản nào; chữ của anh/chị vẫn còn nguyên." : "Giữ lại dòng với chữ của anh/chị, hay bỏ dòng?")];
      for (const name of theirs ? Object.keys(LABELS).filter((one) => mine[one] !== theirs[one]) : []) {
        const pair = element("div", "", "note-ask-pair");
        for (const [label, text] of [[`${LABELS[name]} – của tôi`, mine[name]], [`${LABELS[name]} – đang lưu`, theirs[name]]]) {
          const side = element("div", "");
          side.append(element("strong", label), element("span", text || "(để trống)", "value"));
          pair.append(side);
        }
        box.push(pair);
      }
      const buttons = element("div", "", "note-ask-buttons");
      const offer = (label, act) => {
        const button = element("button", label, "btn btn-secondary btn-sm");
        button.type = "button";
        button.addEventListener("click", () => { this.ask.replaceChildren(); this.held = false; act(); });
        buttons.append(button);
      };
      const send = (version) => { this.version = version; this.unsent = true; this.write(); this.release(); };
      if (theirs) {
        offer("Giữ bản của tôi", () => send(theirs.version));
        offer("Lấy bản đang lưu", () => { this.version = theirs.version; this.take(theirs); });
        offer("Ghép cả hai", () => {
          const now = this.values();
          for (const name of ["note", "remark"]) if (theirs[name] && !now[name].includes(theirs[name])) now[name] = now[name] ? `${theirs[name]}\n${now[name]}` : theirs[name];
          this.put(now);
          send(theirs.version);
        });
      } else {
        offer("Giữ dòng này", () => send(null));
        offer("Bỏ dòng", () => { this.forget(); rows.delete(this.key); this.node.remove(); summary(); });
      }
      box.push(buttons);
      this.ask.setAttribute("role", "group");
      this.ask.setAttribute("aria-label", "Chọn giữ bản nào");
      this.ask.replaceChildren(...box);
    }

    take(values) {
      this.put(values);
      this.stored = this.values();
      this.unsent = false;
      this.at = undefined;
      this.write({ savedAt: Math.max(lastSaved, renderedAt) + 1 });
      this.tell("Đã lấy bản đang lưu", "is-kept");
    }

    remove() {
      if (this.version === null && !this.pending) {
        this.forget();
        rows.delete(this.key);
        this.node.remove();
        return summary();
      }
      this.removed = true;
      this.unsent = true;
      this.at ??= Date.now();
      this.node.hidden = true;
      this.held = false;
      this.write();
      this.release();
    }

    askRemove() {
      const buttons = element("div", "", "note-ask-buttons");
      const yes = Object.assign(element("button", "Xóa dòng", "btn btn-danger btn-sm"), { type: "button" });
      const no = Object.assign(element("button", "Thôi, giữ lại", "btn btn-secondary btn-sm"), { type: "button" });
      yes.addEventListener("click", () => { this.ask.replaceChildren(); this.remove(); });
      no.addEventListener("click", () => this.ask.replaceChildren());
      buttons.append(yes, no);
      this.ask.replaceChildren(element("p", "Xóa dòng này khỏi phiếu? Nội dung cũ vẫn còn trong lịch sử."), buttons);
      yes.focus();
    }
  }

  /* --- sending, one row after the other, in the order they were typed --- */
  let sending = false;
  let trouble = ""; // why nothing can be sent now
  let lastSaved = 0;
  let retry = 0;

  const waiting = () => [...rows.values()].filter((row) => row.unsent && !row.held && !row.timer).sort((a, b) => (a.at ?? 0) - (b.at ?? 0));

  async function pump() {
    if (sending) return;
    sending = true;
    clearTimeout(retry);
    for (let row = waiting()[0]; row; row = waiting()[0]) {
      if (!(await send(row))) {
        retry = setTimeout(pump, RETRY);
        break;
      }
    }
    sending = false;
    summary();
  }

  async function ask(message) {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
    return fetch(form.dataset.saveUrl, {
      method: message ? "POST" : "GET",
      headers: message ? { "Content-Type": "application/json", "X-CSRFToken": token } : {},
      body: message ? JSON.stringify(message) : undefined,
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }

  const isJson = (response) => (response.headers.get("Content-Type") ?? "").includes("json");

  /* True: go on with the next row. */
  async function send(row) {
    const message = row.pending ?? row.message();
    row.pending = message;
    row.write();
    if (!row.state.textContent || row.state.textContent === "Đang gõ…") row.tell("Đang gửi…");
    let response;
    try {
      response = await ask(message);
      if (response.status === 403 && !isJson(response)) { // an old token, an expired login, or a right taken away
        const probe = await ask(null);
        if (probe.type === "opaqueredirect") response = probe;
        else if (probe.ok) response = await ask(message);
      }
    } catch {
      return stuck(row, "offline", KEPT);
    }
    if (response.type === "opaqueredirect") return stuck(row, "expired", "Hết phiên làm việc – đã giữ trên máy này");
    const answer = isJson(response) ? await response.json().catch(() => ({})) : {};
    if (answer.account) return stuck(row, answer.error, "Chưa gửi – đã giữ trên máy này");
    trouble = "";
    if (response.ok) row.saved(answer, message);
    else if (response.status === 409) row.conflict(answer);
    else if (response.status === 422) row.refused(answer.error ?? "dòng gửi đi không đúng dạng.");
    else if (response.status === 403) row.refused("tài khoản này không được ghi phiếu.");
    else if (response.status === 404) row.refused("phiếu này không còn trên hệ thống.");
    else if (response.status === 413 || response.status === 400) row.refused("dòng này quá dài, hệ thống không nhận.");
    else return stuck(row, `Máy chủ gặp lỗi (${response.status}), sẽ tự gửi lại.`, KEPT);
    return true;
  }

  function stuck(row, why, said) {
    trouble = why;
    for (const one of waiting()) one.tell(said, "is-waiting");
    row.tell(said, "is-waiting");
    return false;
  }

  function summary(savedAt) {
    if (savedAt) lastSaved = savedAt;
    const left = [...rows.values()].filter((row) => row.unsent);
    const held = left.filter((row) => row.held).length;
    form.querySelector("[data-empty]").hidden = [...rows.values()].some((row) => !row.removed);
    const [text, css] = told(left, held);
    if (status.textContent !== text) status.textContent = text;
    status.className = `sheet-status ${css}`;
    status.hidden = false;
    if (trouble === "expired" && left.length) {
      const login = element("a", "Đăng nhập lại để gửi tiếp.");
      login.href = `${meta("login-url")}?next=${encodeURIComponent(location.pathname)}`;
      status.append(" ", login);
    }
  }

  function told(left, held) {
    const here = `${left.length} dòng đã giữ trên máy này`;
    if (left.length && trouble === "offline") return [`Mất mạng: ${here}, có mạng sẽ tự gửi.`, "is-waiting"];
    if (left.length && trouble === "expired") return [`Phiên làm việc đã hết: ${here}.`, "is-waiting"];
    if (left.length && trouble) return [`${here}. ${trouble}`, "is-waiting"];
    if (held) return [`${held} dòng chưa lưu, xem dòng báo ở dưới mỗi dòng. Chữ đã gõ vẫn giữ trên máy này.`, "is-problem"];
    if (left.length) return ["Đang gõ…", ""];
    if (lastSaved) return [`Đã lưu ${clock(lastSaved)}${canReopen ? " · lưu cả khi mất mạng" : ""}`, ""];
    if (canReopen) return ["Mỗi dòng tự lưu khi gõ; mất mạng vẫn gõ và mở lại được trang này.", ""];
    return ["Mỗi dòng tự lưu khi gõ; mất mạng thì giữ trên máy này rồi gửi sau.", ""];
  }

  /* --- rows: new, below another, gone --- */
  function grow(below, key = uuid()) {
    const holder = document.createElement("ol");
    holder.innerHTML = form.querySelector("[data-new-row]").innerHTML.replaceAll("-new\"", `-${key}"`);
    const node = holder.firstElementChild;
    node.dataset.key = key;
    for (const hidden of node.querySelectorAll("[data-with-js]")) hidden.hidden = false;
    if (below) below.after(node);
    else list.append(node);
    const row = new Row(node);
    summary();
    return row;
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); });
  form.addEventListener("click", (event) => {
    const on = (name) => event.target.closest(`[data-${name}]`);
    const row = rows.get(event.target.closest("[data-row]")?.dataset.key);
    if (on("add") || on("add-below")) {
      event.preventDefault();
      grow(row?.node).fields[row ? "clause" : "topic"].focus();
    } else if (row && on("remark")) {
      row.fields.remark.value = on("remark").dataset.remark;
      row.typed();
      row.release();
    } else if (row && on("indent")) {
      row.fields.indented.value = row.fields.indented.value ? "" : "1";
      row.typed();
      row.release();
    } else if (row && on("remove")) {
      event.preventDefault();
      row.askRemove();
    } else if (row && on("find") && (row.unsent || row.version === null)) {
      event.preventDefault();
      raise(row, on("find"));
    }
    if (row && event.target.closest(".menu-item")) row.node.querySelector("details").open = false;
  });

  async function raise(row, link) {
    if (row.version === null && !row.unsent) return row.tell("Ghi nội dung của dòng trước khi nêu phát hiện.", "is-problem");
    row.release();
    for (let wait = 0; wait < 40 && row.unsent && !row.held && !trouble; wait += 1) await new Promise((done) => { setTimeout(done, 100); });
    if (!row.unsent) location.href = link.href;
    else if (trouble) row.tell("Chưa gửi được dòng này nên chưa nêu phát hiện được; có mạng hãy bấm lại.", "is-waiting");
  }

  for (const node of list.querySelectorAll("[data-row]")) new Row(node);
  for (const button of form.querySelectorAll("[data-without-js]")) button.hidden = true;

  /* --- what this machine still keeps: unsent rows, and saves that are newer than this page (it may be a kept copy) --- */
  function restore() {
    const records = [...kept(sheet)].sort(([, a], [, b]) => (a.at ?? a.savedAt ?? 0) - (b.at ?? b.savedAt ?? 0));
    for (const [key, record] of records) {
      let row = rows.get(key);
      const newer = record.savedAt > renderedAt;
      if (!record.unsent && !newer) {
        try { localStorage.removeItem(prefixOf(sheet) + key); } catch { /* as it was */ }
        continue;
      }
      if (!record.unsent && record.removed) {
        row?.node.remove();
        rows.delete(key);
        continue;
      }
      if (!record.unsent && row && row.version >= record.version) continue;
      row ??= grow(rows.get(record.after)?.node ?? null, key);
      row.version = record.version;
      if (record.pk) row.known(record.pk);
      row.put(record.values);
      if (!record.unsent) { row.stored = record.values; continue; }
      Object.assign(row, { at: record.at, pending: record.pending, removed: Boolean(record.removed), unsent: true });
      row.node.hidden = row.removed;
      row.tell("Chưa gửi – đã giữ trên máy này", "is-waiting");
    }
  }

  /* --- the page and what it needs, kept for a reload without a network --- */
  let canReopen = false;
  async function keepPage() {
    if (!("serviceWorker" in navigator) || !globalThis.caches) return;
    await navigator.serviceWorker.register(form.dataset.workerUrl);
    await navigator.serviceWorker.ready;
    const cache = await caches.open(`qms-notes-${user}`);
    const needed = new Set(performance.getEntriesByType("resource").map((entry) => new URL(entry.name)).filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/")).map((url) => url.pathname));
    for (const path of needed) if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path);
    if (!(await cache.match(location.pathname, { ignoreVary: true }))) await cache.add(location.pathname);
    canReopen = true;
    summary();
  }

  restore();
  summary();
  addEventListener("online", () => pump());
  addEventListener("focus", () => trouble && pump());
  addEventListener("pagehide", () => rows.forEach((row) => row.timer && row.write()));
  document.addEventListener("visibilitychange", () => rows.forEach((row) => row.timer && row.release()));
  addEventListener("load", () => keepPage().catch(() => { /* no worker here: a reload needs the network */ }));
  document.querySelector("form[data-camera]")?.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.dispatchEvent(new CustomEvent("qms:say", { detail: { text: "Mất mạng, chưa gửi được ảnh. Ảnh vẫn chọn sẵn; có mạng thì bấm gửi lại." } }));
  });
  pump();
})();
