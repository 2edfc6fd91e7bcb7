// Writes llms.txt, a map of the documentation, and llms-full.txt, all of it in one file, for readers that take text alone (llmstxt.org).
//   node scripts/write-llms.mjs           writes them
//   node scripts/write-llms.mjs --check   ends with 1 when they are not current
import { readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");
const map = read("docs/README.md");

/** Every page that the map of the documentation lists, in its order, with what the map says of it. */
const pages = [...map.matchAll(/^\| \[([^\]]+)\]\(([^)#]+\.md)\) \| (.+?) \|$/gm)].map(([, title, path, about]) => ({
  title,
  path: posix.join("docs", path),
  about,
}));
if (pages.length < 15) end("docs/README.md lists too few pages to be its map");

const summary = read("README.md").split("\n\n")[1].replaceAll("\n", " ");
const files = new Map([
  [
    "llms.txt",
    `# Rollout Gate\n\n> ${summary}\n\n## Documentation\n\n${pages.map(({ title, path, about }) => `- [${title}](${path}): ${plain(about)}`).join("\n")}\n`,
  ],
  [
    "llms-full.txt",
    ["README.md", ...pages.map(({ path }) => path)]
      .map((path) => `<!-- ${path} -->\n\n${read(path).trim()}\n`)
      .join("\n\n"),
  ],
]);

if (process.argv.includes("--check")) {
  const stale = [...files].filter(([path, text]) => current(path) !== text).map(([path]) => path);
  if (stale.length > 0) end(`not current: ${stale.join(", ")}\nrun: node scripts/write-llms.mjs`);
} else {
  for (const [path, text] of files) writeFileSync(join(root, path), text);
}

function plain(text) {
  return text.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1");
}

function current(path) {
  try {
    return read(path);
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function end(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
