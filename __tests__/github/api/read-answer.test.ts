import { describe, expect, test } from "@jest/globals";
import { readRestAnswer } from "../../../src/github/api/read-answer.ts";
import { answer } from "./scripted-http.ts";

const now = new Date("2026-01-01T00:00:00Z");
const read = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  readRestAnswer(answer(status, body, headers), "GET /x", now);

describe("readRestAnswer", () => {
  test.each([
    [401, {}, "unauthorized"],
    [403, { message: "Resource not accessible by integration" }, "forbidden"],
    [404, {}, "not-found"],
    [407, "<html>", "unreachable"],
    [408, {}, "unreachable"],
    [409, {}, "conflict"],
    [410, {}, "gone"],
    [422, {}, "invalid"],
    [304, "", "unreachable"],
    [451, {}, "invalid"],
    [500, {}, "unreachable"],
    [503, "<html>", "unreachable"],
    [403, { message: "API rate limit exceeded" }, "limited"],
    [403, { message: "You have triggered an abuse detection mechanism" }, "limited"],
  ])("%d with %j is %s", (status, body, kind) => {
    expect(read(status, body).answer).toMatchObject({ ok: false, fault: { kind, status } });
  });

  test.each(["", "  ", "null,", "{", "<html></html>", '{"a":1}{', "\u0000"])("200 with %j is no success", (body) => {
    expect(read(200, body).answer).toMatchObject({ ok: false, fault: { kind: "unreachable", status: 200 } });
  });

  test("a status without a body is a success without data", () => {
    expect(read(204, "").answer).toEqual({ ok: true, status: 204, data: null, headers: {} });
  });

  test.each<[string, Readonly<Record<string, string>>, number | null]>([
    ["seconds", { "retry-after": "12" }, 12_000],
    ["a date", { "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }, 30_000],
    ["a date that has passed", { "retry-after": "Wed, 31 Dec 2025 00:00:30 GMT" }, 0],
    ["a reset", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now.getTime() / 1000 + 20) }, 21_000],
    ["nothing: at least a minute", {}, 60_000],
    ["nonsense: at least a minute", { "retry-after": "soon" }, 60_000],
  ])("a limit with %s", (_, headers, retryAfterMs) => {
    expect(read(429, { message: "slow" }, headers).retryAfterMs).toBe(retryAfterMs);
  });

  test("what a server says is one plain line", () => {
    const message = `a\nb\u001b[31m${"x".repeat(5000)}`;
    const { answer: outcome } = read(422, { message, errors: [{ code: "missing" }, "odd", 5] });
    const told = outcome.ok ? "" : outcome.fault.message;
    expect(told).toMatch(/^GET \/x: 422 a bx+…$/);
    expect(told).toHaveLength(300);
  });

  test("names what GitHub found wrong", () => {
    const body = {
      message: "Validation Failed",
      errors: [{ resource: "IssueComment", code: "unprocessable", message: "body is too long" }],
    };
    expect(read(422, body).answer).toMatchObject({
      fault: { message: "GET /x: 422 Validation Failed; body is too long" },
    });
  });
});
