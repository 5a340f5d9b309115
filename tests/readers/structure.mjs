// Prints what pdf.js finds in a PDF's structure, in its order: [["H1", "text"], ...] as JSON.
import { readFileSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const file = await getDocument({ data: new Uint8Array(readFileSync(process.argv[2])), verbosity: 0 }).promise;
const found = [];
for (let number = 1; number <= file.numPages; number++) {
  const page = await file.getPage(number);
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const marked = {}, open = [];
  for (const one of items) {
    if (one.type?.startsWith("begin")) open.push(one.id);
    else if (one.type) open.pop();
    else {
      const id = open.findLast(Boolean);
      if (id) marked[id] = (marked[id] ?? "") + one.str + (one.hasEOL ? " " : "");
    }
  }
  const walk = (node, around) => {
    if (node.type === "content") {
      const text = marked[node.id] ?? "";
      // A line that ends in a hyphen goes on without a blank.
      around.forEach((one) => (one[1] += one[1].endsWith("-") ? text.trimStart() : text));
    }
    if (!node.role) return;
    const one = [node.role, ""];
    found.push(one);
    node.children.forEach((child) => walk(child, [...around, one]));
  };
  const tree = await page.getStructTree();
  if (tree) walk(tree, []);
}
console.log(JSON.stringify(found));
