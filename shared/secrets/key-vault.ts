import type { SecretClient } from '@azure/keyvault-secrets';
import { conflict, FleetError, notFound } from '../kernel/errors.ts';
import { Secret } from './secret.ts';
import type { Vault } from './secrets.ts';

/** A vault that hangs must not hang everybody who asks. */
const ANSWER_WITHIN_MS = 8_000;
/** What goes on in the vault after it has answered, or comes in many pages. */
const FINISH_WITHIN_MS = 60_000;

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;

/** The SDK's own errors carry the request, and with it the secret: none of them leaves this file. */
const failure = (error: unknown): FleetError => {
  if (statusOf(error) === 409) return conflict('secrets/removed', 'A removed secret has this name. Restore it first.');
  const reason = statusOf(error) ?? (error instanceof Error ? error.message : String(error));
  return new FleetError('upstream', 'secrets/unavailable', `The vault did not do it: ${reason}.`);
};

/**
 * Azure Key Vault. The first call loads the SDK.
 * @param open answers the same client every time.
 */
export const keyVault = (open: () => Promise<SecretClient>): Vault => {
  /** Undefined when the vault says that there is no such secret. */
  const ask = async <Result>(
    question: (client: SecretClient, within: { abortSignal: AbortSignal }) => Promise<Result>,
    milliseconds = ANSWER_WITHIN_MS,
  ): Promise<Result | undefined> => {
    try {
      return await question(await open(), { abortSignal: AbortSignal.timeout(milliseconds) });
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw failure(error);
    }
  };
  const secretOf = ({ value = '', properties }: Awaited<ReturnType<SecretClient['getSecret']>>) =>
    new Secret(value, properties.version ?? '');

  return {
    read: (name, version) =>
      ask(async (client, within) =>
        secretOf(await client.getSecret(name, version === undefined ? within : { ...within, version })),
      ),
    async write(name, text) {
      const written = await ask(async (client, within) => secretOf(await client.setSecret(name, text, within)));
      if (!written) throw new FleetError('upstream', 'secrets/unavailable', 'The vault is not there.');
      return written;
    },
    async remove(name) {
      // Only when the vault has finished can the secret be restored.
      await ask(
        async (client, within) => (await client.beginDeleteSecret(name, within)).pollUntilDone(),
        FINISH_WITHIN_MS,
      );
    },
    async restore(name) {
      const found = await ask(
        async (client, within) => (await client.beginRecoverDeletedSecret(name, within)).pollUntilDone(),
        FINISH_WITHIN_MS,
      );
      if (!found) throw notFound('secrets/not-removed', 'There is no such secret to restore.');
    },
    async names() {
      const names = await ask(async (client, within) => {
        const all: string[] = [];
        for await (const { name } of client.listPropertiesOfSecrets(within)) all.push(name);
        return all;
      }, FINISH_WITHIN_MS);
      return names ?? [];
    },
  };
};
