import type { ServerResponse } from 'node:http';

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly json: string;
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, json: JSON.stringify(value) };
}

/** Sends it. A caller who has gone is no error. */
export function sendAnswer(response: ServerResponse, { status, json }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}
