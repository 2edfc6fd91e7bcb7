import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createRedactor, redacted, redactValue } from "../../src/text/redact-secrets.ts";
import { secretForms } from "../../src/text/secret-forms.ts";
import { processorTimeMs } from "../processor-time.ts";

const secret = "s3cr3t/Kä+y &<7>";

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const forms: readonly [name: string, text: string][] = [
  ["as it is", `x ${secret} y`],
  ["in JSON", JSON.stringify({ a: `${secret}"` })],
  ["percent-encoded", encodeURIComponent(secret)],
  ["percent-encoded in lower case", encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
  ["in a form", new URLSearchParams({ a: secret }).toString()],
  ["as Base64", base64(secret)],
  ["as Base64 behind one byte", base64(`:${secret}`)],
  ["as Base64 behind two bytes", base64(`a:${secret}`)],
  ["as Base64 behind a user, before more", base64(`x-access-token:${secret}\n`)],
  ["as Base64 for addresses", Buffer.from(`~~${secret}`).toString("base64url")],
  ["as hexadecimal digits", Buffer.from(secret).toString("hex")],
  ["as HTML", secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")],
];

/** Joined here so that nobody's scanner takes the test for a leak. */
const looks: readonly [name: string, text: string][] = [
  ["a personal token", `ghp${"_"}${"aB3".repeat(12)}`],
  ["a job's token", `ghs${"_"}${"aB3".repeat(12)}`],
  ["a job's longer token", `ghs${"_"}123_eyJhbGciOi.${"x-Y_3".repeat(90)}`],
  ["a fine-grained token", `github_pat${"_"}${"A1b".repeat(20)}`],
  ["a JSON Web Token", `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${"dozjgNryP4J3jVmNHl0w"}`],
  ["a Slack token", `xoxb-${"123456789012"}-abcdef`],
  ["a key's block", `-----BEGIN RSA PRIVATE KEY-----\n${"MIIEow".repeat(20)}\n-----END RSA PRIVATE KEY-----`],
];

describe("createRedactor", () => {
  const redact = createRedactor([secret]);

  test.each(forms)("finds a known secret %s", (_name, text) => {
    const shown = redact(text);
    expect(shown).toContain(redacted);
    for (const form of secretForms(secret)) expect(shown).not.toContain(form);
  });

  test.each(looks)("finds %s by its look", (_name, text) => {
    expect(createRedactor([])(`before ${text} after`)).toBe(`before ${redacted} after`);
  });

  test("takes the password out of an address and leaves the rest", () => {
    expect(createRedactor([])("https://bot:hunter2@example.org/a:b@c")).toBe(
      `https://bot:${redacted}@example.org/a:b@c`,
    );
    expect(createRedactor([])("AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46")).toBe(`AUTHORIZATION: basic ${redacted}`);
  });

  test("finds every line of a secret of several lines", () => {
    const key = "-----BEGIN X-----\nfirst-line-0001\nsecond-line-0002\n-----END X-----\n";
    expect(createRedactor([key])("log: second-line-0002")).toBe(`log: ${redacted}`);
    expect(createRedactor([key])("-----BEGIN X-----")).toBe("-----BEGIN X-----");
  });

  test("finds the first part of one that was cut", () => {
    expect(redact(`password ${secret.slice(0, 10)}…`)).toBe(`password ${redacted}…`);
    expect(redact(`password ${secret.slice(0, 5)}…`)).toBe(`password ${secret.slice(0, 5)}…`);
  });

  test("leaves ordinary text as it is", () => {
    for (const text of [
      "",
      "ghost town, gh_pages, ghp_ and github_pat_ are words",
      "https://example.org/a:b/c and user@example.org",
      "Set the Authorization: header, with a bearer token",
      "benchmark token_parser took 1234567 ns",
      "12:30:45 a.b.c eyJ",
      "xoxo, AKIA, npm_config_registry",
    ]) {
      expect(createRedactor(["true", "short", ""])(text)).toBe(text);
    }
  });

  test("no form of a secret is left, whatever stands around it", () => {
    const text = fc.string({ maxLength: 30 });
    const value = fc.string({ unit: "binary-ascii", minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(text, value, text, (before, one, after) => {
        const own = createRedactor([one]);
        for (const written of [one, encodeURIComponent(one), base64(before + one + after), JSON.stringify(one)]) {
          const shown = own(before + written + after);
          for (const form of secretForms(one)) expect(shown).not.toContain(form);
        }
      }),
    );
  });

  test("takes time in proportion to the text", () => {
    const slow = createRedactor(Array.from({ length: 30 }, (_, at) => `secret-number-${at}-of-30`));
    for (const part of ["://a:", "eyJaaaaaaaa.", "ghp_", "-----BEGIN PRIVATE KEY-----", "authorization: bearer "]) {
      expect(processorTimeMs(() => slow(part.repeat(1_000_000 / part.length)))).toBeLessThan(5000);
    }
  });
});

describe("redactValue", () => {
  const redact = createRedactor([secret]);

  test("goes into lists, objects and keys, and keeps what is no text", () => {
    const samples = [1, Number.NaN];
    expect(redactValue({ a: [secret, 1, null, true], [secret]: { b: `x${secret}` }, samples }, redact)).toEqual({
      a: [redacted, 1, null, true],
      [redacted]: { b: `x${redacted}` },
      samples,
    });
  });

  test("leaves members alone that must be kept", () => {
    expect(redactValue({ stage: secret, tail: [secret] }, redact, new Set(["stage"]))).toEqual({
      stage: secret,
      tail: [redacted],
    });
  });

  test("does not make a prototype of a key", () => {
    const value: unknown = JSON.parse('{"__proto__": {"polluted": "yes"}}');
    const shown = redactValue(value, redact);
    expect(Object.getPrototypeOf(shown)).toBe(Object.prototype);
    expect(JSON.stringify(shown)).toBe('{"__proto__":{"polluted":"yes"}}');
  });
});
