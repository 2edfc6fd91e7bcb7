// Writes the import table (scripts/import-table.json) into biome.json, as rules the linter enforces.
// Run it after changing the table: node scripts/write-import-rules.mjs
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, root), "utf8"));

/** Folders that may touch the world; every other one gets it through ports. */
const effectful = new Set(["system", "github", "entry"]);
const effects = [
  "node:child_process",
  "node:dns",
  "node:fs",
  "node:fs/promises",
  "node:http",
  "node:https",
  "node:net",
  "node:os",
  "node:process",
  "node:readline",
  "node:timers",
  "node:timers/promises",
  "node:tty",
  "node:worker_threads",
];
const globals = ["process", "fetch", "setTimeout", "setInterval", "setImmediate", "performance", "console"];

function importRules(table) {
  return Object.entries(table).map(([folder, allowed]) => {
    const others = Object.keys(table).filter((other) => other !== folder && !allowed.includes(other));
    const patterns = [];
    if (others.length > 0) {
      patterns.push({
        group: others.flatMap((other) => [`../${other}/**`, `../../${other}/**`, `../../../${other}/**`]),
        message: `${folder}/ may import only: ${allowed.join(", ") || "nothing"}. See docs/architecture.md.`,
      });
    }
    if (folder !== "github" && folder !== "entry") {
      patterns.push({ group: ["@actions/*", "@octokit/*"], message: "Only github/ and entry/ speak to GitHub." });
    }
    const options = { patterns };
    const style = { noRestrictedImports: { level: "error", options } };
    if (!effectful.has(folder)) {
      options.paths = Object.fromEntries(
        effects.map((name) => [name, "Effects come in through the ports of src/domain/ports.ts."]),
      );
      style.noRestrictedGlobals = {
        level: "error",
        options: {
          deniedGlobals: Object.fromEntries(
            globals.map((name) => [name, "Effects come in through the ports of src/domain/ports.ts."]),
          ),
        },
      };
    }
    return { includes: [`src/${folder}/**`], linter: { rules: { style } } };
  });
}

const settings = read("biome.json");
const kept = settings.overrides.filter((override) => !override.includes.every((path) => path.startsWith("src/")));
settings.overrides = [...kept, ...importRules(read("scripts/import-table.json"))];
writeFileSync(new URL("biome.json", root), `${JSON.stringify(settings, null, 2)}\n`);
