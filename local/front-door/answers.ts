import type { ServerResponse } from 'node:http';

export type Headers = Readonly<Record<string, string>>;

/** Answers with a text that nobody may keep. */
export const send = (response: ServerResponse, status: number, type: string, body: string, headers: Headers = {}) => {
  const own = { 'cache-control': 'no-store', 'content-type': type, 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...own }).end(body);
};

export const sendPage = (response: ServerResponse, status: number, html: string, headers: Headers = {}) =>
  send(response, status, 'text/html; charset=utf-8', html, headers);

export const redirect = (response: ServerResponse, location: string, headers: Headers = {}) => {
  response.writeHead(302, { ...headers, 'cache-control': 'no-store', location, 'content-length': 0 }).end();
};
