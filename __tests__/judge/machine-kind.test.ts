import { describe, expect, test } from "@jest/globals";
import { machineKind } from "../../src/judge/machine-kind.ts";
import { machine } from "./recorded-samples.ts";

const kind = machineKind(machine);

describe("the kind of a machine", () => {
  test("is told in words", () => {
    expect(kind).toBe("linux x64, 4 cores, Make A, node 24");
    expect(machineKind({ ...machine, cores: 1, cpuModel: " ", runtime: "odd" })).toBe(
      "linux x64, 1 core, unknown processor, odd",
    );
  });

  test.each([
    ["node v24.9.0", "node 24"],
    ["node v24", "node 24"],
    ["python 3.12.1", "python 3"],
    ["python 3", "python 3"],
    ["my node v24.9.0", "my node v24.9.0"],
    ["node v24rc1", "node v24rc1"],
  ])("of the runtime %s it tells %s", (runtime, told) => {
    expect(machineKind({ ...machine, runtime })).toBe(`linux x64, 4 cores, Make A, ${told}`);
  });

  test.each([
    ["another release of the system", { os: "linux 6.11.0" }],
    ["other memory", { memoryBytes: 7 }],
    ["another patch of the runtime", { runtime: "node v24.11.1" }],
    ["other spaces in the model", { cpuModel: "Make  A " }],
  ])("is the same with %s", (_, change) => {
    expect(machineKind({ ...machine, ...change })).toBe(kind);
  });

  test.each([
    ["another system", { os: "darwin 24" }],
    ["another architecture", { architecture: "arm64" }],
    ["another processor", { cpuModel: "Make B" }],
    ["other cores", { cores: 8 }],
    ["another major version", { runtime: "node v20.9.0" }],
  ])("is another with %s", (_, change) => {
    expect(machineKind({ ...machine, ...change })).not.toBe(kind);
  });
});
