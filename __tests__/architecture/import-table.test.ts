import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const root = join(import.meta.dirname, "../..");
const table: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(join(root, "scripts/import-table.json"), "utf8"),
);
const folders = Object.keys(table);

/** A folder with the project's lint settings and one file in each folder of src/ that breaks every rule of the table. */
let planted = "";
let complaints = "";

beforeAll(() => {
  planted = mkdtempSync(join(tmpdir(), "import-table-"));
  const { vcs: _, ...settings } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  writeFileSync(join(planted, "biome.json"), JSON.stringify(settings));
  for (const folder of folders) {
    const others = folders.filter((other) => other !== folder);
    // One folder deeper, so that the rules are seen to hold in sub-folders too.
    const imports = others.map((other, at) => `import { a${at} } from "../../${other}/planted.ts";`);
    const names = others.map((_other, at) => `a${at}`).join(", ");
    mkdirSync(join(planted, "src", folder, "deeper"), { recursive: true });
    writeFileSync(
      join(planted, "src", folder, "deeper", "planted.ts"),
      [...imports, 'import * as fs from "node:fs";', `export const all = [${names}, fs, process];`, ""].join("\n"),
    );
  }
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const run = spawnSync(process.execPath, [biome, "lint", "--reporter=json", "--max-diagnostics=none", "src"], {
    cwd: planted,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  complaints = run.stdout;
}, 60_000);

afterAll(() => rmSync(planted, { recursive: true, force: true }));

interface Complaint {
  readonly folder: string;
  readonly rule: string;
  readonly line: string;
}

function readComplaints(): readonly Complaint[] {
  const report: {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  } = JSON.parse(complaints);
  return report.diagnostics.map((diagnostic) => {
    const path = diagnostic.location.path;
    const source = readFileSync(join(planted, path), "utf8").split("\n");
    return {
      folder: path.split("/")[1] ?? "",
      rule: diagnostic.category,
      line: source[diagnostic.location.start.line - 1] ?? "",
    };
  });
}

describe("the import table", () => {
  test("covers every folder of src/", () => {
    const real = readdirSync(join(root, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(root, "src", entry.name)).length > 0)
      .map((entry) => entry.name);
    expect(folders).toEqual(expect.arrayContaining(real));
  });

  test("has no cycle", () => {
    const visit = (folder: string, path: readonly string[]): void => {
      expect(path).not.toContain(folder);
      for (const next of table[folder] ?? []) visit(next, [...path, folder]);
    };
    for (const folder of folders) visit(folder, []);
  });

  test.each(folders)("the linter lets %s import what the table says, and nothing else", (folder) => {
    const refused = readComplaints()
      .filter((complaint) => complaint.folder === folder && complaint.rule === "lint/style/noRestrictedImports")
      .flatMap((complaint) => /from "\.\.\/\.\.\/([^/]+)\//.exec(complaint.line)?.[1] ?? []);
    const forbidden = folders.filter((other) => other !== folder && !(table[folder] ?? []).includes(other));
    expect([...new Set(refused)].sort()).toEqual([...forbidden].sort());
  });

  test.each(folders)("the linter keeps effects out of %s, unless it is a folder for them", (folder) => {
    const own = readComplaints().filter((complaint) => complaint.folder === folder);
    const files = own.some((complaint) => complaint.line.includes("node:fs"));
    const globals = own.some((complaint) => complaint.rule === "lint/style/noRestrictedGlobals");
    const mayTouchTheWorld = ["system", "github", "entry"].includes(folder);
    expect({ files, globals }).toEqual({ files: !mayTouchTheWorld, globals: !mayTouchTheWorld });
  });

  test("biome.json holds what the table says", () => {
    const before = readFileSync(join(root, "biome.json"), "utf8");
    for (const [folder, allowed] of Object.entries(table)) {
      const words = `${folder}/ may import only: ${allowed.join(", ") || "nothing"}. See docs/architecture.md.`;
      const coversAll = allowed.length === folders.length - 1;
      expect(before.includes(words)).toBe(!coversAll);
    }
  });
});
