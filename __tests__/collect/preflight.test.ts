import { describe, expect, test } from "@jest/globals";
import { preflight } from "../../src/collect/preflight.ts";
import type { Stage } from "../../src/domain/config.ts";
import { stageFixture } from "../stages/stage-fixture.ts";
import { memoryPorts } from "./memory-ports.ts";

const run = (script: string): Pick<Stage, "run"> => ({ run: { kind: "script", script, shell: null } });

async function missing(stages: readonly Stage[], files: Record<string, string> = {}) {
  const { ports } = memoryPorts(() => ({}), { files, programs: ["pytest", "python", "node", "jq", "true"] });
  return (await preflight(stages, ports)).map((piece) => `${piece.stage}: ${piece.kind} ${piece.name}`);
}

describe("preflight", () => {
  test("names all that is missing, of all stages, at once", async () => {
    const stages = [
      stageFixture("unit", run("pytest tests/unit tests/gone.py::test_a -q")),
      stageFixture("parts", run("python scripts/validate.py --all\nnosuchtool x")),
      stageFixture("smoke", { ...run("true"), requires: ["fixtures/data.json", "jq", "yq"] }),
      stageFixture("away", { ...run("true"), directory: "packages/none" }),
    ];
    expect(await missing(stages, { "/repo/tests/unit/a.py": "" })).toEqual([
      "unit: path tests/gone.py",
      "parts: program nosuchtool",
      "parts: path scripts/validate.py",
      "smoke: path fixtures/data.json",
      "smoke: path yq",
      "away: folder packages/none",
    ]);
  });

  test("nothing is missing when all is there", async () => {
    const stages = [stageFixture("unit", { ...run("pytest tests/a.py"), directory: "sub" })];
    expect(await missing(stages, { "/repo/sub/tests/a.py": "" })).toEqual([]);
  });

  test("what an earlier stage may build is left to it; a wrong name in a folder that is there is not", async () => {
    const stages = [
      stageFixture("use", { ...run("node dist/app.js && node src/gone.js"), needs: ["build"] }),
      stageFixture("build", run("node build.js")),
    ];
    expect(await missing(stages, { "/repo/build.js": "", "/repo/src/here.js": "" })).toEqual(["use: path src/gone.js"]);
  });
});
