import { claim, UNDER_WAY_MS } from '../../shared/documents/claims.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { MEMBERSHIPS_VIEW } from './contract.ts';
import type { MemberCard } from './member-cards.ts';
import { type MembershipEvent, memberStream, membership } from './membership.ts';

/** The owners who are about to go, and since when: one document for each company, so that no two of them go by each other's leave. */
interface Going {
  readonly owners: Readonly<Record<string, string>>;
}

type Ports = Pick<Services, 'operations' | 'streams' | 'views' | 'clock'>;

/** More owners than this need not be looked at to find one who stays. */
const MAX_CANDIDATES = 20;

/** As their own stream says: the view may be behind. */
const isOwner = async ({ streams }: Ports, tenantId: string, memberId: string): Promise<boolean> => {
  const { events } = await streams.read<MembershipEvent>(memberStream(tenantId, memberId));
  const state = fold(
    membership,
    events.map(({ event }) => event),
  );
  return state.status === 'active' && state.role === 'owner';
};

const somebodyStays = async (ports: Ports, tenantId: string, going: ReadonlySet<string>): Promise<boolean> => {
  const { items } = await ports.views.in(tenantId, MEMBERSHIPS_VIEW).query<MemberCard>({
    where: { role: 'owner', active: true },
    limit: MAX_CANDIDATES,
  });
  for (const { id } of items) if (!going.has(id) && (await isOwner(ports, tenantId, id))) return true;
  return false;
};

/**
 * Lets an owner stop being one, if another remains. Nothing needs to be given back: who was let go and stays all the same counts again after a minute.
 * @throws FleetError `conflict` when they are the last one.
 */
export const letOwnerGo = (ports: Ports, tenantId: string, memberId: string): Promise<void> =>
  claim<Going>(ports.operations.in(tenantId, 'owners'), 'going', async (current) => {
    const now = ports.clock();
    const others = Object.entries(current?.owners ?? {}).filter(
      ([id, at]) => id !== memberId && now.getTime() - Date.parse(at) < UNDER_WAY_MS,
    );
    const going = { ...Object.fromEntries(others), [memberId]: now.toISOString() };
    if (!(await somebodyStays(ports, tenantId, new Set(Object.keys(going)))))
      throw conflict('access/last-owner', 'A company needs an owner. Make somebody else one first.');
    return { owners: going };
  });
