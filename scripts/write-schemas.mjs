// Writes schema/rollout-gate.schema.json from the schema that checks configs (src/config/json-schema.ts), and
// schema/metric-record.schema.json from the shape of records in the ledger.
// Run it after changing src/config/schema or src/ledger/metric-record-shape.ts: node scripts/write-schemas.mjs
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
const load = (...path) => import(pathToFileURL(join(emitted, ...path)).href);
const { configJsonSchema } = await load("config", "json-schema.js");
const { metricRecordJsonSchema } = await load("ledger", "metric-record-json-schema.js");

mkdirSync(join(root, "schema"), { recursive: true });
const write = (name, schema) => writeFileSync(join(root, "schema", name), `${JSON.stringify(schema, null, 2)}\n`);
write("rollout-gate.schema.json", configJsonSchema());
write("metric-record.schema.json", metricRecordJsonSchema());
rmSync(emitted, { recursive: true, force: true });
