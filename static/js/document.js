// A form marked data-words gets an editor over its plain field: bold, italic, lists, tables, and words pasted from Word.
// The server cleans whatever comes; what is dropped here is only what nobody should see while writing.
"use strict";

const KEPT = new Map([
  ["P", "p"], ["DIV", "p"], ["H1", "p"], ["H2", "p"], ["H3", "p"], ["H4", "p"], ["H5", "p"], ["H6", "p"], ["BLOCKQUOTE", "p"],
  ["UL", "ul"], ["OL", "ol"], ["LI", "li"], ["TABLE", "table"], ["THEAD", "thead"], ["TBODY", "tbody"], ["TR", "tr"],
  ["TD", "td"], ["TH", "th"], ["B", "b"], ["STRONG", "b"], ["I", "i"], ["EM", "i"], ["BR", "br"],
]);
const DROPPED = new Set([
  "SCRIPT", "STYLE", "TITLE", "META", "LINK", "XML", "TEMPLATE", "OBJECT", "IFRAME", "SVG", "IMG", "DEL", "MATH", "CANVAS", "VIDEO",
  "AUDIO", "SELECT", "TEXTAREA", "BUTTON", "INPUT",
]);
const COMMENTS =
  "[data-style*='mso-element:comment'], [data-style*='mso-comment-reference'], .msocomanchor, .MsoCommentReference, a[href^='#cmnt'], a[id^='cmnt']";
const IN_CELLS = ["b", "strong", "i", "em"].map((look) => `td ${look}, th ${look}`).join(", ");
// What a paste brings and the report cannot hold: how it is named, and how it is found.
const LOST = [
  ["hình ảnh", "img, svg, object, canvas, video, audio"],
  ["chỗ đã xóa trong chế độ theo dõi thay đổi", "del"],
  ["chú thích của người góp ý", COMMENTS],
  ["công thức", "math"],
  ["địa chỉ liên kết (chữ vẫn giữ)", "a[href]:not([href^='#'])"],
  ["ô gộp (tách thành từng ô)", "td[colspan], th[colspan], td[rowspan], th[rowspan]"],
  ["chỗ chữ đậm, nghiêng trong ô của bảng (chữ vẫn giữ)", IN_CELLS],
  ["ý ở cấp ba trở xuống (xếp vào cấp hai)", "li li li, [data-style*='level3'], [data-style*='level4'], [data-style*='level5']"],
  ["mã hoặc khung nhúng", "script, iframe, input, select, textarea, button"],
];

function isLabel(element) {
  return /mso-list\s*:\s*ignore/i.test(element.dataset.style || "");
}

function wordLevel(element) {
  const style = element.dataset.style || "";
  const level = /mso-list\s*:[^;]*level(\d)/i.exec(style);
  if (level) {
    return Number(level[1]) > 1 ? 1 : 0;
  }
  return /MsoListParagraph/i.test(element.className) ? 0 : null;
}

function isNumbered(element) {
  const label = [...element.querySelectorAll("span")].find(isLabel);
  return label ? /^\s*\(?\d+[.)]/.test(label.textContent) : false;
}

// Google Docs lays everything into a <b> that is not bold.
function isPlain(element) {
  return /^(B|STRONG)$/.test(element.tagName) && /font-weight\s*:\s*(normal|[1-5]00)/i.test(element.dataset.style || "");
}

function looksOf(element) {
  const style = element.dataset.style || "";
  const looks = [];
  if (/font-weight\s*:\s*(bold|[6-9]00)/i.test(style) || /^H[1-6]$/.test(element.tagName)) {
    looks.push("b");
  }
  if (/font-style\s*:\s*(italic|oblique)/i.test(style)) {
    looks.push("i");
  }
  return looks;
}

