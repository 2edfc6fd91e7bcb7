/**
 * Names benchmarks by the short form where it says enough, and by the long form where several share the short one.
 *
 * @param benchmarks short and long name of each, in order
 * @returns a name for each, in the same order
 */
export function uniqueNames(
  benchmarks: readonly { readonly short: string; readonly long: string }[],
): readonly string[] {
  const uses = new Map<string, number>();
  for (const { short } of benchmarks) uses.set(short, (uses.get(short) ?? 0) + 1);
  return benchmarks.map(({ short, long }) => (short !== "" && uses.get(short) === 1 ? short : long));
}
