// Writes schema/benchmark.schema.json from the schema that the program itself reads by. Run after `npx tsc -p tsconfig.build.json`.
import { writeFileSync } from "node:fs";
import { z } from "zod";
import { benchmarkFileSchema } from "../build/evidence/benchmarks/rollout-gate.js";

const target = new URL("../schema/benchmark.schema.json", import.meta.url);
const schema = { title: "Rollout Gate benchmark file", ...z.toJSONSchema(benchmarkFileSchema) };
writeFileSync(target, `${JSON.stringify(schema, null, 2)}\n`);
