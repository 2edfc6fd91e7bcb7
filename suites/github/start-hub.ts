import { createArmory } from "./arm-faults.ts";
import { createCallLog } from "./call-log.ts";
import { startEmulator } from "./emulator.ts";
import { type CheckDescribed, type HubParts, handleRequest } from "./handle-request.ts";
import { startHttpServer } from "./http-server.ts";
import type { Hub, HubOptions } from "./hub.ts";
import { createRecords } from "./hub-records.ts";
import type { HubContext } from "./hub-request.ts";
import { createState } from "./hub-state.ts";
import { mainRepository } from "./people.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createReadHistory } from "./read-history.ts";
import { createRefWrites } from "./ref-writes.ts";
import { startOtherHost } from "./start-other-host.ts";
import { createTokenStore, firstTokens } from "./token-store.ts";

/** Starts a GitHub to test against. Any number may run side by side; each begins anew with `octo-org/shop`. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const seeds = [mainRepository, ...(options.repositories ?? [])];
  const enterprise = options.enterprise === true;
  const [base, graphql] = enterprise ? ["/api/v3", "/api/graphql"] : ["", "/graphql"];
  const [log, armory, tokens, records] = [createCallLog(), createArmory(), createTokenStore(), createRecords()];
  const violations: string[] = [];
  const violation = (text: string) => violations.push(text);
  const now = () => new Date();
  const checkDescribed = options.checkRequests === false ? () => [] : await loadChecks();

  const other = await startOtherHost(records);
  // The emulator writes the server's address into its answers, so the server is there first.
  let parts: HubParts | null = null;
  const server = await startHttpServer((message, response) => {
    if (parts === null) return response.destroy();
    handleRequest(message, response, parts).catch((error: unknown) => {
      violation(`the hub broke: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
  });
  const url = `${server.origin}${base}`;
  const emulator = await startEmulator(seeds, url);
  const context: HubContext = { emulator, seeds, publicUrl: url, storageUrl: other.origin, records, now, violation };
  parts = {
    context,
    base,
    graphql,
    tokens,
    rate: createRateLimit(options.hourlyLimit ?? 100_000, now()),
    armory,
    reads: createReadHistory(),
    refWrites: createRefWrites(options.parallelWrites ?? "queue"),
    checkDescribed,
    log: log.add,
  };

  return {
    url,
    graphqlUrl: `${server.origin}${graphql}`,
    repository: mainRepository.name,
    tokens: firstTokens(tokens.issue, mainRepository.name),
    issueToken: tokens.issue,
    revokeToken: tokens.revoke,
    calls: log,
    arm: armory.arm,
    disarmAll: armory.disarmAll,
    state: createState(context, (seed) => seeds.push(seed)),
    elsewhere: other.requests,
    violations: () => violations,
    stop: async () => {
      await Promise.all([server.stop(), other.stop(), emulator.stop()]);
    },
  };
}

/**
 * Loaded when the hub starts, so that no request waits for it: GitHub's whole description comes with it, which takes the first hub of a
 * process half a second.
 */
async function loadChecks(): Promise<CheckDescribed> {
  const { loadDescription, requestProblems } = await import("./check-described.ts");
  loadDescription();
  return (match, query, raw, body) => {
    if (match === null) return ["is no route that the hub serves"];
    return match.route.path === "/graphql" ? [] : requestProblems(match, query, raw, body);
  };
}
