import { notSimulated } from '../errors.ts';
import { checkedInteger } from '../limits.ts';
import { signToken } from '../token.ts';
import type { Call, Operations } from './operation.ts';

const DEFAULT_MINUTES = 60;

const generate = ({ hub, query, origin, service }: Call) => {
  const clientType = query.get('clientType') ?? 'default';
  if (clientType.toLowerCase() !== 'default') throw notSimulated(`A token for ${clientType} clients`);
  const minutes = checkedInteger('minutesToExpire', query.get('minutesToExpire'), 1, Number.MAX_SAFE_INTEGER);
  const iat = Math.floor(service.clock.now() / 1000);
  const userId = query.get('userId');
  const claims = {
    aud: `${origin}/client/hubs/${hub.name}`,
    iat,
    exp: iat + (minutes ?? DEFAULT_MINUTES) * 60,
    ...(userId ? { sub: userId } : {}),
    role: query.getAll('role'),
    'webpubsub.group': query.getAll('group'),
  };
  return { token: signToken(claims, service.key) };
};

export const tokenOperations: Operations = {
  'POST :generateToken': (call) => ({ status: 200, body: generate(call) }),
};
