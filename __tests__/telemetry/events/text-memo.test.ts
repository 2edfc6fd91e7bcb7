import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createTextMemo } from "../../../src/telemetry/events/text-memo.ts";

test("a text is what its bytes say, whatever was asked for before", () => {
  const textOf = createTextMemo();
  const text = fc.oneof(
    fc.constantFrom("", "a", "chat.completed", "chat.compl3ted", "x".repeat(64), "x".repeat(65)),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
      for (const one of texts) {
        const bytes = Buffer.from(`"${one}"`, "latin1");
        expect(textOf(bytes, 1, bytes.length - 1)).toBe(bytes.toString("latin1", 1, bytes.length - 1));
      }
    }),
  );
});
