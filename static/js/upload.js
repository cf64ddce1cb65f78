/* Sends chosen or dropped files one after the other, each with its own progress. «Đã nhận» is said only when the server has said it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const picker = form.querySelector("input[type=file]");
  const confirmed = form.querySelector("input[name=no_secret]");
  const zone = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-queue]");
  const problem = form.querySelector("[data-upload-problem]");
  const state = form.querySelector("[data-upload-state]");
  const most = Number(form.dataset.most);
  const CHECKING = "Đã gửi xong, máy chủ đang kiểm tra tệp…";
  const NO_ANSWER = "Mất kết nối khi đang gửi. Tệp chưa được nhận.";
  const SIGNED_OUT = "Phiên đăng nhập đã hết. Đăng nhập lại ở một thẻ khác của trình duyệt rồi bấm «Gửi lại».";
  const waiting = [];
  let running = null;
  let received = 0;
  let refused = 0;
  let last = "";

  picker.required = false;
  form.querySelector("[data-plain-upload]").hidden = true;
  form.querySelector("[data-drag-hint]").hidden = false;

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function inWords(octets) {
    if (octets < 1024) return `${octets} byte`;
    if (octets < 1048576) return `${Math.ceil(octets / 1024)} KB`;
    return `${(Math.ceil((octets * 10) / 1048576) / 10).toLocaleString("vi-VN")} MB`;
  }

  function makeRow(file) {
    const row = document.createElement("li");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `Đã gửi của ${file.name}`);
    const said = element("span", "file-state", "Đang chờ");
    row.append(element("span", "file-name", file.name), element("span", "file-size", inWords(file.size)), bar, said);
    list.append(row);
    return { file, row, bar, said };
  }

  function refuse(item, sentence, canRetry) {
    item.bar.remove();
    item.row.className = "is-refused";
    item.said.textContent = sentence;
    refused += 1;
    if (!canRetry) return;
    const again = element("button", "btn btn-outline-primary btn-sm", "Gửi lại");
    again.type = "button";
    again.append(element("span", "visually-hidden", ` ${item.file.name}`));
    again.addEventListener("click", () => {
      refused -= 1;
      item.row.remove();
      freshenToken().finally(() => add([item.file]));
    });
    item.row.append(again);
  }

  function accept(item, answer) {
    item.bar.remove();
    item.row.className = "is-received";
    item.said.textContent = `Đã nhận. ${answer.note || ""}`.trim();
    received += 1;
    last = answer.url;
  }

  function add(files) {
    problem.hidden = true;
    for (const file of files) {
      const item = makeRow(file);
      if (!file.size) refuse(item, "Tệp rỗng (0 byte). Kiểm tra lại tệp trên máy rồi tải lên lần nữa.", false);
      else if (file.size > most) refuse(item, `Tệp lớn hơn ${form.dataset.mostInWords}, mức lớn nhất cho một tệp.`, false);
      else waiting.push(item);
    }
    start();
  }

  function start() {
    if (running || !waiting.length) return;
    if (!confirmed.checked) {
      problem.textContent = "Đánh dấu vào ô xác nhận không chứa bí mật nhà nước; các tệp đã chọn sẽ được gửi ngay sau đó.";
      problem.hidden = false;
      return;
    }
    problem.hidden = true;
    running = waiting.shift();
    send(running);
  }

  function data(file) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "answer", "supersedes"]) {
      const field = form.elements[name];
      if (field) body.append(name, field.value);
    }
    body.append("no_secret", "on");
    body.append("files", file, file.name);
    return body;
  }

  function send(item) {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((event.loaded / event.total) * 100);
      item.bar.value = percent;
      item.said.textContent = percent < 100 ? `Đã gửi ${percent} %` : CHECKING;
    });
    request.addEventListener("load", () => finish(item, request));
    request.addEventListener("error", () => next(() => refuse(item, NO_ANSWER, true)));
    request.send(data(item.file));
  }

  /* The sign-in page answers programs too, in its own way. */
  function parse(request) {
    try {
      const answer = JSON.parse(request.responseText);
      return Array.isArray(answer.received) ? answer : null;
    } catch {
      return null;
    }
  }

  function finish(item, request) {
    const answer = parse(request);
    next(() => {
      if (answer && answer.received.length) accept(item, answer.received[0]);
      else if (answer) refuse(item, answer.refused[0].sentence, request.status === 409);
      else if (request.responseURL.includes(form.dataset.signIn) || request.status === 403) refuse(item, SIGNED_OUT, true);
      else refuse(item, `Máy chủ không xử lý được (mã ${request.status}). Tệp chưa được nhận.`, true);
    });
  }

  function next(tell) {
    tell();
    running = null;
    if (waiting.length) start();
    else conclude();
  }

  function conclude() {
    const parts = [];
    if (received) parts.push(`Đã nhận ${received} tệp.`);
    if (refused) parts.push(`${refused} tệp không được nhận, xem lý do ở từng tệp.`);
    state.textContent = parts.join(" ");
    if (!received) return;
    if (form.elements.supersedes) location.assign(last);
    else showList();
  }

  async function fetchPage() {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  async function showList() {
    try {
      const fresh = (await fetchPage()).querySelector("[data-evidence-list]");
      if (fresh) document.querySelector("[data-evidence-list]").replaceWith(fresh);
    } catch {
      state.textContent += " Tải lại trang để xem danh sách mới.";
    }
  }

  /* After signing in again the page's token is an old one. */
  async function freshenToken() {
    const field = (await fetchPage()).querySelector("form[data-upload] input[name=csrfmiddlewaretoken]");
    if (field) form.elements.csrfmiddlewaretoken.value = field.value;
  }

  picker.addEventListener("change", () => {
    add([...picker.files]);
    picker.value = "";
  });
  confirmed.addEventListener("change", start);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    add(picker.multiple ? [...event.dataTransfer.files] : [...event.dataTransfer.files].slice(0, 1));
  });
  /* A file that misses the frame must not replace the page. */
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });
})();
