import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { shedVariables } from "../../src/system/shed-variables.ts";

const folder = mkdtempSync(join(tmpdir(), "shed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isSecret = (name: string): boolean => name.endsWith("TOKEN");

/** A process that can begin anew, and remembers how. */
function program(env: Record<string, string>, more: Partial<NodeJS.Process> = {}) {
  const begun: { file: string; argv: readonly string[]; env: Readonly<Record<string, string>> }[] = [];
  const made = {
    env,
    platform: "linux",
    execPath: "/node",
    execArgv: ["--flag"],
    argv: ["/node", "/action.js"],
    execve: (file: string, argv: readonly string[], own: Readonly<Record<string, string>>) =>
      void begun.push({ file, argv, env: own }),
    ...more,
  };
  return { made: made as unknown as NodeJS.Process, begun, env };
}

describe("shedVariables", () => {
  test("begins anew without secrets, which wait in a file that only the user may read", () => {
    const { made, begun } = program({ PATH: "/bin", INPUT_TOKEN: "abc", EMPTY_TOKEN: "" });
    shedVariables(made, isSecret, folder);
    const [{ file, argv, env } = { file: "", argv: [], env: {} }] = begun;
    expect([file, ...argv]).toEqual(["/node", "/node", "--flag", "/action.js"]);
    const { ROLLOUT_GATE_HANDOVER: handover = "", ...kept } = env;
    expect(kept).toEqual({ PATH: "/bin" });
    expect(JSON.parse(readFileSync(handover, "utf8"))).toEqual({ INPUT_TOKEN: "abc" });
    if (process.platform !== "win32") expect(statSync(handover).mode & 0o777).toBe(0o600);

    const second = program({ ...env });
    expect(shedVariables(second.made, isSecret, folder)).toEqual({ INPUT_TOKEN: "abc" });
    expect(second.begun).toEqual([]);
    expect(second.env).toEqual({ PATH: "/bin" });
    expect(existsSync(handover)).toBe(false);
  });

  test.each<[string, Record<string, string>, Partial<NodeJS.Process>]>([
    ["there is nothing to hide", { PATH: "/bin" }, {}],
    ["the system shows no environment", { INPUT_TOKEN: "abc" }, { platform: "darwin" }],
    ["Node cannot do it", { INPUT_TOKEN: "abc" }, { execve: undefined } as Partial<NodeJS.Process>],
  ])("does nothing where %s", (_name, env, more) => {
    const { made, begun } = program(env, more);
    expect(shedVariables(made, isSecret, folder)).toEqual({});
    expect(begun).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a file that is not there or holds something else ends it, and is gone", () => {
    const file = join(folder, "handover");
    expect(() => shedVariables(program({ ROLLOUT_GATE_HANDOVER: file }).made, isSecret, folder)).toThrow();
    writeFileSync(file, "null");
    expect(() => shedVariables(program({ ROLLOUT_GATE_HANDOVER: file }).made, isSecret, folder)).toThrow(/no object/);
    expect(existsSync(file)).toBe(false);
  });
});
