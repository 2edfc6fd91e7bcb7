// The part of Jest's globals that the tests of flag/, ledger/ and judge/ use, as plain functions that remember what they were given.
import { format } from "node:util";
import { expect } from "expect";

/** @returns what to hand out as `@jest/globals`, and `collect`, which gathers the tests that a load of a file declares. */
export function createGlobals() {
  let block = null;

  function describe(name, declare) {
    const outer = block;
    block = {
      name: outer === null ? name : `${outer.name} › ${name}`,
      tests: outer?.tests,
      hooks: [...(outer?.hooks ?? [])],
    };
    try {
      declare();
    } finally {
      block = outer;
    }
  }

  function test(name, run) {
    block.tests.push({ name: block.name === "" ? name : `${block.name} › ${name}`, run, hooks: block.hooks });
  }

  const hook = (when) => (run) => {
    block.hooks.push({ when, run });
  };
  describe.each = (rows) => eachOf(rows, describe);
  test.each = (rows) => eachOf(rows, test);
  const globals = {
    describe,
    test,
    it: test,
    expect,
    beforeEach: hook("before"),
    afterEach: hook("after"),
    __esModule: true,
  };

  return {
    globals,
    collect: (load) => {
      block = { name: "", tests: [], hooks: [] };
      const { tests } = block;
      load();
      block = null;
      return tests;
    },
  };
}

/** A row that is no list is the one argument; names are filled in as Jest does it. */
function eachOf(rows, declare) {
  return (name, run, ...rest) => {
    for (const row of rows) {
      const args = Array.isArray(row) ? row : [row];
      const places = name.match(/%[sdifjop]/g)?.length ?? 0;
      const filled = name.replaceAll("%p", "%j").replaceAll(/\$(\w+)/g, (all, key) => String(row?.[key] ?? all));
      declare(format(filled, ...args.slice(0, places)), () => run(...args), ...rest);
    }
  };
}

/** Runs one test with its hooks. */
export async function runTest({ run, hooks }) {
  for (const hook of hooks) if (hook.when === "before") await hook.run();
  try {
    await run();
  } finally {
    for (const hook of hooks) if (hook.when === "after") await hook.run();
  }
}
