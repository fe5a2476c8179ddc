import type { HttpRequest } from '@azure/functions';
import { bytesOf } from '../../shared/http/request.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { branchesOf } from '../../shared/identity/group-tree.ts';
import { unauthenticated } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { type ConnectionEntry, connectionAddress } from './contract.ts';
import { isProven } from './proofs.ts';
import { readSecret } from './secret.ts';

/** A provider that has proven itself with the secret of a connection. */
export interface ProviderCaller extends Caller {
  readonly connection: ConnectionEntry;
}

const CONNECTION_ID = /^con_[0-9a-z]{26}$/;

const connectionOf = async ({ lookups }: Services, connectionId: string): Promise<ConnectionEntry | undefined> => {
  if (!CONNECTION_ID.test(connectionId)) return undefined;
  const { pk, id } = connectionAddress(connectionId);
  return lookups.find<ConnectionEntry>(pk, id);
};

const hasProven = async (services: Services, request: HttpRequest, connection: ConnectionEntry): Promise<boolean> => {
  const { tenantId, connectionId, provider, mode, secretVersion } = connection;
  if (mode !== 'webhook' || secretVersion === undefined) return false;
  const secret = await readSecret(services, tenantId, connectionId, secretVersion);
  const delivery = {
    header: (name: string) => request.headers.get(name),
    bytes: await bytesOf(request),
    now: services.clock().getTime(),
  };
  return secret !== undefined && isProven(provider, delivery, secret.reveal());
};

/** What speaks for a connection may do: report for the vehicles of its group, or for all. */
export const speakerOf = async (
  { lookups }: Pick<Services, 'lookups'>,
  { tenantId, connectionId, groupId }: ConnectionEntry,
): Promise<Caller> => ({
  tenantId,
  actor: `provider:${connectionId}`,
  roles: ['provider'],
  scopes: new Set(['telemetry:ingest'] as const),
  ...(groupId && { groups: await branchesOf(lookups, tenantId, [groupId]) }),
});

/**
 * Who sends to a webhook. A connection that never was is refused as one whose proof is wrong: whoever guesses learns nothing.
 * @throws FleetError `unauthenticated`
 */
export const providerCaller = async (request: HttpRequest, services: Services): Promise<ProviderCaller> => {
  // Before anything else, so that a body that cannot be read tells nothing either.
  await bytesOf(request);
  const connection = await connectionOf(services, request.params.connectionId ?? '');
  if (!connection || !(await hasProven(services, request, connection)))
    throw unauthenticated('providers/not-proven', 'This does not prove to come from a provider that is connected.');
  return { ...(await speakerOf(services, connection)), connection };
};
