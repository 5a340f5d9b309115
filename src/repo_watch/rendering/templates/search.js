(() => {
  "use strict";
  const SHOWN = 50;
  const PAUSE = 250;
  const ADDRESS = /^(case-reviews-[0-9_-]+\.html#(review|publication|change)-[0-9]+|https?:\/\/.*|)$/;
  const WEIGHTS = { title: 10, more: 4, about: 4, text: 1 };
  const [form, box, status, list] = ["search", "search-words", "search-status", "search-results"]
    .map((id) => document.getElementById(id));
  let items = null;
  let asked = false;
  let waiting = 0;
  let shown = "";

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
      item.url ? element("a", item.title, { href: item.url }) : element("span", item.title),
      element("span", item.about, { className: "also" }),
    );
    return made;
  };

  // Where a word stands says how much it tells; the whole word tells more than its beginning.
  const scoreOf = (item, word) => Math.max(...Object.keys(WEIGHTS).map((name) => {
    const at = item.plain[name].indexOf(" " + word);
    if (at < 0) return 0;
    return WEIGHTS[name] * (item.plain[name].includes(` ${word} `) ? 2 : 1);
  }));

  const ranked = (words) => items
    .map((item) => ({ item, scores: words.map((word) => scoreOf(item, word)) }))
    .filter(({ scores }) => scores.every(Boolean))
    .map(({ item, scores }) => ({ item, score: scores.reduce((sum, one) => sum + one, 0) }))
    .sort((one, other) => other.score - one.score)
    .map(({ item }) => item);

  const told = (found, words) => {
    if (found === 0) {
      const unknown = words.find((word) => !items.some((item) => scoreOf(item, word)));
      return unknown ? `Nothing here has a word that begins with “${unknown}”.`
        : "Nothing here has all of these words.";
    }
    const many = found === 1 ? "1 item found" : `${found} items found`;
    return found > SHOWN ? `${many}; the best ${SHOWN} are shown.` : `${many}.`;
  };

  const show = () => {
    const words = plain(box.value).split(" ").filter(Boolean);
    // The same words again: what is there may hold the focus of somebody's keyboard.
    if (items !== null && words.join(" ") === shown) return;
    shown = items === null ? "" : words.join(" ");
    if (words.length === 0 || items === null) {
      list.replaceChildren();
      list.hidden = true;
      if (words.length === 0) status.textContent = "";
      return;
    }
    const found = ranked(words);
    list.replaceChildren(...found.slice(0, SHOWN).map(entry));
    list.hidden = found.length === 0;
    status.textContent = told(found.length, words);
  };

  const ask = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.onload = () => {
      items = (window.repoWatchItems || [])
        .filter((item) => ADDRESS.test(item.url))
        .map((item) => ({
          ...item,
          plain: Object.fromEntries(Object.keys(WEIGHTS).map((name) => [name, plain(item[name] + " ")])),
        }));
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
