// Writes docs/reference/config.md from schema/rollout-gate.schema.json, which is made from the schema that checks configs.
//   node scripts/write-config-reference.mjs           writes it
//   node scripts/write-config-reference.mjs --check   ends with 1 when it is not current
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const target = join(root, "docs", "reference", "config.md");
const schema = JSON.parse(readFileSync(join(root, "schema", "rollout-gate.schema.json"), "utf8"));

/** What stands for the names that the config's author chooses. */
const placeholders = {
  facts: "NAME",
  stages: "STAGE",
  measure: "METRIC",
  criteria: "METRIC",
  manual: "GROUP",
  pip: "PACKAGE",
  npm: "PACKAGE",
  env: "VARIABLE",
  windows: "WINDOW",
  sources: "SOURCE",
  metrics: "METRIC",
  contacts: "ROLE",
  channels: "CHANNEL",
};

const patternTypes = [
  [/\(ps\|ns\|/, "duration"],
  [/\(\[KkMGT\]\?B\|/, "size"],
  [/^\^\\s\*\(\[<>\]=\?/, "limit"],
  [/:\[0-5\]/, "`HH:MM..HH:MM`"],
  [/\\\.\\\./, "`N..M`"],
];

function isCommand({ anyOf }) {
  return anyOf?.some((one) => one.maxLength === 32_768) && anyOf.some((one) => one.type === "array");
}

/** In words: `duration`, `text, or list`, `on \| off`. */
function typeOf(node, key) {
  if (isCommand(node)) return "command";
  if (node.anyOf !== undefined) {
    const types = [...new Set(node.anyOf.map((one) => typeOf(one, key)))];
    const others = types.slice(0, -1).join(", or ");
    return types.at(-1) === `list of ${others}` ? `${others}, or a list` : types.join(", or ");
  }
  if (Array.isArray(node.type)) return node.type.includes("object") ? "anything" : "text, number, true or false";
  if (node.const === true) return "`true`";
  if (key === "unit") return "[unit](criteria.md#units)";
  if (node.enum !== undefined) return node.enum.map((word) => `\`${word}\``).join(" \\| ");
  if (node.type === "array") return `list of ${typeOf(Array.isArray(node.items) ? node.items[0] : node.items, key)}`;
  if (node.type === "object") return mapType(node, key);
  if (node.type === "integer") return "whole number";
  if (node.type === "number") return "number";
  if (node.type === "boolean") return "true or false";
  return patternTypes.find(([form]) => form.test(node.pattern ?? ""))?.[1] ?? "text";
}

/** `map of text` where the keys are names of the author's own and the values no maps. */
function mapType({ additionalProperties: named }, key) {
  if (typeof named !== "object") return "map";
  const type = typeOf(named, key);
  return type === "map" ? "map" : `map of ${type}`;
}

/** The objects that a value may be: itself, an alternative, or the items of a list. */
function shapesOf(node) {
  if (isCommand(node)) return [];
  if (node.anyOf !== undefined) return node.anyOf.flatMap(shapesOf);
  if (node.type === "array" && !Array.isArray(node.items)) return shapesOf(node.items);
  return node.type === "object" ? [node] : [];
}

function rowsBelow(node, path, rows) {
  const seen = new Set();
  for (const shape of shapesOf(node)) {
    for (const [key, child] of Object.entries(shape.properties ?? {})) {
      if (seen.has(key)) continue;
      seen.add(key);
      addRow(child, [...path, key], (shape.required ?? []).includes(key), rows);
    }
    const named = shape.additionalProperties;
    if (named === undefined || typeof named !== "object" || seen.has("*")) continue;
    seen.add("*");
    const placeholder = placeholders[path.at(-1)] ?? "NAME";
    rowsBelow(named, [...path, placeholder], rows);
  }
}

function addRow(node, path, required, rows) {
  rows.push(row(path, node, required));
  rowsBelow(node, path, rows);
}

function row(path, node, required) {
  const text = node.description ?? "";
  const found = /\s*\((?:by )?default:? ([^)]*)\)|\.? Default (\w+)$/.exec(text);
  const byDefault = found?.[1] ?? found?.[2] ?? "";
  const meaning = found === null ? text : text.slice(0, found.index) + text.slice(found.index + found[0].length);
  return {
    path,
    type: typeOf(node, path.at(-1)),
    default: required ? "**required**" : byDefault,
    meaning: meaning.replaceAll("|", "\\|").replaceAll("<", "&lt;"),
  };
}

function table(rows, section) {
  const lines = rows.map(({ path, type, default: byDefault, meaning }) => {
    const key = path.slice(section.length).join(".") || path.join(".");
    return `| \`${key}\` | ${type} | ${byDefault.replaceAll("|", "\\|")} | ${meaning} |`;
  });
  return ["| key | type | default | meaning |", "|---|---|---|---|", ...lines].join("\n");
}

function sectionOf(key, node) {
  const rows = [];
  rowsBelow(node, [key], rows);
  const required = schema.required.includes(key) ? " Required." : "";
  const head = `## ${key}\n\n${node.description}.${required} Type: ${typeOf(node, key)}.`;
  if (rows.length === 0) return head;
  if (key !== "stages") return `${head}\n\n${table(rows, [key])}`;
  return `${head}\n\nBelow \`stages.STAGE\`:\n\n${table(rows, [key, "STAGE"])}`;
}

const text = `# Config

<!-- Written by scripts/write-config-reference.mjs from schema/rollout-gate.schema.json. Change src/config/schema, not this page. -->

Every key of \`.github/rollout-gate.yml\`. Words in capitals stand for names of your own. A key that is not listed is an error, told
with its line and the nearest right word. Editors complete and check the file with this first line:

\`\`\`text
# yaml-language-server: $schema=PATH/TO/rollout-gate/schema/rollout-gate.schema.json
\`\`\`

| type | written as |
|---|---|
| command | a script for the shell: \`make test\`; a program with its arguments and no shell: \`[make, test]\`; outside of \`stages\` also \`{ run: make test, shell: bash }\` |
| duration | a number with its unit: \`500 ms\`, \`20m\`, \`1 h\` |
| size | a number with its unit: \`100 MB\`, \`1 GiB\` |
| limit | what a metric must meet: \`< +10 %\`. See [criteria](criteria.md#limits) |
| map | keys with values, as in the rows below it |

${Object.entries(schema.properties)
  .map(([key, node]) => sectionOf(key, node))
  .join("\n\n")}
`;

if (process.argv.includes("--check")) {
  const current = readFileSync(target, "utf8");
  if (current !== text) {
    console.error("docs/reference/config.md is not current: run node scripts/write-config-reference.mjs");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
