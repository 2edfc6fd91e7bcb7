import { describe, expect, test } from "@jest/globals";
import { windowsLaunch } from "../../src/system/windows-launch.ts";
import { processorTimeMs } from "../processor-time.ts";

const interpreter = "C:\\Windows\\System32\\cmd.exe";

describe("windowsLaunch", () => {
  test("a program is left to Node's own quoting", () => {
    expect(windowsLaunch("C:\\node.exe", ["a b", '"'], interpreter)).toEqual({
      file: "C:\\node.exe",
      args: ["a b", '"'],
      verbatim: false,
    });
  });

  test("a batch file goes through cmd, every special character carried past it", () => {
    const launch = windowsLaunch("C:\\Program Files\\npm.cmd", ["run", 'a "b" & %PATH%', "end\\"], interpreter);
    expect(launch.file).toBe(interpreter);
    expect(launch.verbatim).toBe(true);
    expect(launch.args).toEqual([
      "/d",
      "/v:off",
      "/s",
      "/c",
      '"C:\\Program^ Files\\npm.cmd ^^^"run^^^" ^^^"a^^^ \\^^^"b\\^^^"^^^ ^^^&^^^ ^^^%PATH^^^%^^^" ^^^"end\\\\^^^""',
    ]);
  });

  test("a line for cmd keeps its own quotes", () => {
    expect(windowsLaunch(interpreter, ["/d", "/s", "/c", 'echo "hi" && dir'], interpreter)).toEqual({
      file: interpreter,
      args: ["/d", "/s", "/c", '"echo "hi" && dir"'],
      verbatim: true,
    });
  });

  test("a long run of backslashes is no work", () => {
    const launch = () => windowsLaunch("C:\\a.bat", [`${"\\".repeat(200_000)}x`], interpreter);
    expect(processorTimeMs(launch)).toBeLessThan(4000);
  });
});
