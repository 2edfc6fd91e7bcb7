import { list, mapOf, strictMap } from "../../shape/compound-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import type { PatternCheck } from "../output-pattern.ts";
import { baselineSchema } from "./baseline-schema.ts";
import { commandSchema } from "./command-schema.ts";
import { criteriaSchema } from "./criterion-schema.ts";
import { backupSchema, flagSchema } from "./flag-schema.ts";
import { ledgerSchema } from "./ledger-schema.ts";
import { manualItem, signOffsSchema } from "./people-schema.ts";
import { requireSchema } from "./require-schema.ts";
import { contactsSchema, escalateSchema } from "./response-schema.ts";
import { enableSchema, rollbackSchema, stateSchema } from "./rollout-schema.ts";
import { stageSchema } from "./stage-schema.ts";
import { filledText, nameText } from "./text-types.ts";
import { verifySchema } from "./verify-schema.ts";
import { waiversSchema } from "./waiver-schema.ts";

/** The whole config. It checks the shape and parses every text; what names refer to is checked by `checkReferences`, and patterns by `check`. */
export const configSchema = (check: PatternCheck) =>
  strictMap({
    rollout: nameText("the rollout's name", 100).describe("The rollout's name; everything recorded bears it"),
    flag: flagSchema.describe("The flag: how to read and to set it").optional(),
    backup: backupSchema.describe("Files that are backed up before anything is changed").optional(),
    state: stateSchema.describe("Where backups, journal and lock are kept, and how long").optional(),
    python: filledText("the command", 1000).describe("The Python whose packages count (default python3)").optional(),
    require: requireSchema.describe("What must be there: packages at versions, free disk").optional(),
    facts: mapOf(nameText("a fact's name"), commandSchema)
      .describe("What to record, and the command that prints it: version: myapp --version")
      .optional(),
    stages: mapOf(nameText("a stage's name"), stageSchema(check))
      .refine((stages) => Object.keys(stages).length > 0, "there is no stage: name at least one thing to run")
      .describe("What to run"),
    criteria: criteriaSchema.describe("What the metrics must meet").optional(),
    baseline: baselineSchema
      .describe('Which runs of the ledger stand in for a baseline, for stages with "baseline: ledger"')
      .optional(),
    waivers: waiversSchema
      .describe("Criteria that may be unmet until a date, in somebody's name: the verdict is then GO WITH CONDITIONS")
      .optional(),
    manual: mapOf(nameText("a group's name"), list(manualItem(), { min: 1, tooFew: "the group has no items" }))
      .describe("What people tick, by group")
      .optional(),
    "sign-offs": signOffsSchema.describe("Roles that must sign off before the flag is turned on").optional(),
    enable: enableSchema.describe("How to turn the flag on for good").optional(),
    ledger: ledgerSchema.describe("Where verdicts and baselines of the default branch are recorded").optional(),
    verify: verifySchema(check).describe("What to watch after the flag is on").optional(),
    rollback: rollbackSchema(check).describe("How to turn the flag off again").optional(),
    contacts: contactsSchema.describe("Who is who, by role").optional(),
    escalate: escalateSchema.describe("Who is told what, and when").optional(),
  });

export type ConfigInput = Infer<ReturnType<typeof configSchema>>;
