import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity, json } from '../../shared/http/respond.ts';
import { conflict, invalid } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { type ConnectionCommand, connection, connectionStream } from './connection.ts';
import { ConnectedProvider, ProviderConnection, ReplaceSecretBody } from './contract.ts';
import { secretOf } from './requirements.ts';
import { connectionResource } from './resource.ts';
import { keepSecret } from './secret.ts';

const handle = execute(connection);
const one = z.object({ connectionId: z.string().max(64) });

type Asked = Input<{ connectionId: string }, unknown, unknown>;

/** Runs a command on a connection that the caller may see, and answers what it is then. */
const change = async (input: Asked, services: Services, command: ConnectionCommand): Promise<ProviderConnection> => {
  const { caller, params } = input;
  if (caller.groups) await connectionResource.find(services, caller, params.connectionId);
  const stream = connectionStream(caller.tenantId, params.connectionId);
  const { version } = await handle(services.streams, stream, command, causeOf(input));
  return connectionResource.find(services, caller, params.connectionId, version);
};

export const replaceSecret = endpoint({
  summary: 'Set or replace the secret of a connection',
  description: 'The one before is refused at once here, and within five minutes on every instance.',
  scope: 'providers:write',
  params: one,
  body: ReplaceSecretBody,
  answer: ConnectedProvider,
  async run(input, services) {
    const { body, caller, params, now } = input;
    const { connectionId } = params;
    const { provider, mode, status } = await connectionResource.find(services, caller, connectionId);
    if (status === 'disconnected') throw conflict('providers/disconnected', 'This connection was ended. Connect anew.');
    const secret = secretOf({ provider, mode, ...body }, input.newKey);
    if (!secret)
      throw invalid('providers/no-secret', 'The secret is made by the provider: say what it is.', [
        { path: ['secret'], message: 'Needed.' },
      ]);
    const secretVersion = await keepSecret(services, caller.tenantId, connectionId, secret.text);
    const changed = await change(input, services, { type: 'ReplaceSecret', data: { secretVersion, now } });
    const headers = { etag: `"${changed.version}"`, 'cache-control': 'no-store' };
    return json(200, { ...changed, ...(secret.isOurs && { secret: secret.text }) }, headers);
  },
});

export const pauseConnection = endpoint({
  summary: 'Take nothing from a connection for now',
  description:
    'What a provider sends meanwhile is refused, so that it sends it again; what is asked for is asked for from where it stood.',
  scope: 'providers:write',
  params: one,
  answer: ProviderConnection,
  run: async (input, services) => entity(await change(input, services, { type: 'Pause', data: { now: input.now } })),
});

export const resumeConnection = endpoint({
  summary: 'Go on with a connection',
  scope: 'providers:write',
  params: one,
  answer: ProviderConnection,
  run: async (input, services) => entity(await change(input, services, { type: 'Resume', data: { now: input.now } })),
});

export const disconnectProvider = endpoint({
  summary: 'End a connection for good',
  description: 'Its secret is removed from the vault. Its devices stay registered.',
  scope: 'providers:write',
  params: one,
  answer: ProviderConnection,
  run: async (input, services) =>
    entity(await change(input, services, { type: 'Disconnect', data: { now: input.now } })),
});
