// One key for each act on the appraiser's desk. They can be turned off, are listed on the page, and never act while somebody types.
(() => {
  "use strict";

  const desk = window.ictDesk;
  const panel = document.querySelector("[data-keys]");
  if (!desk || !panel) {
    return;
  }
  const PLACE = "ictindex-desk-keys";
  const button = panel.querySelector("[data-keys-switch]");
  const list = panel.querySelector("[data-keys-list]");
  let isOn = true;
  let current = null;

  const stored = () => {
    try {
      return localStorage.getItem(PLACE);
    } catch {
      return null;
    }
  };

  const turn = (on) => {
    isOn = on;
    list.hidden = !on;
    button.textContent = on ? "Tắt phím tắt" : "Bật phím tắt";
    try {
      localStorage.setItem(PLACE, on ? "on" : "off");
    } catch {
      // A browser that keeps nothing starts with the keys on again.
    }
  };

  const other = (row) => {
    const details = row.querySelector("[data-other]");
    if (details) {
      details.open = true;
    }
    return details;
  };

  const focusOn = (row, name) => {
    const field = row.querySelector(`[data-other] [name="${name}"]`);
    field.focus();
    if (field.select) {
      field.select();
    }
  };

  const decideAs = (outcome, field) => (row) => {
    if (other(row) && desk.choose(row, outcome)) {
      row.dataset.dirty = "yes";
      focusOn(row, field);
    } else {
      desk.say("Tiêu chí này bắt buộc với mọi đơn vị, không chọn «Không áp dụng» được.", true);
    }
  };

  const keep = (row) => {
    const form = row.querySelector(".keep");
    if (form && !form.hidden) {
      form.requestSubmit(form.querySelector("[data-keep]"));
    } else if (form) {
      move(desk.nextOpen(row));
    } else {
      desk.say("Tiêu chí này không có kết quả nào để giữ. Bấm S để chấm, hoặc K để không chấp nhận.", true);
    }
  };

  const move = (row) => {
    if (row) {
      desk.go(row);
    } else {
      desk.say("Không còn tiêu chí nào theo hướng này.");
    }
  };

  const look = (row) => {
    const file = row.querySelector("a[data-preview]");
    if (file) {
      file.click();
    } else {
      desk.say("Tiêu chí này không có tài liệu kiểm chứng.");
    }
  };

  const acts = {
    g: keep,
    s: decideAs("scored", "points"),
    k: decideAs("refused", "ground"),
    d: decideAs("not_applicable", "reason"),
    t: (row) => move(desk.step(row, 1)),
    l: (row) => move(desk.step(row, -1)),
    m: (row) => move(desk.nextOpen(row)),
    x: look,
  };

  const isTyping = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])"));

  const saves = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey);

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && row !== current) {
      current?.classList.remove("is-current");
      current = row;
      row.classList.add("is-current");
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!isOn || event.defaultPrevented || event.isComposing) {
      return;
    }
    const form = event.target.closest?.("[data-other] form");
    if (saves(event) && form) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const act = acts[event.key.toLowerCase()];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
      return;
    }
    event.preventDefault();
    if (current) {
      act(current);
    } else {
      // Nothing is decided that is not marked as the one in hand.
      move(desk.nextOpen(null) ?? desk.rows[0]);
    }
  });

  button.addEventListener("click", () => turn(!isOn));
  turn(stored() !== "off");
  panel.hidden = false;
})();
