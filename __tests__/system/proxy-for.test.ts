import { describe, expect, test } from "@jest/globals";
import { proxyFor } from "../../src/system/proxy-for.ts";

const proxy = "http://proxy.example:3128/";

describe("proxyFor", () => {
  test.each<[string, string, Readonly<Record<string, string>>, string | null]>([
    ["none is named", "https://api.github.com", {}, null],
    ["https", "https://api.github.com", { HTTPS_PROXY: proxy }, proxy],
    ["small letters go first", "https://api.github.com", { https_proxy: proxy, HTTPS_PROXY: "http://other" }, proxy],
    ["http has its own", "http://api.github.com", { HTTPS_PROXY: proxy }, null],
    ["http", "http://git.example", { HTTP_PROXY: proxy }, proxy],
    ["without a scheme", "https://api.github.com", { HTTPS_PROXY: "proxy.example:3128" }, proxy],
    ["an empty variable", "https://api.github.com", { HTTPS_PROXY: " " }, null],
    ["this machine", "https://localhost:8443", { HTTPS_PROXY: proxy }, null],
    ["this machine by number", "https://127.0.0.1:8443", { HTTPS_PROXY: proxy }, null],
    ["this machine by the longer number", "https://[::1]:8443", { HTTPS_PROXY: proxy }, null],
    ["a name that only begins like it", "https://127.0.0.1.example", { HTTPS_PROXY: proxy }, proxy],
    ["exempt: all", "https://api.github.com", { HTTPS_PROXY: proxy, NO_PROXY: "*" }, null],
    ["exempt: the host", "https://git.example", { HTTPS_PROXY: proxy, NO_PROXY: "x.example, GIT.example" }, null],
    ["exempt: the port", "https://git.example", { HTTPS_PROXY: proxy, NO_PROXY: "git.example:443" }, null],
    ["not exempt: another port", "https://git.example", { HTTPS_PROXY: proxy, NO_PROXY: "git.example:8443" }, proxy],
    ["exempt: the domain", "https://api.git.example", { HTTPS_PROXY: proxy, NO_PROXY: "git.example" }, null],
    [
      "exempt: the domain with a dot",
      "https://api.git.example",
      { HTTPS_PROXY: proxy, no_proxy: ".git.example" },
      null,
    ],
    [
      "not exempt: a name that ends like it",
      "https://mygit.example",
      { HTTPS_PROXY: proxy, NO_PROXY: "git.example" },
      proxy,
    ],
  ])("%s", (_, url, env, expected) => {
    expect(proxyFor(new URL(url), env)?.href ?? null).toBe(expected);
  });

  test.each(["http://", "socks5://proxy.example"])("%s is refused rather than gone around", (text) => {
    expect(() => proxyFor(new URL("https://api.github.com"), { HTTPS_PROXY: text })).toThrow("https_proxy");
  });
});
