// Ace asked about many EPUBs in one start of the browser: node ace.mjs MODULES FOLDER EPUB…
// Each report lies at FOLDER/<number>/report.json, in the order of the EPUBs.
import { createRequire } from "node:module";
import path from "node:path";

const [modules, folder, ...books] = process.argv.slice(2);
const require = createRequire(path.join(modules, "index.js"));
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

// Ace opens and closes the browser for each book; here it stays open for all of them.
const kept = { ...runner, launch: async () => {}, close: async () => {} };

await runner.launch();
let failed = false;
for (const [number, book] of books.entries()) {
  const options = { cwd: process.cwd(), outdir: path.join(folder, String(number)), silent: true, initLogger: number === 0 };
  try {
    await ace(book, options, kept);
  } catch (error) {
    console.error(book, error);
    failed = true;
  }
}
await runner.close();
process.exit(failed ? 1 : 0);
