import { evidenceSchema } from "./evidence-schema.ts";

/** The evidence file as JSON Schema (draft 7), as it is published in `schema/`. Sums and the like are checked by code alone. */
export function evidenceJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Evidence of Rollout Gate",
    description: "What one collect found out; the only thing that passes from collect to conclude.",
    ...evidenceSchema.jsonSchema(),
  };
}
