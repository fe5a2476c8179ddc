import { createHmac } from 'node:crypto';
import type { Client, Company } from '../company.ts';
import { reportingVehicle } from '../company.ts';

/** The headers with which Samsara signs, at a moment in milliseconds. */
export const signedBySamsara = (key: string, body: string, at: number) => {
  const timestamp = String(Math.floor(at / 1_000));
  const signed = createHmac('sha256', Buffer.from(key, 'base64')).update(`v1:${timestamp}:${body}`).digest('hex');
  return { 'x-samsara-timestamp': timestamp, 'x-samsara-signature': `v1=${signed}` };
};

export const signedByMotive = (secret: string, body: string) => ({
  'x-kt-webhook-signature': createHmac('sha1', secret).update(body).digest('hex'),
});

export interface Connected {
  readonly connectionId: string;
  readonly secret: string;
  readonly path: string;
}

/** Connects a provider, and expects it to be done. */
export const connect = async (owner: Client, body: Readonly<Record<string, unknown>>): Promise<Connected> => {
  const answer = await owner.post('provider-connections', { name: 'Ours', ...body });
  if (answer.status !== 201) throw new Error(answer.text);
  const connectionId = String(answer.body.id);
  return { connectionId, secret: String(answer.body.secret ?? body.secret), path: `ingest/providers/${connectionId}` };
};

/** A vehicle that reports through a provider, where it is called `deviceId`. */
export const reportingAs = async (company: Company, deviceId: string): Promise<string> => {
  const { vehicleId } = await reportingVehicle(company);
  const answer = await company.integration.post('devices', { vehicleId, deviceId });
  if (answer.status !== 201) throw new Error(answer.text);
  return vehicleId;
};
