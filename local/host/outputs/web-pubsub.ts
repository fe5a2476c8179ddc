import { createHmac } from 'node:crypto';
import { type Binding, connectionString, type Settings, textOf } from '../functions.ts';
import type { ReadInput, WriteOutput } from '../services.ts';

const API_VERSION = '2024-01-01';
const TOKEN_SECONDS = 3_600;

/** Address and key of the service a binding means; without a `connection` it is the extension's default setting. */
export const serviceOf = (options: Binding, settings: Settings, where: string) => {
  const text = connectionString({ connection: 'WebPubSubConnectionString', ...options }, settings, where);
  const part = (name: string) => new RegExp(`(?:^|;)${name}=([^;]+)`, 'i').exec(text)?.[1];
  const [endpoint, key, port] = [part('Endpoint'), part('AccessKey'), part('Port')];
  if (!endpoint || !key) throw new Error(`${where}: the Web PubSub connection string needs Endpoint and AccessKey.`);
  return { endpoint: endpoint.replace(/\/$/, '') + (port ? `:${port}` : ''), key };
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The JSON Web Token the service asks for: signed with its key, made out to one address. */
const tokenFor = (audience: string, key: string, claims: object = {}): string => {
  const exp = Math.floor(Date.now() / 1000) + TOKEN_SECONDS;
  const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, aud: audience, exp })}`;
  return `${unsigned}.${createHmac('sha256', key).update(unsigned).digest('base64url')}`;
};

/** `{url, baseUrl, accessToken}` with which a client connects to the hub. */
export const readWebPubSubConnection: ReadInput = async (options, { settings }, where) => {
  const { endpoint, key } = serviceOf(options, settings, where);
  const address = `${endpoint}/client/hubs/${textOf(options, 'hub', where)}`;
  const accessToken = tokenFor(address, key, options.userId ? { sub: options.userId } : {});
  const baseUrl = address.replace(/^http/, 'ws');
  return { json: JSON.stringify({ baseUrl, url: `${baseUrl}?access_token=${accessToken}`, accessToken }) };
};

/** Every action of the output binding, and the request it stands for. */
const ACTIONS: Readonly<Record<string, readonly [method: string, path: string]>> = {
  sendToAll: ['POST', '/:send'],
  sendToGroup: ['POST', '/groups/{group}/:send'],
  sendToUser: ['POST', '/users/{userId}/:send'],
  sendToConnection: ['POST', '/connections/{connectionId}/:send'],
  addUserToGroup: ['PUT', '/users/{userId}/groups/{group}'],
  removeUserFromGroup: ['DELETE', '/users/{userId}/groups/{group}'],
  addConnectionToGroup: ['PUT', '/groups/{group}/connections/{connectionId}'],
  removeConnectionFromGroup: ['DELETE', '/groups/{group}/connections/{connectionId}'],
  closeClientConnection: ['DELETE', '/connections/{connectionId}'],
};

/** Performs one action or a list of them, in order. */
export const writeWebPubSub: WriteOutput = async (options, value, { settings }, where) => {
  const { endpoint, key } = serviceOf(options, settings, where);
  const hub = textOf(options, 'hub', where);
  for (const action of Array.isArray(value) ? value : [value]) {
    const { actionName, data, dataType = 'text' } = action;
    const [method, template] = ACTIONS[actionName] ?? [];
    if (!method || !template) throw new Error(`${where}: the Web PubSub action "${actionName}" has no local stand-in.`);
    const path = template.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(textOf(action, name, `${where}: ${actionName}`)),
    );
    const url = `${endpoint}/api/hubs/${hub}${path}?api-version=${API_VERSION}`;
    if (!/^(text|json)$/.test(dataType))
      throw new Error(`${where}: data of the type "${dataType}" has no local stand-in.`);
    const contentType = dataType === 'json' ? 'application/json' : 'text/plain';
    const headers = { authorization: `Bearer ${tokenFor(url, key)}`, 'content-type': contentType };
    const body = method === 'POST' ? (typeof data === 'string' ? data : JSON.stringify(data)) : null;
    const response = await fetch(url, { method, headers, body });
    if (!response.ok)
      throw new Error(`${where}: ${actionName} was answered ${response.status}: ${await response.text()}`);
    await response.body?.cancel();
  }
};
