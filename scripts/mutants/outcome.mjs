// What a measurement found, kept small: figures by file, and every mutant that no test noticed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

export const folders = ["flag", "ledger", "judge"];

const place = (folder) => new URL(`outcome/${folder}.json`, import.meta.url);

/** Keeps the outcome of a folder that Stryker has measured. */
export function keepOutcome(folder, result) {
  const outcome = outcomeOf(result, commitMeasured());
  // A line each for survivors, so that a change of one is a change of one line.
  const files = outcome.files.map(({ survivors, ...figures }) => {
    const lines = survivors.map((survivor) => `\n    ${JSON.stringify(survivor)}`).join(",");
    return `  ${JSON.stringify(figures).slice(0, -1)},"survivors":[${lines}]}`;
  });
  mkdirSync(new URL("outcome/", import.meta.url), { recursive: true });
  writeFileSync(place(folder), `{"commit":${JSON.stringify(outcome.commit)},"files":[\n${files.join(",\n")}\n]}\n`);
}

/** The outcome kept of a folder; null where none was. */
export function readOutcome(folder) {
  return existsSync(place(folder)) ? JSON.parse(readFileSync(place(folder), "utf8")) : null;
}

/** Figures and survivors by file, from what Stryker reports. A mutant in a loop without an end counts as noticed. */
export function outcomeOf({ files }, commit) {
  const names = Object.keys(files).sort();
  return { commit, files: names.map((name) => fileOutcome(name, files[name])).filter(({ mutants }) => mutants > 0) };
}

function fileOutcome(file, { source, mutants }) {
  const counted = mutants.filter(({ status }) => status !== "Ignored" && status !== "CompileError");
  const unnoticed = counted.filter(({ status }) => status !== "Killed" && status !== "Timeout");
  const lines = source.split("\n");
  const survivors = unnoticed
    .map(({ mutatorName, location, replacement, status }) => ({
      line: location.start.line,
      column: location.start.column,
      mutator: mutatorName,
      from: oneLine(textAt(lines, location)),
      to: oneLine(replacement ?? ""),
      ...(status === "Survived" ? {} : { status }),
    }))
    .sort((one, other) => one.line - other.line || one.column - other.column || (one.to < other.to ? -1 : 1));
  return { file, mutants: counted.length, noticed: counted.length - unnoticed.length, survivors };
}

function textAt(lines, { start, end }) {
  if (start.line === end.line) return (lines[start.line - 1] ?? "").slice(start.column - 1, end.column - 1);
  const inner = lines.slice(start.line, end.line - 1);
  return [lines[start.line - 1]?.slice(start.column - 1), ...inner, lines[end.line - 1]?.slice(0, end.column - 1)].join(
    "\n",
  );
}

function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

function commitMeasured() {
  const git = (...words) => spawnSync("git", words, { encoding: "utf8" }).stdout.trim();
  const changed = git("status", "--porcelain", "--", "src", "__tests__") !== "";
  return `${git("rev-parse", "--short=12", "HEAD")}${changed ? " with changes" : ""}`;
}
