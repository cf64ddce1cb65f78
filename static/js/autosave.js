// Saves each row of a group's form as it is typed, says truthfully how far that has come, and tries again until it is done.
// «Đã lưu» is said only after the server has answered that the row is committed.
(() => {
  "use strict";

  const TYPING_ENDS = 2500;
  const AT_ONCE = 4;
  const FIRST_WAIT = 2000;
  const LONGEST_WAIT = 30000;

  const form = document.querySelector("[data-autosave]");
  if (!form) {
    return;
  }
  const user = form.dataset.user;
  const status = form.querySelector(".work-state");
  const rows = [...form.querySelectorAll("[data-row]")].map((element) => new window.ictRow(element, user));
  const rowOf = (control) => rows.find((row) => row.element.contains(control));
  const timers = new Map();
  const busy = new Set();
  let wait = FIRST_WAIT;
  let retry = null;
  let trouble = null;
  let lastSaved = "";

  const token = () => {
    const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
    return cookie ? cookie.slice("csrftoken=".length) : form.querySelector("[name=csrfmiddlewaretoken]").value;
  };

  const bodyOf = (row, texts) => {
    const body = new URLSearchParams({ user, [`${row.answer}-version`]: row.version });
    for (const [part, text] of Object.entries(texts)) {
      body.append(`${row.answer}-${part}`, text);
    }
    return body;
  };

  const post = (row, texts, options = {}) =>
    fetch(form.dataset.cell.replace("/0/", `/${row.answer}/`), {
      method: "POST",
      body: bodyOf(row, texts),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
      ...options,
    });

  /** The answer as an object; null where the server could not be asked, or gave none. */
  const answerOf = async (response) => {
    const kind = response.headers.get("Content-Type") ?? "";
    return kind.startsWith("application/json") ? response.json() : null;
  };

  const send = async (row) => {
    const texts = row.texts();
    busy.add(row);
    row.say("saving");
    tell();
    try {
      const response = await post(row, texts);
      await take(row, texts, response);
    } catch {
      waitFor(row, "offline");
    }
    busy.delete(row);
    pump();
  };

  const take = async (row, texts, response) => {
    if (response.type === "opaqueredirect" || response.status === 401) {
      waitFor(row, "signed out");
      return;
    }
    const reply = await answerOf(response);
    const acts = {
      saved: () => wasSaved(row, texts, reply),
      refused: () => row.wasRefused(texts, reply),
      conflict: () => row.wasOvertaken(reply, pump),
      closed: () => close(row, reply.sentence),
    };
    if (reply && acts[reply.state]) {
      acts[reply.state]();
    } else if (response.status === 404) {
      close(row, "Không còn tìm thấy tiêu chí này. Tải lại trang để xem.");
    } else {
      waitFor(row, response.status === 403 ? "signed out" : "offline");
    }
  };

  const wasSaved = (row, texts, reply) => {
    row.wasSaved(texts, reply);
    lastSaved = reply.saved_at;
    wait = FIRST_WAIT;
    trouble = null;
  };

  const close = (row, sentence) => {
    row.say("closed");
    trouble = sentence;
  };

  const waitFor = (row, why) => {
    trouble = why;
    row.say("waiting");
    if (retry === null) {
      retry = setTimeout(tryAgain, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  };

  const tryAgain = () => {
    clearTimeout(retry);
    retry = null;
    for (const row of rows.filter((each) => each.state === "waiting")) {
      row.say("typed");
    }
    pump();
  };

  /** Sends what waits to be sent, a few rows at a time; while the last attempt failed, one row feels the way. */
  const pump = () => {
    const limit = trouble === null ? AT_ONCE : 1;
    for (const row of rows.filter((each) => each.state === "typed" && !busy.has(each) && !timers.has(each) && each.wantsSaving)) {
      if (retry !== null) {
        row.say("waiting");
      } else if (busy.size < limit) {
        send(row);
      }
    }
    tell();
    if (busy.size === 0) {
      summarize();
    }
  };

  const now = (row) => {
    clearTimeout(timers.get(row));
    timers.delete(row);
    pump();
  };

  const later = (row) => {
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(() => now(row), TYPING_ENDS));
  };

  const flush = () => rows.forEach((row) => timers.has(row) && now(row));

  const isAllSaved = () => rows.every((row) => row.isSettled);

  const count = (...states) => rows.filter((row) => states.includes(row.state)).length;

  const sentence = () => {
    const waiting = count("waiting");
    if (trouble === "signed out" && waiting) {
      return `Phiên đăng nhập đã hết; ${waiting} tiêu chí chưa lưu được, đang thử lại. Những gì đã nhập được giữ trên máy này. `;
    }
    if (waiting || (trouble === "offline" && count("typed", "saving"))) {
      return `Mất kết nối với máy chủ; ${waiting || count("typed", "saving")} tiêu chí chưa lưu được, đang thử lại. Những gì đã nhập được giữ trên máy này.`;
    }
    if (count("closed")) {
      return trouble;
    }
    if (count("saving")) {
      return "Đang lưu…";
    }
    if (count("conflict")) {
      return `Có ${count("conflict")} tiêu chí mà người khác đã lưu giá trị khác. Chọn giá trị ở từng tiêu chí.`;
    }
    if (count("refused")) {
      return `Còn ${count("refused")} tiêu chí có giá trị chưa hợp lệ nên chưa lưu.`;
    }
    return isAllSaved() && lastSaved ? `Mọi thay đổi đã lưu lúc ${lastSaved}.` : "";
  };

  const tell = () => {
    const text = sentence();
    if (status.dataset.said === text) {
      return;
    }
    status.dataset.said = text;
    status.textContent = text;
    status.classList.toggle("is-trouble", count("waiting", "closed", "refused", "conflict") > 0);
    if (trouble === "signed out" && count("waiting")) {
      const link = document.createElement("a");
      link.href = `${form.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = "Đăng nhập lại";
      status.append(link);
    }
  };

  let asked = null;
  const summarize = () => {
    clearTimeout(asked);
    asked = setTimeout(async () => {
      if (!lastSaved || trouble !== null) {
        return;
      }
      try {
        const response = await fetch(form.dataset.summary, { headers: { Accept: "application/json" }, redirect: "manual" });
        const reply = response.ok ? await answerOf(response) : null;
        if (reply) {
          form.querySelector("[data-total]").textContent = reply.points;
          form.querySelector("[data-missing]").textContent = reply.sentence;
        }
      } catch {
        // The next save asks again.
      }
    }, 400);
  };

  const restore = (row) => {
    const draft = window.ictDrafts.read(user, row.answer);
    if (!draft || !draft.texts) {
      return;
    }
    row.fill(draft.texts);
    if (row.wantsSaving) {
      row.version = draft.version;
      row.say("typed", "còn trên máy này, đang lưu…");
    } else {
      row.settle(row.element.querySelector("[data-saved]").textContent);
    }
  };

  form.addEventListener("input", ({ target }) => {
    const row = rowOf(target);
    if (row) {
      row.wasTyped(target);
      later(row);
    }
  });
  form.addEventListener("change", ({ target }) => {
    const row = rowOf(target);
    if (row) {
      row.wasTyped(target);
      now(row);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    flush();
  });
  for (const statement of document.querySelectorAll("[data-after-saving]")) {
    statement.addEventListener("submit", (event) => {
      flush();
      const isEarly = !isAllSaved();
      statement.querySelector("[data-not-yet]").hidden = !isEarly;
      if (isEarly) {
        event.preventDefault();
      }
    });
  }
  window.addEventListener("online", tryAgain);
  window.addEventListener("focus", () => retry !== null && tryAgain());
  window.addEventListener("pagehide", () => {
    for (const row of rows.filter((each) => each.state === "typed" && each.wantsSaving)) {
      post(row, row.texts(), { keepalive: true }).catch(() => null);
    }
  });

  form.classList.add("is-live");
  rows.forEach(restore);
  pump();
})();
