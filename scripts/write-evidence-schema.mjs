// Writes schema/evidence.schema.json from the schema that the program itself reads by. Run after `npx tsc -p tsconfig.build.json`.
import { writeFileSync } from "node:fs";
import { evidenceJsonSchema } from "../build/evidence/file/evidence-json-schema.js";

const target = new URL("../schema/evidence.schema.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(evidenceJsonSchema(), null, 2)}\n`);
