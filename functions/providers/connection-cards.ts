import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { type ConnectionEvent, connectionStream } from './connection.ts';
import { type ConnectionEntry, connectionAddress, type ProviderConnection } from './contract.ts';

export const CONNECTIONS_VIEW = 'provider-connections';

export interface StoredConnection extends Omit<ProviderConnection, 'version' | 'webhookPath'> {
  readonly sortName: string;
  readonly secretVersion?: string;
}

const healthy = ({ failure: _, failingSince: __, ...card }: StoredConnection): StoredConnection => ({
  ...card,
  health: 'ok',
});

export const connectionCards: Projection<StoredConnection, ConnectionEvent> = {
  name: CONNECTIONS_VIEW,
  streams: connectionStream('', '').streamId,
  apply(card, { event }) {
    switch (event.type) {
      case 'ProviderConnected': {
        const { connectionId: id, ...connected } = event.data;
        return {
          id,
          ...connected,
          ...(connected.secretVersion && { secretSetAt: connected.connectedAt }),
          ...{ sortName: connected.name.toLowerCase(), status: 'active', health: 'ok' },
        };
      }
      case 'ProviderSecretReplaced': {
        const { secretVersion, replacedAt: secretSetAt } = event.data;
        return card && { ...card, secretVersion, secretSetAt };
      }
      case 'ProviderPaused':
        return card && { ...healthy(card), status: 'paused' };
      case 'ProviderResumed':
        return card && { ...card, status: 'active' };
      case 'ProviderDisconnected':
        return card && { ...healthy(card), status: 'disconnected' };
      case 'ProviderFailed': {
        const { failure, failedAt } = event.data;
        return card && { ...card, health: 'failing', failure, failingSince: card.failingSince ?? failedAt };
      }
      case 'ProviderRecovered':
        return card && healthy(card);
      default:
        return unknownEvent(event, card);
    }
  },
  lookups({ id: connectionId, provider, mode, status, settings, secretVersion, groupId }, tenantId) {
    if (status === 'disconnected') return [];
    const entry: ConnectionEntry = {
      ...{ tenantId, connectionId, provider, mode, status, settings },
      ...(secretVersion && { secretVersion }),
      ...(groupId && { groupId }),
    };
    return [{ ...connectionAddress(connectionId), value: entry }];
  },
};

/** What the API shows of a stored connection. */
export const shown = ({
  sortName: _,
  secretVersion: __,
  ...card
}: Versioned<StoredConnection>): ProviderConnection => ({
  ...card,
  ...(card.mode === 'webhook' && { webhookPath: `/api/v1/ingest/providers/${card.id}` }),
});
