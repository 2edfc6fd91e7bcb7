import { matchReasons } from "./reasons.mjs";

/**
 * The page about mutants.
 *
 * @param outcomes by folder
 */
export function renderReport(outcomes, reasons) {
  const folders = Object.entries(outcomes);
  const { reasonOf } = matchReasons(
    folders.flatMap(([, { files }]) => files),
    reasons,
  );
  const counts = new Map();
  for (const [, { files }] of folders)
    for (const { file, survivors } of files)
      for (const survivor of survivors) {
        const kind = reasonOf(file, survivor);
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
  return [
    intro,
    table(
      ["folder", "mutants", "noticed", "score", "commit measured"],
      folders.map(([folder, { commit, files }]) => [`\`src/${folder}/\``, ...figures(files), `\`${commit}\``]),
    ),
    reasonsIntro,
    table(
      ["reason", "mutants", "what it means"],
      Object.entries(reasons.kinds).map(([kind, sentence]) => [kind, String(counts.get(kind) ?? 0), sentence]),
    ),
    ...folders.map(([folder, { files }]) => section(folder, files, reasonOf)),
  ]
    .join("\n\n")
    .concat("\n");
}

const intro = `# Mutants

What the tests would notice. [Stryker](https://stryker-mutator.io) changes the program in one place at a time, such a changed
program is a *mutant*, and the tests run on it: when one fails, the change was noticed. The score is the share that was noticed;
a mutant that no test reaches counts as not noticed, one that never ends as noticed. All of Stryker's kinds of change are made,
texts of messages among them.

This page is written by \`npm run mutants\`, which [CONTRIBUTING.md](../../CONTRIBUTING.md) describes.`;

const reasonsIntro = `## Those that nobody notices

Each has a reason; its kinds are told first. \`npm run mutants\` fails on one that has none. Those that are a \`gap\` wait for a test.`;

function section(folder, files, reasonOf) {
  const list = files.map(({ file, survivors, ...rest }) =>
    [
      `### ${file}`,
      `${percent(rest)}: ${rest.noticed} of ${rest.mutants}.`,
      ...(survivors.length === 0 ? [] : [changes(file, survivors, reasonOf)]),
    ].join("\n\n"),
  );
  return [`## ${folder}/`, ...list].join("\n\n");
}

function changes(file, survivors, reasonOf) {
  return table(
    ["line", "what it says", "what it was made", "reason"],
    survivors.map((survivor) => [
      String(survivor.line),
      code(survivor.from),
      code(survivor.to),
      reasonOf(file, survivor) ?? "**none yet**",
    ]),
  );
}

function figures(files) {
  const total = { mutants: 0, noticed: 0 };
  for (const { mutants, noticed } of files) {
    total.mutants += mutants;
    total.noticed += noticed;
  }
  return [String(total.mutants), String(total.noticed), percent(total)];
}

/** Rounded down, so that no folder looks better than it is. */
function percent({ mutants, noticed }) {
  return `${(Math.floor((noticed / mutants) * 1000) / 10).toFixed(1)} %`;
}

/** A piece of the program in a cell, cut where it is long; what would end the cell or the code is written otherwise. */
function code(text) {
  const short = text.length > 90 ? `${text.slice(0, 89)}…` : text;
  const fence = short.includes("`") ? "``" : "`";
  const space = fence.length > 1 || short === "" ? " " : "";
  return `${fence}${space}${short.replaceAll("|", "\\\\|")}${space}${fence}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
