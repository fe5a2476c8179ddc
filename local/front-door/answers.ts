import { type ServerResponse, STATUS_CODES } from 'node:http';

type Headers = Readonly<Record<string, string>>;

const send = (response: ServerResponse, status: number, contentType: string, body: string, headers: Headers) => {
  response.writeHead(status, {
    'cache-control': 'no-store',
    ...headers,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
};

export const sendHtml = (response: ServerResponse, status: number, html: string, headers: Headers = {}) =>
  send(response, status, 'text/html; charset=utf-8', html, headers);

export const sendJson = (response: ServerResponse, status: number, value: unknown, headers: Headers = {}) =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value), headers);

/** RFC 9457, as the API itself answers, so that its callers need to know one shape only. */
export const sendProblem = (response: ServerResponse, status: number, code: string, detail: string) => {
  const problem = { type: `urn:wayfleet:problem:${code}`, title: STATUS_CODES[status], status, code, detail };
  send(response, status, 'application/problem+json; charset=utf-8', JSON.stringify(problem), {});
};

export const redirect = (response: ServerResponse, status: number, location: string, headers: Headers = {}) => {
  response.writeHead(status, { 'cache-control': 'no-store', ...headers, location, 'content-length': 0 }).end();
};
