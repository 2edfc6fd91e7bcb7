import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { expandPath } from "../../src/config/expand-path.ts";

const env = { DATA: "/data", EMPTY: "", NESTED: "$DATA", A_1: "one", UP: "../../etc" };
const home = "/home/gate";

describe("expandPath", () => {
  test.each([
    ["~", "/home/gate"],
    ["~/x", "/home/gate/x"],
    ["a/~/x", "a/~/x"],
    ["$DATA/x", "/data/x"],
    [`\${DATA}x/\${A_1}`, "/datax/one"],
    ["~/$A_1", "/home/gate/one"],
    ["$NESTED", "$DATA"],
    ["cost$", "cost$"],
    ["a..b/...", "a..b/..."],
    ["a$ b$1", "a$ b$1"],
    ["", ""],
  ])("%j becomes %j", (text, expected) => {
    expect(expandPath(text, env, home)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ["$NOPE/x", "The variable NOPE in the path", "Set NOPE"],
    [`\${NOPE}`, "is not set", "Set NOPE"],
    ["$EMPTY/x", "is empty", "Set EMPTY"],
    ["../x", 'The path "../x" goes up by ".."', "Write where it is"],
    ["~/..", 'goes up by "..", to "/home/gate/.."', "Write where it is"],
    ["a\\\\..\\\\b", 'goes up by ".."', "Write where it is"],
    ["$UP/x", 'goes up by "..", to "../../etc/x"', "Write where it is"],
    ["~root/x", '"~root" is not understood', "Write"],
    [`\${DATA`, "is not a variable", "Write $NAME"],
    [`\${a b}`, "is not a variable", "Write $NAME"],
    [`\${}`, "is not a variable", "Write $NAME"],
    ["$constructor", "constructor in the path", "Set constructor"],
    [`\${__proto__}`, "is not set", "Set __proto__"],
  ])("%j is refused", (text, reason, remedy) => {
    const result = expandPath(text, env, home);
    if (result.ok) throw new Error(result.value);
    expect(result.problem).toMatchObject({ kind: "invalid", reason: expect.stringContaining(reason) });
    expect(result.problem.remedy).toContain(remedy);
  });

  test("a home folder is taken as it is", () => {
    expect(expandPath("~/x", {}, "/home/$DATA/")).toEqual({ ok: true, value: "/home/$DATA/x" });
    expect(expandPath("~", {}, "/")).toEqual({ ok: true, value: "/" });
    expect(expandPath("~/x", {}, "/")).toEqual({ ok: true, value: "/x" });
    expect(expandPath("~/x", {}, "").ok).toBe(false);
  });

  test("paths without ~ and $ stay as they are", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[$~]/.test(text)),
        (text) => {
          expect(expandPath(text, env, home)).toEqual({ ok: true, value: text });
        },
      ),
    );
  });

  test("many open brackets cost no time", () => {
    const before = performance.now();
    expandPath(`\${`.repeat(32_000), {}, home);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