// Copies what is kept of `source` into `target`, building elements anew: no attribute comes along.
function copy(source, target) {
  let list = null;
  source.childNodes.forEach((node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(node.nodeValue.replace(/\s+/g, " "));
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName.toUpperCase()) || isLabel(node) || node.matches(COMMENTS)) {
      return;
    }
    const level = node.tagName === "P" ? wordLevel(node) : null;
    if (level !== null) {
      if (!list) {
        list = document.createElement(isNumbered(node) ? "ol" : "ul");
        target.append(list);
      }
      const item = document.createElement("li");
      if (level) {
        item.dataset.level = "1";
      }
      copy(node, item);
      list.append(item);
      return;
    }
    list = null;
    let into = target;
    if (KEPT.has(node.tagName) && !isPlain(node)) {
      into = document.createElement(KEPT.get(node.tagName));
      if (into.tagName === "TD" || into.tagName === "TH") {
        into.colSpan = Math.min(node.colSpan || 1, 12);
        into.rowSpan = Math.min(node.rowSpan || 1, 100);
      }
      target.append(into);
    }
    looksOf(node).forEach((look) => {
      const inner = document.createElement(look);
      into.append(inner);
      into = inner;
    });
    copy(node, into);
  });
}

// The page's policy forbids styles and handlers even in what is only read here, so they get names that mean nothing.
function disarmed(html) {
  const tag = (each) => each.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son\w+\s*=/gi, " data-on=");
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]*>/g, tag);
}

function lostIn(body) {
  const isCounted = (found, selector) => !isSingle(found) && !found.parentElement.closest(selector);
  const count = (selector) => [...body.querySelectorAll(selector)].filter((found) => isCounted(found, selector)).length;
  const counts = LOST.map(([name, selector]) => [name, count(selector)]);
  return counts.filter(([, number]) => number).map(([name, number]) => `${number} ${name}`).join("; ");
}

// A cell that says it spans one row and one column is an ordinary cell.
function isSingle(element) {
  return /^T[DH]$/.test(element.tagName) && element.colSpan < 2 && element.rowSpan < 2;
}

function cleaned(html) {
  const box = document.createElement("div");
  const body = new DOMParser().parseFromString(disarmed(html), "text/html").body;
  copy(body, box);
  return [box.innerHTML, lostIn(body)];
}

function paragraphs(text) {
  const box = document.createElement("div");
  text.split(/\r?\n/).filter((line) => line.trim()).forEach((line) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    box.append(paragraph);
  });
  return box.innerHTML;
}

function within(editor, tag) {
  const at = window.getSelection().anchorNode;
  const element = at && (at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement);
  const found = element && element.closest(tag);
  return found && editor.contains(found) ? found : null;
}

