// Writes docs/troubleshooting/*.md: every message in the source, by what it is about, with what to do.
//   node scripts/write-troubleshooting.mjs           writes them
//   node scripts/write-troubleshooting.mjs --check   ends with 1 when they are not current
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { collectMessages } from "./collect-messages.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "docs", "troubleshooting");
const plan = parse(readFileSync(join(root, "scripts", "troubleshooting.yml"), "utf8"));
const groups = plan.pages.flatMap((page) => page.groups.map((group) => ({ ...group, page, rows: new Map() })));

const problems = [];
for (const { source, messages } of collectMessages()) {
  if (Object.hasOwn(plan["nothing-to-do"], source)) continue;
  const group = groupOf(source);
  if (group === undefined) {
    problems.push(`${source} says something, and no group of scripts/troubleshooting.yml is about it`);
    continue;
  }
  for (const { words, remedy } of messages) {
    const told = group.rows.get(words);
    group.rows.set(words, told ?? remedy);
  }
}
for (const { title, rows } of groups) if (rows.size === 0) problems.push(`no message belongs to "${title}" any more`);
if (problems.length > 0) end(problems);

const pages = new Map(plan.pages.map((page) => [`${page.page}.md`, renderPage(page)]));
if (process.argv.includes("--check")) {
  const stale = [...pages].filter(([name, text]) => readOrEmpty(name) !== text).map(([name]) => name);
  const extra = readdirSync(folder).filter((name) => !pages.has(name));
  const complaints = [...stale, ...extra].map((name) => `docs/troubleshooting/${name} is not current`);
  if (complaints.length > 0) end([...complaints, "run: node scripts/write-troubleshooting.mjs"]);
} else {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of pages) writeFileSync(join(folder, name), text);
}

/** The group with the longest path that the source begins with. */
function groupOf(source) {
  const fitting = groups.flatMap((group) =>
    group.of.filter((path) => source.startsWith(path)).map((path) => ({ group, length: path.length })),
  );
  return fitting.sort((one, other) => other.length - one.length)[0]?.group;
}

function renderPage(page) {
  const own = groups.filter((group) => group.page === page);
  return [
    `# ${page.title}`,
    `<!-- Made by scripts/write-troubleshooting.mjs from the source and scripts/troubleshooting.yml. -->`,
    page.intro,
    "`…` stands for what is put in. [The usual ones, and where to begin](../troubleshooting.md).",
    ...own.map(renderGroup),
  ]
    .join("\n\n")
    .concat("\n");
}

function renderGroup({ title, do: todo, rows }) {
  const sorted = [...rows].sort(([one], [other]) => (order(one) < order(other) ? -1 : 1));
  const told = sorted.filter(([, remedy]) => remedy !== null);
  const others = sorted.filter(([, remedy]) => remedy === null);
  const parts = [`## ${title}`, todo];
  if (told.length > 0) {
    const lines = told.map(([words, remedy]) => `| ${code(words)} | ${cell(remedy)} |`);
    parts.push(["| message | what to do |", "|---|---|", ...lines].join("\n"));
  }
  if (others.length > 0) parts.push(others.map(([words]) => `- ${code(words)}`).join("\n"));
  return parts.join("\n\n");
}

function order(words) {
  return words.replace(/^[^\p{L}]+/u, "").toLowerCase();
}

function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

function code(text) {
  const line = oneLine(text);
  const fence = line.includes("`") ? "``" : "`";
  const padded = line.startsWith("`") || line.endsWith("`") ? ` ${line} ` : line;
  return `${fence}${padded.replaceAll("|", "\\|")}${fence}`;
}

/** A remedy is the program's own sentence; what could be markup in it is not. */
function cell(text) {
  return oneLine(text).replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("[", "\\[").replaceAll("*", "\\*");
}

function readOrEmpty(name) {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

function end(lines) {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exit(1);
}
