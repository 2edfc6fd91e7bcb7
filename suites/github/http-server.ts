import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface HttpServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** A server on a free port of loopback. */
export async function startHttpServer(
  answer: (message: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpServer> {
  const server = createServer(answer);
  // A connection that is kept is not closed while a client thinks that it may use it.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The whole body; null when the client went away before it was there. */
export async function readBody(message: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  try {
    for await (const part of message) parts.push(part as Buffer);
  } catch (error) {
    if (message.destroyed) return null;
    throw error;
  }
  return Buffer.concat(parts);
}

/** Names in lower case. */
export function headersOf(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
}
