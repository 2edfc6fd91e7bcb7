import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { tool, version } from "../../src/entry/version.ts";

test("the version is the package's", () => {
  const settings: { version: string } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"),
  );
  expect(version).toBe(settings.version);
  expect(tool).toBe(`rollout-gate ${settings.version}`);
});
