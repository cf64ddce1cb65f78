/* Tables that are sorted by pressing a heading: here at once, without the way to the server that the heading's address takes. */
(() => {
  "use strict";
  const UP = "ascending";
  const DOWN = "descending";

  function columnsOf(table) {
    const found = [];
    const rows = [...table.tHead.rows];
    const free = rows.map(() => []);
    rows.forEach((row, level) => {
      let place = 0;
      for (const cell of row.cells) {
        while (free[level][place]) place += 1;
        for (let down = 0; down < cell.rowSpan; down += 1)
          for (let right = 0; right < cell.colSpan; right += 1) free[level + down][place + right] = true;
        if (cell.querySelector("a.sort-way")) found.push([cell, place]);
        place += cell.colSpan;
      }
    });
    return found;
  }

  function valueOf(row, place) {
    const cell = row.cells[place];
    if (cell.tagName === "TH") return cell.textContent.trim();
    return cell.dataset.value ? Number(cell.dataset.value) : null;
  }

  function compare(one, other) {
    return typeof one === "string" ? one.localeCompare(other, "vi") : one - other;
  }

  function sort(table, place, direction) {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [valueOf(row, place), row]);
    const known = rows.filter(([value]) => value !== null);
    const rest = rows.filter(([value]) => value === null);
    known.sort(([one], [other]) => (direction === UP ? compare(one, other) : compare(other, one)));
    body.append(...[...known, ...rest].map(([, row]) => row));
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    const columns = columnsOf(table);
    for (const [heading, place] of columns) {
      heading.querySelector("a.sort-way").addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const first = heading.dataset.first || DOWN;
        const isFirst = heading.getAttribute("aria-sort") === first;
        const direction = isFirst ? (first === UP ? DOWN : UP) : first;
        for (const [other] of columns) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", direction);
        sort(table, place, direction);
      });
    }
  }
})();
