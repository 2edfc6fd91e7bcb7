import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";

const folder = fileURLToPath(new URL("./golden/", import.meta.url));

/**
 * Compares a text with a file under `golden/`. The files are written only when `UPDATE_GOLDEN=1` is set, so that a
 * change of the report is looked at before it becomes what is expected.
 */
export function expectGolden(name: string, text: string): void {
  const path = `${folder}${name}`;
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  if (!existsSync(path))
    throw new Error(`golden/${name} is not there: run the test once with UPDATE_GOLDEN=1 and look at it`);
  expect(text).toBe(readFileSync(path, "utf8"));
}
