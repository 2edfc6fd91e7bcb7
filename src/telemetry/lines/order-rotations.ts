import type { LogFile } from "../../domain/log-files.ts";

interface Rotation {
  readonly file: LogFile;
  /** Date in the name as digits; empty for none. */
  readonly date: string;
  /** Number in the name; -1 for none. */
  readonly number: number;
}

/**
 * Finds what a log was rotated to, and orders it from the oldest to the live file, which comes last when it is there.
 *
 * Known names of `app.log`: `app.log.1` … `app.log.n`, `app.1.log`, `app.log-20261122`, `app.log.2026-11-22`, `app-2026-11-22.log`,
 * `app.2026-11-22.3.log`, each also with `.gz`. Names with a date come first, by date; numbers count backwards, unless the files'
 * times say that they count on. Of a file and its compressed copy, which exist side by side for a moment, the file counts.
 */
export function orderRotations(path: string, files: readonly LogFile[]): readonly LogFile[] {
  const live = files.find((file) => file.path === path);
  const rotations: Rotation[] = [];
  for (const file of files) {
    // The live name may be a link to a file with a date in its name.
    const isLive = file.path === path || (file.identity !== "" && file.identity === live?.identity);
    const rotation = isLive ? null : parseRotation(path, file);
    if (rotation !== null) rotations.push(rotation);
  }
  const kept = rotations.filter(
    ({ file }) =>
      !(file.path.endsWith(".gz") && rotations.some((other) => other.file.path === file.path.slice(0, -".gz".length))),
  );
  const countsOn = numbersCountOn(kept);
  kept.sort((one, other) => {
    if (one.date !== other.date) {
      if (one.date === "") return 1;
      if (other.date === "") return -1;
      return one.date < other.date ? -1 : 1;
    }
    // Within one day numbers count on; without a date they count backwards.
    const forwards = one.date !== "" || countsOn;
    return forwards ? one.number - other.number : other.number - one.number;
  });
  return [...kept.map(({ file }) => file), ...(live === undefined ? [] : [live])];
}

function parseRotation(path: string, file: LogFile): Rotation | null {
  const plain = file.path.endsWith(".gz") ? file.path.slice(0, -".gz".length) : file.path;
  const slash = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  const dot = path.lastIndexOf(".");
  const [stem, ending] = dot > slash + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
  const between = plain.startsWith(path)
    ? plain.slice(path.length)
    : ending !== "" && plain.startsWith(stem) && plain.endsWith(ending)
      ? plain.slice(stem.length, plain.length - ending.length)
      : "";
  const match = /^(?:[.\-_](\d{4}-?\d\d-?\d\d(?:[T_-]?\d\d(?:[-:]?\d\d){0,2})?))?(?:[.\-_](\d{1,5}))?$/.exec(between);
  if (match === null || between === "") return null;
  return { file, date: (match[1] ?? "").replace(/\D/g, ""), number: match[2] === undefined ? -1 : Number(match[2]) };
}

/** Whether higher numbers are newer, as some programs count: only when every two neighbours say so. */
function numbersCountOn(rotations: readonly Rotation[]): boolean {
  const numbered = rotations.filter(({ date }) => date === "").sort((one, other) => one.number - other.number);
  if (numbered.length < 2) return false;
  return numbered.every(({ file }, index) => {
    const before = numbered[index - 1];
    return before === undefined || before.file.modifiedMs < file.modifiedMs;
  });
}
