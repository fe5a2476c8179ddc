import { connectionString, type Settings } from './settings.ts';

const DEFAULT_CONNECTION = 'WebPubSubConnectionString';

/** The connection string of a Web PubSub binding; without a `connection` it is the extension's default setting. */
export const webPubSubConnection = (name: unknown, settings: Settings, where: string): string =>
  connectionString(name ?? DEFAULT_CONNECTION, settings, where);

/** The access key in `Endpoint=..;AccessKey=..;Version=1.0;`. Throws when there is none. */
export const accessKeyOf = (connection: string, where: string): string => {
  const key = /(?:^|;)\s*AccessKey=([^;]+)/i.exec(connection)?.[1];
  if (!key) throw new Error(`${where}: the Web PubSub connection string has no AccessKey.`);
  return key;
};
