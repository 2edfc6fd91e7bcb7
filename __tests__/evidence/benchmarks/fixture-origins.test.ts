import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { benchmarkFormats } from "../../../src/evidence/benchmarks/benchmark-formats.ts";
import { fixtureNames, formatOf } from "./fixture-format.ts";

// Who wrote each fixture is told twice: beside the fixtures, file by file, and in the reference, format by format. The two agree.

/** A row of a table in Markdown: its cells, as written. */
type Row = readonly string[];

interface Origin {
  readonly file: string;
  /** Tool and version; null where the file was written by hand. */
  readonly tool: string | null;
  /** What stands in code marks beside it. */
  readonly commands: readonly string[];
  /** Why it was written by hand; empty where a tool wrote it. */
  readonly why: string;
}

const beside = readFileSync(new URL("fixtures/README.md", import.meta.url), "utf8");
const reference = readFileSync(new URL("../../../docs/reference/benchmark-formats.md", import.meta.url), "utf8");

const origins = readOrigins(beside);
const rows = tableUnder(reference, "| `format` | test files |");

test("every fixture is listed beside the fixtures once, and nothing else is", () => {
  expect(origins.map(({ file }) => file).sort()).toEqual([...fixtureNames].sort());
});

test("every format has one row in the reference, in the order of the table above it", () => {
  expect(rows.map(([format = ""]) => codes(format)[0])).toEqual(benchmarkFormats.map(({ id }) => id));
});

describe.each(rows.map((row) => [codes(row[0] ?? "")[0] ?? "", row] as const))("%s", (format, row) => {
  const [, files = "", writtenBy = "", how = ""] = row;
  const own = origins.filter(({ file }) => formatOf(file) === format);

  test("names each of its fixtures", () => {
    expect([...codes(files)].sort()).toEqual(own.map(({ file }) => file).sort());
  });

  test("says of each who wrote it", () => {
    const tools = [...new Set(own.map(({ tool }) => tool ?? "hand"))];
    expect(writtenBy.split(", ").sort()).toEqual(tools.sort());
  });

  test("gives the commands that stand beside the fixtures, or the same reason for none", () => {
    if (writtenBy === "hand") {
      expect(how.length).toBeGreaterThan(20);
      expect([...new Set(own.map(({ why }) => why))]).toEqual([how]);
      return;
    }
    const known = own.flatMap(({ commands }) => commands);
    expect(codes(how).length).toBeGreaterThan(0);
    expect(codes(how).filter((command) => !known.includes(command))).toEqual([]);
  });
});

/** "The same" stands for the cell above it, to which its own words add. */
function readOrigins(text: string): readonly Origin[] {
  let tool = "";
  let commands: readonly string[] = [];
  const byTools = tableUnder(text, "| file | tool and version |").flatMap(([files = "", by = "", command = ""]) => {
    tool = by === "the same" ? tool : (by.split(", ")[0] ?? "");
    commands = command.startsWith("the same") ? [...commands, ...codes(command)] : codes(command);
    return codes(files).map((file) => ({ file, tool, commands, why: "" }));
  });
  const byHand = tableUnder(text, "| file | written from |").flatMap(([files = "", , why = ""]) => {
    return codes(files).map((file) => ({ file, tool: null, commands: [], why }));
  });
  return [...byTools, ...byHand];
}

/** The rows of the table whose head begins so. */
function tableUnder(text: string, head: string): readonly Row[] {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith(head));
  if (at === -1) throw new Error(`there is no table ${head}`);
  const end = lines.findIndex((line, index) => index > at && !line.startsWith("|"));
  const body = lines.slice(at + 2, end === -1 ? undefined : end);
  return body.map((line) =>
    line
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

function codes(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}
