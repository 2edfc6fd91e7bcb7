// Writes schema/rollout-gate.schema.json from the schema that checks configs (src/config/json-schema.ts).
// Run it after changing src/config/schema: node scripts/write-schemas.mjs
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
// Below the project, so that the emitted code finds its packages.
const emitted = join(root, "build", "schemas");
rmSync(emitted, { recursive: true, force: true });
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
// Type errors elsewhere are no concern of this script; `npm run types` tells them.
spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", emitted], { cwd: root, stdio: "ignore" });
const { configJsonSchema } = await import(pathToFileURL(join(emitted, "config", "json-schema.js")).href);

mkdirSync(join(root, "schema"), { recursive: true });
const file = join(root, "schema", "rollout-gate.schema.json");
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
rmSync(emitted, { recursive: true, force: true });
