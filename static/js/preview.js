/* Opens a file beside the page it is named on. Without JavaScript the same link opens it in a tab of its own. */
(() => {
  "use strict";
  let panel = null;
  let opener = null;

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  function close() {
    if (!panel) return;
    panel.remove();
    panel = null;
    document.documentElement.classList.remove("has-preview");
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  }

  function content(link) {
    const name = link.dataset.preview;
    if (/\.(docx|xlsx)$/i.test(name)) return download(link);
    const isPicture = "picture" in link.dataset || /\.(png|jpe?g)$/i.test(name);
    return isPicture
      ? element("img", { src: link.href, alt: `Ảnh ${name}` })
      : element("iframe", { src: `${link.href}#navpanes=0&view=FitH`, title: `Nội dung tệp ${name}` });
  }

  function download(link) {
    const note = element("p", { textContent: "Trình duyệt không xem trước được tệp Word và Excel. " });
    note.append(element("a", { href: link.href, textContent: "Tải tệp về" }), " rồi mở bằng phần mềm văn phòng.");
    return note;
  }

  /* The line that the file belongs to stays in sight above the preview. */
  function showOpener() {
    const place = opener.getBoundingClientRect();
    const free = panel.getBoundingClientRect().top || innerHeight;
    if (place.top < 0 || place.bottom > free) scrollBy(0, place.top - free / 2);
  }

  function open(link) {
    if (panel) panel.remove();
    opener = link;
    panel = element("aside", { className: "preview-panel no-print" });
    panel.setAttribute("aria-labelledby", "xem-tep");
    const head = document.createElement("header");
    const name = element("h2", { id: "xem-tep", tabIndex: -1, textContent: link.dataset.preview });
    const button = element("button", { type: "button", className: "btn btn-outline-primary btn-sm", textContent: "Đóng" });
    button.addEventListener("click", close);
    const body = element("div", { className: "preview-content" });
    body.append(content(link));
    head.append(name, button);
    panel.append(head, body);
    document.body.append(panel);
    document.documentElement.classList.add("has-preview");
    showOpener();
    name.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
