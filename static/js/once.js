// A form marked data-once is sent once: the second click of a double click is swallowed. The server holds by itself without this.
"use strict";

document.querySelectorAll("form[data-once]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
  });
});

// The page may come back from the browser's memory by the back button.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-once]").forEach((form) => {
    delete form.dataset.sent;
  });
});
