import { reasonOf } from './errors.ts';

/**
 * Asks each event handler once whether it wants our events (CloudEvents abuse protection).
 * A yes is remembered; a no, or no answer, is asked again next time.
 */
export class WebhookValidation {
  readonly #asked = new Map<string, Promise<string | undefined>>();

  /** Why the handler may not be called, or undefined when it may. */
  refusalOf(url: string, requestOrigin: string, signal: AbortSignal): Promise<string | undefined> {
    const known = this.#asked.get(url);
    if (known) return known;
    const asked = ask(url, requestOrigin, signal);
    this.#asked.set(url, asked);
    void asked.then((refusal) => {
      if (refusal !== undefined) this.#asked.delete(url);
    });
    return asked;
  }
}

const ask = async (url: string, requestOrigin: string, signal: AbortSignal): Promise<string | undefined> => {
  try {
    const response = await fetch(url, {
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': requestOrigin },
      signal,
    });
    await response.body?.cancel();
    if (!response.ok) return `OPTIONS ${url} answered ${response.status}`;
    const allowed = (response.headers.get('webhook-allowed-origin') ?? '').split(',').map((origin) => origin.trim());
    return allowed.includes('*') || allowed.includes(requestOrigin)
      ? undefined
      : `OPTIONS ${url} does not allow '${requestOrigin}' in WebHook-Allowed-Origin`;
  } catch (error) {
    return `OPTIONS ${url} failed: ${reasonOf(error)}`;
  }
};
