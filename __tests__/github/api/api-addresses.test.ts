import { describe, expect, test } from "@jest/globals";
import { apiAddresses } from "../../../src/github/api/api-addresses.ts";

describe("apiAddresses", () => {
  test.each([
    ["github.com", {}, "https://api.github.com", "https://api.github.com/graphql"],
    [
      "an Enterprise server",
      { GITHUB_API_URL: "https://git.example/api/v3", GITHUB_GRAPHQL_URL: "https://git.example/api/graphql" },
      "https://git.example/api/v3",
      "https://git.example/api/graphql",
    ],
    [
      "an Enterprise server without the second",
      { GITHUB_API_URL: "https://git.example/api/v3/" },
      "https://git.example/api/v3",
      "https://git.example/api/graphql",
    ],
    [
      "data residency",
      { GITHUB_API_URL: "https://api.octo.ghe.com" },
      "https://api.octo.ghe.com",
      "https://api.octo.ghe.com/graphql",
    ],
  ])("%s", (_, env, rest, graphql) => {
    expect(apiAddresses(env)).toEqual({ rest, graphql });
  });

  test.each(["ftp://x", "nothing", "https://user:secret@git.example", "https://git.example/?x=1"])(
    "%s is refused",
    (text) => {
      expect(() => apiAddresses({ GITHUB_API_URL: text })).toThrow("GITHUB_API_URL");
      expect(() => apiAddresses({ GITHUB_GRAPHQL_URL: text })).toThrow("GITHUB_GRAPHQL_URL");
    },
  );
});
