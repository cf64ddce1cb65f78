// Who has just chosen «Không nhất trí» gets the time to type the reasons before the row is sent: the choice alone cannot be saved.
"use strict";

document.addEventListener(
  "change",
  (event) => {
    const select = event.target.closest("select[name$='-stance']");
    const text = select?.closest("[data-row]")?.querySelector("textarea");
    if (select?.value === "contests" && text && !text.value.trim()) {
      event.stopPropagation();
    }
  },
  { capture: true },
);
