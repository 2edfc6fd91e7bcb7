/** A copy that another tool made beside a file. Nothing vouches for its content. */
export interface ForeignBackup {
  /** The folder it lies in, from that of the file: empty, or `backups`. */
  readonly folder: "" | "backups";
  readonly name: string;
  /** `20260105`, or with the time `20260105_093000`; sorts by age. */
  readonly stamp: string;
}

const date = "(\\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])";
const time = "(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d";

/**
 * The copies of a file among the names of two folders, newest first, by the two ways of naming them that are met:
 * `NAME.backup.YYYYMMDD` beside the file, and `NAME.backup_YYYYMMDD_HHMMSS` in a folder `backups` beside it.
 */
export function foreignBackups(
  file: string,
  beside: readonly string[],
  inBackups: readonly string[],
): readonly ForeignBackup[] {
  const stampOf = (name: string, separator: string, form: RegExp): string | null => {
    const start = `${file}.backup${separator}`;
    const stamp = name.startsWith(start) ? name.slice(start.length) : "";
    return form.test(stamp) ? stamp : null;
  };
  const dated = new RegExp(`^${date}$`);
  const timed = new RegExp(`^${date}_${time}$`);
  const found = [
    ...beside.map((name) => ({ folder: "" as const, name, stamp: stampOf(name, ".", dated) })),
    ...inBackups.map((name) => ({ folder: "backups" as const, name, stamp: stampOf(name, "_", timed) })),
  ].flatMap(({ stamp, ...rest }) => (stamp === null ? [] : [{ ...rest, stamp }]));
  // A day without a time counts as the whole day, so one with a time on the same day is the better known and comes first.
  return found.sort((one, other) => (one.stamp < other.stamp ? 1 : one.stamp > other.stamp ? -1 : 0));
}