function putCaret(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  range.collapse(false);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// The paragraphs that the selection touches; loose letters become one first.
function chosenParagraphs(editor) {
  [...editor.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).forEach((node) => {
    const paragraph = document.createElement("p");
    node.replaceWith(paragraph);
    paragraph.append(node);
  });
  const range = window.getSelection().getRangeAt(0);
  return [...editor.children].filter((child) => /^(P|DIV)$/.test(child.tagName) && range.intersectsNode(child));
}

function makeList(editor, tag) {
  const item = within(editor, "li");
  if (item) {
    const other = document.createElement(tag);
    const list = item.parentElement;
    other.append(...list.childNodes);
    list.replaceWith(other);
    putCaret(item);
    return;
  }
  let last = null;
  chosenParagraphs(editor).forEach((paragraph) => {
    last = document.createElement("li");
    last.append(...paragraph.childNodes);
    const before = paragraph.previousElementSibling;
    const list = before && before.tagName.toLowerCase() === tag ? before : document.createElement(tag);
    list.append(last);
    if (list === before) {
      paragraph.remove();
    } else {
      paragraph.replaceWith(list);
    }
  });
  if (last) {
    putCaret(last);
  }
}

// An item becomes a paragraph; the items behind it go on as a list of their own.
function makeParagraph(editor) {
  const item = within(editor, "li");
  if (!item) {
    return;
  }
  const list = item.parentElement;
  const rest = document.createElement(list.tagName);
  while (item.nextSibling) {
    rest.append(item.nextSibling);
  }
  const paragraph = document.createElement("p");
  paragraph.append(...item.childNodes);
  item.remove();
  list.after(paragraph);
  if (rest.children.length) {
    paragraph.after(rest);
  }
  if (!list.children.length) {
    list.remove();
  }
  putCaret(paragraph);
}

function addRow(editor) {
  const row = within(editor, "tr") || editor.querySelector("table tr:last-child");
  if (!row) {
    return;
  }
  const next = document.createElement("tr");
  [...row.cells].forEach(() => next.append(document.createElement("td")));
  const table = row.closest("table");
  (table.tBodies[0] || table.createTBody()).insertBefore(next, row.closest("thead") ? table.tBodies[0].firstChild : row.nextSibling);
  putCaret(next.cells[0]);
}

function addColumn(editor) {
  const table = within(editor, "table") || editor.querySelector("table");
  if (table) {
    [...table.rows].forEach((row) => row.append(document.createElement(row.closest("thead") ? "th" : "td")));
  }
}

const TABLE =
  "<table><thead><tr><th>Cột 1</th><th>Cột 2</th></tr></thead><tbody><tr><td>&nbsp;</td><td>&nbsp;</td></tr></tbody></table><p><br></p>";

const MARKS = {
  bold: () => document.execCommand("bold"),
  italic: () => document.execCommand("italic"),
  list: (editor) => makeList(editor, "ul"),
  numbers: (editor) => makeList(editor, "ol"),
  words: makeParagraph,
  table: () => document.execCommand("insertHTML", false, TABLE),
  deeper: (editor) => {
    const item = within(editor, "li");
    if (item && item.dataset.level) {
      delete item.dataset.level;
    } else if (item && item.previousElementSibling) {
      item.dataset.level = "1";
    }
  },
  row: addRow,
  column: addColumn,
};

// Says that something is not saved yet, and asks before the page is left with it.
function watch(form, told) {
  let isUnsaved = form.dataset.words === "unsaved";
  const say = () => {
    told.textContent = isUnsaved ? "Có nội dung chưa lưu." : "";
  };
  const note = () => {
    isUnsaved = true;
    say();
  };
  form.addEventListener("input", note);
  form.addEventListener("click", (event) => event.target.closest("[data-mark]") && note());
  form.addEventListener("submit", () => {
    isUnsaved = false;
  });
  window.addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());
  say();
}

document.querySelectorAll("form[data-words]").forEach((form) => {
  const plain = form.querySelector(".plain-words");
  const rich = form.querySelector(".rich-words");
  const editor = form.querySelector(".rich");
  const typed = form.querySelector("[name=typed]");
  const told = form.querySelector("[data-told]");
  watch(form, told);
  if (!editor.textContent.trim() && typed.value.trim()) {
    return;
  }
  plain.hidden = true;
  typed.disabled = true;
  rich.hidden = false;
  // The blanks between the elements of the page would be letters to write between.
  [...editor.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).forEach((node) => node.remove());
  editor.contentEditable = "true";
  if (!editor.children.length) {
    editor.innerHTML = "<p><br></p>";
  }
  document.execCommand("defaultParagraphSeparator", false, "p");
  const html = document.createElement("input");
  html.type = "hidden";
  html.name = "html";
  form.append(html);

  form.querySelectorAll("[data-mark]").forEach((button) => {
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (!editor.contains(window.getSelection().anchorNode)) {
        editor.focus();
      }
      MARKS[button.dataset.mark](editor);
    });
  });
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    const marked = event.clipboardData.getData("text/html");
    const [words, lost] = marked ? cleaned(marked) : [paragraphs(event.clipboardData.getData("text/plain")), ""];
    document.execCommand("insertHTML", false, words);
    form.querySelector("[data-lost]").textContent = lost ? `Không đưa được vào báo cáo: ${lost}.` : "";
  });
  editor.addEventListener("drop", (event) => event.preventDefault());
  form.addEventListener("submit", () => {
    html.value = editor.innerHTML;
  });
});
