/* Nothing typed is ever lost: every form with data-draft-key is kept in localStorage under the user and the key,
   restored when it differs from what the server shows, and cleared only when the server confirms the save
   (<meta name="draft-saved">, or the htmx event "qms:draft-saved"). */
(() => {
  "use strict";

  const DELAY = 300;
  const PING_TIMEOUT = 8000;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const user = meta("user-id");
  const clock = (time) => new Date(time).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const sameDay = (a, b) => new Date(a).toDateString() === new Date(b).toDateString();
  const moment = (time) => (sameDay(time, Date.now()) ? clock(time) : `${clock(time)} ngày ${new Date(time).toLocaleDateString("vi-VN")}`);
  const storageKey = (key) => `qms:draft:${user}:${key}`;

  const store = {
    read(key) {
      try { return JSON.parse(localStorage.getItem(storageKey(key))); } catch { return null; }
    },
    write(key, record) {
      try { localStorage.setItem(storageKey(key), JSON.stringify(record)); return true; } catch { return false; }
    },
    remove(key) {
      try { localStorage.removeItem(storageKey(key)); } catch { /* storage is off: nothing was kept */ }
    },
  };

  const NEVER = new Set(["password", "file", "submit", "button", "reset", "image"]);
  const kept = (field) =>
    field.name && field.name !== "csrfmiddlewaretoken" && !NEVER.has(field.type) && field.autocomplete !== "one-time-code" &&
    !/^(keep|theirs)_/.test(field.name) && !("noDraft" in field.dataset) &&
    (field.type !== "hidden" || field.name.endsWith("-TOTAL_FORMS"));

  /* What the fields hold now; with `asServed`, what the server put there (browsers restore typed text on their own). */
  function values(form, asServed = false) {
    const found = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      const list = (found[field.name] ??= []);
      if (field.type === "checkbox" || field.type === "radio") {
        if (asServed ? field.defaultChecked : field.checked) list.push(field.value);
      } else if (field.options) {
        const chosen = [...field.options].filter((option) => (asServed ? option.defaultSelected : option.selected));
        if (!chosen.length && !field.multiple && asServed && field.options.length) chosen.push(field.options[0]);
        list.push(...chosen.map((option) => option.value));
      } else {
        list.push(asServed ? field.defaultValue : field.value);
      }
    }
    return found;
  }

  function apply(form, wanted) {
    for (const [name, list] of Object.entries(wanted)) {
      if (name.endsWith("-TOTAL_FORMS")) form.dispatchEvent(new CustomEvent("qms:rows", { detail: { prefix: name.slice(0, -12), total: Number(list[0]) } }));
    }
    const used = {};
    for (const field of form.elements) {
      if (!kept(field) || field.type === "hidden" || !(field.name in wanted)) continue;
      const list = wanted[field.name];
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = list.includes(field.value);
      } else if (field.multiple && field.options) {
        for (const option of field.options) option.selected = list.includes(option.value);
      } else {
        const at = (used[field.name] = (used[field.name] ?? -1) + 1);
        if (at < list.length) field.value = list[at];
      }
      field.dispatchEvent(new CustomEvent("qms:value-set", { bubbles: true }));
    }
  }

  const normal = (record) => JSON.stringify(Object.entries(record).filter(([, list]) => list.some((value) => value !== "")).map(([name, list]) => [name, list.map((value) => value.replace(/\r\n/g, "\n"))]).sort(([a], [b]) => (a < b ? -1 : 1)));
  const same = (a, b) => normal(a) === normal(b);

  /* What the server holds, beside what was typed: [label, stored text] of the fields that differ. */
  function stored(form, server) {
    const rows = [];
    const now = values(form);
    for (const [name, list] of Object.entries(server)) {
      const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
      const text = list.join(", ").trim();
      if (!field?.labels?.length || !text || field.options || field.type === "checkbox" || field.type === "radio" || (now[name] ?? []).join(", ") === text) continue;
      rows.push(`${field.labels[0].textContent.replace("*", "").trim()} đang lưu: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`);
    }
    return rows.slice(0, 5);
  }

  function notice(form, text, buttons = [], css = "banner-warning") {
    form.querySelector(":scope > [data-draft-notice]")?.remove();
    if (!text) return;
    const box = document.createElement("div");
    box.className = `banner ${css}`;
    box.dataset.draftNotice = "";
    box.setAttribute("role", "status");
    const sentence = document.createElement("p");
    sentence.textContent = text;
    box.append(sentence);
    for (const [label, act] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-secondary btn-sm";
      button.textContent = label;
      button.addEventListener("click", act);
      box.append(button);
    }
    form.prepend(box);
  }

  class Draft {
    constructor(form) {
      this.form = form;
      this.key = form.dataset.draftKey;
      this.version = form.querySelector('input[type="hidden"][name="version"]');
      this.server = values(form, true);
      this.serverVersion = this.version?.defaultValue ?? "";
      this.timer = 0;
      this.status = form.querySelector("[data-draft-status]") ?? form.appendChild(Object.assign(document.createElement("span"), { className: "draft-status" }));
      form.addEventListener("input", (event) => this.later(event));
      form.addEventListener("change", (event) => this.later(event));
      form.addEventListener("submit", (event) => this.submit(event));
      form.addEventListener("click", (event) => event.target.closest?.("[data-draft-cancel]") && this.discard());
      addEventListener("pagehide", () => this.flush());
      addEventListener("offline", () => this.tell("Mất mạng – vẫn giữ trên máy này", "is-kept"));
      addEventListener("online", () => form.querySelector(":scope > [data-draft-offline]") && this.backOnline());
      document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
    }

    start() {
      const draft = store.read(this.key);
      if ("draftBound" in this.form.dataset) {
        // the server gave back what was typed: that is the newest draft, on the version the server now knows
        if (this.form.querySelector("[data-conflict]") && draft) this.keptVersion = draft.version; // asked again if left unanswered
        this.refused = Boolean(this.form.querySelector("[data-error-summary]"));
        this.save();
        return;
      }
      if (!draft?.fields) return;
      if (same({ ...this.server, ...draft.fields }, this.server)) return store.remove(this.key);
      apply(this.form, draft.fields);
      const stale = this.version && draft.version !== this.serverVersion;
      if (stale) this.version.value = draft.version; // so that the server sees the conflict and offers the choice
      const after = stale ? " Bản đang lưu đã có người sửa sau đó; khi lưu, hệ thống sẽ hỏi giữ bản nào." : "";
      const refused = draft.refused ? " Lần gửi trước chưa lưu được vì còn chỗ sai." : "";
      const beside = stored(this.form, this.server);
      notice(this.form, `Chưa lưu. Đã khôi phục nội dung đang gõ lúc ${moment(draft.at)}.${refused}${after}${beside.length ? ` ${beside.join("; ")}.` : ""}`, [["Bỏ, lấy bản đã lưu", () => this.drop()]]);
      this.tell(`Đã giữ trên máy này ${moment(draft.at)}`, "is-kept");
    }

    drop() {
      clearTimeout(this.timer);
      this.timer = 0;
      store.remove(this.key);
      const blank = Object.fromEntries(Object.keys(values(this.form)).map((name) => [name, [""]]));
      apply(this.form, { ...blank, ...this.server });
      if (this.version) this.version.value = this.serverVersion;
      notice(this.form, "");
      this.tell("Đang hiện bản đã lưu", "");
      (this.form.querySelector(".form-control, .form-select, textarea, input:not([type=hidden])") ?? this.form).focus();
    }

    /* “Thôi, quay lại”: what was typed is given up with the page. */
    discard() {
      clearTimeout(this.timer);
      this.timer = 0;
      store.remove(this.key);
    }

    later(event) {
      if (event?.target && !kept(event.target)) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), DELAY);
    }

    flush() {
      if (this.timer) this.save();
    }

    save() {
      clearTimeout(this.timer);
      this.timer = 0;
      const at = Date.now();
      const done = store.write(this.key, { at, version: this.keptVersion ?? this.version?.value ?? "", refused: this.refused, fields: values(this.form) });
      if (done) this.tell(`Đã giữ trên máy này ${clock(at)}`, "is-kept");
      else this.tell("Máy này không giữ được nội dung đang gõ – hãy lưu sớm", "is-problem");
      return done;
    }

    tell(text, css) {
      if (this.status.textContent !== text) this.status.textContent = text;
      this.status.className = `draft-status ${css}`;
    }

    async submit(event) {
      if (this.cleared) { this.cleared = false; return; }
      if (event.defaultPrevented) return;
      const touched = this.timer || store.read(this.key);
      if (touched) this.save();
      if (this.form.hasAttribute("hx-post")) return;
      event.preventDefault();
      event.stopPropagation();
      if (this.asking) return;
      this.asking = true;
      const reached = await this.reachable();
      this.asking = false;
      if (!reached) {
        this.save();
        return this.offline();
      }
      this.cleared = true;
      this.form.requestSubmit(event.submitter && event.submitter.isConnected ? event.submitter : undefined);
    }

    async reachable() {
      if (!navigator.onLine) return false;
      const url = meta("ping-url");
      if (!url) return true;
      try {
        await fetch(`${url}?${Date.now()}`, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PING_TIMEOUT) });
        return true;
      } catch {
        return false;
      }
    }

    offline() {
      this.tell("", ""); // said once, above
      notice(this.form, "Chưa gửi được vì mất mạng. Nội dung vẫn giữ trên máy này; khi có mạng, bấm lưu lại.", [], "banner-error");
      this.form.querySelector(":scope > [data-draft-notice]").dataset.draftOffline = "";
      this.form.querySelector(":scope > [data-draft-notice]").scrollIntoView({ block: "center" });
    }

    backOnline() {
      notice(this.form, "Đã có mạng trở lại. Bấm lưu để gửi nội dung đang giữ.", [], "banner-success");
    }
  }

  function start(root) {
    for (const form of root.querySelectorAll("form[data-draft-key]")) {
      if (form.qmsDraft) continue;
      form.qmsDraft = new Draft(form);
      form.qmsDraft.start();
    }
  }

  function confirmed(key) {
    store.remove(key);
    for (const form of document.querySelectorAll("form[data-draft-key]")) {
      if (form.dataset.draftKey !== key || !form.qmsDraft) continue;
      form.qmsDraft.server = values(form);
      clearTimeout(form.qmsDraft.timer);
      form.qmsDraft.timer = 0;
      form.qmsDraft.tell(`Đã lưu ${clock(Date.now())}`, "is-kept");
      notice(form, "");
    }
  }

  /* Sheets kept for a reload without a network (notes.js) are this account's alone. */
  globalThis.caches?.keys().then((names) => names.filter((name) => name.startsWith("qms-notes-") && name !== `qms-notes-${user}`).forEach((name) => caches.delete(name))).catch(() => {});
  if (!user) return;
  for (const saved of document.querySelectorAll('meta[name="draft-saved"]')) store.remove(saved.content);
  const begin = () => start(document);
  if (document.readyState === "complete") begin();
  else addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:load", (event) => document.readyState !== "loading" && start(event.target.parentElement ?? document));
  document.addEventListener("qms:draft-saved", (event) => confirmed(event.detail.key ?? event.detail.value));
})();
