// Saves each decision of the appraiser's desk without leaving the page, and leads to the next criterion without one.
// A decision is shown as saved only after the server has answered that it is committed.
(() => {
  "use strict";

  const table = document.querySelector("[data-desk]");
  if (!table) {
    return;
  }
  const said = document.querySelector("[data-said]");
  const rows = [...table.querySelectorAll("[data-row]")];
  const rowOf = (element) => element.closest("[data-row]");
  const busy = new Set();
  let shown = null;
  const OFFLINE = "Chưa lưu được vì không kết nối được máy chủ. Nội dung vẫn còn ở đây; bấm «Lưu» lần nữa.";
  const SIGNED_OUT = "Chưa lưu được vì phiên đăng nhập đã hết. Đăng nhập lại ở cửa sổ khác rồi bấm «Lưu» lần nữa.";

  const say = (sentence, isTrouble = false) => {
    said.textContent = sentence;
    said.classList.toggle("is-trouble", isTrouble);
  };

  /** Evidence of another criterion does not stay open beside this one. */
  const closePreview = () => document.querySelector(".preview-panel header button")?.click();

  const go = (row) => {
    if (row !== shown) {
      closePreview();
      shown = row;
    }
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  /** The next row without an outcome after this one, from the top again at the end; null where none is left. */
  const nextOpen = (row) => {
    const place = row ? rows.indexOf(row) : -1;
    const open = rows.filter((each) => each.hasAttribute("data-open") && each !== row);
    return open.find((each) => rows.indexOf(each) > place) ?? open[0] ?? null;
  };

  const step = (row, by) => rows[rows.indexOf(row) + by] ?? null;

  const bodyOf = (form, button) => {
    const body = new URLSearchParams(new FormData(form));
    body.append("user", table.dataset.user);
    if (button && button.name) {
      body.append(button.name, button.value);
    }
    return body;
  };

  const clear = (row) => {
    row.querySelectorAll("[data-problem]").forEach((place) => { place.textContent = ""; });
    row.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    const conflict = row.querySelector("[data-conflict]");
    conflict.hidden = true;
    conflict.textContent = "";
  };

  const show = (row, part, text) => { row.querySelector(`[data-${part}]`).textContent = text; };

  const takeVersion = (row, version) => {
    row.querySelectorAll("[name=version]").forEach((field) => { field.value = version; });
  };

  const count = () => {
    const open = rows.filter((row) => row.hasAttribute("data-open")).length;
    const asked = document.querySelector("[data-asked-count]").textContent;
    document.querySelector("[data-decided-count]").textContent = String(Number(asked) - open);
    return open;
  };

  const wasSaved = (row, reply) => {
    clear(row);
    show(row, "words", reply.words);
    show(row, "reason", reply.reason);
    show(row, "who", `${reply.who}, ${reply.when}`);
    show(row, "other-label", "Sửa kết quả");
    takeVersion(row, reply.version);
    row.dataset.state = "saved";
    delete row.dataset.dirty;
    row.removeAttribute("data-open");
    row.classList.remove("is-questioned");
    row.querySelector("[data-other]").open = false;
    const keep = row.querySelector(".keep");
    if (keep) {
      keep.hidden = reply.is_kept;
    }
    const left = count();
    say(left ? `Đã lưu: ${reply.words}. Còn ${left} tiêu chí chưa có kết quả.` : `Đã lưu: ${reply.words}. Mọi tiêu chí của nhóm đã có kết quả.`);
    go(nextOpen(row) ?? row);
  };

  const wasRefused = (row, reply) => {
    clear(row);
    row.querySelector("[data-other]").open = true;
    let first = null;
    for (const [field, sentence] of Object.entries(reply.problems)) {
      const place = row.querySelector(`[data-problem="${field}"]`);
      const control = row.querySelector(`[data-other] [name="${field}"]`);
      (place ?? said).textContent = sentence;
      if (control) {
        control.setAttribute("aria-invalid", "true");
        first = first ?? control;
      }
    }
    say(Object.values(reply.problems).join(" "), true);
    if (first) {
      first.focus();
    }
  };

  const wasOvertaken = (row, reply) => {
    clear(row);
    takeVersion(row, reply.version);
    row.querySelector("[data-other]").open = true;
    const conflict = row.querySelector("[data-conflict]");
    conflict.textContent = `${reply.sentence} Bấm «Lưu» lần nữa để thay bằng kết quả của Ông/Bà.`;
    conflict.hidden = false;
    say(reply.sentence, true);
  };

  const take = (row, reply) => {
    const acts = {
      saved: () => wasSaved(row, reply),
      refused: () => wasRefused(row, reply),
      conflict: () => wasOvertaken(row, reply),
      closed: () => say(reply.sentence, true),
    };
    acts[reply.state]();
  };

  const send = async (form, button) => {
    const row = rowOf(form);
    if (busy.has(row)) {
      return;
    }
    busy.add(row);
    say("Đang lưu…");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: bodyOf(form, button),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      const isReply = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
      if (isReply) {
        take(row, await response.json());
      } else {
        say(response.type === "opaqueredirect" || response.status === 403 ? SIGNED_OUT : OFFLINE, true);
      }
    } catch {
      say(OFFLINE, true);
    } finally {
      busy.delete(row);
    }
  };

  /** Typing points means to score, and choosing a ground means to refuse. */
  const choose = (row, outcome) => {
    const radio = row.querySelector(`[name="outcome"][value="${outcome}"]`);
    if (radio) {
      radio.checked = true;
    }
    return radio;
  };

  table.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, event.submitter);
  });
  table.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    row.dataset.dirty = "yes";
    if (event.target.name === "points") {
      choose(row, "scored");
    } else if (event.target.name === "ground" && event.target.value) {
      choose(row, "refused");
    }
  });
  addEventListener("beforeunload", (event) => {
    if (rows.some((row) => row.dataset.dirty)) {
      event.preventDefault();
    }
  });

  window.ictDesk = { rows, rowOf, go, nextOpen, step, choose, say };
})();
