import { notFound } from "./answer.ts";
import { startHttpServer } from "./http-server.ts";
import type { HubRecords } from "./hub-records.ts";
import { sendAnswer } from "./send-answer.ts";

/** A request that reached another host than GitHub's API. */
export interface StrayedRequest {
  readonly target: string;
  /** The token, if it came along; null when it did not. */
  readonly authorization: string | null;
}

export interface OtherHost {
  readonly origin: string;
  readonly requests: readonly StrayedRequest[];
  stop(): Promise<void>;
}

/** The host that redirects lead to, and that keeps artifacts: links there need no token, and should get none. */
export async function startOtherHost(records: HubRecords): Promise<OtherHost> {
  const requests: StrayedRequest[] = [];
  const server = await startHttpServer((message, response) => {
    const target = message.url ?? "";
    const id = Number(/^\/artifacts\/(\d+)\.zip$/.exec(target)?.[1]);
    const archive = records.runs.flatMap((run) => run.artifacts).find((artifact) => artifact.id === id)?.archive;
    requests.push({ target, authorization: message.headers.authorization ?? null });
    const zip = { "content-type": "application/zip" };
    sendAnswer(archive === undefined ? notFound() : { status: 200, headers: zip, body: archive }, response, false);
  });
  return { origin: server.origin, requests, stop: server.stop };
}
