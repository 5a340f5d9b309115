(() => {
  "use strict";
  const SHOWN = 50;
  const PAUSE = 250;
  const ADDRESS = /^case-reviews-[0-9_-]+\.html#(review|publication)-[0-9]+$/;
  const [form, box, status, list] = ["search", "search-words", "search-status", "search-results"]
    .map((id) => document.getElementById(id));
  let items = null;
  let asked = false;
  let waiting = 0;

  const plain = (text) => " " + text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ");

  const element = (name, text, more = {}) => {
    const made = Object.assign(document.createElement(name), more);
    made.textContent = text;
    return made;
  };

  const entry = (item) => {
    const made = document.createElement("li");
    made.append(
      element("a", item.title, { href: item.url }),
      element("span", item.about, { className: "also" }),
    );
    return made;
  };

  const told = (found) => {
    if (found === 0) return "Nothing found. Try fewer or shorter words.";
    const many = found === 1 ? "1 item found" : `${found} items found`;
    return found > SHOWN ? `${many}; the newest ${SHOWN} are shown.` : `${many}.`;
  };

  const show = () => {
    const words = plain(box.value).split(" ").filter(Boolean);
    if (words.length === 0 || items === null) {
      list.replaceChildren();
      list.hidden = true;
      if (words.length === 0) status.textContent = "";
      return;
    }
    const found = items.filter((item) => words.every((word) => item.words.includes(" " + word)));
    list.replaceChildren(...found.slice(0, SHOWN).map(entry));
    list.hidden = found.length === 0;
    status.textContent = told(found.length);
  };

  const ask = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.onload = () => {
      items = (window.repoWatchItems || [])
        .filter((item) => ADDRESS.test(item.url))
        .map((item) => ({ ...item, words: plain(`${item.title} ${item.about} ${item.more}`) }));
      show();
    };
    script.onerror = () => {
      asked = false;
      status.textContent = "The search is not there just now. Every issue is listed below.";
    };
    script.src = "search-index.js";
    document.head.append(script);
  };

  box.addEventListener("focus", ask);
  box.addEventListener("input", () => {
    ask();
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
    show();
  });
  form.hidden = false;
  if (box.value) ask();
})();
