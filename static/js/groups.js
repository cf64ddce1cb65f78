/* Groups of criteria: opens the one an address points at, opens all for printing, and offers to open or close all at once. */
(() => {
  "use strict";
  const groups = [...document.querySelectorAll("details.group")];
  if (!groups.length) return;

  function openAddressed() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && groups.includes(target)) target.open = true;
  }

  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary btn-sm no-print";
  function areAllOpen() {
    return groups.every((group) => group.open);
  }
  function nameButton() {
    button.textContent = areAllOpen() ? "Đóng tất cả các nhóm" : "Mở tất cả các nhóm";
  }
  button.addEventListener("click", () => {
    const opens = !areAllOpen();
    for (const group of groups) group.open = opens;
  });
  for (const group of groups) group.addEventListener("toggle", nameButton);
  nameButton();
  const place = document.createElement("p");
  place.append(button);
  groups[0].before(place);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = groups.filter((group) => !group.open);
    for (const group of closed) group.open = true;
  });
  addEventListener("afterprint", () => {
    for (const group of closed) group.open = false;
  });
  addEventListener("hashchange", openAddressed);
  openAddressed();
})();
