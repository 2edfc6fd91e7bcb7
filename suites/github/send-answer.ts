import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

export function sendAnswer(answer: Answer, response: ServerResponse, head: boolean): void {
  if (response.destroyed) return;
  const length = answer.status === 204 || answer.status === 304 ? {} : { "content-length": answer.body.length };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(head ? undefined : answer.body);
}
