import { describe, expect, test } from "@jest/globals";
import { repositoryPath } from "../../src/collect/repository-path.ts";

describe("repositoryPath", () => {
  test.each<[string, string, string, string | null]>([
    ["relative to the stage's folder", "tests/a.py", "/ws/pkg", "pkg/tests/a.py"],
    ["relative, upwards inside the workspace", "../shared/a.py", "/ws/pkg", "shared/a.py"],
    ["absolute, inside", "/ws/pkg/tests/a.py", "/ws/pkg", "pkg/tests/a.py"],
    ["absolute, with dots", "/ws/./pkg/../a.js", "/ws", "a.js"],
    ["absolute, outside", "/usr/lib/python3/x.py", "/ws", null],
    ["a folder whose name only begins alike", "/ws-other/a.js", "/ws", null],
    ["upwards out of the workspace", "../../etc/passwd", "/ws/pkg", null],
    ["above the root", "/../../x", "/ws", null],
    ["the workspace itself", "/ws", "/ws", null],
    ["backslashes", "tests\\a.py", "/ws", "tests/a.py"],
  ])("%s", (_name, file, directory, expected) => {
    expect(repositoryPath(file, directory, "/ws")).toBe(expected);
  });

  test("a Windows drive", () => {
    expect(repositoryPath("D:\\a\\repo\\t.js", "D:\\a\\repo", "D:\\a\\repo")).toBe("t.js");
  });
});
