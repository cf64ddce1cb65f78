/* Marks, in the contents list beside a long page, the part that is being read. Without it the list still works. */
(() => {
  "use strict";
  const links = new Map();
  for (const link of document.querySelectorAll(".contents a[href^='#']")) {
    const target = document.getElementById(link.hash.slice(1));
    if (target) links.set(target, link);
  }
  const inView = new Set();

  /* Scrolls the list alone, never the page. */
  function reveal(link) {
    const list = link.closest(".contents");
    const place = link.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (place.top < frame.top) list.scrollTop -= frame.top - place.top + 16;
    if (place.bottom > frame.bottom) list.scrollTop += place.bottom - frame.bottom + 16;
  }

  function markFirstInView() {
    let found = false;
    for (const [target, link] of links) {
      const isHere = !found && inView.has(target);
      found = found || isHere;
      if (isHere) {
        link.setAttribute("aria-current", "true");
        reveal(link);
      } else link.removeAttribute("aria-current");
    }
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) inView.add(entry.target);
        else inView.delete(entry.target);
      }
      if (inView.size) markFirstInView();
    },
    { rootMargin: "-10% 0px -60% 0px" },
  );
  for (const target of links.keys()) observer.observe(target);
})();
