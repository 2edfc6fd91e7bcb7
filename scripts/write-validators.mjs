// Writes src/validator/scripts.ts from scripts/validators, which run in other interpreters and travel inside the program.
//   node scripts/write-validators.mjs           writes it
//   node scripts/write-validators.mjs --check   ends with 1 when it is not current
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("./validators/", import.meta.url));
const target = fileURLToPath(new URL("../src/validator/scripts.ts", import.meta.url));
const constants = ["python:parts.py", "node:parts.mjs"].map((one) => {
  const [language, file] = one.split(":");
  const text = readFileSync(folder + file, "utf8").replaceAll("\r\n", "\n");
  const lines = text
    .split("\n")
    .map((line) => line.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${"));
  return `export const ${language}Script = \`${lines.join("\n")}\`;\n`;
});
const text = `// Written by scripts/write-validators.mjs. Change scripts/validators, not this file.\n${constants.join("\n")}`;
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("src/validator/scripts.ts is not current: run node scripts/write-validators.mjs");
  process.exit(1);
}
