// Damaged and hostile input for every reader of evidence. Run after `npx tsc -p tsconfig.build.json`:
//   node bench/fuzz-readers.mjs [COUNT]     COUNT inputs for each reader, 100,000 unless told
// Nothing may be thrown, nothing may take a second, and what is read must be sound: finite numbers, sums that agree, never a
// pass without a piece of evidence. The inputs come from a seed that is printed: `SEED=… node bench/fuzz-readers.mjs`.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRandom, damage } from "./fuzz/damage.mjs";
import { readers } from "./fuzz/readers.mjs";

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.env.SEED ?? 20_260_101);
const limitMs = 1000;
const fixtures = new URL("../__tests__/evidence/", import.meta.url);

/** Small files that a reader understands, to begin from. */
function corpus(folders, extra) {
  const texts = [...extra];
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = new URL(entry.isDirectory() ? `${entry.name}/` : entry.name, folder);
      if (entry.isDirectory()) visit(path);
      else if (entry.name !== "README.md" && statSync(path).size < 60_000) texts.push(readFileSync(path, "utf8"));
    }
  };
  for (const folder of folders) visit(new URL(folder, fixtures));
  return texts;
}

let failed = false;
console.log(`seed ${seed}`);
for (const { name, folders, extra, read, faultIn } of readers) {
  const texts = corpus(folders, extra);
  const random = createRandom(seed);
  let understood = 0;
  let slowest = 0;
  const report = (what, text) => {
    failed = true;
    console.log(`FAIL ${name}: ${what}\n     ${JSON.stringify(text.slice(0, 400))}`);
  };
  for (let i = 0; i < count; i++) {
    const text = damage(texts, random);
    const startedAt = performance.now();
    let reading;
    try {
      reading = read(text);
    } catch (error) {
      report(`threw ${error instanceof Error ? error.stack : error}`, text);
      break;
    }
    let took = performance.now() - startedAt;
    if (took > limitMs) {
      // Once more, since the machine may have been elsewhere.
      const again = performance.now();
      read(text);
      took = performance.now() - again;
    }
    slowest = Math.max(slowest, took);
    if (took > limitMs) {
      report(`took ${took.toFixed(0)} ms`, text);
      break;
    }
    if (!reading.ok) {
      const { kind, reason } = reading.problem;
      if (kind !== "missing" && kind !== "invalid") report(`a problem of the kind ${kind}`, text);
      if (typeof reason !== "string" || reason.length === 0 || reason.length > 2500)
        report(`a reason of ${reason.length} characters`, text);
      continue;
    }
    understood++;
    const fault = faultIn(reading.value, text);
    if (fault !== null) {
      report(fault, text);
      break;
    }
  }
  const share = ((100 * understood) / count).toFixed(0);
  console.log(
    `${name}: ${count} inputs from ${texts.length} files, ${share} % still read, slowest ${slowest.toFixed(0)} ms`,
  );
}
process.exitCode = failed ? 1 : 0;
