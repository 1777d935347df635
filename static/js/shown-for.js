/* A choice shows the fields that fit it: select[data-shows] and fields with data-shown-for="value" of the same form.
   Without scripts all of them stay in sight. Nothing typed into a hidden field is dropped. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  for (const choice of document.querySelectorAll("select[data-shows]")) {
    const fitting = [...choice.form.querySelectorAll("[data-shown-for]")];
    const show = () => {
      for (const field of fitting) {
        const box = field.closest("[id^='div_id_']") ?? field;
        box.hidden = field.dataset.shownFor !== choice.value && !field.classList.contains("is-invalid");
      }
    };
    choice.addEventListener("change", show);
    choice.form.addEventListener("qms:value-set", show);
    show();
  }
});
