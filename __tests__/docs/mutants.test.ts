import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

test("the page about mutants is what was measured, and each that nobody notices has a reason", () => {
  const run = spawnSync(process.execPath, ["scripts/mutants/measure.mjs", "--check"], {
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    encoding: "utf8",
  });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
});
