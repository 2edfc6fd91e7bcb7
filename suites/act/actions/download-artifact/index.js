const { cpSync, existsSync } = require("node:fs");
const { join } = require("node:path");

const { ARTIFACTS, INPUT_NAME, INPUT_PATH } = process.env;
const source = join(ARTIFACTS, INPUT_NAME);
if (!existsSync(source)) {
  console.error(`There is no artifact ${INPUT_NAME}`);
  process.exit(1);
}
cpSync(source, INPUT_PATH, { recursive: true });
