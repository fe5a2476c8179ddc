import type { Account } from './account.ts';
import { notSimulated } from './errors.ts';
import { type Faults, parseFault } from './faults.ts';
import { type CosmosRequest, jsonBody, jsonReply, type Reply } from './request.ts';
import type { RequestCounter } from './request-counts.ts';

/** Paths below `/_local` steer the stand-in itself; they need no key and are not counted. */
export const isLocalRequest = ({ path }: CosmosRequest) => path[0] === '_local';

const DONE: Reply = { kind: 'metadata', status: 204, body: '', charge: 0 };

/** @throws 400 for a bad fault, 501 for an unknown path. */
export const localReply = (
  request: CosmosRequest,
  { account, counter, faults }: { account: Account; counter: RequestCounter; faults: Faults },
): Reply => {
  switch (`${request.method} /${request.path.join('/')}`) {
    case 'GET /_local/requests':
      return jsonReply(200, counter.counts(), { charge: 0 });
    case 'POST /_local/requests/reset':
      counter.reset();
      return DONE;
    case 'GET /_local/faults':
      return jsonReply(200, faults.planned, { charge: 0 });
    case 'POST /_local/faults': {
      const fault = parseFault(jsonBody(request));
      faults.plan(fault);
      return jsonReply(201, fault, { charge: 0 });
    }
    case 'DELETE /_local/faults':
      faults.clear();
      return DONE;
    case 'POST /_local/reset':
      account.reset();
      faults.clear();
      return DONE;
    default:
      throw notSimulated(`${request.method} /${request.path.join('/')}`);
  }
};
