// node feeds.mjs FEED PROGRAM: the entries of a feed as the program gives them, as JSON.
import fs from "node:fs";

const [, , file, program] = process.argv;
const text = fs.readFileSync(file, "utf8");
let entries;
if (program === "rss-parser") {
  const { default: Parser } = await import("rss-parser");
  const { items } = await new Parser().parseString(text);
  entries = items.map((one) => ({ id: one.id, title: one.title, html: one.content }));
} else {
  const { parseFeed } = await import("feedsmith");
  const { feed } = parseFeed(text);
  entries = feed.entries.map((one) => ({
    id: one.id,
    title: one.title.value ?? one.title,
    html: one.content.value,
  }));
}
process.stdout.write(JSON.stringify(entries));
