import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { listDocumentOf } from "./json-lists.ts";
import { hasKeys, objectOf, textOf } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

const scales: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["B", 1e9],
  ["T", 1e12],
  ["Q", 1e15],
]);

/** Ruby's benchmark-ips, from `json!` or from what it prints under "Calculating": iterations a second. It keeps no samples. */
export const benchmarkIps: BenchmarkFormat = {
  id: "benchmark-ips",
  title: "Ruby benchmark-ips",

  recognise(view: BenchmarkView): boolean {
    const first = objectOf(listDocumentOf(view)?.[0]);
    if (first !== null) return hasKeys(first, "name", "ips");
    return view.lines.some((line) => parseLine(line) !== null);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("reruns", options);
    for (const item of listDocumentOf(view) ?? []) {
      const entry = objectOf(item);
      const rate = entry?.central_tendency ?? entry?.ips;
      collector.add({ name: textOf(entry?.name) ?? "", unit: "1/s", samples: [rate], summarised: true });
    }
    // A label too long for its column stands on the line before.
    let before = "";
    for (const line of view.lines) {
      const found = parseLine(line);
      if (found === null) {
        before = /^\S/.test(line) ? line : before;
        continue;
      }
      const name = found.name === "" ? before : found.name;
      collector.add({ name, unit: "1/s", samples: [found.rate], summarised: true });
    }
    return collector.finish("");
  },
};

/** `label   95.135k (±11.5%) i/s (10.51 μs/i) -     37.664k in   0.400756s`; the comparison below has no `±`. */
function parseLine(line: string): { readonly name: string; readonly rate: number } | null {
  const at = line.lastIndexOf(" (±");
  if (at < 1 || !/^ \(±\s{0,3}[\d.]+%\) i\/s\s/.test(line.slice(at))) return null;
  const left = line.slice(0, at).trimEnd();
  const space = left.lastIndexOf(" ");
  const match = /^([\d.]+)([kMBTQ]?)$/.exec(left.slice(space + 1));
  if (match === null) return null;
  const scale = scales.get(match[2] ?? "") ?? Number.NaN;
  return { name: left.slice(0, Math.max(space, 0)).trim(), rate: readNumber(match[1]) * scale };
}
