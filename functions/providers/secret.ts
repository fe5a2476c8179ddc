import type { Secret } from '../../shared/secrets/secret.ts';
import type { Services } from '../../shared/services.ts';

type Ports = Pick<Services, 'secrets'>;

const nameOf = (connectionId: string): string => `providers/${connectionId}`;

/** Puts a connection's secret into the vault; the version names it from then on. */
export const keepSecret = async (
  { secrets }: Ports,
  tenantId: string,
  connectionId: string,
  text: string,
): Promise<string> => (await secrets.in(tenantId).set(nameOf(connectionId), text)).version;

/** The secret of a version; undefined when it is gone. Remembered for some minutes. */
export const readSecret = (
  { secrets }: Ports,
  tenantId: string,
  connectionId: string,
  version: string,
): Promise<Secret | undefined> => secrets.in(tenantId).get(nameOf(connectionId), version);

export const forgetSecret = ({ secrets }: Ports, tenantId: string, connectionId: string): Promise<void> =>
  secrets.in(tenantId).remove(nameOf(connectionId));
