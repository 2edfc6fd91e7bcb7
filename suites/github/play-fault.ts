import type { ServerResponse } from "node:http";
import { type Answer, jsonAnswer, refusal } from "./answer.ts";
import type { FaultOrder } from "./arm-faults.ts";
import { sendAnswer } from "./send-answer.ts";

export interface FaultScene {
  /** What would have been answered; null where nothing was done. */
  readonly answer: Answer | null;
  /** The answer to this request before the last write; null when there is none. */
  readonly stale: Answer | null;
  /** Another host, and the path that was asked for. */
  readonly elsewhere: string;
  readonly now: Date;
  readonly head: boolean;
}

const page = (title: string): Buffer =>
  Buffer.from(`<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`);

function html(status: number, title: string): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body: page(title) };
}

const secondary =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.";

/** The answer that a fault gives; null for those that are no answer but something done to the connection. */
function answerOf(order: FaultOrder, scene: FaultScene): Answer | null {
  const seconds = order.retryAfterSeconds ?? 1;
  switch (order.fault.kind) {
    case "bad-gateway":
      return html(502, "502 Bad Gateway");
    case "unavailable":
      return html(503, "No server is currently available to service your request.");
    case "rate-limit":
      return refusal(403, "API rate limit exceeded for installation ID 1.", {
        headers: {
          "x-ratelimit-limit": "1000",
          "x-ratelimit-remaining": "0",
          "x-ratelimit-used": "1000",
          "x-ratelimit-reset": String(Math.ceil(scene.now.getTime() / 1000) + seconds),
          "x-ratelimit-resource": "core",
        },
      });
    case "secondary-limit":
      return refusal(403, secondary, { headers: { "retry-after": String(seconds) } });
    case "secondary-limit-bare":
      return refusal(403, secondary);
    case "too-many-requests":
      return refusal(429, secondary, { headers: { "retry-after": String(seconds) } });
    case "no-permission":
      return refusal(403, "Resource not accessible by integration", {
        headers: { "x-accepted-github-permissions": "contents=write" },
      });
    case "bad-credentials":
      return refusal(401, "Bad credentials");
    case "not-found":
      return refusal(404, "Not Found");
    case "conflict":
      return refusal(409, "Git Repository is busy: another write was first.");
    case "unprocessable":
      return refusal(422, "Validation Failed", { errors: [{ resource: "Reference", code: "invalid", field: "sha" }] });
    case "html":
      return html(200, "Sign in to continue");
    case "empty":
      return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body: Buffer.alloc(0) };
    case "truncated": {
      const { status, headers, body } = whole(scene);
      return { status, headers, body: body.subarray(0, Math.floor(body.length / 2)) };
    }
    case "stale-read":
      return scene.stale ?? scene.answer;
    case "redirect-elsewhere":
      return jsonAnswer(307, { message: "Temporary Redirect", url: scene.elsewhere }, { location: scene.elsewhere });
    case "moved-elsewhere":
      return jsonAnswer(301, { message: "Moved Permanently", url: scene.elsewhere }, { location: scene.elsewhere });
    default:
      return null;
  }
}

/** A body to cut where there is none: nothing was done, or the answer has no body. */
function whole(scene: FaultScene): Answer {
  const answer = scene.answer ?? jsonAnswer(200, {});
  const body = answer.body.length > 1 ? answer.body : Buffer.from('{"id":1,"node_id":"MDc6"}');
  return { ...answer, status: answer.status >= 400 || answer.status === 204 ? 200 : answer.status, body };
}

/** Does to a response what the fault is. The status that was sent; null when the client got no whole answer. */
export async function playFault(
  order: FaultOrder,
  scene: FaultScene,
  response: ServerResponse,
): Promise<number | null> {
  const { kind } = order.fault;
  if (kind === "hang") return null;
  if (kind === "reset") {
    response.socket?.resetAndDestroy();
    return null;
  }
  if (kind === "cut-short") {
    const { status, headers, body } = whole(scene);
    response.writeHead(status, { ...headers, "content-length": body.length });
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
    return null;
  }
  if (kind === "slow-drip" && scene.answer !== null) return await drip(scene.answer, response);
  const answer = answerOf(order, scene);
  if (answer === null) throw new Error(`nothing is known to do for the fault ${kind}`);
  sendAnswer(answer, response, scene.head);
  return answer.status;
}

async function drip(answer: Answer, response: ServerResponse): Promise<number> {
  response.writeHead(answer.status, { ...answer.headers, "content-length": answer.body.length });
  const step = Math.max(1, Math.ceil(answer.body.length / 20));
  for (let at = 0; at < answer.body.length && !response.destroyed; at += step) {
    response.write(answer.body.subarray(at, at + step));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  response.end();
  return answer.status;
}
