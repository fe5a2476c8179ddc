import {
  type ApiClientCommand,
  type ApiClientEvent,
  apiClient,
  apiClientStream,
} from '../../../functions/access/api-client.ts';
import { apiClients, apiKeyAddress } from '../../../functions/access/api-client-cards.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const identity = { clientId: 'cli_1', name: 'ERP', keyHash: 'first' };
const issued: ApiClientEvent = { type: 'ApiClientIssued', data: { ...identity, issuedAt: now } };
const rotated: ApiClientEvent = {
  type: 'ApiClientKeyRotated',
  data: { keyHash: 'second', previousUntil: '2026-03-02T09:00:00.000Z', rotatedAt: now },
};
const revoked: ApiClientEvent = { type: 'ApiClientRevoked', data: { revokedAt: now } };

describe('issuing an API client', () => {
  const { given } = specOf(apiClient);
  const issue: ApiClientCommand = { type: 'Issue', data: { ...identity, now } };

  it('gives an integration a key of its own', () => given().when(issue).thenRecords(issued));
  it('stays quiet when the same issue is repeated', () => given(issued).when(issue).thenNothing());
  it('refuses a second key for the same client', () =>
    given(issued)
      .when({ type: 'Issue', data: { ...identity, keyHash: 'second', now } })
      .thenRefuses('access/client-exists'));
  it('refuses to bring back a revoked client', () =>
    given(issued, revoked).when(issue).thenRefuses('access/client-exists'));
});

describe('rotating the key of an API client', () => {
  const { given } = specOf(apiClient);
  const rotate = (keyHash = 'second'): ApiClientCommand => ({
    type: 'Rotate',
    data: { keyHash, overlapUntil: '2026-03-02T09:00:00.000Z', now },
  });

  it('gives it another one', () => given(issued).when(rotate()).thenRecords(rotated));
  it('stays quiet when it has this key', () => given(issued, rotated).when(rotate()).thenNothing());
  it('needs a client that is neither revoked nor expired', () => {
    given().when(rotate()).thenRefuses('api-clients/not-found');
    given(issued, revoked).when(rotate()).thenRefuses('access/client-revoked');
    given({ type: 'ApiClientIssued', data: { ...issued.data, expiresAt: now } as never })
      .when(rotate())
      .thenRefuses('access/client-expired');
  });
});

describe('revoking an API client', () => {
  const { given } = specOf(apiClient);
  const revoke: ApiClientCommand = { type: 'Revoke', data: { now } };

  it('ends its access', () => given(issued).when(revoke).thenRecords(revoked));
  it('stays quiet when it has ended already', () => given(issued, revoked).when(revoke).thenNothing());
  it('stays quiet about a client that never was', () => given().when(revoke).thenNothing());
});

describe('the card of an API client', () => {
  const { given } = viewOf(apiClients, apiClientStream('ten_acme', 'cli_1'));

  it('shows its name', () => given(issued).shows({ id: 'cli_1', name: 'ERP', active: true, version: 1 }));
  it('shows that it was revoked', () => given(issued, revoked).shows({ active: false, version: 2 }));
  it('shows nothing of a client whose issue is missing', () => given(revoked).showsNothing());
  it('lets an event of a newer release through', () => given(issued, unheardOf).isLeftAsItWas());

  it('shows that its key was rotated', () =>
    given(issued, rotated).shows({
      keyHash: 'second',
      previous: { keyHash: 'first', until: '2026-03-02T09:00:00.000Z' },
    }));

  const card = {
    id: 'cli_1',
    name: 'ERP',
    sortName: 'erp',
    keyHash: 'first',
    createdAt: now,
    active: true,
    status: 'active',
  } as const;

  it('is found by its key', () =>
    expect(apiClients.lookups?.(card, 'ten_acme')).toEqual([
      { ...apiKeyAddress('first'), value: { tenantId: 'ten_acme', clientId: 'cli_1' } },
    ]));
  it('is found by the key before for as long as that works, and never longer than it lives itself', () => {
    const previous = { keyHash: 'zeroth', until: '2026-03-02T09:00:00.000Z' };
    const untilOf = (more: object) =>
      apiClients
        .lookups?.({ ...card, previous, ...more }, 'ten_acme')
        .map(({ value }) => (value as { until?: string }).until);
    expect(untilOf({})).toEqual([undefined, previous.until]);
    expect(untilOf({ expiresAt: '2026-03-02T08:30:00.000Z' })).toEqual([
      '2026-03-02T08:30:00.000Z',
      '2026-03-02T08:30:00.000Z',
    ]);
  });
  it('is found no longer once it was revoked', () =>
    expect(apiClients.lookups?.({ ...card, active: false }, 'ten_acme')).toEqual([]));
});
