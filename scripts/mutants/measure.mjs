// Measures what the tests notice of changes to the program: `npm run mutants` for all three folders, `npm run mutants -- flag` for
// one, `npm run mutants -- src/flag/edit-yaml.ts` for a file, which is only tried. Results are kept in reports/, and what has not changed
// since is not tried again; `--afresh` tries all. The outcome of a folder goes to outcome/, and docs/reference/mutants.md is written anew:
// by `--report` without measuring, and with `--check` it is only compared.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { folders, keepOutcome } from "./outcome.mjs";
import { checkReport, writeReport } from "./write-report.mjs";

const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith("--")));
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const asked = named.length === 0 ? folders : named;

async function measure(what) {
  const { Stryker } = await import("@stryker-mutator/core");
  const isFolder = folders.includes(what);
  const mutate = isFolder ? `src/${what}/**/*.ts` : what;
  const kept = `reports/mutants-${isFolder ? what : "file"}.json`;
  if (flags.has("--afresh") || !isFolder) rmSync(kept, { force: true });
  const reporters = isFolder ? ["progress-append-only"] : ["clear-text"];
  await new Stryker({ mutate: [mutate], reporters, incremental: true, incrementalFile: kept }).runMutationTest();
  if (!existsSync(kept)) throw new Error(`Stryker left no ${kept}.`);
  if (isFolder) keepOutcome(what, JSON.parse(readFileSync(kept, "utf8")));
}

if (flags.has("--check")) process.exitCode = checkReport();
else {
  if (!flags.has("--report")) for (const what of asked) await measure(what);
  process.exitCode = writeReport();
}
