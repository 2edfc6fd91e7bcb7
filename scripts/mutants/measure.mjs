// Measures what the tests notice of changes to the program: `npm run mutants` for all three folders, `npm run mutants -- flag` for
// one, `npm run mutants -- src/flag/edit-yaml.ts` for a file. Results are kept in reports/, and what has not changed since is
// not tried again; `--afresh` tries all. For whole folders, the outcome goes to mutants/FOLDER.json, and docs/reference/mutants.md is written anew.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { Stryker } from "@stryker-mutator/core";
import { folders, keepOutcome } from "./outcome.mjs";
import { writeReport } from "./write-report.mjs";

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const afresh = process.argv.includes("--afresh");

for (const what of asked.length === 0 ? folders : asked) {
  const folder = folders.find((name) => name === what);
  const mutate = folder === undefined ? what : `src/${folder}/**/*.ts`;
  const kept = `reports/mutants-${folder ?? "file"}.json`;
  if (afresh || folder === undefined) rmSync(kept, { force: true });
  await new Stryker({ mutate: [mutate], incremental: true, incrementalFile: kept }).runMutationTest();
  if (!existsSync(kept)) throw new Error(`Stryker left no ${kept}.`);
  if (folder !== undefined) keepOutcome(folder, JSON.parse(readFileSync(kept, "utf8")));
}
if (asked.every((what) => folders.includes(what))) process.exitCode = writeReport();
