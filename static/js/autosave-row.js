// One row of the form: what is typed in it, and what the page says about it. It sends nothing by itself.
window.ictRow = (() => {
  "use strict";

  const SAYINGS = {
    typed: "chưa lưu",
    saving: "đang lưu…",
    waiting: "chưa lưu được, đang thử lại",
    refused: "chưa lưu: giá trị chưa hợp lệ",
    conflict: "chưa lưu: có hai giá trị khác nhau",
    closed: "chưa lưu",
  };
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  class Row {
    /** `state`: saved, typed, saving, waiting, refused, conflict or closed. */
    constructor(element, user) {
      this.element = element;
      this.user = user;
      this.answer = element.dataset.row;
      this.state = "saved";
      this.stored = this.texts();
      this.refused = null;
    }

    get controls() {
      return [...this.element.querySelectorAll("input:not([type=hidden]), select, textarea")];
    }

    get version() {
      return this.element.querySelector(`[name="${this.answer}-version"]`).value;
    }

    set version(version) {
      this.element.querySelector(`[name="${this.answer}-version"]`).value = version;
    }

    get isSettled() {
      return this.state === "saved";
    }

    get wantsSaving() {
      const texts = this.texts();
      return !isSame(texts, this.stored) && !isSame(texts, this.refused) && !["conflict", "closed"].includes(this.state);
    }

    partOf(control) {
      return control.name.slice(this.answer.length + 1);
    }

    texts() {
      return Object.fromEntries(this.controls.map((control) => [this.partOf(control), control.value]));
    }

    fill(texts) {
      for (const control of this.controls) {
        control.value = texts[this.partOf(control)] ?? "";
      }
      const note = this.element.querySelector("details.note");
      if (note && note.querySelector("textarea").value) {
        note.open = true;
      }
    }

    /** The person has changed something. A figure takes the reason for leaving the row blank away. */
    wasTyped(control) {
      const skip = this.element.querySelector(`[name="${this.answer}-skipped"]`);
      if (control.value && this.partOf(control).startsWith("v.")) {
        skip.value = "";
      }
      if (isSame(this.texts(), this.stored)) {
        this.settle(this.says);
        return;
      }
      window.ictDrafts.keep(this.user, this.answer, this.version, this.texts());
      if (!["saving", "conflict", "closed"].includes(this.state)) {
        this.say(isSame(this.texts(), this.refused) ? "refused" : "typed");
      }
    }

    say(state, text) {
      this.state = state;
      this.element.dataset.state = state;
      this.element.querySelector("[data-saved]").textContent = text ?? SAYINGS[state];
    }

    settle(text) {
      window.ictDrafts.drop(this.user, this.answer);
      this.clearProblems();
      this.refused = null;
      this.says = text;
      this.say("saved", text ?? "");
    }

    wasSaved(sent, reply) {
      this.stored = sent;
      this.version = reply.version;
      this.clearProblems();
      this.refused = null;
      this.says = `đã lưu lúc ${reply.saved_at}`;
      this.element.querySelector("[data-points]").textContent = reply.points;
      if (isSame(this.texts(), sent)) {
        this.settle(this.says);
      } else {
        window.ictDrafts.keep(this.user, this.answer, this.version, this.texts());
        this.say("typed");
      }
    }

    wasRefused(sent, reply) {
      this.refused = sent;
      this.clearProblems();
      for (const control of this.controls) {
        const problem = reply.problems[this.partOf(control)];
        if (problem) {
          this.showProblem(control, problem);
        }
      }
      this.say(this.wantsSaving ? "typed" : "refused");
    }

    showProblem(control, sentence) {
      const place = document.createElement("span");
      place.className = "field-problem";
      place.id = `${control.id}-loi`;
      place.textContent = sentence;
      control.after(place);
      control.setAttribute("aria-invalid", "true");
      const described = control.getAttribute("aria-describedby") ?? "";
      control.setAttribute("aria-describedby", `${place.id} ${described}`.trim());
    }

    clearProblems() {
      for (const place of this.element.querySelectorAll(".field-problem, .conflict")) {
        place.remove();
      }
      for (const control of this.element.querySelectorAll("[aria-invalid]")) {
        const described = (control.getAttribute("aria-describedby") ?? "").split(" ");
        control.removeAttribute("aria-invalid");
        control.setAttribute("aria-describedby", described.filter((id) => id !== `${control.id}-loi`).join(" "));
      }
    }

    /** Both values side by side, and the choice between them. `decide` is told to send the row again. */
    wasOvertaken(reply, decide) {
      this.clearProblems();
      this.stored = null;
      const box = document.createElement("div");
      box.className = "conflict";
      const told = document.createElement("p");
      told.textContent = reply.sentence;
      const mine = this.button("Giữ giá trị tôi nhập", () => {
        this.version = reply.version;
        this.clearProblems();
        this.say("typed");
        decide(this);
      });
      const theirs = this.button("Lấy giá trị đã lưu", () => {
        this.version = reply.version;
        this.fill(reply.texts);
        this.stored = this.texts();
        this.element.querySelector("[data-points]").textContent = reply.points;
        this.settle("đã lấy giá trị đã lưu");
        decide(this);
      });
      box.append(told, mine, theirs);
      this.element.querySelector(".entry").append(box);
      this.say("conflict");
    }

    button(label, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-outline-primary";
      button.textContent = label;
      button.addEventListener("click", () => {
        act();
        this.controls[0].focus();
      });
      return button;
    }
  }

  return Row;
})();
