// Makes docs/images/*.svg out of real runs of the demo: the terminal's own report, drawn as text.
//   node scripts/write-pictures.mjs          runs the demo (about half a minute each)
//   node scripts/write-pictures.mjs NAME=FILE …   draws reports that were saved with --color instead
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "docs", "images");

const pictures = {
  "demo-go": { fault: "", title: "npm run demo" },
  "demo-no-go": { fault: "slow", title: "SHOP_FAULT=slow npm run demo" },
};

/** One character is this wide and one line this high; each run of text is stretched to its columns, whatever the font. */
const cell = { width: 8.4, height: 19 };
const margin = { side: 18, top: 46, bottom: 16 };

const ink = { plain: "#1f2328", dim: "#59636e", 31: "#cf222e", 32: "#1a7f37", 33: "#9a6700", 35: "#8250df" };
const fill = { 41: "#cf222e", 42: "#4ac26b", 43: "#eac54f", 45: "#8250df" };
const onFill = { 30: "#1f2328", 97: "#ffffff" };

function runDemo(fault) {
  const run = spawnSync(process.execPath, ["examples/quickstart/demo.mjs", "--color", "--quiet"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, SHOP_FAULT: fault },
  });
  if (run.status !== 0 && run.status !== 1) throw new Error(`the demo ended with ${run.status}: ${run.stderr}`);
  return run.stdout;
}

/** Splits a line into runs of one style: `\u001b[…m` changes the style, `0` ends it. */
function stylesOf(line) {
  const runs = [];
  let codes = [];
  let column = 0;
  for (const part of line.split(new RegExp(`(${String.fromCharCode(27)}\\[[0-9;]*m)`))) {
    const change = /\[([0-9;]*)m$/.exec(part);
    if (part.charCodeAt(0) === 27 && change !== null) {
      codes = change[1] === "0" || change[1] === "" ? [] : [...codes, ...change[1].split(";")];
      continue;
    }
    const back = codes.some((code) => code in fill);
    // Wide gaps are left out, because stretching would spread the words over them.
    for (const text of back ? [part] : part.split(/( {2,})/)) {
      const columns = [...text].length;
      if (columns > 0) runs.push({ text, column, columns, codes });
      column += columns;
    }
  }
  return runs;
}

/** The upper half of the report: the verdict, the table and the strips. What follows tells of the machine, too. */
function reportLines(text) {
  const lines = text.trimEnd().split("\n");
  const plain = lines.map((line) =>
    stylesOf(line)
      .map((run) => run.text)
      .join(""),
  );
  const end = plain.indexOf("Stages");
  const kept = end < 0 ? lines : lines.slice(0, end);
  while (kept.at(-1)?.trim() === "") kept.pop();
  return kept;
}

function escapeXml(text) {
  return text.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`);
}

function drawRun({ text, column, columns, codes }, row) {
  const visible = text.trimEnd();
  const x = margin.side + column * cell.width;
  const y = margin.top + row * cell.height;
  const back = codes.map((code) => fill[code]).find((one) => one !== undefined);
  const parts = [];
  if (back !== undefined) {
    const size = `width="${round(columns * cell.width)}" height="${cell.height}"`;
    parts.push(`<rect x="${round(x)}" y="${round(y - 14)}" ${size} rx="3" fill="${back}"/>`);
  }
  if (visible.trim() === "") return parts;
  const lead = visible.length - visible.trimStart().length;
  const shown = visible.slice(lead);
  const width = [...shown].length * cell.width;
  const color =
    codes.map((code) => onFill[code] ?? ink[code]).find((one) => one !== undefined) ??
    (codes.includes("2") ? ink.dim : ink.plain);
  const weight = codes.includes("1") ? ' font-weight="700"' : "";
  const place = `x="${round(x + lead * cell.width)}" y="${round(y)}" textLength="${round(width)}"`;
  parts.push(`<text ${place} lengthAdjust="spacingAndGlyphs" fill="${color}"${weight}>${escapeXml(shown)}</text>`);
  return parts;
}

function round(value) {
  return Number(value.toFixed(1));
}

/** A card with its own light background, so that it reads on a dark page too. */
function draw(lines, title) {
  const rows = lines.map(stylesOf);
  const columns = Math.max(...rows.map((runs) => runs.reduce((sum, run) => sum + run.columns, 0)));
  const width = Math.ceil(columns * cell.width + 2 * margin.side);
  const height = Math.ceil(margin.top + (rows.length - 1) * cell.height + margin.bottom);
  const body = rows.flatMap((runs, row) => runs.flatMap((run) => drawRun(run, row)));
  const said = rows.slice(1, 3).map((runs) =>
    runs
      .map((run) => run.text)
      .join("")
      .trim(),
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(said.join(". "))}</desc>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="#d1d9e0"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    `<text x="${margin.side}" y="22" fill="${ink.dim}">$ ${escapeXml(title)}</text>`,
    ...body,
    "</g>",
    "</svg>",
  ].join("\n")}\n`;
}

const saved = new Map(process.argv.slice(2).map((word) => word.split("=", 2)));
mkdirSync(folder, { recursive: true });
for (const [name, { fault, title }] of Object.entries(pictures)) {
  const file = saved.get(name);
  if (saved.size > 0 && file === undefined) continue;
  const text = file === undefined ? runDemo(fault) : readFileSync(file, "utf8");
  const path = join(folder, `${name}.svg`);
  writeFileSync(path, draw(reportLines(text), title));
  console.log(`Wrote ${path}`);
}
