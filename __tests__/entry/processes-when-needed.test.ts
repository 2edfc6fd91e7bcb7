import { expect, test } from "@jest/globals";
import type { Processes } from "../../src/domain/ports.ts";
import { processesWhenNeeded } from "../../src/entry/processes-when-needed.ts";

test("nothing is made until something is asked for, and then once", async () => {
  let made = 0;
  const asked: string[] = [];
  const some: Pick<Processes, "find"> = {
    find: async (program) => {
      asked.push(program);
      return `/bin/${program}`;
    },
  };
  const processes = processesWhenNeeded(async () => {
    made++;
    return some as Processes;
  });
  expect(made).toBe(0);
  const found = await Promise.all([processes.find("one", {}, "/"), processes.find("two", {}, "/")]);
  expect(found).toEqual(["/bin/one", "/bin/two"]);
  expect(asked).toEqual(["one", "two"]);
  expect(made).toBe(1);
});
