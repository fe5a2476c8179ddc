import { type ConnectionEvent, connection, connectionStream } from '../../../functions/providers/connection.ts';
import { connectionCards, shown } from '../../../functions/providers/connection-cards.ts';
import { rebuild } from '../../../shared/projections/projection.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { recorded } from '../../../shared/testing/projection-spec.ts';

const { given } = specOf(connection);
const now = '2026-03-02T08:00:00.000Z';
const identity = {
  connectionId: 'con_1',
  provider: 'samsara',
  name: 'Our Samsara',
  mode: 'poll',
  settings: {},
} as const;
const connected = { type: 'ProviderConnected', data: { ...identity, secretVersion: 'v1', connectedAt: now } } as const;
const paused = { type: 'ProviderPaused', data: { pausedAt: now } } as const;
const failed = { type: 'ProviderFailed', data: { failure: 'refused', failedAt: now } } as const;
const disconnected = { type: 'ProviderDisconnected', data: { disconnectedAt: now } } as const;
const fail = { type: 'Fail', data: { failure: 'refused', now } } as const;
const recover = { type: 'Recover', data: { now } } as const;

describe('a connection', () => {
  it('is made once', () => {
    const connect = { type: 'Connect', data: { ...identity, secretVersion: 'v1', now } } as const;
    given().when(connect).thenRecords(connected);
    given(connected).when(connect).thenNothing();
  });

  it('is paused and resumed, each once', () => {
    given(connected).when({ type: 'Pause', data: { now } }).thenRecords(paused);
    given(connected, paused).when({ type: 'Pause', data: { now } }).thenNothing();
    given(connected, paused)
      .when({ type: 'Resume', data: { now } })
      .thenRecords({ type: 'ProviderResumed', data: { resumedAt: now } });
    given(connected).when({ type: 'Resume', data: { now } }).thenNothing();
  });

  it('gets another secret, of which it knows no more than the version', () => {
    given(connected)
      .when({ type: 'ReplaceSecret', data: { secretVersion: 'v2', now } })
      .thenRecords({ type: 'ProviderSecretReplaced', data: { secretVersion: 'v2', replacedAt: now } });
    given(connected)
      .when({ type: 'ReplaceSecret', data: { secretVersion: 'v1', now } })
      .thenNothing();
  });

  it('fails once for one reason, and recovers', () => {
    given(connected).when(fail).thenRecords(failed);
    given(connected, failed).when(fail).thenNothing();
    given(connected, failed)
      .when({ type: 'Fail', data: { failure: 'throttled', now } })
      .thenRecords({ type: 'ProviderFailed', data: { failure: 'throttled', failedAt: now } });
    given(connected, failed)
      .when(recover)
      .thenRecords({ type: 'ProviderRecovered', data: { recoveredAt: now } });
    given(connected).when(recover).thenNothing();
  });

  it('takes no offence at what the poller finds out too late', () => {
    for (const late of [paused, disconnected]) {
      given(connected, late).when(fail).thenNothing();
      given(connected, failed, late).when(recover).thenNothing();
    }
  });

  it('is ended for good', () => {
    given(connected).when({ type: 'Disconnect', data: { now } }).thenRecords(disconnected);
    given(connected, disconnected).when({ type: 'Disconnect', data: { now } }).thenNothing();
    given(connected, disconnected).when({ type: 'Resume', data: { now } }).thenRefuses('providers/disconnected');
    given(connected, disconnected)
      .when({ type: 'ReplaceSecret', data: { secretVersion: 'v2', now } })
      .thenRefuses('providers/disconnected');
  });

  it('cannot be changed before there is one', () =>
    given().when({ type: 'Pause', data: { now } }).thenRefuses('provider-connections/not-found'));
});

describe('the card of a connection', () => {
  const cardAfter = (...events: ConnectionEvent[]) =>
    rebuild(connectionCards, recorded(connectionStream('ten_acme', 'con_1'), ...events));

  it('shows that nothing comes, since when and why, until something does', () => {
    const later = {
      type: 'ProviderFailed',
      data: { failure: 'throttled', failedAt: '2026-03-02T09:00:00.000Z' },
    } as const;
    expect(cardAfter(connected, failed, later)).toMatchObject({
      ...{ health: 'failing', failure: 'throttled', failingSince: now },
    });
    const well = cardAfter(connected, failed, { type: 'ProviderRecovered', data: { recoveredAt: now } });
    expect(well).toMatchObject({ health: 'ok' });
    expect(well).not.toHaveProperty('failure');
    expect(cardAfter(connected, failed, paused)).toMatchObject({ status: 'paused', health: 'ok' });
  });

  it('is found by its id before the company is known, until it is ended', () => {
    const card = cardAfter(connected);
    const entries = card && connectionCards.lookups?.(card, 'ten_acme');
    expect(entries).toEqual([
      {
        ...{ pk: 'provider-connection:con_1', id: 'connection' },
        value: {
          ...{ tenantId: 'ten_acme', connectionId: 'con_1', provider: 'samsara', mode: 'poll', status: 'active' },
          ...{ settings: {}, secretVersion: 'v1' },
        },
      },
    ]);
    const ended = cardAfter(connected, disconnected);
    expect(ended && connectionCards.lookups?.(ended, 'ten_acme')).toEqual([]);
  });

  it('does not show which version of the secret is in force', () => {
    const card = cardAfter(connected);
    expect(card && shown(card)).not.toHaveProperty('secretVersion');
  });
});
