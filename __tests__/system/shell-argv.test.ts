import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import type { ShellName } from "../../src/domain/config.ts";
import { shellArgv, shellChoices } from "../../src/system/shell-argv.ts";

describe("shellChoices", () => {
  test.each([
    ["linux", null, ["bash", "sh"]],
    ["darwin", null, ["bash", "sh"]],
    ["win32", null, ["bash", "pwsh", "cmd"]],
    ["linux", "pwsh", ["pwsh"]],
    ["win32", "cmd", ["cmd"]],
  ] as const)("on %s, asked for %s", (platform, wanted, choices) => {
    expect(shellChoices(wanted, platform)).toEqual(choices);
  });
});

describe("shellArgv", () => {
  test.each([
    ["bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", "make test"]],
    ["sh", ["-e", "-c", "make test"]],
    ["cmd", ["/d", "/e:on", "/v:off", "/s", "/c", "make test"]],
  ] as readonly [ShellName, readonly string[]][])("%s", (shell, rest) => {
    expect(shellArgv(shell, "prog", "make test")).toEqual({ ok: true, value: ["prog", ...rest] });
  });

  test("PowerShell stops at errors and hands the last exit code on", () => {
    const argv = shellArgv("pwsh", "pwsh", "npm test");
    const script = argv.ok ? (argv.value.at(-1) ?? "") : "";
    expect(script.split("\n")).toEqual([
      "$ErrorActionPreference = 'Stop'",
      "npm test",
      expect.stringContaining("exit $LASTEXITCODE"),
    ]);
  });

  test("cmd is given one line only", () => {
    expect(shellArgv("cmd", "cmd.exe", "\r\n npm test \r\n")).toMatchObject({ ok: true });
    expect(shellArgv("cmd", "cmd.exe", "npm ci\nnpm test")).toMatchObject({
      ok: false,
      problem: { kind: "invalid", remedy: expect.stringContaining("&&") },
    });
  });

  test.each([
    ["bash", "false; echo reached"],
    ["bash", "false | cat; echo reached"],
    ["sh", "false; echo reached"],
  ] as const)("a failing line fails the script: %s, %s", (shell, script) => {
    const argv = shellArgv(shell, shell, script);
    if (!argv.ok) throw new Error(argv.problem.reason);
    const [program, ...args] = argv.value;
    expect(() => execFileSync(program, args, { stdio: "pipe" })).toThrow();
  });
});
