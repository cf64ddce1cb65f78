// What somebody has typed and the server has not committed yet, kept in this browser by person and answer.
// It outlives a lost connection, an ended session and a closed tab, and is dropped once the server has it.
window.ictDrafts = (() => {
  "use strict";

  const nameOf = (user, answer) => `ict-draft:${user}:${answer}`;

  // Storage can be full or forbidden; the page then still saves, only without this second safety.
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };

  return {
    /** The texts and the version they were typed over; null where nothing is kept. */
    read: (user, answer) => quietly(() => JSON.parse(localStorage.getItem(nameOf(user, answer)))),
    keep: (user, answer, version, texts) =>
      quietly(() => localStorage.setItem(nameOf(user, answer), JSON.stringify({ version, texts }))),
    drop: (user, answer) => quietly(() => localStorage.removeItem(nameOf(user, answer))),
  };
})();
