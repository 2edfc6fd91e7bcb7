// Writes schema/benchmark.schema.json from the shape that the program itself reads by. Run after `npx tsc -p tsconfig.build.json`.
import { writeFileSync } from "node:fs";
import { benchmarkJsonSchema } from "../build/evidence/benchmarks/benchmark-json-schema.js";

const target = new URL("../schema/benchmark.schema.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(benchmarkJsonSchema(), null, 2)}\n`);
