const { cpSync, existsSync, mkdirSync, statSync } = require("node:fs");
const { basename, join } = require("node:path");

const { ARTIFACTS, INPUT_NAME, INPUT_PATH, "INPUT_IF-NO-FILES-FOUND": ifNone } = process.env;
const target = join(ARTIFACTS, INPUT_NAME);
if (existsSync(INPUT_PATH)) {
  mkdirSync(target, { recursive: true });
  const isFile = statSync(INPUT_PATH).isFile();
  cpSync(INPUT_PATH, isFile ? join(target, basename(INPUT_PATH)) : target, { recursive: true });
} else if (ifNone === "error") {
  console.error(`There is nothing at ${INPUT_PATH}`);
  process.exit(1);
}
