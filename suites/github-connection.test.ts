import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { root } from "./run-program.ts";

// A company's GitHub: a name that only its proxy knows, and a certificate that only its own authority vouches for. The variables are
// read when Node starts, so each try is a program of its own.

const host = "git.company.example";
const token = "ghs_0123456789abcdefghijklmnopqrstuvwxyz";
const build = join(root, "build", "suite-connection");
const place = mkdtempSync(join(tmpdir(), "connection-"));
const servers: Server[] = [];
const asked: { readonly url: string | undefined; readonly authorization: string | undefined }[] = [];
const tunnels: (string | undefined)[] = [];
let proxy = "";
let port = 0;

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function openssl(...args: readonly string[]): void {
  execFileSync("openssl", args, { cwd: place, stdio: "pipe" });
}

beforeAll(async () => {
  const emitted = spawnSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--outDir", build],
    { cwd: root, encoding: "utf8" },
  );
  if (emitted.status !== 0) throw new Error(emitted.stdout);
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "2",
    "-subj",
    "/CN=Company",
  );
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "host.key", "-out", "host.csr", "-subj", `/CN=${host}`);
  writeFileSync(join(place, "names"), `subjectAltName=DNS:${host}\n`);
  openssl(
    "x509",
    "-req",
    "-in",
    "host.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    "names",
    "-out",
    "host.pem",
  );
  const [key, cert] = ["host.key", "host.pem"].map((name) => readFileSync(join(place, name)));
  const github = createSecureServer({ key, cert }, (request, response) => {
    asked.push({ url: request.url, authorization: request.headers.authorization });
    response.writeHead(200, { "content-type": "application/json" }).end('{"login":"octocat"}');
  });
  port = await listen(github);
  const relay = createPlainServer((_, response) => void response.writeHead(500).end());
  relay.on("connect", (request, socket) => {
    tunnels.push(`${request.url} ${request.headers["proxy-authorization"]}`);
    const behind = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      behind.pipe(socket).pipe(behind);
    });
    for (const side of [behind, socket]) side.on("error", () => void behind.destroy());
  });
  proxy = `http://me:secret@127.0.0.1:${await listen(relay)}`;
}, 300_000);

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(place, { recursive: true, force: true });
  rmSync(build, { recursive: true, force: true });
});

/** Asks who it is, by the client and the variables of a job. */
async function ask(env: Readonly<Record<string, string>>) {
  const script = `
    import { createGitHubApi } from ${JSON.stringify(join(build, "github/api/create-github-api.js"))};
    import { apiAddresses } from ${JSON.stringify(join(build, "github/api/api-addresses.js"))};
    import { createHttp } from ${JSON.stringify(join(build, "system/create-http.js"))};
    import { createClock } from ${JSON.stringify(join(build, "system/create-clock.js"))};
    const api = createGitHubApi({
      token: ${JSON.stringify(token)}, addresses: apiAddresses(process.env), http: createHttp(process.env), clock: createClock(),
      random: () => 0, userAgent: "rollout-gate/0", note: () => {},
      limits: { requestMs: 5000, tries: 1, waitMs: 0, totalMs: 10000 },
    });
    const told = await api.call({ route: "GET /user", parameters: {}, effect: "read" });
    console.log(JSON.stringify(told.ok ? told.data : told.fault));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    env: { PATH: process.env.PATH, GITHUB_API_URL: `https://${host}/api/v3`, ...env },
  });
  return JSON.parse(stdout);
}

test("goes through the proxy, and trusts the company's authority", async () => {
  expect(await ask({ HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: join(place, "ca.pem") })).toEqual({ login: "octocat" });
  expect(tunnels).toEqual([`${host}:443 Basic ${Buffer.from("me:secret").toString("base64")}`]);
  expect(asked).toEqual([{ url: "/api/v3/user", authorization: `Bearer ${token}` }]);
});

test("trusts no authority that it was not told of, and says so", async () => {
  asked.length = 0;
  expect(await ask({ HTTPS_PROXY: proxy })).toMatchObject({
    kind: "unreachable",
    message: expect.stringMatching(/certificate|issuer|self.signed/i),
  });
  expect(asked).toEqual([]);
});

test("a name that the certificate does not bear is refused", async () => {
  asked.length = 0;
  const env = {
    HTTPS_PROXY: proxy,
    NODE_EXTRA_CA_CERTS: join(place, "ca.pem"),
    GITHUB_API_URL: "https://other.company.example",
  };
  expect(await ask(env)).toMatchObject({ kind: "unreachable", message: expect.stringMatching(/altnames|Hostname/) });
  expect(asked).toEqual([]);
});

test("goes around the proxy where NO_PROXY says so", async () => {
  tunnels.length = 0;
  const env = { HTTPS_PROXY: proxy, NO_PROXY: ".company.example", NODE_EXTRA_CA_CERTS: join(place, "ca.pem") };
  expect(await ask(env)).toMatchObject({ kind: "unreachable", message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
  expect(tunnels).toEqual([]);
});
